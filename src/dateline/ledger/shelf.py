"""The kept rows of the views by what can be asked of them: in pages, counted, and in cells of a map."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

#: A row's place in the order of its list.
Place = tuple[str, str]
#: West, south, east, north in degrees.
Box = tuple[float, float, float, float]
_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which rows. Days are ISO; words are compared without case. `near` says of a point whether it is near enough,
    which none is outside the box `reach`.

    `on`: a day on which a state held. `since`, `until`: what may have been on a day between them; where `since` is None
    also what has no day. `box`: west, south, east, north in degrees.
    """

    from_: str | None = None
    to: str | None = None
    on: str | None = None
    since: str | None = None
    until: str | None = None
    place: str | None = None
    near: Callable[[float, float], bool] | None = None
    reach: Box | None = None
    actor: str | None = None
    type: str | None = None
    source: str | None = None
    status: str | None = None
    voices: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """Rows of one cell of a map: how many, the middle of their points, their box, how many of each status.

    `row`: one of them; `place`: the id of their place where all are of one.
    """

    count: int
    lat: float
    lon: float
    box: Box
    contested: int
    corroborated: int
    retracted: int
    radius: float | None
    place: str | None
    precision: str | None
    row: int


@dataclass(frozen=True, slots=True)
class Extent:
    """Days and box (west, south, east, north) of some rows; None where none has any."""

    first: str | None
    last: str | None
    box: Box | None


