"""The archives that offices write (.docx, .xlsx), looked through before a library opens them."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from dateline.errors import DocumentError
from dateline.read.archives import check_directory

#: Bytes that all parts may unpack to, and a part in proportion to what was packed.
_WHOLE, _RATIO, _FREE = 512 << 20, 250, 4 << 20
_PARTS = 10_000
_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_OLE = b"\xd0\xcf\x11\xe0"


def check_parts(path: Path) -> None:
    """Raises DocumentError: encrypted, no archive, parts that declare XML entities, parts that grow without bound."""
    with path.open("rb") as stream:
        if stream.read(4) == _OLE:
            raise DocumentError("encrypted, or of an old format: it needs a password, or to be saved anew")
    check_directory(path)
    try:
        with zipfile.ZipFile(path) as archive:
            _check(archive)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as err:
        raise DocumentError(f"not an office document, or broken: {err}") from err


def _check(archive: zipfile.ZipFile) -> None:
    infos = archive.infolist()
    if len(infos) > _PARTS or sum(i.file_size for i in infos) > _WHOLE:
        raise DocumentError(f"unpacks to more than {_WHOLE:,} bytes or {_PARTS:,} parts: taken for a bomb")
    for info in infos:
        if info.file_size > max(_FREE, _RATIO * info.compress_size):
            raise DocumentError(f"{info.filename} unpacks to {info.file_size:,} bytes: taken for a bomb")
        if info.filename.lower().endswith((".xml", ".rels", ".vml", ".svg")):
            with archive.open(info) as part:
                head = part.read(4096)
            if _DECLARES.search(head.replace(b"\0", b"")):
                raise DocumentError(f"{info.filename} declares XML entities: not opened")
