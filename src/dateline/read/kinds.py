"""What kind of bytes these are: by the name, by what the server called them, by their first bytes."""

from __future__ import annotations

from functools import lru_cache

from dateline.read.blob import Blob
from dateline.registry import plugins

_MAGIC = (
    (b"%PDF", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"\x1f\x8b", "gz"),
    (b"WARC/", "warc"),
    (b"PAR1", "parquet"),
    (b"From ", "mbox"),
    (b"<!doctype html", "html"),
    (b"<html", "html"),
)
_MEDIA = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "txt",
    "text/markdown": "md",
    "application/pdf": "pdf",
    "message/rfc822": "eml",
    "application/mbox": "mbox",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/jsonl": "jsonl",
    "application/x-ndjson": "jsonl",
    "application/warc": "warc",
    "application/zip": "zip",
    "application/gzip": "gz",
    "application/vnd.apache.parquet": "parquet",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
}
#: How many bytes `sniff` looks at.
HEAD = 4096


def suffix_of(name: str) -> str:
    """The part of a file's name that tells its kind: '.warc.gz' and '.tar.gz' whole, else what follows the last dot."""
    parts = name.lower().rsplit(".", 2)
    if len(parts) == 3 and parts[0] and ".".join(parts[1:]) in readers():
        return "." + ".".join(parts[1:])
    return "." + parts[-1] if len(parts) > 1 and parts[0] else ""


def kind_of(blob: Blob) -> str | None:
    """The name of the reader for these bytes; None when there is none. A server's word counts before the name."""
    media = _MEDIA.get((blob.context.media_type or "").lower())
    suffix = suffix_of(blob.name)[1:]
    if media is not None and (media not in ("txt", "zip", "gz") or suffix not in readers()):
        return media
    if suffix in readers():
        return suffix
    if suffix and blob.context.url is None:
        return None
    with blob.open() as stream:
        return sniff(stream.read(HEAD))


def sniff(head: bytes) -> str | None:
    """The kind that the first bytes show; None where they show none."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for mark, kind in _MAGIC:
        if (start if mark.startswith(b"<") else head).startswith(mark):
            return kind
    return None


@lru_cache(maxsize=1)
def readers() -> frozenset[str]:
    """The names of all readers, those of plug-ins too."""
    return frozenset(plugins("dateline.readers"))
