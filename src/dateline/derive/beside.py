"""Our events beside those of another data set: which are the same, which only one side has, and how the same differ.

Theirs never become claims: they are somebody's coding of reports, not reports.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from dateline.derive.beside_rules import Rules, actor_ids
from dateline.derive.knowledge import World
from dateline.derive.places import distance_km, is_area
from dateline.derive.sides import related
from dateline.derive.times import day_ordinal
from dateline.know.actors import ActorBook, fold_name
from dateline.model import Event, PlaceValue


class Theirs(Protocol):
    """An event of theirs; read.acled.AcledRow has these."""

    @property
    def id(self) -> str: ...
    @property
    def day(self) -> date: ...
    @property
    def time_precision(self) -> int | None: ...
    @property
    def event_type(self) -> str: ...
    @property
    def sub_event_type(self) -> str | None: ...
    @property
    def actors(self) -> tuple[str, ...]: ...
    @property
    def country(self) -> str | None: ...
    @property
    def location(self) -> str | None: ...
    @property
    def lat(self) -> float: ...
    @property
    def lon(self) -> float: ...
    @property
    def geo_precision(self) -> int | None: ...
    @property
    def fatalities(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Difference:
    """What one event is in our views and in their row, in words."""

    field: Literal["type", "day", "place", "actors", "deaths"]
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Beside:
    """One event of both (with the score and what differs), of ours only, or of theirs only."""

    match: Literal["both", "ours only", "theirs only"]
    event: Event | None
    theirs: Theirs | None
    score: float | None = None
    differs: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Compared:
    """All rows; how many events of ours were not compared, by reason; names of countries that nobody here knows."""

    rows: tuple[Beside, ...]
    left_out: Mapping[str, int]
    unknown: tuple[str, ...]


def beside(events: Iterable[Event], theirs: Sequence[Theirs], world: World, book: ActorBook, rules: Rules) -> Compared:
    """Put two sets of events side by side.

    A row of theirs goes to one event of ours; one of ours takes several rows where it has several days or places, as
    theirs are of one day and one place. Ours count as missing with them only in the countries and days of their rows.
    """
    countries = {row.country: book.state(fold_name(row.country)) for row in theirs if row.country}
    left_out: Counter[str] = Counter()
    compared = []
    for event in events:
        reason = _unfit(event, rules)
        if reason is None:
            compared.append(event)
        else:
            left_out[reason] += 1
    taken = _matched(compared, theirs, rules)
    rows: list[Beside] = []
    for n, row in enumerate(theirs):
        if n in taken:
            event, score = taken[n]
            told = tuple(_differences(event, row, world, book, rules))
            rows.append(Beside("both", event, row, round(score, 3), told))
        else:
            rows.append(Beside("theirs only", None, row))
    held = {event.id for event, _ in taken.values()}
    for event in compared:
        if event.id not in held and _is_covered(event, theirs, frozenset(countries.values())):
            rows.append(Beside("ours only", event, None))
        elif event.id not in held:
            left_out["outside their countries or days"] += 1
    unknown = tuple(sorted(name for name, code in countries.items() if code is None))
    return Compared(tuple(rows), left_out, unknown)


def _unfit(event: Event, rules: Rules) -> str | None:
    """Why an event of ours cannot be compared; None where it can."""
    days = _days(event)
    if event.status == "retracted":
        return "taken back"
    if days is None or days[1] - days[0] >= rules.longest_days:
        return "without a day, or with a vague one"
    return None if any(_points(event)) else "without a place that has a point"


def _is_covered(event: Event, theirs: Sequence[Theirs], countries: frozenset[str | None]) -> bool:
    """Whether an event of ours lies in the countries and days of their rows: only there they can have missed it."""
    first, last = _days(event) or (0, 0)
    days = [row.day.toordinal() for row in theirs]
    if not days or event.place is None or event.place.country is None:
        return False
    return event.place.country in countries and first <= max(days) and last >= min(days)


def _matched(ours: Sequence[Event], theirs: Sequence[Theirs], rules: Rules) -> dict[int, tuple[Event, float]]:
    """Row of theirs -> the event of ours, the surest pairs first."""
    by_day: dict[int, list[int]] = {}
    for n, event in enumerate(ours):
        first, last = _days(event) or (0, -1)
        for day in range(first, last + 1):
            by_day.setdefault(day, []).append(n)
    pairs = []
    for m, row in enumerate(theirs):
        spread = rules.spread_days.get(row.time_precision or 1, 0) + rules.time.slip_days
        day = row.day.toordinal()
        near = {n for d in range(day - spread, day + spread + 1) for n in by_day.get(d, ())}
        for n in near:
            score = _score(ours[n], row, rules)
            if score >= rules.least:
                pairs.append((-round(score, 6), m, ours[n].id, n, score))
    taken: dict[int, tuple[Event, float]] = {}
    told: dict[int, set[tuple[date, str | None]]] = {}
    for _, m, _, n, score in sorted(pairs):
        spot = (theirs[m].day, theirs[m].location)
        if m in taken or (n in told and (spot in told[n] or not _is_several(ours[n]))):
            continue
        taken[m] = (ours[n], score)
        told.setdefault(n, set()).add(spot)
    return taken


def _is_several(event: Event) -> bool:
    first, last = _days(event) or (0, 0)
    return last > first or len(list(_points(event))) > 1


def _score(event: Event, row: Theirs, rules: Rules) -> float:
    time, place = _time(event, row, rules), _place(event, row, rules)
    if event.acled.get("sub_event_type") == row.sub_event_type and row.sub_event_type is not None:
        kind = rules.type.same
    else:
        kind = rules.type.family if event.acled.get("event_type") == row.event_type else rules.type.other
    deaths = _deaths(event)
    same = deaths is not None and row.fatalities and deaths[0] == row.fatalities
    return min(time * place * kind * (rules.figures_same if same else 1.0), 1.0)


def _time(event: Event, row: Theirs, rules: Rules) -> float:
    first, last = _days(event) or (0, 0)
    day, spread = row.day.toordinal(), rules.spread_days.get(row.time_precision or 1, 0)
    gap = max(0, first - (day + spread), (day - spread) - last)
    if gap == 0:
        return rules.time.same
    return rules.time.slip if gap <= rules.time.slip_days else 0.0


def _place(event: Event, row: Theirs, rules: Rules) -> float:
    reach = rules.reach_km.get(row.geo_precision or 1, 0.0)
    best = 0.0
    for place, distance in _distances(event, row):
        if is_area(place):
            best = max(best, rules.place.area if distance <= (place.radius_km or 0.0) else 0.0)
            continue
        most = max(reach, place.radius_km or 0.0)
        if distance <= most:
            best = max(best, rules.place.at - (rules.place.at - rules.place.edge) * distance / most)
    return best


def _distances(event: Event, row: Theirs) -> Iterator[tuple[PlaceValue, float]]:
    for place in _points(event):
        yield place, distance_km(place.lat or 0.0, place.lon or 0.0, row.lat, row.lon)


def _points(event: Event) -> Iterator[PlaceValue]:
    """The places of an event that have a point, each once."""
    seen = set()
    for place in (event.place, *event.places):
        if place is not None and place.lat is not None and place.lon is not None and (place.lat, place.lon) not in seen:
            seen.add((place.lat, place.lon))
            yield place


def _days(event: Event) -> tuple[int, int] | None:
    first, last = day_ordinal(event.time.from_), day_ordinal(event.time.to, end=True)
    return None if first is None or last is None or last < first else (first, last)


def _deaths(event: Event) -> tuple[int, int | None] | None:
    """(lowest, highest; None = open) of those killed; None where no number is told."""
    rows = [f for f in event.figures if f.measure == "killed" and f.kind in ("incident", "daily", None)]
    lows = [v for f in rows for v in (f.min if f.min is not None else f.best,) if v is not None]
    highs = [f.max if f.max is not None else f.best for f in rows]
    if not lows:
        return None
    return min(lows), None if any(h is None for h in highs) else max(h for h in highs if h is not None)


def _differences(event: Event, row: Theirs, world: World, book: ActorBook, rules: Rules) -> Iterator[Difference]:
    ours = (event.acled.get("event_type"), event.acled.get("sub_event_type"))
    if ours[0] != row.event_type or (row.sub_event_type and ours[1] and ours[1] != row.sub_event_type):
        yield Difference("type", _joined(ours), _joined((row.event_type, row.sub_event_type)))
    first, last = event.time.from_ or "?", event.time.to or "?"
    if not first <= row.day.isoformat() <= last:
        yield Difference("day", first if first == last else f"{first} to {last}", row.day.isoformat())
    place, distance = min(_distances(event, row), key=lambda pair: pair[1])
    if distance > max(rules.apart_km, place.radius_km or 0.0):
        yield Difference("place", place.name or "?", f"{row.location or '?'}, {distance:.0f} km away")
    known = [x for name in row.actors for x in actor_ids(name, book, rules)]
    named = [p.id for p in (*event.side_a, *event.side_b) if p.id]
    if known and named and not any(related(a, b, world.actors) for a in known for b in named):
        sides = dict.fromkeys(p.name or p.id or "?" for p in (*event.side_a, *event.side_b))
        yield Difference("actors", ", ".join(sides), ", ".join(row.actors))
    yield from _deaths_differ(event, row)


def _deaths_differ(event: Event, row: Theirs) -> Iterator[Difference]:
    """Their 0 also stands for 'not mentioned' (CODEBOOK F), so it contradicts only a number of ours."""
    told = _deaths(event)
    if told is None:
        if row.fatalities:
            yield Difference("deaths", "no number", f"{row.fatalities:,}")
        return
    low, high = told
    if row.fatalities is not None and (row.fatalities < low or (high is not None and row.fatalities > high)):
        words = f"{low:,}+" if high is None else f"{low:,}" if low == high else f"{low:,}-{high:,}"
        yield Difference("deaths", words, f"{row.fatalities:,}")


def _joined(words: Iterable[str | None]) -> str:
    return " / ".join(w for w in words if w) or "?"
