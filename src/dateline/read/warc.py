"""Web archives: each page, PDF or other document that a server answered with, with its address and its moment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

from dateline.errors import DocumentError
from dateline.read.blob import Blob, Context, blob_of_bytes
from dateline.read.bounded import Budget, bounded
from dateline.read.dispatch import read_blob
from dateline.read.item import Item, ReadOptions, unread
from dateline.read.kinds import kind_of


def read_warc(blob: Blob, options: ReadOptions) -> Iterator[Item]:
    """Reader of `.warc`, `.warc.gz`. Pictures, scripts and answers other than 200 are passed over."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    budget = Budget(packed=max(blob.size, 1 << 20), limit=64 * options.max_unpacked)
    with blob.open() as raw:
        records = ArchiveIterator(
            raw,
            record_types=WarcRecordType.response | WarcRecordType.resource,
            parse_http=True,
            max_content_length=options.max_file,
        )
        count = 0
        try:
            for record in records:
                count += 1
                budget.spend(int(record.content_length or 0))
                yield from _record(record, blob, options)
        except (OSError, EOFError, RuntimeError, ValueError) as err:
            raise DocumentError(f"broken after {count:,} records: {err}") from err
    if not count:
        raise DocumentError("no records of pages in it: not a web archive, or an empty one")


def _record(record: Any, blob: Blob, options: ReadOptions) -> Iterator[Item]:
    url = record.headers.get("WARC-Target-URI", "").strip("<>")
    where = f"{blob.where}!/{url or record.headers.get('WARC-Record-ID', '')}"
    http = record.http_headers
    if http is not None and http.status_code not in (200, "200", None):
        return
    context = Context(
        url=url if urlsplit(url).scheme in ("http", "https") else None,
        media_type=(record.http_content_type if http is not None else record.headers.get("Content-Type")) or None,
        charset=record.http_charset if http is not None else None,
        fetched_at=record.headers.get("WARC-Date"),
    )
    try:
        content = _payload(record, http, options)
    except DocumentError as err:
        yield unread(where, str(err), path=blob.path, context=context)
        return
    name = unquote(urlsplit(url).path.rsplit("/", 1)[-1]) or "index.html"
    inner = blob_of_bytes(content, name, where, path=blob.path, depth=blob.depth + 1, context=context)
    if kind_of(inner) is not None:
        yield from read_blob(inner, options)


def _payload(record: Any, http: Any, options: ReadOptions) -> bytes:
    """The bytes that the server meant, unpacked. Raises DocumentError beyond the limits."""
    content: bytes = record.reader.read(options.max_file + 1)
    encoding = (http.get("Content-Encoding") or "").strip().lower() if http is not None else ""
    if encoding in ("gzip", "x-gzip") and content[:2] == b"\x1f\x8b":
        import gzip
        import io

        try:
            budget = Budget(packed=len(content), limit=options.max_file)
            return bounded(gzip.GzipFile(fileobj=io.BytesIO(content)), budget).read()
        except (OSError, EOFError) as err:
            raise DocumentError(f"its gzip is broken: {err}") from err
    if len(content) > options.max_file:
        raise DocumentError(f"too large: more than {options.max_file:,} bytes")
    return content
