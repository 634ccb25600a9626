"""Two reports side by side: the score of each part of their likeness, in words that a person can judge by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Literal

from dateline.derive.decisions import Decisions, pair
from dateline.derive.events import tell
from dateline.derive.identity import else_agreeing, factors, met
from dateline.derive.incident import Incident
from dateline.derive.knowledge import World
from dateline.derive.places import km, likeness
from dateline.derive.times import Interval, iso
from dateline.derive.views import Views
from dateline.model import Event, PlaceRef

Basis = Literal["scored", "copies", "one_document", "decided_one", "decided_apart"]
_PLACES = {
    "same": "the same place", "near": "within their radii", "site": "one is a part of the other",
    "part": "one lies in the other", "apart": "two places", "unknown": "a place is not known",
    "other_name": "two names",
}  # fmt: skip
_SIDES = {
    "same": "a party in common", "unknown": "nothing that excludes it", "victims_differ": "other victims",
    "conflict": "different actors",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a likeness: type, place, time, sides or figures. `score` 0 = it forbids the merge; it may pass 1."""

    name: str
    score: float
    words: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two reports, by the claim that leads each. `score` is the product of the parts, at most 1.

    `basis`: what decides. Copies of one story in the same words are one whatever the parts say, two tellings of one
    document are judged by that document, and a person's decision wins over all.
    """

    one: str
    two: str
    documents: tuple[str, str]
    score: float
    basis: Basis
    parts: tuple[Part, ...]

    @property
    def forbidding(self) -> tuple[Part, ...]:
        """The parts that alone forbid a merge."""
        return tuple(p for p in self.parts if p.score == 0.0)

    @property
    def weakest(self) -> Part:
        """The part that speaks most against their being one event."""
        return min(self.parts, key=lambda p: p.score)


def compare(a: Incident, b: Incident, world: World, decisions: Decisions) -> Comparison:
    """Every part of the likeness of two reports, and what decides about them."""
    found = factors(a, b, world)
    words = {
        "type": _pair_of(a.leaf, b.leaf),
        "place": _places(a.place, b.place, world),
        "time": _pair_of(_days(a.time), _days(b.time)) + _instead(a, b, world),
        "sides": _sides(a, b, world),
        "figures": _figures(a, b),
    }
    basis = _basis(a, b, decisions)
    score = 1.0 if basis == "copies" else min(prod(found.values()), 1.0)
    return Comparison(
        one=a.key, two=b.key, documents=(a.document, b.document), score=round(score, 3), basis=basis,
        parts=tuple(Part(n, round(s, 3), words[n]) for n, s in found.items()),
    )  # fmt: skip


def _basis(a: Incident, b: Incident, decisions: Decisions) -> Basis:
    pairs = {pair(x, y) for x in _names(a) for y in _names(b)}
    if pairs & decisions.split:
        return "decided_apart"
    if pairs & decisions.merged:
        return "decided_one"
    if a.document == b.document:
        return "one_document"
    return "copies" if a.family == b.family and a.wordings & b.wordings else "scored"


def _names(incident: Incident) -> tuple[str, ...]:
    return (*incident.keys, *(c.id for c in (*incident.figures, *incident.roles)))


def _pair_of(one: str, two: str) -> str:
    one, two = (x.replace("_", " ") for x in (one, two))
    return f"{one} in both" if one == two else f"{one} / {two}"


def _days(time: Interval) -> str:
    first, last = iso(time.first), iso(time.last)
    if first == last:
        return first or "day unknown"
    return f"{first or '?'} to {last or '?'}"


def _instead(a: Incident, b: Incident, world: World) -> str:
    """What stands in for the day that one of them does not tell."""
    bits = else_agreeing(a, b, world)
    enough = world.policies.identity.agreeing.enough
    told = ", ".join(f"{name} {value:.1f}" for name, value in bits.items())
    return f"; what else agrees is {sum(bits.values()):.1f} bits of {enough:.1f} ({told})" if bits else ""


def _places(one: PlaceRef | None, two: PlaceRef | None, world: World) -> str:
    if one is None or two is None:
        return "a place is not known"
    said = _PLACES[likeness(one, two, world.policies.identity)]
    distance = km(one, two)
    far = f", {distance:.0f} km" if distance is not None and distance >= 1 else ""
    names = dict.fromkeys(p.name or p.id or "?" for p in (one, two))
    return f"{' / '.join(names)}: {said}{far}"


def _sides(a: Incident, b: Incident, world: World) -> str:
    agreed = met(a, b, world)
    shared = sorted(a.sides.everyone & b.sides.everyone)
    if agreed == "same" and shared:
        return ", ".join(world.actors.name(x) or x for x in shared) + " in both"
    if agreed in ("conflict", "victims_differ"):
        sides = (i.sides.a | i.sides.either if agreed == "conflict" else i.sides.b for i in (a, b))
        told = [", ".join(world.actors.name(x) or x for x in sorted(side)) for side in sides]
        return f"{_SIDES[agreed]}: {' / '.join(told)}"
    return _SIDES[agreed]


def _figures(a: Incident, b: Incident) -> str:
    shared = sorted(a.toll.keys() & b.toll.keys())
    if not shared:
        return "no toll in both"
    return "; ".join(f"{_count(a.toll[m])} {m} / {_count(b.toll[m])} {m}" for m in shared)


def _count(toll: tuple[int, int | None]) -> str:
    low, high = toll
    if high is None:
        return f"{low:,}+"
    return f"{low:,}" if low == high else f"{low:,}-{high:,}"


def reports_of(
    events: Iterable[Event], views: Views, world: World, decisions: Decisions
) -> Mapping[str, tuple[Incident, ...]]:
    """Event id -> the reports that it is put together from, one or more a document, in canonical order."""
    wanted = {e.id: list[Incident]() for e in events}
    documents = {d for e in views.events if e.id in wanted for d in e.documents}
    rows = [c for c in views.claims if c.document in documents]
    for incident in tell(rows, views.documents, world, decisions):
        home = views.home.get(incident.key)
        if home in wanted:
            wanted[home].append(incident)
    return {key: tuple(rows) for key, rows in wanted.items()}


def closest(
    ones: Sequence[Incident], others: Sequence[Incident], world: World, decisions: Decisions
) -> Comparison | None:
    """The two reports of two events that come nearest to telling of one; None when either has none."""
    rows = [compare(a, b, world, decisions) for a in ones for b in others]
    return max(rows, key=nearness, default=None)


def nearness(row: Comparison) -> tuple[bool, int, float, float]:
    """How near two reports come: decided or copied first, then the fewest forbidding parts, the score, the rest."""
    rest = prod(part.score or 1.0 for part in row.parts)
    return (row.basis in ("copies", "decided_one"), -len(row.forbidding), row.score, rest)
