"""When a page says it was published: in its metadata, then where it shows a date. Only what reads one way counts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from lxml.html import HtmlElement
from pydantic import BaseModel, ConfigDict

from dateline.read.published import Published, parse_published
from dateline.vocabulary import load_data

#: The longest words, in characters, that an element may hold to be one that shows a date.
_SHOWN = 160
_NUMERIC = re.compile(r"(?<![\d/.-])\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}(?![\d/-])")
_ZONED = re.compile(r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?\s?(?:Z|[+-]\d\d:?\d\d)$")


class PageWords(BaseModel):
    """The file `pages.yaml`."""

    model_config = ConfigDict(extra="forbid")
    published: tuple[str, ...]
    ld_published: tuple[str, ...]
    ld_types: frozenset[str]
    publisher: tuple[str, ...]
    date_marks: tuple[str, ...]
    other_dates: tuple[str, ...]
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


def date_of(tree: HtmlElement, linked: list[dict[str, object]], url: str | None) -> PageDate:
    """The day of publication of a page: metadata, then elements that show a date, then htmldate's finding.

    A date that reads both ways (03/04/2024) is given as `raw`, for the publisher's habits to decide.
    """
    unclear: PageDate | None = None
    for value, why in (*_told(tree, linked), *_shown(tree)):
        found = _read(value, why)
        if found.day is not None:
            return found
        unclear = unclear or (found if found.raw else None)
    return unclear or _by_library(tree, url)


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
    for element in tree.iter("time"):
        if element.get("datetime") and (element.get("pubdate") is not None or _is_main(element)):
            yield element.get("datetime"), "the page (a time element)"


def _is_main(element: HtmlElement) -> bool:
    """Whether a `time` is of the article itself and no related story, comment or other day."""
    marks = " ".join(f"{e.tag} {e.get('class') or ''} {e.get('id') or ''}" for e in (element, *element.iterancestors()))
    return not any(word in marks.lower() for word in page_words().other_dates)


def _shown(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    words = page_words()
    for element in tree.iter("span", "div", "p", "time", "small", "li", "td", "b", "em", "i", "abbr", "address"):
        marks = " ".join(element.get(name) or "" for name in ("class", "id", "itemprop")).lower()
        if not marks or not any(mark in marks for mark in words.date_marks) or not _is_main(element):
            continue
        text = " ".join(element.text_content().split())
        if any(c.isdigit() for c in text) and len(text) <= _SHOWN:
            title = element.get("title") or ""
            yield (title if parse_published(title).day else text), "the page (where it shows its date)"


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


def _by_library(tree: HtmlElement, url: str | None) -> PageDate:
    """What htmldate finds, where the page or the address writes that day in a way that reads one way only."""
    from htmldate import find_date

    try:
        found = find_date(tree, extensive_search=False, original_date=True, url=url)
        day = date.fromisoformat(found) if found else None
    except (ValueError, TypeError, AttributeError):
        return PageDate()
    if day is None or not _written(day, f"{url or ''} {tree.text_content()[:200_000]}"):
        return PageDate()
    return PageDate(day=day, why="the page (found by htmldate)")


def _written(day: date, text: str) -> bool:
    iso = rf"{day.year}([-/.]?)0?{day.month}\10?{day.day}(?!\d)"
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
