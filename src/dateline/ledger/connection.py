"""Opening the file: WAL, foreign keys, waiting for other writers, erased bytes overwritten."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dateline.errors import LedgerError, NotFoundError
from dateline.ledger.migrations import APPLICATION_ID, check, migrate

#: Seconds that a writer waits for another one.
BUSY_SECONDS = 60.0
#: Pages of the file kept in memory, in KiB: with SQLite's 2 MiB a large ledger reads its indexes over and over.
CACHE_KIB = 65_536


def connect(path: Path, *, create: bool, busy_seconds: float = BUSY_SECONDS) -> sqlite3.Connection:
    """Open a ledger, made new where `create` allows it, brought to this version's tables.

    Raises NotFoundError (no such ledger) and LedgerError (not a ledger, a newer version, not readable).
    """
    if path.is_dir():
        raise LedgerError(f"{path} is a folder, not a ledger", path=str(path))
    if not create and not path.exists():
        raise NotFoundError(
            f"no ledger at {path}; make one with `dateline run PATH --ledger {path}` or name another with --ledger",
            path=str(path),
        )
    if create and not path.parent.is_dir():
        raise LedgerError(f"cannot make {path}: the folder {path.parent} does not exist", path=str(path))
    with _named(path):
        db = sqlite3.connect(path, timeout=busy_seconds, isolation_level=None)
        try:
            _prepare(db, path, busy_seconds)
        except BaseException:
            db.close()
            raise
    return db


def _prepare(db: sqlite3.Connection, path: Path, busy_seconds: float) -> None:
    _check_kind(db, path)
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA secure_delete = ON")
    db.execute("PRAGMA synchronous = FULL")
    db.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    db.execute("PRAGMA temp_store = MEMORY")
    _until_free(db, "PRAGMA journal_mode = WAL", busy_seconds)
    if not check(db):
        migrate(db)


def _check_kind(db: sqlite3.Connection, path: Path) -> None:
    (mark,) = db.execute("PRAGMA application_id").fetchone()
    tables = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if tables and mark != APPLICATION_ID:
        raise LedgerError(f"{path} is an SQLite file, but not a Dateline ledger", path=str(path))


def _until_free(db: sqlite3.Connection, statement: str, seconds: float) -> None:
    """Run a statement that does not wait by itself: changing the journal mode answers 'locked' at once."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            db.execute(statement)
            return
        except sqlite3.OperationalError as err:
            if "locked" not in str(err) or time.monotonic() > deadline:
                raise
            time.sleep(0.02)


@contextmanager
def writing(db: sqlite3.Connection) -> Iterator[None]:
    """One transaction. All or nothing; another writer is waited for before anything is read."""
    if db.in_transaction:
        yield
        return
    with _named(None):
        db.execute("BEGIN IMMEDIATE")
        try:
            yield
            db.execute("COMMIT")
        except BaseException:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise


@contextmanager
def _named(path: Path | None) -> Iterator[None]:
    """Say what SQLite's errors mean for a ledger."""
    try:
        yield
    except sqlite3.OperationalError as err:
        where = f"{path}: " if path else ""
        if "locked" in str(err) or "busy" in str(err):
            raise LedgerError(f"{where}another process has held the ledger for too long; try again") from err
        raise LedgerError(f"{where}the ledger cannot be used: {err}") from err
    except sqlite3.DatabaseError as err:
        where = f"{path} is" if path else "the file is"
        raise LedgerError(f"{where} not a Dateline ledger, or damaged: {err}") from err
