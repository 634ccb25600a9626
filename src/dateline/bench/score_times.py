"""Temporal expressions: extents, TIMEX3 values and types, after TempEval-3 (UzZaman and others, SemEval 2013)."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.bench.rows import TimePhrase, TimesRow
from dateline.bench.scoring import Answer, Miss, Score, overlap, pairs, prf, ratio, span_misses, spans_of


def score_times(rows: Sequence[TimesRow], answers: Sequence[Answer]) -> Score:
    """`strict`: the same extent; `relaxed`: any overlap; `value`, `type`: right on top of an overlap."""
    gold = got = strict = relaxed = value = kind = 0
    misses: list[Miss] = []
    for row, answer in zip(rows, answers, strict=True):
        found = spans_of(answer.get("times", ()))
        gold, got = gold + len(row.times), got + len(found)
        paired = pairs(row.times, found)
        misses += span_misses(row.id, row.text, row.times, found, paired)
        for i, j in paired:
            g, s = row.times[i], found[j]
            relaxed += 1
            strict += (g.start, g.end) == (s.start, s.end)
            kind += g.type == s.said.get("type")
            if g.value == s.said.get("timex"):
                value += 1
            else:
                words, said = row.text[g.start : g.end], s.said.get("timex")
                misses.append(Miss(id=row.id, what="value", words=words, wanted=g.value, got=said))
    figures = prf("strict", strict, got, gold) | prf("relaxed", relaxed, got, gold) | prf("value", value, got, gold)
    figures |= {"value_accuracy": ratio(value, relaxed)} | prf("type", kind, got, gold)
    return Score(figures=figures, counts={"times": gold}, misses=misses)


def score_time_phrases(rows: Sequence[TimePhrase], answers: Sequence[Answer]) -> Score:
    """`right`: the expression that overlaps the phrase most has one of the intervals. `timex`: of rows that give it."""
    found = right = timex = with_timex = 0
    misses: list[Miss] = []
    for row, answer in zip(rows, answers, strict=True):
        said = [s for s in spans_of(answer.get("times", ())) if overlap(row.span, (s.start, s.end))]
        best = max(said, key=lambda s: overlap(row.span, (s.start, s.end)), default=None)
        interval = (best.said.get("from"), best.said.get("to")) if best else None
        found += best is not None
        # A phrase that nobody found has no value to be compared.
        with_timex += best is not None and bool(row.timex)
        timex += best is not None and bool(row.timex) and best.said.get("timex") == row.timex
        if interval in row.right:
            right += 1
        else:
            wanted = " or ".join(f"{a}..{b}" for a, b in sorted(row.right, key=str))
            got = (
                f"{interval[0]}..{interval[1]} ({best.said.get('why') or best.said.get('text')})"
                if interval and best
                else None
            )
            misses.append(
                Miss(id=row.id, what="interval" if best else "missed", words=row.phrase, wanted=wanted, got=got)
            )
    figures = {"right": ratio(right, len(rows)), "found": ratio(found, len(rows)), "timex": ratio(timex, with_timex)}
    return Score(figures=figures, counts={"phrases": len(rows)}, misses=misses)
