"""Expressions that count from the day of publication or from the date mentioned last."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dateline.find.times_words import int_value, normal, word_value
from dateline.resolve.calendar_absolute import NO_DATE, Parts, _step, day_number, quarter_of, safe_date
from dateline.resolve.calendar_numbers import count_of, duration, period, sign_of, unit_of
from dateline.resolve.calendar_scene import Scene
from dateline.resolve.calendar_value import (
    NO_PUBLICATION,
    Value,
    add_days,
    add_months,
    add_units,
    day,
    days,
    month,
    open_from,
    open_until,
    quarter,
    unit_at,
    unknown,
    weekend,
    year,
)

DAY_OF_TEXT = "the day that the text gives in full beside this weekday"
COUNTED_FROM_EVENT = "counted from an event that is not dated here"
NO_ANCHOR_DATE = "no date mentioned before to count from"
_BLANKS = {"week": "XXXX-WXX", "weekend": "XXXX-WXX-WE", "month": "XXXX-XX", "quarter": "XXXX-QX", "year": "XXXX",
           "decade": "XXX", "century": "XX"}  # fmt: skip


def blank(unit: str) -> str:
    """The TIMEX of a unit that nothing anchors."""
    return _BLANKS.get(unit, "XXXX-XX-XX")


def weekday(parts: Parts, scene: Scene) -> Value:
    """CODEBOOK R3: past or no tense, the most recent such day on or before publication; future, the next."""
    wanted = int_value("weekday", parts["weekday"])
    word = normal(parts.get("deictic", ""))
    if word and word_value("deictic", word) == 0 and scene.anchor and scene.anchor.first and word != "the next":
        return day(_from_anchor(wanted, _step(word), scene.anchor.first), "weekday")
    if scene.published is None:
        return _named_in_full(wanted, scene) if not _step(word or "the") else _no_such(wanted)
    back = (scene.published.isoweekday() - wanted) % 7
    step = _step(word) if word else None
    if step == -1:
        return day(add_days(scene.published, -(back or 7)), "weekday")
    ahead = -back % 7
    if step == 1:
        return day(add_days(scene.published, ahead or 7), "weekday")
    if scene.future:
        return day(add_days(scene.published, ahead), "weekday")
    return day(add_days(scene.published, -back), "weekday")


#: Days between a date and publication from which 'the 9th' after that date is counted from it.
_TOLD_BACK = 31


def day_of_month(parts: Parts, scene: Scene) -> Value:
    """on the 9th: the last such day up to publication, the next of what is to come, or after an old date just told."""
    number, base, step = day_number(parts["day"]), scene.published, 1 if scene.future else -1
    told = scene.near.first if scene.near and scene.near.granularity in ("day", "part_of_day") else None
    if told is not None and (base is None or (base - told).days > _TOLD_BACK):
        base, step = told, 1
    if base is None:
        return unknown(f"XXXX-XX-{number:02d}", NO_PUBLICATION)
    for back in range(_TOLD_BACK):
        months = base.year * 12 + base.month - 1 + step * back
        found = safe_date(months // 12, months % 12 + 1, number)
        if found is not None and (found - base).days * step >= 0:
            return day(found, "relative")
    return unknown(f"XXXX-XX-{number:02d}", NO_DATE)


def running_unit(parts: Parts, scene: Scene) -> Value:
    """in its fifth day: from four days before publication until then. Of longer units nobody knows when they began."""
    unit = unit_of(parts["point_unit"])
    number = int(parts["n"]) if "n" in parts else int_value("ordinal", parts["ordinal"])
    if scene.published is None or unit not in ("day", "night"):
        return unknown(blank(unit), COUNTED_FROM_EVENT if scene.published else NO_PUBLICATION, basis="relative")
    return days(add_days(scene.published, 1 - number), scene.published, granularity="open")


def _no_such(wanted: int) -> Value:
    return unknown(f"XXXX-WXX-{wanted}", basis="weekday")


def _named_in_full(wanted: int, scene: Scene) -> Value:
    """'On Friday', where the text elsewhere says 'Friday, 22 April 2022': that is the Friday of its story.

    A refinement of CODEBOOK R67, for texts without a publication date. Two such days leave it unknown.
    """
    told = {found for found in scene.named if found.isoweekday() == wanted}
    return replace(day(told.pop(), "weekday"), why=DAY_OF_TEXT) if len(told) == 1 else _no_such(wanted)


def _from_anchor(wanted: int, step: int, anchor: date) -> date:
    back = (anchor.isoweekday() - wanted) % 7
    if step < 0:
        return add_days(anchor, -(back or 7))
    ahead = (wanted - anchor.isoweekday()) % 7
    if step > 0:
        return add_days(anchor, ahead or 7)
    return add_days(anchor, -back)


def weekday_week(parts: Parts, scene: Scene) -> Value:
    """Thursday last week."""
    wanted = int_value("weekday", parts["weekday"])
    if scene.published is None:
        return unknown(f"XXXX-WXX-{wanted}", basis="weekday")
    monday = add_days(scene.published, 1 - scene.published.isoweekday() + 7 * _step(parts["deictic"]))
    return day(add_days(monday, wanted - 1), "weekday")


def weekday_range(parts: Parts, scene: Scene) -> Value:
    """Friday to Sunday."""
    last = weekday({"weekday": parts.get("to") or parts["to2"]}, scene)
    if last.first is None:
        return unknown("XXXX-WXX", basis="weekday")
    first = _from_anchor(int_value("weekday", parts.get("from") or parts["from2"]), -1, last.first)
    return days(first, last.first, granularity="day", basis="weekday")


def day_word(parts: Parts, scene: Scene) -> Value:
    """today, yesterday, tomorrow."""
    if scene.published is None:
        return unknown("XXXX-XX-XX")
    return day(add_days(scene.published, int_value("day_word", parts["day_word"])))


def deictic_unit(parts: Parts, scene: Scene) -> Value:
    """last week, this year, the next day, that month."""
    unit, word = unit_of(parts["point_unit"]), parts["deictic"]
    step = _step(word)
    if unit == "night" and step == -1 and word_value("deictic", word) == 1:
        return last_night(scene)
    if normal(word) == "the latest":
        return _latest(unit, scene)
    anchored = word_value("deictic", word) == 0
    if normal(word) == "the next" and unit not in ("day", "night"):
        anchored = False
    if anchored:
        return _anchored_unit(unit, step, scene)
    if scene.published is None:
        return unknown(blank(unit))
    if normal(word).startswith("the ") and step and unit in ("day", "week", "month", "year", "decade"):
        return _rolling(unit, step, scene.published)
    return unit_at(add_units(scene.published, unit, step), unit)


def _rolling(unit: str, step: int, published: date) -> Value:
    """'the past week', 'the last month': the days up to publication, not a calendar unit."""
    other = add_units(published, unit, step)
    first, last = min(other, published), max(other, published)
    rolled = days(first, last, granularity=unit if unit in ("day", "week", "month", "year") else "year")
    return replace(rolled, timex=unit_at(other, unit).timex) if unit != "decade" else replace(
        rolled, timex="P10Y", type="DURATION"
    )  # fmt: skip


def _anchored_unit(unit: str, step: int, scene: Scene) -> Value:
    anchor = scene.anchor
    if anchor is None or anchor.first is None or anchor.last is None:
        return unknown(blank(unit), NO_PUBLICATION if scene.published is None else NO_ANCHOR_DATE)
    if unit in ("day", "night") and anchor.granularity not in ("day", "part_of_day", "instant"):
        return unknown(blank(unit), NO_ANCHOR_DATE)
    base = anchor.last if step > 0 else anchor.first
    return unit_at(add_units(base, unit, step), unit)


def _latest(unit: str, scene: Scene) -> Value:
    spoken = scene.spoken.get(unit)
    if spoken:
        return spoken
    return unknown(blank(unit)) if scene.published is None else unit_at(add_units(scene.published, unit, -1), unit)


def the_unit(parts: Parts, scene: Scene) -> Value:
    """the week, the quarter, the day: the one spoken of last, else the one of publication."""
    unit = unit_of(parts["point_unit"])
    spoken = scene.spoken.get(unit)
    if spoken:
        return spoken
    if unit == "decade":
        return duration(1, unit)
    if unit == "day":
        return day(scene.near.first) if scene.near and scene.near.first else unknown("XXXX-XX-XX", NO_ANCHOR_DATE)
    if scene.published is None:
        return unknown(blank(unit))
    if unit == "weekend":
        return _weekend(scene, scene.published)
    if unit == "quarter":
        return unit_at(add_units(scene.published, unit, -1), unit)
    return unit_at(scene.published, unit)


def _weekend(scene: Scene, published: date) -> Value:
    if scene.future or published.isoweekday() >= 6:
        return weekend(published)
    return weekend(add_days(published, -7))


def unit_before(parts: Parts, scene: Scene) -> Value:
    """the day before, the year after."""
    step = -1 if normal(parts.get("shift", "before")) == "before" else 1
    return _anchored_unit(unit_of(parts["point_unit"]), step, scene)


def unit_before_last(parts: Parts, scene: Scene) -> Value:
    """the week before last."""
    unit = unit_of(parts["point_unit"])
    if scene.published is None:
        return unknown(blank(unit))
    return unit_at(add_units(scene.published, unit, -2), unit)


def ago(parts: Parts, scene: Scene) -> Value:
    """two years ago, a few days ago, months ago."""
    count, vague = count_of(parts)
    unit = unit_of(parts.get("unit") or parts["units"])
    if unit == "year" and count == 1 and scene.near and "-Q" in (scene.near.timex or ""):
        return _back_a_year(scene.near)
    if scene.published is None:
        return unknown("PAST_REF" if vague or count is None else blank(unit))
    if count is None or (vague and vague[0] != vague[2]):
        low, _, high = vague or (2, 3, None)
        last = add_units(scene.published, unit, -low)
        first = add_units(scene.published, unit, -high) if high else None
        return Value(
            timex="PAST_REF", first=first, last=last, granularity="open" if first is None else _span_name(unit),
            edtf=f"{first.isoformat() if first else '..'}~/{last.isoformat()}~",
        )  # fmt: skip
    return _back(unit, count, scene.published)


def _back(unit: str, count: float, published: date) -> Value:
    if unit in ("hour", "minute", "second"):
        first = add_days(published, -max(1, round(count / 24)) if unit == "hour" else -1)
        return replace(days(first, published, granularity="day"), timex=published.isoformat())
    whole = int(count)
    there = add_units(published, unit, -whole)
    if count != whole:
        there = add_months(there, -6) if unit == "year" else there
        return unit_at(there, "month")
    if unit in ("decade", "century"):
        found = year(there.year, "relative")
        return replace(found, edtf=f"{found.edtf}~")
    return unit_at(there, unit)


def _span_name(unit: str) -> str:
    return {"hours": "day", "week": "fuzzy_weeks", "month": "month", "year": "year", "decade": "year"}.get(unit, "week")


def _back_a_year(value: Value, step: int = -1) -> Value:
    """The same day, month, quarter or year of another year."""
    assert value.first
    if value.granularity == "year":
        return year(value.first.year + step, "relative")
    if "-Q" in (value.timex or ""):
        return quarter(value.first.year + step, (value.first.month + 2) // 3, "relative")
    if value.granularity == "month":
        return month(value.first.year + step, value.first.month, "relative")
    return day(add_months(value.first, 12 * step))


#: Precisions from which no days are counted.
_LONG = ("month", "quarter", "season", "year", "decade", "century")


def shift(parts: Parts, scene: Scene) -> Value:
    """two days earlier, a year later: from the date mentioned last, in that date's own precision."""
    unit = unit_of(parts["unit"])
    count, _ = count_of(parts)
    step = int_value("shift", parts["shift"])
    anchor = scene.anchor
    if normal(parts["shift"]) in ("from now", "hence"):
        if scene.published is None or count is None:
            return unknown(blank(unit))
        return unit_at(add_units(scene.published, unit, int(count)), unit)
    if unit in ("hour", "minute", "second"):
        return replace(duration(count, unit), seq=2 + step)
    if unit in ("day", "night") and anchor is not None and anchor.granularity in _LONG and scene.near is None:
        # 'last month ... Two days earlier': nothing is counted from a month that was spoken of far above.
        anchor = day(scene.published) if scene.published else None
    if anchor is None or anchor.first is None or count is None:
        if unit == "year" and scene.published and count == 1 and step < 0 and anchor is None:
            return year(scene.published.year - 1, "relative")
        return unknown(blank(unit) if count else "PAST_REF", NO_ANCHOR_DATE)
    if unit == "year":
        return _back_a_year(anchor, step * int(count))
    there = add_units(anchor.first, unit, step * int(count))
    if anchor.granularity in ("day", "part_of_day", "instant") and unit in ("day", "night", "week", "month"):
        return day(there) if unit in ("day", "night") else unit_at(there, unit)
    return unit_at(there, unit)


