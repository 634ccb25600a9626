"""Figures in the light of the whole document: kinds and periods, retold tolls, and the main event's totals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dateline.mentions import ActorMention, PlaceMention, Publication, QuantityMention, TimeMention
from dateline.text.segment import Parsed

#: A plural without a number is two at least, where a total for an event is asked for.
PLURAL_FLOOR = 2
#: A later number above so many times a lower bound is taken to be of something else.
SPREAD = 3
_VAGUE = ("vague_plural", "vague_quantifier")
_HARM = ("killed", "injured", "casualties_unspecified", "missing", "attacks")

Bounds = tuple[int | None, int | None, int | None]


def resolve_quantities(
    quantities: Sequence[QuantityMention],
    parsed: Parsed,
    times: Sequence[TimeMention],
    publication: Publication,
) -> list[QuantityMention]:
    """Kinds that need the document: a figure whose clause has a since-time or a long period is cumulative (R7, R29).

    Same length and order as `quantities`, so that `of` keeps pointing right. `publication` ends open periods and is
    not needed for the kind.
    """
    del publication
    return [_kind_by_times(q, parsed, times) for q in quantities]


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


def _is_name(quantity: QuantityMention) -> bool:
    return all(w[:1].isupper() or len(w) <= 3 for w in quantity.text.split()) and not quantity.text[:1].isdigit()


def total_for(quantities: Sequence[QuantityMention], measure: str) -> Bounds:
    """(min, best, max) of the persons of one incident that a document tells of; (None, None, None) if it tells none.

    Parts never count beside their whole, and two tellings of one toll never add up (CODEBOOK R78). The first full
    telling rules; tellings by others only fill what it leaves open: a higher number is the high of 'at least N',
    a lower one the low of 'up to N' (P2). Figures of other kinds are left out.
    """
    wholes = [q for q in quantities if q.measure == measure and q.of is None and _of_incident(q)]
    numbered = [q for q in wholes if _bounds(q) is not None]
    if not numbered:
        return (PLURAL_FLOOR, None, None) if any(q.approx in _VAGUE for q in wholes) else (None, None, None)
    first = _fullest(numbered)
    if _is_others(first):
        return PLURAL_FLOOR, None, None
    return _filled(first, [q for q in numbered if q is not first])


def _fullest(numbered: list[QuantityMention]) -> QuantityMention:
    """The first telling, unless it tells only of 'others' or of one person and a later one gives a number of people."""
    first = numbered[0]
    if _is_others(first) or (first.best == 1 and not first.derived):
        return next((q for q in numbered[1:] if not _is_others(q) and _edges(q)[0] > 1), first)
    return first


def _filled(first: QuantityMention, rest: list[QuantityMention]) -> Bounds:
    edges = [_edges(q) for q in rest]
    if first.approx == "lower_bound" and first.min is not None:
        highest = max((hi for _, hi in edges if first.min < hi <= SPREAD * first.min), default=None)
        return first.min, None, highest
    if first.approx == "upper_bound" and first.max is not None:
        lowest = min((lo for lo, _ in edges if first.max / 2 <= lo < first.max), default=None)
        return lowest, None, first.max
    return first.min, first.best, first.max


def _is_others(quantity: QuantityMention) -> bool:
    return quantity.approx == "vague_plural" and quantity.min == 1


def _bounds(quantity: QuantityMention) -> tuple[int, int] | None:
    stated = [v for v in (quantity.min, quantity.best, quantity.max) if v is not None]
    return (min(stated), max(stated)) if stated else None


def _edges(quantity: QuantityMention) -> tuple[int, int]:
    """Lowest and highest number that a figure with a number states."""
    return _bounds(quantity) or (0, 0)


def _of_incident(quantity: QuantityMention) -> bool:
    return quantity.kind in ("incident", "aggregate", None) and quantity.unit == "persons"
