"""When a document was published: as given, or by a date line at its head or foot; never by a date in its prose."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from dateline.find.times_forms import Form, compiled, forms_in
from dateline.find.times_words import int_value, normal, time_words
from dateline.mentions import DateMark, DateOrder, Publication
from dateline.resolve.calendar_absolute import full_year, safe_date
from dateline.resolve.calendar_read import read_value
from dateline.resolve.calendar_scene import Scene
from dateline.text.segment import Parsed

Order = DateOrder
#: Day and month in numbers, either way.
_BOTH_WAYS = "<a:one_two>[/.-]<b:one_two>[/.-](?:{year}|\\d\\d)"
_BY_HABIT, _EITHER = "publisher's order", "may be either way"
_DATED = ("date_mdy", "date_dmy", "date_iso", "date_numeric")
#: Lines at the head and at the foot of a text where a date line may stand.
_HEAD_LINES, _FOOT_LINES = 8, 3
#: The longest line, in characters, that a date line can be; the longest text before and after its date.
_LINE, _BESIDE = 120, 48
_DATELINE = re.compile(
    r"^\W{0,3}[A-Z][\w'’.-]*(?:[ /-][A-Z][\w'’.-]*){0,3}(?:,\s*[A-Z][\w'’. -]{2,24})?,?\s*\(?$", re.UNICODE
)
_AFTER_DATELINE = re.compile(r"^\s*(?:\([\w ./-]{2,24}\)|\)|[-–—:]|/[\w ]{2,12}/|\.[-–—\s]+[\"“‘«']?[A-Z])")
_SENTENCE_AFTER = re.compile(r"\(|\s+(?:\d{1,2}[:.]\d{2}\s+)?[\"“‘']?[A-Z0-9]")
#: An agency's initials right before a date: 'Mine blast hits bus AFP Tuesday 9 May 2023 Six people ...'.
_AGENCY = re.compile(r"(?:^|[\s.(])[A-Z]{2,8}\s*$")
#: A date that opens the text begins within this many characters.
_OPENING = 5
_AFTER_DATE = re.compile(
    r"^[\s,|/@T()·•-]*(?:at\s+)?(?:\d{1,2}[:.]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?)?[\s,|/()·•–-]*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str
    alone: bool


def publication_of(parsed: Parsed, *, order: Order = "unknown") -> Publication:
    """The publication day with the words and the reason; `day` None where nothing sure says it (CODEBOOK R1, R2).

    A numeric date that reads both ways is decided by a day above 12, by the weekday words of the text, or by the
    publisher's learnt `order`; else it stays unknown and `why` gives both readings.
    """
    document = parsed.document
    shown = document.extra.get("published_raw")
    raw = shown if isinstance(shown, str) else None
    if document.published is not None:
        why = document.extra.get("published_how")
        given = Publication(day=document.published, why=str(why or "given"), raw=raw, order=order, precision="day")
        return _later_line(given, parsed, order) or given
    if raw is not None and (found := _of_page(raw, parsed, order)) is not None:
        return found
    half: Publication | None = None
    for line in _lines(parsed.text):
        found = _in_line(line, parsed, order)
        if found is not None and found.day is not None:
            return found
        half = half or found
    return half or Publication(day=None, why="no date line at the head or the foot of the text", order=order)


def _later_line(given: Publication, parsed: Parsed, order: Order) -> Publication | None:
    """The date line of a text that dates itself after the day given for it: it cannot have been out before."""
    line = next((line for line in _lines(parsed.text)[:1] if line.start < _OPENING), None)
    found = _in_line(line, parsed, order) if line is not None else None
    if found is None or found.day is None or given.day is None or found.day <= given.day:
        return None
    return replace(found, why=f"{found.why}, which is after the day given ({given.day.isoformat()})")


def mark_of(publication: Publication) -> DateMark | None:
    """What the publication's words show of the order of day and month; None where they are no date in numbers."""
    raw = publication.raw
    if raw is None or compiled(_BOTH_WAYS).search(raw) is None:
        return None
    learned = learn_order([raw])
    if learned in ("DMY", "MDY"):
        return DateMark(raw, learned, "number")
    if "weekday" in publication.why:
        return DateMark(raw, publication.order, "weekday")
    if _BY_HABIT in publication.why:
        return DateMark(raw, publication.order, "profile")
    return DateMark(raw, None, None) if publication.day is None and _EITHER in publication.why else None


