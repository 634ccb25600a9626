"""When a page says it was published: in its metadata, then where it shows a date. Only what reads one way counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from dateline.read.page_data import meta_of
from dateline.read.page_stamps import ANY_DATE, CHANGE, SHOWN, is_stamp, label_of_dates, labels_of, pieces_of, rank_of
from dateline.read.page_words import page_words
from dateline.read.published import Published, parse_published

#: So many stretches of words after the headline may hold its date.
_AFTER_HEADLINE = 6
_NUMERIC = re.compile(r"(?<![\d/.-])\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}(?![\d/-])")
_IN_PATH = re.compile(r"/((?:19|20)\d\d)([/-])(\d{1,2})\2(\d{1,2})(?=[/_.-]|$)")
_ZONED = re.compile(r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?\s?(?:Z|[+-]\d\d:?\d\d)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDate:
    """`day` None = not known. `at`: the moment, only with its zone. `raw`: the words, when they are numbers."""

    day: date | None = None
    why: str | None = None
    raw: str | None = None
    at: str | None = None


def date_of(
    tree: HtmlElement, linked: list[dict[str, object]], url: str | None, headline: str | None = None
) -> PageDate:
    """The day of publication of a page: metadata, what it shows, its address, then htmldate's finding.

    A date that reads both ways (03/04/2024) is given as `raw`, for the publisher's habits to decide.
    """
    unclear: PageDate | None = None
    boxes = Boxes(tree)
    for value, why in chain(_told(tree, linked), _shown(tree, boxes, headline), _in_address(url)):
        found = _read(value, why)
        if found.day is not None:
            return found
        unclear = unclear or (found if found.raw else None)
    return unclear or _by_library(tree, boxes)


def _told(tree: HtmlElement, linked: list[dict[str, object]]) -> Iterator[tuple[str, str]]:
    words = page_words()
    for node in linked:
        for key in words.ld_published:
            value = node.get(key)
            if isinstance(value, str) and value.strip():
                yield value, f"the page's metadata (JSON-LD {key})"
    metas = meta_of(tree)
    for name in words.published:
        for value in metas.get(name, ()):
            yield value, f"the page's metadata ({name})"
    for element in tree.xpath("//*[@itemprop='datePublished']"):
        value = element.get("content") or element.get("datetime")
        if value:
            yield value, "the page's metadata (datepublished)"


class Boxes:
    """Which elements are of the article itself and of no related story, comment or other day."""

    def __init__(self, tree: HtmlElement) -> None:
        self._around = {e for heading in tree.iter("h1") for e in heading.iterancestors()}

    def is_main(self, element: HtmlElement) -> bool:
        """A box counts by its class or id, but not one around a heading of the page: that is the page itself."""
        words = page_words()
        own = _marks(element)
        if any(w in own for w in words.change_marks) and not any(w in own for w in words.publish_marks):
            return False
        boxes = (_marks(e) for e in element.iterancestors() if e.tag not in ("html", "body") and e not in self._around)
        return not any(word in marks for marks in (own, *boxes) for word in words.other_dates)


def _marks(element: HtmlElement) -> str:
    return f"{element.tag} {element.get('class') or ''} {element.get('id') or ''}".lower()


def _shown(tree: HtmlElement, boxes: Boxes, headline: str | None) -> Iterator[tuple[str, str]]:
    """After words such as 'Published', in elements marked as dates, after the headline; what is a change comes last."""
    words = page_words()
    labels = labels_of(tree)
    for _, element, value in sorted((row for row in labels if row[0] >= 0), key=lambda row: row[0]):
        if boxes.is_main(element):
            yield value, "the page (where it says so)"
    for element in tree.iter("time"):
        if element.get("datetime") and (element.get("pubdate") is not None or boxes.is_main(element)):
            yield element.get("datetime"), "the page (a time element)"
    later = []
    for element in tree.iter("span", "div", "p", "time", "small", "li", "td", "b", "em", "i", "abbr", "address", "h2"):
        marks = " ".join(element.get(name) or "" for name in ("class", "id", "itemprop")).lower()
        if not marks or not any(mark in marks for mark in words.date_marks) or not boxes.is_main(element):
            continue
        text = " ".join(element.text_content().split())
        if any(c.isdigit() for c in text) and len(text) <= SHOWN:
            title = element.get("title") or ""
            row = (title if parse_published(title).day else text), "the page (where it shows its date)"
            label = label_of_dates().match(text)
            if label is None or rank_of(label[1]) >= 0:
                yield row
            elif rank_of(label[1]) == CHANGE:
                later.append(row)
    yield from ((value, "the page (a date after its headline)") for value in _after(tree, boxes, headline))
    yield from later
    for rank, element, value in labels:
        if rank == CHANGE and boxes.is_main(element):
            yield value, "the page (where it says that it was changed)"


def _after(tree: HtmlElement, boxes: Boxes, headline: str | None) -> Iterator[str]:
    """A date that stands alone among the first words after the headline."""
    left = 0
    for element, words in pieces_of(tree):
        if headline and words.casefold() == headline.casefold():
            left = _AFTER_HEADLINE
        elif left:
            left = left - 1 if len(words) <= SHOWN else 0
            told = ANY_DATE.search(words) and is_stamp(words) and not label_of_dates().match(words)
            if left and told and boxes.is_main(element):
                yield words
                return


def _in_address(url: str | None) -> Iterator[tuple[str, str]]:
    match = _IN_PATH.search(urlsplit(url).path) if url else None
    if match:
        yield f"{match[1]}-{int(match[3]):02}-{int(match[4]):02}", "the page's address"


def _read(value: str, why: str) -> PageDate:
    raw = value.strip()
    found: Published = parse_published(raw)
    if found.day is None:
        numeric = _NUMERIC.search(raw)
        found = parse_published(numeric.group()) if numeric and numeric.start() else found
        if found.day is None:
            return PageDate(raw=raw[:SHOWN] if numeric else None, why=why)
    shown = raw[:SHOWN] if _NUMERIC.search(raw) else None
    return PageDate(day=found.day, why=why, at=moment_of(raw), raw=shown)


def moment_of(raw: str) -> str | None:
    """A time of the day with its zone, ISO 8601; None where the zone is not said: a clock time alone is none."""
    if not _ZONED.match(raw.strip()):
        return None
    try:
        return datetime.fromisoformat(raw.strip().replace(" ", "T", 1).replace(" ", "")).isoformat()
    except ValueError:
        return None


def _by_library(tree: HtmlElement, boxes: Boxes) -> PageDate:
    """What htmldate finds outside the boxes, where the page writes that day in a way that reads one way only."""
    from copy import deepcopy

    from htmldate import find_date

    own = deepcopy(tree)
    pairs = zip(tree.iter("*"), own.iter("*"), strict=True)
    others = [copy for element, copy in pairs if element.tag == "time" and not boxes.is_main(element)]
    for element in others:
        element.drop_tree()
    try:
        found = find_date(own, extensive_search=False, original_date=True)
        day = date.fromisoformat(found) if found else None
    except (ValueError, TypeError, AttributeError):
        return PageDate()
    if day is None or not _written(day, tree.text_content()[:200_000]):
        return PageDate()
    return PageDate(day=day, why="the page (found by htmldate)")


def _written(day: date, text: str) -> bool:
    iso = rf"{day.year}(?P<mark>[-/.]?)0?{day.month}(?P=mark)0?{day.day}(?!\d)"
    number = rf"0?{day.day}(?:st|nd|rd|th)?"
    month = rf"{day:%b}\w*\.?"
    named = rf"(?i){month}\s+{number},?\s+{day.year}|\b{number}\s+{month},?\s+{day.year}"
    return bool(re.search(iso, text) or re.search(named, text))
