"""From the paths of a command line to files, in sorted order; nothing hidden, no loop, no special file opened."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dateline.errors import NotFoundError

STDIN = "-"
#: How a ledger's file begins, and what stands at its byte 68 ('DtLn').
_SQLITE, _LEDGER = b"SQLite format 3\0", b"DtLn"
_BESIDE = ("-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Found:
    """A file to be read, or one that cannot be, with the reason."""

    path: Path
    refused: str | None = None


#: Device -> numbers of the files that have been walked: all that is kept of each file.
_Seen = dict[int, set[int]]


def walk(paths: Iterable[str | Path]) -> Iterator[Found]:
    """Files under the paths, each once. A glob that the shell left alone is expanded here.

    Raises NotFoundError for a path that is not there.
    """
    seen: _Seen = {}
    for path in [p for given in paths for p in _expand(str(given))]:
        yield from _under(path, seen)


def _expand(given: str) -> list[Path]:
    path = Path(given)
    if os.path.lexists(path):
        return [path]
    matches = sorted(glob.glob(given, recursive=True)) if glob.has_magic(given) else []
    if not matches:
        raise NotFoundError(f"{given}: no such file or folder", path=given)
    return [Path(m) for m in matches]


def _under(path: Path, seen: _Seen) -> Iterator[Found]:
    try:
        info = path.stat()
    except OSError as err:
        yield Found(path, _broken(path, err))
        return
    numbers = seen.setdefault(info.st_dev, set())
    if info.st_ino in numbers:
        return
    numbers.add(info.st_ino)
    if stat.S_ISDIR(info.st_mode):
        yield from _folder(path, seen)
    elif stat.S_ISREG(info.st_mode):
        yield Found(path, "a ledger of Dateline and no document" if _is_ledger(path) else None)
    else:
        yield Found(path, f"not a regular file ({_kind(info.st_mode)})")


def _folder(path: Path, seen: _Seen) -> Iterator[Found]:
    try:
        names = sorted(entry.name for entry in os.scandir(path) if not entry.name.startswith("."))
    except OSError as err:
        yield Found(path, f"folder cannot be opened: {err.strerror}")
        return
    for name in names:
        if not _is_ledger(path / name):  # one of this program's own, most likely the one that is written to
            yield from _under(path / name, seen)


def _is_ledger(path: Path) -> bool:
    """Whether a file is a ledger, or the log that SQLite writes beside one. One that is just being made may have
    nothing but its name yet."""
    for tail in _BESIDE:
        path = path.with_name(path.name.removesuffix(tail))
    try:
        if not path.is_file():
            return False
        if path.suffix == ".ledger":
            return True
        with path.open("rb") as file:
            head = file.read(len(_LEDGER) + 68)
    except OSError:
        return False
    return head.startswith(_SQLITE) and head.endswith(_LEDGER) and len(head) == len(_LEDGER) + 68


def _broken(path: Path, err: OSError) -> str:
    if path.is_symlink():
        return "a link that leads nowhere"
    return f"cannot be opened: {err.strerror}"


def _kind(mode: int) -> str:
    kinds = ((stat.S_ISFIFO, "pipe"), (stat.S_ISSOCK, "socket"), (stat.S_ISCHR, "device"), (stat.S_ISBLK, "device"))
    return next((name for test, name in kinds if test(mode)), "special")
