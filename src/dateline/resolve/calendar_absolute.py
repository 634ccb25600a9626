"""Expressions that name their place on the calendar: dates, months, quarters, seasons, years, feasts."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from dateline.find.times_words import int_value, normal, time_words, word_value
from dateline.resolve.calendar_feasts import feast_days
from dateline.resolve.calendar_scene import Scene
from dateline.resolve.calendar_value import (
    NO_PUBLICATION,
    Value,
    add_days,
    add_months,
    day,
    days,
    month,
    months,
    quarter,
    season,
    unknown,
    year,
    years,
)

Parts = dict[str, str]
NO_YEAR = "no year, and no publication date"
YEAR_OF_TEXT = "the year is that of the text's other dates"
YEAR_OF_WEEKDAY = "the year is the one in which that day is such a weekday, after the text's last date"
#: A day without a year so near to publication is news, whatever years stand beside it, in days.
_NEWS = 31
NO_DATE = "no such day on the calendar"


def safe_date(y: int, m: int, d: int) -> date | None:
    """A date, or None where the calendar has no such day."""
    try:
        return date(y, m, d)
    except ValueError:
        return None


def full_year(short: int, scene: Scene) -> int:
    """The century of a two-digit year: the latest not more than ten years after publication."""
    limit = (scene.published.year if scene.published else 2030) + 10
    found = limit // 100 * 100 + short
    return found if found <= limit else found - 100


def deictic_year(word: str, scene: Scene) -> int | None:
    """'last' year, 'this' year, 'that' year."""
    anchored = word_value("deictic", word) == 0 or normal(word) in ("that", "the same")
    if anchored and scene.anchor and scene.anchor.first:
        return scene.anchor.first.year + _step(word)
    if scene.published is None or anchored:
        return None
    return scene.published.year + _step(word)


def _step(word: str) -> int:
    last = normal(word).split()[-1]
    for name in ("previous", "next", "current"):
        value = word_value(name, last)
        if isinstance(value, int):
            return value
    return 0


def year_of(parts: Parts, scene: Scene) -> int | None:
    """The year that an expression states, in full or by 'last year'."""
    for name in ("year", "year2", "year3"):
        if name in parts:
            return int(parts[name])
    if "short" in parts:
        return full_year(int(parts["short"]), scene)
    if "year_word" in parts:
        return deictic_year(parts["year_word"], scene)
    return scene.year_beside


def day_number(text: str) -> int:
    """'5', '5th', '05'."""
    return int(re.sub(r"\D", "", text))


def date_mdy(parts: Parts, scene: Scene) -> Value:
    """Month and day, with or without a year, in whichever order they were written."""
    m = int_value("month", parts["month"])
    word = parts.get("ordinal") or parts.get("day_word_ordinal")
    d = int_value("ordinal", word) if word else day_number(parts["day"])
    y = year_of(parts, scene)
    if y is None:
        return _without_year(m, d, parts, scene)
    found = safe_date(y, m, d)
    return day(found, "explicit") if found else unknown(None, NO_DATE, "explicit")


def _without_year(m: int, d: int, parts: Parts, scene: Scene) -> Value:
    base = scene.published or _dated_beside(scene)
    if base is None:
        found_in_text = _by_weekday(m, d, parts, scene) or _by_full_dates(m, d, scene)
        return found_in_text or unknown(f"XXXX-{m:02d}-{d:02d}", NO_YEAR, "explicit")
    near = [safe_date(base.year + step, m, d) for step in (-1, 0, 1)]
    found = [x for x in near if x]
    if "weekday" in parts:
        wanted = int_value("weekday", parts["weekday"])
        found = [x for x in found if x.isoweekday() == wanted] or found
    if scene.tense == "past" and scene.published:
        found = [x for x in found if x <= add_days(scene.published, 1)] or found
    if not found:
        return unknown(None, NO_DATE, "explicit")
    nearest = min(found, key=lambda x: abs((x - base).days))
    if scene.published and abs((nearest - base).days) > _NEWS and (goes_on := _goes_on(m, d, scene)):
        return replace(day(goes_on, "explicit"), why=YEAR_OF_TEXT)
    return day(nearest, "explicit")


def _goes_on(m: int, d: int, scene: Scene) -> date | None:
    """'In March 2022 troops came. On 30 March they left.': the story goes on in the month just told with its year."""
    near = scene.near
    if near is None or near.basis != "explicit" or near.granularity not in ("day", "month") or near.first is None:
        return None
    return safe_date(near.first.year, m, d) if near.first.month == m else None


def _by_weekday(m: int, d: int, parts: Parts, scene: Scene) -> Value | None:
    """'Friday, May 19' in a text that tells of July 2022: such a Friday is in the year after, then not for years."""
    if "weekday" not in parts or not scene.full:
        return None
    last, wanted = max(scene.full), int_value("weekday", parts["weekday"])
    found = [x for y in (last.year, last.year + 1) if (x := safe_date(y, m, d)) and x >= last]
    fit = next((x for x in found if x.isoweekday() == wanted), None)
    return replace(day(fit, "explicit"), why=YEAR_OF_WEEKDAY) if fit else None


def _by_full_dates(m: int, d: int, scene: Scene) -> Value | None:
    """The one year that the text gives to this very day, to its month, or to days within a month of it.

    None where it gives none or several: what a text tells of years ago does not date its news.
    """
    same = {full.year for full in scene.full if (full.month, full.day) == (m, d)}
    told = same or {year for year, month in scene.months if month == m}
    if len(told) == 1 and (found := safe_date(next(iter(told)), m, d)) is not None:
        return replace(day(found, "explicit"), why=YEAR_OF_TEXT)
    if told:
        return None
    years_near = {y for full in scene.full for y in (full.year - 1, full.year, full.year + 1)}
    days_near = [x for y in years_near if (x := safe_date(y, m, d))]
    close = [x for x in days_near if any(abs((x - full).days) <= _NEWS for full in scene.full)]
    return replace(day(close[0], "explicit"), why=YEAR_OF_TEXT) if len(close) == 1 else None


def _dated_beside(scene: Scene) -> date | None:
    """The full date right before, whose year goes on: 'on 3 May 2024 and on 5 May'."""
    near = scene.near
    return near.first if near and near.basis == "explicit" and near.granularity == "day" else None


def date_iso(parts: Parts, scene: Scene) -> Value:
    """2017-11-08."""
    del scene
    found = safe_date(int(parts["year"]), int(parts["m"]), int(parts["d"]))
    if found is None:
        return unknown(None, NO_DATE, "explicit")
    clock = parts.get("clock_iso")
    value = day(found, "explicit")
    return replace(value, timex=f"{value.timex}T{clock[:5]}", type="TIME", granularity="instant") if clock else value


def date_numeric(parts: Parts, scene: Scene) -> Value:
    """09/11/2017: the day above 12 decides, else the weekday beside it, else the publisher's order, else nothing."""
    y = int(parts["year"]) if "year" in parts else full_year(int(parts["short"]), scene)
    a, b = int(parts["a"]), int(parts["b"])
    readings = {"DMY": safe_date(y, b, a), "MDY": safe_date(y, a, b)}
    found = {order: d for order, d in readings.items() if d}
    if "weekday" in parts:
        wanted = int_value("weekday", parts["weekday"])
        found = {o: d for o, d in found.items() if d.isoweekday() == wanted} or found
    if len(set(found.values())) == 1:
        return day(next(iter(found.values())), "explicit")
    if scene.order in found:
        return day(found[scene.order], "explicit")
    if not found:
        return unknown(None, NO_DATE, "explicit")
    both = " or ".join(d.isoformat() for d in found.values())
    return unknown(f"{y:04d}-XX-XX", f"day and month may be either way: {both}", "explicit")


