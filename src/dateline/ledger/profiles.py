"""Publishers' habits of writing dates: learned from dates that read one way only, each document one row of evidence."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Literal

from dateline.ids import content_id
from dateline.ledger.entry import Entry, Profile

#: So many dates must show a habit, and none the other one.
LEAST = 2
_EXAMPLES = 3


def mark(db: sqlite3.Connection, entry: Entry) -> None:
    """Keep what a document shows of its publisher's habit, in place of what it showed before."""
    publisher = entry.document.source
    if entry.mark is None or publisher is None:
        db.execute("DELETE FROM date_marks WHERE document = ?", (entry.document.id,))
        return
    db.execute(
        'INSERT OR REPLACE INTO date_marks (document, publisher, raw, "order", basis) VALUES (?, ?, ?, ?, ?)',
        (entry.document.id, publisher, entry.mark.raw, entry.mark.order, entry.mark.basis),
    )


def profile(db: sqlite3.Connection, publisher: str) -> Profile | None:
    """What is known of a publisher's habit; None while too few of its dates show one."""
    rows = db.execute(
        'SELECT document, raw, "order", basis FROM date_marks '
        "WHERE publisher = ? AND basis IN ('number', 'weekday') ORDER BY document",
        (publisher,),
    ).fetchall()
    if len(rows) < LEAST:
        return None
    orders = {row[2] for row in rows}
    order: Literal["DMY", "MDY"] | None = None
    if len(orders) == 1:
        order = "DMY" if "DMY" in orders else "MDY"
    return Profile(
        publisher=publisher,
        order=order,
        version=content_id("profile", publisher, order)[:16],
        numbers=sum(row[3] == "number" for row in rows),
        weekdays=sum(row[3] == "weekday" for row in rows),
        examples=tuple((row[0], row[1]) for row in rows[:_EXAMPLES]),
    )


def profiles(db: sqlite3.Connection) -> Iterator[Profile]:
    """All habits that are known, by publisher."""
    for (publisher,) in db.execute("SELECT DISTINCT publisher FROM date_marks ORDER BY publisher").fetchall():
        found = profile(db, publisher)
        if found is not None:
            yield found


def touched(db: sqlite3.Connection) -> Iterator[tuple[str, Literal["DMY", "MDY"] | None]]:
    """Documents whose date the habit of today decides in another way than when they were read, with that order."""
    rows = db.execute(
        'SELECT document, publisher, "order" FROM date_marks '
        "WHERE basis IS NULL OR basis = 'profile' ORDER BY document"
    ).fetchall()
    known = {p.publisher: p.order for p in profiles(db)}
    for document, publisher, order in rows:
        if known.get(publisher) != order:
            yield document, known.get(publisher)
