"""Large pages are read in a child process, so that markup made to exhaust a reader costs a minute and no more."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

from dateline.issues import Issue
from dateline.mentions import Document
from dateline.read.blob import Blob, Context, blob_of_file
from dateline.read.cell import Cell
from dateline.read.item import Item, ReadOptions

#: Pages of more bytes than this are read apart: what is smaller takes a moment, whatever it holds.
LARGE = 150_000


def read_apart(cell: Cell, blob: Blob, options: ReadOptions) -> Iterator[Item]:
    """The items of a page, read in the child. Raises DocumentError as the reader does, and beyond the cell's limits."""
    given = {
        "name": blob.name, "where": blob.where, "path": blob.path, "context": _plain(asdict(blob.context)),
        "source": options.source, "published": _plain({"day": options.published}), "max_chars": options.max_chars,
    }  # fmt: skip
    with blob.on_disk() as path:
        for row in cell.ask("html", path, given):
            yield _unpacked(row["item"])


def rows_of_page(path: Path, given: Mapping[str, Any]) -> Iterator[dict[str, object]]:
    """The inside: {"item": ...} for each document of the page."""
    from dateline.read.html import read_here

    options = ReadOptions(
        source=given["source"], published=_day(given["published"]["day"]), max_chars=given["max_chars"]
    )
    context = {**given["context"], "published": _day(given["context"]["published"])}
    blob = replace(
        blob_of_file(path), name=given["name"], where=given["where"], path=given["path"], context=Context(**context)
    )
    for item in read_here(blob, options):
        yield {"item": _packed(item)}


def _packed(item: Item) -> dict[str, object]:
    """An item as JSON knows it."""
    content = None if item.content is None else b64encode(item.content).decode("ascii")
    document = _plain({**asdict(item.document), "extra": dict(item.document.extra)})
    return {
        "document": document, "where": item.where, "content": content, "set_aside": item.set_aside,
        "issues": [{**asdict(i), "facts": dict(i.facts)} for i in item.issues], "fetched_at": item.fetched_at,
    }  # fmt: skip


def _unpacked(row: Mapping[str, Any]) -> Item:
    document = Document(**{**row["document"], "published": _day(row["document"]["published"])})
    content = None if row["content"] is None else b64decode(row["content"])
    issues = tuple(Issue(**i) for i in row["issues"])
    return Item(
        document=document, where=row["where"], content=content, set_aside=row["set_aside"], issues=issues,
        fetched_at=row["fetched_at"],
    )  # fmt: skip


def _plain(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in fields.items()}


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)
