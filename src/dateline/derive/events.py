"""Events: what happened, put together from the reports that tell of it. Status by the ladder P6."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from dateline.derive.cluster import components
from dateline.derive.codes import Facts, codes_of
from dateline.derive.decisions import EVENT_PREFIX, NONE, Decisions
from dateline.derive.figures import FigureRules, event_figures
from dateline.derive.identity import across
from dateline.derive.incident import Incident, incident_of, naming_leaf, occurrences_of, published
from dateline.derive.knowledge import World
from dateline.derive.matching import Doubt, match
from dateline.derive.neighbours import Map
from dateline.derive.origin import (
    DocumentInfo,
    Originator,
    Status,
    corroborated,
    family_of,
    originators,
    owned_up,
    withdrawn,
)
from dateline.derive.places import finest, is_area, place_key, place_value
from dateline.derive.policy import Battle
from dateline.derive.sides import LOCAL, Sides, agreement, participants
from dateline.derive.telling import incidents_of
from dateline.derive.times import Interval, common, day_ordinal, event_time
from dateline.model import Claim, Event, EventFigure, EventTime, PlaceValue

#: CODEBOOK R63.
_RECENT_DAYS = 30
#: Kinds of actors that a state acts through.
_STATE = ("government", "state_force")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two events that a person may want to merge."""

    one: str
    two: str
    score: float
    why: str


@dataclass(frozen=True)
class Told:
    """Events in canonical order. `home`: claim (with the number of its place) -> the event that holds it now."""

    events: tuple[Event, ...]
    suggestions: tuple[Suggestion, ...]
    home: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Stray:
    """A denial at one of its places that fits no incident of its own document: of what other documents tell."""

    claim: Claim
    denied: Incident

    @property
    def key(self) -> str:
        return f"not {self.denied.key}"


@dataclass(frozen=True)
class Grouped:
    """Events by group of incidents (positions in the list that they were made of). `components`: positions of the
    incidents and of the strays that cannot be judged without each other."""

    groups: tuple[tuple[int, ...], ...]
    events: tuple[Event, ...]
    doubts: tuple[Doubt, ...]
    components: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]


def derive_events(
    claims: Iterable[Claim],
    documents: Mapping[str, DocumentInfo],
    rules: FigureRules,
    decisions: Decisions = NONE,
) -> Told:
    """Events from claims in any order. `documents` gives the publication day and the family of each document."""
    rows = list(claims)
    incidents = tell(rows, documents, rules.world, decisions)
    grouped = group(incidents, strays_of(rows, incidents, rules.world), rules, decisions)
    events = grouped.events
    suggestions = tuple(Suggestion(events[d.one].id, events[d.two].id, d.score, d.why) for d in grouped.doubts)
    parts = [part_of(event, rules.world.policies.identity.battle) for event in events]
    parent_of = parents(parts, (p for p in parts if p.towns), rules.world)
    ordered = sorted(with_parents(events, parent_of), key=order_of)
    return Told(tuple(ordered), suggestions, homes_of(incidents, grouped))


def order_of(event: Event) -> tuple[str, str, str]:
    """Events are listed by day and id."""
    return event.time.from_ or event.time.to or "9999", event.time.to or "", event.id


def homes_of(incidents: Sequence[Incident], grouped: Grouped) -> dict[str, str]:
    """Claim (with the number of its place) -> the event that holds it."""
    event_of = {n: event.id for members, event in zip(grouped.groups, grouped.events, strict=True) for n in members}
    found: dict[str, str] = {}
    for n, incident in enumerate(incidents):
        for key in keys_of(incident):
            found.setdefault(key, event_of[n])
    return found


@dataclass(frozen=True, slots=True)
class Part:
    """What tells whether an event is part of a wave or a battle. `towns`: the places (keys) of a wave, the one of a
    battle; none for a plain event. `sides`: ids of who did it and to whom."""

    event: str
    type: str
    place: str | None
    first: str
    last: str
    towns: tuple[str, ...] = ()
    sides: tuple[tuple[str, ...], ...] = ((), ())


