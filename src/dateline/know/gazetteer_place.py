"""A place, and how far places lie apart."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

#: The columns of a place in the order that `place_of` reads.
FIELDS = "p.key, p.ext, p.name, p.kind, p.country, p.adm1, p.adm2, p.lat, p.lon, p.population, p.radius, p.basis"


@dataclass(frozen=True, slots=True)
class Place:
    """A place. `adm1` and `adm2` are GeoNames codes ('SY.07'); lat and lon degrees WGS84; radius in km.

    `kind`: country, adm1, adm2, settlement, neighbourhood, region, river, mountain, crossing, camp, facility...
    `basis` says how the point was found where it is not a surveyed one.
    """

    id: str
    name: str
    kind: str
    country: str | None
    adm1: str | None
    adm2: str | None
    lat: float
    lon: float
    population: int
    radius_km: float
    basis: str | None

    def km_to(self, lat: float, lon: float) -> float:
        """Great-circle distance in km."""
        return distance_km(self.lat, self.lon, lat, lon)


@dataclass(frozen=True, slots=True)
class Match:
    """A place found by a name. `exact`: by the plain fold, else by the loose one. `main`: it is the place's own name.

    `owns`: the name means this place before any other bearer. `score` is the likeness, 0..1.
    """

    place: Place
    exact: bool
    main: bool
    owns: bool = False
    score: float = 1.0


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance in km between two points in degrees."""
    a, b, c, d = map(math.radians, (lat1, lon1, lat2, lon2))
    h = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(h)))


def place_of(row: tuple[Any, ...]) -> Place:
    """The place of a row of FIELDS."""
    key, ext, name, kind, country, adm1, adm2, lat, lon, population, radius, basis = row[:12]
    return Place(
        id=ext or f"geonames:{key}", name=name, kind=kind, country=country, adm1=adm1, adm2=adm2,
        lat=lat, lon=lon, population=population, radius_km=radius, basis=basis,
    )  # fmt: skip
