"""Adds rows to a gazetteer that is being built: finds the place that a row means, else makes one."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterable, Iterator

from dateline.ids import content_id
from dateline.know.fold import loose, plain
from dateline.know.gazetteer_fuzzy import bones
from dateline.know.gazetteer_names import Names
from dateline.know.gazetteer_place import distance_km
from dateline.know.gazetteer_rows import Alias, Correction, Row, Unit
from dateline.know.gazetteer_words import place_words

#: A row nearer than this to a place of the same name and country is that place.
SAME_KM = 5.0
#: Points of units differ widely between sources: a name and a level are enough within a province or a country.
_REACH = {"adm1": 20040.0, "adm2": 60.0}
_BY_PLAIN = (
    "SELECT p.key, p.lat, p.lon, p.kind, p.adm1 FROM name n JOIN place p ON p.key = n.place "
    "WHERE n.plain = ? AND p.country IS ?"
)
_BY_LOOSE = (
    "SELECT p.key, p.lat, p.lon, p.kind, p.adm1 FROM loose n JOIN place p ON p.key = n.place "
    "WHERE n.bones = ? AND n.loose = ? AND p.country IS ?"
)
_NEW = "INSERT OR IGNORE INTO place VALUES (?,?,?,?,?,?,?,?,?,?,?,?)"

Found = tuple[int, float, float, str, str | None]


class Joiner:
    """Adds the rows of one source; every method says what became of a row: added, joined, corrected, unjoined."""

    def __init__(self, db: sqlite3.Connection, *, prefix: str, join: bool) -> None:
        self._db = db
        self._prefix = prefix
        self._join = join
        self.names = Names(db, staged=not join)

    def add(self, item: Row | Alias | Unit | Correction) -> str:
        """Add one row of any shape."""
        if isinstance(item, Row):
            return self._row(item)
        if isinstance(item, Alias):
            return self._alias(item)
        return self._unit(item) if isinstance(item, Unit) else self._correct(item)

    def _correct(self, row: Correction) -> str:
        sql = "UPDATE place SET lat = ?, lon = ?, basis = ? WHERE key = ?"
        done = self._db.execute(sql, (row.lat, row.lon, row.why, row.geonames))
        return "corrected" if done.rowcount else "unjoined"

    def _row(self, row: Row) -> str:
        twin = self._twin(row) if self._join else None
        if twin is not None:
            return self._joined(twin, row, None if row.geonames is not None else self.id_of(row))
        return self._new(row, None if row.geonames is not None else self.id_of(row))

    def _new(self, row: Row, ext: str | None) -> str:
        key = row.geonames if row.geonames is not None else -int(str(ext).split(":")[1][:15], 16)
        radius = row.radius_km if row.radius_km is not None else _radius(row)
        values = (key, ext, row.name, row.kind, row.country, row.adm1, row.adm2, round(row.lat, 5), round(row.lon, 5))
        if self._db.execute(_NEW, (*values, row.population, radius, row.basis)).rowcount == 0:
            return self._joined(key, row, None)
        self.names.add(key, row.country, row.names, main=(row.name,), owned=row.owned)
        self._codes(key, row.code, row.pcode)
        return "added"

    def id_of(self, row: Row) -> str:
        """The id of a row that GeoNames gives none: a hash of name, country and rounded point."""
        return f"{self._prefix}:{content_id(row.name, row.country, f'{row.lat:.3f}', f'{row.lon:.3f}')[:16]}"

    def _joined(self, key: int, row: Row, ext: str | None) -> str:
        """The id that the row would have had leads to the place that it joined, whatever sources come first."""
        self.names.add(key, row.country, (row.name, *row.names), owned=row.owned)
        self._codes(key, row.code, row.pcode)
        if ext is not None:
            self._db.execute("INSERT OR IGNORE INTO also VALUES (?, ?)", (ext, key))
        return "joined"

    def _codes(self, key: int, code: str | None, pcode: str | None) -> None:
        if code:
            self._db.execute("INSERT OR IGNORE INTO admin VALUES (?, ?)", (code, key))
        if pcode:
            self._db.execute("INSERT OR IGNORE INTO pcode VALUES (?, ?)", (pcode, key))

    def _named(self, names: Iterable[str], country: str | None) -> Iterator[Found]:
        """Places of a country by any of the names: the plain fold of a name first, then its loose one."""
        for name in names:
            yield from self._db.execute(_BY_PLAIN, (plain(name), country)).fetchall()
            key = loose(name)
            yield from self._db.execute(_BY_LOOSE, (bones(key), key, country)).fetchall()

    def _twin(self, row: Row) -> int | None:
        """A place of the same country and level with a name of this row, near enough to be the same."""
        reach = _REACH.get(row.kind, SAME_KM)
        for key, lat, lon, kind, _ in self._named((row.name, *row.names), row.country):
            if _level(kind) == _level(row.kind) and distance_km(lat, lon, row.lat, row.lon) < reach:
                return key
        return None

    def _alias(self, alias: Alias) -> str:
        key = alias.geonames if alias.geonames is not None else self._chief(alias)
        row = (
            self._db.execute("SELECT country FROM place WHERE key = ?", (key,)).fetchone() if key is not None else None
        )
        if key is None or row is None:
            return "unjoined"
        self.names.add(key, row[0], alias.names, owned=alias.owned)
        self._codes(key, alias.code, None)
        return "joined"

    def _chief(self, alias: Alias) -> int | None:
        sql = (
            "SELECT p.key FROM name n JOIN place p ON p.key = n.place WHERE n.plain = ? AND p.country IS ? "
            "AND (? IS NULL OR p.kind = ?) ORDER BY p.population DESC, n.main DESC, p.key LIMIT 1"
        )
        row = self._db.execute(sql, (plain(alias.of or ""), alias.country, alias.kind, alias.kind)).fetchone()
        return int(row[0]) if row else None

    # -- units by p-code -------------------------------------------------------------------------------------------

    def _unit(self, unit: Unit) -> str:
        """A unit of a COD table: known by its p-code, else by name and level within the unit above it."""
        for wider in unit.above:
            if self._of_pcode(wider.pcode) is None:
                self._unit(wider)
        kind = _KIND_OF_LEVEL[unit.level]
        key = self._of_pcode(unit.pcode)
        if key is None:
            key = self._namesake(unit, kind)
        if key is not None:
            self.names.add(key, unit.country, unit.names)
            self._codes(key, None, unit.pcode)
            return "joined"
        if unit.point is None:
            return "unjoined"
        made = content_id("pcode", unit.pcode)[:16]
        return self._new(
            Row(
                name=unit.name, names=unit.names[1:], kind=kind, country=unit.country, lat=unit.point[0],
                lon=unit.point[1], pcode=unit.pcode, adm1=self._province(unit), basis="point of the table of p-codes",
            ),
            f"{self._prefix}:{made}",
        )  # fmt: skip

    def _of_pcode(self, pcode: str | None) -> int | None:
        row = self._db.execute("SELECT place FROM pcode WHERE pcode = ?", (pcode,)).fetchone() if pcode else None
        return int(row[0]) if row else None

    def _province(self, unit: Unit) -> str | None:
        """The GeoNames code of the province that the unit's row names, where that province is known."""
        key = self._of_pcode(unit.above[0].pcode) if unit.above else None
        row = self._db.execute("SELECT adm1 FROM place WHERE key = ?", (key,)).fetchone() if key is not None else None
        return str(row[0]) if row and row[0] else None

    def _namesake(self, unit: Unit, kind: str) -> int | None:
        """A unit of this name and level that no other p-code has; a district and its seat's sub-district are two."""
        province = self._province(unit)
        for key, lat, lon, other, adm1 in self._named(unit.names, unit.country):
            far = unit.point is not None and distance_km(lat, lon, *unit.point) >= _REACH[kind]
            elsewhere = province is not None and adm1 is not None and adm1 != province
            if other == kind and not far and not elsewhere and not self._has_pcode(key):
                return key
        return None

    def _has_pcode(self, key: int) -> bool:
        return self._db.execute("SELECT 1 FROM pcode WHERE place = ?", (key,)).fetchone() is not None


_KIND_OF_LEVEL = {1: "adm1", 2: "adm2", 3: "adm2", 4: "adm2"}


def _level(kind: str) -> str:
    return "settlement" if kind in ("settlement", "neighbourhood") else kind


def _radius(row: Row) -> float:
    """Larger towns reach further: 3 km, and up to 15 km for a metropolis."""
    base: float = place_words().radius.get(row.kind, 5.0)
    if row.kind == "settlement" and row.population > 100_000:
        return round(min(15.0, base * math.pow(row.population / 100_000, 0.35)), 1)
    return base
