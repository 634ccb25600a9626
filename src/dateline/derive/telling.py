"""What one document tells: its claims put together into incidents, each with its figures, roles and denials.

A pure function of one document's claims: it is computed once a document and kept until the document is read anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from dateline.derive.cluster import grow
from dateline.derive.decisions import Decisions
from dateline.derive.identity import Likelihood, within
from dateline.derive.incident import (
    Incident,
    Occurrence,
    incident_of,
    is_factual,
    makes_event,
    occurrences_of,
)
from dateline.derive.knowledge import World
from dateline.derive.places import is_area, likeness, where
from dateline.derive.times import interval_of, overlap
from dateline.model import Claim


def incidents_of(claims: Iterable[Claim], world: World, decisions: Decisions) -> list[Incident]:
    """The incidents of one document, in the order of the text.

    Figures that fit no told event but name their cause, and a place or a day, make an incident of their own.
    """
    rows = sorted(claims, key=lambda c: (c.start, c.end, c.id))
    figures = [c for c in rows if c.type == "figure" and _countable(c, world)]
    events = [
        o for c in rows if makes_event(c) for o in occurrences_of(c, world, together=_one_toll(c, figures, world))
    ]
    incidents = _grown(events, world, decisions)
    incidents, loose = _with_figures(incidents, figures, world)
    seeds = [o for c in loose if _tells_event(c, world) for o in occurrences_of(c, world, together=True)]
    told = [i.with_figures(i.claims) for i in _grown(seeds, world, decisions)]
    incidents = sorted([*incidents, *told], key=lambda i: (i.members[0].claim.start, i.key))
    hearsay = _homes(incidents, [c for c in rows if _is_hearsay(c)], world)
    incidents = [_filled_in(i, hearsay.get(i.key, []), world) for i in incidents]
    roles = _homes(incidents, [c for c in rows if c.type == "role" and is_factual(c)], world)
    denials = _homes(incidents, [c for c in rows if c.type == "event" and c.factuality == "CT-"], world)
    return [
        replace(
            i,
            roles=tuple(roles.get(i.key, ())),
            denials=tuple(denials.get(i.key, ())),
            beside=tuple(c for c in figures if c not in i.figures and _may_belong(i, c, world)),
        )
        for i in incidents
    ]


def _filled_in(incident: Incident, hearsay: Sequence[Claim], world: World) -> Incident:
    order = world.policies.roles.place_order(incident.leaf)
    return incident.completed(hearsay).placed([*incident.figures, *hearsay], order)


def _may_belong(incident: Incident, figure: Claim, world: World) -> bool:
    """Neither day nor place says that a toll is of another event than this one."""
    return overlap(incident.time, interval_of(figure.time)) and _place_fit(incident, figure, world) > 0.0


def _is_hearsay(claim: Claim) -> bool:
    """Told without anybody who vouches for it: no event, but its day is the day of the event that others vouch for."""
    return claim.type == "event" and claim.factuality == "Uu" and claim.certainty == "reported_unattributed"


def _grown(rows: Sequence[Occurrence], world: World, decisions: Decisions) -> list[Incident]:
    table: dict[tuple[int, int], Likelihood] = {}
    for i, a in enumerate(rows):
        for j in range(i + 1, len(rows)):
            table[i, j] = within(a, rows[j], world)
    place = {row.key: n for n, row in enumerate(rows)}
    merged, split = decisions.among(place)
    groups = grow(
        len(rows),
        {pair: like.score for pair, like in table.items()},
        lambda a, b: table[a, b].barred,
        least=world.policies.identity.merge_within,
        merged=numbered(merged, place),
        split=frozenset(numbered(split, place)),
    )
    return [incident_of([rows[n] for n in group], world) for group in groups]


def numbered(pairs: Iterable[tuple[str, str]], place: dict[str, int]) -> list[tuple[int, int]]:
    """Pairs of keys as sorted pairs of positions; pairs with a key that is not there are left out."""
    found = [(place[a], place[b]) for a, b in pairs if a in place and b in place]
    return sorted((min(p), max(p)) for p in found)


def _countable(claim: Claim, world: World) -> bool:
    """A figure that may be part of an event: never a cumulative or a stock one (R29), nor an aggregate of one place."""
    figure = claim.figure
    if claim.type not in ("figure", "event") or figure is None or not (is_factual(claim) or claim.factuality == "Uu"):
        return False
    if figure.kind in world.policies.figures.attach_kinds:
        return True
    if figure.kind == "aggregate":
        return len(where(claim, world.policies.roles.place_order(claim.event_type))) > 1
    if figure.kind == "flow":
        return claim.event_type in world.policies.figures.flow_leaves
    return figure.kind is None and figure.period_from is None


def _tells_event(claim: Claim, world: World) -> bool:
    """Whether a figure alone makes an event: it names its cause, and a place or a day."""
    figure = claim.figure
    if (
        claim.event_type is None
        or not is_factual(claim)
        or figure is None
        or figure.of
        or figure.kind == "aggregate"
        or figure.unit != "persons"
    ):
        return False
    return bool(where(claim, world.policies.roles.place_order(claim.event_type))) or interval_of(claim.time).bounded


def _one_toll(claim: Claim, figures: Sequence[Claim], world: World) -> bool:
    """One toll for all places of a claim: one event with all its places (R79)."""
    order = world.policies.roles.place_order(claim.event_type)
    places = {(p.id, p.lat, p.lon) for p in where(claim, order)}
    if len(places) < 2:
        return False
    reach = world.policies.figures.near_chars
    return any(places <= {(p.id, p.lat, p.lon) for p in where(f, order)} and _gap(claim, f) <= reach for f in figures)


def _with_figures(
    incidents: list[Incident], figures: Sequence[Claim], world: World
) -> tuple[list[Incident], list[Claim]]:
    """Each figure goes to the one incident that fits it best; the rest come back."""
    taken: dict[str, list[Claim]] = {}
    loose: list[Claim] = []
    for figure in figures:
        best = _best(incidents, figure, world)
        if best is None:
            loose.append(figure)
        else:
            taken.setdefault(best.key, []).append(figure)
    own = {i.key: [c for c in i.claims if _countable(c, world)] for i in incidents}
    return [i.with_figures([*own[i.key], *taken.get(i.key, [])]) for i in incidents], loose


def _homes(incidents: Sequence[Incident], claims: Sequence[Claim], world: World) -> dict[str, list[Claim]]:
    """Claims by the key of the incident that they fit best; those that fit none are left out."""
    taken: dict[str, list[Claim]] = {}
    for claim in claims:
        best = _best(incidents, claim, world)
        if best is not None:
            taken.setdefault(best.key, []).append(claim)
    return taken


def _best(incidents: Sequence[Incident], claim: Claim, world: World) -> Incident | None:
    scored = [(_fit(i, claim, world), i) for i in incidents]
    best = max((s for s, _ in scored), default=0.0)
    return next((i for s, i in scored if s == best), None) if best > 0 else None


def _fit(incident: Incident, claim: Claim, world: World) -> float:
    """How well a figure, role or denial fits an incident of its document: 0 = not at all."""
    kind = _kin(incident, claim, world)
    if kind == 0.0 or not overlap(incident.time, interval_of(claim.time)):
        return 0.0
    place = _place_fit(incident, claim, world)
    gap = min(_gap(m.claim, claim) for m in incident.members)
    if place == 0.0 or (gap > world.policies.figures.near_chars and place < 1.0):
        return 0.0
    away = min(_gap(m.claim, claim) + _behind(m.claim, claim, world) for m in incident.members)
    return kind * place * (1.0 + 1.0 / (1.0 + away / 50))


def _kin(incident: Incident, claim: Claim, world: World) -> float:
    leaves = {m.claim.event_type for m in incident.members if m.claim.event_type}
    if claim.event_type is None:
        return 0.7 if claim.type == "role" or claim.figure is None or claim.figure.kind != "flow" else 0.0
    kinship = world.policies.identity.kinship
    return max(
        1.0 if leaf == claim.event_type else kinship.get((leaf, claim.event_type), (0.0, 0.0))[0] for leaf in leaves
    )


def _place_fit(incident: Incident, claim: Claim, world: World) -> float:
    own = where(claim, world.policies.roles.place_order(claim.event_type))
    places = [p for m in incident.members for p in m.places]
    if claim.figure is not None and claim.figure.kind == "aggregate" and len(places) < len(own):
        return 0.0
    if not own or not places:
        return 0.8
    named = [likeness(p, q, world.policies.identity) for p in own for q in places]
    if any(like in ("same", "near", "site") for like in named):
        return 1.0
    if "part" in named:
        return 0.7
    topical = all(p.resolution == "topic" for p in own)
    if claim.type != "role":
        topical = topical or all(p.resolution == "topic" for p in places)
    return 0.6 if topical or "unknown" in named or "other_name" in named or all(is_area(p) for p in own) else 0.0


def _behind(told: Claim, claim: Claim, world: World) -> int:
    """'A second strike hit the rescuers, killing four. The first strike ...': a toll is sooner of what was told before
    it than of what is told next."""
    return world.policies.figures.behind_chars if told.start >= claim.end else 0


def _gap(one: Claim, two: Claim) -> int:
    return max(0, max(one.start, two.start) - min(one.end, two.end))
