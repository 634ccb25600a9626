"""What the views were derived from, kept beside them, so that new documents touch their neighbourhood only.

A cache as the views are: it holds ids, days and hashes, goes with an erasure, and is made anew when it is missing. It
belongs to one `policy`, the name and version of the rules that the views follow from.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from typing import Any

from dateline.ledger import log
from dateline.ledger.clock import now

Row = Mapping[str, Any]
#: So many values are asked for at a time.
_AT_ONCE = 500
_TABLES = ("grown_documents", "grown_nodes", "grown_blocks", "grown_keys", "grown_units")


@dataclass(frozen=True, slots=True)
class Node:
    """An incident, or a denial that fits none of its document. `number`: its place among those of its document;
    `component`: what is clustered together; `event`: of an incident."""

    key: str
    document: str
    number: int
    component: str
    event: str | None


@dataclass(frozen=True, slots=True)
class Member:
    """A claim that belongs to a unit of a view. `key`: the claim, with the number of its place there."""

    unit: str
    claim: str
    key: str
    document: str


@dataclass(frozen=True, slots=True)
class ViewRow:
    """A row of a view as JSON: in which unit it was derived, and what it is sorted by."""

    id: str
    unit: str
    position: str
    payload: str


@dataclass(frozen=True, slots=True)
class PartRow:
    """An event as it may be part of a wave or a battle, or be one, of `towns`. `position`: its place in the canonical
    order; `sides`: ids of who did it and to whom."""

    event: str
    component: str
    position: str
    type: str
    place: str | None
    first: str
    last: str
    towns: tuple[str, ...]
    sides: tuple[tuple[str, ...], ...] = ((), ())


@dataclass(kw_only=True)
class Change:
    """What growing makes of the kept state. `documents`: those read anew, with their publication and family; what was
    kept of them and of `gone` is dropped. `nodes`: all nodes of the components that were clustered again;
    `components`: their names before and now; `parts`: their events. `units`:
    view -> the units that were derived again, whose rows are `rows` now."""

    documents: Mapping[str, tuple[str | None, str | None]]
    gone: Iterable[str]
    nodes: Sequence[Node]
    components: set[str]
    parts: Sequence[PartRow] = ()
    blocks: Sequence[tuple[str, str, int]] = ()
    keys: Sequence[tuple[str, str, str]] = ()
    members: Sequence[Member] = ()
    units: Mapping[str, set[str]] = field(default_factory=dict)
    rows: Mapping[str, Sequence[ViewRow]] = field(default_factory=dict)
    decisions: str = ""


class Grown:
    """The state of one policy's views. `head`: the log's last row that they know; None where there are none."""

    def __init__(self, db: sqlite3.Connection, policy: str) -> None:
        self._db, self.policy = db, policy
        row = db.execute("SELECT head, seq, decisions FROM grown WHERE policy = ?", (policy,)).fetchone()
        self.head: str | None = row and row[0]
        self._seq: int = row[1] if row else 0
        self.decisions: str | None = row and row[2]

    def documents(self) -> dict[str, tuple[str | None, str | None]]:
        """Document -> publication day and family, as they were."""
        sql = "SELECT document, published, family FROM grown_documents WHERE policy = ?"
        return {row[0]: (row[1], row[2]) for row in self._db.execute(sql, (self.policy,))}

    def are_related_as_before(self) -> bool:
        """Whether nothing has come since but decisions about claims and events: no document is dated or related
        otherwise then."""
        sql = (
            "SELECT 1 FROM log l LEFT JOIN reviews r ON r.id = json_extract(l.facts, '$.review') "
            "WHERE l.seq > ? AND (l.kind != 'review.added' OR r.target_kind = 'document') LIMIT 1"
        )
        return self.head is not None and self._db.execute(sql, (self._seq,)).fetchone() is None

    def logged(self) -> set[str]:
        """Documents of which the log tells something new."""
        sql = "SELECT DISTINCT json_extract(facts, '$.document') FROM log WHERE seq > ? AND kind != 'review.added'"
        return {key for (key,) in self._db.execute(sql, (self._seq,)) if key is not None}

    def documents_of(self, claims: Iterable[str]) -> set[str]:
        """The documents of some claims."""
        return {row[0] for row in self._asked("SELECT DISTINCT document FROM claims WHERE id IN", claims)}

    def nodes_of(self, documents: Iterable[str]) -> list[Node]:
        """The nodes of some documents."""
        return self._nodes("grown_nodes_by_document", "document", documents)

    def nodes_in(self, components: Iterable[str]) -> list[Node]:
        """The nodes of some components."""
        return self._nodes("grown_nodes_by_component", "component", components)

    def _nodes(self, index: str, column: str, values: Iterable[str]) -> list[Node]:
        # Without statistics, which a ledger need not have, SQLite would rather read all nodes of the policy.
        sql = f"SELECT {_NODE} FROM grown_nodes n INDEXED BY {index} WHERE n.policy = ? AND n.{column} IN"
        return [Node(*row) for row in self._asked(sql, values, self.policy)]

    def nodes_with(self, claims: Iterable[str]) -> list[Node]:
        """The nodes that hold some claims, by the claims' keys."""
        sql = (
            f"SELECT {_NODE} FROM grown_keys k "
            "JOIN grown_nodes n ON n.policy = k.policy AND n.key = k.node WHERE k.policy = ? AND k.key IN"
        )
        return [Node(*row) for row in self._asked(sql, claims, self.policy)]

    def nodes_named(self, keys: Iterable[str]) -> list[Node]:
        """Some nodes by their keys."""
        sql = f"SELECT {_NODE} FROM grown_nodes n WHERE n.policy = ? AND n.key IN"
        return [Node(*row) for row in self._asked(sql, keys, self.policy)]

    def homes_in(self, documents: Iterable[str]) -> dict[str, str]:
        """Claim at a place -> the event that holds it, of all claims of some documents."""
        sql = (
            "SELECT k.key, n.event FROM grown_keys k INDEXED BY grown_keys_by_document "
            "JOIN grown_nodes n ON n.policy = k.policy AND n.key = k.node WHERE k.policy = ? AND k.document IN"
        )
        return {row[0]: row[1] for row in self._asked(sql, documents, self.policy)}

    def states_of(self, documents: Iterable[str]) -> dict[str, tuple[str | None, str | None]]:
        """Publication day and family of some documents."""
        sql = "SELECT document, published, family FROM grown_documents WHERE policy = ? AND document IN"
        return {row[0]: (row[1], row[2]) for row in self._asked(sql, documents, self.policy)}

    def documents_in(self, components: Iterable[str]) -> set[str]:
        """The documents that some components are told by."""
        return {n.document for n in self.nodes_in(components)}

    def suggested(self, events: Iterable[str]) -> list[str]:
        """The suggestions that name one of some events, as they are kept."""
        sql = (
            "SELECT DISTINCT r.payload FROM view_terms t JOIN view_marks m ON m.row = t.row AND m.view = 'suggestions' "
            "JOIN view_rows r ON r.view = m.view AND r.policy = m.policy AND r.id = m.id "
            "WHERE m.policy = ? AND t.term IN"
        )
        return [row[0] for row in self._asked(sql, (f"event {key}" for key in events), self.policy)]

    def near(self, probes: Iterable[tuple[int, int]]) -> list[tuple[int, Node]]:
        """Nodes that have one of the blocks that are asked for (number of who asks, block)."""
        db = self._db
        db.execute("CREATE TEMP TABLE IF NOT EXISTS probes (who INTEGER, block INTEGER)")
        db.execute("DELETE FROM probes")
        db.executemany("INSERT INTO probes VALUES (?, ?)", probes)
        found = db.execute(
            f"SELECT DISTINCT p.who, {_NODE} FROM probes p "
            "CROSS JOIN grown_blocks b NOT INDEXED ON b.policy = ?1 AND b.block = p.block "
            "CROSS JOIN grown_nodes n NOT INDEXED ON n.policy = ?1 AND n.key = b.node",
            (self.policy,),
        ).fetchall()
        return [(row[0], Node(*row[1:])) for row in found]

    def members_of(self, documents: Iterable[str]) -> list[Member]:
        """The units that the claims of some documents belong to."""
        return [Member(*row) for row in self._asked(f"{_MEMBERS} AND document IN", documents, self.policy)]

    def members_in(self, units: Iterable[str]) -> list[Member]:
        """The claims of some units."""
        return [Member(*row) for row in self._asked(f"{_MEMBERS} AND unit IN", units, self.policy)]

    def events_of(self, keys: Iterable[str]) -> dict[str, str]:
        """Claim at a place -> the event that holds it."""
        sql = (
            "SELECT k.key, n.event FROM grown_keys k JOIN grown_nodes n ON n.policy = k.policy AND n.key = k.node "
            "WHERE k.policy = ? AND k.key IN"
        )
        return {row[0]: row[1] for row in self._asked(sql, keys, self.policy)}

    def parts_of(self, components: Iterable[str]) -> list[PartRow]:
        """The events of some components."""
        sql = f"SELECT {_PART} FROM grown_parts INDEXED BY grown_parts_by_component WHERE policy = ? AND component IN"
        return [_part(row) for row in self._asked(sql, components, self.policy)]

    def parts_at(self, places: Iterable[str]) -> list[PartRow]:
        """The events at some places."""
        sql = f"SELECT {_PART} FROM grown_parts INDEXED BY grown_parts_by_place WHERE policy = ? AND place IN"
        return [_part(row) for row in self._asked(sql, places, self.policy)]

    def waves(self) -> list[PartRow]:
        """All events that are waves or battles."""
        sql = f"SELECT {_PART} FROM grown_parts WHERE policy = ? AND towns != '[]' ORDER BY position"
        return [_part(row) for row in self._db.execute(sql, (self.policy,))]

    def rows_of(self, view: str, ids: Iterable[str]) -> list[ViewRow]:
        """Some rows of a view."""
        sql = "SELECT id, unit, position, payload FROM view_rows WHERE view = ? AND policy = ? AND id IN"
        return [ViewRow(*row) for row in self._asked(sql, ids, view, self.policy)]

    def payloads(self, claims: Iterable[str]) -> Iterator[str]:
        """Claims of every document's newest reading as they are stored."""
        sql = (
            "SELECT c.payload FROM claims c JOIN extractions e ON e.id = c.extraction "
            "WHERE e.retired_at IS NULL AND c.payload IS NOT NULL AND c.id IN"
        )
        return (row[0] for row in self._asked(sql, claims))

    def _asked(self, sql: str, values: Iterable[str], *first: str) -> Iterator[tuple[Any, ...]]:
        rows = sorted(set(values))
        for i in range(0, len(rows), _AT_ONCE):
            part = rows[i : i + _AT_ONCE]
            yield from self._db.execute(f"{sql} ({', '.join('?' * len(part))})", (*first, *part)).fetchall()

    def put(self, change: Change, head: str) -> bool:
        """Keep a change that was derived when the log's head was `head`; False if it or the state has moved on."""
        db = self._db
        kept = db.execute("SELECT head FROM grown WHERE policy = ?", (self.policy,)).fetchone()
        if log.head(db) != head or (kept and kept[0]) != self.head:
            return False
        if self.head is None:
            _drop_other_versions(db, self.policy)
        self._drop(change)
        self._insert(change)
        for view, units in change.units.items():
            self._put_rows(view, units, change.rows.get(view, ()))
            db.execute("INSERT OR REPLACE INTO view_builds VALUES (?, ?, ?, ?)", (view, self.policy, head, now()))
        (seq,) = db.execute("SELECT coalesce(max(seq), 0) FROM log").fetchone()
        db.execute("INSERT OR REPLACE INTO grown VALUES (?, ?, ?, ?)", (self.policy, head, seq, change.decisions))
        return True

    def _drop(self, change: Change) -> None:
        if self.head is None:
            erase(self._db, self.policy)
            return
        documents = sorted({*change.documents, *change.gone})
        for table in _TABLES:
            self._db.executemany(
                f"DELETE FROM {table} WHERE policy = ? AND document = ?", ((self.policy, d) for d in documents)
            )
        self._db.executemany(
            "DELETE FROM grown_parts INDEXED BY grown_parts_by_component WHERE policy = ? AND component = ?",
            ((self.policy, c) for c in change.components),
        )

    def _insert(self, change: Change) -> None:
        db, policy = self._db, self.policy
        db.executemany(
            "INSERT INTO grown_documents VALUES (?, ?, ?, ?)",
            ((policy, d, published, family) for d, (published, family) in change.documents.items()),
        )
        db.executemany(
            "INSERT OR REPLACE INTO grown_nodes VALUES (?, ?, ?, ?, ?, ?)",
            ((policy, n.key, n.document, n.number, n.component, n.event) for n in change.nodes),
        )
        db.executemany(
            "INSERT OR IGNORE INTO grown_blocks VALUES (?, ?, ?, ?)", ((policy, b, n, d) for d, n, b in change.blocks)
        )
        db.executemany(
            "INSERT OR IGNORE INTO grown_keys VALUES (?, ?, ?, ?)", ((policy, k, n, d) for d, k, n in change.keys)
        )
        db.executemany(
            "INSERT OR IGNORE INTO grown_units VALUES (?, ?, ?, ?, ?)",
            ((policy, m.unit, m.claim, m.key, m.document) for m in change.members),
        )

        db.executemany(
            f"INSERT OR REPLACE INTO grown_parts (policy, {_PART}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            ((policy, *astuple(p)[:-2], json.dumps(p.towns), json.dumps(p.sides)) for p in change.parts),
        )

    def _put_rows(self, view: str, units: set[str], rows: Sequence[ViewRow]) -> None:
        """Rows of these units are exactly these now: only what differs is written."""
        sql = "SELECT id, unit, position, payload FROM view_rows WHERE view = ? AND policy = ? AND unit IN"
        old = {row[0]: row[1:] for row in self._asked(sql, units, view, self.policy)} if self.head else {}
        new = {r.id: (r.unit, r.position, r.payload) for r in rows}
        self._db.executemany(
            "DELETE FROM view_rows WHERE view = ? AND policy = ? AND id = ?",
            ((view, self.policy, key) for key in old.keys() - new.keys()),
        )
        self._db.executemany(
            "INSERT OR REPLACE INTO view_rows (view, policy, id, unit, position, payload) VALUES (?, ?, ?, ?, ?, ?)",
            ((view, self.policy, key, *row) for key, row in new.items() if old.get(key) != row),
        )


