"""Claims in the order in which people are asked about them: weighed once a reading, kept beside the views."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from dateline.ledger.connection import writing

#: Where a row stands in the queue: minus the score, document, offset, claim.
Place = tuple[float, str, int, str]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A claim of a reading. `unsure` and `weight` by its own words; `doubts`: what makes it unsure; `flags`: what its
    event adds to that."""

    claim: str
    extraction: str
    document: str
    start: int
    unsure: float
    weight: float
    doubts: tuple[str, ...]
    score: float
    flags: tuple[str, ...] = ()


class Queue:
    """The kept queue of a ledger."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def missing(self) -> list[str]:
        """Readings whose claims are not weighed yet."""
        sql = (
            "SELECT e.id FROM extractions e WHERE e.retired_at IS NULL AND e.claims > 0 "
            "AND NOT EXISTS (SELECT 1 FROM waiting w WHERE w.extraction = e.id) ORDER BY e.at DESC, e.id"
        )
        return [key for (key,) in self._db.execute(sql)]

    def payloads(self, extractions: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Reading and claim as it is stored, of some readings."""
        marks = ", ".join("?" * len(extractions))
        sql = f"SELECT extraction, payload FROM claims WHERE payload IS NOT NULL AND extraction IN ({marks})"
        yield from self._db.execute(sql, list(extractions)).fetchall()

    def put(self, rows: Iterable[Weighed]) -> None:
        """Keep these."""
        with writing(self._db):
            self._db.executemany(
                "INSERT OR REPLACE INTO waiting "
                "(claim, extraction, document, start, unsure, weight, doubts, flags, score) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    (w.claim, w.extraction, w.document, w.start, w.unsure, w.weight, " ".join(w.doubts),
                     " ".join(w.flags), w.score)
                    for w in rows
                ),
            )  # fmt: skip

    def drop_retired(self) -> None:
        """Forget the claims of readings that are retired."""
        where = "extraction IN (SELECT id FROM extractions WHERE retired_at IS NOT NULL)"
        if self._db.execute(f"SELECT 1 FROM waiting WHERE {where} LIMIT 1").fetchone():
            with writing(self._db):
                self._db.execute(f"DELETE FROM waiting WHERE {where}")

    def flagged(self) -> dict[str, tuple[str, ...]]:
        """Claims whose events add to their doubts, and by which words."""
        sql = "SELECT claim, flags FROM waiting WHERE flags != ''"
        return {claim: tuple(flags.split()) for claim, flags in self._db.execute(sql)}

    def to_flag(self, policy: str) -> dict[str, tuple[str, ...]]:
        """Claims whose events are contested, or may be one with another, as the views of a policy have it."""
        contested = (
            "SELECT k.key FROM view_marks m CROSS JOIN grown_parts p ON p.policy = m.policy AND p.event = m.id "
            "CROSS JOIN grown_nodes n INDEXED BY grown_nodes_by_component ON n.policy = p.policy "
            "AND n.component = p.component AND n.event = m.id "
            "CROSS JOIN grown_keys k INDEXED BY grown_keys_by_document ON k.policy = n.policy "
            "AND k.document = n.document AND k.node = n.key WHERE m.view = 'events' AND m.policy = ?1 AND {}"
        )
        found: dict[str, set[str]] = {}
        for flag, where in (
            ("contested", "m.status = 'contested'"),
            ("suggested", "m.row IN (SELECT mm.row FROM view_terms t JOIN view_marks mm ON mm.view = 'events' "
             "AND mm.policy = ?1 AND mm.id = substr(t.term, 7) WHERE t.term >= 'event ' AND t.term < 'event!')"),
        ):  # fmt: skip
            for (key,) in self._db.execute(contested.format(where), (policy,)):
                found.setdefault(key.split(".")[0], set()).add(flag)
        return {claim: tuple(sorted(flags)) for claim, flags in found.items()}

    def rows(self, claims: Iterable[str]) -> list[Weighed]:
        """Some claims."""
        found = []
        for claim in claims:
            sql = f"SELECT {_COLUMNS} FROM waiting WHERE claim = ?"
            found += [_weighed(row) for row in self._db.execute(sql, (claim,))]
        return found

    def page(self, after: Place | None, limit: int, but: Collection[str]) -> list[Weighed]:
        """Claims behind a place, those in `but` left out."""
        found: list[Weighed] = []
        while len(found) < limit:
            where, values = (
                ("", ()) if after is None else ("WHERE (-score, document, start, claim) > (?, ?, ?, ?)", after)
            )
            sql = f"SELECT {_COLUMNS} FROM waiting {where} ORDER BY -score, document, start, claim LIMIT ?"
            rows = [_weighed(row) for row in self._db.execute(sql, (*values, limit + 1))]
            found += [w for w in rows if w.claim not in but]
            if len(rows) <= limit:
                break
            after = place_of(rows[-1])
        return found[:limit]

    def count(self, but: Collection[str]) -> int:
        """How many claims, those in `but` left out."""
        total = int(self._db.execute("SELECT count(*) FROM waiting").fetchone()[0])
        return total - len(self.rows(but))


def place_of(row: Weighed) -> Place:
    """Where a claim stands in the queue."""
    return -row.score, row.document, row.start, row.claim


_COLUMNS = "claim, extraction, document, start, unsure, weight, doubts, score, flags"


def _weighed(row: tuple[str, str, str, int, float, float, str, float, str]) -> Weighed:
    return Weighed(*row[:6], tuple(row[6].split()), row[7], tuple(row[8].split()))
