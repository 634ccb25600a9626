"""When a page says it was published: in its metadata, then where it shows a date. Only what reads one way counts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HtmlElement
from pydantic import BaseModel, ConfigDict

from dateline.read.published import Published, parse_published
from dateline.vocabulary import load_data

#: The longest words, in characters, that an element may hold to be one that shows a date.
_SHOWN = 160
#: So many stretches of words after the headline may hold its date.
_AFTER_HEADLINE = 6
_NUMERIC = re.compile(r"(?<![\d/.-])\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}(?![\d/-])")
_ANY_DATE = re.compile(
    r"(?:\d{1,2}(?:st|nd|rd|th)?[\s-]+[^\W\d_]{3,}\.?,?[\s-]+\d{4}|[^\W\d_]{3,}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}"
    r"|\d{4}[-/.]\d\d[-/.]\d\d|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})(?!\d)"
)
#: A date at the start of words that hold little else: a weekday, a time of the day, a zone.
_DATE_ALONE = re.compile(
    rf"(?:[^\W\d_]+,?\s+)?{_ANY_DATE.pattern}(?:[\s,|T·•()–-]*(?:at\s+)?\d{{1,2}}[:.]\d\d\S*)?[^.!?]{{0,24}}$"
)
_IN_PATH = re.compile(r"/((?:19|20)\d\d)([/-])(\d{1,2})\2(\d{1,2})(?=[/_.-]|$)")
_ZONED = re.compile(r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?\s?(?:Z|[+-]\d\d:?\d\d)$")


class PageWords(BaseModel):
    """The file `pages.yaml`."""

    model_config = ConfigDict(extra="forbid")
    published: tuple[str, ...]
    ld_published: tuple[str, ...]
    ld_types: frozenset[str]
    publisher: tuple[str, ...]
    date_marks: tuple[str, ...]
    change_marks: tuple[str, ...]
    publish_marks: tuple[str, ...]
    other_dates: tuple[str, ...]
    date_labels: tuple[str, ...]
    change_labels: tuple[str, ...]
    other_labels: tuple[str, ...]
    apart: frozenset[str]
    apart_tags: frozenset[str]
    pointers: tuple[str, ...]
    lists_of_others: frozenset[str]
    no_title: frozenset[str]
    no_author: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDate:
    """`day` None = not known. `at`: the moment, only with its zone. `raw`: the words, when they are numbers."""

    day: date | None = None
    why: str | None = None
    raw: str | None = None
    at: str | None = None


def page_words() -> PageWords:
    """The package's list of where pages say what."""
    table: PageWords = load_data("vocabulary/pages.yaml", PageWords)
    return table


def date_of(
    tree: HtmlElement, linked: list[dict[str, object]], url: str | None, headline: str | None = None
) -> PageDate:
    """The day of publication of a page: metadata, what it shows, its address, then htmldate's finding.

    A date that reads both ways (03/04/2024) is given as `raw`, for the publisher's habits to decide.
    """
    unclear: PageDate | None = None
    boxes = Boxes(tree)
    for value, why in (*_told(tree, linked), *_shown(tree, boxes, headline), *_in_address(url)):
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
        if any(c.isdigit() for c in text) and len(text) <= _SHOWN:
            title = element.get("title") or ""
            row = (title if parse_published(title).day else text), "the page (where it shows its date)"
            label = _label().match(text)
            if label is None or _rank(label[1]) >= 0:
                yield row
            elif _rank(label[1]) == -1:
                later.append(row)
    yield from ((value, "the page (a date after its headline)") for value in _after(tree, boxes, headline))
    yield from later
    for rank, element, value in labels:
        if rank == -1 and boxes.is_main(element):
            yield value, "the page (where it says that it was changed)"


def _after(tree: HtmlElement, boxes: Boxes, headline: str | None) -> Iterator[str]:
    """A date that stands alone among the first words after the headline."""
    left = 0
    for element, words in _pieces(tree):
        if headline and words.casefold() == headline.casefold():
            left = _AFTER_HEADLINE
        elif left:
            left = left - 1 if len(words) <= _SHOWN else 0
            told = _ANY_DATE.search(words) and is_stamp(words) and not _label().match(words)
            if left and told and boxes.is_main(element):
                yield words
                return


