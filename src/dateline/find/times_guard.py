"""False friends of temporal words: 'may', 'march', 'the Sun', scores, calibres, counts, ages, addresses."""

from __future__ import annotations

import re
from collections.abc import Callable

from spacy.tokens import Token

from dateline.find.times_forms import Form, compiled
from dateline.find.times_words import normal, time_words, word_value
from dateline.text.segment import Parsed


def is_time(form: Form, parsed: Parsed) -> bool:
    """Whether a stretch that looks like a time is one in its sentence."""
    check = _CHECKS.get(form.name)
    return not (check is not None and not check(form, parsed))


def _before(form: Form, parsed: Parsed) -> str:
    """The word before a form, lower case; '' at the start of a line."""
    match = re.search(r"([\w'’.$€£]+)[ \t\u00a0(\"“]*$", parsed.text[max(form.start - 40, 0) : form.start])
    return normal(match[1]) if match else ""


def _after(form: Form, parsed: Parsed) -> str:
    """The word after a form, lower case; '' where punctuation stands between."""
    match = re.match(r"[ \t\u00a0\n]*([\w'’]+)", parsed.text[form.end : form.end + 40])
    return normal(match[1]) if match else ""


def _first_token(form: Form, parsed: Parsed) -> Token:
    return parsed.doc[parsed.token_at(form.start) or 0]


def _next_token(form: Form, parsed: Parsed) -> Token | None:
    i = (parsed.token_at(form.end - 1) or 0) + 1
    while i < len(parsed.doc) and parsed.doc[i].is_space:
        i += 1
    return parsed.doc[i] if i < len(parsed.doc) else None


def _month(form: Form, parsed: Parsed) -> bool:
    word = form.parts["month"]
    if not word[0].isupper() or normal(form.parts.get("deictic", "")).startswith("that"):
        return False
    if len(form.parts) > 1:
        return True
    token = _first_token(form, parsed)
    if token.tag_ == "MD":
        return False
    led = _before(form, parsed) in time_words().context.before_month
    if normal(word) in time_words().context.cautious_months or len(word.rstrip(".")) <= 3:
        return led
    after = _next_token(form, parsed)
    named = after is not None and after.pos_ == "PROPN" and after.idx <= form.end + 1 and token.dep_ == "compound"
    return led or not (named or token.ent_type_ == "PERSON")


def _weekday(form: Form, parsed: Parsed) -> bool:
    word = form.parts["weekday"]
    if not word[0].isupper():
        return len(form.parts) > 1 or (
            len(word) > 5 and _before(form, parsed) in (*time_words().context.before_clock, "on")
        )
    short = normal(word).rstrip(".") + "." in time_words().context.cautious_weekdays
    led = normal(form.parts.get("deictic", "")) in ("last", "next", "this")
    return not short or ((word.endswith(".") or led) and _before(form, parsed) != "the")


def _weekday_lost(form: Form, parsed: Parsed) -> bool:
    """'Mondays raids took place', of a text that has lost its apostrophes: raids of one Monday."""
    after = _next_token(form, parsed)
    return form.parts["weekdays"][0].isupper() and after is not None and after.pos_ == "NOUN" and not _owns(parsed.text)


def _owns(text: str) -> bool:
    return re.search(r"\w['’]s\b", text) is not None


def _year(form: Form, parsed: Parsed) -> bool:
    text = parsed.text
    if form.end - form.start > 4:
        return True
    around = text[max(form.start - 1, 0) : form.start] + "|" + text[form.end : form.end + 1]
    if re.search(r"[\d/:.]\||\|[/:]|\|-\d", around):
        return False
    if _before(form, parsed) in time_words().context.numbered:
        return False
    after = _next_token(form, parsed)
    counted = after is not None and after.tag_ == "NNS" and after.idx <= form.end + 1
    if counted or _after(form, parsed) in ("people", "hours", "km", "miles", "troops", "metres", "meters", "percent"):
        return int(text[form.start : form.end]) % 50 != 0 and _before(form, parsed) in ("in", "since", "the", "of")
    return True


def _season(form: Form, parsed: Parsed) -> bool:
    if "deictic" in form.parts or "year" in form.parts or "year_word" in form.parts:
        return True
    token = parsed.doc[parsed.token_at(form.end - 1) or 0]
    if token.pos_ not in ("NOUN", "PROPN") or _before(form, parsed) in time_words().context.name_words:
        return False
    if token.i and parsed.doc[token.i - 1].pos_ == "PROPN":
        return False
    if token.dep_ == "compound":
        return False
    if normal(form.parts["season"]) in ("fall", "spring"):
        led = _before(form, parsed) in ("in", "by", "during", "until", "since", "of")
        return led and _after(form, parsed) not in ("of", "from")
    return True


def _clock(form: Form, parsed: Parsed) -> bool:
    """14:30 needs a word such as 'at' before it, or a zone, or am/pm."""
    clock = form.parts["clock"]
    if not re.fullmatch(r"\d{1,2}[:.]\d\d(?::\d\d)?", clock):
        return True
    return _before(form, parsed) in time_words().context.before_clock


