"""Files that users bring to the gazetteer: GeoNames dumps, OCHA COD-AB tables, any table with name, lat and lon."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from dateline.errors import ConfigError, NotFoundError
from dateline.know.gazetteer_build import Alias, Row, Source
from dateline.know.gazetteer_store import sha256_file
from dateline.know.gazetteer_words import place_words

_DUMP_COLUMNS = 19
_NOT_NAMES = frozenset({"link", "wkdt", "post", "iata", "icao", "faac", "unlc", "tcid", "phon", "piny", "abbr"})
_PCODE = re.compile(r"^ADM(\d)_PCODE$", re.IGNORECASE)


def file_source(path: Path) -> Source:
    """The source that a file is, by its columns. Raises NotFoundError or ConfigError naming the file."""
    if not path.is_file():
        raise NotFoundError(f"{path}: no such file", path=str(path))
    with path.open(encoding="utf-8-sig", newline="") as file:
        head = file.readline().rstrip("\r\n")
    columns = head.split("\t")
    fields = [c.strip().casefold() for c in next(csv.reader([head]), [])]
    if len(columns) == _DUMP_COLUMNS:
        return _source(path, _dump(path), "GeoNames (geonames.org)", "CC BY 4.0")
    if len(columns) >= 4 and columns[0].isdigit() and columns[1].isdigit():
        return _source(path, _alternate_names(path), "GeoNames (geonames.org)", "CC BY 4.0")
    if any(_PCODE.match(f) for f in fields):
        return _source(path, _cod(path), "OCHA COD-AB", "see the file's own terms", join=True)
    if {"name", "lat", "lon"} <= set(fields):
        return _source(path, _table(path), "user", "the user's", join=True)
    raise ConfigError(
        f"{path}:1: neither a GeoNames file nor a csv with name, lat and lon or with ADM1_PCODE", path=str(path)
    )


def _source(path: Path, rows: Iterator[Row | Alias], origin: str, licence: str, *, join: bool = False) -> Source:
    return Source(
        name=path.name, sha256=sha256_file(path), rows=rows, prefix="user", origin=origin, licence=licence, join=join
    )


def _dump(path: Path) -> Iterator[Row | Alias]:
    """A GeoNames country dump: the features of vocabulary/places.yaml, `feature_codes`."""
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            c = line.rstrip("\n").split("\t")
            if len(c) != _DUMP_COLUMNS:
                raise ConfigError(f"{path}:{number}: {len(c)} columns, a GeoNames dump has {_DUMP_COLUMNS}")
            kind = _kind(c[7])
            if kind is None:
                continue
            adm1 = f"{c[8]}.{c[10]}" if c[10] not in ("", "00") else None
            yield Row(
                name=c[1], kind=kind, country=c[8] or None, lat=float(c[4]), lon=float(c[5]), geonames=int(c[0]),
                names=tuple(n for n in [c[2], *c[3].split(",")] if n), population=int(c[14] or 0), adm1=adm1,
                adm2=f"{adm1}.{c[11]}" if adm1 and c[11] else None, code=adm1 if c[7] == "ADM1" else None,
            )  # fmt: skip


def _kind(code: str) -> str | None:
    codes = place_words().feature_codes
    return next((codes[code[:n]] for n in range(len(code), 1, -1) if code[:n] in codes), None)


def _alternate_names(path: Path) -> Iterator[Row | Alias]:
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            c = line.rstrip("\n").split("\t")
            if len(c) < 4 or not c[1].isdigit():
                raise ConfigError(f"{path}:{number}: not a line of an alternateNames file")
            if c[2] not in _NOT_NAMES and c[3]:
                yield Alias(names=(c[3],), geonames=int(c[1]))


def _cod(path: Path) -> Iterator[Row | Alias]:
    """The lowest level of each row: with a point a place, else further names and the p-code of a unit known by name."""
    for number, r in _rows(path):
        found = re.search(r"\d", max((k for k in r if _PCODE.match(k)), default=""))
        level = found.group() if found else "1"
        names = tuple(v for k, v in r.items() if re.match(rf"adm{level}(?:alt\d)?_[a-z]{{2}}$", k) and v)
        country = (r.get("adm0_pcode") or "")[:2].upper() or None
        if not names:
            continue
        pcode, kind = r.get(f"adm{level}_pcode"), "adm1" if level == "1" else "adm2"
        point = _point(path, number, r)
        if point is not None and level not in ("0", "1"):
            yield Row(
                name=names[0], kind=kind, country=country, lat=point[0], lon=point[1], names=names[1:], pcode=pcode
            )
        else:
            yield Alias(names=names, of=names[0], country=country, kind=kind, pcode=pcode)


def _table(path: Path) -> Iterator[Row | Alias]:
    """name, lat, lon and, where there are, country (ISO 2), kind, alias ('a|b'), population, radius_km."""
    kinds = set(place_words().radius)
    for number, r in _rows(path):
        point = _point(path, number, r)
        kind = r.get("kind") or "settlement"
        if kind not in kinds:
            raise ConfigError(f"{path}:{number}: kind {kind!r} is none of {', '.join(sorted(kinds))}")
        if point is None or not r["name"]:
            raise ConfigError(f"{path}:{number}: a row needs name, lat and lon")
        aliases = tuple(a.strip() for a in re.split(r"[|;]", r.get("alias") or "") if a.strip())
        radius = r.get("radius_km")
        yield Row(
            name=r["name"], kind=kind, country=(r.get("country") or "").upper() or None, lat=point[0], lon=point[1],
            names=aliases, population=int(r.get("population") or 0), radius_km=float(radius) if radius else None,
        )  # fmt: skip


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows of a csv with their line numbers; column names in small letters."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            yield reader.line_num, {str(k).strip().casefold(): (v or "").strip() for k, v in row.items() if k}


def _point(path: Path, number: int, row: dict[str, str]) -> tuple[float, float] | None:
    lat, lon = row.get("lat") or row.get("latitude"), row.get("lon") or row.get("longitude")
    if not lat or not lon:
        return None
    try:
        point = float(lat), float(lon)
    except ValueError as err:
        raise ConfigError(f"{path}:{number}: lat {lat!r} or lon {lon!r} is no number", path=str(path)) from err
    if abs(point[0]) > 90 or abs(point[1]) > 180:
        raise ConfigError(f"{path}:{number}: lat {lat}, lon {lon} is no point on Earth", path=str(path))
    return point
