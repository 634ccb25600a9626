"""A child process for readers that hostile files can exhaust or crash: bounded memory and time, one for many files.

What the child gives comes back as JSON lines. When it dies or takes too long, that file is refused with the reason
and the next file gets a new child.
"""

from __future__ import annotations

import atexit
import json
import os
import selectors
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from dateline.errors import DocumentError

#: Seconds that a file may take, bytes of memory that the child may have, files after which it is replaced.
SECONDS, MEMORY, FILES = 60.0, 3 << 30, 500


class Cell:
    """One child, started when it is first asked. Not for use by several threads at once."""

    def __init__(self, *, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self.seconds, self.memory = seconds, memory
        self._child: subprocess.Popen[bytes] | None = None
        self._buffer = b""
        self._asked = 0

    def ask(self, kind: str, path: Path, given: Mapping[str, object] | None = None) -> Iterator[dict[str, Any]]:
        """What the child reads in a file, row by row; `given` is what else its reader needs, as JSON knows it.

        Raises DocumentError: refused, crashed, out of memory or time.
        """
        child = self._ready()
        requests = child.stdin
        if requests is None:
            raise DocumentError("the reading process has no input")
        deadline = time.monotonic() + self.seconds
        done = False
        try:
            try:
                requests.write(json.dumps({"kind": kind, "path": str(path), "given": given or {}}).encode() + b"\n")
                requests.flush()
            except OSError as err:
                raise DocumentError(f"the reading process could not be asked: {err}") from err
            while True:
                row = json.loads(self._line(child, deadline))
                if "done" in row or "refused" in row:
                    done = True
                    if "refused" in row:
                        raise DocumentError(str(row["refused"]))
                    return
                yield row
        finally:
            if not done:
                self.close()

    def close(self) -> None:
        """End the child."""
        child, self._child, self._buffer = self._child, None, b""
        if child is not None:
            child.kill()
            child.wait()
            for pipe in (child.stdin, child.stdout):
                if pipe is not None:
                    try:
                        pipe.close()
                    except OSError:
                        continue

    def _ready(self) -> subprocess.Popen[bytes]:
        if self._child is not None and (self._asked >= FILES or self._child.poll() is not None):
            self.close()
        if self._child is None:
            command = [sys.executable, "-m", "dateline.read.cell_child", str(self.memory)]
            self._child = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
            )  # fmt: skip
            self._asked = 0
        self._asked += 1
        return self._child

    def _line(self, child: subprocess.Popen[bytes], deadline: float) -> bytes:
        """The next line of the child. Raises DocumentError when it ends or time is up."""
        if child.stdout is None:
            raise DocumentError("the reading process has no output")
        with selectors.DefaultSelector() as selector:
            selector.register(child.stdout, selectors.EVENT_READ)
            while b"\n" not in self._buffer:
                if not selector.select(max(0.0, deadline - time.monotonic())):
                    raise DocumentError(f"took more than {self.seconds:.0f} seconds to read: given up")
                piece = os.read(child.stdout.fileno(), 1 << 16)
                if not piece:
                    code = child.wait()
                    raise DocumentError(f"its reader broke on it (the reading process ended with {code})")
                self._buffer += piece
        line, _, self._buffer = self._buffer.partition(b"\n")
        return line


_SHARED = Cell()
atexit.register(_SHARED.close)


def shared() -> Cell:
    """The child of this process."""
    return _SHARED
