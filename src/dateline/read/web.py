"""An address -> documents: a page or file is read, a feed or a sitemap leads to its pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol
from urllib.parse import unquote, urlsplit

from dateline.errors import DocumentError
from dateline.read.blob import Context, blob_of_bytes
from dateline.read.dispatch import read_blob
from dateline.read.feeds import Linked, entries_of, kind_of_list, pages_of
from dateline.read.item import Item, ReadOptions, unread
from dateline.read.transport import Answer, FetchError

#: Sitemaps that are followed from one address.
_SITEMAPS = 50


class Fetcher(Protocol):
    """Transport or Polite, or whatever fetches."""

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Answer: ...


def read_address(url: str, options: ReadOptions, fetcher: Fetcher) -> Iterator[Item]:
    """The documents at an address, in order. What cannot be fetched or read comes with the reason."""
    waiting, seen = [url], set()
    while waiting:
        at = waiting.pop(0)
        seen.add(at)
        try:
            answer = fetcher.fetch(at)
            kind = kind_of_list(answer)
            if kind is None:
                yield from read_answer(answer, options)
                continue
            linked, further = (entries_of(answer), []) if kind == "feed" else pages_of(answer)
        except DocumentError as err:
            yield unread(at, str(err), context=Context(url=at))
            continue
        waiting += [f for f in further if f not in seen][: max(0, _SITEMAPS - len(seen))]
        for row in linked:
            yield from read_linked(row, options, fetcher)


def read_linked(row: Linked, options: ReadOptions, fetcher: Fetcher) -> Iterator[Item]:
    """The page that an entry points at; where it cannot be had for good, what the entry itself says.

    Raises FetchError (`retry`) when the page may be had later.
    """
    context = Context(url=row.url, title=row.title, published=row.published, why=row.why, publisher=options.source)
    try:
        if row.url is None:
            raise FetchError("the entry has no link")
        yield from read_answer(fetcher.fetch(row.url), options, row)
    except FetchError as err:
        if err.facts.get("retry"):
            raise
        if not row.markup.strip():
            yield unread(row.url or row.key, str(err), context=context)
            return
        page = f"<html><body><article><p>{row.markup}</p></article></body></html>".encode("utf-8", "replace")
        where = row.url or f"entry {row.key}"
        yield from read_blob(blob_of_bytes(page, "entry.html", where, context=context), options)


def read_answer(answer: Answer, options: ReadOptions, row: Linked | None = None) -> Iterator[Item]:
    """The documents in what a server sent; `row` is what a feed said of it."""
    context = Context(
        url=answer.url, media_type=answer.media_type, charset=answer.charset, fetched_at=answer.fetched_at,
        title=row.title if row else None, published=row.published if row else None, why=row.why if row else None,
        publisher=options.source,
    )  # fmt: skip
    name = unquote(urlsplit(answer.url).path.rsplit("/", 1)[-1]) or "index.html"
    yield from read_blob(blob_of_bytes(answer.content, name, answer.url, context=context), options)
