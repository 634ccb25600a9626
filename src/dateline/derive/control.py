"""Control: who holds what, from when to when, and how sure that is (CODEBOOK R54 to R57)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Literal

from dateline.derive.incident import published
from dateline.derive.knowledge import World
from dateline.derive.marks import Mark, Track, effect_of, marks_of, tracks_of
from dateline.derive.origin import DocumentInfo, corroborated, originators, owned_up, speaks_for, withdrawn
from dateline.derive.places import finest, is_area, place_value
from dateline.derive.sides import LOCAL, related
from dateline.derive.timeline import Stretch, stretches
from dateline.derive.times import interval_of, iso, overlap
from dateline.ids import content_id
from dateline.model import Claim, ControlState, Participant, PlaceValue


def derive_control(
    claims: Iterable[Claim],
    documents: Mapping[str, DocumentInfo],
    event_of: Mapping[str, str],
    world: World,
) -> list[ControlState]:
    """Control states ordered by place and time. A province never paints its towns, nor a town its province (R57).

    `event_of`: key of a claim at a place -> event, so that one capture told often is one change.
    """
    return [row for _, rows in control_tracks(claims, documents, event_of, world) for row in rows]


def control_tracks(
    claims: Iterable[Claim],
    documents: Mapping[str, DocumentInfo],
    event_of: Mapping[str, str],
    world: World,
    only: Collection[Track] | None = None,
) -> list[tuple[Track, list[ControlState]]]:
    """The same by (place key, object), of all or of those in `only`."""
    ordered = sorted(claims, key=lambda c: (published(c.document, documents) or "9999", c.document, c.start, c.id))
    tracks: list[tuple[Track, list[ControlState]]] = []
    back = _taken_back(ordered, documents, world, only)
    for (key, thing), marks in sorted(marks_of(ordered, event_of, world, only, without=back).items()):
        place = finest(m.place for m in marks)
        if place is None:
            continue
        rows: list[ControlState] = []
        for track in _tracks(marks):
            found = stretches(
                track, world.policies.control, lambda a, b: related(a, b, world.actors),
                lambda cs: set(originators(cs, documents)),
            )  # fmt: skip
            rows += [_state(key, thing, place_value(place), s, n, found, documents, world) for n, s in enumerate(found)]
        tracks.append(((key, thing), rows))
    return tracks


def _taken_back(
    claims: Sequence[Claim], documents: Mapping[str, DocumentInfo], world: World, only: Collection[Track] | None
) -> Mapping[Track, frozenset[str]]:
    """By place: the captures that their own originator denies in a later report, and denials that it gives up later.

    Neither moves control. They must be of common days, so that yesterday's capture outlives the denial of today's.
    """
    changes = [c for c in claims if c.type == "event" and effect_of(c) is not None]
    if not any(c.factuality == "CT-" for c in changes):
        return {}
    by_track: dict[Track, list[Claim]] = {}
    for claim in changes:
        for track, _ in tracks_of(claim, world):
            if only is None or track in only:
                by_track.setdefault(track, []).append(claim)
    return {track: found for track, rows in by_track.items() if (found := _unsaid(rows, documents))}


def _unsaid(claims: Sequence[Claim], documents: Mapping[str, DocumentInfo]) -> frozenset[str]:
    denials = [c for c in claims if c.factuality == "CT-"]
    told = [c for c in claims if c.factuality != "CT-"]
    found: set[str] = set()
    for denial in denials:
        days = interval_of(denial.time)
        same = [c for c in told if days.bounded and interval_of(c.time).bounded and overlap(days, interval_of(c.time))]
        found |= withdrawn(same, [denial], documents) | owned_up([denial], same, documents)
    return frozenset(found)


def _tracks(marks: Sequence[Mark]) -> list[list[Mark]]:
    """Areas are held in parts: each holder of a part has a timeline of its own beside the others."""
    if not is_area(marks[0].place):
        return [list(marks)]
    tracks: dict[tuple[str, ...], list[Mark]] = {}
    for mark in marks:
        whole = mark.extent == "full" and mark.kind == "change"
        tracks.setdefault(() if whole else tuple(sorted(mark.after or mark.before)), []).append(mark)
    return [tracks[k] for k in sorted(tracks)]


def _state(
    key: str,
    thing: str,
    place: PlaceValue,
    row: Stretch,
    n: int,
    rows: Sequence[Stretch],
    documents: Mapping[str, DocumentInfo],
    world: World,
) -> ControlState:
    claims = {c.id: c for c in row.claims}
    against = {c.id: c for c in row.against if c.id not in claims}
    uncertain = row.last_start is not None and row.last_start != row.first
    return ControlState.model_validate(
        {
            "id": "ct_" + content_id(key, thing, row.state, row.start, row.claims[0].id, *sorted(row.holders)),
            "place": place,
            "object": thing,
            "from": iso(row.first),
            "to": iso(row.to if thing != "route" or row.to is not None else _last_told(row)),
            "from_latest": iso(row.last_start) if uncertain else None,
            "start": row.start,
            "holders": _holders(row, world),
            "state": row.state,
            "extent": row.extent,
            "share": row.share,
            "status": _status(row, rows[n - 1] if n else None, documents, world),
            "basis": tuple(claims),
            "against": tuple(against),
        }
    )


def _last_told(row: Stretch) -> int | None:
    """A way out is open for as long as it is told of: nothing says that it stays so, as a town that is held does."""
    return max((last for c in row.claims if (last := interval_of(c.time).last) is not None), default=None)


def _holders(row: Stretch, world: World) -> tuple[Participant, ...]:
    """Holders by id with their names; one that no book and no claim knows by id stands with its words only."""
    names = {a.id: a.name or a.text for c in row.claims for a in c.actors if a.id}
    named = [h for h in row.holders if not h.startswith(LOCAL)]
    return tuple(
        Participant(id=h, name=world.actors.name(h) or names.get(h) or h)
        if h in names or world.actors.known(h) or world.actors.kind(h)
        else Participant(id=None, name=h)
        for h in named or row.holders
    )


def _status(
    row: Stretch, previous: Stretch | None, documents: Mapping[str, DocumentInfo], world: World
) -> Literal["claimed", "corroborated", "disputed"]:
    """R56: one party's word is a claim; two independent origins, or the word of those who lost, corroborate it."""
    if row.against:
        return "disputed"
    groups = originators(row.claims, documents)
    losers = set(row.before) | (set(previous.holders) if previous is not None else set())
    losers -= set(row.holders)
    if corroborated(groups, set(row.holders), losers, world.actors):
        return "corroborated"
    admitted = any(g.belligerent and speaks_for(g, losers, world.actors) for g in groups.values())
    return "corroborated" if admitted and row.state in ("held", "lost_by_from") else "claimed"
