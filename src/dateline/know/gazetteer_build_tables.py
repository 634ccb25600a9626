"""The tables that Dateline carries: UCDP's places and its own supplement."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from dateline.errors import ConfigError
from dateline.know.fold import loose, plain
from dateline.know.gazetteer_build_packages import Packages, bare_name, split_kind
from dateline.know.gazetteer_rows import Alias, Correction, Row

# -- UCDP ----------------------------------------------------------------------------------------------------------


def ucdp_rows(path: Path, packages: Packages) -> Iterator[Row | Alias]:
    """Places of UCDP's events. `where_prec` 4 gives provinces, 5 features and roads; 6, a country, is left out."""
    iso = {plain(c["name"]): code for code, c in packages.countries.items()}
    units = _units_by_name(packages)
    with path.open(encoding="utf-8", newline="") as file:
        for r in csv.DictReader(file):
            if r["where_prec"] not in ("6", "7"):
                country = iso.get(plain(r["country"]))
                yield _ucdp_row(r, country, units.get((country, loose(bare_name(r["adm1"])))))


def _units_by_name(packages: Packages) -> dict[tuple[str | None, str], str]:
    """(country, folded bare name) -> code of a first-level unit."""
    found: dict[tuple[str | None, str], str] = {}
    for unit in packages.subdivisions:
        if unit[6] == "1" and unit[2]:
            for name in (unit[0], *unit[5].split("|")):
                found.setdefault((unit[2].split(".")[0], loose(bare_name(name))), unit[2])
    return found


def _ucdp_row(r: dict[str, str], country: str | None, adm1: str | None) -> Row:
    bare, kind = split_kind(r["name"])
    if r["where_prec"] == "4":
        kind = "adm1"
    elif kind is None or (kind == "region" and r["where_prec"] == "3"):
        kind = {"3": "adm2", "5": "region"}.get(r["where_prec"], "settlement")
    names = [r["name"]]
    if kind in ("settlement", "neighbourhood", "adm1", "adm2"):
        bare = re.sub(r"\s*\(.*?\)", "", bare).strip() or bare
        names = [p.strip() for p in bare.split("/") if p.strip()]
    return Row(
        name=names[0], kind=kind, country=country, lat=float(r["lat"]), lon=float(r["lon"]), names=tuple(names),
        adm1=adm1, basis="UCDP where_prec " + r["where_prec"],
    )  # fmt: skip


# -- supplement ----------------------------------------------------------------------------------------------------


def supplement_rows(path: Path, _packages: Packages) -> Iterator[Row | Alias]:
    """Rows `name,kind,country,lat,lon,radius_km,aliases,war`; without lat and lon a row only adds aliases.

    Aliases are parted by |; one that begins with = means this place before any other of that name.
    """
    with path.open(encoding="utf-8", newline="") as file:
        for number, r in enumerate(csv.DictReader(file), start=2):
            written = [a.strip() for a in (r["aliases"] or "").split("|") if a.strip()]
            aliases = tuple(a for a in written if not a.startswith("="))
            owned = tuple(a.removeprefix("=") for a in written if a.startswith("="))
            try:
                if not r["lat"]:
                    yield Alias(
                        names=aliases, owned=owned, of=r["name"], country=r["country"] or None, kind=r["kind"] or None
                    )
                    continue
                yield Row(
                    name=r["name"], kind=r["kind"], country=r["country"] or None, lat=float(r["lat"]),
                    lon=float(r["lon"]), names=aliases, owned=owned,
                    radius_km=float(r["radius_km"]) if r["radius_km"] else None,
                )  # fmt: skip
            except ValueError as err:
                raise ConfigError(f"{path}:{number}: {err}", path=str(path), line=number) from err


# -- corrections ---------------------------------------------------------------------------------------------------


def correction_rows(path: Path, _packages: Packages) -> Iterator[Correction]:
    """Rows `geonames,name,lat,lon,why`: points that a source has wrong, each with how that is known."""
    with path.open(encoding="utf-8", newline="") as file:
        for r in csv.DictReader(file):
            yield Correction(geonames=int(r["geonames"]), lat=float(r["lat"]), lon=float(r["lon"]), why=r["why"])