class Shelf:
    """The rows of one version of the views (`policy`: its name and the version of the rules)."""

    def __init__(self, db: sqlite3.Connection, policy: str, *, in_memory: bool = False) -> None:
        self.db, self.policy, self.in_memory = db, policy, in_memory

    def head(self, view: str = "events") -> str | None:
        """The head of the log that a view was made at; None where it was never made."""
        sql = "SELECT head FROM view_builds WHERE view = ? AND policy = ?"
        row = self.db.execute(sql, (view, self.policy)).fetchone()
        return row and str(row[0])

    def page(
        self, view: str, wanted: Wanted, after: Place | None, limit: int, *, down: bool = False, few: bool = False
    ) -> list[tuple[Place, dict[str, Any]]]:
        """Rows behind a place in the list, in order of their positions (`down`: the last first). `few`: of a box that
        has so few that they are found by their points and then sorted."""
        where, values = self._where(view, wanted)
        way, order = ("<", " DESC") if down else (">", "")
        if after is not None:
            where += f" AND (m.position, m.id) {way} (?, ?)"
            values += after
        index = "INDEXED BY view_marks_on_map" if few else _index(wanted)
        sql = (
            f"SELECT m.position, m.id, r.payload FROM view_marks m {index} "
            "JOIN view_rows r ON r.view = m.view AND r.policy = m.policy AND r.id = m.id "
            f"WHERE {where} ORDER BY m.position{order}, m.id{order} LIMIT ?"
        )
        return [((p, key), json.loads(raw)) for p, key, raw in self.db.execute(sql, (*values, limit))]

    def count(self, view: str, wanted: Wanted) -> int:
        """How many rows."""
        where, values = self._where(view, wanted)
        return int(self.db.execute(f"SELECT count(*) FROM view_marks m WHERE {where}", values).fetchone()[0])

    def rows(self, view: str, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
        """Some rows by id."""
        sql = "SELECT id, payload FROM view_rows WHERE view = ? AND policy = ? AND id IN"
        return {key: json.loads(raw) for key, raw in self._asked(sql, ids, view, self.policy)}

    def at(self, rows: Iterable[int]) -> dict[int, dict[str, Any]]:
        """Some rows by the numbers that cells name."""
        sql = (
            "SELECT m.row, r.payload FROM view_marks m JOIN view_rows r "
            "ON r.view = m.view AND r.policy = m.policy AND r.id = m.id WHERE m.row IN"
        )
        return {row: json.loads(raw) for row, raw in self._asked(sql, rows)}

    def of_unit(self, view: str, units: Iterable[str]) -> list[dict[str, Any]]:
        """The rows that were derived together."""
        sql = "SELECT payload FROM view_rows WHERE view = ? AND policy = ? AND unit IN"
        return [json.loads(raw) for (raw,) in self._asked(sql, units, view, self.policy)]

    def units_of(self, view: str, ids: Iterable[str]) -> dict[str, str]:
        """Row -> the unit that it was derived in."""
        sql = "SELECT id, unit FROM view_rows WHERE view = ? AND policy = ? AND id IN"
        return dict(self._asked(sql, ids, view, self.policy))

    def cells(
        self, view: str, wanted: Wanted, size: tuple[float, float], *, levels: Sequence[str], by: str = "''"
    ) -> list[Cell]:
        """Rows with a point by cells of so many degrees (north, east). `levels`: precisions that no map shows; `by`:
        rows of one cell are kept apart by this."""
        where, values = self._where(view, wanted)
        sql = f"""
            SELECT count(*), avg(m.lat), avg(m.lon), min(m.lon), min(m.lat), max(m.lon), max(m.lat),
                   sum(m.status IN ('contested', 'disputed')), sum(m.status = 'corroborated'),
                   sum(m.status = 'retracted'), max(m.radius), min(m.place), max(m.place), max(m.precision), min(m.row)
            FROM view_marks m INDEXED BY view_marks_on_map
            WHERE {where} AND m.lat IS NOT NULL AND m.lon IS NOT NULL
              AND (m.precision IS NULL OR m.precision NOT IN ({", ".join("?" * len(levels))}))
            GROUP BY CAST((m.lat + 90) / ? AS INTEGER), CAST((m.lon + 180) / ? AS INTEGER), {by}"""
        found = self.db.execute(sql, (*values, *levels, *size))
        return [_cell(row) for row in found]

    def placed(self, view: str, wanted: Wanted, levels: Sequence[str]) -> tuple[int, int]:
        """How many rows, and how many of them a map shows. `levels`: precisions that none shows."""
        where, values = self._where(view, wanted)
        sql = (
            "SELECT count(*), "
            "sum(m.lat IS NOT NULL AND m.lon IS NOT NULL AND (m.precision IS NULL OR m.precision NOT IN "
            f"({', '.join('?' * len(levels))}))) FROM view_marks m INDEXED BY view_marks_on_map WHERE {where}"
        )
        total, shown = self.db.execute(sql, (*levels, *values)).fetchone()
        return total, shown or 0

    def extent(self, view: str, wanted: Wanted) -> Extent:
        """The days and the box of some rows."""
        where, values = self._where(view, wanted)
        sql = (
            "SELECT min(coalesce(m.first, m.last)), max(coalesce(m.last, m.first)), min(m.lon), min(m.lat), "
            f"max(m.lon), max(m.lat) FROM view_marks m WHERE {where}"
        )
        first, last, *box = self.db.execute(sql, values).fetchone()
        return Extent(first, last, None if box[0] is None else (box[0], box[1], box[2], box[3]))

    def points(self, name: str) -> list[tuple[float, float]]:
        """The points of all places of a name, an id or a country."""
        sql = (
            "SELECT DISTINCT m.lat, m.lon FROM view_terms t JOIN view_marks m ON m.row = t.row "
            "WHERE t.term = 'place ' || lower(?) AND m.policy = ? AND m.lat IS NOT NULL "
            "AND (m.place = ? OR m.name = lower(?) OR length(?) = 2)"
        )
        return list(self.db.execute(sql, (name, self.policy, name, name, name)))

    def around(self, lat: float, lon: float, km: float, first: str, last: str, place: str | None) -> list[str]:
        """Ids of events near a point, or at a place, that touch some days."""
        north = km / 110.0
        east = north * 3
        sql = (
            "SELECT m.id FROM view_marks m WHERE m.view = 'events' AND m.policy = ? "
            "AND m.first <= ? AND m.first >= date(?, '-31 days') AND coalesce(m.last, m.first) >= ? "
            "AND ((m.lat BETWEEN ? AND ? AND m.lon BETWEEN ? AND ?) OR m.place = ?) LIMIT 2000"
        )
        values = (self.policy, last, first, first, lat - north, lat + north, lon - east, lon + east, place)
        return [key for (key,) in self.db.execute(sql, values)]

    def _where(self, view: str, wanted: Wanted) -> tuple[str, list[Any]]:
        terms, values = ["m.view = ? AND m.policy = ?"], [view, self.policy]
        for term, given in self._terms(wanted):
            terms.append(term)
            values += given
        return " AND ".join(terms), values

    def _terms(self, wanted: Wanted) -> Iterator[tuple[str, list[Any]]]:
        if wanted.from_ or wanted.to:
            yield "(m.first IS NOT NULL OR m.last IS NOT NULL)", []
        if wanted.from_:
            yield "(m.last IS NULL OR m.last >= ?)", [wanted.from_]
        if wanted.to:
            yield "(m.first IS NULL OR m.first <= ?)", [wanted.to]
        if wanted.on:
            yield "(m.since IS NULL OR m.since <= ?) AND (m.last IS NULL OR m.last > ?)", [wanted.on, wanted.on]
        if wanted.until:
            yield f"(m.first <= ?{'' if wanted.since else ' OR m.first IS NULL'})", [wanted.until]
        if wanted.since:
            yield "coalesce(m.last, m.first) >= ?", [wanted.since]
        in_place = "m.row IN (SELECT row FROM view_terms WHERE term = ? || ' ' || lower(?))"
        if wanted.place and wanted.near is None:
            yield in_place, ["place", wanted.place]
        if wanted.near is not None:
            self.db.create_function("is_near", 2, _guarded(wanted.near), deterministic=True)
            west, south, east, north = wanted.reach or (-180.0, -90.0, 180.0, 90.0)
            yield (
                f"({in_place} OR (m.lat BETWEEN ? AND ? AND m.lon BETWEEN ? AND ? AND is_near(m.lat, m.lon)))",
                ["place", wanted.place or "", south, north, west, east],
            )
        for kind in ("actor", "type", "source"):
            if word := getattr(wanted, kind):
                yield in_place, [kind, word]
        if wanted.status:
            yield "m.status = ?", [wanted.status]
        if wanted.voices:
            yield "m.voices >= ?", [wanted.voices]
        if wanted.box is not None:
            west, south, east, north = wanted.box
            yield "m.lat BETWEEN ? AND ?", [south, north]
            yield ("m.lon BETWEEN ? AND ?" if west <= east else "(m.lon >= ? OR m.lon <= ?)"), [west, east]

    def _asked(self, sql: str, values: Iterable[Any], *first: str) -> Iterator[tuple[Any, ...]]:
        rows = sorted(set(values))
        for i in range(0, len(rows), _AT_ONCE):
            part = rows[i : i + _AT_ONCE]
            yield from self.db.execute(f"{sql} ({', '.join('?' * len(part))})", (*first, *part)).fetchall()


def _index(wanted: Wanted) -> str:
    """Without statistics, which a ledger need not have, SQLite would rather sort a whole list than walk it."""
    if wanted.place or wanted.actor or wanted.source or wanted.type or wanted.near is not None:
        return ""
    return f"INDEXED BY view_marks_{'by_status' if wanted.status else 'in_order'}"


def _guarded(near: Callable[[float, float], bool]) -> Callable[[float, float], int]:
    return lambda lat, lon: int(near(lat, lon))


def _cell(row: tuple[Any, ...]) -> Cell:
    count, lat, lon, west, south, east, north, contested, sure, gone, radius, place, other, precision, number = row
    return Cell(
        count, lat, lon, (west, south, east, north), contested or 0, sure or 0, gone or 0, radius,
        place if place == other else None, precision, number,
    )  # fmt: skip
