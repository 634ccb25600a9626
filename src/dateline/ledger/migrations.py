"""The ledger's tables, as named steps. A step once released is never changed: a new one is added."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime

from dateline.errors import LedgerError
from dateline.ledger.shelf_schema import SHELF

#: Marks an SQLite file as a Dateline ledger ('DtLn').
APPLICATION_ID = 0x44744C6E

_FIRST = """
CREATE TABLE documents (
  id TEXT PRIMARY KEY,
  title TEXT, publisher TEXT, url TEXT, path TEXT, language TEXT, family TEXT,
  published_given TEXT, published TEXT, published_why TEXT, published_precision TEXT,
  extra TEXT NOT NULL DEFAULT '{}',
  text_sha256 TEXT, bytes_sha256 TEXT,
  set_aside TEXT, resources TEXT,
  added_at TEXT NOT NULL, redacted_at TEXT
) STRICT;
CREATE INDEX documents_by_text ON documents (text_sha256);
CREATE INDEX documents_by_published ON documents (published);

CREATE TABLE texts (
  document TEXT NOT NULL REFERENCES documents (id),
  sha256 TEXT NOT NULL,
  text TEXT, masked_sha256 TEXT,
  at TEXT NOT NULL,
  PRIMARY KEY (document, sha256)
) STRICT;
CREATE INDEX texts_by_sha256 ON texts (sha256);

CREATE TABLE evidence (
  document TEXT NOT NULL REFERENCES documents (id),
  sha256 TEXT NOT NULL,
  content BLOB, compression TEXT NOT NULL, size INTEGER NOT NULL,
  fetched_at TEXT, path TEXT, url TEXT,
  at TEXT NOT NULL,
  PRIMARY KEY (document, sha256)
) STRICT;

CREATE TABLE extractions (
  id TEXT PRIMARY KEY,
  document TEXT NOT NULL REFERENCES documents (id),
  text_sha256 TEXT NOT NULL,
  extractor TEXT NOT NULL, resources TEXT NOT NULL,
  claims_sha256 TEXT NOT NULL, claims INTEGER NOT NULL,
  at TEXT NOT NULL, retired_at TEXT
) STRICT;
CREATE INDEX extractions_by_document ON extractions (document);
CREATE UNIQUE INDEX one_live_extraction ON extractions (document) WHERE retired_at IS NULL;

CREATE TABLE claims (
  extraction TEXT NOT NULL REFERENCES extractions (id),
  id TEXT NOT NULL,
  document TEXT NOT NULL,
  start INTEGER NOT NULL,
  type TEXT NOT NULL, event_type TEXT, news_role TEXT NOT NULL,
  time_from TEXT, time_to TEXT,
  payload TEXT, redacted INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (extraction, id)
) STRICT;
CREATE INDEX claims_by_id ON claims (id);
CREATE INDEX claims_by_document ON claims (document, start);

CREATE TABLE issues (
  document TEXT NOT NULL REFERENCES documents (id),
  level TEXT NOT NULL, code TEXT NOT NULL, message TEXT NOT NULL, facts TEXT NOT NULL
) STRICT;
CREATE INDEX issues_by_document ON issues (document);

CREATE TABLE conflicts (
  document TEXT NOT NULL, content_sha256 TEXT NOT NULL, reason TEXT NOT NULL, path TEXT, at TEXT NOT NULL,
  PRIMARY KEY (document, content_sha256)
) STRICT;

CREATE TABLE redactions (
  document TEXT NOT NULL REFERENCES documents (id),
  start INTEGER, "end" INTEGER, reason TEXT NOT NULL,
  text_sha256 TEXT, bytes_sha256 TEXT, claims INTEGER NOT NULL, at TEXT NOT NULL
) STRICT;

CREATE TABLE reviews (
  id TEXT PRIMARY KEY,
  target_kind TEXT NOT NULL, target TEXT NOT NULL, action TEXT NOT NULL,
  field TEXT, old TEXT, new TEXT, "by" TEXT NOT NULL, reason TEXT NOT NULL, supersedes TEXT, at TEXT NOT NULL
) STRICT;
CREATE INDEX reviews_by_target ON reviews (target);
CREATE TRIGGER reviews_are_never_changed BEFORE UPDATE ON reviews
  BEGIN SELECT RAISE(ABORT, 'a review is never changed: add a new one that supersedes it'); END;
CREATE TRIGGER reviews_are_never_deleted BEFORE DELETE ON reviews
  BEGIN SELECT RAISE(ABORT, 'a review is never deleted: undo it with a new one'); END;

