"""Values of temporal expressions: TIMEX3 text with the closed interval of days that it stands for."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

Basis = Literal["explicit", "weekday", "relative", "none"]
TimexType = Literal["DATE", "TIME", "DURATION", "SET"]

NO_PUBLICATION = "no publication date"


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What an expression is worth. `first`/`last` are None where the day is unknown, then `why` says the reason."""

    timex: str | None
    type: TimexType = "DATE"
    first: date | None = None
    last: date | None = None
    granularity: str | None = None
    basis: Basis = "relative"
    edtf: str | None = None
    seq: int | None = None
    why: str | None = None


def day(d: date, basis: Basis = "relative") -> Value:
    """A calendar day."""
    return Value(timex=d.isoformat(), first=d, last=d, granularity="day", basis=basis, edtf=d.isoformat())


def days(first: date, last: date, *, granularity: str, basis: Basis = "relative", timex: str | None = None) -> Value:
    """A run of days, both ends included."""
    edtf = f"{first.isoformat()}/{last.isoformat()}"
    return Value(timex=timex or edtf, first=first, last=last, granularity=granularity, basis=basis, edtf=edtf)


def week(d: date) -> Value:
    """The ISO week of a day, Monday to Sunday (CODEBOOK R4)."""
    year, number, weekday = d.isocalendar()
    monday = d - timedelta(days=weekday - 1)
    return days(monday, monday + timedelta(days=6), granularity="week", timex=f"{year:04d}-W{number:02d}")


def weekend(d: date) -> Value:
    """Saturday and Sunday of the ISO week of a day."""
    year, number, weekday = d.isocalendar()
    saturday = d + timedelta(days=6 - weekday)
    return days(saturday, saturday + timedelta(days=1), granularity="day", timex=f"{year:04d}-W{number:02d}-WE")


def month(year: int, number: int, basis: Basis = "explicit") -> Value:
    """A whole month, never its first day (CODEBOOK R6). `number` may run over the year's ends."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    if not 1 <= year <= 9998:
        return Value(timex=None, why="outside the calendar")
    first = date(year, number, 1)
    last = date(year, number, calendar.monthrange(year, number)[1])
    text = f"{year:04d}-{number:02d}"
    return Value(timex=text, first=first, last=last, granularity="month", basis=basis, edtf=text)


def months(year: int, first: int, last: int, timex: str, basis: Basis = "explicit") -> Value:
    """A run of months as one value, such as a quarter or a half."""
    start, end = month(year, first).first, month(year, last).last
    if start is None or end is None:
        return Value(timex=timex, why="outside the calendar")
    return days(start, end, granularity="month", basis=basis, timex=timex)


def quarter(year: int, number: int, basis: Basis = "explicit") -> Value:
    """A calendar quarter. `number` may run over the year's ends."""
    year, number = year + (number - 1) // 4, (number - 1) % 4 + 1
    return months(year, 3 * number - 2, 3 * number, f"{year:04d}-Q{number}", basis)


def year(number: int, basis: Basis = "explicit") -> Value:
    """A calendar year."""
    if not 1 <= number <= 9998:
        return Value(timex=None, why="outside the calendar")
    text = f"{number:04d}"
    return Value(
        timex=text, first=date(number, 1, 1), last=date(number, 12, 31), granularity="year", basis=basis, edtf=text
    )


def years(first: int, last: int, timex: str, basis: Basis = "explicit") -> Value:
    """A run of whole years: a decade, a century."""
    if not (1 <= first <= last <= 9998):
        return Value(timex=timex, why="outside the calendar")
    return days(date(first, 1, 1), date(last, 12, 31), granularity="year", basis=basis, timex=timex)


#: First and last month of the northern seasons; winter begins in December of the year before.
_SEASONS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (0, 2)}


