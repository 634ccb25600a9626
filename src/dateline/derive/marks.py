"""What claims say of who holds a place: one mark a telling, several claims of one change together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from dateline.derive.incident import is_factual
from dateline.derive.knowledge import World
from dateline.derive.places import is_area, located, place_key, where
from dateline.derive.times import Interval, common, interval_of, is_vague
from dateline.model import Claim, ControlEffect, PlaceRef

Kind = Literal["change", "state", "denial"]
_CHANGES = ("held", "lost_by_from", "evacuated", "contested", "besieged", "lifted")


@dataclass(frozen=True)
class Mark:
    """A change of hands, a state seen at some time, or the denial of a change.

    `past` marks a state that the text puts before something else ('still held until').
    """

    place: PlaceRef
    object: str
    kind: Kind
    state: str
    after: tuple[str, ...]
    before: tuple[str, ...]
    extent: str
    share: float | None
    time: Interval
    seq: int | None
    past: bool
    vague: bool
    claims: tuple[Claim, ...]


Track = tuple[str, str]


def tracks_of(claim: Claim, world: World) -> list[tuple[Track, str]]:
    """The (place key, object) that a claim tells of, each with the key of the claim at that place."""
    effect = effect_of(claim)
    if effect is None or _kind(claim, effect) is None:
        return []
    return [((str(place_key(p)), effect.object), _key(claim, n)) for n, p in _objects(claim, effect, world)]


def _key(claim: Claim, index: int) -> str:
    return f"{claim.id}.{index + 1}" if index else claim.id


def marks_of(
    claims: Iterable[Claim],
    event_of: Mapping[str, str],
    world: World,
    only: Collection[Track] | None = None,
    *,
    without: Mapping[Track, Collection[str]] | None = None,
) -> dict[Track, list[Mark]]:
    """Marks by (place key, object), of all or of those in `only`. `event_of` maps a claim at a place ('claim id',
    'claim id.2') to its event; `without` gives claims that say nothing at a place any more.

    Presence paints no control (R54), unlocated places get no row (R19), a route is not the place (R20).
    """
    loose: dict[tuple[str, str], list[Mark]] = {}
    by_event: dict[tuple[str, str, str], list[Mark]] = {}
    for claim in claims:
        effect = effect_of(claim)
        kind = _kind(claim, effect)
        if effect is None or kind is None:
            continue
        for index, place in _objects(claim, effect, world):
            mark = _mark(claim, effect, kind, place)
            key = (str(place_key(place)), mark.object)
            if (only is not None and key not in only) or (without and claim.id in without.get(key, ())):
                continue
            event = event_of.get(_key(claim, index), event_of.get(claim.id))
            if kind == "change" and event is not None:
                by_event.setdefault((event, *key), []).append(mark)
            elif (told := _without_taker(mark)) is not None or kind == "denial":
                loose.setdefault(key, []).append(told or mark)
    for (_, place_id, thing), rows in by_event.items():
        loose.setdefault((place_id, thing), []).extend(_joined(rows))
    return loose


def effect_of(claim: Claim) -> ControlEffect | None:
    """The claim's effect on control; where the reader gave none, the plain reading of a capture (R54)."""
    if claim.control is not None:
        return claim.control
    if claim.type != "event" or claim.event_type != "territory_captured":
        return None
    after = tuple(a.id for a in claim.actors if a.id and a.role == "controller_new")
    before = tuple(a.id for a in claim.actors if a.id and a.role == "controller_old")
    if not after and not before:
        return None
    state: Literal["held", "lost_by_from"] = "held" if after else "lost_by_from"
    return ControlEffect(holders_before=before, holders_after=after, state=state)


def _kind(claim: Claim, effect: ControlEffect | None) -> Kind | None:
    if effect is None or effect.state in ("presence_only", "unknown") or claim.type not in ("event", "control"):
        return None
    if claim.type == "event" and claim.factuality == "CT-":
        return "denial"
    if not is_factual(claim) or claim.outcome in ("attempted", "foiled"):
        return None
    if claim.type == "control" and not effect.holders_after:
        return None
    return "change" if claim.type == "event" else "state"


def _objects(claim: Claim, effect: ControlEffect, world: World) -> list[tuple[int, PlaceRef]]:
    """The places that the claim is about, numbered as its events are. Beside or north of a place is not the place."""
    rows = list(enumerate(where(claim, world.policies.roles.place_order(claim.event_type))))
    if effect.object != "place":
        return [(n, p) for n, p in rows if located(p)] or [(0, p) for p in claim.places if located(p)][:1]
    at = [(n, p) for n, p in rows if located(p) and p.relation in world.policies.control.at]
    # Pockets or losses somewhere in a country are nowhere on a map (R19): only all of it can be held.
    whole = effect.extent == "full" and effect.state == "held" and claim.type == "control"
    return [(n, p) for n, p in at if whole or p.precision != "country"]


def _mark(claim: Claim, effect: ControlEffect, kind: Kind, place: PlaceRef) -> Mark:
    state = "lifted" if effect.phase == "lifted" else str(effect.state)
    if kind == "change" and claim.event_type in ("withdrawal", "territory_transferred") and not effect.holders_after:
        state = "lost_by_from"
    time = interval_of(claim.time)
    partial = effect.extent == "partial" and (effect.share is None or effect.share < 1)
    if state == "held" and partial and kind == "change" and not is_area(place):
        state = "contested"
    return Mark(
        place=place,
        object=effect.object,
        kind=kind,
        state=state,
        after=effect.holders_after,
        before=effect.holders_before,
        extent=effect.extent,
        share=effect.share,
        time=time,
        seq=claim.time.seq,
        past=kind == "state" and (claim.news_role == "background" or (time.first is None and time.last is not None)),
        vague=is_vague(claim.time),
        claims=(claim,),
    )


def _joined(rows: Sequence[Mark]) -> list[Mark]:
    """The tellings of one event as one mark a state: all holders, the fullest extent, the latest order in the day."""
    found: list[Mark] = []
    for state in _CHANGES:
        same = [m for m in rows if m.state == state]
        if not same:
            continue
        seqs = [m.seq for m in same if m.seq is not None]
        shares = [m.share for m in same if m.share is not None]
        extents = [m.extent for m in same if m.extent != "unknown"]
        found.append(
            replace(
                same[0],
                after=tuple(dict.fromkeys(x for m in same for x in m.after)),
                before=tuple(dict.fromkeys(x for m in same for x in m.before)),
                extent="full" if "full" in extents else extents[0] if extents else "unknown",
                share=max(shares, default=None),
                time=common([m.time for m in same if not m.vague], [m.time for m in same if m.vague]),
                seq=max(seqs, default=None),
                claims=tuple(c for m in same for c in m.claims),
            )
        )
    losers = [m for m in found if m.state == "lost_by_from"]
    takers = [m for m in found if m.state == "held"]
    if losers and takers:
        # "IS lost the town" and "the army took the town" of one event are one change.
        before = tuple(dict.fromkeys((*takers[0].before, *losers[0].before)))
        one = replace(takers[0], before=before, claims=(*takers[0].claims, *losers[0].claims))
        found = [one, *(m for m in found if m not in (losers[0], takers[0]))]
    return [m for m in map(_without_taker, found) if m is not None]


def _without_taker(mark: Mark) -> Mark | None:
    """A capture by nobody that is named only says who lost the place; where nobody is named at all, it says nothing."""
    if mark.state != "held" or mark.after:
        return mark
    return replace(mark, state="lost_by_from") if mark.before else None