def _numeric_date(form: Form, _: Parsed) -> bool:
    a, b = int(form.parts["a"]), int(form.parts["b"])
    if not (1 <= a <= 31 and 1 <= b <= 31 and min(a, b) <= 12):
        return False
    return "year" in form.parts or "weekday" in form.parts or form.parts.get("sep") != "-"


def _duration(form: Form, parsed: Parsed) -> bool:
    after = _after(form, parsed)
    if after in time_words().context.ages:
        return False
    unit = normal(form.parts.get("unit") or form.parts.get("units") or form.parts.get("point_unit") or "")
    if unit == "second":
        return False
    if unit in ("quarter", "quarters") and after in ("of", "century"):
        return False
    return not (unit in ("night", "day") and after == "time")


def _shift(form: Form, parsed: Parsed) -> bool:
    """'two days before' alone counts from a date; before a noun the words are a duration and a preposition."""
    last = normal(form.parts.get("shift", "before"))
    if last not in ("before", "after"):
        return _after(form, parsed) != "than"
    token = _next_token(form, parsed)
    return token is None or token.is_punct or token.pos_ == "CCONJ"


def _order(form: Form, parsed: Parsed) -> bool:
    return _after(form, parsed) != "than"


def _reference(form: Form, parsed: Parsed) -> bool:
    word = normal(form.parts["reference"])
    token = _first_token(form, parsed)
    if word in ("recent", "current", "future"):
        return token.pos_ == "ADJ" and token.dep_ in ("amod", "acomp")
    if word in ("the past", "the future"):
        after = _next_token(form, parsed)
        return after is None or after.pos_ not in ("NOUN", "PROPN", "NUM", "ADJ")
    return not (word == "now" and _after(form, parsed) == "that")


def _holiday(form: Form, parsed: Parsed) -> bool:
    return form.parts["holiday"][0].isupper() and _after(form, parsed) not in ("island", "islands", "rising")


def _date(form: Form, parsed: Parsed) -> bool:
    """'In March 12 people were killed': the number counts the people."""
    if not form.parts["month"][0].isupper():
        return False
    after = _next_token(form, parsed)
    if "year" not in form.parts and parsed.text[form.start : form.start + 4].lower() == "the " and _names(after, form):
        return False  # 'the 14th October Brigade'
    if "year" in form.parts or not form.parts.get("day", "").isdigit() or "weekday" in form.parts:
        return True
    plural = after is not None and (after.tag_ == "NNS" or after.lower_ == "people") and after.idx <= form.end + 1
    return not (plural and _before(form, parsed) == "in" and parsed.text[form.start].isalpha())


def _names(after: Token | None, form: Form) -> bool:
    return after is not None and after.text[:1].isupper() and after.pos_ == "PROPN" and after.idx == form.end + 1


def _day_of_month(form: Form, parsed: Parsed) -> bool:
    """'on the 9th', not 'the 9th Brigade', 'the 9th of its kind', 'on the 9th floor'."""
    if _before(form, parsed) not in time_words().context.before_nth:
        return False
    after = _next_token(form, parsed)
    return after is None or (after.pos_ not in ("NOUN", "PROPN", "ADJ", "NUM", "SYM") and after.lower_ != "of")


def _spoken_year(form: Form, _: Parsed) -> bool:
    value = word_value("number", form.parts.get("tens", "ten"))
    return isinstance(value, int) and value >= 10


def _ordinal_unit(form: Form, _: Parsed) -> bool:
    return "weekday" not in form.parts or "inner" in form.parts


def _modified(form: Form, parsed: Parsed) -> bool:
    """Names and numbers on the calendar are modified, and what a determiner points at; 'about 2000' is a count."""
    inner = form.parts["inner"]
    if re.fullmatch(r"\d{4}", inner):
        return _year(Form("year", form.end - 4, form.end, {"year": inner}), parsed)
    return bool(
        inner[0].isupper()
        or inner[0].isdigit()
        or compiled("{deictic}|the|today|yesterday|tomorrow|{part}|{season}|['’`]").match(inner)
    )


_CHECKS: dict[str, Callable[[Form, Parsed], bool]] = {
    "month": _month,
    "weekday": _weekday,
    "weekday_lost": _weekday_lost,
    "year": _year,
    "season": _season,
    "spoken_year": _spoken_year,
    "clock": _clock,
    "date_numeric": _numeric_date,
    "day_of_month": _day_of_month,
    "date_mdy": _date,
    "date_dmy": _date,
    "duration": _duration,
    "duration_bare": _duration,
    "duration_article": _duration,
    "duration_range": _duration,
    "first_n": _duration,
    "shift": _shift,
    "unit_before": _shift,
    "order_day": _order,
    "reference": _reference,
    "holiday": _holiday,
    "ordinal_unit": _ordinal_unit,
    "modified": _modified,
}
