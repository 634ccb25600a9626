"""From the words of a temporal expression to its value: one reader for each form of the vocabulary."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dateline.find.times_forms import read_form
from dateline.find.times_words import int_value, word_value
from dateline.resolve import calendar_absolute as absolute
from dateline.resolve import calendar_clock as clock
from dateline.resolve import calendar_relative as relative
from dateline.resolve.calendar_absolute import Parts
from dateline.resolve.calendar_numbers import count_of, duration, number_of, period, unit_of
from dateline.resolve.calendar_relative import COUNTED_FROM_EVENT
from dateline.resolve.calendar_scene import Scene
from dateline.resolve.calendar_value import Value, add_days, add_units, days, half_of, quarter, unit_at, unknown

Reader = Callable[[Parts, Scene], Value]
NOT_READ = "the form of the expression is not known"


def read_value(text: str, scene: Scene) -> Value:
    """The value of an expression in its scene. Never raises: what cannot be read has a `why`."""
    form = read_form(text)
    if form is None:
        return unknown(None, NOT_READ)
    return _READERS[form.name](form.parts, scene)


def _inner(parts: Parts, scene: Scene) -> Value:
    return read_value(parts["inner"], scene)


def _day_part(parts: Parts, scene: Scene) -> Value:
    code = clock.part_code(parts["part"]) if "part" in parts else "NI"
    return clock.at_part(_inner(parts, scene), code)


def _hours_of_day(parts: Parts, scene: Scene) -> Value:
    return clock.at_part(_inner(parts, scene), clock.part_code(parts.get("part", "morning")))


def _clock_day(parts: Parts, scene: Scene) -> Value:
    return clock.at_clock(_inner(parts, scene), parts["clock"])


def _order_day(parts: Parts, scene: Scene) -> Value:
    """'earlier Thursday': the Thursday, before what else happened on it (CODEBOOK R9)."""
    value = _inner(parts, scene) if "inner" in parts else relative.the_unit({"point_unit": parts["rest"]}, scene)
    order = int_value("order_word", parts["order_word"])
    named = "part_of_day" if value.granularity == "day" else value.granularity
    return replace(value, granularity=named, seq=2 + order)


def _modified(parts: Parts, scene: Scene) -> Value:
    """'early 1998' is its first half, 'mid-June' its middle half: no day is made up. In a day they tell the order."""
    value = _inner(parts, scene)
    kind = word_value("modifier", parts["modifier"])
    if kind == "APPROX" and value.edtf and "/" not in value.edtf:
        return replace(value, edtf=f"{value.edtf}~")
    if value.granularity == "day" and kind in ("START", "END"):
        return replace(value, granularity="part_of_day", seq=1 if kind == "START" else 3)
    return half_of(value, kind) if isinstance(kind, str) else value


def _week_of(parts: Parts, scene: Scene) -> Value:
    inner = _inner(parts, scene)
    return unit_at(inner.first, "week") if inner.first else unknown("XXXX-WXX", inner.why or "")


def _ordinal_unit(parts: Parts, scene: Scene) -> Value:
    """'the second week of May 2024' is on the calendar; 'the third day' counts from an event."""
    unit = unit_of(parts["point_unit"]) if "point_unit" in parts else "weekday"
    if "inner" not in parts:
        return unknown(relative.blank(unit), COUNTED_FROM_EVENT)
    outer = _inner(parts, scene)
    number = _ordinal(parts)
    if outer.first is None or outer.last is None:
        return unknown(relative.blank(unit), outer.why or COUNTED_FROM_EVENT)
    if unit == "weekday":
        return _nth_weekday(parts, number, outer)
    first = _nth(unit, number, outer)
    if first is None or first.first is None or first.first > outer.last:
        return unknown(relative.blank(unit), absolute.NO_DATE)
    return first


def _ordinal(parts: Parts) -> int:
    if "n" in parts:
        return int(parts["n"])
    return int_value("ordinal", parts["ordinal"]) if "ordinal" in parts else -1


def _nth(unit: str, number: int, outer: Value) -> Value | None:
    assert outer.first
    assert outer.last
    if unit == "week":
        if number < 0:
            return days(add_days(outer.last, -6), outer.last, granularity="week")
        first = add_days(outer.first, 7 * (number - 1))
        return days(first, min(add_days(first, 6), outer.last), granularity="week")
    if unit == "quarter":
        return quarter(outer.first.year, number if number > 0 else 4)
    if unit not in ("day", "month"):
        return None
    return unit_at(outer.last if number < 0 else add_units(outer.first, unit, number - 1), unit)


def _nth_weekday(parts: Parts, number: int, outer: Value) -> Value:
    assert outer.first
    assert outer.last
    wanted = int_value("weekday", parts["weekday"])
    step = -1 if number < 0 else 1
    at = outer.last if number < 0 else outer.first
    while at.isoweekday() != wanted:
        at = add_days(at, step)
    at = add_days(at, 7 * (abs(number) - 1) * step)
    return unit_at(at, "day") if outer.first <= at <= outer.last else unknown("XXXX-XX-XX", absolute.NO_DATE)


def _date_range(parts: Parts, scene: Scene) -> Value:
    """Between 28 April and 3 May 2024."""
    last = read_value(parts.get("to") or parts["to2"], scene)
    if last.last is None:
        return unknown(last.timex, last.why or absolute.NO_YEAR, "explicit")
    first = read_value(parts.get("from") or parts["from2"], replace(scene, year_beside=last.last.year))
    if first.first is None or first.first > last.last:
        return unknown(None, absolute.NO_DATE, "explicit")
    return days(first.first, last.last, granularity="day", basis="explicit")


def _end_of_year(parts: Parts, scene: Scene) -> Value:
    del parts
    return unknown("XXXX") if scene.published is None else unit_at(scene.published, "year")


def _first_n(parts: Parts, scene: Scene) -> Value:
    """'the first nine months of 2023'; without a whole it is a length."""
    count, vague = count_of(parts)
    unit = unit_of(parts["units"])
    value = duration(count, unit)
    if count is None or vague or not ("inner" in parts or "year_word" in parts):
        return value
    outer = _inner({"inner": f"{parts['year_word']} year"} if "year_word" in parts else parts, scene)
    if outer.first is None or outer.last is None:
        return replace(value, why=outer.why)
    last = min(add_days(add_units(outer.first, unit, int(count)), -1), outer.last)
    return replace(
        days(outer.first, last, granularity=outer.granularity or "month", timex=value.timex), type="DURATION"
    )


def _duration(parts: Parts, scene: Scene) -> Value:
    del scene
    count, _ = count_of(parts)
    return duration(count, unit_of(parts.get("unit") or parts["units"]))


def _duration_half(parts: Parts, scene: Scene) -> Value:
    del scene
    if "num" in parts:
        return duration((number_of(parts["num"]) or 0) + 0.5, unit_of(parts["unit"]))
    return duration(0.5, unit_of(parts.get("unit3") or parts.get("unit4") or parts["unit5"]))


def _duration_range(parts: Parts, scene: Scene) -> Value:
    low, high = number_of(parts["low"]), number_of(parts["high"])
    unit = unit_of(parts["unit"])
    value = replace(duration(high if "high" in parts else low, unit), timex=period(None, unit))
    if "next" not in parts and "previous" not in parts:
        return replace(value, timex=period(high, unit))
    found = relative.last_n({**parts, "num": parts["high"]}, scene)
    return replace(found, timex=value.timex)


def _duration_bare(parts: Parts, scene: Scene) -> Value:
    del scene
    if "point_unit" in parts:
        return duration(1, unit_of(parts["point_unit"]))
    return duration(None, unit_of(parts["units"]))


def _duration_article(parts: Parts, scene: Scene) -> Value:
    del scene
    return duration(1, unit_of(parts["point_unit"]))


def _ago_half(parts: Parts, scene: Scene) -> Value:
    return relative.ago({**parts, "num": parts["num"] + " and a half"}, scene)


def _set(timex: str) -> Value:
    return Value(timex=timex, type="SET", basis="none", why="repeated")


def _frequency(parts: Parts, scene: Scene) -> Value:
    del scene
    return _set(str(word_value("frequency", parts["frequency"])))


def _every(parts: Parts, scene: Scene) -> Value:
    del scene
    if "weekday" in parts:
        return _set(f"XXXX-WXX-{int_value('weekday', parts['weekday'])}")
    if "month" in parts:
        return _set(f"XXXX-{int_value('month', parts['month']):02d}")
    if "season" in parts:
        return _set(f"XXXX-{word_value('season', parts['season'])}")
    if "part" in parts:
        return _set(f"XXXX-XX-XXT{clock.part_code(parts['part'])}")
    count = number_of(parts["n"]) if "n" in parts else float(int_value("every", parts["every"]))
    return _set(period(count, unit_of(parts["unit"])))


def _weekdays(parts: Parts, scene: Scene) -> Value:
    del scene
    if "weekdays" in parts:
        return _set(f"XXXX-WXX-{int_value('weekdays', parts['weekdays'])}")
    return _set(f"XXXX-WXX-{int_value('weekday', parts['weekday'])}T{word_value('parts', parts['parts'])}")


def _quarter_of_year(parts: Parts, scene: Scene) -> Value:
    return absolute.quarter_of({"ordinal": parts["ordinal"], "year_word": parts["deictic"]}, scene)


def _fiscal_year(parts: Parts, scene: Scene) -> Value:
    return absolute.year_alone(parts, scene)


def _year_quarter(parts: Parts, scene: Scene) -> Value:
    spoken = scene.spoken.get("quarter")
    number = (spoken.first.month + 2) // 3 if spoken and spoken.first else None
    return quarter(int(parts["year"]), number) if number else absolute.year_alone(parts, scene)


def _quarter_year_ago(parts: Parts, scene: Scene) -> Value:
    return relative.year_ago({k: v for k, v in parts.items() if k == "ordinal"}, scene)


def _overnight_day(parts: Parts, scene: Scene) -> Value:
    return clock.overnight_on(_inner(parts, scene))


_READERS: dict[str, Reader] = {
    "date_mdy": absolute.date_mdy,
    "date_dmy": absolute.date_mdy,
    "date_mdy_word": absolute.date_mdy,
    "date_iso": absolute.date_iso,
    "date_numeric": absolute.date_numeric,
    "day_range": absolute.day_range,
    "day_range_month_first": absolute.day_range,
    "date_range": _date_range,
    "month_range": absolute.month_range,
    "year_range": absolute.year_range,
    "weekday_range": relative.weekday_range,
    "month_year": absolute.month_year,
    "month": absolute.month_alone,
    "year": absolute.year_alone,
    "fiscal_year": _fiscal_year,
    "year_period": absolute.year_alone,
    "spoken_year": absolute.spoken_year,
    "spoken_thousand": absolute.spoken_year,
    "decade": absolute.decade,
    "century": absolute.century,
    "season": absolute.season_of,
    "quarter": absolute.quarter_of,
    "quarter_of_year": _quarter_of_year,
    "quarter_code": absolute.quarter_of,
    "year_quarter": _year_quarter,
    "half_year": absolute.half_year,
    "months_of_year": _first_n,
    "weekday": relative.weekday,
    "weekday_lost": _weekdays,  # never read as it stands: the finder leaves out the 's'
    "weekday_week": relative.weekday_week,
    "weekdays": _weekdays,
    "day_word": relative.day_word,
    "tonight": clock.tonight,
    "this_part": clock.this_part,
    "next_part": clock.next_part,
    "night_range": clock.night_range,
    "part_alone": clock.part_alone,
    "hours_of_part": clock.hours_of_part,
    "overnight": clock.overnight,
    "night_into": clock.night_into,
    "clock": clock.clock_alone,
    "deictic_unit": relative.deictic_unit,
    "the_unit": relative.the_unit,
    "day_of_month": relative.day_of_month,
    "running_unit": relative.running_unit,
    "unit_before": relative.unit_before,
    "unit_before_last": relative.unit_before_last,
    "ordinal_unit": _ordinal_unit,
    "end_of_year": _end_of_year,
    "ago": relative.ago,
    "ago_half": _ago_half,
    "year_ago": relative.year_ago,
    "quarter_year_ago": _quarter_year_ago,
    "shift": relative.shift,
    "last_n": relative.last_n,
    "recent_units": relative.recent_units,
    "first_n": _first_n,
    "duration": _duration,
    "duration_half": _duration_half,
    "duration_range": _duration_range,
    "duration_bare": _duration_bare,
    "duration_article": _duration_article,
    "frequency": _frequency,
    "every": _every,
    "reference": relative.reference,
    "holiday": absolute.holiday,
    "week_of": _week_of,
    "day_part": _day_part,
    "part_of_day": _day_part,
    "hours_of_day": _hours_of_day,
    "overnight_day": _overnight_day,
    "clock_day": _clock_day,
    "day_clock": _clock_day,
    "order_day": _order_day,
    "modified": _modified,
}
