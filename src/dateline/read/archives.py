"""Zip, tar and gzip: members become documents. Nothing is written under a member's name, none unpacks for ever."""

from __future__ import annotations

import gzip
import io
import lzma
import re
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, cast

from dateline.errors import DocumentError
from dateline.read.blob import Blob, spooled
from dateline.read.bounded import Budget, bounded
from dateline.read.dispatch import read_blob, reader_of
from dateline.read.item import Item, ReadOptions, unread

#: What stands between an archive's path and a member's name.
INSIDE = "!/"
_CLIMBS = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)|^[/\\]|^[A-Za-z]:|\0")
#: Names that systems add to archives; they hold no documents.
_LITTER = re.compile(r"(?:^|/)(?:__MACOSX/|\.[^/]*(?:/|$))|(?:^|/)Thumbs\.db$")
#: Offices' files are archives too: what a zip's members say it is.
_OFFICES = (("word/document.xml", "docx"), ("xl/workbook.xml", "xlsx"))
#: The directory of a zip file, in bytes, that is read at most, and where its size is said.
_DIRECTORY, _END, _TAIL = 64 << 20, b"PK\x05\x06", 66_000


def read_zip(blob: Blob, options: ReadOptions) -> Iterator[Item]:
    """Reader of `.zip`. Raises DocumentError for a broken, a boundless or a too deeply nested one."""
    _check_depth(blob, options)
    with blob.on_disk() as path:
        check_directory(path)
        try:
            archive = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError) as err:
            raise DocumentError(f"not a zip archive, or broken: {err}") from err
        with archive:
            names = archive.NameToInfo
            office = next((kind for part, kind in _OFFICES if part in names), None)
            if office:
                yield from reader_of(office)(blob, options)
                return
            budget = Budget(packed=blob.size, limit=options.max_unpacked)
            files = [i for i in archive.infolist() if not i.is_dir()]
            _check_count(len(files), options)
            for info in sorted(files, key=lambda i: i.filename):
                yield from _zip_member(blob, archive, info, budget, options)


def read_tar(blob: Blob, options: ReadOptions) -> Iterator[Item]:
    """Reader of `.tar`, `.tar.gz`, `.tar.bz2`, `.tar.xz`, `.tgz`; members in the order of the archive."""
    _check_depth(blob, options)
    budget = Budget(packed=blob.size, limit=options.max_unpacked)
    with blob.open() as raw:
        try:
            with tarfile.open(fileobj=bounded(_plain(raw), budget), mode="r|") as archive:
                for number, info in enumerate(archive):
                    _check_count(number, options)
                    yield from _tar_member(blob, archive, info, options)
        except (tarfile.TarError, EOFError, zlib.error, lzma.LZMAError, gzip.BadGzipFile) as err:
            raise DocumentError(f"not a tar archive, or broken: {err}") from err


def read_gzip(blob: Blob, options: ReadOptions) -> Iterator[Item]:
    """Reader of a single file that was gzipped: `.gz`."""
    _check_depth(blob, options)
    name = blob.name[:-3] if blob.name.lower().endswith(".gz") else blob.name
    budget = Budget(packed=blob.size, limit=options.max_unpacked)
    with blob.open() as raw:
        yield from _member(blob, name, lambda: bounded(gzip.GzipFile(fileobj=raw), budget), options)


def _plain(raw: BinaryIO) -> BinaryIO:
    """The tar inside its compression, which its first bytes tell."""
    head = raw.read(6)
    raw.seek(0)
    if head.startswith(b"\x1f\x8b"):
        return cast("BinaryIO", gzip.GzipFile(fileobj=raw))
    if head.startswith(b"BZh"):
        import bz2

        return cast("BinaryIO", bz2.BZ2File(raw))
    if head.startswith(b"\xfd7zXZ"):
        return cast("BinaryIO", lzma.LZMAFile(raw))
    return raw


