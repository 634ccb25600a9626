"""Filters of the views: which rows people asked to see. They choose among rows and never change one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dateline.derive.areas import Area, Claims
from dateline.derive.places import distance_km
from dateline.derive.times import Interval, day_ordinal, overlap
from dateline.derive.views import Views
from dateline.errors import ConfigError
from dateline.model import ControlState, Event, FigureRow, Participant, PersonRow, PlaceValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """All optional. Days are ISO. `place` is an id, a name or a country code; `within` counts km around that place.

    `as_of` is the state in the world on a day; what was known by a day is asked of the ledger, not here.
    """

    from_: str | None = None
    to: str | None = None
    place: str | None = None
    within: float | None = None
    actor: str | None = None
    type: str | None = None
    source: str | None = None
    min_originators: int | None = None
    as_of: str | None = None
    area: Area | None = None

    def __post_init__(self) -> None:
        for name in ("from_", "to", "as_of"):
            value = getattr(self, name)
            if value is not None and day_ordinal(value) is None:
                raise ConfigError(f"--{name.strip('_').replace('_', '-')}: {value!r} is no ISO day", value=value)
        if self.within is not None and self.place is None:
            raise ConfigError("--within needs --place, the place around which to look")


def events(views: Views, filters: Filters) -> list[Event]:
    """Events that pass. Background events pass when their time does."""
    near = _near(views, filters)
    return [
        e
        for e in views.events
        if near((e.place, *e.places))
        and _time(e.time.from_, e.time.to, filters)
        and _actor((*e.side_a, *e.side_b), filters)
        and _type((e.type, e.acled.get("event_type"), e.acled.get("sub_event_type")), filters)
        and _source(e.originator_groups, filters)
        and e.originators >= (filters.min_originators or 0)
        and (filters.area is None or filters.area.has_event(e))
    ]


def control(views: Views, filters: Filters) -> list[ControlState]:
    """Control states that pass. With `as_of`, at most the one state of each place on that day (areas: one a holder)."""
    near = _near(views, filters)
    rows = [
        k
        for k in views.control
        if near((k.place,))
        and _time(k.from_, k.to, filters)
        and _actor(k.holders, filters)
        and _type((k.state, k.object), filters)
        and (filters.area is None or filters.area.has_control(k))
    ]
    return rows if filters.as_of is None else _standing(rows, filters.as_of)


def _standing(rows: Sequence[ControlState], as_of: str) -> list[ControlState]:
    day = day_ordinal(as_of) or 0
    return [k for k in rows if _lasts(k, day)]


def _lasts(state: ControlState, day: int) -> bool:
    """Whether a state holds at the end of a day. A state that was only seen later is not known to have held before."""
    start, end = day_ordinal(state.from_), day_ordinal(state.to)
    if start is None:
        latest = day_ordinal(state.from_latest)
        if latest is not None and day < latest:
            return False
    return (start is None or start <= day) and (end is None or day < end)


def _no_claim(_: str) -> None:
    """Where no claims are given, no row is in an area by them."""


def figures(views: Views, filters: Filters, claims: Claims = _no_claim) -> list[FigureRow]:
    """Figures that pass; `type` is a measure or a kind. `claims`: by id, asked for areas only."""
    near = _near(views, filters)
    return [
        f
        for f in views.figures
        if near((f.place,))
        and _time(f.period.from_, f.period.to, filters)
        and _type((f.measure, f.kind), filters)
        and _source([x for o in f.by_originator for x in (o.id, o.name)], filters)
        and len({o.id for o in f.by_originator if o.superseded_by is None}) >= (filters.min_originators or 0)
        and (filters.area is None or filters.area.has_figure(f, claims))
    ]


def persons(views: Views, filters: Filters, claims: Claims = _no_claim) -> list[PersonRow]:
    """Persons that pass: `actor` is the person, `source` who reports. `claims`: by id, asked for areas only."""
    return [
        p
        for p in views.persons
        if (filters.actor is None or _is(filters.actor, p.id, p.name))
        and _source([r.by for r in p.reported], filters)
        and _type((p.life, *(r.what for r in p.reported)), filters)
        and (filters.area is None or filters.area.has_person(p, claims))
    ]


class _Near:
    """Whether any of some places is the place asked for, or lies around it."""

    def __init__(self, filters: Filters, centres: Sequence[tuple[float, float]]) -> None:
        self.filters, self.centres = filters, centres

    def __call__(self, places: Iterable[PlaceValue | None]) -> bool:
        wanted = self.filters.place
        if wanted is None:
            return True
        return any(p is not None and (_names(p, wanted) or self._around(p)) for p in places)

    def _around(self, place: PlaceValue) -> bool:
        if self.filters.within is None or place.lat is None or place.lon is None:
            return False
        return any(distance_km(lat, lon, place.lat, place.lon) <= self.filters.within for lat, lon in self.centres)


def _near(views: Views, filters: Filters) -> _Near:
    if filters.place is None or filters.within is None:
        return _Near(filters, ())
    given = point(filters.place)
    if given is not None:
        return _Near(filters, (given,))
    known = [p for e in views.events for p in (e.place, *e.places)]
    known += [k.place for k in views.control] + [f.place for f in views.figures]
    found = {
        (p.lat, p.lon)
        for p in known
        if p is not None and p.lat is not None and p.lon is not None and _names(p, filters.place)
    }
    return _Near(filters, sorted((lat, lon) for lat, lon in found if lat is not None and lon is not None))


def point(place: str) -> tuple[float, float] | None:
    """'34.45,40.92' as a point; None for what is none."""
    parts = place.split(",")
    try:
        lat, lon = (float(x) for x in parts)
    except ValueError:
        return None
    return (lat, lon) if -90 <= lat <= 90 and -180 <= lon <= 180 else None


def _names(place: PlaceValue, wanted: str) -> bool:
    return _is(wanted, place.id, place.name, place.adm1, place.country)


def _is(wanted: str, *names: str | None) -> bool:
    return any(name is not None and name.casefold() == wanted.casefold() for name in names)


def _time(first: str | None, last: str | None, filters: Filters) -> bool:
    if filters.from_ is None and filters.to is None:
        return True
    asked = Interval(day_ordinal(filters.from_), day_ordinal(filters.to, end=True))
    time = Interval(day_ordinal(first), day_ordinal(last, end=True))
    return time.known and overlap(asked, time)


def _actor(rows: Iterable[Participant], filters: Filters) -> bool:
    return filters.actor is None or any(_is(filters.actor, p.id, p.name) for p in rows)


def _type(names: Iterable[str | None], filters: Filters) -> bool:
    return filters.type is None or _is(filters.type, *names)


def _source(names: Iterable[str | None], filters: Filters) -> bool:
    return filters.source is None or _is(filters.source, *names)