def _of_page(raw: str, parsed: Parsed, order: Order) -> Publication | None:
    """The date that a page shows, in words that its reader could not read one way."""
    for form in forms_in(raw):
        if form.name == "date_numeric":
            found = _numeric(form.parts, parsed, order, raw, (0, 0))
            return replace(found, start=None, end=None, why=found.why.replace("date line", "the page's date"))
    return None


def learn_order(dates: Iterable[str]) -> Order:
    """The order of day and month of a publisher, from its numeric dates: a number above 12 is a day.

    'unknown' where no date decides or where they disagree.
    """
    seen: set[Order] = set()
    for text in dates:
        match = compiled(_BOTH_WAYS).search(text)
        if compiled(time_words().macros["iso"]).search(text):
            seen.add("YMD")
        elif match:
            a, b = int(match["a"]), int(match["b"])
            if 12 < a <= 31 and b <= 12:
                seen.add("DMY")
            elif a <= 12 < b <= 31:
                seen.add("MDY")
    return seen.pop() if len(seen) == 1 else "unknown"


def _lines(text: str) -> list[_Line]:
    """Head and foot lines that may hold a date line, the head first."""
    rows = [(m.start(), m.end(), m.group()) for m in re.finditer(r"[^\n]*\S[^\n]*", text)]
    head = [_Line(s, e, t, len(t.strip()) <= _LINE) for s, e, t in rows[:_HEAD_LINES]]
    foot = [_Line(s, e, t, True) for s, e, t in rows[_HEAD_LINES:][-_FOOT_LINES:] if len(t.strip()) <= _LINE]
    return head + foot


def _in_line(line: _Line, parsed: Parsed, order: Order) -> Publication | None:
    window = line.text[: 4 * _LINE]
    found = [f for f in forms_in(window) if f.name in (*_DATED, "month_year", "month")]
    for form in sorted(found, key=lambda f: (f.start, -f.end)):
        before, after = window[: form.start], line.text[form.end :]
        if form.name in _DATED and _is_date_line(before, after, form, line):
            return _read(form, window, line, parsed, order)
    return None


def _is_date_line(before: str, after: str, form: Form, line: _Line) -> bool:
    if _labelled(before):
        return True
    if _DATELINE.match(before) and _AFTER_DATELINE.match(after) and len(before) <= _BESIDE:
        return True
    if not before.strip() and _opens_text(form, after, at=line.start):
        return True
    if "weekday" in form.parts and "year" in form.parts and line.start < _OPENING and _AGENCY.search(before):
        return bool(_SENTENCE_AFTER.match(after))
    rest = _AFTER_DATE.sub("", after, count=1)
    if line.alone and not before.strip(" \t\"'“([|•·-–—"):
        return not rest.strip(" .)]|") or _is_byline(rest)
    return line.alone and _is_byline(before) and len(rest.strip()) <= _BESIDE and not re.search(r"[.!?]\s*$", rest)


def _opens_text(form: Form, after: str, *, at: int) -> bool:
    """'Wed 05 Apr 2017 the village ...', '8 June 2021 Militants ...': a full date before the first sentence."""
    if at >= _OPENING or "year" not in form.parts:
        return False
    return "weekday" in form.parts or bool(_SENTENCE_AFTER.match(after))


def _labelled(before: str) -> bool:
    """'Published on: ', 'Last updated - ', 'Date: ' right before the date."""
    label = re.sub(r"[\s:|–—-]+$", "", normal(before))
    label = re.sub(r"\s+(?:on|at)$", "", label)
    return len(before) <= _BESIDE and any(
        label == word or label.endswith((" " + word, "|" + word)) for word in time_words().context.publication_labels
    )


