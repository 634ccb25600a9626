"""Which reader for which file; standard input; files too large to be read whole."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from dateline.errors import DocumentError
from dateline.read.decode import bounded_lines, lines
from dateline.read.item import Item, ReadOptions, unread
from dateline.read.jsonlines import dates_in, read_json, read_lines
from dateline.read.plain import read_plain
from dateline.read.published import learn_order
from dateline.read.tables import read_table
from dateline.read.walk import STDIN, walk
from dateline.registry import load, plugins

#: A reader of a plug-in: path and options to items. Named by its suffix without the dot.
Reader = Callable[[Path, ReadOptions], Iterable[Item]]

_PLAIN = frozenset({".txt", ".text", ".md"})
_LINES = frozenset({".jsonl", ".ndjson"})
_TABLES = {".csv": ",", ".tsv": "\t"}
#: Bytes a character, at most, in any encoding read here, with room for JSON's escapes.
_WIDEST = 12
#: Tables and JSON arrays are held in memory whole; beyond this they should be JSON Lines.
_WHOLE_BYTES = 1 << 30


def read_paths(paths: Iterable[str | Path], options: ReadOptions, *, stdin: BinaryIO | None = None) -> Iterator[Item]:
    """The documents under the paths, in order; `-` is standard input. What cannot be read comes with its reason.

    Raises NotFoundError and ConfigError for a path that is not there, before the files of that path are read.
    """
    for path in paths:
        if str(path) == STDIN:
            yield from _read_stdin(stdin or sys.stdin.buffer, options)
            continue
        for found in walk([path]):
            if found.refused:
                yield unread(str(found.path), found.refused, path=str(found.path))
            else:
                yield from _read_file(found.path, options)


def _read_file(path: Path, options: ReadOptions) -> Iterator[Item]:
    suffix, where = path.suffix.lower(), str(path)
    try:
        if suffix in _LINES:
            yield from _json_lines(path, options)
        elif suffix in _PLAIN:
            yield read_plain(_content(path, _WIDEST * options.max_chars), where, options)
        elif suffix == ".json":
            yield from read_json(_content(path, _WHOLE_BYTES), where, options)
        elif suffix in _TABLES:
            content = _content(path, _WHOLE_BYTES)
            yield from read_table(content, where, options, delimiter=_TABLES[suffix])
        else:
            yield from _read_other(path, suffix, options)
    except DocumentError as err:
        yield unread(where, str(err), path=where)
    except OSError as err:
        yield unread(where, f"cannot be opened: {err.strerror}", path=where)


def _read_other(path: Path, suffix: str, options: ReadOptions) -> Iterator[Item]:
    if suffix[1:] in plugins("dateline.readers"):
        reader: Reader = load("dateline.readers", suffix[1:])  # type: ignore[assignment]  # the seam's shape
        yield from reader(path, options)
        return
    named = f"no reader for {suffix} in this version" if suffix else "no reader for a file without a suffix"
    with path.open("rb") as stream:
        content = stream.read(_WIDEST * options.max_chars)
    yield unread(str(path), named, content=content, path=str(path))


def _content(path: Path, limit: int) -> bytes:
    """The bytes of a file. Raises DocumentError for one above `limit` bytes, which is not read at all."""
    size = path.stat().st_size
    if size > limit:
        raise DocumentError(f"too large: {size:,} bytes (at most {limit:,}); write it as JSON Lines", bytes=size)
    return path.read_bytes()


def _json_lines(path: Path, options: ReadOptions) -> Iterator[Item]:
    limit = _WIDEST * options.max_chars
    order = learn_order(dates_in(lines(path, limit), options))
    yield from read_lines(lines(path, limit), str(path), options, limit=limit, order=order)


def _read_stdin(stream: BinaryIO, options: ReadOptions) -> Iterator[Item]:
    """JSON Lines as they come, one JSON array, or one plain text: the first character tells."""
    limit = _WIDEST * options.max_chars
    rows = bounded_lines(stream, limit)
    first = next((row for row in rows if row.strip()), b"").removeprefix(b"\xef\xbb\xbf")
    if first.lstrip().startswith(b"{"):
        yield from read_lines(_chain(first, rows), None, options, limit=limit)
        return
    content = first + b"".join(rows)
    if first.lstrip().startswith(b"["):
        yield from read_json(content, "standard input", options)
    elif content.strip():
        yield read_plain(content, "standard input", options)


def _chain(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest
