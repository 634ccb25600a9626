"""Figures in the light of the whole document: their kinds, and names that were taken for a count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dateline.mentions import ActorMention, PlaceMention, Publication, QuantityMention, TimeMention
from dateline.text.segment import Parsed

_HARM = ("killed", "injured", "casualties_unspecified", "missing", "attacks")
#: What is counted that is nobody.
_THINGS = ("attacks", "objects")


def resolve_quantities(
    quantities: Sequence[QuantityMention],
    parsed: Parsed,
    times: Sequence[TimeMention],
    publication: Publication,
) -> list[QuantityMention]:
    """Kinds that need the document: a figure whose clause has a since-time or a long period is cumulative (R7, R29).
    The '3' of 'a Dec. 3 strike' counts nothing and loses its measure.

    Same length and order as `quantities`, so that `of` keeps pointing right. `publication` ends open periods and is
    not needed for the kind.
    """
    del publication
    days = [(t.start, t.end) for t in times if t.type == "DATE" and t.basis == "explicit"]
    return [
        replace(q, measure=None)
        if q.measure in _THINGS and any(a < q.start < b for a, b in days)
        else _kind_by_times(q, parsed, times)
        for q in quantities
    ]


def _kind_by_times(quantity: QuantityMention, parsed: Parsed, times: Sequence[TimeMention]) -> QuantityMention:
    if quantity.kind not in ("incident", "aggregate") or quantity.measure not in _HARM:
        return quantity
    sentence = parsed.sentence_at(quantity.start)
    low = quantity.best if quantity.best is not None else quantity.min
    if sentence is None or (low is not None and low < 2):
        return quantity
    if any(_is_period(t) for t in times if sentence.start <= t.start < sentence.end and t.start >= quantity.clause_end):
        return replace(quantity, kind="cumulative")
    return quantity


def _is_period(time: TimeMention) -> bool:
    return time.relation == "since" and time.type in ("DATE", "TIME")


def without_names(
    quantities: Sequence[QuantityMention], places: Sequence[PlaceMention], actors: Sequence[ActorMention]
) -> list[QuantityMention]:
    """Named ones counted as one person, unless the name is a place's ('captured Bor') or a public figure's.

    Such a quantity keeps its position and loses its measure, so that `of` stays valid.
    """
    barred = [(p.name_start, p.name_end) for p in places if p.usage == "place"]
    barred += [(a.start, a.end) for a in actors if a.id is not None and a.kind == "person"]
    return [
        replace(q, measure=None)
        if q.text[:1].isupper() and q.best == 1 and any(q.start < b and a < q.end for a, b in barred) and _is_name(q)
        else q
        for q in quantities
    ]


def without_staged(
    quantities: Sequence[QuantityMention], parsed: Parsed, staged: frozenset[int]
) -> list[QuantityMention]:
    """Counts in paragraphs that tell of a film or a drill lose their measure: nobody was harmed there."""
    spans = [(s.start, s.end) for s in parsed.sentences if s.paragraph in staged]
    return [replace(q, measure=None) if any(a <= q.start < b for a, b in spans) else q for q in quantities]


def _is_name(quantity: QuantityMention) -> bool:
    return all(w[:1].isupper() or len(w) <= 3 for w in quantity.text.split()) and not quantity.text[:1].isdigit()
