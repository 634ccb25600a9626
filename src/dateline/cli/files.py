"""Products are put where they are asked for: whole or not at all, and over nothing that is there."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from dateline.cli.output import fail


def check_new(out: Path, *, folder: bool = False) -> None:
    """Refuse a name that cannot be one of a new file or folder. An empty folder counts as new."""
    if out.name in ("", "..") or out.is_symlink():
        fail(f"{str(out)!r} is no name of a new {'folder' if folder else 'file'}")
    if folder and out.is_dir() and not any(out.iterdir()):
        return
    if out.exists():
        fail(f"{out} is there already; name a new {'folder' if folder else 'file, or remove it first'}")


@contextmanager
def new_file(out: Path) -> Iterator[TextIO]:
    """A new file as it is written; it has its name when all is in it. Exits with status 2 where it cannot be."""
    part = _part(out)
    with _said(out):
        stream = part.open("x", encoding="utf-8", newline="")
    try:
        with stream:
            yield stream
        with _said(out):
            os.replace(part, out)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def new_folder(out: Path) -> Iterator[Path]:
    """A new folder as it is filled; it has its name when all is in it. Exits with status 2 where it cannot be."""
    part = _part(out)
    with _said(out):
        out.parent.mkdir(parents=True, exist_ok=True)
        part.mkdir()
    try:
        yield part
        with _said(out):
            if out.exists():
                out.rmdir()
            os.replace(part, out)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _part(out: Path) -> Path:
    """A name beside it that no other process takes: what stands under another's name is never touched."""
    return out.with_name(f".{out.name[:100]}.{os.getpid()}.part")


@contextmanager
def _said(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as err:
        fail(f"{out} cannot be written: {err.strerror or err}; name another with --out")
