"""Builds the gazetteer: sources go into one SQLite file, batch by batch, then the file is put in place whole.

How far a source has come is written in the transaction of each batch, so a build that was cut off, or killed, goes on
after the last whole batch when it is repeated with the same sources, and ends with the same content.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from dateline.errors import ConfigError
from dateline.know.fold import plain
from dateline.know.gazetteer_join import Joiner
from dateline.know.gazetteer_names import settle
from dateline.know.gazetteer_rows import (
    Alias,
    Bad,
    Correction,
    Item,
    Report,
    Resumable,
    Row,
    Skipped,
    Source,
    Unit,
)
from dateline.know.gazetteer_schema import FINISH, LAYOUT, SCHEMA, TABLES

__all__ = ["Alias", "Bad", "Correction", "Item", "Progress", "Resumable", "Row", "Skipped", "Source", "Unit", "build"]

#: Rows in a transaction. Smaller ones write pages more often, larger ones lose more when cut off.
BATCH = 50_000


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is: the source in hand, its rows so far, and what became of them."""

    source: str
    rows: int
    counts: dict[str, int]


Watcher = Callable[[Progress], None]


def build(
    sources: Sequence[Source],
    target: Path,
    versions: dict[str, str],
    *,
    countries: frozenset[str] = frozenset(),
    watch: Watcher = lambda _: None,
) -> dict[str, Any]:
    """Write `target` from the sources, in order; returns the facts that `info` will print.

    `countries`: ISO codes to keep, with places of no country; empty keeps all. `watch` is told after each batch.
    Raises ConfigError: two sources of one name, a source without one good row, a half-built file that is damaged.
    """
    _check_names(sources)
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".building")
    with _opened(part) as db:
        _start(db, sources, countries)
        facts = [_Load(db, source, countries, watch).run() for source in sources]
        watch(Progress("indexes", 0, {}))
        info = _finish(db, facts, versions, countries)
        whole = target.with_name(target.name + ".part")
        whole.unlink(missing_ok=True)
        db.execute("VACUUM INTO ?", (str(whole),))
    whole.replace(target)
    part.unlink()
    part.with_name(part.name + "-journal").unlink(missing_ok=True)
    return info


@contextmanager
def _opened(part: Path) -> Iterator[sqlite3.Connection]:
    db = sqlite3.connect(part)
    try:
        db.execute("PRAGMA cache_size = -65536")
        db.execute("PRAGMA journal_mode = PERSIST")
        db.execute("PRAGMA synchronous = NORMAL")
        yield db
    except sqlite3.DatabaseError as err:
        raise ConfigError(f"{part}: {err}; remove it and build again", path=str(part)) from err
    finally:
        db.close()


def _check_names(sources: Sequence[Source]) -> None:
    names = [s.name for s in sources]
    if not names:
        raise ConfigError("nothing to build from: give a file with --add, or a base")
    twice = sorted({n for n in names if names.count(n) > 1})
    if twice:
        raise ConfigError(f"{twice[0]}: two sources have this name; give each file once")


def _start(db: sqlite3.Connection, sources: Sequence[Source], countries: frozenset[str]) -> None:
    """Go on with a half-built file when all that is in it belongs to this build; else begin anew."""
    db.executescript(SCHEMA)
    plan = json.dumps([LAYOUT, sorted(countries)])
    known = db.execute("SELECT value FROM meta WHERE key = 'plan'").fetchone()
    done = dict(db.execute("SELECT source, sha256 FROM done"))
    if known == (plan,) and done == {s.name: s.sha256 for s in sources[: len(done)]}:
        return
    with db:
        for table in TABLES:
            db.execute(f"DELETE FROM {table}")
        db.execute("INSERT INTO meta VALUES ('plan', ?)", (plan,))


