"""A column of publication dates. Only what can be read one way is read; the order of day and month is learned."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from dateline.vocabulary import load_data

Order = Literal["DMY", "MDY"]
_ISO = re.compile(r"(\d{4})([-/.]?)(\d{2})\2(\d{2})(?!\d)")
_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})([-/. ])(\d{1,2})\2(\d{4})(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?[\s-]+([^\W\d_]{3,})\.?,?[\s-]+(\d{4})(?!\d)")
_MONTH_FIRST = re.compile(r"([^\W\d_]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)")
_YEARS = range(1900, 2101)


class _Names(BaseModel):
    model_config = ConfigDict(extra="forbid")
    months: dict[str, int]


@dataclass(frozen=True, slots=True)
class Published:
    """A day, or None with the reason."""

    day: date | None
    why: str | None = None


def is_numeric(value: object) -> bool:
    """Whether a value is a date in numbers, of which day and month may stand either way."""
    return isinstance(value, str) and _NUMBERS.match(value.strip()) is not None


def learn_order(values: Iterable[str]) -> Order | None:
    """Day first or month first, from values in which one of the two numbers is above 12; None: none or both ways."""
    seen: set[Order] = set()
    for value in values:
        match = _NUMBERS.match(value.strip())
        if match:
            first, second = int(match[1]), int(match[3])
            if first > 12 >= second:
                seen.add("DMY")
            elif second > 12 >= first:
                seen.add("MDY")
    return seen.pop() if len(seen) == 1 else None


def parse_published(value: object, order: Order | None = None) -> Published:
    """The day that a column's value names. `order` is what the column's other values have shown."""
    if value is None or value == "":
        return Published(None)
    if not isinstance(value, str):
        return Published(None, f"the column says {value!r}, which is a number, not a date")
    raw = value.strip()
    if not raw:
        return Published(None)
    parts = _named(raw) or _iso(raw)
    if parts is None:
        return _numbers(raw, order)
    return _checked(raw, *parts)


def _iso(raw: str) -> tuple[int, int, int] | None:
    match = _ISO.match(raw)
    return (int(match[1]), int(match[3]), int(match[4])) if match else None


def _named(raw: str) -> tuple[int, int, int] | None:
    for pattern, day, month in ((_DAY_FIRST, 1, 2), (_MONTH_FIRST, 2, 1)):
        match = pattern.search(raw)
        number = _months().get(match[month].lower()) if match else None
        if match and number:
            return int(match[3]), number, int(match[day])
    return None


def _numbers(raw: str, order: Order | None) -> Published:
    match = _NUMBERS.match(raw)
    if match is None:
        return Published(None, f"the column says {raw!r}, which is not a date that can be read one way")
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    if first == second or first > 12 or second > 12:
        month, day = (second, first) if first > 12 else (first, second)
        return _checked(raw, year, month, day)
    if order is None:
        return Published(None, f"the column says {raw!r}: day and month cannot be told apart")
    month, day = (second, first) if order == "DMY" else (first, second)
    return _checked(raw, year, month, day)


def _checked(raw: str, year: int, month: int, day: int) -> Published:
    try:
        found = date(year, month, day)
    except ValueError:
        return Published(None, f"the column says {raw!r}, which is no day of the calendar")
    if found.year not in _YEARS:
        return Published(None, f"the column says {raw!r}, which is out of range")
    return Published(found)


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    names: _Names = load_data("vocabulary/published.yaml", _Names)
    return names.months
