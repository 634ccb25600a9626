"""Temporal expressions to values: TIMEX3, closed intervals, precision, and how each stands to its clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import zip_longest

from dateline.find.times_forms import read_form
from dateline.find.times_words import int_value, normal, time_words
from dateline.mentions import Publication, TimeMention
from dateline.resolve.calendar_absolute import YEAR_OF_WEEKDAY
from dateline.resolve.calendar_numbers import unit_of
from dateline.resolve.calendar_read import read_value
from dateline.resolve.calendar_scene import Scene
from dateline.resolve.calendar_tense import clause_verb, head_token, relation_of, tense_at
from dateline.resolve.calendar_value import Value
from dateline.text.segment import Parsed

#: A date is still 'near' in its own sentence and the one after it.
_NEAR = 1
#: What may stand between two dates of which the second has the year of both.
_JOINING = ("CCONJ", "ADP", "DET", "SCONJ", "PUNCT", "SPACE")

#: The longest line, in characters, that is a picture's caption.
_CAPTION = 600

_YEARLESS = re.compile(r"(XXXX-\d\d-\d\d)(?:T\w\w|T\d\d:\d\d)?")


def resolve_times(mentions: Sequence[TimeMention], parsed: Parsed, publication: Publication) -> list[TimeMention]:
    """The mentions with TIMEX value, interval, granularity, basis, relation and order (CODEBOOK R1-R12, R67).

    Days are ISO dates, intervals closed and the widest honest. Without a publication date, weekdays and
    relative words keep `from_`/`to` None and say so in `why`.
    """
    ordered = sorted(mentions, key=lambda m: m.start)
    scene = _scene(ordered, parsed, publication)
    seen: list[tuple[int, Value]] = []
    resolved: list[TimeMention] = []
    for mention, after in zip_longest(ordered, ordered[1:]):
        sentence = parsed.sentence_at(mention.start)
        index = sentence.index if sentence else 0
        scene.tense = tense_at(mention, parsed)
        scene.near = next((v for i, v in reversed(seen) if index - i <= _NEAR), None)
        scene.year_beside = _year_beside(mention, after, parsed)
        value = _after_midnight(read_value(mention.text, scene), mention, parsed)
        resolved.append(_placed(mention, value, parsed))
        borrowed = publication.day is None and _is_of_archive(mention, parsed)
        if _anchors(value, mention, publication) and not borrowed and not _compares(mention.text):
            seen.append((index, value))
            _remember(scene, value)
    return resolved


def _after_midnight(value: Value, mention: TimeMention, parsed: Parsed) -> Value:
    """'shortly after midnight on Thursday' is Thursday alone; 'at midnight' may be the end of it as well."""
    before = parsed.text[max(0, mention.start - 12) : mention.start].split()
    if not (value.timex or "").endswith("T24:00") or not before or before[-1].lower() not in ("after", "past"):
        return value
    return replace(value, last=value.first, edtf=value.first.isoformat() if value.first else None)


def _scene(mentions: Sequence[TimeMention], parsed: Parsed, publication: Publication) -> Scene:
    """What the text's own dates tell before it is read: years for its months, days for its weekdays."""
    told = [m for m in mentions if not _is_of_archive(m, parsed)]
    scene = Scene(published=publication.day, order=publication.order)
    if publication.day is None:
        # Days whose weekday gives their year are as good as those that are written with it.
        plain = Scene(published=None, full=_full_dates(told, Scene(published=None)))
        scene.full, scene.months = _full_dates(told, plain), _months(told, plain)
        scene.named = _full_dates([m for m in told if _names_weekday(m)], plain)
    return scene


def _full_dates(mentions: Sequence[TimeMention], scene: Scene) -> tuple[date, ...]:
    """The days that the text names with their year, whoever published it when."""
    values = (read_value(m.text, scene) for m in mentions)
    return tuple(v.first for v in values if v.first is not None and v.first == v.last and _is_surely_dated(v))


def _months(mentions: Sequence[TimeMention], scene: Scene) -> frozenset[tuple[int, int]]:
    """The (year, month) of the days and months that the text names with their year."""
    values = (read_value(m.text, scene) for m in mentions)
    return frozenset(
        (v.first.year, v.first.month)
        for v in values
        if v.first is not None and v.last is not None and _is_surely_dated(v) and v.granularity in ("day", "month")
    )


def _is_surely_dated(value: Value) -> bool:
    """By its own words: a year, or a weekday that only one year fits."""
    return value.basis == "explicit" and value.why in (None, YEAR_OF_WEEKDAY)


