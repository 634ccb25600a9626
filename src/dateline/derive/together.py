"""Why some reports are one event, and why near ones are another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.derive.comparison import Comparison, closest, compare, nearness, reports_of
from dateline.derive.decisions import Decisions
from dateline.derive.incident import Incident
from dateline.derive.knowledge import World
from dateline.derive.places import km, likeness
from dateline.derive.times import day_ordinal
from dateline.derive.views import Views
from dateline.model import Event

#: Events further apart than this are not near each other, in days and km.
NEAR_DAYS, NEAR_KM = 3, 30.0
#: So many events are compared report by report, the nearest by day and distance.
_LOOKED_AT = 24


@dataclass(frozen=True, slots=True)
class Apart:
    """A near event that is another one: by which comparison, and what kept them apart."""

    event: Event
    comparison: Comparison
    because: str


@dataclass(frozen=True, slots=True)
class Together:
    """`links`: what joins the reports of an event, each to the one it fits best. `apart`: the nearest other events."""

    links: tuple[Comparison, ...]
    apart: tuple[Apart, ...]


def together(event: Event, views: Views, world: World, decisions: Decisions, *, most: int = 3) -> Together:
    """What holds an event together, and up to `most` events that come near it."""
    others = near(event, views, world)
    reports = reports_of([event, *others], views, world, decisions)
    found = []
    for other in others:
        row = closest(reports[event.id], reports[other.id], world, decisions)
        if row is not None and len(row.forbidding) <= 1:
            found.append(Apart(other, row, _because(row, world)))
    found.sort(key=lambda a: nearness(a.comparison), reverse=True)
    return Together(links(reports[event.id], world, decisions), tuple(found[:most]))


def links(reports: Sequence[Incident], world: World, decisions: Decisions) -> tuple[Comparison, ...]:
    """The surest comparisons that hold all the reports together: one fewer than there are reports."""
    rows: list[Comparison] = []
    todo = {n: compare(reports[0], reports[n], world, decisions) for n in range(1, len(reports))}
    while todo:
        best = max(todo, key=lambda n: (nearness(todo[n]), -n))
        rows.append(todo.pop(best))
        for n in todo:
            todo[n] = max(todo[n], compare(reports[best], reports[n], world, decisions), key=nearness)
    return tuple(rows)


def near(event: Event, views: Views, world: World) -> list[Event]:
    """Other events near one by day and distance, the nearest first."""
    ranked = []
    for other in views.events:
        gap = _gap(event, other)
        distance = _distance(event, other, world)
        if other.id != event.id and gap is not None and distance is not None:
            ranked.append((gap > 0, distance, gap, other.id, other))
    return [row[-1] for row in sorted(ranked, key=lambda row: row[:-1])[:_LOOKED_AT]]


def _gap(one: Event, two: Event) -> int | None:
    """Days between two events, 0 where they overlap; None where a day is not known or they are far apart."""
    ends = [
        (day_ordinal(e.time.from_), day_ordinal(e.time.to, end=True)) for e in (one, two) if e.time.from_ and e.time.to
    ]
    if len(ends) < 2 or any(x is None for row in ends for x in row):
        return None
    (first, last), (first2, last2) = ((a or 0, b or 0) for a, b in ends)
    gap = max(0, first - last2, first2 - last)
    return gap if gap <= NEAR_DAYS else None


def _distance(one: Event, two: Event, world: World) -> float | None:
    """Kilometres between two events, 0 in one place; None where a place is not known or they are far apart."""
    if one.place is None or two.place is None:
        return None
    if likeness(one.place, two.place, world.policies.identity) not in ("apart", "unknown", "other_name"):
        return 0.0
    distance = km(one.place, two.place)
    return distance if distance is not None and distance <= NEAR_KM else None


def _because(row: Comparison, world: World) -> str:
    least = world.policies.identity.merge_across
    if row.basis == "decided_apart":
        return "a person decided that they are two events"
    if row.basis == "one_document":
        return "one document tells of both and tells them apart"
    if row.forbidding:
        part = row.forbidding[0]
        return f"{part.name}: {part.words}"
    if row.score < least:
        return f"{row.score:.2f} is below {least:.2f}, weakest in {row.weakest.name}: {row.weakest.words}"
    return "these two would fit, but other reports of the events exclude each other"