def _is_byline(words: str) -> bool:
    """What stands beside the date in a byline: 'by admin', an agency, a name, a zone; a few words, no sentence."""
    text = words.strip(" \t|•·–—-,")
    if not text or len(text) > _BESIDE:
        return False
    lowered = normal(text)
    if lowered.startswith(("by ", "from ", "source")) or lowered in time_words().classes["zone"]:
        return True
    names = re.findall(r"[^\W\d_]+", text)
    return bool(names) and len(names) <= 5 and all(n[0].isupper() for n in names) and not text.endswith((".", "!", "?"))


def _read(form: Form, window: str, line: _Line, parsed: Parsed, order: Order) -> Publication:
    raw = line.text.strip()[:_LINE]
    where = (line.start + form.start, line.start + form.end)
    if form.name == "date_numeric":
        return _numeric(form.parts, parsed, order, raw, where)
    if form.name != "date_iso" and "year" not in form.parts and "short" not in form.parts:
        return Publication(
            day=None, why=f"the date line has no year: {raw!r}", raw=raw, order=order, start=where[0], end=where[1]
        )
    value = read_value(window[form.start : form.end], Scene(published=None, order=order))
    day = value.first if value.first == value.last else None
    why = "date line" if day else f"no such day: {raw!r}"
    return Publication(
        day=day, why=why, raw=raw, order=order, precision="day" if day else "unknown", start=where[0], end=where[1]
    )


def _numeric(parts: dict[str, str], parsed: Parsed, order: Order, raw: str, where: tuple[int, int]) -> Publication:
    """09/11/2017: which reading the day above 12, the weekdays of the text or the publisher's order allow."""
    scene = Scene(published=None)
    y = int(parts["year"]) if "year" in parts else full_year(int(parts["short"]), scene)
    a, b = int(parts["a"]), int(parts["b"])
    readings: dict[Order, date] = {}
    for name, found in (("DMY", safe_date(y, b, a)), ("MDY", safe_date(y, a, b))):
        if found:
            readings["DMY" if name == "DMY" else "MDY"] = found
    chosen, why = _choose(readings, parts, parsed, order)
    if chosen is None:
        return Publication(day=None, why=why, raw=raw, order=order, precision="unknown", start=where[0], end=where[1])
    return Publication(
        day=readings[chosen], why=why, raw=raw, order=chosen, precision="day", start=where[0], end=where[1]
    )


def _choose(
    readings: dict[Order, date], parts: dict[str, str], parsed: Parsed, order: Order
) -> tuple[Order | None, str]:
    if not readings:
        return None, "the numbers of the date line are no day"
    if len(set(readings.values())) == 1:
        return next(iter(readings)), "date line, one reading only"
    if "weekday" in parts:
        wanted = int_value("weekday", parts["weekday"])
        fit = [o for o, d in readings.items() if d.isoweekday() == wanted]
        if len(fit) == 1:
            return fit[0], "date line, decided by its weekday"
    by_text = _by_weekdays(readings, parsed)
    if by_text:
        return by_text, "date line, decided by the weekdays of the text"
    if order in readings:
        return order, f"date line, decided by the {_BY_HABIT}"
    both = " or ".join(d.isoformat() for d in readings.values())
    return None, f"day and month {_EITHER}: {both}"


def _by_weekdays(readings: dict[Order, date], parsed: Parsed) -> Order | None:
    """News of a weekday is of the same day or the day before: the reading that more of the first weekdays fit."""
    named = [f for f in forms_in(parsed.text) if f.name == "weekday" and "deictic" not in f.parts]
    days = [int_value("weekday", f.parts["weekday"]) for f in named if len(f.parts["weekday"]) > 5][:4]
    scores = {o: sum(_age(d, wanted) for wanted in days) for o, d in readings.items()}
    best = max(scores.values())
    winners = [o for o, score in scores.items() if score == best]
    return winners[0] if best > 0 and len(winners) == 1 else None


def _age(day: date, weekday: int) -> int:
    """2 for the same day, 1 for the day before, 0 for an older one."""
    return max(2 - (day.isoweekday() - weekday) % 7, 0)
