"""Forms of temporal expressions as compiled patterns: which stretches of a text have the form of a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from dateline.find.times_words import FormRule, time_words

_PLACE = re.compile(r"\{([a-z_]\w*)\}")
_PART = re.compile(r"<([a-z_]\w*)(?::([a-z_]\w*))?>")
_INNER = re.compile(r"<inner:(\w+)>")
#: A capital that stands for itself, in a pattern; and letters that match others than their own small ones.
_CAPITAL = re.compile(r"(?<!\\)(?<!\(\?)[A-Z]")
_ODD_LETTERS = "ıİſ"
_BLANK = r"(?:[ \t\u00a0\u202f]+|[ \t]*\n[ \t]*)"
_BEFORE = r"(?<![\w$£€¥#@&])(?<!\w[./’'])(?<![\d/]:)(?<!\d,)"
_AFTER = r"(?!\w)(?![-‑]\w)(?![.,]\d)(?!\s?%)"
#: A comma between a day and its year, which a page may have in another script.
_COMMA = re.compile(r",(?=\?)|(?<=\|),(?=[|)])")
#: How far from an anchor a form may reach, in characters.
_REACH = 80


@dataclass(frozen=True, slots=True)
class Form:
    """A stretch of text with the name of its form and the words of its parts."""

    name: str
    start: int
    end: int
    parts: dict[str, str]


@lru_cache(maxsize=512)
def _class_pattern(name: str) -> str:
    words = sorted(time_words().classes[name], key=len, reverse=True)
    return "(?:" + "|".join(_word_pattern(w) for w in words) + ")"


def _word_pattern(word: str) -> str:
    dotted = word.endswith(".")
    core = re.escape(word.rstrip(".")).replace(r"\ ", " ").replace("'", "['’`]")
    return core + (r"\b\.?" if dotted else (r"\b" if core[-1].isalnum() else ""))


@lru_cache(maxsize=512)
def _named(name: str) -> str:
    words = time_words()
    if name in words.macros:
        return "(?:" + expand(words.macros[name]) + ")"
    if name == "holiday":
        return "(?:" + "|".join(_word_pattern(w) for w in sorted(words.holidays, key=len, reverse=True)) + ")"
    return _class_pattern(name)


def expand(pattern: str) -> str:
    """A pattern with its macros and classes written out (blanks still plain)."""
    pattern = _PART.sub(lambda m: f"(?P<{m[1]}>{_named(m[2] or m[1])})", pattern)
    return _PLACE.sub(lambda m: _named(m[1]), pattern)


@lru_cache(maxsize=1024)
def _compile(before: str, pattern: str, after: str) -> re.Pattern[str]:
    return re.compile(_written_out(before, pattern, after), re.IGNORECASE)


def _written_out(before: str, pattern: str, after: str) -> str:
    body = _COMMA.sub("[,،]", expand(pattern)).replace("[- ]", "(?:-| )")
    body = body.replace(" ?", "\0").replace(" ", _BLANK).replace("\0", _BLANK + "?")
    return before + body + after


@lru_cache(maxsize=1024)
def _compile_low(before: str, pattern: str, after: str) -> re.Pattern[str] | None:
    """The same for texts in small letters, several times as fast; None where the pattern itself has capitals."""
    whole = _written_out(before, pattern, after)
    return None if _CAPITAL.search(whole) else re.compile(whole)


def _lowered(text: str) -> str | None:
    """The text in small letters at the same offsets; None where a letter's case is not one of plain pairs."""
    low = text.lower()
    return low if len(low) == len(text) and not any(c in text for c in _ODD_LETTERS) else None


def _search(before: str, pattern: str, after: str, text: str, low: str | None) -> tuple[re.Pattern[str], str]:
    """The pattern and the text, as it is or in small letters, to search with it: what is found is the same."""
    fast = _compile_low(before, pattern, after) if low is not None else None
    return (fast, low) if fast is not None and low is not None else (_compile(before, pattern, after), text)