CREATE TABLE view_builds (
  view TEXT NOT NULL, policy TEXT NOT NULL, head TEXT NOT NULL, at TEXT NOT NULL,
  PRIMARY KEY (view, policy)
) STRICT;
CREATE TABLE view_rows (
  view TEXT NOT NULL, policy TEXT NOT NULL, position INTEGER NOT NULL, id TEXT NOT NULL, payload TEXT NOT NULL,
  PRIMARY KEY (view, policy, position)
) STRICT;

CREATE TABLE log (
  seq INTEGER PRIMARY KEY,
  at TEXT NOT NULL, kind TEXT NOT NULL, facts TEXT NOT NULL, payload_sha256 TEXT NOT NULL,
  prev TEXT NOT NULL, hash TEXT NOT NULL UNIQUE
) STRICT;
CREATE TRIGGER log_is_never_changed BEFORE UPDATE ON log
  BEGIN SELECT RAISE(ABORT, 'the log is never changed'); END;
CREATE TRIGGER log_is_never_deleted BEFORE DELETE ON log
  BEGIN SELECT RAISE(ABORT, 'the log is never deleted'); END;

CREATE TABLE marks (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
"""

_READING = """
ALTER TABLE documents ADD COLUMN agency TEXT;
CREATE TABLE date_marks (
  document TEXT PRIMARY KEY REFERENCES documents (id),
  publisher TEXT NOT NULL, raw TEXT NOT NULL, "order" TEXT, basis TEXT
) STRICT;
CREATE INDEX date_marks_by_publisher ON date_marks (publisher);
"""

_WATCHING = """
CREATE TABLE feeds (
  url TEXT PRIMARY KEY,
  etag TEXT, modified TEXT, next_at REAL NOT NULL, failures INTEGER NOT NULL, problem TEXT
) STRICT;
CREATE TABLE feed_entries (feed TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (feed, key)) STRICT;
"""

_FAMILIES = """
CREATE TABLE prints (
  text_sha256 TEXT NOT NULL, version INTEGER NOT NULL, content BLOB NOT NULL,
  PRIMARY KEY (text_sha256, version)
) STRICT;
CREATE INDEX documents_by_url ON documents (url) WHERE url IS NOT NULL;
"""

_GROWING = """
DROP TABLE view_rows;
DELETE FROM view_builds;
CREATE TABLE view_rows (
  view TEXT NOT NULL, policy TEXT NOT NULL, id TEXT NOT NULL,
  unit TEXT NOT NULL, position TEXT NOT NULL, payload TEXT NOT NULL,
  PRIMARY KEY (view, policy, id)
) STRICT;
CREATE INDEX view_rows_by_unit ON view_rows (view, policy, unit);
CREATE TABLE grown (policy TEXT PRIMARY KEY, head TEXT NOT NULL, seq INTEGER NOT NULL, decisions TEXT NOT NULL) STRICT;
CREATE TABLE grown_documents (
  policy TEXT NOT NULL, document TEXT NOT NULL, published TEXT, family TEXT,
  PRIMARY KEY (policy, document)
) STRICT, WITHOUT ROWID;
CREATE TABLE grown_nodes (
  policy TEXT NOT NULL, key TEXT NOT NULL, document TEXT NOT NULL, number INTEGER NOT NULL, component TEXT NOT NULL,
  event TEXT,
  PRIMARY KEY (policy, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX grown_nodes_by_document ON grown_nodes (policy, document);
CREATE INDEX grown_nodes_by_component ON grown_nodes (policy, component);
CREATE TABLE grown_blocks (
  policy TEXT NOT NULL, block INTEGER NOT NULL, node TEXT NOT NULL, document TEXT NOT NULL,
  PRIMARY KEY (policy, block, node)
) STRICT, WITHOUT ROWID;
CREATE INDEX grown_blocks_by_document ON grown_blocks (policy, document);
CREATE TABLE grown_keys (
  policy TEXT NOT NULL, key TEXT NOT NULL, node TEXT NOT NULL, document TEXT NOT NULL,
  PRIMARY KEY (policy, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX grown_keys_by_document ON grown_keys (policy, document);
CREATE TABLE grown_units (
  policy TEXT NOT NULL, unit TEXT NOT NULL, claim TEXT NOT NULL, key TEXT NOT NULL, document TEXT NOT NULL,
  PRIMARY KEY (policy, unit, claim, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX grown_units_by_document ON grown_units (policy, document);
CREATE TABLE grown_parts (
  policy TEXT NOT NULL, event TEXT NOT NULL, component TEXT NOT NULL, position TEXT NOT NULL,
  type TEXT NOT NULL, place TEXT, first TEXT NOT NULL, last TEXT NOT NULL, towns TEXT NOT NULL,
  PRIMARY KEY (policy, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX grown_parts_by_component ON grown_parts (policy, component);
CREATE INDEX grown_parts_by_place ON grown_parts (policy, place, type);
CREATE INDEX grown_waves ON grown_parts (policy, position) WHERE towns != '[]';
"""

_KEY = """
CREATE TABLE keys (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
INSERT INTO keys VALUES ('public', randomblob(32));
"""

#: What is derived is forgotten, and made anew when it is asked for.
_FORGET = """
DELETE FROM view_rows;
DELETE FROM view_builds;
DELETE FROM grown;
DELETE FROM grown_documents;
DELETE FROM grown_nodes;
DELETE FROM grown_blocks;
DELETE FROM grown_keys;
DELETE FROM grown_units;
DELETE FROM grown_parts;
"""

#: The views' rows are found by what can be asked of them; those that are kept already, once they are made anew.
_ASKING = f"""
{_FORGET}
{SHELF}
CREATE INDEX documents_latest ON documents (coalesce(published, ''), id);
CREATE INDEX documents_in_order ON documents (published IS NULL, coalesce(published, ''), id);
CREATE INDEX documents_set_aside ON documents (coalesce(published, ''), id) WHERE set_aside IS NOT NULL;
CREATE INDEX documents_undated ON documents (set_aside) WHERE published IS NULL;
CREATE INDEX issues_by_code ON issues (code, document);
CREATE INDEX log_by_moment ON log (at);
CREATE TABLE waiting (
  claim TEXT PRIMARY KEY, extraction TEXT NOT NULL, document TEXT NOT NULL, start INTEGER NOT NULL,
  unsure REAL NOT NULL, weight REAL NOT NULL, doubts TEXT NOT NULL, flags TEXT NOT NULL, score REAL NOT NULL
) STRICT;
CREATE INDEX waiting_in_order ON waiting (-score, document, start, claim);
CREATE INDEX waiting_by_extraction ON waiting (extraction);
"""

_BATTLES = f"""
{_FORGET}
ALTER TABLE grown_parts ADD COLUMN sides TEXT NOT NULL DEFAULT '[[], []]';
"""

MIGRATIONS: tuple[tuple[str, str], ...] = (
    ("0001_first_ledger", _FIRST),
    ("0002_reading", _READING),
    ("0003_watching", _WATCHING),
    ("0004_families", _FAMILIES),
    ("0005_growing", _GROWING),
    ("0006_key", _KEY),
    ("0007_asking", _ASKING),
    ("0008_battles", _BATTLES),
)


def migrate(db: sqlite3.Connection) -> None:
    """Bring the ledger to this version's tables, each step in one transaction, recorded with its name.

    Raises LedgerError when the file was made by a newer version.
    """
    db.execute("BEGIN IMMEDIATE")
    try:
        for name, script in _pending(db):
            for statement in _statements(script):
                db.execute(statement)
            db.execute("INSERT INTO migrations (name, applied_at) VALUES (?, ?)", (name, _now()))
        db.execute("COMMIT")
    except BaseException:
        db.execute("ROLLBACK")
        raise


def check(db: sqlite3.Connection) -> bool:
    """Whether all migrations are applied. Raises LedgerError when the file was made by a newer version."""
    applied = _applied(db)
    known = [name for name, _ in MIGRATIONS]
    newer = sorted(applied - set(known))
    if newer:
        raise LedgerError(
            f"this ledger was made by a newer version of Dateline (it has {newer[0]}); update Dateline to open it",
            migrations=newer,
        )
    return applied == set(known)


def _pending(db: sqlite3.Connection) -> list[tuple[str, str]]:
    db.execute("CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY, applied_at TEXT NOT NULL) STRICT")
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    check(db)
    applied = _applied(db)
    return [(name, script) for name, script in MIGRATIONS if name not in applied]


def _applied(db: sqlite3.Connection) -> set[str]:
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'migrations'").fetchone():
        return set()
    return {name for (name,) in db.execute("SELECT name FROM migrations")}


def _statements(script: str) -> list[str]:
    """The statements of a script; a trigger's inner semicolon does not end it."""
    statements, buffer = [], ""
    for line in script.splitlines(keepends=True):
        buffer += line
        if sqlite3.complete_statement(buffer):
            statements.append(buffer)
            buffer = ""
    return statements


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
