"""Stacked updates: a live page is many reports, each with its own time. Where the page marks them up, each is one."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from dateline.ids import content_id
from dateline.mentions import Document
from dateline.read.blob import Blob
from dateline.read.item import Item, ReadOptions
from dateline.read.page_dates import moment_of
from dateline.read.plain import unfit
from dateline.read.published import parse_published


def read_liveblog(
    linked: list[dict[str, object]], blob: Blob, options: ReadOptions, url: str | None, publisher: str | None
) -> Iterator[Item]:
    """The updates in a page's JSON-LD (`liveBlogUpdate`) that have a text of their own; none for other pages."""
    for node in linked:
        updates = node.get("liveBlogUpdate")
        for number, update in enumerate(updates if isinstance(updates, list) else ()):
            body = update.get("articleBody") if isinstance(update, dict) else None
            if isinstance(body, str) and body.strip():
                yield _update(update, body, number, blob, options, url, publisher)


def _update(
    update: dict[str, object],
    body: str,
    number: int,
    blob: Blob,
    options: ReadOptions,
    url: str | None,
    publisher: str | None,
) -> Item:
    text = "\n\n".join(" ".join(line.split()) for line in body.splitlines() if line.strip())
    raw = str(update.get("datePublished") or "")
    found = parse_published(raw)
    title, own = update.get("headline"), update.get("url")
    extra: dict[str, object] = {"update": number}
    extra |= {"published_how": "the update's own metadata"} if found.day else {}
    extra |= {"published_at": at} if (at := moment_of(raw)) else {}
    address = own if isinstance(own, str) else url
    document = Document(
        id="doc_" + content_id("update", url, text, raw),
        text=text,
        title=title if isinstance(title, str) else None,
        published=found.day,
        source=blob.context.publisher or publisher or options.source,
        url=address,
        path=blob.path,
        bytes_sha256=sha256(text.encode()).hexdigest(),
        extra=extra,
    )
    where, at_ = f"{blob.where}#{number + 1}", blob.context.fetched_at
    return Item(document=document, where=where, content=text.encode(), set_aside=unfit(text, options), fetched_at=at_)
