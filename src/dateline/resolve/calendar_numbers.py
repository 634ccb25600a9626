"""Numbers and durations inside temporal expressions: 'two and a half', '2 1/2', 'twenty-four', TIMEX periods."""

from __future__ import annotations

import re

from dateline.find.times_words import int_value, normal, word_value
from dateline.resolve.calendar_value import Value

_LETTER = {
    "second": "TS", "minute": "TM", "hour": "TH", "day": "D", "night": "D", "week": "W", "fortnight": "W",
    "weekend": "D", "month": "M", "quarter": "Q", "year": "Y", "decade": "Y", "century": "Y",
}  # fmt: skip
_TIMES = {"fortnight": 2, "weekend": 2, "decade": 10, "century": 100}
_PARTS = {
    "year": ("M", 12),
    "hour": ("M", 60),
    "minute": ("S", 60),
    "day": ("TH", 24),
    "month": ("D", 30),
    "decade": ("Y", 10),
}
NO_ANCHOR = "a duration without an anchor has no dates"


def number_of(text: str) -> float | None:
    """The number that digits or words say; 'a' is one. None where they say none."""
    words = normal(text)
    half = 0.0
    tail = re.search(r"(½| 1/2|(?:-| )and(?:-| )a(?:-| )half)$", words)
    if tail:
        half, words = 0.5, words[: tail.start()]
    plain = words.replace(",", "")
    if re.fullmatch(r"\d+(?:\.\d+)?", plain):
        return float(plain) + half
    spelled = _spelled(words)
    return None if spelled is None else spelled + half


def _spelled(words: str) -> int | None:
    total = current = 0
    for word in re.split(r"[- ]+", words):
        if word == "and":
            continue
        scale = word_value("scale", word)
        one = word_value("article", word) or word_value("number", word)
        if isinstance(scale, int):
            current = max(current, 1) * scale
            if scale == 1000:
                total, current = total + current, 0
        elif isinstance(one, int):
            current += one
        else:
            return None
    return total + current


def unit_of(word: str) -> str:
    """The unit that a word names: 'hrs' is 'hour'."""
    return str(word_value("unit", word))


def period(count: float | None, unit: str) -> str:
    """A TIMEX period: 3 weeks is P3W, a fortnight P2W, two decades P20Y; an unknown count is X."""
    letter = _LETTER[unit]
    prefix, letter = ("PT", letter[1]) if letter.startswith("T") else ("P", letter)
    if count is None:
        return f"{prefix}X{'E' if unit == 'decade' else 'C' if unit == 'century' else letter}"
    amount = count * _TIMES.get(unit, 1)
    whole = int(amount)
    if amount == whole:
        return f"{prefix}{whole}{letter}"
    return f"{prefix}{f'{whole}{letter}' if whole else ''}{_rest(amount - whole, unit)}"


def _rest(fraction: float, unit: str) -> str:
    letter, size = _PARTS.get(unit, ("D", 7))
    return (
        f"{letter}".replace("TH", "T") + f"{round(fraction * size)}H"
        if letter == "TH"
        else f"{round(fraction * size)}{letter}"
    )


def duration(count: float | None, unit: str) -> Value:
    """A length of time, not on the calendar (CODEBOOK R11)."""
    return Value(timex=period(count, unit), type="DURATION", granularity="duration", basis="none", why=NO_ANCHOR)


def count_of(parts: dict[str, str]) -> tuple[float | None, tuple[int, int, int] | None]:
    """The count of an expression: a number, or what a vague word stands for (fewest, best, most)."""
    number = parts.get("num") or parts.get("num2") or parts.get("n")
    if number:
        return number_of(number), None
    word = parts.get("vague") or parts.get("vague2")
    if word:
        value = word_value("vague", word)
        if isinstance(value, list):
            low = value[0] or 1
            best, high = value[1] or low, value[2] or low * 10
            return (float(low) if low == best == high else None), (low, best, high)
    return None, None


def sign_of(parts: dict[str, str]) -> int:
    """-1 for 'last', 1 for 'next'."""
    for name in ("previous", "previous2"):
        if name in parts:
            return int_value("previous", parts[name])
    return int_value("next", parts["next"])
