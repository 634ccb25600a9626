"""People's decisions: rows of their own, added and superseded, never changed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace

from dateline.errors import ConfigError
from dateline.ids import content_id
from dateline.ledger import log
from dateline.ledger.entry import Review

_COLUMNS = ("id", "target_kind", "target", "action", "field", "old", "new", "by", "reason", "supersedes", "at")
#: The last step of a field that says where in the text a part of a claim stands.
SPAN = "span"
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


def with_words(db: sqlite3.Connection, found: Iterator[Review]) -> Iterator[Review]:
    """The decisions, those about spans with the words that stand there. A decision itself keeps offsets only, so that
    an erasure takes its words with it: then it has none."""
    for row in found:
        yield row if row.new is None or not _is_span(row.field) else replace(row, new=_worded(db, row.target, row.new))


def _is_span(field: str | None) -> bool:
    return field is not None and field.split(".")[-1] == SPAN


def _worded(db: sqlite3.Connection, claim: str, new: str) -> str:
    span = json.loads(new)
    found = db.execute(
        "SELECT substr(t.text, ?2 + 1, ?3 - ?2) FROM claims c JOIN extractions e ON e.id = c.extraction "
        "JOIN texts t ON t.document = e.document AND t.sha256 = e.text_sha256 WHERE c.id = ?1 "
        "ORDER BY e.retired_at IS NOT NULL, e.at DESC LIMIT 1",
        (claim, span["start"], span["end"]),
    ).fetchone()
    return json.dumps({**span, "text": found and found[0]}, ensure_ascii=False)


def rows(db: sqlite3.Connection, target: str | None = None, recorded_by: str | None = None) -> Iterator[Review]:
    """Decisions in the order in which they were made, of one target and up to a moment on demand."""
    where = "(?1 IS NULL OR target = ?1) AND (?2 IS NULL OR at <= ?2)"
    sql = f"SELECT {_NAMES} FROM reviews WHERE {where} ORDER BY at, rowid"
    for row in db.execute(sql, (target, recorded_by)):
        yield Review(**dict(zip(_COLUMNS, row, strict=True)))
