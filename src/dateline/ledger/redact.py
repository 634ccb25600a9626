"""Lawful erasure. Words and bytes go, from the tables and from the file; ids, hashes and the reason stay."""

from __future__ import annotations

import json
import re
import sqlite3

from dateline.errors import ConfigError, LedgerError, NotFoundError
from dateline.ids import text_sha256
from dateline.ledger import grown, log, prints
from dateline.ledger.append import payload_of
from dateline.ledger.entry import Redaction
from dateline.ledger.masking import MASK, mask_claim
from dateline.model import Claim

_SPAN = re.compile(r"^(?P<document>.+):(?P<start>\d+)-(?P<end>\d+)$")
#: Columns of a document that may hold words of it.
_WORDS = ("title", "publisher", "url", "path", "extra", "set_aside")


def parse_target(db: sqlite3.Connection, target: str) -> tuple[str, int | None, int | None]:
    """`DOCUMENT` or `DOCUMENT:START-END` -> document id, start, end. Raises NotFoundError."""
    if _exists(db, target):
        return target, None, None
    match = _SPAN.match(target)
    if match and _exists(db, match["document"]):
        return match["document"], int(match["start"]), int(match["end"])
    raise NotFoundError(f"no document {target} in this ledger", id=target)


def _exists(db: sqlite3.Connection, document: str) -> bool:
    return db.execute("SELECT 1 FROM documents WHERE id = ?", (document,)).fetchone() is not None


def redact(db: sqlite3.Connection, document: str, start: int | None, end: int | None, reason: str) -> Redaction:
    """Erase a document, or the span [start, end) of its newest text, inside the running transaction.

    A span is masked everywhere in the document: in every text version, every claim, the metadata. The bytes as
    fetched cannot be masked and are destroyed. Views are dropped: they are built again from what is left.
    """
    if not reason.strip():
        raise ConfigError("a redaction needs a reason: --reason 'court order 12/2026'")
    row = db.execute("SELECT text_sha256, bytes_sha256 FROM documents WHERE id = ?", (document,)).fetchone()
    words = _words_at(db, document, row[0], start, end) if start is not None and end is not None else None
    claims = _erase_claims(db, document, words)
    _erase_texts(db, document, words)
    db.execute("UPDATE evidence SET content = NULL, path = NULL, url = NULL WHERE document = ?", (document,))
    _erase_metadata(db, document, words)
    _erase_around(db, document, words)
    return _record(db, document, (start, end), reason, (row[0], row[1]), claims)


def preview(db: sqlite3.Connection, target: str) -> tuple[str, str | None, int]:
    """Document id, the words that would go (None = all), and how many claims the document has."""
    document, start, end = parse_target(db, target)
    row = db.execute("SELECT text_sha256 FROM documents WHERE id = ?", (document,)).fetchone()
    words = _words_at(db, document, row[0], start, end) if start is not None and end is not None else None
    count = db.execute("SELECT count(*) FROM claims WHERE document = ? AND payload IS NOT NULL", (document,))
    return document, words, int(count.fetchone()[0])


def _words_at(db: sqlite3.Connection, document: str, text_hash: str | None, start: int, end: int) -> str:
    row = db.execute("SELECT text FROM texts WHERE document = ? AND sha256 = ?", (document, text_hash)).fetchone()
    if row is None or row[0] is None:
        raise NotFoundError(f"document {document} has no text left to redact", id=document)
    if not 0 <= start < end <= len(row[0]):
        raise ConfigError(f"{start}-{end} is outside the text of {document}, which has {len(row[0])} characters")
    words = str(row[0][start:end])
    if not words.strip(MASK + " \n\t"):
        raise ConfigError(f"{document}:{start}-{end} holds no words that could be erased")
    return words


def _erase_claims(db: sqlite3.Connection, document: str, words: str | None) -> int:
    if words is None:
        return db.execute(
            "UPDATE claims SET payload = NULL, redacted = 1 WHERE document = ? AND payload IS NOT NULL", (document,)
        ).rowcount
    touched = 0
    rows = db.execute(
        "SELECT c.rowid, c.payload, t.text FROM claims c JOIN extractions e ON e.id = c.extraction "
        "JOIN texts t ON t.document = c.document AND t.sha256 = e.text_sha256 "
        "WHERE c.document = ? AND c.payload IS NOT NULL",
        (document,),
    ).fetchall()
    for rowid, payload, text in rows:
        claim = Claim.model_validate_json(payload)
        masked = mask_claim(claim, words, mask_text(text, words))
        if masked != claim:
            db.execute("UPDATE claims SET payload = ?, redacted = 1 WHERE rowid = ?", (payload_of(masked), rowid))
            touched += 1
    return touched


