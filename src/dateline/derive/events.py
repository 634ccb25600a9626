"""Events: what happened, put together from the reports that tell of it. Status by the ladder P6."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dateline.derive.codes import Facts, codes_of
from dateline.derive.decisions import EVENT_PREFIX, NONE, Decisions
from dateline.derive.figures import FigureRules, event_figures
from dateline.derive.identity import across
from dateline.derive.incident import Incident, incident_of, occurrences_of, published
from dateline.derive.knowledge import World
from dateline.derive.matching import match
from dateline.derive.neighbours import Map
from dateline.derive.origin import DocumentInfo, Status, corroborated, family_of, originators, withdrawn
from dateline.derive.places import finest, place_key, place_value
from dateline.derive.sides import participants
from dateline.derive.telling import incidents_of
from dateline.derive.times import common, day_ordinal, event_time
from dateline.model import Claim, Event, EventFigure, EventTime, PlaceValue

#: CODEBOOK R63.
_RECENT_DAYS = 30


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


def derive_events(
    claims: Iterable[Claim],
    documents: Mapping[str, DocumentInfo],
    rules: FigureRules,
    decisions: Decisions = NONE,
) -> Told:
    """Events from claims in any order. `documents` gives the publication day and the family of each document."""
    world = rules.world
    incidents = tell(claims, documents, world, decisions)
    matched = match(incidents, world, decisions)
    groups = [tuple(incidents[n] for n in group) for group in matched.groups]
    group_of = {n: g for g, group in enumerate(matched.groups) for n in group}
    denials = _stray_denials(claims, incidents, group_of, world)
    events = [_event(group, denials.get(n, ()), rules, decisions) for n, group in enumerate(groups)]
    suggestions = tuple(Suggestion(events[d.one].id, events[d.two].id, d.score, d.why) for d in matched.doubts)
    home = {key: event.id for group, event in zip(groups, events, strict=True) for key in _keys(group)}
    events = _with_parents(events)
    ordered = sorted(events, key=lambda e: (e.time.from_ or e.time.to or "9999", e.time.to or "", e.id))
    return Told(tuple(ordered), suggestions, home)


def _with_parents(events: Sequence[Event]) -> list[Event]:
    """A bombing in one town belongs to the wave of that day of which another report tells as one (R79, R85)."""
    waves = [e for e in events if len(e.places) > 1]
    found = []
    for event in events:
        wave = next((w for w in waves if len(event.places) <= 1 and _is_part(event, w)), None)
        found.append(event if wave is None else event.model_copy(update={"parent": wave.id}))
    return found


def _is_part(event: Event, wave: Event) -> bool:
    if event.place is None or event.type != wave.type or not event.time.from_ or not wave.time.from_:
        return False
    within = wave.time.from_ <= event.time.from_ <= (wave.time.to or wave.time.from_)
    return within and any(place_key(p) == place_key(event.place) for p in wave.places)


def tell(
    claims: Iterable[Claim], documents: Mapping[str, DocumentInfo], world: World, decisions: Decisions
) -> list[Incident]:
    """The incidents of all documents in canonical order: publication, document, offset."""
    by_document: dict[str, list[Claim]] = {}
    for claim in claims:
        by_document.setdefault(claim.document, []).append(claim)
    order = sorted(by_document, key=lambda d: (published(d, documents) or "9999", d))
    return [
        replace(incident, family=family_of(incident.claims[0], documents))
        for d in order
        for incident in incidents_of(by_document[d], world, decisions)
    ]


def _keys(group: Sequence[Incident]) -> list[str]:
    """Keys of all tellings, then of what only belongs to them."""
    told = dict.fromkeys(key for incident in group for key in incident.keys)
    return [*told, *(c.id for i in group for c in (*i.figures, *i.roles) if c.id not in told)]


def _stray_denials(
    claims: Iterable[Claim], incidents: Sequence[Incident], home: Mapping[int, int], world: World
) -> dict[int, tuple[Claim, ...]]:
    """Denials of what other documents tell: group -> claims. `home`: position of an incident -> its group."""
    used = {c.id for i in incidents for c in i.denials}
    found: dict[int, list[Claim]] = {}
    rest = [c for c in claims if c.type == "event" and c.factuality == "CT-" and c.event_type and c.id not in used]
    known = Map(incidents, world.policies.identity.max_days)
    for claim in sorted(rest, key=lambda c: (c.document, c.start, c.id)):
        for occurrence in occurrences_of(claim, world):
            denied = incident_of([occurrence], world)
            scored = [(across(denied, incidents[i], world).score, -home[i]) for i in known.near(denied)]
            best, n = max(scored, default=(0.0, 0))
            if best >= world.policies.identity.merge_across:
                found.setdefault(-n, []).append(claim)
    return {n: tuple(rows) for n, rows in found.items()}


def _event(group: Sequence[Incident], strays: Sequence[Claim], rules: FigureRules, decisions: Decisions) -> Event:
    world, documents = rules.world, rules.documents
    members = [c for i in group for c in i.claims]
    figures = [c for i in group for c in i.figures]
    told = _unique([*members, *figures, *(c for i in group for c in i.roles)], documents)
    denials = _unique([*(c for i in group for c in i.denials), *strays], documents)
    taken_back = withdrawn(told, denials, documents)
    standing = [c for c in told if c.id not in decisions.retracted and c.id not in taken_back]
    groups = originators(standing, documents)
    side_a, side_b = participants(told, world.policies.roles, world.actors)
    leaf = min((i.leaf for i in group), key=lambda name: (world.leaves.rank(name), name))
    place, places = _places(group)
    beside = [c for i in group for c in i.beside if c.id not in decisions.retracted]
    totals = event_figures([c for c in figures if c.id not in decisions.retracted], rules, beside)
    ids_a, ids_b = ({p.id for p in side if p.id} for side in (side_a, side_b))
    firm = corroborated(groups, ids_a, ids_b, world.actors)
    codes = codes_of(
        Facts(
            leaf=leaf,
            place=place,
            side_a=side_a,
            side_b=side_b,
            killed=_killed(totals),
            actors=world.actors,
            leaves={c.event_type for c in members if c.event_type},
            flags={flag for c in members for flag in c.flags},
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