def part_of(event: Event, battle: Battle) -> Part:
    """An event as it may be part of a wave or a battle, or be one."""
    place = None if event.place is None else place_key(event.place)
    first, last = event.time.from_ or "", event.time.to or event.time.from_ or ""
    towns: tuple[str, ...] = ()
    if len(event.places) > 1:
        place = None  # it is no part of what happened in one of its towns
        keys = {key for p in event.places if (key := place_key(p)) is not None}
        towns = tuple(sorted(keys)) if len(keys) > 1 and _is_stretch(event, battle) else ()
    elif place is not None and _is_battle(event, battle):
        towns = (place,)
    named = ({p.id for p in side if p.id and not p.id.startswith(LOCAL)} for side in (event.side_a, event.side_b))
    return Part(event.id, event.type, place, first, last, towns, tuple(tuple(sorted(ids)) for ids in named))


def _is_battle(event: Event, battle: Battle) -> bool:
    """Days from one to another at a town or what is smaller."""
    days = _days(event)
    if days is None or event.place is None or is_area(event.place) or event.type not in battle.leaves:
        return False
    return _is_stretch(event, battle) and battle.fewest_days <= days <= battle.most_days


def _is_stretch(event: Event, battle: Battle) -> bool:
    """A day, a night, or days from one to another: no month of which nobody tells the day."""
    days = _days(event)
    return days is not None and (days < battle.fewest_days or event.time.granularity in battle.told)


def _days(event: Event) -> int | None:
    return Interval(day_ordinal(event.time.from_), day_ordinal(event.time.to)).days


def parents(parts: Iterable[Part], wholes: Iterable[Part], world: World) -> dict[str, str]:
    """Event -> the wave or the battle that it is part of, waves before battles, else the first. A bombing in one town
    belongs to the wave of that day, of which another report tells as one (R79, R85); a clash of a day to the battle
    that lasts for weeks there. Other sides are no part. `wholes` in canonical order."""
    at: dict[str, list[Part]] = {}
    for whole in wholes:
        for town in whole.towns if whole.first else ():
            at.setdefault(town, []).append(whole)
    found: dict[str, str] = {}
    for part in parts:
        if part.place is not None and not part.towns:
            around = [w for w in at.get(part.place, ()) if meanwhile(w, part) and _holds(w, part, world)]
            if around:
                found[part.event] = min(around, key=lambda w: len(w.towns) == 1).event
    return found


def meanwhile(whole: Part, part: Part) -> bool:
    """Whether a dated part lies within the days of a wave or a battle."""
    return bool(whole.first and part.first) and whole.first <= part.first <= whole.last


def _holds(whole: Part, part: Part, world: World) -> bool:
    ours, theirs = (Sides(*map(frozenset, p.sides)) for p in (whole, part))
    if len(whole.towns) > 1:
        return whole.type == part.type and agreement(ours, theirs, world.actors) != "conflict"
    if part.type not in world.policies.identity.battle.parts or part.last > whole.last:
        return False
    # Both sides fight: who attacked on a day does not tell its fight from the battle's.
    either, those = Sides(either=ours.everyone), Sides(either=theirs.everyone)
    return agreement(either, those, world.actors) != "conflict"


def with_parents(events: Iterable[Event], parent_of: Mapping[str, str]) -> list[Event]:
    """The events, each with the wave or the battle that it is part of."""
    return [e.model_copy(update={"parent": parent_of[e.id]}) if e.id in parent_of else e for e in events]


def tell(
    claims: Iterable[Claim], documents: Mapping[str, DocumentInfo], world: World, decisions: Decisions
) -> list[Incident]:
    """The incidents of all documents in canonical order: publication, document, offset."""
    by_document: dict[str, list[Claim]] = {}
    for claim in claims:
        by_document.setdefault(claim.document, []).append(claim)
    order = sorted(by_document, key=lambda d: (published(d, documents) or "9999", d))
    return [
        replace(
            incident,
            family=family_of(incident.claims[0], documents),
            published=day_ordinal(published(d, documents)),
        )
        for d in order
        for incident in incidents_of(by_document[d], world, decisions)
    ]


def keys_of(incident: Incident) -> list[str]:
    """Keys of all its tellings, then of what only belongs to them."""
    return list(dict.fromkeys([*incident.keys, *(c.id for c in (*incident.figures, *incident.roles))]))


