"""Reading the ledger: documents, claims, texts, by the three times that are never mixed."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from dateline.errors import NotFoundError
from dateline.issues import Issue
from dateline.ledger.clock import day, moment
from dateline.ledger.entry import Conflict, Kept, Known
from dateline.mentions import Document
from dateline.model import Claim, DocumentRow

#: How the marks begin that say what a version of the resources is made of.
_PARTS = "resources "

Day = str | date
Moment = str | date | datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFilter:
    """Which claims. Names are compared without case; a claim matches when its interval touches [from_, to]."""

    type: str | None = None
    event_type: str | None = None
    news_role: str | None = None
    actor: str | None = None
    place: str | None = None
    source: str | None = None
    from_: str | None = None
    to: str | None = None


def documents(
    db: sqlite3.Connection,
    *,
    set_aside: bool | None = None,
    known_by: Day | None = None,
    recorded_by: Moment | None = None,
) -> Iterator[DocumentRow]:
    """Documents in order of publication (unknown last) and id; those set aside only, or left out, on demand."""
    where, values = ["1"], [*(() if recorded_by is None else (moment(recorded_by),) * 2)]
    if set_aside is not None:
        where.append(f"d.set_aside IS {'NOT ' if set_aside else ''}NULL")
    if set_aside:
        # An address that could not be had and was read later is a matter of the past.
        where.append(
            "NOT (d.text_sha256 IS NULL AND d.url IS NOT NULL AND EXISTS "
            "(SELECT 1 FROM documents o WHERE o.url = d.url AND o.id != d.id AND o.set_aside IS NULL))"
        )
    if recorded_by is not None:
        where.append("d.added_at <= ?")
        values.append(moment(recorded_by))
    if known_by is not None:
        where.append("d.published <= ?")
        values.append(day(known_by))
    live = "e.retired_at IS NULL" if recorded_by is None else "e.at <= ? AND (e.retired_at IS NULL OR e.retired_at > ?)"
    sql = f"""
        SELECT d.id, d.title, d.publisher, d.agency, d.url, d.path, d.published, d.published_why, d.language, d.family,
               d.text_sha256, d.bytes_sha256, d.set_aside,
               (SELECT e.claims FROM extractions e WHERE e.document = d.id AND {live})
        FROM documents d WHERE {" AND ".join(where)} ORDER BY d.published IS NULL, d.published, d.id"""
    for row in db.execute(sql, values):
        yield document_row(row)


def document_row(row: tuple[str | None, ...]) -> DocumentRow:
    """A document from the columns that lists of documents read."""
    names = (
        "id", "title", "publisher", "agency", "url", "path", "published", "published_why", "language", "family",
        "text_sha256", "bytes_sha256", "set_aside", "claims",
    )  # fmt: skip
    return DocumentRow.model_validate({**dict(zip(names, row, strict=True)), "claims": row[-1] or 0})


def document(db: sqlite3.Connection, key: str) -> DocumentRow:
    """One document. Raises NotFoundError."""
    sql = """
        SELECT d.id, d.title, d.publisher, d.agency, d.url, d.path, d.published, d.published_why, d.language, d.family,
               d.text_sha256, d.bytes_sha256, d.set_aside,
               (SELECT e.claims FROM extractions e WHERE e.document = d.id AND e.retired_at IS NULL)
        FROM documents d WHERE d.id = ?"""
    row = db.execute(sql, (key,)).fetchone()
    if row is None:
        raise NotFoundError(f"no document {key} in this ledger", id=key)
    return document_row(row)


def claims(
    db: sqlite3.Connection,
    document: str | None = None,
    *,
    where: ClaimFilter | None = None,
    known_by: Day | None = None,
    recorded_by: Moment | None = None,
) -> Iterator[Claim]:
    """Claims in order of publication, document and place in the text.

    `known_by`: documents published by that day, with today's extraction; those of unknown date are left out.
    `recorded_by`: what the ledger held at that moment, by its own log. Claims of erased words are gone from both.
    """
    terms, values = time_terms(known_by, recorded_by)
    if document is not None:
        terms.append("c.document = ?")
        values.append(document)
    for term, value in claim_terms(where or ClaimFilter()):
        terms.append(term)
        values.extend([value] * term.count("?"))
    sql = f"""
        SELECT c.payload FROM claims c JOIN extractions e ON e.id = c.extraction JOIN documents d ON d.id = c.document
        WHERE c.payload IS NOT NULL AND {" AND ".join(terms)}
        ORDER BY d.published IS NULL, d.published, c.document, c.start, c.id"""
    for (payload,) in db.execute(sql, values):
        yield Claim.model_validate_json(payload)


def claim(db: sqlite3.Connection, key: str) -> Claim:
    """A claim by id: of the live extraction, or else of the last one that had it. Raises NotFoundError."""
    row = db.execute(
        "SELECT c.payload, c.redacted FROM claims c JOIN extractions e ON e.id = c.extraction WHERE c.id = ? "
        "ORDER BY e.retired_at IS NOT NULL, e.at DESC LIMIT 1",
        (key,),
    ).fetchone()
    if row is None:
        raise NotFoundError(f"no claim {key} in this ledger", id=key)
    if row[0] is None:
        raise NotFoundError(f"the words of claim {key} were erased; its tombstone stays in the log", id=key)
    return Claim.model_validate_json(row[0])


def claim_ids(db: sqlite3.Connection) -> Iterator[str]:
    """Ids of live claims."""
    sql = (
        "SELECT c.id FROM claims c JOIN extractions e ON e.id = c.extraction "
        "WHERE e.retired_at IS NULL AND c.payload IS NOT NULL"
    )
    return (key for (key,) in db.execute(sql))


def time_terms(known_by: Day | None, recorded_by: Moment | None) -> tuple[list[str], list[str]]:
    """Conditions on `c`, `e` and `d` for what was known or recorded by then, and their values."""
    terms, values = [], []
    if recorded_by is None:
        terms.append("e.retired_at IS NULL")
    else:
        at = moment(recorded_by)
        terms.append("e.at <= ? AND (e.retired_at IS NULL OR e.retired_at > ?)")
        values += [at, at]
    if known_by is not None:
        terms.append("d.published <= ?")
        values.append(day(known_by))
    return terms, values


def claim_terms(where: ClaimFilter) -> Iterator[tuple[str, str]]:
    """Conditions on `c`, each with the value that stands for every question mark in it."""
    named = "EXISTS (SELECT 1 FROM json_each(c.payload, '{0}') j WHERE {1})"
    either = "json_extract(j.value, '$.id') = ? OR lower(json_extract(j.value, '$.name')) = lower(?)"
    country = " OR json_extract(j.value, '$.country') = upper(?)"
    if where.type:
        yield "c.type = ?", where.type
    if where.event_type:
        yield "c.event_type = ?", where.event_type
    if where.news_role:
        yield "c.news_role = ?", where.news_role
    if where.actor:
        yield named.format("$.actors", either), where.actor
    if where.place:
        yield named.format("$.places", either + country), where.place
    if where.source:
        yield named.format("$.attribution.sources", either), where.source
    if where.from_:
        yield "c.time_to >= ?", day(where.from_)
    if where.to:
        yield "c.time_from <= ?", day(where.to)


def text(db: sqlite3.Connection, key: str) -> str:
    """The text of a document (its newest version) or of a text version by its sha256. Raises NotFoundError."""
    row = db.execute(
        "SELECT t.text FROM documents d JOIN texts t ON t.document = d.id AND t.sha256 = d.text_sha256 WHERE d.id = ?",
        (key,),
    ).fetchone()
    row = row or db.execute("SELECT text FROM texts WHERE sha256 = ? ORDER BY text IS NULL", (key,)).fetchone()
    if row is None:
        raise NotFoundError(f"no document or text {key} in this ledger", id=key)
    if row[0] is None:
        raise NotFoundError(f"the text of {key} was erased; its tombstone stays in the log", id=key)
    return str(row[0])


def evidence(db: sqlite3.Connection, key: str) -> bytes:
    """The bytes that a document was read from, as they were. Raises NotFoundError."""
    row = db.execute("SELECT content FROM evidence WHERE document = ? ORDER BY at DESC", (key,)).fetchone()
    if row is None:
        raise NotFoundError(f"no bytes of {key} are kept in this ledger", id=key)
    if row[0] is None:
        raise NotFoundError(f"the bytes of {key} were erased; their hash stays", id=key)
    return zlib.decompress(row[0])


def kept(db: sqlite3.Connection, key: str) -> list[Kept]:
    """All bytes kept of a document, the newest first. Raises NotFoundError."""
    rows = db.execute(
        "SELECT document, sha256, size, fetched_at, path, url, content FROM evidence WHERE document = ? "
        "ORDER BY at DESC, sha256",
        (key,),
    ).fetchall()
    if not rows:
        raise NotFoundError(f"no bytes of {key} are kept in this ledger", id=key)
    names = ("document", "sha256", "size", "fetched_at", "path", "url")
    return [Kept(**dict(zip(names, row, strict=False)), content=row[6] and zlib.decompress(row[6])) for row in rows]


def stored(db: sqlite3.Connection, key: str) -> Document:
    """A document as it came in, with its newest text. Raises NotFoundError, also when its text was erased."""
    words = text(db, key)
    row = db.execute(
        "SELECT title, published_given, publisher, url, path, language, bytes_sha256, extra "
        "FROM documents WHERE id = ?",
        (key,),
    ).fetchone()
    return Document(
        id=key, text=words, title=row[0], published=date.fromisoformat(row[1]) if row[1] else None, source=row[2],
        url=row[3], path=row[4], language=row[5], bytes_sha256=row[6], extra=json.loads(row[7]),
    )  # fmt: skip


def known(db: sqlite3.Connection, key: str) -> Known | None:
    """What a run must know to leave a document alone; None for a new one."""
    row = db.execute(
        "SELECT text_sha256, bytes_sha256, resources, set_aside, redacted_at, title, publisher, url, published_given "
        "FROM documents WHERE id = ?",
        (key,),
    ).fetchone()
    if row is None:
        return None
    lacking = {n for n, v in zip(("title", "source", "url", "published"), row[5:], strict=True) if v is None}
    return Known(
        id=key,
        text_sha256=row[0],
        bytes_sha256=row[1],
        resources=row[2],
        set_aside=row[3],
        redacted=row[4] is not None,
        lacking=frozenset(lacking),
    )


def keep_parts(db: sqlite3.Connection, resources: str, parts: Mapping[str, str]) -> None:
    """Note the parts of a version. No content: the log and the digest do not know of it."""
    value = json.dumps(dict(parts), sort_keys=True)
    db.execute("INSERT OR REPLACE INTO marks (name, value) VALUES (?, ?)", (_PARTS + resources, value))


def parts(db: sqlite3.Connection, resources: str) -> dict[str, str] | None:
    """The parts of a version; None where they were not noted."""
    row = db.execute("SELECT value FROM marks WHERE name = ?", (_PARTS + resources,)).fetchone()
    return None if row is None else dict(json.loads(row[0]))


def undated(db: sqlite3.Connection) -> int:
    """How many documents that were read have no publication date: `known_by` leaves them out."""
    row = db.execute("SELECT count(*) FROM documents WHERE published IS NULL AND set_aside IS NULL").fetchone()
    return int(row[0])


def issues(db: sqlite3.Connection, document: str | None = None) -> Iterator[tuple[str, Issue]]:
    """Document id and issue, as of each document's newest reading."""
    sql = "SELECT document, level, code, message, facts FROM issues WHERE ?1 IS NULL OR document = ?1 ORDER BY rowid"
    for owner, level, code, message, facts in db.execute(sql, (document,)):
        yield owner, Issue(level=level, code=code, message=message, facts=json.loads(facts))


