"""The gazetteer: places with names, read from one SQLite file. It never writes and needs no network."""

from __future__ import annotations

import json
import math
import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from dateline.errors import ConfigError, NotFoundError
from dateline.know.fold import loose, plain
from dateline.know.gazetteer_store import sha256_file, shipped_file

#: The layout of the file; a file of another layout is refused.
LAYOUT = 1
#: Shorter keys are like too many others.
_FUZZY_LENGTH = 6
_VOWELS = re.compile("[aeiou]")
_FIELDS = "p.key, p.ext, p.name, p.kind, p.country, p.adm1, p.adm2, p.lat, p.lon, p.population, p.radius, p.basis"


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


class Gazetteer:
    """Look-ups by name, by id and by likeness. Open one a process with `Gazetteer.open()`."""

    def __init__(self, path: Path) -> None:
        """Raises NotFoundError when there is no such file, ConfigError when it is no gazetteer of this layout."""
        if not path.is_file():
            raise NotFoundError(f"{path}: no gazetteer here; run `dateline gazetteer build`", path=str(path))
        self.path = path
        self._db = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        try:
            self._info: dict[str, Any] = {k: json.loads(v) for k, v in self._db.execute("SELECT key, value FROM meta")}
        except (sqlite3.DatabaseError, ValueError) as err:
            raise ConfigError(f"{path}: not a gazetteer file ({err}); run `dateline gazetteer build`") from err
        if self._info.get("layout") != LAYOUT:
            raise ConfigError(f"{path}: gazetteer of layout {self._info.get('layout')}, need {LAYOUT}; build it again")
        self._exact = lru_cache(maxsize=200_000)(self._find_exact)
        self._loosely = lru_cache(maxsize=50_000)(self._find_loose)
        self._names_of = lru_cache(maxsize=4)(self._loose_names)

    @classmethod
    def open(cls, path: Path | None = None) -> Gazetteer:
        """Open a built file, by default the shipped one, which is unpacked into the cache at first use."""
        return cls(path or shipped_file())

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def __enter__(self) -> Gazetteer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def info(self) -> dict[str, Any]:
        """Counts, sources, licences and versions, as written by the build."""
        return dict(self._info)

    def sha256(self) -> str:
        """sha256 of the file's bytes."""
        return sha256_file(self.path)

    def lookup(self, name: str) -> tuple[Match, ...]:
        """Places of this name by the plain fold; most populous first. Empty when there is none."""
        key = plain(name)
        return self._exact(key) if key else ()

    def lookup_loose(self, name: str) -> tuple[Match, ...]:
        """Places whose name is another transliteration of this one (keys of three letters and more)."""
        key = loose(name)
        return self._loosely(key) if len(key) >= 3 else ()

    def by_id(self, place_id: str) -> Place | None:
        """The place of this id, or None."""
        if place_id.startswith("geonames:") and place_id[9:].isdigit():
            return self._one("p.key = ?", int(place_id[9:]))
        return self._one("p.ext = ?", place_id)

    def admin(self, code: str | None) -> Place | None:
        """The administrative unit of a GeoNames code ('SY.07'), or None."""
        row = self._db.execute("SELECT place FROM admin WHERE code = ?", (code,)).fetchone() if code else None
        return self._one("p.key = ?", row[0]) if row else None

    def country(self, iso2: str | None) -> Place | None:
        """The country of an ISO 3166 code, or None."""
        return self.admin(iso2)

    def countries(self) -> tuple[Place, ...]:
        """All countries, by ISO code."""
        sql = f"SELECT {_FIELDS} FROM place p WHERE p.kind = 'country' ORDER BY p.country"
        return tuple(_place(row) for row in self._db.execute(sql))

    def names(self, place: Place) -> tuple[str, ...]:
        """All names of a place in the plain fold."""
        key = int(place.id[9:]) if place.id.startswith("geonames:") else None
        if key is None:
            row = self._db.execute("SELECT key FROM place WHERE ext = ?", (place.id,)).fetchone()
            key = row[0] if row else None
        return tuple(r[0] for r in self._db.execute("SELECT plain FROM of_place WHERE place = ?", (key,)))

    def fuzzy(self, name: str, country: str, *, cutoff: float = 84.0, limit: int = 10) -> tuple[Match, ...]:
        """Places of one country whose loose key is like this name's, best first. `score` is 0..1.

        Transliterations differ in vowels and seldom in consonants: the consonants must be the same, or differ in
        one letter of a long name.
        """
        key = loose(name)
        if len(key) < _FUZZY_LENGTH:
            return ()
        names, keys = self._names_of(country)
        found = process.extract(key, names, scorer=fuzz.ratio, score_cutoff=cutoff, limit=limit * 3)
        best: dict[int, float] = {}
        for other, score, i in found:
            if _alike(key, other):
                best.setdefault(keys[i], score / 100)
        places = self._places(list(best)[:limit])
        return tuple(Match(places[k], exact=False, main=False, score=s) for k, s in best.items() if k in places)

    def _one(self, where: str, value: object) -> Place | None:
        row = self._db.execute(f"SELECT {_FIELDS} FROM place p WHERE {where}", (value,)).fetchone()
        return _place(row) if row else None

    def _places(self, keys: Iterable[int]) -> dict[int, Place]:
        marks = list(keys)
        sql = f"SELECT {_FIELDS} FROM place p WHERE p.key IN ({','.join('?' * len(marks))})"
        return {row[0]: _place(row) for row in self._db.execute(sql, marks)}

    def _find_exact(self, key: str) -> tuple[Match, ...]:
        sql = (
            f"SELECT {_FIELDS}, n.main FROM name n JOIN place p ON p.key = n.place "
            "WHERE n.plain = ? ORDER BY p.population DESC, p.key LIMIT 60"
        )
        return tuple(
            Match(_place(r), exact=True, main=r[-1] > 0, owns=r[-1] > 1) for r in self._db.execute(sql, (key,))
        )

    def _find_loose(self, key: str) -> tuple[Match, ...]:
        sql = (
            f"SELECT {_FIELDS} FROM loose n JOIN place p ON p.key = n.place "
            "WHERE n.loose = ? ORDER BY p.population DESC, p.key LIMIT 60"
        )
        return tuple(Match(_place(r), exact=False, main=False) for r in self._db.execute(sql, (key,)))

    def _loose_names(self, country: str) -> tuple[list[str], list[int]]:
        sql = "SELECT n.loose, n.place FROM place p JOIN loose_of n ON n.place = p.key WHERE p.country = ?"
        rows = self._db.execute(sql, (country,)).fetchall()
        return [r[0] for r in rows], [r[1] for r in rows]


def _alike(a: str, b: str) -> bool:
    bones_a, bones_b = _VOWELS.sub("", a), _VOWELS.sub("", b)
    if bones_a == bones_b:
        return len(bones_a) >= 3
    return min(len(bones_a), len(bones_b)) >= 5 and Levenshtein.distance(bones_a, bones_b) <= 1


def _place(row: tuple[Any, ...]) -> Place:
    key, ext, name, kind, country, adm1, adm2, lat, lon, population, radius, basis = row[:12]
    return Place(
        id=ext or f"geonames:{key}", name=name, kind=kind, country=country, adm1=adm1, adm2=adm2,
        lat=lat, lon=lon, population=population, radius_km=radius, basis=basis,
    )  # fmt: skip
