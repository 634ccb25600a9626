"""Writing a document with what was read out of it: one transaction, one log row for each change, nothing twice."""

from __future__ import annotations

import json
import sqlite3
import zlib
from dataclasses import replace
from datetime import date
from hashlib import sha256

from dateline.errors import DocumentError, LedgerConflictError
from dateline.ids import content_id, text_sha256
from dateline.issues import Issue
from dateline.ledger import log, profiles
from dateline.ledger.clock import now
from dateline.ledger.entry import Entry, Evidence
from dateline.ledger.spans import check_claims
from dateline.mentions import Document
from dateline.model import Claim

#: What comes with a document and may be filled in later, but never exchanged: field of Document -> column.
GIVEN = {"title": "title", "source": "publisher", "url": "url", "published": "published_given"}


def append(db: sqlite3.Connection, entry: Entry) -> int:
    """Store an entry inside the running transaction. Returns 1 when the ledger changed, 0 when it knew all of it.

    Raises LedgerConflictError (the id holds other content), DocumentError (words that the text does not have).
    """
    document = entry.document
    check_claims(entry.claims, document.id, document.text)
    text_hash = _storable_hash(document)
    if is_redacted(db, document.id, text_hash, document.bytes_sha256):
        return 0
    changed = _store_document(db, entry, text_hash)
    changed |= _store_text(db, document.id, document.text, text_hash)
    changed |= _store_evidence(db, document, entry.evidence)
    changed |= _store_extraction(db, entry, text_hash)
    if changed:
        _store_issues(db, document.id, entry.issues)
    if text_hash is not None:
        profiles.mark(db, entry)
    return int(changed)


def admit(db: sqlite3.Connection, document: Document) -> Document:
    """The document with what the ledger was given about it before, so that it is read with all that is known.

    Raises LedgerConflictError when its id holds other content.
    """
    new = _columns(Entry(document=document), _storable_hash(document))
    row = db.execute(f"SELECT {', '.join(new)} FROM documents WHERE id = ?", (document.id,)).fetchone()
    if row is None:
        return document
    old = dict(zip(new, row, strict=True))
    _refuse_other_content(document, old, new)
    given = old["published_given"]
    return replace(
        document,
        title=document.title or old["title"],
        source=document.source or old["publisher"],
        url=document.url or old["url"],
        published=document.published or (date.fromisoformat(given) if given else None),
    )


def is_redacted(db: sqlite3.Connection, document: str, text_hash: str | None, bytes_hash: str | None) -> bool:
    """Whether this document, or the same words or bytes under another name, was erased: it must not come back."""
    row = db.execute(
        "SELECT 1 FROM redactions WHERE document = ? OR text_sha256 = ? OR bytes_sha256 = ? LIMIT 1",
        (document, text_hash, bytes_hash),
    ).fetchone()
    return row is not None


def _storable_hash(document: Document) -> str | None:
    """Hash of the text; None when there is none. Raises DocumentError for half characters."""
    try:
        document.text.encode()
    except UnicodeEncodeError as err:
        raise DocumentError("the text has half of a surrogate pair: not Unicode", document=document.id) from err
    return text_sha256(document.text) if document.text else None


def _store_document(db: sqlite3.Connection, entry: Entry, text_hash: str | None) -> bool:
    new = _columns(entry, text_hash)
    row = db.execute(f"SELECT {', '.join(new)} FROM documents WHERE id = ?", (entry.document.id,)).fetchone()
    if row is None:
        at = log.append(db, "document.added", _logged(entry.document.id, new))
        marks = ", ".join("?" * (len(new) + 2))
        db.execute(
            f"INSERT INTO documents (id, added_at, {', '.join(new)}) VALUES ({marks})",
            (entry.document.id, at, *new.values()),
        )
        return True
    old = dict(zip(new, row, strict=True))
    _refuse_other_content(entry.document, old, new)
    return _update_document(db, entry, old, new)