def conflicts(db: sqlite3.Connection) -> Iterator[Conflict]:
    """Documents that were refused because their id holds other content."""
    for row in db.execute("SELECT document, reason, path, content_sha256, at FROM conflicts ORDER BY at, document"):
        yield Conflict(document=row[0], reason=row[1], path=row[2], content_sha256=row[3], at=row[4])


def counts(db: sqlite3.Connection) -> dict[str, int]:
    """Sizes for `status`."""
    asked = {
        "documents": "SELECT count(*) FROM documents",
        "set_aside": "SELECT count(*) FROM documents WHERE set_aside IS NOT NULL",
        "gated": "SELECT count(DISTINCT document) FROM issues WHERE code = 'run.gated'",
        "conflicts": "SELECT count(*) FROM conflicts",
        "undated": "SELECT count(*) FROM documents WHERE published IS NULL AND set_aside IS NULL",
        "redacted": "SELECT count(DISTINCT document) FROM redactions",
        "claims": "SELECT coalesce(sum(claims), 0) FROM extractions WHERE retired_at IS NULL",
        "retired_extractions": "SELECT count(*) FROM extractions WHERE retired_at IS NOT NULL",
        "issues": "SELECT count(*) FROM issues",
        "reviews": "SELECT count(*) FROM reviews",
        "log_rows": "SELECT count(*) FROM log",
    }
    return {name: int(db.execute(sql).fetchone()[0]) for name, sql in asked.items()}