def half_of(value: Value, part: str) -> Value:
    """The half of a month, a year or a decade that 'early' (START), 'mid' (MID) and 'late' (END) can mean at most.

    The TIMEX value stays that of the whole, as TimeML has it; any other value is left as it is.
    """
    first, last = value.first, value.last
    if first is None or last is None or value.granularity not in ("month", "year") or part not in _HALVES:
        return value
    begin, end = _HALVES[part]
    if value.granularity == "month":
        if (first.year, first.month) != (last.year, last.month):
            return value
        last = first.replace(day=_FROM_DAY[end] - 1) if end < len(_FROM_DAY) else last
        first = first.replace(day=_FROM_DAY[begin])
    elif last.year == first.year and (first.month, last.month) == (1, 12):
        last = date(first.year, 3 * end, calendar.monthrange(first.year, 3 * end)[1])
        first = date(first.year, 3 * begin + 1, 1)
    elif last.year - first.year == 9:
        last, first = date(first.year + _FROM_YEAR[end] - 1, 12, 31), date(first.year + _FROM_YEAR[begin], 1, 1)
    else:
        return value
    return replace(value, first=first, last=last, edtf=f"{first.isoformat()}/{last.isoformat()}")


#: Quarters of the whole at which a part begins and ends; the days of a month and years of a decade that stand for them.
_HALVES = {"START": (0, 2), "MID": (1, 3), "END": (2, 4)}
_FROM_DAY = (1, 8, 16, 23)
_FROM_YEAR = (0, 3, 5, 7, 10)


def season(number: int, code: str, basis: Basis = "explicit") -> Value:
    """A season of a year. The winter of 2016 runs, at its widest, from December 2015 to December 2016; 'last winter',
    counted from publication, ends in the year's February."""
    first, last = _SEASONS[code]
    if code == "WI" and basis == "explicit":
        last = 12
    return months(number, first, last, f"{number:04d}-{code}", basis)


def open_until(d: date | None, timex: str) -> Value:
    """Some time up to a day."""
    if d is None:
        return Value(timex=timex, why=NO_PUBLICATION)
    return Value(timex=timex, last=d, granularity="open", edtf=f"../{d.isoformat()}")


def open_from(d: date | None, timex: str) -> Value:
    """Some time from a day on."""
    if d is None:
        return Value(timex=timex, why=NO_PUBLICATION)
    return Value(timex=timex, first=d, granularity="open", edtf=f"{d.isoformat()}/..")


def unknown(timex: str | None, why: str = NO_PUBLICATION, basis: Basis = "relative") -> Value:
    """An expression that nothing anchors."""
    return Value(timex=timex, why=why, basis=basis)


def add_months(d: date, count: int) -> date:
    """The same day of the month `count` months on, or the month's last day."""
    index = d.year * 12 + d.month - 1 + count
    index = min(max(index, 12), 9998 * 12 + 11)
    number, rest = divmod(index, 12)
    return date(number, rest + 1, min(d.day, calendar.monthrange(number, rest + 1)[1]))


def add_days(d: date, count: int) -> date:
    """A day `count` days on, kept inside the calendar."""
    return date.fromordinal(min(max(d.toordinal() + count, 1), date(9998, 12, 31).toordinal()))


def add_units(d: date, unit: str, count: int) -> date:
    """A day `count` units on; units below a day count as none."""
    if unit in _DAYS:
        return add_days(d, _DAYS[unit] * count)
    return add_months(d, _MONTHS.get(unit, 0) * count)


_DAYS = {"day": 1, "night": 1, "week": 7, "fortnight": 14, "weekend": 7}
_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}


def unit_at(d: date, unit: str) -> Value:
    """The calendar unit (day, week, month...) that a day lies in."""
    if unit in ("week", "fortnight"):
        return week(d)
    if unit == "weekend":
        return weekend(d)
    if unit == "month":
        return month(d.year, d.month, "relative")
    if unit == "quarter":
        return quarter(d.year, (d.month + 2) // 3, "relative")
    if unit == "year":
        return year(d.year, "relative")
    if unit == "decade":
        return years(d.year // 10 * 10, d.year // 10 * 10 + 9, str(d.year // 10), "relative")
    if unit == "century":
        return years(d.year // 100 * 100, d.year // 100 * 100 + 99, str(d.year // 100), "relative")
    return day(d)