def _columns(entry: Entry, text_hash: str | None) -> dict[str, str | None]:
    document, publication = entry.document, entry.publication
    return {
        "title": document.title,
        "publisher": document.source,
        "url": document.url,
        "path": document.path,
        "language": entry.language or document.language,
        "agency": entry.agency,
        "published_given": document.published.isoformat() if document.published else None,
        "published": publication.day.isoformat() if publication and publication.day else _given(entry),
        "published_why": publication.why if publication else ("given with the record" if _given(entry) else None),
        "published_precision": publication.precision if publication else None,
        "extra": json.dumps(document.extra, ensure_ascii=False, sort_keys=True, default=str),
        "text_sha256": text_hash,
        "bytes_sha256": document.bytes_sha256,
        "set_aside": entry.set_aside,
        "resources": entry.resources,
    }


def _given(entry: Entry) -> str | None:
    return entry.document.published.isoformat() if entry.document.published and not entry.publication else None


def _refuse_other_content(document: Document, old: dict[str, str | None], new: dict[str, str | None]) -> None:
    """The same id with other words, or with another title, source, address or date than the ledger holds."""
    if old["text_sha256"] and new["text_sha256"] and old["text_sha256"] != new["text_sha256"]:
        same_bytes = old["bytes_sha256"] is not None and old["bytes_sha256"] == new["bytes_sha256"]
        if not same_bytes:
            raise LedgerConflictError(
                f"conflict: the id {document.id} already holds another text", document=document.id, field="text"
            )
    for field, column in GIVEN.items():
        if old[column] is not None and new[column] is not None and old[column] != new[column]:
            raise LedgerConflictError(
                f"conflict: the id {document.id} already has the {field} {old[column]!r}, not {new[column]!r}",
                document=document.id,
                field=field,
            )


def _update_document(
    db: sqlite3.Connection, entry: Entry, old: dict[str, str | None], new: dict[str, str | None]
) -> bool:
    """Fill in what was unknown; what reading found (date, language, reason) follows the newest reading."""
    fixed = {*GIVEN.values(), "path", "bytes_sha256", "text_sha256", "extra"}
    merged = {k: (old[k] if k in fixed and old[k] is not None else new[k]) for k in new}
    if new["text_sha256"]:
        merged["text_sha256"] = new["text_sha256"]
    elif old["text_sha256"]:
        merged |= {
            k: old[k]
            for k in ("set_aside", "resources", "published", "published_why", "published_precision", "language")
        }
    if old["published_given"] and not new["published_given"]:
        merged |= {k: old[k] for k in ("published", "published_why", "published_precision")}
    if merged == old:
        return False
    log.append(db, "document.changed", _logged(entry.document.id, merged))
    db.execute(
        f"UPDATE documents SET {', '.join(f'{k} = ?' for k in merged)} WHERE id = ?",
        (*merged.values(), entry.document.id),
    )
    return True


def _logged(document: str, columns: dict[str, str | None]) -> dict[str, str | int | None]:
    """What the log keeps of a document: hashes, never its words."""
    return {
        "document": document,
        "text_sha256": columns["text_sha256"],
        "bytes_sha256": columns["bytes_sha256"],
        "metadata_sha256": content_id(*(columns[k] for k in sorted(columns) if k != "path")),
        "set_aside": int(columns["set_aside"] is not None),
    }


def _store_text(db: sqlite3.Connection, document: str, text: str, text_hash: str | None) -> bool:
    if text_hash is None:
        return False
    cursor = db.execute(
        "INSERT OR IGNORE INTO texts (document, sha256, text, at) VALUES (?, ?, ?, ?)",
        (document, text_hash, text, now()),
    )
    return cursor.rowcount > 0


