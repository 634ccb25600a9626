"""Bytes of a table, from a file or from inside a zip archive, as lines. Memory does not grow with the file."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from dateline.errors import ConfigError

_BLOCK = 1 << 20
#: A longer line is no row of a table; the longest of GeoNames have some ten thousand bytes.
_LONGEST = 8 << 20


@dataclass(frozen=True, slots=True)
class Bytes:
    """A file, or a member of a zip archive. `str()` names it in messages."""

    path: Path
    member: str | None = None

    def __str__(self) -> str:
        return f"{self.path}" if self.member is None else f"{self.path}({self.member})"

    @property
    def name(self) -> str:
        """The last part of the name."""
        return self.path.name if self.member is None else f"{self.path.name}({self.member})"

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """The bytes, unpacked while they are read. Raises ConfigError when an archive is damaged."""
        if self.member is None:
            with self.path.open("rb") as file:
                yield file
            return
        try:
            with zipfile.ZipFile(self.path) as archive, archive.open(self.member) as file:
                yield file
        except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError) as err:
            raise ConfigError(f"{self}: the archive cannot be read: {err}", path=str(self.path)) from err

    def head(self, count: int = 20) -> list[str]:
        """The first lines, with what is not UTF-8 replaced."""
        with self.open() as file:
            raw = file.read(_BLOCK).removeprefix(b"\xef\xbb\xbf")
        return [line.rstrip("\r") for line in raw.decode("utf-8", "replace").split("\n")[:count]]


def byte_lines(source: Bytes) -> Iterator[bytes]:
    """Lines without their ends. Raises ConfigError at a line that is far too long."""
    rest, number = b"", 0
    with source.open() as file:
        while block := file.read(_BLOCK):
            lines = (rest + block).split(b"\n")
            rest = lines.pop()
            number += len(lines)
            yield from lines
            if len(rest) > _LONGEST:
                raise ConfigError(f"{source}:{number + 1}: a line of more than {_LONGEST >> 20} MiB; this is no table")
        if rest:
            yield rest
