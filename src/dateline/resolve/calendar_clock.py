"""Parts of a day and clock times: Friday night, 10 p.m. Wednesday, dawn, overnight, the night of 12-13 March."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from dateline.find.times_words import normal, word_value
from dateline.resolve.calendar_absolute import Parts, day_range
from dateline.resolve.calendar_relative import deictic_unit, last_night, weekday
from dateline.resolve.calendar_scene import Scene
from dateline.resolve.calendar_value import Value, add_days, day, days, unknown

NO_DAY = "no day for the time of day"
_BLANK_DAY = "XXXX-XX-XX"


def part_code(word: str) -> str:
    """MO, AF, EV or NI."""
    return str(word_value("part", word) or word_value("bare_part", word))


def at_part(base: Value, code: str) -> Value:
    """A day narrowed to a part of it. The day stays as it is: a night belongs to the day it is named after."""
    if base.first is None:
        return replace(base, timex=f"{base.timex or _BLANK_DAY}T{code}", type="TIME")
    timex = f"{base.first.isoformat()}T{code}" if base.first == base.last else base.timex
    return replace(base, timex=timex, type="TIME", granularity="part_of_day")


def _near_day(scene: Scene) -> Value:
    near = scene.near
    if near and near.first and near.first == near.last:
        return day(near.first)
    return unknown(_BLANK_DAY, NO_DAY)


def this_part(parts: Parts, scene: Scene) -> Value:
    """this morning, last night."""
    code = part_code(parts["part"])
    if normal(parts["which"]) == "last":
        if code == "NI":
            return last_night(scene)
        base = day(add_days(scene.published, -1)) if scene.published else unknown(_BLANK_DAY)
    else:
        base = day(scene.published) if scene.published else unknown(_BLANK_DAY)
    return at_part(base, code)


def tonight(parts: Parts, scene: Scene) -> Value:
    """tonight."""
    del parts
    return at_part(day(scene.published) if scene.published else unknown(_BLANK_DAY), "NI")


def next_part(parts: Parts, scene: Scene) -> Value:
    """the next morning, that night, the same evening."""
    base = deictic_unit({"deictic": parts["deictic"], "point_unit": "day"}, scene)
    return at_part(base, part_code(parts["part"]))


def part_alone(parts: Parts, scene: Scene) -> Value:
    """at dawn, the morning: of the day named beside it, else of none."""
    word = parts.get("bare_part") or parts["part"]
    return at_part(_near_day(scene), part_code(word))


def hours_of_part(parts: Parts, scene: Scene) -> Value:
    """the early hours of the morning."""
    return at_part(_near_day(scene), part_code(parts.get("part", "night")))


def overnight(parts: Parts, scene: Scene) -> Value:
    """The night into the day of publication."""
    del parts
    if scene.published is None:
        return replace(unknown(f"{_BLANK_DAY}TNI"), type="TIME")
    eve = add_days(scene.published, -1)
    found = days(eve, scene.published, granularity="part_of_day", timex=f"{scene.published.isoformat()}TNI")
    return replace(found, type="TIME")


def overnight_on(inner: Value) -> Value:
    """Overnight on Friday: the night before or the night after may be meant, so both are in."""
    if inner.first is None or inner.last is None:
        return at_part(inner, "NI")
    found = days(add_days(inner.first, -1), add_days(inner.last, 1), granularity="part_of_day")
    return replace(found, timex=f"{inner.first.isoformat()}TNI", type="TIME", basis=inner.basis)


def night_range(parts: Parts, scene: Scene) -> Value:
    """the night of 12-13 March."""
    found = day_range(parts, scene)
    timex = f"{found.first.isoformat()}TNI" if found.first else f"{_BLANK_DAY}TNI"
    return replace(found, timex=timex, type="TIME", granularity="part_of_day" if found.first else None)


def night_into(parts: Parts, scene: Scene) -> Value:
    """Friday night to Saturday; overnight Friday into Saturday."""
    second = weekday({"weekday": parts.get("b") or parts["b2"]}, scene)
    if second.first is None:
        return replace(second, timex=f"{_BLANK_DAY}TNI", type="TIME")
    eve = add_days(second.first, -1)
    found = days(eve, second.first, granularity="part_of_day", basis="weekday", timex=f"{eve.isoformat()}TNI")
    return replace(found, type="TIME")


def clock_text(words: str) -> str | None:
    """'10:35 a.m. EST' -> T10:35, 'noon' -> T12:00, '2230 GMT' -> T22:30. None where it cannot be read."""
    text = normal(words)
    named = re.match(r"(noon|mid-?day|midnight)", text)
    if named:
        return f"T{word_value('hour_name', named[1])}"
    found = re.match(r"(\d{1,2})(?:[:.]?(\d\d))?(?::\d\d)?", text)
    if not found:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if re.search(r"\d ?p\.? ?m|in the (?:afternoon|evening)", text) and hour < 12:
        hour += 12
    if re.search(r"\d ?a\.? ?m", text) and hour == 12:
        hour = 0
    return f"T{hour:02d}:{minute:02d}" if hour <= 24 and minute < 60 else None


def at_clock(base: Value, words: str) -> Value:
    """A day narrowed to a clock time."""
    clock = clock_text(words)
    if base.first is None or base.first != base.last or clock is None:
        return replace(base, timex=f"{_BLANK_DAY}{clock or ''}", type="TIME")
    if clock == "T24:00":
        return _midnight(base, base.first)
    return replace(base, timex=f"{base.first.isoformat()}{clock}", type="TIME", granularity="instant")


def _midnight(base: Value, first: date) -> Value:
    """Midnight of a day may be the one that ends it, so the day after is in."""
    found = days(first, add_days(first, 1), granularity="part_of_day", basis=base.basis)
    return replace(found, timex=f"{first.isoformat()}T24:00", type="TIME")


def clock_alone(parts: Parts, scene: Scene) -> Value:
    """10 p.m.: of the day named beside it, else of none (CODEBOOK R2)."""
    return at_clock(_near_day(scene), parts["clock"])
