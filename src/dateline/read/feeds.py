"""Feeds and sitemaps: what they point at, with the day that they give. Broken ones are read as far as they go."""

from __future__ import annotations

import calendar
import gzip
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree

from dateline.errors import DocumentError
from dateline.ids import content_id
from dateline.read.bounded import Budget, bounded
from dateline.read.published import parse_published
from dateline.read.transport import Answer

_FEED = re.compile(rb"<(?:\w+:)?(?:rss|feed|RDF)[\s>]")
_SITEMAP = re.compile(rb"<(?:\w+:)?(?:urlset|sitemapindex)[\s>]")
_DECLARES = re.compile(rb"<!ENTITY", re.IGNORECASE)
_HEAD = 4096
#: Entries of one feed, pages of one sitemap that are looked at; bytes that a sitemap may unpack to.
_ENTRIES, _PAGES, _UNPACKED = 1_000, 5_000, 64 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """A page that a feed or a sitemap names. `key` changes when the entry does; `markup` is what the feed says."""

    url: str | None
    key: str
    title: str | None = None
    published: date | None = None
    why: str | None = None
    markup: str = ""


def kind_of_list(answer: Answer) -> str | None:
    """'feed', 'sitemap', or None for anything else."""
    head = unpacked(answer)[:_HEAD]
    if _FEED.search(head):
        return "feed"
    return "sitemap" if _SITEMAP.search(head) else None


def unpacked(answer: Answer) -> bytes:
    """The content; a sitemap that is itself a gzip file is unpacked. Raises DocumentError for a bomb."""
    if answer.content[:2] != b"\x1f\x8b" or not urlsplit(answer.url).path.endswith(".gz"):
        return answer.content
    budget = Budget(packed=len(answer.content), limit=_UNPACKED)
    try:
        return bounded(gzip.GzipFile(fileobj=io.BytesIO(answer.content)), budget).read()
    except (OSError, EOFError) as err:
        raise DocumentError(f"{answer.url}: its gzip is broken: {err}") from err


def entries_of(answer: Answer) -> list[Linked]:
    """The entries of a feed, newest first as it gives them. Raises DocumentError when it has none that can be read."""
    import feedparser

    if _DECLARES.search(answer.content):
        raise DocumentError(f"{answer.url}: the feed declares XML entities: not read")
    try:
        parsed = feedparser.parse(io.BytesIO(answer.content), response_headers={"content-location": answer.url})
        entries = [_entry(e, answer.url) for e in parsed.entries[:_ENTRIES]]
    except Exception as err:  # the border of a feed: the library fails in its own ways on hostile ones
        raise DocumentError(f"{answer.url}: not a feed that can be read: {type(err).__name__}") from err
    if not entries and parsed.bozo:
        raise DocumentError(f"{answer.url}: not a feed that can be read: {str(parsed.bozo_exception)[:160]}")
    return entries


def _entry(entry: Any, base: str) -> Linked:
    link = entry.get("link")
    url = urljoin(base, link) if isinstance(link, str) and link.strip() else None
    bodies = [c.get("value", "") for c in entry.get("content", [])] + [entry.get("summary", "")]
    markup = max(bodies, key=len, default="")
    moment = dict.get(entry, "published_parsed")  # its own `get` takes the day of an update for it
    day = datetime.fromtimestamp(calendar.timegm(moment), UTC).date() if moment else None
    title = " ".join(str(entry.get("title", "")).split()) or None
    key = content_id("entry", str(entry.get("id") or url), title, str(dict.get(entry, "updated", "")), markup)
    return Linked(url=url, key=key, title=title, published=day, why="the feed's entry" if day else None, markup=markup)


def pages_of(answer: Answer) -> tuple[list[Linked], list[str]]:
    """The pages of a sitemap, and further sitemaps that it names. `lastmod` is no day of publication and not taken."""
    content = unpacked(answer)
    if _DECLARES.search(content):
        raise DocumentError(f"{answer.url}: the sitemap declares XML entities: not read")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = etree.fromstring(content, parser)
    if root is None:
        raise DocumentError(f"{answer.url}: not a sitemap that can be read")
    pages = [_page(node, answer.url) for node in root.iter("{*}url")]
    further = [urljoin(answer.url, text) for node in root.iter("{*}sitemap") for text in _texts(node, "loc")]
    return [p for p in pages if p.url][:_PAGES], further[:_PAGES]


def _page(node: Any, base: str) -> Linked:
    loc = next(_texts(node, "loc"), None)
    url = urljoin(base, loc) if loc else None
    day = parse_published(next(_texts(node, "publication_date"), None)).day
    changed = next(_texts(node, "lastmod"), "")
    why = "the sitemap" if day else None
    return Linked(url=url, key=content_id("page", url, changed), published=day, why=why)


def _texts(node: Any, name: str) -> Iterator[str]:
    for child in node.iter(f"{{*}}{name}"):
        if child.text and child.text.strip():
            yield child.text.strip()
