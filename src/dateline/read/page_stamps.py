"""Dates with their labels: 'Published: 2 May 2024', 'Printed on 9 May'; and lines that hold nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from lxml import etree
from lxml.html import HtmlElement

from dateline.read.page_words import page_words
from dateline.read.published import parse_published

#: The longest words, in characters, that an element may hold to be one that shows a date.
SHOWN = 160
#: Ranks of labels of other days: of a change, of a copy.
CHANGE, _OTHER = -1, -2
ANY_DATE = re.compile(
    r"(?:\d{1,2}(?:st|nd|rd|th)?[\s-]+[^\W\d_]{3,}\.?,?[\s-]+\d{4}|[^\W\d_]{3,}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}"
    r"|\d{4}[-/.]\d\d[-/.]\d\d|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})(?!\d)"
)
#: A date at the start of words that hold little else: a weekday, a time of the day, a zone.
_DATE_ALONE = re.compile(
    rf"(?:[^\W\d_]+,?\s+)?{ANY_DATE.pattern}(?:[\s,|T·•()–-]*(?:at\s+)?\d{{1,2}}[:.]\d\d\S*)?[^.!?]{{0,24}}$"
)


def labels_of(tree: HtmlElement) -> list[tuple[int, HtmlElement, str]]:
    """(rank of its label, element, words) of each date after a label."""
    found: list[tuple[int, HtmlElement, str]] = []
    waiting: int | None = None
    for element, words in pieces_of(tree):
        if len(words) > SHOWN:
            waiting = None
            continue
        match = label_of_dates().match(words)
        rest = words[match.end() :] if match else words
        rank = rank_of(match[1]) if match else waiting
        if rank is not None and _DATE_ALONE.match(rest):
            found.append((rank, element, rest))
        waiting = rank if match and not rest else None
    return found


def pieces_of(tree: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
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
    weekday = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b"
    clock = (
        r"(?:at\s+)?\d{1,2}[:.]\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?)?\s*(?:GMT|UTC|Z|(?-i:[A-Z]{2,4}T))?(?:[+-]\d\d:?\d\d)?"
    )
    return re.compile(rf"{ANY_DATE.pattern}|\b(?:{_names()})\b|\bon\b|{weekday}|{clock}", re.IGNORECASE)


@lru_cache(maxsize=1)
def label_of_dates() -> re.Pattern[str]:
    """A label at the start of a line."""
    return re.compile(rf"\W*({_names()})(?:\s+(?:on|at))?\b[\s:|–—-]*", re.IGNORECASE)


def _names() -> str:
    words = page_words()
    return "|".join(sorted((*words.date_labels, *words.change_labels, *words.other_labels), key=len, reverse=True))


def rank_of(label: str) -> int:
    """How sure a label is, 0 the surest; below 0 that it is one of other days."""
    words, known = page_words(), label.lower()
    if known in words.date_labels:
        return words.date_labels.index(known)
    return CHANGE if known in words.change_labels else _OTHER


def is_stamp(line: str) -> bool:
    """Whether a line says when something was published, changed or printed, and nothing else."""
    if ANY_DATE.search(line) is None and label_of_dates().match(line) is None:
        return False
    return not re.search(r"\w", re.sub(r"\bby\s*$", "", _stamped().sub(" ", line), flags=re.IGNORECASE))


def is_known_stamp(line: str, day: date | None, raw: str | None) -> bool:
    """Whether a line is a stamp that tells no more than what is known of the page's day.

    Of a copy that was printed or fetched it always is. A date without a label may head a part of the text: it has to
    be the day that is known, or the words `raw` of one that reads both ways.
    """
    if not is_stamp(line):
        return False
    label = label_of_dates().match(line)
    if label is not None:
        return bool(day or raw) or rank_of(label[1]) == _OTHER
    return parse_published(line).day == day if day else bool(raw and line in raw)