def _store_evidence(db: sqlite3.Connection, document: Document, evidence: Evidence | None) -> bool:
    if evidence is None:
        return False
    digest = sha256(evidence.content).hexdigest()
    if db.execute("SELECT 1 FROM evidence WHERE document = ? AND sha256 = ?", (document.id, digest)).fetchone():
        return False
    log.append(db, "evidence.kept", {"document": document.id, "sha256": digest, "size": len(evidence.content)})
    db.execute(
        "INSERT INTO evidence (document, sha256, content, compression, size, fetched_at, path, url, at) "
        "VALUES (?, ?, ?, 'zlib', ?, ?, ?, ?, ?)",
        (
            document.id, digest, zlib.compress(evidence.content, 6), len(evidence.content),
            evidence.fetched_at, evidence.path, evidence.url, now(),
        ),
    )  # fmt: skip
    return True


def _store_extraction(db: sqlite3.Connection, entry: Entry, text_hash: str | None) -> bool:
    """The newest reading retires the one before it; the same reading again changes nothing."""
    if text_hash is None or entry.set_aside is not None:
        return _retire(db, entry.document.id) if text_hash is not None else False
    payloads = {claim.id: payload_of(claim) for claim in entry.claims}
    digest = claims_sha256(payloads)
    live = db.execute(
        "SELECT text_sha256, extractor, resources, claims_sha256 FROM extractions "
        "WHERE document = ? AND retired_at IS NULL",
        (entry.document.id,),
    ).fetchone()
    if live == (text_hash, entry.extractor, entry.resources, digest):
        return False
    _retire(db, entry.document.id)
    _insert_extraction(db, entry, text_hash, payloads, digest)
    return True


def _retire(db: sqlite3.Connection, document: str) -> bool:
    row = db.execute("SELECT id FROM extractions WHERE document = ? AND retired_at IS NULL", (document,)).fetchone()
    if row is None:
        return False
    at = log.append(db, "extraction.retired", {"document": document, "extraction": row[0]})
    db.execute("UPDATE extractions SET retired_at = ? WHERE id = ?", (at, row[0]))
    return True


def _insert_extraction(
    db: sqlite3.Connection, entry: Entry, text_hash: str, payloads: dict[str, str], digest: str
) -> None:
    document = entry.document.id
    count = db.execute("SELECT count(*) FROM extractions WHERE document = ?", (document,)).fetchone()[0]
    extraction = "ex_" + content_id(document, text_hash, entry.extractor, entry.resources, digest, count)
    facts: dict[str, str | int | None] = {
        "document": document, "extraction": extraction, "text_sha256": text_hash, "extractor": entry.extractor,
        "resources": entry.resources, "claims": len(payloads), "claims_sha256": digest,
    }  # fmt: skip
    at = log.append(db, "extraction.added", facts)
    db.execute(
        "INSERT INTO extractions (id, document, text_sha256, extractor, resources, claims_sha256, claims, at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (extraction, document, text_hash, entry.extractor, entry.resources, digest, len(payloads), at),
    )
    db.executemany(
        "INSERT INTO claims "
        "(extraction, id, document, start, type, event_type, news_role, time_from, time_to, payload) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (extraction, c.id, document, c.start, c.type, c.event_type, c.news_role, c.time.from_, c.time.to,
             payloads[c.id])
            for c in entry.claims
        ),
    )  # fmt: skip


def _store_issues(db: sqlite3.Connection, document: str, issues: tuple[Issue, ...]) -> None:
    db.execute("DELETE FROM issues WHERE document = ?", (document,))
    db.executemany(
        "INSERT INTO issues (document, level, code, message, facts) VALUES (?, ?, ?, ?, ?)",
        (
            (document, i.level, i.code, i.message, json.dumps(i.facts, ensure_ascii=False, sort_keys=True))
            for i in issues
        ),
    )


def payload_of(claim: Claim) -> str:
    """A claim as it is stored: JSON with sorted keys."""
    return json.dumps(claim.to_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def claims_sha256(payloads: dict[str, str]) -> str:
    """One hash over a set of claims, whatever their order."""
    total = sha256()
    for key in sorted(payloads):
        total.update(sha256(payloads[key].encode()).digest())
    return total.hexdigest()
