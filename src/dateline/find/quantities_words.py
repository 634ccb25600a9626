"""Number phrases: 'at least 12', '12-15', 'between two and three', 'dozens', 'an estimated 120,000'."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from dateline.find.quantities_vocabulary import figures, phrase_index

#: Seven digits and more without a sign between are counts only when they are round; else one dials them.
_DIGITS = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d{1,6}|\d+000)$")
_DECIMAL = re.compile(r"\d+\.\d+$")
_SCALED = re.compile(r"(\d+(?:\.\d+)?)(k|m|mln|bn)$")
_RANGE = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)[-–—](\d{1,3}(?:,\d{3})+|\d+)$")
_HYPHENS = ("-", "–", "—")


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number phrase over words[first:last]. Bounds as CODEBOOK R21-R23: None = not stated.

    `definite`: 'the two', 'all three'. `plural`: a plural number word, which takes 'of'.
    """

    first: int
    last: int
    min: int | None = None
    best: int | None = None
    max: int | None = None
    approx: str = "exact"
    definite: bool = False
    plural: bool = False


@lru_cache(maxsize=1)
def _approximators() -> tuple[dict[tuple[str, ...], str], int]:
    rows = {tuple(p.split()): kind for kind, phrases in figures().approximators.items() for p in phrases}
    return rows, max(map(len, rows))


@lru_cache(maxsize=1)
def _quantifiers() -> dict[str, list[tuple[str, ...]]]:
    return phrase_index(figures().vague_quantifiers)


@lru_cache(maxsize=1)
def _after_number() -> dict[str, list[tuple[str, ...]]]:
    return phrase_index([p for rows in figures().after_number.values() for p in rows])


def match_phrase(words: Sequence[str], i: int, index: dict[str, list[tuple[str, ...]]]) -> tuple[str, ...] | None:
    """The longest phrase of the index that stands at words[i]."""
    if i >= len(words):
        return None
    for phrase in index.get(words[i], ()):
        if tuple(words[i : i + len(phrase)]) == phrase:
            return phrase
    return None


@lru_cache(maxsize=1)
def _beginnings() -> frozenset[str]:
    v = figures()
    first_of = (p.split()[0] for p in (*v.vague_quantifiers, *v.small_fixed))
    return frozenset((*v.units, *v.tens, *v.vague_plurals, *v.fractions, "a", "an", *first_of))


def _may_begin(word: str) -> bool:
    return word[:1].isdigit() or word in _beginnings() or word.split("-")[0] in _beginnings()


def number_at(words: Sequence[str], i: int) -> Number | None:
    """The number phrase whose core begins at words[i] (lower-case words), with the approximators before it."""
    if i >= len(words) or not _may_begin(words[i]):
        return None
    core = _range_at(words, i) or _single_at(words, i) or _vague_at(words, i)
    if core is None:
        return None
    return _widened(words, _approximated(words, core))


def value_at(words: Sequence[str], i: int) -> tuple[int, int] | None:
    """A plain value at words[i] and the index after it: digits, number words, scales ('two hundred and fifty')."""
    if i >= len(words):
        return None
    word = words[i]
    if m := _SCALED.match(word):
        return round(float(m[1]) * figures().scales[m[2]]), i + 1
    if _DIGITS.match(word):
        return _scaled(words, float(word.replace(",", "")), i + 1)
    if _DECIMAL.match(word):
        found = _scaled(words, float(word), i + 1)
        return found if found[1] > i + 1 else None
    if word in ("a", "an", "half", "quarter"):
        return _article_value(words, i)
    return _spelled(words, i)


def _scaled(words: Sequence[str], value: float, i: int) -> tuple[int, int]:
    """Apply 'thousand', 'million', 'dozen' after a value."""
    long_scales = {k: v for k, v in figures().scales.items() if len(k) > 2}
    while i < len(words) and words[i] in long_scales:
        value *= long_scales[words[i]]
        i += 1
    return round(value), i