class _Load:
    """Brings one source in, from where an earlier build left it."""

    def __init__(self, db: sqlite3.Connection, source: Source, countries: frozenset[str], watch: Watcher) -> None:
        self.db, self.source, self.countries, self.watch = db, source, countries, watch
        self.joiner = Joiner(db, prefix=source.prefix, join=source.join)
        row = db.execute("SELECT after, whole, report FROM done WHERE source = ?", (source.name,)).fetchone()
        self.after, self.whole = (int(row[0]), bool(row[1])) if row else (0, False)
        self.report = Report.from_json(json.loads(row[2])) if row else Report()

    def run(self) -> dict[str, Any]:
        """The facts of the source; batches until it is in whole."""
        if not self.whole:
            if self.source.join:
                with self.db:
                    settle(self.db)
            items = self.source.after(self.after)
            while not self.whole:
                with self.db:
                    self._batch(islice(items, BATCH))
                self.watch(Progress(self.source.name, self.after, dict(self.report.counts)))
        source = self.source
        facts = {"sha256": source.sha256, "origin": source.origin, "licence": source.licence}
        return {"name": source.name, **facts, **self.report.to_json()}

    def _batch(self, items: Iterator[Item]) -> None:
        seen = 0
        for seen, item in enumerate(items, start=1):  # noqa: B007
            self._item(item)
        self.joiner.names.flush()
        self.after += seen
        self.whole = seen < BATCH
        if self.whole:
            self._refuse_what_is_all_bad()
        values = (self.source.name, self.source.sha256, self.after, self.whole, json.dumps(self.report.to_json()))
        self.db.execute("INSERT OR REPLACE INTO done VALUES (?, ?, ?, ?, ?)", values)

    def _item(self, item: Item) -> None:
        if isinstance(item, Skipped | Bad):
            self.report.leave_out(item)
            return
        if isinstance(item, Row) and item.country is not None and len(item.country) != 2:
            iso = self._iso(item.country)
            if iso is None:
                self.report.leave_out(Skipped(f"a country that is not known: {item.country}"))
                return
            item = replace(item, country=iso)
        if self._wanted(item):
            self.report.note(self.joiner.add(item), _label(item))
        else:
            self.report.leave_out(Skipped("another country"))

    def _iso(self, name: str) -> str | None:
        """The code of a country by its name, where the sources before brought countries."""
        sql = (
            "SELECT p.country FROM name n JOIN place p ON p.key = n.place "
            "WHERE n.plain = ? AND p.kind = 'country' ORDER BY n.main DESC, p.population DESC"
        )
        row = self.db.execute(sql, (plain(name),)).fetchone()
        return str(row[0]) if row else None

    def _wanted(self, item: Row | Alias | Unit | Correction) -> bool:
        country = None if isinstance(item, Correction) else item.country
        return not self.countries or country is None or country in self.countries

    def _refuse_what_is_all_bad(self) -> None:
        """A file of which no row can be read is a mistake of the file, not of its rows."""
        bad = self.report.counts["bad"]
        if bad and bad == self.report.counts.total():
            path = self.source.path or self.source.name
            raise ConfigError(f"{path}:{self.report.bad[0]} (and so all {bad} rows: none can be read)", path=path)


def _label(item: Row | Alias | Unit | Correction) -> str:
    if isinstance(item, Correction):
        return str(item.geonames)
    if isinstance(item, Alias):
        return item.of or (item.names[0] if item.names else str(item.geonames))
    return item.name if isinstance(item, Row) else item.names[0]


def _finish(
    db: sqlite3.Connection, facts: list[dict[str, Any]], versions: dict[str, str], countries: frozenset[str]
) -> dict[str, Any]:
    with db:
        settle(db)
        for statement in FINISH:
            db.execute(statement)
        info = _info(db, facts, versions, countries)
        rows = [(k, json.dumps(v, ensure_ascii=False, sort_keys=True)) for k, v in info.items()]
        db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", rows)
    # A sample of each index is enough for the planner; all of it takes minutes.
    db.execute("PRAGMA analysis_limit = 1000")
    db.execute("ANALYZE")
    db.commit()
    return info


def _info(
    db: sqlite3.Connection, facts: list[dict[str, Any]], versions: dict[str, str], countries: frozenset[str]
) -> dict[str, Any]:
    kinds = dict(db.execute("SELECT kind, COUNT(*) FROM place GROUP BY kind ORDER BY kind"))
    counts = {"places": sum(kinds.values()), "names": db.execute("SELECT COUNT(*) FROM name").fetchone()[0]}
    counts["pcodes"] = db.execute("SELECT COUNT(*) FROM pcode").fetchone()[0]
    info = {"layout": LAYOUT, "counts": counts, "kinds": kinds, "sources": facts, "versions": versions}
    return info | ({"countries": sorted(countries)} if countries else {})
