"""Attributions: characters of source, cue and content, and whole ones, for PolNeAR (Newell and others, LREC 2018)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dateline.bench.rows import AttributionsRow, GoldAttribution
from dateline.bench.scoring import Answer, Miss, Score, prf, ratio

PARTS = ("source", "cue", "content")
#: Least share of characters (of those that either has) by which two contents are the same.
_SAME = 0.5

Chars = frozenset[int]


@dataclass(frozen=True, slots=True)
class _Said:
    """One attribution as sets of character positions."""

    source: Chars
    cue: Chars
    content: Chars


def score_attributions(rows: Sequence[AttributionsRow], answers: Sequence[Answer]) -> Score:
    """`source`, `cue`, `content`: positions of characters, all attributions of a document taken together.

    `whole`: an attribution whose content shares half its characters with the gold's, and whose source touches the
    gold's (or neither has one). Each gold one in turn takes the free answer that is likest.
    """
    shared, answered, wanted = (dict.fromkeys(PARTS, 0) for _ in range(3))
    gold = got = whole = 0
    misses: list[Miss] = []
    for row, answer in zip(rows, answers, strict=True):
        golds = [_gold(a) for a in row.attributions]
        said = [_answered(a) for a in answer.get("attributions", ())]
        for part in PARTS:
            g, s = _union(getattr(a, part) for a in golds), _union(getattr(a, part) for a in said)
            shared[part] += len(g & s)
            answered[part] += len(s)
            wanted[part] += len(g)
        gold, got = gold + len(golds), got + len(said)
        free = dict(enumerate(said))
        for a in golds:
            likeness, _, key = max(((*_likeness(a, b), j) for j, b in free.items()), default=(0.0, False, -1))
            taken = free.pop(key) if likeness >= _SAME else None
            right = taken is not None and (bool(a.source & taken.source) or not (a.source or taken.source))
            whole += right
            if not right:
                misses.append(_miss(row, a, taken))
    figures = {k: v for part in PARTS for k, v in prf(part, shared[part], answered[part], wanted[part]).items()}
    return Score(figures=figures | prf("whole", whole, got, gold), counts={"attributions": gold}, misses=misses)


def _likeness(a: _Said, b: _Said) -> tuple[float, bool]:
    return ratio(len(a.content & b.content), max(1, len(a.content | b.content))), bool(a.source & b.source)


def _gold(a: GoldAttribution) -> _Said:
    return _Said(_chars(a.source), _chars(a.cue), _chars(a.content))


def _answered(a: Answer) -> _Said:
    """A part of an answer is one span, a list of spans, or null."""
    parts = []
    for part in PARTS:
        value = a.get(part)
        rows = value if isinstance(value, list) else [value] if value else []
        parts.append(_chars((r["start"], r["end"]) for r in rows))
    return _Said(*parts)


def _chars(spans: Iterable[tuple[int, int]]) -> Chars:
    return frozenset(i for start, end in spans for i in range(start, end))


def _union(sets: Iterable[Chars]) -> Chars:
    return frozenset().union(*sets)


def _miss(row: AttributionsRow, gold: _Said, taken: _Said | None) -> Miss:
    what = "source" if taken else "missed"
    got = _words(row.text, taken.source) if taken else None
    return Miss(
        id=row.id, what=what, words=_words(row.text, gold.content), wanted=_words(row.text, gold.source), got=got
    )


def _words(text: str, chars: Chars) -> str:
    return text[min(chars) : max(chars) + 1] if chars else "no one"