def _article_value(words: Sequence[str], i: int) -> tuple[int, int] | None:
    """'a dozen', 'a hundred', 'half a million', 'a quarter of a million', 'half a dozen'."""
    scales = figures().scales
    following = words[i + 1] if i + 1 < len(words) else ""
    if words[i] in ("a", "an"):
        if following in ("dozen", "hundred", "thousand", "million", "score", "lakh"):
            return _scaled(words, 1.0, i + 1)
        return None
    j = i + 1
    while j < len(words) and words[j] in ("a", "an", "of"):
        j += 1
    if i + 1 < j < len(words) and words[j] in scales and len(words[j]) > 2:
        return scales[words[j]] // figures().fractions[words[i]], j + 1
    return None


def _spelled(words: Sequence[str], i: int) -> tuple[int, int] | None:
    """Number words: 'twenty-five', 'two hundred and fifty', 'three thousand'."""
    vocabulary = figures()
    total = current = 0
    start, j = i, i
    seen = False
    while j < len(words):
        parts = words[j].split("-")
        small = _small(parts)
        if small is not None and (not seen or current % 100 == 0 or (current % 10 == 0 and small < 10)):
            current += small
            seen, j = True, j + 1
        elif words[j] in ("hundred", "dozen", "score") and seen:
            current *= vocabulary.scales[words[j]]
            j += 1
        elif words[j] in ("thousand", "million", "billion", "lakh") and seen:
            total += current * vocabulary.scales[words[j]]
            current, j = 0, j + 1
        elif words[j] in _HYPHENS and seen and j + 1 < len(words) and current in vocabulary.tens.values():
            if words[j + 1] not in vocabulary.units:
                break
            j += 1
        elif words[j] == "and" and j > start and words[j - 1] in ("hundred", "thousand") and j + 1 < len(words):
            if _small(words[j + 1].split("-")) is None:
                break
            j += 1
        else:
            break
    return (total + current, j) if seen else None


def _small(parts: list[str]) -> int | None:
    vocabulary = figures()
    if len(parts) == 1:
        word = parts[0]
        return vocabulary.units.get(word, vocabulary.tens.get(word))
    if len(parts) == 2 and parts[0] in vocabulary.tens and parts[1] in vocabulary.units:
        return vocabulary.tens[parts[0]] + vocabulary.units[parts[1]]
    return None


def _single_at(words: Sequence[str], i: int) -> Number | None:
    for phrase, value in figures().small_fixed.items():
        parts = phrase.split()
        if list(words[i : i + len(parts)]) == parts:
            return Number(first=i, last=i + len(parts), best=value, approx="around")
    found = value_at(words, i)
    if found is None:
        return None
    again = value_at(words, found[1] + 1) if words[found[1] : found[1] + 1] == ["("] else None
    if again == (found[0], found[1] + 2) and words[again[1] : again[1] + 1] == [")"]:  # 'five (5)'
        return Number(first=i, last=again[1] + 1, best=found[0])
    return Number(first=i, last=found[1], best=found[0])


def _range_at(words: Sequence[str], i: int) -> Number | None:
    """'12-15', '12 to 15', '12 or 13', 'between 12 and 15'."""
    if i < len(words) and (m := _RANGE.match(words[i])):
        low, high = (int(x.replace(",", "")) for x in m.groups())
        return Number(first=i, last=i + 1, min=low, max=high, approx="range") if low < high else None
    between = i > 0 and words[i - 1] == "between"
    one = value_at(words, i)
    if one is None or one[1] >= len(words):
        return None
    joint = words[one[1]]
    joints = ("to", "or", *_HYPHENS, *(("and",) if between else ()))
    two = value_at(words, one[1] + 1) if joint in joints else None
    if two is None or (joint == "to" and i > 0 and words[i - 1] == "from"):
        return None
    low, high = one[0], two[0]
    if high >= 1000 > low and not low * 1000 > high and joint != "and":
        low = low * 1000 if words[two[1] - 1] == "thousand" and low < high // 1000 else low
    if not low < high:
        return None
    return Number(first=i - 1 if between else i, last=two[1], min=low, max=high, approx="range")