def _names_weekday(mention: TimeMention) -> bool:
    """'Friday, 22 April 2022', and 'the morning of' it."""
    form = read_form(mention.text)
    if form is not None and "inner" in form.parts:
        form = read_form(form.parts["inner"])
    return form is not None and "weekday" in form.parts


def _is_of_archive(mention: TimeMention, parsed: Parsed) -> bool:
    """'File photo: troops near Sevare, Dec. 19, 2016': the day of a picture that the story only borrows."""
    begin = parsed.text.rfind("\n", 0, mention.start) + 1
    end = parsed.text.find("\n", mention.end)
    line = parsed.text[begin : end if end >= 0 else None]
    return _archive_marks().search(line) is not None if len(line) <= _CAPTION else False


@lru_cache(maxsize=1)
def _archive_marks() -> re.Pattern[str]:
    marks = "|".join(map(re.escape, time_words().context.archive_marks))
    return re.compile(rf"(?<!\w)(?:{marks})", re.IGNORECASE)


def _year_beside(mention: TimeMention, after: TimeMention | None, parsed: Parsed) -> int | None:
    """'on June 3 or June 4, 2022', 'March and April 2014': the year is written once, at the end."""
    if after is None or not (_in_month(mention) and _in_month(after)):
        return None
    between = parsed.doc.char_span(mention.end, after.start, alignment_mode="contract")
    joined = between is not None and any(t.pos_ == "CCONJ" for t in between)
    if between is None or not joined or any(t.pos_ not in _JOINING for t in between):
        return None
    first, second = read_form(mention.text), read_form(after.text)
    if first is None or second is None or "year" not in second.parts:
        return None
    crossed = int_value("month", first.parts["month"]) > int_value("month", second.parts["month"])
    return int(second.parts["year"]) - crossed


def _in_month(mention: TimeMention) -> bool:
    form = read_form(mention.text)
    return form is not None and form.name in ("month", "month_year", "date_mdy", "date_dmy")


def _anchors(value: Value, mention: TimeMention, publication: Publication) -> bool:
    """Dates can be counted from; lengths, 'now' and the document's own date line cannot."""
    if value.first is None or value.last is None or value.type not in ("DATE", "TIME"):
        return False
    if publication.start is not None and publication.end is not None and mention.start < publication.end:
        return mention.end <= publication.start
    return not (value.timex or "").endswith("_REF")


def _compares(text: str) -> bool:
    """'a year earlier' only compares: the story goes on from the date before it."""
    form = read_form(text)
    if form is None or form.name not in ("shift", "ago", "year_ago", "quarter_year_ago"):
        return False
    return form.name.endswith("year_ago") or unit_of(form.parts.get("unit") or form.parts["units"]) == "year"


def _remember(scene: Scene, value: Value) -> None:
    scene.anchor = value
    unit = "quarter" if "-Q" in (value.timex or "") else "weekend" if (value.timex or "").endswith("WE") else None
    if unit:
        scene.spoken[unit] = value


def _without_year(timex: str | None) -> str | None:
    """A day and a month are something, even without the year: 'XXXX-08-16' is EDTF for it."""
    found = _YEARLESS.fullmatch(timex or "")
    return found[1] if found else None


def _placed(mention: TimeMention, value: Value, parsed: Parsed) -> TimeMention:
    typed = replace(mention, type=value.type)
    return replace(
        typed,
        timex=value.timex,
        from_=_iso(value.first),
        to=_iso(value.last),
        edtf=value.edtf or _without_year(value.timex),
        granularity=value.granularity,
        basis=value.basis,
        relation=relation_of(typed, parsed),
        seq=value.seq if value.seq is not None else _order(mention, value, parsed),
        why=value.why,
    )


def _iso(d: date | None) -> str | None:
    return d.isoformat() if d else None


def _order(mention: TimeMention, value: Value, parsed: Parsed) -> int | None:
    """1 for what a word of the clause puts earlier on the day, 3 for later, None where nothing is said."""
    if value.granularity not in ("day", "part_of_day", "instant"):
        return None
    verb = clause_verb(head_token(mention, parsed))
    adverbs = {normal(c.text) for c in verb.children if c.dep_ == "advmod"} if verb is not None else set()
    words = time_words().context
    if adverbs & set(words.earlier_words):
        return 1
    return 3 if adverbs & set(words.later_words) else None
