"""A page: the article without its menus, with title, publisher and the day that the page itself says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from urllib.parse import urljoin, urlsplit

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from dateline.errors import DocumentError
from dateline.ids import content_id
from dateline.issues import Issue
from dateline.mentions import Document
from dateline.read.blob import Blob
from dateline.read.cell import shared
from dateline.read.decode import decode_page
from dateline.read.front import author_of
from dateline.read.item import Item, ReadOptions, bytes_id
from dateline.read.large_page import LARGE, read_apart
from dateline.read.liveblog import read_liveblog
from dateline.read.page_body import prepared, without_frame
from dateline.read.page_data import linked_data, meta_of
from dateline.read.page_dates import PageDate, date_of
from dateline.read.page_title import headline_of, site_of
from dateline.read.page_words import page_words
from dateline.read.plain import unfit
from dateline.read.telegram import is_telegram, read_telegram

_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+)\s*-->")
#: Pages that are deeper nested than this are no articles; their tree would exhaust the stack.
_DEEPEST = 2_000


def read_html(blob: Blob, options: ReadOptions) -> Iterator[Item]:
    """Reader of `.html`, `.htm`. Raises DocumentError for a page without an article or one that cannot be parsed.

    Scripts are never run, frames and images never fetched. The day of publication is only given where the page says
    it (`extra.published_how`); one that reads both ways is left to the publisher's profile (`extra.published_raw`).
    Large pages are read in a child process with a limit of time and memory.
    """
    yield from read_here(blob, options) if blob.size <= LARGE else read_apart(shared(), blob, options)


def read_here(blob: Blob, options: ReadOptions) -> Iterator[Item]:
    """The same in this process."""
    content = blob.read(min(options.max_bytes, 24 << 20))
    if not content.strip():
        raise DocumentError("empty")
    markup, issues = decode_page(content, blob.context.charset)
    tree = parse_tree(markup)
    url = blob.context.url or _own_address(tree, markup)
    if is_telegram(tree):
        yield from read_telegram(tree, blob, options, issues)
        return
    linked = linked_data(tree)
    updates = list(read_liveblog(linked, blob, options, url, publisher_of(tree, linked, None)))
    if updates:
        yield from updates
        return
    yield _page(blob, options, content, tree, linked, url, issues)


def parse_tree(markup: str) -> HtmlElement:
    """The tree of a page. Raises DocumentError for what cannot be one."""
    try:
        parser = HTMLParser(encoding="utf-8", no_network=True, remove_pis=True)
        tree: HtmlElement = document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as err:
        raise DocumentError(f"not a page that can be parsed: {str(err)[:120]}") from err
    if _depth(tree) > _DEEPEST:
        raise DocumentError(f"nested deeper than {_DEEPEST:,} elements: no article")
    return tree


def _page(
    blob: Blob,
    options: ReadOptions,
    content: bytes,
    tree: HtmlElement,
    linked: list[dict[str, object]],
    url: str | None,
    issues: tuple[Issue, ...],
) -> Item:
    title, author, text = article_of(tree, url)
    found = date_of(tree, linked, url, title)
    publisher = publisher_of(tree, linked, url, title)
    text, byline = without_frame(text, title, found)
    author = "; ".join(dict.fromkeys(b for b in (author, byline) if b)) or None
    extra = dated_extra(found, blob)
    extra |= {k: v for k, v in (("author", author_of(author)), ("byline", author)) if v}
    document = Document(
        id="",
        text=text,
        title=blob.context.title or title,
        published=found.day or blob.context.published or options.published,
        source=blob.context.publisher or publisher or options.source,
        url=url,
        path=blob.path,
        bytes_sha256=sha256(content).hexdigest(),
        extra=extra,
    )
    reason = unfit(text, options)
    if reason == "empty":
        reason = f"no article text in the page ({len(content):,} bytes): a list, a form, or made by scripts"
    named = _named(document, blob, content)
    at = blob.context.fetched_at
    return Item(document=named, where=blob.where, content=content, set_aside=reason, issues=issues, fetched_at=at)


def dated_extra(found: PageDate, blob: Blob) -> dict[str, object]:
    """How the day is known, for `published_why`, and what else was said of it."""
    context = blob.context
    how = found.why if found.day else context.why if context.published else None
    rows = (("published_how", how), ("published_raw", found.raw), ("published_at", found.at))
    return {k: v for k, v in rows if v}


def _named(document: Document, blob: Blob, content: bytes) -> Document:
    """A file is named by its bytes; a page of an address by what it says, so that changed adverts make no new one."""
    from dataclasses import replace

    if blob.context.url is None:
        return replace(document, id=bytes_id(content))
    day = document.published.isoformat() if document.published else None
    key = content_id("page", document.url, document.title, document.source, day, document.text)
    return replace(document, id="doc_" + key)


def article_of(tree: HtmlElement, url: str | None) -> tuple[str | None, str | None, str]:
    """Title, author as named and the text of the article, its paragraphs parted by empty lines."""
    from trafilatura import bare_extraction

    found = bare_extraction(
        prepared(tree), url=url, include_comments=False, include_tables=True, with_metadata=True,
        date_extraction_params={"extensive_search": False, "original_date": True, "max_date": "2100-01-01"},
    )  # fmt: skip
    if found is None or isinstance(found, dict):
        return headline_of(tree, _title(tree)), None, ""
    lines = (" ".join(line.split()) for line in (found.text or "").splitlines())
    title = headline_of(tree, found.title or _title(tree))
    return title, found.author, "\n\n".join(line for line in lines if line)


def _title(tree: HtmlElement) -> str | None:
    element = tree.find(".//title")
    return " ".join(element.text_content().split()) or None if element is not None else None


def publisher_of(
    tree: HtmlElement, linked: list[dict[str, object]], url: str | None, headline: str | None = None
) -> str | None:
    """Who publishes the page, as it says itself; else the name of its host."""
    for node in linked:
        value = node.get("publisher")
        name = value.get("name") if isinstance(value, dict) else value
        if isinstance(name, str) and name.strip():
            return " ".join(name.split())[:200]
    metas = meta_of(tree)
    for key in page_words().publisher:
        if metas.get(key):
            return " ".join(metas[key][0].split())[:200]
    for element in tree.xpath("//*[@itemprop='publisher']"):
        name = next((e.get("content") or e.text_content() for e in element.xpath(".//*[@itemprop='name']")), "")
        if name.strip():
            return " ".join(name.split())[:200]
    if site := site_of(tree, headline):
        return site[:200]
    host = urlsplit(url).hostname if url else None
    return host.removeprefix("www.") if host else None


def _own_address(tree: HtmlElement, markup: str) -> str | None:
    """The address that a saved page gives of itself."""
    saved = _SAVED_FROM.search(markup[:4000])
    links = [e.get("href") for e in tree.iter("link") if (e.get("rel") or "").lower() == "canonical"]
    named = [*links, *meta_of(tree).get("og:url", []), *([saved[1]] if saved else [])]
    return next((a for a in named if a and urlsplit(a).scheme in ("http", "https")), None)


def links_of(tree: HtmlElement, base: str) -> Iterator[str]:
    """Addresses that a page links to, whole ones, in order."""
    for element in tree.iter("a"):
        if element.get("href"):
            yield urljoin(base, element.get("href"))


def _depth(tree: HtmlElement) -> int:
    """How deep the tree goes, without recursion."""
    deepest = depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest
