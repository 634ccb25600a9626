"""What every reader of the seam `dateline.readers` must do, those of plug-ins too. Run it over your own."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.read import ReadOptions
from dateline.read.blob import Context, blob_of_bytes
from dateline.read.dispatch import read_blob, reader_of
from dateline.registry import plugins

#: Names once released never go away.
RELEASED = {
    "csv", "docx", "eml", "gz", "htm", "html", "json", "jsonl", "mbox", "md", "mht", "mhtml", "ndjson", "parquet",
    "pdf", "tar", "tar.bz2", "tar.gz", "tar.xz", "text", "tgz", "tsv", "txt", "warc", "warc.gz", "xhtml", "xlsx", "zip",
}  # fmt: skip
READERS = sorted(plugins("dateline.readers"))
BROKEN = {
    "empty": b"",
    "nul": bytes(64),
    "noise": bytes(range(256)) * 20,
    "cut zip": b"PK\x03\x04" + bytes(40),
    "cut gzip": b"\x1f\x8b\x08\0\0\0\0\0\0\3abc",
    "cut pdf": b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 1 0 R>>\nendobj\ntrailer<</Root 1 0 R>>",
    "cut warc": b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999\r\n\r\nHTTP/1.1 200 OK\r\n\r\n<p>",
    "half a character": b"text\n\xe2\x82",
}


def test_no_reader_has_disappeared() -> None:
    assert set(READERS) >= RELEASED


@pytest.mark.parametrize("name", READERS)
def test_a_reader_can_be_loaded(name: str) -> None:
    assert callable(reader_of(name))


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize("name", READERS)
def test_broken_bytes_are_read_or_refused_with_a_reason(name: str, content: bytes, tmp_path: Path) -> None:
    blob = blob_of_bytes(content, f"a.{name}", str(tmp_path / f"a.{name}"), path=f"a.{name}")
    items = list(read_blob(blob, ReadOptions()))
    again = list(read_blob(blob, ReadOptions()))
    assert [i.document.id for i in items] == [i.document.id for i in again]
    for item in items:
        assert item.document.text or item.set_aside
        assert item.where
        assert "Traceback" not in (item.set_aside or "")


@pytest.mark.parametrize("name", ["html", "txt"])
def test_the_context_reaches_the_document(name: str) -> None:
    context = Context(url="https://k.example/1", fetched_at="2024-03-13T05:00:00Z", media_type="text/html")
    body = b"<article><p>" + b"A long enough report of what happened in the town. " * 9 + b"</p></article>"
    (item,) = read_blob(blob_of_bytes(body, f"a.{name}", "x", context=context), ReadOptions())
    assert (item.document.url, item.fetched_at) == ("https://k.example/1", "2024-03-13T05:00:00Z")
