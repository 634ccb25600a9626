"""The headline of a page and the name of its site, told apart in a title such as 'Two killed | Daily Post'."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from dateline.read.page_data import meta_of
from dateline.read.page_dates import Boxes
from dateline.read.page_words import page_words

_MARK = r"(?:\s+(?:[|»«›·•–—-]|--|::)\s+|\s*\|\s*)"
_HEADINGS = ("h1", "h2", "h3", "b", "strong")
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright)\s*(?:\d{4}(?:\s*[-–]\s*\d{4})?)?\s*([^.©|]{3,60})", re.IGNORECASE)
#: The most characters of a headline.
_TITLE = 400
_FEED = re.compile(r"\s*(?:»|-|\|)?\s*(?:rss\s*)?(?:feed|atom|rss)?$", re.IGNORECASE)


def headline_of(tree: HtmlElement, guess: str | None) -> str | None:
    """What the page marks as its headline; else the part of its title that it shows as a heading; else the guess."""
    marked = {w for e in _marked(tree) if (w := _words(e))}
    if len(marked) == 1:
        return marked.pop()
    titles = _titles(tree)
    shown = {w for e in tree.iter(*_HEADINGS) if 8 <= len(w := _words(e)) <= _TITLE}
    parts = [w for w in shown if any(w.casefold() in t.casefold() and _is_part(w, t) for t in titles)]
    return max(parts, key=len) if parts else guess


def _marked(tree: HtmlElement) -> Iterator[HtmlElement]:
    """Elements with the mark of a headline (schema.org, hAtom) that are of no related story."""
    boxes = Boxes(tree)
    for element in tree.iter("h1", "h2", "h3", "h4", "span", "div"):
        is_headline = element.get("itemprop") == "headline" or "entry-title" in (element.get("class") or "").split()
        if is_headline and boxes.is_main(element):
            yield element


def site_of(tree: HtmlElement, headline: str | None) -> str | None:
    """What the title says beside the headline, where the page names itself so: in a link home, a heading, its foot."""
    if headline is None:
        return None
    named = {n.casefold() for n in _own_names(tree)}
    for title in _titles(tree):
        at = title.casefold().find(headline.casefold())
        if at < 0:
            continue
        for rest in (title[:at], title[at + len(headline) :]):
            name = re.sub(rf"^(?:{_MARK}|[:\s]+)|(?:{_MARK}|[:\s»|–—-]+)$", "", f" {rest} ").strip(" |»:–—-")
            if len(name) >= 3 and name.casefold() in named:
                return name
    return None


def _own_names(tree: HtmlElement) -> Iterator[str]:
    for element in tree.iter("a"):
        if (element.get("href") or "").rstrip("/") in ("", ".") and element.get("href"):
            yield _words(element)
    for element in tree.iter("h1", "h2"):
        yield _words(element)
    for element in tree.iter("img"):
        yield (element.get("alt") or "").strip()
    for element in tree.iter("link"):
        if (element.get("rel") or "").lower() == "alternate" and element.get("title"):
            yield _FEED.sub("", element.get("title"))
    yield from (m[1].strip() for m in _COPYRIGHT.finditer(" ".join(tree.text_content().split())[-2000:]))


def _titles(tree: HtmlElement) -> list[str]:
    element = tree.find(".//title")
    own = [_words(element)] if element is not None else []
    return [t[:_TITLE] for t in (*own, *meta_of(tree).get("og:title", ())[:2]) if t]


def _is_part(words: str, title: str) -> bool:
    """Whether a title is these words with a mark beside them that parts it from a name."""
    core = re.escape(words)
    return bool(re.match(rf"(?:.*{_MARK})?{core}(?:{_MARK}.*)?$", title, re.IGNORECASE))


def _words(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def is_title(words: str) -> bool:
    """Whether a file's title says something: not its name, not what a program writes there."""
    plain = words.strip().lower()
    file = re.search(r"\.(?:docx?|pdf|indd|odt|rtf|pptx?|xlsx?|qxd|pages)$", plain) or plain.startswith("microsoft ")
    return bool(plain) and not file and plain not in page_words().no_title
