"""One text, one document."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from dateline.errors import DocumentError
from dateline.mentions import Document
from dateline.read.blob import Blob
from dateline.read.decode import decode
from dateline.read.item import Item, ReadOptions, bytes_id, unread


def read_text(blob: Blob, options: ReadOptions) -> Iterator[Item]:
    """Reader of `.txt`, `.md`. Raises DocumentError for a file too large to hold a readable text."""
    yield read_plain(blob.read(options.max_bytes), blob.path or blob.where, options)


def read_plain(content: bytes, where: str, options: ReadOptions) -> Item:
    """The document in the bytes of a text file; its id is a hash of them."""
    try:
        text, issues = decode(content)
    except DocumentError as err:
        return unread(where, str(err), content=content, path=where)
    document = Document(
        id=bytes_id(content),
        text=text,
        published=options.published,
        source=options.source,
        path=where,
        bytes_sha256=sha256(content).hexdigest(),
    )
    reason = unfit(text, options)
    return Item(document=document, where=where, content=content, set_aside=reason, issues=issues)


def unfit(text: str, options: ReadOptions) -> str | None:
    """Why a text is not read, or None."""
    if not text.strip():
        return "empty"
    if len(text) > options.max_chars:
        return f"too long: {len(text):,} characters (max_document_chars is {options.max_chars:,})"
    return None
