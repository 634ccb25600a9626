"""The gazetteer: places with names, read from one SQLite file. It never writes and needs no network."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any

from dateline.errors import ConfigError, NotFoundError
from dateline.know.fold import loose, plain
from dateline.know.gazetteer_fuzzy import SHORTEST_KEY, bones, keys_alike, ranked
from dateline.know.gazetteer_overlay import Overlay, place_of_entry
from dateline.know.gazetteer_place import FIELDS, Match, Place, distance_km, place_of
from dateline.know.gazetteer_schema import LAYOUT
from dateline.know.gazetteer_store import sha256_file, shipped_file
from dateline.know.gazetteer_supplement import Entry, read_supplement

__all__ = ["LAYOUT", "Gazetteer", "Match", "Place", "distance_km"]

#: No name has more bearers that matter.
_MOST = 60
#: A loose key is short up to so many letters; with fewer it is none.
_SHORT_KEY = 3
#: What the file says of its own making and no reader asks for.
_OF_THE_BUILD = frozenset({"plan"})


class Gazetteer:
    """Look-ups by name, by id, by p-code and by likeness. Open one a process with `Gazetteer.open()`."""

    def __init__(self, path: Path, supplement: Path | None = None, own: Iterable[Entry] = ()) -> None:
        """`supplement`: a user's table, read over the file; `own`: names that people added for one ledger, over both.

        Raises NotFoundError when there is no such file, ConfigError when it is no gazetteer of this layout or the
        supplement has a mistake.
        """
        if not path.is_file():
            raise NotFoundError(f"{path}: no gazetteer here; run `dateline gazetteer build`", path=str(path))
        self.path = path
        self._db = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        try:
            rows = self._db.execute("SELECT key, value FROM meta")
            self._info: dict[str, Any] = {k: json.loads(v) for k, v in rows if k not in _OF_THE_BUILD}
        except (sqlite3.DatabaseError, ValueError) as err:
            raise ConfigError(f"{path}: not a gazetteer file ({err}); run `dateline gazetteer build`") from err
        if self._info.get("layout") != LAYOUT:
            raise ConfigError(f"{path}: gazetteer of layout {self._info.get('layout')}, need {LAYOUT}; build it again")
        self._over = Overlay()
        if supplement is not None:
            self._over = Overlay.of(read_supplement(supplement), self.by_id)
        for entry in own:
            place = place_of_entry(entry) if entry.of is None else self.by_id(entry.of)
            if place is not None:
                self._over.add(entry, place)
        self._exact = lru_cache(maxsize=200_000)(self._find_exact)
        self._loosely = lru_cache(maxsize=50_000)(self._find_loose)

    @classmethod
    def open(cls, path: Path | None = None, supplement: Path | None = None, own: Iterable[Entry] = ()) -> Gazetteer:
        """Open a built file, by default the shipped one, which is unpacked into the cache at first use."""
        return cls(path or shipped_file(), supplement, own)

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
        """Counts, sources, licences and versions, as written by the build; of a supplement its sha256 and size."""
        over = self._over
        if not over.sha256:
            return dict(self._info)
        facts = {"sha256": over.sha256, "places": len(over.places), "without_place": over.without_place}
        return {**self._info, "supplement": facts}

    def sha256(self) -> str:
        """sha256 of the file's bytes."""
        return sha256_file(self.path)

    def lookup(self, name: str) -> tuple[Match, ...]:
        """Places of this name by the plain fold; most populous first. Empty when there is none."""
        key = plain(name)
        return self._exact(key) if key else ()

    def lookup_loose(self, name: str) -> tuple[Match, ...]:
        """Places whose name is another transliteration of this one (keys of three letters and more).

        A key of three letters is like the by-names of too many others: it must be that of the place's own name.
        """
        key = loose(name)
        if len(key) < _SHORT_KEY:
            return ()
        found = self._loosely(key)
        return found if len(key) > _SHORT_KEY else tuple(m for m in found if loose(m.place.name) == key)

    def by_id(self, place_id: str) -> Place | None:
        """The place of this id, or of the id that it had before it was joined to another; None when there is none."""
        if place_id in self._over.places:
            return self._over.places[place_id]
        if place_id.startswith("geonames:") and place_id[9:].isdigit():
            return self._one("p.key = ?", int(place_id[9:]))
        return self._one("p.ext = ?", place_id) or self._one("p.key = (SELECT place FROM also WHERE ext = ?)", place_id)

    def by_pcode(self, pcode: str) -> Place | None:
        """The place of a p-code ('SY0100'), or None."""
        return self._one("p.key = (SELECT place FROM pcode WHERE pcode = ?)", pcode.strip().upper())

    def pcode(self, place: Place) -> str | None:
        """The p-code of a place, or None; the shortest where it has several."""
        sql = "SELECT pcode FROM pcode WHERE place = ? ORDER BY length(pcode), pcode"
        row = self._db.execute(sql, (self._key(place),)).fetchone()
        return str(row[0]) if row else None

    def admin(self, code: str | None) -> Place | None:
        """The administrative unit of a GeoNames code ('SY.07'), or None."""
        row = self._db.execute("SELECT place FROM admin WHERE code = ?", (code,)).fetchone() if code else None
        return self._one("p.key = ?", row[0]) if row else None

    def country(self, iso2: str | None) -> Place | None:
        """The country of an ISO 3166 code, or None."""
        return self.admin(iso2)

    def countries(self) -> tuple[Place, ...]:
        """All countries, by ISO code."""
        sql = f"SELECT {FIELDS} FROM place p WHERE p.kind = 'country' ORDER BY p.country"
        return tuple(place_of(row) for row in self._db.execute(sql))

    def names(self, place: Place) -> tuple[str, ...]:
        """All names of a place in the plain fold."""
        rows = self._db.execute("SELECT plain FROM name WHERE place = ? ORDER BY plain", (self._key(place),))
        own = self._over.names.get(place.id, ())
        return tuple(dict.fromkeys([*(r[0] for r in rows), *own]))

    def fuzzy(
        self,
        name: str,
        country: str | None = None,
        *,
        cutoff: float = 84.0,
        limit: int = 10,
        shortest: int = SHORTEST_KEY,
    ) -> tuple[Match, ...]:
        """Places, of one country or anywhere, whose loose key is like this name's, best first. `score` is 0..1.

        Transliterations differ in vowels and seldom in consonants: the consonants must be the same, or differ in
        one letter of a long name. `cutoff` 0..100; among the equally like the most populous come first. Keys of fewer
        than `shortest` letters are like too many others.
        """
        key = loose(name)
        if len(key) < shortest:
            return ()
        others = {other for _, other in keys_alike(self._db, key, country)} | self._over.keys_alike(key, country)
        best: dict[str, Match] = {}
        last = 1.0
        for other, score in ranked(key, others, cutoff):
            if len(best) >= limit and score < last:
                break
            last = score
            for place in self._of_loose(other, country, limit):
                best.setdefault(place.id, Match(place, exact=False, main=False, score=score))
        found = sorted(best.values(), key=lambda m: (-m.score, -m.place.population, m.place.id))
        return tuple(found[:limit])

    def _key(self, place: Place) -> int | None:
        if place.id.startswith("geonames:"):
            return int(place.id[9:])
        row = self._db.execute("SELECT key FROM place WHERE ext = ?", (place.id,)).fetchone()
        return int(row[0]) if row else None

    def _one(self, where: str, value: object) -> Place | None:
        row = self._db.execute(f"SELECT {FIELDS} FROM place p WHERE {where}", (value,)).fetchone()
        return place_of(row) if row else None

    def _find_exact(self, key: str) -> tuple[Match, ...]:
        sql = (
            f"SELECT {FIELDS}, n.main FROM name n JOIN place p ON p.key = n.place "
            f"WHERE n.plain = ? ORDER BY p.population DESC, p.key LIMIT {_MOST}"
        )
        rows = self._db.execute(sql, (key,))
        found = [Match(place_of(r), exact=True, main=r[-1] > 0, owns=r[-1] > 1) for r in rows]
        own = self._over.plain.get(key, {})
        return _with_own(found, [Match(self._over.places[i], exact=True, main=r > 0) for i, r in own.items()])

    def _find_loose(self, key: str) -> tuple[Match, ...]:
        return tuple(Match(p, exact=False, main=False) for p in self._of_loose(key, None, _MOST))

    def _of_loose(self, key: str, country: str | None, limit: int) -> Iterator[Place]:
        """Places of a loose key, most populous first."""
        where, values = "n.bones = ? AND n.loose = ?", [bones(key), key]
        if country is not None:
            where, values = where + " AND n.country = ?", [*values, country]
        sql = (
            f"SELECT {FIELDS} FROM loose n JOIN place p ON p.key = n.place "
            f"WHERE {where} ORDER BY p.population DESC, p.key LIMIT ?"
        )
        found = [place_of(r) for r in self._db.execute(sql, (*values, limit))]
        own = [self._over.places[i] for i in self._over.loose.get(key, ())]
        known = {p.id for p in found}
        own = [p for p in own if p.id not in known and country in (None, p.country)]
        yield from sorted([*found, *own], key=lambda p: -p.population) if own else found


def _with_own(found: list[Match], own: Iterable[Match]) -> tuple[Match, ...]:
    """The user's names among those of the file. A place that has the name from both takes the better rank."""
    by_id = {m.place.id: m for m in found}
    for match in own:
        old = by_id.get(match.place.id)
        if old is None or (match.main and not old.main):
            by_id[match.place.id] = match
    return tuple(sorted(by_id.values(), key=lambda m: -m.place.population)) if own else tuple(found)