def _zip_member(
    blob: Blob, archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget, options: ReadOptions
) -> Iterator[Item]:
    refused = _refused_name(info.orig_filename) or _refused_name(info.filename)
    refused = refused or ("encrypted: it needs a password" if info.flag_bits & 1 else None)
    if refused:
        yield _set_aside(blob, info.filename, refused)
        return
    if _LITTER.search(info.filename):
        return

    def opener() -> BinaryIO:
        try:
            return bounded(cast("BinaryIO", archive.open(info)), budget.of(info.compress_size))
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as err:
            raise DocumentError(f"this member cannot be unpacked: {err}") from err

    yield from _member(blob, info.filename, opener, options)


def _tar_member(blob: Blob, archive: tarfile.TarFile, info: tarfile.TarInfo, options: ReadOptions) -> Iterator[Item]:
    refused = _refused_name(info.name)
    if info.isdir() or (refused is None and _LITTER.search(info.name.removeprefix("./"))):
        return
    refused = refused or (None if info.isfile() else "a link or a device, not a file: not followed")
    stream = archive.extractfile(info) if refused is None else None
    if stream is None:
        yield _set_aside(blob, info.name, refused or "not a regular file")
        return
    yield from _member(blob, info.name.removeprefix("./"), lambda: cast("BinaryIO", stream), options)


def _member(blob: Blob, name: str, opener: Callable[[], BinaryIO], options: ReadOptions) -> Iterator[Item]:
    """The documents of one member. What is wrong with it stays with it."""
    where = f"{blob.where}{INSIDE}{name}"
    path = f"{blob.path}{INSIDE}{name}" if blob.path else name
    try:
        with opener() as stream, spooled(stream, options.max_unpacked) as (again, size, local):
            context = replace(blob.context, url=None, media_type=None)
            inner = Blob(
                name=name.rsplit("/", 1)[-1], where=where, path=path, open=again, size=size, local=local,
                depth=blob.depth + 1, context=context,
            )  # fmt: skip
            yield from read_blob(inner, options)
    except DocumentError as err:
        yield unread(where, str(err), path=path)
        if err.facts.get("stop"):
            raise
    except (zipfile.BadZipFile, EOFError, zlib.error, gzip.BadGzipFile, lzma.LZMAError) as err:
        yield unread(where, f"broken: {err}", path=path)


def _set_aside(blob: Blob, name: str, reason: str) -> Item:
    shown = name.replace("\0", "\\0")
    path = f"{blob.path}{INSIDE}{shown}" if blob.path else shown
    return unread(f"{blob.where}{INSIDE}{shown}", reason, path=path)


def _refused_name(name: str) -> str | None:
    return "its name climbs out of the archive: not read" if _CLIMBS.search(name) else None


def _check_depth(blob: Blob, options: ReadOptions) -> None:
    if blob.depth >= options.max_depth:
        raise DocumentError(f"an archive within {blob.depth} archives: not opened (at most {options.max_depth} deep)")


def _check_count(count: int, options: ReadOptions) -> None:
    if count > options.max_members:
        raise DocumentError(f"more than {options.max_members:,} members: the rest is not read", stop=True)


def check_directory(path: Path) -> None:
    """Before zipfile reads it whole: how long the directory of the archive says that it is."""
    with path.open("rb") as stream:
        size = stream.seek(0, io.SEEK_END)
        stream.seek(max(0, size - _TAIL))
        tail = stream.read()
    at = tail.rfind(_END)
    if at >= 0 and len(tail) >= at + 22:
        (length,) = struct.unpack("<L", tail[at + 12 : at + 16])
        if length != 0xFFFFFFFF and length > _DIRECTORY:
            raise DocumentError(f"its directory takes {length:,} bytes: not opened")
        if length == 0xFFFFFFFF and size > 20 * _DIRECTORY:
            raise DocumentError("a zip archive of the 64-bit kind and this size is not opened; unpack it first")