@lru_cache(maxsize=1)
def _before() -> str:
    """What may not stand before a time: a word's rest, a sum of money, a hyphen but after 'mid-' and its like."""
    allowed = "".join(f"|(?<=\\b{re.escape(word)}-)" for word in time_words().hyphened)
    return f"{_BEFORE}(?:(?<!\\w-){allowed})"


def compiled(pattern: str) -> re.Pattern[str]:
    """The regular expression of a form's pattern."""
    return _compile(f"{_before()}(?:", pattern, f"){_AFTER}")


def _windows(text: str, low: str | None, anchor: str) -> Iterator[tuple[int, int]]:
    """Stretches around the anchor's words, merged where they touch."""
    first, last = -1, -1
    pattern, searched = _search("(?:", time_words().anchors[anchor], r")(?!\w)", text, low)
    for match in pattern.finditer(searched):
        start, end = max(match.start() - _REACH, 0), min(match.end() + _REACH, len(text))
        if first < 0:
            first, last = start, end
        elif start <= last:
            last = end
        else:
            yield first, last
            first, last = start, end
    if first >= 0:
        yield first, last


def forms_in(text: str) -> list[Form]:
    """Every stretch that has some form, overlaps included; forms earlier in the vocabulary first."""
    lowered = _lowered(text)
    windows = {name: list(_windows(text, lowered, name)) for name in time_words().anchors}
    found: list[Form] = []
    for rule in time_words().forms:
        spans = windows[rule.anchor]
        if spans and _INNER.search(rule.pattern):
            found.extend(_composed(text, rule, spans, found))
        elif spans:
            pattern, searched = _search(f"{_before()}(?:", rule.pattern, f"){_AFTER}", text, lowered)
            matches = (m for low, high in spans for m in pattern.finditer(searched, low, high))
            found.extend(_form(rule.form, m, text) for m in matches)
    return found


def _composed(text: str, rule: FormRule, spans: list[tuple[int, int]], found: list[Form]) -> list[Form]:
    """Forms made of a time already found and words right before or right after it."""
    before, kind, after = _split(rule.pattern)
    inner = [f for f in found if f.name in time_words().inner[kind]]
    made: list[Form] = []
    if after:
        pattern = compiled_after(after)
        for form in inner:
            match = pattern.match(text, form.end)
            if match:
                made.append(_around(rule.form, text, form, match, form.start, match.end()))
        return made
    starts: dict[int, Form] = {}
    for form in inner:
        if form.start not in starts or starts[form.start].end < form.end:
            starts[form.start] = form
    pattern = compiled_before(before)
    for low, high in spans:
        for match in pattern.finditer(text, low, high):
            core = starts.get(match.end())
            if core:
                made.append(_around(rule.form, text, core, match, match.start(), core.end))
    return made


def _around(name: str, text: str, core: Form, match: re.Match[str], start: int, end: int) -> Form:
    parts = {k: v for k, v in match.groupdict().items() if v is not None}
    return Form(name, start, end, {**parts, "inner": text[core.start : core.end]})


def _split(pattern: str) -> tuple[str, str, str]:
    match = _INNER.search(pattern)
    assert match
    return pattern[: match.start()], match[1], pattern[match.end() :]


def compiled_before(pattern: str) -> re.Pattern[str]:
    """Words that stand right before an inner time."""
    return _compile(f"{_before()}(?:", pattern, ")")


def compiled_after(pattern: str) -> re.Pattern[str]:
    """Words that stand right after an inner time."""
    return _compile("(?:", pattern, f"){_AFTER}")


def _form(name: str, match: re.Match[str], text: str) -> Form:
    parts = {k: text[slice(*match.span(k))] for k, v in match.groupdict().items() if v is not None}
    return Form(name, match.start(), match.end(), parts)


@lru_cache(maxsize=4096)
def read_form(text: str) -> Form | None:
    """The form that a whole expression has; the earlier in the vocabulary wins. None if it has none."""
    whole = [f for f in forms_in(text) if f.start == 0 and f.end == len(text)]
    return whole[0] if whole else None