def last_n(parts: Parts, scene: Scene) -> Value:
    """the last few weeks, the next three years: a length that ends or begins at publication (CODEBOOK R5)."""
    count, vague = count_of(parts)
    unit, step = unit_of(parts.get("unit") or parts["units"]), sign_of(parts)
    timex = period(count, unit)
    if scene.published is None:
        return Value(timex=timex, type="DURATION", granularity="duration", why=NO_PUBLICATION)
    low, best, high = vague or (int(count or 1), int(count or 1), int(count or 1))
    return replace(_window(unit, step, best, high, scene.published, exact=low == high), timex=timex, type="DURATION")


def recent_units(parts: Parts, scene: Scene) -> Value:
    """recent weeks, the coming months."""
    unit = unit_of(parts.get("units") or parts["units2"])
    step = 1 if normal(parts["recent"]) in ("coming", "future") else -1
    timex = period(None, unit)
    if scene.published is None:
        return Value(timex=timex, type="DURATION", granularity="duration", why=NO_PUBLICATION)
    return replace(_window(unit, step, 3, 6, scene.published, exact=False), timex=timex, type="DURATION")


def _window(unit: str, step: int, best: int, widest: int, published: date, *, exact: bool) -> Value:
    """From the widest reading to publication; EDTF carries the best one, marked ~."""
    if unit in ("hour", "minute", "second"):
        hourly = unit == "hour"
        unit, best, widest = "hours", -(-best // 24) if hourly else 1, -(-widest // 24) if hourly else 1
    base = "day" if unit == "hours" else unit
    far, near = add_units(published, base, step * widest), add_units(published, base, step * best)
    mark = "" if exact else "~"
    first, last = (far, published) if step < 0 else (published, far)
    edtf = (
        f"{near.isoformat()}{mark}/{published.isoformat()}"
        if step < 0
        else f"{published.isoformat()}/{near.isoformat()}{mark}"
    )
    name = unit if exact and unit in ("day", "week") else _span_name(unit)
    return Value(timex=None, first=first, last=last, granularity=name, edtf=edtf)


def year_ago(parts: Parts, scene: Scene) -> Value:
    """the year-ago quarter, year-earlier."""
    if "ordinal" in parts:
        found = quarter_of({"ordinal": parts["ordinal"]}, scene)
        return _back_a_year(found) if found.first else found
    base = scene.spoken.get("quarter") or scene.anchor
    if base and base.first and base.granularity in ("month", "year", "day"):
        return _back_a_year(base)
    return unknown("XXXX") if scene.published is None else year(scene.published.year - 1, "relative")


def last_night(scene: Scene) -> Value:
    """Last night may run past midnight into the day of publication."""
    if scene.published is None:
        return replace(unknown("XXXX-XX-XXTNI"), type="TIME")
    eve = add_days(scene.published, -1)
    found = days(eve, scene.published, granularity="part_of_day", timex=f"{eve.isoformat()}TNI")
    return replace(found, type="TIME")


def reference(parts: Parts, scene: Scene) -> Value:
    """now, recently, soon: not on the calendar, but before, at or after publication."""
    timex = str(word_value("reference", parts["reference"]))
    if timex == "PAST_REF":
        return open_until(scene.published, timex)
    if timex == "FUTURE_REF":
        return open_from(scene.published, timex)
    if scene.published is None:
        return unknown(timex)
    return replace(day(scene.published), timex=timex)
