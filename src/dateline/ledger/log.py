"""The log: every change of what the ledger says, chained by hashes. It holds ids and hashes, never words."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from hashlib import sha256

from dateline.ledger.clock import now

#: What the first row is chained to.
GENESIS = "0" * 64

Facts = Mapping[str, str | int | None]


def append(db: sqlite3.Connection, kind: str, facts: Facts) -> str:
    """Add a row inside the running transaction and return its moment (UTC, never before the row before it)."""
    last = db.execute("SELECT seq, at, hash FROM log ORDER BY seq DESC LIMIT 1").fetchone() or (0, "", GENESIS)
    seq, at, prev = last[0] + 1, max(now(), last[1]), last[2]
    payload = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digest = sha256(payload.encode()).hexdigest()
    db.execute(
        "INSERT INTO log (seq, at, kind, facts, payload_sha256, prev, hash) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (seq, at, kind, payload, digest, prev, _row_hash(seq, at, kind, digest, prev)),
    )
    return at


def head(db: sqlite3.Connection) -> str:
    """Hash of the last row: it changes with any change of content."""
    row = db.execute("SELECT hash FROM log ORDER BY seq DESC LIMIT 1").fetchone()
    return str(row[0]) if row else GENESIS


def last(db: sqlite3.Connection, by: str | None = None) -> tuple[str, str | None]:
    """Hash and moment of the last row, or of the last one up to a moment; the genesis and None where there is none."""
    sql = "SELECT hash, at FROM log WHERE ?1 IS NULL OR at <= ?1 ORDER BY seq DESC LIMIT 1"
    row = db.execute(sql, (by,)).fetchone()
    return (str(row[0]), str(row[1])) if row else (GENESIS, None)


def since(db: sqlite3.Connection, moment: str) -> dict[str, int]:
    """How many rows of each kind came after a moment."""
    return dict(db.execute("SELECT kind, count(*) FROM log WHERE at > ? GROUP BY kind ORDER BY kind", (moment,)))


def broken(db: sqlite3.Connection) -> Iterator[str]:
    """What does not hold in the chain, in words; nothing when it is whole."""
    prev, expected = GENESIS, 1
    for seq, at, kind, facts, digest, before, own in db.execute(
        "SELECT seq, at, kind, facts, payload_sha256, prev, hash FROM log ORDER BY seq"
    ):
        if seq != expected:
            yield f"log: row {expected} is missing"
        if before != prev:
            yield f"log: row {seq} is not chained to the row before it"
        if sha256(facts.encode()).hexdigest() != digest:
            yield f"log: the facts of row {seq} were changed"
        if _row_hash(seq, at, kind, digest, before) != own:
            yield f"log: row {seq} was changed"
        prev, expected = own, seq + 1


def _row_hash(seq: int, at: str, kind: str, payload: str, prev: str) -> str:
    return sha256(json.dumps([seq, at, kind, payload, prev], separators=(",", ":")).encode()).hexdigest()
