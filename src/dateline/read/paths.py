"""From the words of a command line to documents: files, folders, globs, addresses, standard input."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from dateline.errors import ConfigError, DocumentError
from dateline.read.blob import Blob, blob_of_file, spooled
from dateline.read.decode import bounded_lines
from dateline.read.dispatch import read_blob
from dateline.read.item import Item, ReadOptions, unread
from dateline.read.jsonlines import read_json, read_lines
from dateline.read.kinds import sniff
from dateline.read.plain import read_plain
from dateline.read.walk import STDIN, walk

if TYPE_CHECKING:
    from dateline.read.web import Fetcher

_STDIN_NAME = "standard input"
#: So many bytes of standard input tell whether it is text.
_START = 16


def read_paths(
    paths: Iterable[str | Path],
    options: ReadOptions,
    *,
    stdin: BinaryIO | None = None,
    fetcher: Fetcher | None = None,
) -> Iterator[Item]:
    """The documents under the paths, in order; `-` is standard input, what has `://` an address to be fetched.

    What cannot be read comes with its reason. `fetcher` fetches addresses; without one they are refused. Raises
    NotFoundError for a path that is not there, before the files of that path are read.
    """
    for path in paths:
        if str(path) == STDIN:
            yield from _read_stdin(stdin or sys.stdin.buffer, options)
        elif "://" in str(path):
            yield from _read_address(str(path), options, fetcher)
        else:
            yield from _read_files(path, options)


def _read_files(path: str | Path, options: ReadOptions) -> Iterator[Item]:
    for found in walk([path]):
        where = str(found.path)
        if found.refused:
            yield unread(where, found.refused, path=where)
            continue
        try:
            blob = blob_of_file(found.path)
        except OSError as err:
            yield unread(where, f"cannot be opened: {err.strerror}", path=where)
        else:
            yield from read_blob(blob, options)


def _read_address(url: str, options: ReadOptions, fetcher: Fetcher | None) -> Iterator[Item]:
    if fetcher is None:
        raise ConfigError(f"{url} is an address, and nothing was given to fetch it with", path=url)
    from dateline.read.web import read_address

    try:
        yield from read_address(url, options, fetcher)
    except DocumentError as err:
        yield unread(url, str(err))


def _read_stdin(stream: BinaryIO, options: ReadOptions) -> Iterator[Item]:
    """JSON Lines as they come, one JSON array, a file of a kind that its first bytes show, or one plain text."""
    start = stream.read(_START)
    whole = cast("BinaryIO", io.BufferedReader(_Rest(start, stream)))
    kind = sniff(start)
    if kind is not None:
        yield from _read_file_of_stdin(whole, kind, options)
        return
    limit = options.max_bytes
    rows = bounded_lines(whole, limit)
    first = next((row for row in rows if row.strip()), b"").removeprefix(b"\xef\xbb\xbf")
    if first.lstrip().startswith(b"{"):
        yield from read_lines(_chain(first, rows), None, options, limit=limit)
        return
    content = first + b"".join(rows)
    if first.lstrip().startswith(b"["):
        yield from read_json(content, _STDIN_NAME, options)
    elif content.strip():
        yield read_plain(content, _STDIN_NAME, options)


def _read_file_of_stdin(stream: BinaryIO, kind: str, options: ReadOptions) -> Iterator[Item]:
    try:
        with spooled(stream, options.max_unpacked) as (opener, size, local):
            blob = Blob(name=f"-.{kind}", where=_STDIN_NAME, open=opener, size=size, local=local)
            yield from read_blob(blob, options)
    except DocumentError as err:
        yield unread(_STDIN_NAME, str(err))


class _Rest(io.RawIOBase):
    """A stream of which the first bytes have been read already."""

    def __init__(self, start: bytes, stream: BinaryIO) -> None:
        self.start, self.stream = start, stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # a buffer, as typeshed names it
        piece = self.start[: len(buffer)]
        if piece:
            self.start = self.start[len(piece) :]
        else:
            read = getattr(self.stream, "read1", self.stream.read)
            piece = read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)


def _chain(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest
