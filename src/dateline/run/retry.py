"""Documents that were set aside, as items to be read again: from their bytes, else from their text."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import PurePath

from dateline.errors import NotFoundError
from dateline.ledger import Ledger
from dateline.model import DocumentRow
from dateline.read import Item, ReadOptions
from dateline.read.blob import Context, blob_of_bytes
from dateline.read.dispatch import read_blob
from dateline.read.kinds import suffix_of

#: Kinds of which the ledger keeps one row's or one record's bytes, not the file.
_ROWS = frozenset({".csv", ".tsv", ".xlsx", ".parquet", ".json"})
#: Of a mailbox it keeps the message.
_MESSAGE = {".mbox": "message.eml"}


def items_of(ledger: Ledger, documents: Collection[str], options: ReadOptions) -> Iterator[Item]:
    """Items of the documents that are set aside (of these ids, or all). What was erased is passed over."""
    for row in ledger.documents(set_aside=True):
        if not documents or row.id in documents:
            yield from _items(ledger, row, options)


def _items(ledger: Ledger, row: DocumentRow, options: ReadOptions) -> Iterator[Item]:
    where = row.path or row.url or row.id
    if row.text_sha256:
        try:
            yield Item(document=ledger.stored(row.id), where=where)
        except NotFoundError:
            return
        return
    name = PurePath(row.path or row.url or "").name
    if suffix_of(name) in _ROWS:
        return
    name = _MESSAGE.get(suffix_of(name), name)
    try:
        kept = ledger.kept(row.id)[0]
    except NotFoundError:
        return
    if kept.content is not None:
        context = Context(url=row.url, fetched_at=kept.fetched_at)
        yield from read_blob(blob_of_bytes(kept.content, name, where, path=row.path, context=context), options)
