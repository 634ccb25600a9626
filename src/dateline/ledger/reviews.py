"""People's decisions: rows of their own, added and superseded, never changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace

from dateline.errors import ConfigError
from dateline.ids import content_id
from dateline.ledger import log
from dateline.ledger.entry import Review

_COLUMNS = ("id", "target_kind", "target", "action", "field", "old", "new", "by", "reason", "supersedes", "at")
_NAMES = ", ".join(f'"{c}"' for c in _COLUMNS)


def add(db: sqlite3.Connection, review: Review) -> Review:
    """Store a decision inside the running transaction; returns it with its id and moment. The same again is not
    stored twice. Raises ConfigError when the reason or the name is missing."""
    if not review.reason.strip() or not review.by.strip():
        raise ConfigError("a review needs a name (--by) and a reason (--reason)")
    key = "re_" + content_id(
        review.target_kind, review.target, review.action, review.field, review.old, review.new,
        review.by, review.reason, review.supersedes,
    )  # fmt: skip
    row = db.execute("SELECT at FROM reviews WHERE id = ?", (key,)).fetchone()
    if row is not None:
        return replace(review, id=key, at=row[0])
    at = log.append(db, "review.added", {"review": key, "target": review.target, "action": review.action})
    stored = replace(review, id=key, at=at)
    db.execute(
        f"INSERT INTO reviews ({_NAMES}) VALUES ({', '.join('?' * len(_COLUMNS))})",
        tuple(getattr(stored, name) for name in _COLUMNS),
    )
    return stored


def rows(db: sqlite3.Connection, target: str | None = None, recorded_by: str | None = None) -> Iterator[Review]:
    """Decisions in the order in which they were made, of one target and up to a moment on demand."""
    where = "(?1 IS NULL OR target = ?1) AND (?2 IS NULL OR at <= ?2)"
    sql = f"SELECT {_NAMES} FROM reviews WHERE {where} ORDER BY at, rowid"
    for row in db.execute(sql, (target, recorded_by)):
        yield Review(**dict(zip(_COLUMNS, row, strict=True)))
