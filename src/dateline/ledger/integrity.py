"""Whether the ledger can be trusted, and one hash of what it says."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator
from hashlib import sha256

from dateline.ids import text_sha256
from dateline.ledger import log
from dateline.ledger.append import claims_sha256


def problems(db: sqlite3.Connection) -> Iterator[str]:
    """Everything that does not hold, in words: the file, the chain, the texts, the bytes, the claims."""
    for (line,) in db.execute("PRAGMA integrity_check"):
        if line != "ok":
            yield f"file: {line}"
    yield from log.broken(db)
    yield from _texts(db)
    yield from _evidence(db)
    yield from _claims(db)
    yield from _logged_only(db)


def _texts(db: sqlite3.Connection) -> Iterator[str]:
    for document, key, text, masked in db.execute(
        "SELECT document, sha256, text, masked_sha256 FROM texts WHERE text IS NOT NULL"
    ):
        if text_sha256(text) != (masked or key):
            yield f"text: the text of {document} is not the one that was stored"


def _evidence(db: sqlite3.Connection) -> Iterator[str]:
    for document, key, content in db.execute(
        "SELECT document, sha256, content FROM evidence WHERE content IS NOT NULL"
    ):
        try:
            good = sha256(zlib.decompress(content)).hexdigest() == key
        except zlib.error:
            good = False
        if not good:
            yield f"evidence: the bytes of {document} are not those that were read"


def _claims(db: sqlite3.Connection) -> Iterator[str]:
    """Each extraction's claims hash to what the log says, save where words were erased."""
    logged = {
        facts["extraction"]: facts["claims_sha256"]
        for (raw,) in db.execute("SELECT facts FROM log WHERE kind = 'extraction.added'")
        for facts in (json.loads(raw),)
    }
    for extraction, document in db.execute("SELECT id, document FROM extractions").fetchall():
        rows = db.execute("SELECT id, payload, redacted FROM claims WHERE extraction = ?", (extraction,)).fetchall()
        if any(redacted for _, _, redacted in rows):
            continue
        if claims_sha256({key: payload for key, payload, _ in rows}) != logged.get(extraction):
            yield f"claims: the claims of {document} are not those of the log (extraction {extraction})"


def _logged_only(db: sqlite3.Connection) -> Iterator[str]:
    """Rows that the log does not know were put in behind its back."""
    for table, kinds, field, column in (
        ("documents", "('document.added')", "document", "id"),
        ("extractions", "('extraction.added')", "extraction", "id"),
        ("redactions", "('document.redacted')", "document", "document"),
        ("reviews", "('review.added')", "review", "id"),
    ):
        known = f"SELECT json_extract(facts, '$.{field}') FROM log WHERE kind IN {kinds}"
        for (key,) in db.execute(f"SELECT {column} FROM {table} WHERE {column} NOT IN ({known})"):
            yield f"{table}: {key} is not in the log"
        for (key,) in db.execute(f"SELECT * FROM ({known}) EXCEPT SELECT {column} FROM {table}"):
            yield f"{table}: {key} is in the log, but not in the ledger"


def digest(db: sqlite3.Connection) -> str:
    """sha256 of the logical content: documents, live claims, reviews, erasures; no clock, no path, no order."""
    total = sha256()
    for name, sql in _CONTENT.items():
        for row in db.execute(sql):
            total.update(json.dumps([name, *row], ensure_ascii=False, separators=(",", ":")).encode())
            total.update(b"\n")
    return total.hexdigest()


_CONTENT = {
    "document": "SELECT id, title, publisher, url, language, published_given, published, published_why, extra, "
    "text_sha256, bytes_sha256, set_aside FROM documents ORDER BY id",
    "claim": "SELECT c.id, c.document, c.payload, c.redacted FROM claims c JOIN extractions e ON e.id = c.extraction "
    "WHERE e.retired_at IS NULL ORDER BY c.id, c.document",
    "redaction": 'SELECT document, start, "end", reason, text_sha256 FROM redactions '
    'ORDER BY document, start, "end", reason',
    "review": 'SELECT id, target_kind, target, action, field, old, new, "by", reason, supersedes '
    "FROM reviews ORDER BY id",
}
