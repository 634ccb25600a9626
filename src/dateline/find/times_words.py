"""The words of temporal expressions, as data: classes, feasts, macros and forms of `vocabulary/times.yaml`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from dateline.vocabulary import load_data

WordValue = int | str | list[int | None] | None


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Holiday(_Shape):
    """A feast: exactly one of `fixed`, `easter`, `nth` or `hijri` says how its day is found."""

    fixed: tuple[int, int] | None = None
    easter: int | None = None
    nth: tuple[int, int, int] | None = None
    hijri: tuple[int, int] | None = None
    days: int = 1
    spread: int = 0


class FormRule(_Shape):
    """How words combine to one kind of expression. `anchor` names where to look for it."""

    form: str
    anchor: str
    pattern: str
    type: Literal["DATE", "TIME", "DURATION", "SET"] = "DATE"


class Context(_Shape):
    """Words of the sentence around an expression that decide how it is read."""

    relations: dict[str, Literal["in", "since", "until", "before", "after", "within", "for"]]
    future_auxiliaries: tuple[str, ...]
    future_governors: tuple[str, ...]
    looking_ahead: tuple[str, ...]
    moving_verbs: tuple[str, ...]
    earlier_words: tuple[str, ...]
    later_words: tuple[str, ...]
    before_month: tuple[str, ...]
    speech_nouns: tuple[str, ...]
    cautious_months: tuple[str, ...]
    cautious_weekdays: tuple[str, ...]
    cautious_references: tuple[str, ...]
    ages: tuple[str, ...]
    before_nth: tuple[str, ...]
    before_clock: tuple[str, ...]
    numbered: tuple[str, ...]
    name_words: tuple[str, ...]
    publication_labels: tuple[str, ...]
    archive_marks: tuple[str, ...]


class TimeWords(_Shape):
    """The whole file."""

    language: str
    classes: dict[str, dict[str, WordValue]]
    holidays: dict[str, Holiday]
    macros: dict[str, str]
    hyphened: tuple[str, ...]
    anchors: dict[str, str]
    forms: tuple[FormRule, ...]
    inner: dict[str, tuple[str, ...]]
    context: Context


@lru_cache(maxsize=1)
def time_words() -> TimeWords:
    """The temporal vocabulary, loaded once a process. ConfigError names file and line of a mistake."""
    words: TimeWords = load_data("vocabulary/times.yaml", TimeWords)
    return words


def normal(word: str) -> str:
    """A word as the classes spell it: lower case, plain apostrophes, single blanks."""
    return re.sub(r"\s+", " ", word.replace("’", "'").lower()).strip()


def word_value(name: str, word: str) -> WordValue:
    """The value of a word in a class; None where the class does not know it. 'Nov' and 'Nov.' are the same word."""
    words = time_words().classes[name]
    key = normal(word)
    return words.get(key, words.get(key + ".", words.get(key.rstrip("."))))


def int_value(name: str, word: str) -> int:
    """The value of a word whose class holds whole numbers."""
    value = word_value(name, word)
    assert isinstance(value, int), (name, word)
    return value
