"""What stands around a story: the agency that wrote it, the place of its dateline, and who is named as its author."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from dateline.know.sources import SourceBook, load_sources
from dateline.read.page_words import page_words

#: Lines of the head and of the foot where a credit may stand, and how long one is at most.
_HEAD, _FOOT, _LINE = 6, 4, 160
#: A dateline: 'KYIV, Ukraine (Reuters) -', 'GOMA, 3 May (AFP) —', 'Beirut (AP) –', 'DAMASCUS - Syrian troops ...'.
_DATELINE = re.compile(
    r"^\W{0,3}(?P<place>[A-Z][\w'’.-]*(?:[ /-][A-Z][\w'’.-]*){0,3}(?:,\s*[A-Z][\w'’.-]*(?: [A-Z][\w'’.-]*)?)?)"
    r"(?P<day>,?\s+(?:\d{1,2}\s+)?[A-Z][a-z]{2,8}\.?(?:\s+\d{1,2})?(?:,?\s+\d{4})?)?\s*"
    r"(?:\((?P<agency>[^()\n]{2,48})\)\s*[-–—:]*|[/,]\s*(?P<slash>[A-Z][\w ]{1,20})/?\s*[-–—:]+)"
)
_PLAIN = re.compile(r"^(?P<place>[A-Z][A-Z'’.-]{2,}(?:[ -][A-Z'’.-]{2,}){0,2}(?:,\s*[A-Z][\w'’.-]+)?)\s*[-–—:]+\s")
_CREDIT = re.compile(
    r"^[-–—©(\[|•·\s]*(?:source|via|by|from|©|copyright)?\s*:?\s*(?P<name>[^\n()\[\]]{2,60}?)[)\]\s.]*$", re.I
)
_TAIL = re.compile(r"[.!?”\"’)]\s*(?:[-–—]{1,2}\s*|\(|\[)(?P<name>[A-Z][\w .&/-]{1,40}?)[)\].]*\s*$")
_BYLINE = re.compile(r"^\s*(?:by|text by|story by)\s+(?P<rest>.{2,120})$", re.I)
_SPLIT = re.compile(r"\s*(?:[,;/|&+]|\band\b|\bwith\b|\bfor\b|\bin\b|\s[-–—]\s)\s*")


@dataclass(frozen=True, slots=True)
class Front:
    """`agency` is an id of the book of sources; `dateline` the place as written. None = not said."""

    agency: str | None = None
    dateline: str | None = None


def front_of(text: str, byline: str | None = None, book: SourceBook | None = None) -> Front:
    """The credited agency and the dateline's place, by the lines at the head and the foot and the byline."""
    book = book or _book()
    rows = [line.strip() for line in text[:6000].splitlines() if line.strip()][:_HEAD]
    place = None
    for line in rows:
        match = _DATELINE.match(line) or _PLAIN.match(line)
        if match:
            place = place or match["place"].strip(" ,")
    names = [*_head(rows), *_foot(text), *_parts(byline)]
    agency = next((a for a in (_agency(name, book) for name in names) if a), None)
    return Front(agency=agency, dateline=place)


def author_of(byline: str | None) -> str | None:
    """The persons of a byline; None where it names none: an office, an agency, 'admin', 'our correspondent'."""
    if not byline:
        return None
    text = _BYLINE.sub(r"\g<rest>", " ".join(byline.split()))
    people = [part for part in _SPLIT.split(text) if _is_person(part)]
    return ", ".join(dict.fromkeys(people)) or None


def _is_person(name: str) -> bool:
    words = name.strip(" .").split()
    if not 2 <= len(words) <= 5 or any(c.isdigit() or c in "@:_" for c in name):
        return False
    plain = " ".join(words).lower()
    words_of = page_words().no_author
    if plain in words_of or plain.removeprefix("the ") in words_of or any(w.lower() in words_of for w in words):
        return False
    return all(w[:1].isupper() or w.lower() in ("al", "de", "el", "van", "von", "bin", "ben") for w in words) and (
        _book().lookup(" ".join(words)) is None
    )


def _head(rows: list[str]) -> Iterator[str]:
    for line in rows:
        match = _DATELINE.match(line)
        if match:
            yield match["agency"] or match["slash"]
        by = _BYLINE.match(line) if len(line) <= _LINE else None
        if by:
            yield from _parts(by["rest"])
        elif len(line) <= 48 and (credit := _CREDIT.match(line)):
            yield credit["name"]


def _foot(text: str) -> Iterator[str]:
    rows = [line.strip() for line in text[-3000:].splitlines() if line.strip()][-_FOOT:]
    for line in reversed(rows):
        if len(line) <= 64 and (credit := _CREDIT.match(line)):
            yield credit["name"]
        if tail := _TAIL.search(line[-64:]):
            yield tail["name"]


def _parts(byline: str | None) -> list[str]:
    return [part for part in _SPLIT.split(byline or "") if part]


def _agency(name: str, book: SourceBook) -> str | None:
    """The id of an agency in a credit: of 'Reuters', 'AFP/Reuters' (the first), 'AP Photo' is none."""
    for part in re.split(r"\s*[/;|,]\s*|\s+and\s+|\s[-–—]\s", name.strip(" -–—.")):
        source = book.lookup(part)
        if source is not None and (source.type == "news_agency" or _is_state_wire(source.name)):
            return source.id
    return None


def _is_state_wire(name: str) -> bool:
    return "agency" in name.lower()


@lru_cache(maxsize=1)
def _book() -> SourceBook:
    return load_sources()
