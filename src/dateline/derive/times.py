"""Intervals of days: closed, either end may be open (None). Days are ordinals, so that comparing is cheap."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from dateline.derive.policy import TimeScore
from dateline.model import EventTime, TimeRef


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """A closed interval of day ordinals. None = not known on that side."""

    first: int | None = None
    last: int | None = None

    @property
    def known(self) -> bool:
        """Whether anything at all is known."""
        return self.first is not None or self.last is not None

    @property
    def bounded(self) -> bool:
        return self.first is not None and self.last is not None

    @property
    def days(self) -> int | None:
        """How many days it spans; None when an end is open."""
        if self.first is None or self.last is None:
            return None
        return self.last - self.first + 1


UNKNOWN = Interval()
#: A longer interval says too little of a single day of some year.
_FEW_DAYS = 2
#: How a time that names a weekday is told.
_BY_WEEKDAY = ("weekday", "inherited_coordination")
_WORD = re.compile(r"[a-z]+")


def interval_of(time: TimeRef) -> Interval:
    """The interval of a claim's time. A bare year or month is the whole of it, an unreadable day is unknown."""
    first, last = day_ordinal(time.from_), day_ordinal(time.to, end=True)
    if first is not None and last is not None and last < first:
        return UNKNOWN
    return Interval(first, last)


def yearless_of(time: TimeRef) -> str | None:
    """Month and day of a time whose year nobody tells ('08-16'); None for all others."""
    told = time.edtf or ""
    return told.removeprefix("XXXX-") if told.startswith("XXXX-") else None


def weekday_of(time: TimeRef, rules: TimeScore) -> int | None:
    """The ISO weekday (1 to 7) of a time that names one and is not anchored on the calendar; None for all others."""
    if time.from_ or time.to or yearless_of(time) is not None or time.basis not in _BY_WEEKDAY:
        return None
    words = _WORD.findall((time.text or "").casefold())
    told = {rules.weekdays[w] for w in words if w in rules.weekdays}
    return told.pop() if len(told) == 1 else None


def weekdays_in(interval: Interval) -> frozenset[int]:
    """The ISO weekdays of an interval of a few days; empty for all others."""
    if interval.first is None or interval.last is None or interval.last - interval.first > _FEW_DAYS:
        return frozenset()
    return frozenset(date.fromordinal(n).isoweekday() for n in range(interval.first, interval.last + 1))


def yearless_score(a: Interval, b: Interval, one: frozenset[str], two: frozenset[str], rules: TimeScore) -> float:
    """The same day and month, where one or both of two reports tell no year. 0 where that is not so."""
    if not a.known and not b.known:
        return rules.yearless if one & two else 0.0
    known, told = (a, two) if a.known else (b, one)
    if known.first is None or known.last is None or known.last - known.first > _FEW_DAYS or (a.known and b.known):
        return 0.0
    days = {date.fromordinal(n).strftime("%m-%d") for n in range(known.first, known.last + 1)}
    return rules.yearless if days & told else 0.0


def hours_of(time: TimeRef, rules: TimeScore) -> tuple[int, int] | None:
    """The hours of the part of its day that a time names ('Tuesday morning' -> 3 to 12); None where it names none."""
    words = (time.text or "").casefold().split()
    return next((rules.parts[w] for w in words if w in rules.parts), None)


def hours_apart(one: frozenset[tuple[int, int]], two: frozenset[tuple[int, int]], rules: TimeScore) -> bool:
    """Whether two tellings of one day name parts of it that lie too far apart to be one."""
    gaps = [max(a[0] - b[1], b[0] - a[1]) for a in one for b in two]
    return bool(gaps) and min(gaps) >= rules.apart_hours


def day_ordinal(value: str | None, *, end: bool = False) -> int | None:
    """Ordinal of an ISO day; the first (or with `end` the last) day of an ISO month or year; None if it is none."""
    if not value:
        return None
    parts = value[:10].rstrip("~?%").split("-")
    try:
        numbers = [int(part) for part in parts]
        if len(numbers) == 1:
            return date(numbers[0], 12 if end else 1, 31 if end else 1).toordinal()
        if len(numbers) == 2:
            return date(numbers[0], numbers[1], monthrange(*numbers)[1] if end else 1).toordinal()
        return date(*numbers[:3]).toordinal()
    except ValueError:
        return None


def iso(ordinal: int | None) -> str | None:
    """The ISO day of an ordinal."""
    return None if ordinal is None else date.fromordinal(ordinal).isoformat()


def overlap(a: Interval, b: Interval) -> bool:
    """Whether two intervals can hold the same day; an open end reaches for ever."""
    if a.first is not None and b.last is not None and a.first > b.last:
        return False
    return not (b.first is not None and a.last is not None and b.first > a.last)


def within_score(a: Interval, b: Interval, rules: TimeScore) -> float:
    """How well two times of one document agree, 0 = they exclude each other."""
    if not overlap(a, b):
        return 0.0
    if not a.known or not b.known:
        return rules.unknown
    if a.bounded and b.bounded:
        return _by_length(a, b, rules)
    return rules.open


def across_score(a: Interval, b: Interval, rules: TimeScore, max_days: int) -> float:
    """The same for two documents: without a bounded date on both sides nothing is linked."""
    if not (a.bounded and b.bounded) or not overlap(a, b):
        return 0.0
    longest = max(a.days or 0, b.days or 0)
    return 0.0 if longest > max_days else _by_length(a, b, rules)


def _by_length(a: Interval, b: Interval, rules: TimeScore) -> float:
    longest = max(a.days or 1, b.days or 1)
    if longest == 1 or a == b:
        return rules.same_day
    return next((rules.days[n] for n in sorted(rules.days) if longest <= n), rules.longer)


def is_vague(time: TimeRef) -> bool:
    """Whether an interval says 'some time in it' (last week, in May) and not 'all through it' (from 3 to 5 May)."""
    return time.granularity not in ("instant", "part_of_day", "day", None)


def common(exact: list[Interval], vague: list[Interval]) -> Interval:
    """What several tellings of one thing leave of its time.

    All days of the exact ones; without these the days that the vague ones share, else the shortest of them. With no
    bounded interval, the narrowest open one: the latest start and the earliest end that are known.
    """
    told = [i for i in exact if i.bounded]
    if told:
        return Interval(min(i.first or 0 for i in told), max(i.last or 0 for i in told))
    intervals = [*exact, *vague]
    bounded = sorted((i for i in intervals if i.bounded), key=lambda i: (i.days or 0, i.first or 0))
    if bounded:
        first = max(i.first or 0 for i in bounded)
        last = min(i.last or 0 for i in bounded)
        return Interval(first, last) if first <= last else bounded[0]
    starts = [i.first for i in intervals if i.first is not None]
    ends = [i.last for i in intervals if i.last is not None]
    first_known, last_known = max(starts, default=None), min(ends, default=None)
    if first_known is not None and last_known is not None and first_known > last_known:
        return UNKNOWN
    return Interval(first_known, last_known)


def event_time(interval: Interval) -> EventTime:
    """The public form, with a granularity that the interval itself supports."""
    days = interval.days
    if not interval.known:
        granularity = None
    elif days is None:
        granularity = "open"
    else:
        steps = ((1, "day"), (7, "week"), (31, "month"), (366, "year"))
        granularity = next((word for most, word in steps if days <= most), "open")
    return EventTime.model_validate({"from": iso(interval.first), "to": iso(interval.last), "granularity": granularity})