def labels_of(tree: HtmlElement) -> list[tuple[int, HtmlElement, str]]:
    """(rank of its label, element, words) of each date after a label; -1 is a change, -2 anything else."""
    found: list[tuple[int, HtmlElement, str]] = []
    waiting: int | None = None
    for element, words in _pieces(tree):
        if len(words) > _SHOWN:
            waiting = None
            continue
        match = _label().match(words)
        rest = words[match.end() :] if match else words
        rank = _rank(match[1]) if match else waiting
        if rank is not None and _DATE_ALONE.match(rest):
            found.append((rank, element, rest))
        waiting = rank if match and not rest else None
    return found


def _pieces(tree: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """The stretches of text between tags, in order."""
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        inside = event == "start"
        if inside and element.tag in ("script", "style", "title", "noscript", "template"):
            continue
        owner = element if inside else element.getparent()
        words = " ".join(((element.text if inside else element.tail) or "").split())
        if words and owner is not None:
            yield owner, words


@lru_cache(maxsize=1)
def _stamped() -> re.Pattern[str]:
    """What a line may hold that is only a stamp."""
    words = page_words()
    names = sorted((*words.date_labels, *words.change_labels, *words.other_labels), key=len, reverse=True)
    weekday = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b"
    clock = r"(?:at\s+)?\d{1,2}[:.]\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?)?\s*(?:GMT|UTC|Z|[A-Z]{2,4}T)?(?:[+-]\d\d:?\d\d)?"
    return re.compile(rf"{_ANY_DATE.pattern}|\b(?:{'|'.join(names)})\b|\bon\b|{weekday}|{clock}", re.IGNORECASE)


@lru_cache(maxsize=1)
def _label() -> re.Pattern[str]:
    words = page_words()
    names = sorted((*words.date_labels, *words.change_labels, *words.other_labels), key=len, reverse=True)
    return re.compile(rf"\W*({'|'.join(names)})(?:\s+(?:on|at))?\b[\s:|–—-]*", re.IGNORECASE)


def _rank(label: str) -> int:
    words, known = page_words(), label.lower()
    if known in words.date_labels:
        return words.date_labels.index(known)
    return -1 if known in words.change_labels else -2


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
            return PageDate(raw=raw[:_SHOWN] if numeric else None, why=why)
    shown = raw[:_SHOWN] if _NUMERIC.search(raw) else None
    return PageDate(day=found.day, why=why, at=moment_of(raw), raw=shown)


def moment_of(raw: str) -> str | None:
    """A time of the day with its zone, ISO 8601; None where the zone is not said: a clock time alone is none."""
    if not _ZONED.match(raw.strip()):
        return None
    try:
        return datetime.fromisoformat(raw.strip().replace(" ", "T", 1).replace(" ", "")).isoformat()
    except ValueError:
        return None


def is_other_stamp(line: str) -> bool:
    """Whether a line says when a copy was printed or fetched, and nothing else."""
    label = _label().match(line)
    return label is not None and _rank(label[1]) == -2 and is_stamp(line)


def is_stamp(line: str) -> bool:
    """Whether a line says when something was published, changed or printed, and nothing else."""
    return not re.search(r"\w", re.sub(r"\bby\s*$", "", _stamped().sub(" ", line), flags=re.IGNORECASE))


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


def meta_of(tree: HtmlElement) -> dict[str, list[str]]:
    """Name (or property, itemprop) of each <meta> in lower case -> its contents, in order."""
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = (element.get("content") or "").strip()
        for attribute in ("property", "name", "itemprop"):
            name = (element.get(attribute) or "").strip().lower()
            if name and content:
                found.setdefault(name, []).append(content)
    return found


def linked_data(tree: HtmlElement) -> list[dict[str, object]]:
    """The articles that the page's JSON-LD describes; broken JSON is passed over."""
    nodes: list[dict[str, object]] = []
    for element in tree.iter("script"):
        if "ld+json" in (element.get("type") or "").lower() and element.text:
            try:
                value = json.loads(element.text, strict=False)
            except (ValueError, RecursionError):
                continue
            nodes.extend(_articles(value))
    return nodes


def _articles(value: object, depth: int = 0) -> Iterator[dict[str, object]]:
    if depth > 4:
        return
    if isinstance(value, list):
        for row in value:
            yield from _articles(row, depth + 1)
    elif isinstance(value, dict):
        kinds = value.get("@type")
        named = {kinds} if isinstance(kinds, str) else {k for k in kinds or () if isinstance(k, str)}
        if named & page_words().ld_types:
            yield value
        yield from _articles(value.get("@graph", []), depth + 1)
