"""Views are caches: kept with the log head they were built from, and worth nothing once the log has grown."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from dateline.ledger import log
from dateline.ledger.clock import now
from dateline.ledger.grown import payload_of

Row = Mapping[str, Any]


def put(db: sqlite3.Connection, view: str, policy: str, rows: Iterable[Row], *, head: str) -> bool:
    """Keep the rows (each with an `id`) in their order, unless the ledger has changed since `head` was read."""
    if log.head(db) != head:
        return False
    db.execute("DELETE FROM view_rows WHERE view = ? AND policy = ?", (view, policy))
    put_rows(db, view, policy, rows)
    db.execute("INSERT OR REPLACE INTO view_builds VALUES (?, ?, ?, ?)", (view, policy, head, now()))
    return True


def put_rows(db: sqlite3.Connection, view: str, policy: str, rows: Iterable[Row]) -> None:
    """Add the rows in their order."""
    db.executemany(
        "INSERT INTO view_rows (view, policy, id, unit, position, payload) VALUES (?, ?, ?, '', ?, ?)",
        ((view, policy, str(row["id"]), f"{i:09}", payload_of(row)) for i, row in enumerate(rows)),
    )


def get(db: sqlite3.Connection, view: str, policy: str) -> list[dict[str, Any]] | None:
    """The rows as kept, or None when there are none for the ledger as it is now."""
    row = db.execute("SELECT head FROM view_builds WHERE view = ? AND policy = ?", (view, policy)).fetchone()
    if row is None or row[0] != log.head(db):
        return None
    found = db.execute("SELECT payload FROM view_rows WHERE view = ? AND policy = ? ORDER BY position", (view, policy))
    return [json.loads(payload) for (payload,) in found]