def day_range(parts: Parts, scene: Scene) -> Value:
    """Between 3 and 5 May; 12-13 March."""
    second = date_mdy({**parts, "day": parts["second"]}, scene)
    start = day_number(parts["first"])
    if second.last is None:
        return replace(second, timex=second.timex)
    first = safe_date(second.last.year, second.last.month, start)
    if first and first > second.last:
        first = add_months(first, -1)
    return (
        days(first, second.last, granularity="day", basis="explicit") if first else unknown(None, NO_DATE, "explicit")
    )


def month_year(parts: Parts, scene: Scene) -> Value:
    """March 2011."""
    del scene
    return month(int(parts["year"]), int_value("month", parts["month"]))


def month_alone(parts: Parts, scene: Scene) -> Value:
    """April; last May; June last year. Without a year: the one nearest to publication that the tense allows."""
    m = int_value("month", parts["month"])
    stated = year_of(parts, scene)
    if stated is not None:
        return month(stated, m)
    if scene.published is None:
        return unknown(f"XXXX-{m:02d}", NO_YEAR, "explicit")
    return month(_month_year(m, parts, scene, scene.published), m)


def _month_year(m: int, parts: Parts, scene: Scene, published: date) -> int:
    step = _step(parts["deictic"]) if "deictic" in parts else None
    if step == -1:
        return published.year - (m >= published.month)
    if step == 1:
        return published.year + (m <= published.month)
    if step == 0:
        return published.year
    if scene.tense == "future":
        return published.year + (m < published.month)
    if scene.tense == "past":
        return published.year - (m > published.month)
    ahead = m - published.month
    return published.year + (ahead < -6) - (ahead > 5)


def month_range(parts: Parts, scene: Scene) -> Value:
    """Between March and May 2014."""
    first, last = _range_ends(parts, scene)
    if first is None or last is None or first > last:
        return unknown(None, NO_YEAR, "explicit")
    return days(first, last, granularity="month", basis="explicit")


def _range_ends(parts: Parts, scene: Scene) -> tuple[date | None, date | None]:
    names = [parts.get("from") or parts.get("from2", ""), parts.get("to") or parts.get("to2", "")]
    found = [re.match(r"([a-z.]+)\D*(\d{4})?", normal(n)) for n in names]
    if not found[0] or not found[1]:
        return None, None
    y2 = found[1][2] or parts.get("year") or (str(scene.published.year) if scene.published else None)
    if y2 is None:
        return None, None
    first = month(int(found[0][2] or y2), int_value("month", found[0][1]))
    last = month(int(y2), int_value("month", found[1][1]))
    if first.first and last.first and first.first > last.first:
        first = month(int(y2) - 1, int_value("month", found[0][1]))
    return first.first, last.last


