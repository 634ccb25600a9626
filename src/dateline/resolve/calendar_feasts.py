"""Movable and fixed feasts: Easter by the Gregorian rule, the Islamic months by the tabular calendar."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from dateline.find.times_words import Holiday

#: Ordinal of the day before 1 Muharram of year 1 in the civil tabular calendar.
_HIJRA = 227014


def feast_days(feast: Holiday, year: int) -> list[tuple[date, date]]:
    """First and last possible day of a feast in a Gregorian year; two when a lunar feast falls twice."""
    starts = _starts(feast, year)
    spread, length = timedelta(days=feast.spread), timedelta(days=feast.days - 1)
    return [(d - spread, d + length + spread) for d in starts]


def _starts(feast: Holiday, year: int) -> list[date]:
    if feast.fixed:
        return [date(year, *feast.fixed)]
    if feast.easter is not None:
        return [easter(year) + timedelta(days=feast.easter)]
    if feast.nth:
        return [nth_weekday(year, *feast.nth)]
    if feast.hijri:
        first = int((year - 622) * 33 / 32) - 1
        found = [hijri(h, *feast.hijri) for h in range(first, first + 4)]
        return [d for d in found if d.year == year]
    return []


def easter(year: int) -> date:
    """Western Easter Sunday (the anonymous Gregorian algorithm)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def nth_weekday(year: int, month: int, weekday: int, which: int) -> date:
    """The `which`-th ISO weekday of a month; -1 is the last."""
    last = calendar.monthrange(year, month)[1]
    found = [date(year, month, d) for d in range(1, last + 1) if date(year, month, d).isoweekday() == weekday]
    return found[which - 1 if which > 0 else which]


def hijri(year: int, month: int, day: int) -> date:
    """A date of the civil tabular Islamic calendar; sightings differ by a day either way."""
    before = (year - 1) * 354 + (3 + 11 * year) // 30
    months = (59 * (month - 1) + 1) // 2
    return date.fromordinal(_HIJRA + before + months + day)
