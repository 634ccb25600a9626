"""Writes the names of places: into their tables at once, or into staged ones that are sorted in later."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from dateline.know.fold import loose, plain, spelled_freely, without_articles
from dateline.know.gazetteer_fuzzy import bones
from dateline.know.gazetteer_schema import SETTLE
from dateline.know.gazetteer_words import place_words

_NAME = "INSERT INTO name VALUES (?,?,?) ON CONFLICT DO UPDATE SET main = max(main, excluded.main)"
_LOOSE = "INSERT OR IGNORE INTO loose VALUES (?,?,?,?)"
_STAGED_NAME = "INSERT INTO staged_name VALUES (?,?,?)"
_STAGED_LOOSE = "INSERT INTO staged_loose VALUES (?,?,?,?)"
_TOGETHER = 2000


class Names:
    """Names of places under both folds. `staged`: nothing will be looked up, so the rows may wait for `settle`."""

    def __init__(self, db: sqlite3.Connection, *, staged: bool) -> None:
        self._db = db
        self._sql = (_STAGED_NAME, _STAGED_LOOSE) if staged else (_NAME, _LOOSE)
        self._together = _TOGETHER if staged else 1
        self._plain: list[tuple[str, int, int]] = []
        self._loose: list[tuple[str, str, str, int]] = []
        self._arabic = place_words().scripts["ARABIC"]

    def add(
        self,
        key: int,
        country: str | None,
        names: Iterable[str],
        *,
        main: tuple[str, ...] = (),
        owned: tuple[str, ...] = (),
    ) -> None:
        """Names of a place with their rank: 0 an alias, 1 the place's own name, 2 a name that it owns."""
        rank = ranks(names, main, owned, short=country in self._arabic)
        self._plain.extend((name, key, r) for name, r in rank.items())
        if spelled_freely(country):
            keys = {loose(name) for name in rank}
            self._loose.extend((bones(k), k, country or "", key) for k in keys if len(k) >= 3)
        if len(self._plain) >= self._together:
            self.flush()

    def flush(self) -> None:
        """Hand what waits over to the database."""
        self._db.executemany(self._sql[0], self._plain)
        self._db.executemany(self._sql[1], self._loose)
        self._plain.clear()
        self._loose.clear()


def ranks(names: Iterable[str], main: Iterable[str], owned: Iterable[str], *, short: bool) -> dict[str, int]:
    """Plain fold -> rank. `short`: a name without its article is as good ('Mayadin' for 'Al Mayadin')."""
    rank = {plain(n): 0 for n in names} | {plain(n): 1 for n in main} | {plain(n): 2 for n in owned}
    if short:
        bare = [(without_articles(k), m) for k, m in rank.items()]
        rank |= {k: max(m, rank.get(k, 0)) for k, m in sorted(bare, key=lambda row: row[1]) if len(k) > 3}
    rank.pop("", None)
    return rank


def settle(db: sqlite3.Connection) -> None:
    """Sort the staged names into their tables, in the transaction that is open."""
    for statement in SETTLE:
        db.execute(statement)
