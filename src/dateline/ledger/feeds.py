"""What is remembered of watched addresses: validators, when to ask again, which entries have been read."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A watched address. `next_at`: seconds since 1970; `failures`: in a row; `problem`: the last one, None = none."""

    url: str
    etag: str | None = None
    modified: str | None = None
    next_at: float = 0.0
    failures: int = 0
    problem: str | None = None


def get(db: sqlite3.Connection, url: str) -> Watched:
    """What is remembered of an address; nothing of a new one."""
    row = db.execute("SELECT etag, modified, next_at, failures, problem FROM feeds WHERE url = ?", (url,)).fetchone()
    if row is None:
        return Watched(url=url)
    return Watched(url=url, etag=row[0], modified=row[1], next_at=row[2], failures=row[3], problem=row[4])


def put(db: sqlite3.Connection, watched: Watched) -> None:
    """Remember it, inside the running transaction."""
    db.execute(
        "INSERT OR REPLACE INTO feeds (url, etag, modified, next_at, failures, problem) VALUES (?, ?, ?, ?, ?, ?)",
        (watched.url, watched.etag, watched.modified, watched.next_at, watched.failures, watched.problem),
    )


def is_seen(db: sqlite3.Connection, url: str, key: str) -> bool:
    """Whether this entry of the feed was read before."""
    return db.execute("SELECT 1 FROM feed_entries WHERE feed = ? AND key = ?", (url, key)).fetchone() is not None


def see(db: sqlite3.Connection, url: str, key: str) -> None:
    """Remember that this entry was read, inside the running transaction."""
    db.execute("INSERT OR IGNORE INTO feed_entries (feed, key) VALUES (?, ?)", (url, key))