def year_alone(parts: Parts, scene: Scene) -> Value:
    """1998."""
    del scene
    return year(int(parts["year"]))


def year_range(parts: Parts, scene: Scene) -> Value:
    """2011-2013, 2014/15."""
    del scene
    first = int(parts.get("first") or parts["first2"])
    second = parts.get("second") or parts.get("second2")
    last = int(second) if second else first // 100 * 100 + int(parts["short"])
    return years(first, last, f"{first:04d}/{last:04d}") if first < last else year(first)


def spoken_year(parts: Parts, scene: Scene) -> Value:
    """nineteen ninety-one."""
    del scene
    if "century_word" not in parts:
        return year(2000)
    ones = int_value("number", parts["ones"]) if "ones" in parts else 0
    return year(int_value("century_word", parts["century_word"]) * 100 + int_value("number", parts["tens"]) + ones)


def decade(parts: Parts, scene: Scene) -> Value:
    """the 1990s, the '80s, the nineties."""
    if "decade" in parts:
        first = int(parts["decade"]) // 10 * 10
    elif "short" in parts:
        first = full_year(int(parts["short"]), scene)
    else:
        first = 1900 + 10 * int_value("decade_word", parts["decade_word"])
    return years(first, first + 9, f"{first // 10}")


def century(parts: Parts, scene: Scene) -> Value:
    """the 20th century."""
    del scene
    number = int(parts["n"]) if "n" in parts else int_value("ordinal", parts["ordinal"])
    return years(max((number - 1) * 100, 1), (number - 1) * 100 + 99, f"{number - 1:02d}")


def season_of(parts: Parts, scene: Scene) -> Value:
    """last summer, the winter of 2016, spring 2024."""
    code = str(word_value("season", parts["season"]))
    stated = year_of(parts, scene)
    if stated is not None:
        return season(stated, code)
    if scene.published is None:
        return unknown(f"XXXX-{code}")
    return season(_season_year(code, parts, scene, scene.published), code, "relative")


def _season_year(code: str, parts: Parts, scene: Scene, published: date) -> int:
    begins = season(published.year, code).first
    started = begins is not None and begins <= published
    ended = {"SP": 5, "SU": 8, "FA": 11, "WI": 2}[code] < published.month
    step = _step(parts["deictic"]) if "deictic" in parts else None
    if step == -1:
        return published.year if ended else published.year - 1
    if step == 1:
        return published.year + (1 if started else 0)
    if step == 0 or scene.future:
        return published.year
    return published.year if started else published.year - 1


def quarter_of(parts: Parts, scene: Scene) -> Value:
    """the third quarter, Q3 2023, last year's first quarter."""
    digit = parts.get("n") or parts.get("n2")
    number = int(digit) if digit else int_value("ordinal", parts["ordinal"])
    if not 1 <= number <= 4:
        return unknown(None, "a year has four quarters")
    stated = year_of(parts, scene)
    if stated is None and "deictic" in parts:
        stated = scene.published.year if scene.published else None
    if stated is not None:
        return quarter(stated, number)
    if scene.published is None:
        return unknown(f"XXXX-Q{number}")
    begun = 3 * number - 2 <= scene.published.month
    return quarter(scene.published.year - (0 if begun or scene.future else 1), number, "relative")


def half_year(parts: Parts, scene: Scene) -> Value:
    """the first half of 2023."""
    number = int_value("ordinal", parts["ordinal"]) if "ordinal" in parts else 2
    stated = year_of(parts, scene)
    if stated is None or number > 2:
        return unknown(f"XXXX-H{number}")
    return months(stated, 6 * number - 5, 6 * number, f"{stated:04d}-H{number}")


def holiday(parts: Parts, scene: Scene) -> Value:
    """A feast of a stated year, else the one nearest to publication that the tense allows."""
    feast = time_words().holidays[normal(parts["holiday"])]
    stated = year_of(parts, scene)
    if stated is not None:
        spans = feast_days(feast, stated)
    elif scene.published is None:
        return unknown("XXXX-XX-XX")
    else:
        near = scene.published
        spans = [s for y in (near.year - 1, near.year, near.year + 1) for s in feast_days(feast, y)]
        if scene.tense == "past":
            spans = [s for s in spans if s[0] <= near] or spans
        if scene.future:
            spans = [s for s in spans if s[1] >= near] or spans
        spans = sorted(spans, key=lambda s: abs((s[0] - near).days))
    if not spans:
        return unknown(None, NO_PUBLICATION)
    first, last = spans[0]
    centre = add_days(first, feast.spread)
    return day(first, "explicit") if first == last else replace(
        days(first, last, granularity="day", basis="explicit"), timex=centre.isoformat()
    )  # fmt: skip
