"""A piece of bytes that a reader is given: a file, an archive's member, standard input, what a server sent."""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import BinaryIO

from dateline.errors import DocumentError

#: Larger pieces are kept in a file while they are read.
_IN_MEMORY = 8 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What is known of the bytes from outside: the address, what the server or the feed said, when it was fetched.

    `published` and `why`: a day given beside the bytes (a feed's entry). `fetched_at`: UTC, ISO 8601.
    """

    url: str | None = None
    media_type: str | None = None
    charset: str | None = None
    fetched_at: str | None = None
    title: str | None = None
    publisher: str | None = None
    published: date | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Blob:
    """Bytes that can be opened more than once. `where` is for messages, `path` what the ledger keeps of it.

    `size` in bytes is what the file system or the archive claims; `depth` how many archives lie around it.
    """

    name: str
    where: str
    open: Callable[[], BinaryIO]
    size: int
    path: str | None = None
    local: Path | None = None
    depth: int = 0
    context: Context = field(default_factory=Context)

    def read(self, limit: int) -> bytes:
        """All bytes. Raises DocumentError for more than `limit` of them; then no more than that is ever held."""
        if self.size > limit:
            raise too_large(self.size, limit)
        with self.open() as stream:
            content = stream.read(limit + 1)
        if len(content) > limit:
            raise too_large(len(content), limit)
        return content

    @contextmanager
    def on_disk(self) -> Iterator[Path]:
        """The path of a file with these bytes: the file itself, or a temporary one for as long as it is needed."""
        if self.local is not None:
            yield self.local
            return
        with tempfile.NamedTemporaryFile(prefix="dateline-") as copy:
            with self.open() as stream:
                shutil.copyfileobj(stream, copy)
            copy.flush()
            yield Path(copy.name)


def too_large(size: int, limit: int) -> DocumentError:
    """The reason for bytes beyond a limit."""
    return DocumentError(f"too large: {size:,} bytes (at most {limit:,})", bytes=size)


def blob_of_file(path: Path) -> Blob:
    """A regular file. Raises OSError."""
    size = path.stat().st_size
    return Blob(name=path.name, where=str(path), path=str(path), open=lambda: path.open("rb"), size=size, local=path)


def blob_of_bytes(content: bytes, name: str, where: str, **more: object) -> Blob:
    """Bytes in memory."""
    return Blob(name=name, where=where, open=lambda: io.BytesIO(content), size=len(content), **more)  # type: ignore[arg-type]  # passed on as they are


@contextmanager
def spooled(stream: BinaryIO, limit: int) -> Iterator[tuple[Callable[[], BinaryIO], int, Path | None]]:
    """The bytes of a stream that can be read once: how to open them again, their number, their file if there is one.

    Raises DocumentError beyond `limit` bytes. Small ones are held in memory, others in a temporary file.
    """
    head = stream.read(min(_IN_MEMORY, limit) + 1)
    if len(head) > limit:
        raise too_large(len(head), limit)
    if len(head) <= _IN_MEMORY:
        yield lambda: io.BytesIO(head), len(head), None
        return
    with tempfile.NamedTemporaryFile(prefix="dateline-") as copy:
        size = copy.write(head)
        while piece := stream.read(1 << 20):
            size += copy.write(piece)
            if size > limit:
                raise too_large(size, limit)
        copy.flush()
        path = Path(copy.name)
        yield lambda: path.open("rb"), size, path
