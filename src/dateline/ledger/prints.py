"""Hashes of texts by which copies are found: a cache beside the texts, erased with them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator


def put(db: sqlite3.Connection, rows: Iterable[tuple[str, bytes]], version: int) -> None:
    """Keep the prints of texts, by sha256 of the text. Prints of other versions go."""
    db.execute("DELETE FROM prints WHERE version != ?", (version,))
    db.executemany(
        "INSERT OR REPLACE INTO prints (text_sha256, version, content) VALUES (?, ?, ?)",
        ((key, version, content) for key, content in rows),
    )


def rows(db: sqlite3.Connection, version: int) -> Iterator[tuple[str, bytes]]:
    """All prints that are kept, by sha256 of the text."""
    yield from db.execute("SELECT text_sha256, content FROM prints WHERE version = ?", (version,))


def erase(db: sqlite3.Connection, document: str) -> None:
    """Prints of all texts of a document go: a guess of its words could be tried against them."""
    db.execute("DELETE FROM prints WHERE text_sha256 IN (SELECT sha256 FROM texts WHERE document = ?)", (document,))