def _erase_texts(db: sqlite3.Connection, document: str, words: str | None) -> None:
    rows = db.execute("SELECT sha256, text FROM texts WHERE document = ? AND text IS NOT NULL", (document,)).fetchall()
    for key, text in rows:
        masked = None if words is None else mask_text(text, words)
        db.execute(
            "UPDATE texts SET text = ?, masked_sha256 = ? WHERE document = ? AND sha256 = ?",
            (masked, masked and text_sha256(masked), document, key),
        )


def mask_text(text: str, words: str) -> str:
    """The text with every occurrence of the words blocked out, overlapping ones too; offsets and spaces stay."""
    shown = list(text)
    for match in re.finditer(f"(?=({re.escape(words)}))", text, re.IGNORECASE):
        for i in range(match.start(1), match.end(1)):
            shown[i] = shown[i] if shown[i].isspace() else MASK
    return "".join(shown)


def _erase_metadata(db: sqlite3.Connection, document: str, words: str | None) -> None:
    row = db.execute(f"SELECT {', '.join(_WORDS)} FROM documents WHERE id = ?", (document,)).fetchone()
    old = dict(zip(_WORDS, row, strict=True))
    if words is None:
        new: dict[str, str | None] = {**dict.fromkeys(_WORDS), "extra": "{}"}
    else:
        new = {k: v and mask_text(v, words) for k, v in old.items()}
        new["extra"] = "{}" if new["extra"] != old["extra"] or _escapes(old["extra"], words) else old["extra"]
    db.execute(f"UPDATE documents SET {', '.join(f'{k} = ?' for k in _WORDS)} WHERE id = ?", (*new.values(), document))


def _escapes(extra: str, words: str) -> bool:
    """Whether words stand in the extra fields in the way that JSON writes them."""
    return json.dumps(words, ensure_ascii=False)[1:-1].casefold() in extra.casefold()


def _erase_around(db: sqlite3.Connection, document: str, words: str | None) -> None:
    """Issues quote words, views are made of them."""
    for rowid, message, facts in db.execute(
        "SELECT rowid, message, facts FROM issues WHERE document = ?", (document,)
    ).fetchall():
        if words is None or words.casefold() in message.casefold() or _escapes(facts, words):
            db.execute("DELETE FROM issues WHERE rowid = ?", (rowid,))
    db.execute("DELETE FROM date_marks WHERE document = ?", (document,))
    db.execute("UPDATE conflicts SET path = NULL, reason = 'conflict: erased' WHERE document = ?", (document,))
    prints.erase(db, document)
    grown.erase(db)
    db.execute("DELETE FROM waiting WHERE document = ?", (document,))


def _record(
    db: sqlite3.Connection,
    document: str,
    span: tuple[int | None, int | None],
    reason: str,
    hashes: tuple[str | None, str | None],
    claims: int,
) -> Redaction:
    text_hash, bytes_hash = hashes
    facts: dict[str, str | int | None] = {
        "document": document, "start": span[0], "end": span[1], "reason": reason,
        "text_sha256": text_hash, "bytes_sha256": bytes_hash, "claims": claims,
    }  # fmt: skip
    at = log.append(db, "document.redacted", facts)
    db.execute(
        'INSERT INTO redactions (document, start, "end", reason, text_sha256, bytes_sha256, claims, at) '
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (*facts.values(), at),
    )
    aside = "redacted: " + reason if span[0] is None else None
    db.execute(
        "UPDATE documents SET redacted_at = ?, set_aside = coalesce(?, set_aside) WHERE id = ?", (at, aside, document)
    )
    db.execute("INSERT OR REPLACE INTO marks (name, value) VALUES ('scrub', ?)", (at,))
    return Redaction(
        document=document, start=span[0], end=span[1], reason=reason,
        text_sha256=text_hash, bytes_sha256=bytes_hash, claims=claims, at=at,
    )  # fmt: skip


def scrub(db: sqlite3.Connection) -> None:
    """Make the file itself forget: rewrite it without freed pages and empty the write-ahead log.

    A process killed before this is through leaves a mark, and the next writer does it. Raises LedgerError while
    another process reads the ledger.
    """
    if not db.execute("SELECT 1 FROM marks WHERE name = 'scrub'").fetchone():
        return
    try:
        db.execute("VACUUM")
        if db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            raise LedgerError(
                "the words are erased, but another process has the ledger open, so old bytes may still lie in the "
                "file beside it; close that process and run `dateline doctor`"
            )
        db.execute("DELETE FROM marks WHERE name = 'scrub'")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.OperationalError as err:
        raise LedgerError(f"the words are erased, but the file could not be rewritten yet ({err}); try again") from err


def redactions(db: sqlite3.Connection) -> list[Redaction]:
    """All erasures, oldest first."""
    rows = db.execute(
        'SELECT document, start, "end", reason, text_sha256, bytes_sha256, claims, at FROM redactions ORDER BY at'
    )
    names = ("document", "start", "end", "reason", "text_sha256", "bytes_sha256", "claims", "at")
    return [Redaction(**dict(zip(names, row, strict=True))) for row in rows]
