"""The inside of `cell`: reads requests as JSON lines and answers with rows; run as a module, with a limit of memory."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from dateline.errors import DocumentError


def serve(requests: IO[bytes], answers: IO[bytes], memory: int) -> None:
    """Answer until the requests end. Each one gets rows, then `done` or the reason why it is `refused`."""
    _limit(memory)
    logging.disable(logging.CRITICAL)
    for line in requests:
        request = json.loads(line)
        try:
            for row in _rows(request["kind"], Path(request["path"]), request["given"]):
                _say(answers, row)
            _say(answers, {"done": True})
        except DocumentError as err:
            _say(answers, {"refused": str(err)})
        except MemoryError:
            _say(answers, {"refused": f"needs more than {memory >> 20:,} megabytes of memory: not read"})
        except Exception as err:  # noqa: BLE001 - the border of a document: libraries fail in their own ways
            _say(answers, {"refused": f"broken: its reader failed with {type(err).__name__}: {str(err)[:200]}"})


def _rows(kind: str, path: Path, given: dict[str, Any]) -> Iterator[dict[str, object]]:
    if kind == "html":
        from dateline.read.large_page import rows_of_page

        yield from rows_of_page(path, given)
    elif kind == "pdf":
        from dateline.read.pdf_pages import pages_of

        yield from pages_of(path)
    else:
        from dateline.read.parquet_rows import rows_of

        yield from rows_of(path)


def _say(answers: IO[bytes], row: dict[str, object]) -> None:
    answers.write(json.dumps(row, default=str).encode() + b"\n")
    answers.flush()


def _limit(memory: int) -> None:
    """Bound this process; where the system has no such limit, the time limit of the asker stays."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):
        return


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer, int(sys.argv[1]))
