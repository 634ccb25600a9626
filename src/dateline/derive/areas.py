"""Areas of interest: places, actors and types under a name. They choose among rows and never change one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from dateline.derive.places import distance_km
from dateline.errors import ConfigError
from dateline.model import Claim, ControlState, Event, FigureRow, Participant, PersonRow, PlaceRef, PlaceValue

#: Claims by id, for rows that have no place or actor of their own.
Claims = Callable[[str], Claim | None]


class AreaPlace(BaseModel):
    """A place of an area: a town by its id and point, a province by its GeoNames code, a country by its letters.

    Written as a plain text it is an id, a name, a country's letters or 'lat,lon'.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str | None = None
    id: str | None = None
    country: str | None = None
    adm1: str | None = None
    lat: float | None = Field(default=None, ge=-90, le=90)
    lon: float | None = Field(default=None, ge=-180, le=180)

    def has(self, place: PlaceValue | PlaceRef, km: float | None) -> bool:
        """Whether a place is this one, lies inside it, or within so many km of its point."""
        if self.adm1 is not None:
            return place.adm1 == self.adm1
        if self.country is not None:
            return place.country == self.country
        if self.id is not None and place.id == self.id:
            return True
        if self.id is None and self.name is not None and _is(self.name, place.id, place.name, place.country):
            return True
        if km is None or None in (self.lat, self.lon, place.lat, place.lon):
            return False
        return distance_km(self.lat or 0.0, self.lon or 0.0, place.lat or 0.0, place.lon or 0.0) <= km


class Area(BaseModel):
    """An area of interest. A row is in it when each part that the area names and that such rows have agrees: any of its
    places (within `km` of them), any of its actors (ids or names), any of its event types."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    places: tuple[AreaPlace, ...] = ()
    km: float | None = Field(default=None, ge=0)
    actors: tuple[str, ...] = ()
    types: tuple[str, ...] = ()

    @field_validator("places", mode="before")
    @classmethod
    def _texts(cls, rows: Any) -> Any:
        return [_place_of(row) if isinstance(row, str) else row for row in rows] if isinstance(rows, list) else rows

    def __str__(self) -> str:
        """What it is of, for people: 'Singa, Sennar within 40 km; SAF; shelling_missile'."""
        points = (f"{p.lat:g},{p.lon:g}" if p.lat is not None and p.lon is not None else None for p in self.places)
        names = (p.name or p.id or p.adm1 or p.country or point for p, point in zip(self.places, points, strict=True))
        places = ", ".join(name for name in names if name)
        near = f"{places} within {self.km:g} km" if places and self.km is not None else places
        return "; ".join(part for part in (near, ", ".join(self.actors), ", ".join(self.types)) if part)

    def has_event(self, event: Event) -> bool:
        """By its places, its sides and its type."""
        return (
            self._at((event.place, *event.places))
            and self._by((*event.side_a, *event.side_b))
            and self._of((event.type, event.acled.get("event_type"), event.acled.get("sub_event_type")))
        )

    def has_control(self, state: ControlState) -> bool:
        """By its place and its holders; a state has no event type."""
        return self._at((state.place,)) and self._by(state.holders)

    def has_claim(self, claim: Claim) -> bool:
        """By its places, its actors and its event type."""
        return self._at(claim.places) and self._by(claim.actors) and self._of((claim.event_type,))

    def has_figure(self, row: FigureRow, claims: Claims) -> bool:
        """By its place, and by the actors and types of the claims that give it."""
        if not self._at((row.place,)):
            return False
        if not self.actors and not self.types:
            return True
        return any(self._by(c.actors) and self._of((c.event_type,)) for c in _found(row.claims, claims))

    def has_person(self, row: PersonRow, claims: Claims) -> bool:
        """By the places of what is reported of the person, and by actors: the person, or one named with it."""
        told = list(_found((r.claim for r in row.reported), claims))
        if self.places and not any(self._at(c.places) for c in told):
            return False
        named = not self.actors or any(_is(a, row.id, row.name) for a in self.actors)
        return named or any(self._by(c.actors) for c in told)

    def _at(self, places: Iterable[PlaceValue | PlaceRef | None]) -> bool:
        return not self.places or any(own.has(p, self.km) for p in places if p is not None for own in self.places)

    def _by(self, actors: Iterable[Participant | Any]) -> bool:
        return not self.actors or any(_is(own, a.id, a.name) for a in actors for own in self.actors)

    def _of(self, names: Iterable[str | None]) -> bool:
        known = [n for n in names if n]
        return not self.types or any(_is(own, *known) for own in self.types)


def areas_of(tables: Mapping[str, Any], where: str) -> dict[str, Area]:
    """The areas of a settings file's table `areas`, by name. Raises ConfigError with what is wrong and where."""
    found = {}
    for name, table in tables.items():
        try:
            found[name] = Area.model_validate(table)
        except ValidationError as err:
            first = err.errors()[0]
            at = ".".join(str(step) for step in first["loc"])
            raise ConfigError(f"{where}: [areas.{name}] {at}: {first['msg']}", area=name) from err
    return found


def _place_of(text: str) -> dict[str, Any]:
    parts = text.split(",")
    try:
        lat, lon = (float(part) for part in parts)
    except ValueError:
        return {"name": text}
    return {"lat": lat, "lon": lon}


def _found(keys: Iterable[str], claims: Claims) -> Iterable[Claim]:
    return (claim for key in keys if (claim := claims(key)) is not None)


def _is(wanted: str, *names: str | None) -> bool:
    return any(name is not None and name.casefold() == wanted.casefold() for name in names)
