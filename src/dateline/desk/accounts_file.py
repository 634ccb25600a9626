"""The file of accounts, sessions and their log: beside the ledger, never inside it, so no copy of the ledger has it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dateline.errors import LedgerError, NotFoundError

#: The mark of such a file ("DtAc"), and the version of its tables.
APPLICATION_ID, VERSION = 0x44744163, 1
#: Seconds that a writer waits for another one.
BUSY_SECONDS = 20.0

_TABLES = """
CREATE TABLE accounts (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, key TEXT NOT NULL UNIQUE,
  role TEXT NOT NULL CHECK (role IN ('reader', 'analyst', 'editor')),
  password TEXT NOT NULL, added TEXT NOT NULL, removed TEXT
) STRICT;
CREATE TABLE sessions (
  token_sha256 TEXT PRIMARY KEY, account INTEGER NOT NULL REFERENCES accounts (id),
  made REAL NOT NULL, seen REAL NOT NULL
) STRICT;
CREATE INDEX sessions_of ON sessions (account);
CREATE TABLE waits (key TEXT PRIMARY KEY, failures REAL NOT NULL, until REAL NOT NULL, last REAL NOT NULL) STRICT;
CREATE INDEX waits_last ON waits (last);
CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, who TEXT, what TEXT NOT NULL, about TEXT,
  address TEXT NOT NULL
) STRICT;
CREATE TRIGGER audit_kept BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;
CREATE TRIGGER audit_whole BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;
"""


def beside(ledger: Path) -> Path:
    """Where the accounts of a ledger are. A hidden file: `run` reads none in a folder, so none becomes evidence."""
    return ledger.with_name(f".{ledger.name}.accounts")


def make(path: Path) -> None:
    """Make the file, readable by its owner alone, where there is none. Raises LedgerError."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        if path.stat().st_size:  # an empty one was begun by a process that was cut off
            return
    except OSError as err:
        raise LedgerError(f"cannot make {path}: {err.strerror}", path=str(path)) from err
    with _named(path):
        db = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            marks = f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {VERSION};"
            db.executescript(f"BEGIN IMMEDIATE; {marks} {_TABLES} COMMIT;")
        finally:
            db.close()


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """The file, for one question or one change. Raises NotFoundError, and LedgerError for what is no such file."""
    if not path.exists():
        raise NotFoundError(f"there are no accounts yet ({path}); `dateline accounts add NAME --role editor` makes one")
    with _named(path):
        db = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            (mark,), (version,) = (db.execute(f"PRAGMA {p}").fetchone() for p in ("application_id", "user_version"))
            if mark != APPLICATION_ID:
                raise LedgerError(f"{path} is not a file of accounts", path=str(path))
            if version != VERSION:
                raise LedgerError(f"{path} was made by a newer Dateline; update this one", path=str(path))
            db.execute("PRAGMA foreign_keys = ON")
            db.execute("PRAGMA secure_delete = ON")
            yield db
        finally:
            db.close()


@contextmanager
def changing(path: Path) -> Iterator[sqlite3.Connection]:
    """One transaction: all of it is stored, or nothing."""
    with opened(path) as db:
        db.execute("BEGIN IMMEDIATE")
        try:
            yield db
            db.execute("COMMIT")
        except BaseException:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise


@contextmanager
def _named(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as err:
        raise LedgerError(f"{path}: the accounts cannot be used: {err}", path=str(path)) from err