def strays_of(claims: Iterable[Claim], incidents: Iterable[Incident], world: World) -> list[Stray]:
    """Denials of what other documents tell, in order of their documents and offsets. The claims and the incidents are
    those of whole documents."""
    used = {c.id for i in incidents for c in i.denials}
    rest = [c for c in claims if c.type == "event" and c.factuality == "CT-" and c.event_type and c.id not in used]
    return [
        Stray(claim, incident_of([occurrence], world))
        for claim in sorted(rest, key=lambda c: (c.document, c.start, c.id))
        for occurrence in occurrences_of(claim, world)
    ]


def group(incidents: Sequence[Incident], strays: Sequence[Stray], rules: FigureRules, decisions: Decisions) -> Grouped:
    """The events of incidents and strays, each in canonical order."""
    world = rules.world
    matched = match(incidents, world, decisions)
    denials, linked = _denied(strays, incidents, matched.groups, world)
    events = [
        _event([matched.incidents[n] for n in members], denials.get(g, ()), rules, decisions)
        for g, members in enumerate(matched.groups)
    ]
    return Grouped(matched.groups, tuple(events), matched.doubts, _with_strays(matched.components, linked))


def denies(stray: Stray, incident: Incident, world: World) -> float:
    """How surely a stray denies an incident; 0 where it denies another one."""
    score = across(stray.denied, incident, world).score
    return score if score >= world.policies.identity.merge_across else 0.0


def _denied(
    strays: Sequence[Stray], incidents: Sequence[Incident], groups: Sequence[Sequence[int]], world: World
) -> tuple[dict[int, list[Claim]], list[list[int]]]:
    """Group -> the denials of it: a denial goes to the group that it fits best. Stray -> the incidents that it fits."""
    home = {n: g for g, members in enumerate(groups) for n in members}
    known = Map(incidents, world.policies.identity.max_days) if strays else None
    found: dict[int, list[Claim]] = {}
    linked: list[list[int]] = []
    for stray in strays:
        near = known.near(stray.denied) if known is not None else ()
        scored = {n: score for n in sorted(near) if (score := denies(stray, incidents[n], world))}
        linked.append(list(scored))
        if scored:
            best = max(scored, key=lambda n: (scored[n], -home[n]))
            found.setdefault(home[best], []).append(stray.claim)
    return found, linked


def _with_strays(
    found: Sequence[tuple[int, ...]], linked: Sequence[Sequence[int]]
) -> tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]:
    """Components with the strays that fit them; those that one stray fits are one."""
    home = {n: c for c, members in enumerate(found) for n in members}
    count = len(found) + len(linked)
    pairs = [(home[n], len(found) + s) for s, rows in enumerate(linked) for n in rows]
    return tuple(
        (
            tuple(n for c in whole if c < len(found) for n in found[c]),
            tuple(c - len(found) for c in whole if c >= len(found)),
        )
        for whole in components(count, pairs)
    )


def _event(group: Sequence[Incident], strays: Sequence[Claim], rules: FigureRules, decisions: Decisions) -> Event:
    world, documents = rules.world, rules.documents
    members = [c for i in group for c in i.claims]
    figures = [c for i in group for c in i.figures]
    told = _unique([*members, *figures, *(c for i in group for c in i.roles)], documents)
    denials = _unique([*(c for i in group for c in i.denials), *strays], documents)
    taken_back = withdrawn(told, denials, documents)
    standing = [c for c in told if c.id not in decisions.retracted and c.id not in taken_back]
    admitted = owned_up(denials, standing, documents)
    denials = [c for c in denials if c.id not in admitted]
    groups = originators(standing, documents)
    side_a, side_b = participants(told, world.policies.roles, world.actors)
    leaf = naming_leaf((m.claim for i in group for m in i.members), world)
    place, places = _places(group)
    beside = [c for i in group for c in i.beside if c.id not in decisions.retracted]
    totals = event_figures([c for c in figures if c.id not in decisions.retracted], rules, beside)
    ids_a, ids_b = ({p.id for p in side if p.id} for side in (side_a, side_b))
    firm = corroborated(groups, ids_a, ids_b | _struck(groups.values(), ids_a, place, world), world.actors)
    codes = codes_of(
        Facts(
            leaf=leaf,
            place=place,
            side_a=side_a,
            side_b=side_b,
            killed=_killed(totals),
            actors=world.actors,
            leaves={c.event_type for c in members if c.event_type},
            flags=_circumstances(members),
        )
    )
    return Event(
        id=EVENT_PREFIX + group[0].key,
        type=leaf,
        outcome=next((c.outcome for c in members if c.outcome), None),
        acled=codes.acled,
        ucdp=codes.ucdp,
        plover=codes.plover,
        time=_time(group),
        place=place,
        places=places,
        side_a=side_a,
        side_b=side_b,
        figures=totals,
        status=_status(standing, denials, firm),
        originators=len(groups),
        originator_groups=tuple(groups),
        against=tuple(c.id for c in denials),
        documents=tuple(dict.fromkeys(c.document for c in told)),
        claims=tuple(c.id for c in told),
        background=_is_background(members) or _is_old(group, documents),
        clarity=2 if len(places) > 1 else 1,
        first_claim=group[0].members[0].claim.id,
    )