def payload_of(row: Row) -> str:
    """A row of a view as it is kept."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def erase(db: sqlite3.Connection, policy: str | None = None) -> None:
    """Forget the state and the rows of one policy, or all."""
    where, values = ("", ()) if policy is None else (" WHERE policy = ?", (policy,))
    for table in ("grown", *_TABLES, "grown_parts", "view_rows", "view_builds"):
        db.execute(f"DELETE FROM {table}{where}", values)


def _drop_other_versions(db: sqlite3.Connection, policy: str) -> None:
    """Views of other versions of the rules are asked for no more."""
    version = policy.rpartition("/")[2]
    for (other,) in db.execute("SELECT policy FROM grown").fetchall():
        if other.rpartition("/")[2] != version:
            erase(db, other)


_NODE = "n.key, n.document, n.number, n.component, n.event"
_MEMBERS = "SELECT unit, claim, key, document FROM grown_units WHERE policy = ?"
_PART = "event, component, position, type, place, first, last, towns, sides"


def _part(row: tuple[Any, ...]) -> PartRow:
    event, component, position, type_, place, first, last, towns, sides = row
    both = tuple(tuple(ids) for ids in json.loads(sides))
    return PartRow(event, component, position, type_, place, first, last, tuple(json.loads(towns)), both)