def _vague_at(words: Sequence[str], i: int) -> Number | None:
    """'dozens', 'tens of thousands', 'several', 'a number of', 'several hundred', 'a few dozen'."""
    vocabulary = figures()
    floor = vocabulary.vague_plurals.get(words[i]) if i < len(words) else None
    if floor is not None:
        j = i + 1
        while j + 1 < len(words) and words[j] == "of" and words[j + 1] in vocabulary.vague_plurals:
            floor *= vocabulary.vague_plurals[words[j + 1]]
            j += 2
        return Number(first=i, last=j, min=floor, approx="vague_plural", plural=True)
    phrase = match_phrase(words, i, _quantifiers())
    if phrase is None or (i and words[i - 1] == "as" and words[i + 1 : i + 2] == ["as"]):
        return None
    j = i + len(phrase)
    if (
        j < len(words)
        and words[j] in ("hundred", "thousand", "million", "dozen")
        and phrase[0] in ("several", "a", "many")
    ):
        return Number(first=i, last=j + 1, min=vocabulary.scales[words[j]], approx="vague_plural", plural=True)
    if phrase == ("some",):
        return None if value_at(words, j) else Number(first=i, last=j, approx="vague_quantifier", plural=True)
    return Number(first=i, last=j, approx="vague_quantifier", plural=True)


def _approximated(words: Sequence[str], number: Number) -> Number:
    """Take in the approximators before the core; the outermost one that says something counts."""
    rows, longest = _approximators()
    first, sense, definite = number.first, "exact", False
    while True:
        for size in range(min(longest, first), 0, -1):
            phrase = tuple(words[first - size : first])
            if phrase in rows:
                break
        else:
            break
        kind = rows[phrase]
        if kind != "exact":
            sense = kind
        definite = definite or phrase[-1] in ("the", "these", "those", "all")
        first -= size
    return replace(_bounded(number, sense), first=first, definite=definite)


def _bounded(number: Number, sense: str) -> Number:
    """CODEBOOK R22, R23, R77: what an approximator does to the bounds."""
    if number.approx in ("vague_plural", "vague_quantifier") or sense == "exact":
        return number
    if number.approx == "range":
        if sense == "up_to":
            return replace(number, approx="range")
        return number
    n = number.best
    if n is None:
        return number
    bounds: dict[str, tuple[int | None, int | None, int | None, str]] = {
        "at_least": (n, None, None, "lower_bound"),
        "more_than": (n + 1, None, None, "lower_bound"),
        "up_to": (None, None, n, "upper_bound"),
        "fewer_than": (None, None, n - 1, "upper_bound"),
        "around": (None, n, None, "around"),
        "below_around": (None, n, n, "around"),
        "estimated": (None, n, None, "estimated"),
    }
    low, best, high, approx = bounds[sense]
    return replace(number, min=low, best=best, max=high, approx=approx)


def _widened(words: Sequence[str], number: Number) -> Number:
    """'12 or more', and a second bound: 'at least 11 and up to 15', 'three, possibly four'."""
    phrase = match_phrase(words, number.last, _after_number())
    further = phrase is not None and value_at(words, number.last + len(phrase)) is not None
    if phrase is not None and not further and number.best is not None and number.approx == "exact":
        at_least = " ".join(phrase) in figures().after_number["at_least"]
        number = replace(_bounded(number, "at_least" if at_least else "around"), last=number.last + len(phrase))
    j = number.last
    while j < len(words) and j < number.last + 3 and words[j] in (",", "and", "but", "or", "to", "("):
        j += 1
    low = number.min if number.min is not None else number.best
    if j == number.last or low is None or number.max is not None or number.plural:
        return number
    for opener in (("up", "to"), ("as", "many", "as"), ("possibly",), ("perhaps",), ("maybe",), ("potentially",)):
        if tuple(words[j : j + len(opener)]) == opener:
            at = j + len(opener)
            at += 2 if tuple(words[at : at + 2]) == ("up", "to") else 0
            high = value_at(words, at)
            if high and high[0] > low:
                return replace(number, last=high[1], min=low, best=None, max=high[0], approx="range")
    return number