def _circumstances(members: Iterable[Claim]) -> set[str]:
    """What the codes depend on: the flags of the tellings, and whether a siege is lifted."""
    flags = {flag for c in members for flag in c.flags}
    return flags | {c.control.phase for c in members if c.control is not None and c.control.phase}


def _struck(groups: Iterable[Originator], doers: Set[str], place: PlaceValue | None, world: World) -> set[str]:
    """What is done across a border has the state that it hits for its other side, whoever the victims are."""
    homes = {world.actors.country(x) for x in doers}
    if place is None or place.country is None or not homes or homes & {None, place.country}:
        return set()
    told = {g.side for g in groups if g.side is not None and world.actors.kind(g.side) in _STATE}
    return {x for x in told if world.actors.country(x) == place.country}


def _unique(claims: Iterable[Claim], documents: Mapping[str, DocumentInfo]) -> list[Claim]:
    rows = {c.id: c for c in claims}
    return sorted(rows.values(), key=lambda c: (published(c.document, documents) or "9999", c.document, c.start, c.id))


def _time(group: Sequence[Incident]) -> EventTime:
    """The days that the reports share; the claims' own word for how precise that is."""
    interval = common([i.time for i in group if not i.vague], [i.time for i in group if i.vague])
    time = event_time(interval)
    words = Counter(
        m.claim.time.granularity
        for i in group
        for m in i.members
        if m.claim.time.granularity and m.time == interval and interval.known
    )
    if not words:
        return time
    best = max(sorted(words), key=lambda w: words[w])
    return time.model_copy(update={"granularity": best})


def _places(group: Sequence[Incident]) -> tuple[PlaceValue | None, tuple[PlaceValue, ...]]:
    """The finest place and, where one toll covers several, all of them."""
    place = finest(i.place for i in group if i.place is not None)
    several = [p for i in group for m in i.members for p in m.places if len(m.places) > 1]
    if place is None:
        return None, ()
    rows = {place_key(p): p for p in [place, *several]}
    return place_value(place), tuple(place_value(p) for p in rows.values())


def _killed(figures: Sequence[EventFigure]) -> int | None:
    """The lowest number of deaths that is told; None if none is."""
    rows = [f for f in figures if f.measure == "killed" and f.kind != "flow"]
    values = [v for f in rows for v in (f.min, f.best, f.max) if v is not None]
    return min(values, default=None)


def _status(standing: Sequence[Claim], denials: Sequence[Claim], firm: bool) -> Status:
    if not standing:
        return "retracted"
    if denials:
        return "contested"
    return "corroborated" if firm else "reported"


def _is_old(group: Sequence[Incident], documents: Mapping[str, DocumentInfo]) -> bool:
    """R63: what had happened more than thirty days before each report of it is background, however it is told."""
    for incident in group:
        day = day_ordinal(published(incident.document, documents))
        if day is None or incident.time.last is None or day - incident.time.last <= _RECENT_DAYS:
            return False
    return True


def _is_background(members: Sequence[Claim]) -> bool:
    """R53, R63: told as history, or as something that went on up to some day, and not as news."""
    open_start = [c.time.from_ is None and c.time.to is not None and c.news_role != "news" for c in members]
    return all(c.news_role == "background" or up_to for c, up_to in zip(members, open_start, strict=True))
