"""Builds the gazetteer: each source goes into one SQLite file in a transaction, then the file is moved in place.

A build that was cut off goes on after the last whole source when it is repeated with the same sources.
"""

from __future__ import annotations

import json
import math
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dateline.errors import ConfigError
from dateline.ids import content_id
from dateline.know.fold import loose, plain, spelled_freely, without_articles
from dateline.know.gazetteer import LAYOUT, distance_km
from dateline.know.gazetteer_words import place_words

SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS done (source TEXT PRIMARY KEY, sha256 TEXT NOT NULL, report TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS place (
  key INTEGER PRIMARY KEY, ext TEXT, name TEXT NOT NULL, kind TEXT NOT NULL, country TEXT, adm1 TEXT, adm2 TEXT,
  lat REAL NOT NULL, lon REAL NOT NULL, population INTEGER NOT NULL, radius REAL NOT NULL, basis TEXT);
CREATE TABLE IF NOT EXISTS name (plain TEXT, place INTEGER, main INTEGER, PRIMARY KEY (plain, place)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS loose (loose TEXT, place INTEGER, PRIMARY KEY (loose, place)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS admin (code TEXT PRIMARY KEY, place INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pcode (pcode TEXT PRIMARY KEY, place INTEGER NOT NULL) WITHOUT ROWID;
"""
_FINISH = """
CREATE INDEX place_ext ON place (ext) WHERE ext IS NOT NULL;
CREATE INDEX place_country ON place (country);
CREATE INDEX of_place_index ON name (place);
CREATE INDEX loose_of_index ON loose (place);
CREATE VIEW of_place AS SELECT place, plain FROM name;
CREATE VIEW loose_of AS SELECT place, loose FROM loose;
DROP TABLE done;
"""
#: A row nearer than this to a place of the same name and country is that place.
SAME_KM = 5.0
#: Points of units differ widely between sources: a name and a level are enough within a province or a country.
_REACH = {"adm1": 20040.0, "adm2": 60.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One place as a source gives it. `geonames` or None; `names` beside the main one; `adm1` a GeoNames code.

    `code` is its own administrative code, where it is a unit. `basis` says how the point came about. `owned` are
    names that mean this place before any other bearer ('Gaza' the Strip, not the city).
    """

    name: str
    kind: str
    country: str | None
    lat: float
    lon: float
    names: tuple[str, ...] = ()
    owned: tuple[str, ...] = ()
    geonames: int | None = None
    adm1: str | None = None
    adm2: str | None = None
    population: int = 0
    radius_km: float | None = None
    basis: str | None = None
    code: str | None = None
    pcode: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """Further names for a place that is there already: by GeoNames id, or by name, country and kind."""

    names: tuple[str, ...]
    owned: tuple[str, ...] = ()
    geonames: int | None = None
    of: str | None = None
    country: str | None = None
    kind: str | None = None
    pcode: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A better point for a place that a source has misplaced; `why` is kept as the point's basis."""

    geonames: int
    lat: float
    lon: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A named set of rows. `prefix` of its ids where GeoNames gives none; `join`: look for a twin first."""

    name: str
    sha256: str
    rows: Iterable[Row | Alias | Correction]
    prefix: str
    origin: str
    licence: str
    join: bool = False


@dataclass(slots=True)
class Report:
    """What became of the rows of one source."""

    counts: Counter[str] = field(default_factory=Counter)
    unjoined: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Counts by outcome and up to ten names that found no place."""
        return {**self.counts, "unjoined_names": self.unjoined[:10]}


def build(sources: Sequence[Source], target: Path, versions: dict[str, str]) -> dict[str, Any]:
    """Write `target` from the sources, in order; returns the facts that `info` will print.

    Raises ConfigError when a half-built file beside the target cannot be gone on with.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".building")
    db = sqlite3.connect(part)
    try:
        _start(db, sources)
        facts = [_load(db, source) for source in sources]
        info = _info(db, facts, versions)
        _finish(db, info)
    except sqlite3.DatabaseError as err:
        raise ConfigError(f"{part}: {err}; remove it and build again", path=str(part)) from err
    finally:
        db.close()
    part.replace(target)
    return info


def _start(db: sqlite3.Connection, sources: Sequence[Source]) -> None:
    """Go on with a half-built file when all that is in it belongs to this build; else begin anew."""
    db.executescript(SCHEMA)
    wanted = {s.name: s.sha256 for s in sources}
    if any(wanted.get(name) != sha for name, sha in db.execute("SELECT source, sha256 FROM done").fetchall()):
        for table in ("meta", "done", "place", "name", "loose", "admin", "pcode"):
            db.execute(f"DELETE FROM {table}")
        db.commit()


def _load(db: sqlite3.Connection, source: Source) -> dict[str, Any]:
    """Add one source in one transaction, or skip it when the same bytes are in already."""
    known = db.execute("SELECT report FROM done WHERE source = ?", (source.name,)).fetchone()
    if known:
        return {"name": source.name, **json.loads(known[0])}
    report = Report()
    with db:
        for row in source.rows:
            outcome = _add(db, row, source)
            report.counts[outcome] += 1
            if outcome == "unjoined":
                report.unjoined.append(_label(row))
        facts = {"sha256": source.sha256, "origin": source.origin, "licence": source.licence, **report.to_json()}
        db.execute("INSERT OR REPLACE INTO done VALUES (?, ?, ?)", (source.name, source.sha256, json.dumps(facts)))
    return {"name": source.name, **facts}


def _add(db: sqlite3.Connection, row: Row | Alias | Correction, source: Source) -> str:
    if isinstance(row, Alias):
        return _add_alias(db, row)
    if isinstance(row, Correction):
        return _correct(db, row)
    return _add_row(db, row, source)


def _label(row: Row | Alias | Correction) -> str:
    if isinstance(row, Correction):
        return str(row.geonames)
    return row.of or row.names[0] if isinstance(row, Alias) else row.name


def _correct(db: sqlite3.Connection, row: Correction) -> str:
    sql = "UPDATE place SET lat = ?, lon = ?, basis = ? WHERE key = ?"
    return "corrected" if db.execute(sql, (row.lat, row.lon, row.why, row.geonames)).rowcount else "unjoined"


def _add_row(db: sqlite3.Connection, row: Row, source: Source) -> str:
    twin = _twin(db, row) if source.join else None
    if twin is not None:
        _add_names(db, twin, row.country, (row.name, *row.names), owned=row.owned)
        _add_codes(db, twin, row)
        return "joined"
    ext = None
    if row.geonames is None:
        ext = f"{source.prefix}:{content_id(row.name, row.country, f'{row.lat:.3f}', f'{row.lon:.3f}')[:16]}"
    key = row.geonames if row.geonames is not None else -int(str(ext).split(":")[1][:15], 16)
    radius = row.radius_km if row.radius_km is not None else _radius(row)
    values = (key, ext, row.name, row.kind, row.country, row.adm1, row.adm2, round(row.lat, 5), round(row.lon, 5))
    cursor = db.execute(
        "INSERT OR IGNORE INTO place VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", (*values, row.population, radius, row.basis)
    )
    if cursor.rowcount == 0:
        _add_names(db, key, row.country, (row.name, *row.names), owned=row.owned)
        return "joined"
    _add_names(db, key, row.country, row.names, main=(row.name,), owned=row.owned)
    _add_codes(db, key, row)
    return "added"


def _radius(row: Row) -> float:
    """Larger towns reach further: 3 km, and up to 12 km for a metropolis."""
    base: float = place_words().radius.get(row.kind, 5.0)
    if row.kind == "settlement" and row.population > 100_000:
        return round(min(15.0, base * math.pow(row.population / 100_000, 0.35)), 1)
    return base


def _add_codes(db: sqlite3.Connection, key: int, row: Row) -> None:
    if row.code:
        db.execute("INSERT OR IGNORE INTO admin VALUES (?, ?)", (row.code, key))
    if row.pcode:
        db.execute("INSERT OR IGNORE INTO pcode VALUES (?, ?)", (row.pcode, key))


def _add_names(
    db: sqlite3.Connection,
    key: int,
    country: str | None,
    names: Iterable[str],
    *,
    main: tuple[str, ...] = (),
    owned: tuple[str, ...] = (),
) -> None:
    """Names of a place with their rank: 0 an alias, 1 the place's own name, 2 a name that it owns."""
    rank = {plain(n): 0 for n in names} | {plain(n): 1 for n in main} | {plain(n): 2 for n in owned}
    if country in place_words().scripts["ARABIC"]:
        # 'Mayadin' is as good a name as 'Al Mayadin'.
        short = [(without_articles(k), m) for k, m in rank.items()]
        rank |= {k: max(m, rank.get(k, 0)) for k, m in sorted(short, key=lambda row: row[1]) if len(k) > 3}
    rank.pop("", None)
    sql = "INSERT INTO name VALUES (?,?,?) ON CONFLICT DO UPDATE SET main = max(main, excluded.main)"
    db.executemany(sql, [(k, key, m) for k, m in rank.items()])
    if spelled_freely(country):
        keys = {loose(k) for k in rank}
        db.executemany("INSERT OR IGNORE INTO loose VALUES (?,?)", [(k, key) for k in keys if len(k) >= 3])


def _twin(db: sqlite3.Connection, row: Row) -> int | None:
    """A place of the same country and level with a name of this row, nearer than SAME_KM."""
    for name in (row.name, *row.names):
        sql = (
            "SELECT p.key, p.lat, p.lon, p.kind FROM {t} n JOIN place p ON p.key = n.place "
            "WHERE n.{t2} = ? AND p.country IS ?"
        )
        rows = db.execute(sql.format(t="name", t2="plain"), (plain(name), row.country)).fetchall()
        rows += db.execute(sql.format(t="loose", t2="loose"), (loose(name), row.country)).fetchall()
        for key, lat, lon, kind in rows:
            reach = _REACH.get(row.kind, SAME_KM)
            if _level(kind) == _level(row.kind) and distance_km(lat, lon, row.lat, row.lon) < reach:
                return int(key)
    return None


def _level(kind: str) -> str:
    return "settlement" if kind in ("settlement", "neighbourhood") else kind


def _add_alias(db: sqlite3.Connection, alias: Alias) -> str:
    key = alias.geonames if alias.geonames is not None else _named(db, alias)
    row = db.execute("SELECT country FROM place WHERE key = ?", (key,)).fetchone() if key is not None else None
    if key is None or row is None:
        return "unjoined"
    _add_names(db, key, row[0], alias.names, owned=alias.owned)
    if alias.pcode:
        db.execute("INSERT OR IGNORE INTO pcode VALUES (?, ?)", (alias.pcode, key))
    return "joined"


def _named(db: sqlite3.Connection, alias: Alias) -> int | None:
    sql = (
        "SELECT p.key FROM name n JOIN place p ON p.key = n.place WHERE n.plain = ? AND p.country IS ? "
        "AND (? IS NULL OR p.kind = ?) ORDER BY p.population DESC, n.main DESC, p.key LIMIT 1"
    )
    row = db.execute(sql, (plain(alias.of or ""), alias.country, alias.kind, alias.kind)).fetchone()
    return int(row[0]) if row else None


def _info(db: sqlite3.Connection, facts: list[dict[str, Any]], versions: dict[str, str]) -> dict[str, Any]:
    kinds = dict(db.execute("SELECT kind, COUNT(*) FROM place GROUP BY kind ORDER BY kind"))
    counts = {"places": sum(kinds.values()), "names": db.execute("SELECT COUNT(*) FROM name").fetchone()[0]}
    return {"layout": LAYOUT, "counts": counts, "kinds": kinds, "sources": facts, "versions": versions}


def _finish(db: sqlite3.Connection, info: dict[str, Any]) -> None:
    with db:
        rows = [(k, json.dumps(v, ensure_ascii=False, sort_keys=True)) for k, v in info.items()]
        db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", rows)
    db.executescript(_FINISH)
    db.execute("PRAGMA journal_mode = DELETE")
    db.execute("ANALYZE")
    db.commit()
    db.execute("VACUUM")
