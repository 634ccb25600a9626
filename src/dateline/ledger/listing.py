"""Documents and claims in pages: each page goes on behind the last row of the one before it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from dateline.ledger.clock import day, moment
from dateline.ledger.query import ClaimFilter, Day, Moment, claim_terms, document_row, time_terms
from dateline.model import Claim, DocumentRow

#: Where a document stands, the latest first: publication ('' = unknown) and id.
DocumentPlace = tuple[str, str]
#: Where a claim stands: whether its document is undated, publication, document, offset, id.
ClaimPlace = tuple[int, str, str, int, str]

_SEARCHED = ("id", "title", "publisher", "agency", "path", "url")


@dataclass(frozen=True, slots=True)
class Documents:
    """Which documents."""

    words: Iterable[str] = ()
    set_aside: bool | None = None
    known_by: Day | None = None
    recorded_by: Moment | None = None

    def terms(self) -> tuple[list[str], list[str]]:
        """Conditions and their values."""
        terms, values = ["1"], []
        if self.set_aside is not None:
            terms.append(f"d.set_aside IS {'NOT ' if self.set_aside else ''}NULL")
        if self.set_aside:
            # An address that could not be had and was read later is a matter of the past.
            terms.append(
                "NOT (d.text_sha256 IS NULL AND d.url IS NOT NULL AND EXISTS "
                "(SELECT 1 FROM documents o WHERE o.url = d.url AND o.id != d.id AND o.set_aside IS NULL))"
            )
        if self.recorded_by is not None:
            terms.append("d.added_at <= ?")
            values.append(moment(self.recorded_by))
        if self.known_by is not None:
            terms.append("d.published <= ?")
            values.append(day(self.known_by))
        text = " || ' ' || ".join(f"coalesce(d.{name}, '')" for name in _SEARCHED)
        for word in self.words:
            terms.append(f"instr(lower({text}), lower(?))")
            values.append(word)
        return terms, values


@dataclass(frozen=True, slots=True)
class Claims:
    """Which claims."""

    document: str | None = None
    where: ClaimFilter = field(default_factory=ClaimFilter)
    known_by: Day | None = None
    recorded_by: Moment | None = None

    def terms(self) -> tuple[list[str], list[str]]:
        """Conditions and their values."""
        terms, values = time_terms(self.known_by, self.recorded_by)
        if self.document is not None:
            terms.append("c.document = ?")
            values.append(self.document)
        for term, value in claim_terms(self.where):
            terms.append(term)
            values += [value] * term.count("?")
        return terms, values

    @property
    def of_all(self) -> bool:
        """Whether all claims of today are asked for."""
        return self == Claims()


def documents(db: sqlite3.Connection, after: DocumentPlace | None, limit: int, asked: Documents) -> list[DocumentRow]:
    """A page of documents, the latest first."""
    terms, values = asked.terms()
    if after is not None:
        terms.append("(coalesce(d.published, ''), d.id) < (?, ?)")
        values += after
    live = (
        "e.retired_at IS NULL"
        if asked.recorded_by is None
        else "e.at <= :at AND (e.retired_at IS NULL OR e.retired_at > :at)"
    )
    if asked.recorded_by is not None:
        live = live.replace(":at", f"'{moment(asked.recorded_by)}'")  # a moment that `moment` has written
    sql = f"""
        SELECT d.id, d.title, d.publisher, d.agency, d.url, d.path, d.published, d.published_why, d.language, d.family,
               d.text_sha256, d.bytes_sha256, d.set_aside,
               (SELECT e.claims FROM extractions e WHERE e.document = d.id AND {live})
        FROM documents d WHERE {" AND ".join(terms)}
        ORDER BY coalesce(d.published, '') DESC, d.id DESC LIMIT ?"""
    return [document_row(row) for row in db.execute(sql, (*values, limit))]


def count_documents(db: sqlite3.Connection, asked: Documents) -> int:
    """How many documents."""
    terms, values = asked.terms()
    return int(db.execute(f"SELECT count(*) FROM documents d WHERE {' AND '.join(terms)}", values).fetchone()[0])


def claims(
    db: sqlite3.Connection, after: ClaimPlace | None, limit: int, asked: Claims
) -> list[tuple[ClaimPlace, Claim]]:
    """A page of claims."""
    terms, values = asked.terms()
    given: list[Any] = list(values)
    if after is not None:
        # The first condition, which the second implies, is the one that an index serves.
        terms.append("(d.published IS NULL, coalesce(d.published, ''), d.id) >= (?, ?, ?)")
        terms.append("(d.published IS NULL, coalesce(d.published, ''), d.id, c.start, c.id) > (?, ?, ?, ?, ?)")
        given += [*after[:3], *after]
    sql = f"""
        SELECT d.published IS NULL, coalesce(d.published, ''), d.id, c.start, c.id, c.payload
        FROM documents d CROSS JOIN extractions e ON e.document = d.id CROSS JOIN claims c ON c.extraction = e.id
        WHERE c.payload IS NOT NULL AND {" AND ".join(terms)}
        ORDER BY d.published IS NULL, coalesce(d.published, ''), d.id, c.start, c.id LIMIT ?"""
    return [((*row[:5],), Claim.model_validate_json(row[5])) for row in db.execute(sql, (*given, limit))]


def count_claims(db: sqlite3.Connection, most: int, asked: Claims) -> int | None:
    """How many claims; None where there are more than `most`, all of today apart."""
    if asked.of_all:
        return int(
            db.execute("SELECT coalesce(sum(claims), 0) FROM extractions WHERE retired_at IS NULL").fetchone()[0]
        )
    terms, values = asked.terms()
    sql = f"""
        SELECT count(*) FROM (
          SELECT 1 FROM documents d JOIN extractions e ON e.document = d.id JOIN claims c ON c.extraction = e.id
          WHERE c.payload IS NOT NULL AND {" AND ".join(terms)} LIMIT ?)"""
    found = int(db.execute(sql, (*values, most + 1)).fetchone()[0])
    return found if found <= most else None


def read_today(db: sqlite3.Connection, claims: Iterable[str]) -> set[str]:
    """Those of some claims that are read today."""
    sql = (
        "SELECT 1 FROM claims c JOIN extractions e ON e.id = c.extraction "
        "WHERE c.id = ? AND e.retired_at IS NULL AND c.payload IS NOT NULL"
    )
    return {key for key in set(claims) if db.execute(sql, (key,)).fetchone()}


def logged_since(db: sqlite3.Connection, at: str) -> set[str]:
    """Documents of which the log tells something after a moment."""
    sql = "SELECT DISTINCT json_extract(facts, '$.document') FROM log WHERE at > ? AND kind != 'review.added'"
    return {key for (key,) in db.execute(sql, (at,)) if key is not None}
