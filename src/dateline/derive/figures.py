"""Figures side by side: one row a measure, kind, place, period and event, with what each originator says."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dateline.derive.compiled import compiled_words
from dateline.derive.incident import is_factual
from dateline.derive.knowledge import World
from dateline.derive.origin import DocumentInfo
from dateline.derive.places import finest, place_key, place_value, where
from dateline.derive.policy import FigureWords
from dateline.derive.times import Interval, day_ordinal, event_time, interval_of, overlap
from dateline.derive.tolls import Total, Word, subset_of, superseded, total, words_of
from dateline.model import Claim, EventFigure, FigureRow, OriginatorFigure


@dataclass(frozen=True)
class FigureRules:
    """The policy by which figures are put together, with the kinds of sources for the hierarchy."""

    world: World
    documents: Mapping[str, DocumentInfo]
    name: str
    kinds: Mapping[str, str]


def event_figures(claims: Sequence[Claim], rules: FigureRules, beside: Sequence[Claim] = ()) -> tuple[EventFigure, ...]:
    """The figures of an event: one a measure and unit, parts left out. Without a word there is none: never 0 (R24).

    `beside`: tolls of the same documents that may be of the event; they only fill what a compiler's count leaves open.
    """
    rows = []
    for (measure, unit, kind), told in _by_measure(claims).items():
        # A compiler's own count stands for those that it lists (R90).
        compiled = compiled_words(told, rules.documents, rules.kinds, rules.world.policies.figures.words, beside)
        rest = [c for c in told if c.document not in compiled]
        # What is only reported by nobody in particular stands where nobody says more.
        group = [c for c in rest if is_factual(c)] or ([] if compiled else rest)
        words = superseded([*compiled.values(), *words_of(group, rules.documents, whole=True)], rules.documents)
        claims = [c for c in told if c.document in compiled or c in group]
        row = _event_figure(measure, unit, kind, claims, words, rules)
        if row is not None:
            rows.append(row)
    return tuple(sorted(rows, key=lambda f: (f.measure, f.unit, f.kind or "")))


def _event_figure(
    measure: str, unit: str, kind: str, group: Sequence[Claim], words: list[Word], rules: FigureRules
) -> EventFigure | None:
    name, policy = rules.world.policies.figure_policy(rules.name)
    value = total(words, policy, rules.kinds, rules.world)
    if (value.min is None and value.best is None and value.max is None) or _is_others(words):
        if not _is_plural(measure, group, rules.world.policies.figures.words):
            return None
        value = Total(rules.world.policies.figures.words.plural_floor, None, None)
    return EventFigure(
        measure=measure, unit=unit, kind=kind, min=value.min, best=value.best, max=value.max, policy=name,
        claims=tuple(c.id for c in group), originators=tuple(sorted({w.origin.group for w in words if w.stands})),
    )  # fmt: skip


def _is_others(words: Sequence[Word]) -> bool:
    """'others' alone, of whom the codebook says one at least (R93): a plural, and so two for an event."""
    standing = [w.claim.figure for w in words if w.stands]
    return bool(standing) and all(f is not None and f.approx == "vague_plural" and f.min == 1 for f in standing)


def _is_plural(measure: str, claims: Sequence[Claim], rules: FigureWords) -> bool:
    """Several people without a number: 'a number of injured', 'others'."""
    return measure in rules.measures and any(
        c.figure is not None and c.figure.unit == "persons" and c.figure.approx.startswith("vague") for c in claims
    )


def _by_measure(claims: Iterable[Claim]) -> dict[tuple[str, str, str], list[Claim]]:
    """By measure, unit and kind: households are no persons, and a flow is no toll."""
    rows: dict[tuple[str, str, str], list[Claim]] = {}
    for claim in claims:
        figure = claim.figure
        if figure is not None and not figure.of:
            kind = figure.kind if figure.kind in ("flow", "daily") else "incident"
            rows.setdefault((figure.measure, figure.unit, kind), []).append(claim)
    return rows


def figure_rows(claims: Iterable[Claim], event_of: Mapping[str, str], rules: FigureRules) -> list[FigureRow]:
    """All figures, in canonical order: those of events by event, the others by place and period.

    `event_of` maps the id of a figure claim to its event. Parts (`of`) are rows of their own and are never added.
    """
    groups: dict[tuple[object, ...], list[Claim]] = {}
    for claim in claims:
        if claim.figure is not None and claim.type == "figure" and is_factual(claim):
            groups.setdefault(_key(claim, event_of.get(claim.id), rules.world), []).append(claim)
    rows = []
    for group in groups.values():
        for cluster in [group] if group[0].id in event_of else _by_period(group):
            row = _row(cluster, event_of.get(cluster[0].id), rules)
            if row is not None:
                rows.append(row)
    return sorted(rows, key=order_of)


def order_of(row: FigureRow) -> tuple[str, str, str, str]:
    """Figures are listed by period, measure and kind."""
    return row.period.from_ or "", row.measure, row.kind or "", row.id


def place_group(claim: Claim, world: World) -> str | None:
    """What a figure of no event is put together with, as a word; None where the claim makes no row."""
    if claim.figure is None or claim.type != "figure" or not is_factual(claim):
        return None
    return json.dumps(_key(claim, None, world)[1:], ensure_ascii=False)


def _key(claim: Claim, event: str | None, world: World) -> tuple[object, ...]:
    figure = claim.figure
    if figure is None:
        return (claim.id,)
    whole = (figure.measure, figure.unit, figure.kind, subset_of(figure), bool(figure.of))
    if event is not None:
        return ("event", event, *whole)
    place = finest(where(claim, world.policies.roles.place_order(claim.event_type)))
    key = place_key(place) if place is not None else None
    # Without a place nothing tells two figures apart but the document that they stand in.
    return ("place", key or f"in {claim.document}", *whole)


def _by_period(claims: Sequence[Claim]) -> list[list[Claim]]:
    """Totals since one day belong together, stocks of one week, other figures of overlapping periods."""
    told = [(period_of(c), c) for c in claims]
    told.sort(key=lambda row: (row[0].first or 0, row[0].last or 0, row[1].document, row[1].start, row[1].id))
    kind = claims[0].figure.kind if claims[0].figure is not None else None
    if kind in ("cumulative", "stock"):
        return _by_end(told, kind)
    spans: list[_Span] = []
    going_on: list[_Span] = []
    undated: dict[str, _Span] = {}
    for period, claim in told:
        if period.first is not None:
            # In order of their starts: what ended before this one overlaps nothing that comes.
            going_on = [s for s in going_on if s.last is None or s.last >= period.first]
        own = undated.get(claim.document)
        if not period.known:
            home = own
        else:
            home = next((s for s in ([own] if own else []) + going_on if s.overlaps(period)), None)
        if home is None:
            home = _Span()
            spans.append(home)
            if period.known:
                going_on.append(home)
            else:
                undated[claim.document] = home
        home.take(period, claim)
    return [s.claims for s in spans]


def _by_end(told: Iterable[tuple[Interval, Claim]], kind: str) -> list[list[Claim]]:
    """Totals by the day since which they count (unknown is one too), stocks by the week of their day."""
    groups: dict[int | str | None, list[Claim]] = {}
    for period, claim in told:
        key: int | str | None = period.first
        if kind == "stock":
            key = claim.id if period.last is None else period.last // 7
        groups.setdefault(key, []).append(claim)
    return list(groups.values())


@dataclass
class _Span:
    """Figures whose periods all overlap, with the days common to them. Undated ones stand by those of their document
    alone, which come after them."""

    claims: list[Claim] = field(default_factory=list)
    first: int | None = None
    last: int | None = None

    def overlaps(self, period: Interval) -> bool:
        """Whether the period overlaps every other one."""
        return overlap(period, Interval(self.first, self.last))

    def take(self, period: Interval, claim: Claim) -> None:
        """Add a claim that fits."""
        self.claims.append(claim)
        if period.first is not None:
            self.first = period.first if self.first is None else max(self.first, period.first)
        if period.last is not None:
            self.last = period.last if self.last is None else min(self.last, period.last)


def period_of(claim: Claim) -> Interval:
    """The days that a figure counts: its own period where it states one, else the time of its claim."""
    figure = claim.figure
    if figure is not None and (figure.period_from or figure.period_to):
        return Interval(day_ordinal(figure.period_from), day_ordinal(figure.period_to, end=True))
    return interval_of(claim.time)


def _row(claims: Sequence[Claim], event: str | None, rules: FigureRules) -> FigureRow | None:
    words = words_of(claims, rules.documents)
    figure = claims[0].figure
    if not words or figure is None:
        return None
    name, policy = rules.world.policies.figure_policy(rules.name)
    value = total(words, policy, rules.kinds, rules.world)
    first = words[0].claim
    told = [where(c, rules.world.policies.roles.place_order(c.event_type)) for c in claims]
    joint = figure.kind == "aggregate" and any(len(places) > 1 for places in told)
    place = None if joint else finest(p for places in told for p in places)  # a joint toll is of no town alone (R79)
    periods = [period_of(w.claim) for w in words if w.stands]
    return FigureRow(
        id=f"fg_{first.id}",
        measure=figure.measure,
        unit=figure.unit,
        kind=figure.kind,
        place=place_value(place) if place else None,
        period=event_time(_hull(periods)),
        min=value.min,
        best=value.best,
        max=value.max,
        policy=name,
        by_originator=tuple(_by_originator(w) for w in words),
        event=event,
        of=figure.of,
        claims=tuple(c.id for c in claims),
    )


def _hull(periods: Sequence[Interval]) -> Interval:
    """From the earliest start to the latest end that are known of all."""
    starts, ends = [p.first for p in periods], [p.last for p in periods]
    first = None if any(s is None for s in starts) else min((s for s in starts if s is not None), default=None)
    last = None if any(e is None for e in ends) else max((e for e in ends if e is not None), default=None)
    return Interval(first, last)


def _by_originator(word: Word) -> OriginatorFigure:
    return OriginatorFigure(
        id=word.origin.group, name=word.origin.name, min=word.min, best=word.best, max=word.max, claim=word.claim.id,
        superseded_by=word.replaced_by,
    )  # fmt: skip
