"""The ledger as one object. What it says changes by `append`, `review` and `redact` only, and each is logged."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from dateline.issues import Issue
from dateline.ledger import append, feeds, integrity, listing, log, prints, profiles, query, redact, reviews, views
from dateline.ledger.clock import moment, now
from dateline.ledger.connection import BUSY_SECONDS, connect, writing
from dateline.ledger.entry import Conflict, Entry, Kept, Known, Profile, Redaction, Review
from dateline.ledger.feeds import Watched
from dateline.ledger.grown import Change, Grown
from dateline.ledger.listing import ClaimPlace, DocumentPlace
from dateline.ledger.query import ClaimFilter, Day, Moment
from dateline.ledger.shelf import Shelf
from dateline.ledger.waiting import Queue
from dateline.mentions import Document
from dateline.model import Claim, DocumentRow


class Ledger:
    """A ledger file, opened. A context manager; one object belongs to one thread, many processes may share a file.

    Raises NotFoundError (no such file and `create` is off) and LedgerError (not a ledger, or of a newer version).
    """

    def __init__(self, path: str | Path, *, create: bool = False, busy_seconds: float = BUSY_SECONDS) -> None:
        self.path = Path(path)
        self._db: sqlite3.Connection = connect(self.path, create=create, busy_seconds=busy_seconds)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    # Writing

    def append(self, entry: Entry) -> int:
        """Store a document with its claims. 1 when the ledger changed, 0 when it knew all of it already.

        Raises LedgerConflictError (the id holds other content) and DocumentError (words that the text does not have).
        """
        with writing(self._db):
            return append.append(self._db, entry)

    def admit(self, document: Document) -> Document:
        """The document with the title, source, address and date that the ledger knows of it. Changes nothing.

        Raises LedgerConflictError when its id holds other content, DocumentError when its text is not Unicode.
        """
        return append.admit(self._db, document)

    def refuse(self, conflict: Conflict) -> None:
        """List a document that was not stored because its id holds other content. Idempotent."""
        with writing(self._db):
            self._db.execute(
                "INSERT OR IGNORE INTO conflicts (document, content_sha256, reason, path, at) VALUES (?, ?, ?, ?, ?)",
                (conflict.document, conflict.content_sha256, conflict.reason, conflict.path, conflict.at or now()),
            )

    def deciding(self) -> AbstractContextManager[None]:
        """One transaction for what must not change between looking and deciding: all of it is stored, or nothing."""
        return writing(self._db)

    def review(self, review: Review) -> Review:
        """Store a person's decision; returns it with its id and moment."""
        with writing(self._db):
            return reviews.add(self._db, review)

    def redact(self, target: str, *, reason: str) -> Redaction:
        """Destroy the words and bytes of `DOCUMENT` or `DOCUMENT:START-END`; hash, reason and log stay.

        Raises NotFoundError (no such document), ConfigError (no reason, a span outside the text) and LedgerError
        (erased, but another process keeps the old file pages alive: call `scrub` when it is gone).
        """
        with writing(self._db):
            done = redact.redact(self._db, *redact.parse_target(self._db, target), reason=reason)
        redact.scrub(self._db)
        return done

    def redact_preview(self, target: str) -> tuple[str, str | None, int]:
        """What `redact` would destroy: document id, the words (None = all of them), claims of that document."""
        return redact.preview(self._db, target)

    def scrub(self) -> None:
        """Finish a redaction that was cut off before the file was rewritten. Does nothing otherwise."""
        redact.scrub(self._db)

    def watch(self, watched: Watched) -> None:
        """Remember of a watched address when to ask it again and with which validators."""
        with writing(self._db):
            feeds.put(self._db, watched)

    def see(self, url: str, key: str) -> None:
        """Remember that an entry of a feed was read."""
        with writing(self._db):
            feeds.see(self._db, url, key)

    def put_view(self, view: str, policy: str, rows: Iterable[Mapping[str, Any]], *, head: str) -> bool:
        """Keep a view's rows (JSON-ready, each with `id`), built when the log's head was `head`; False if it moved."""
        with writing(self._db):
            return views.put(self._db, view, policy, rows, head=head)

    def grow_views(self, grown: Grown, change: Change, *, head: str) -> bool:
        """Keep what growing made of the views, derived when the log's head was `head`; False if anything moved."""
        with writing(self._db):
            return grown.put(change, head)

    def keep_prints(self, rows: Iterable[tuple[str, bytes]], version: int) -> None:
        """Keep the prints of texts (text sha256, prints), made by this version of their rules."""
        with writing(self._db):
            prints.put(self._db, rows, version)

    def keep_parts(self, resources: str, parts: Mapping[str, str]) -> None:
        """Remember of what a version of the resources is made, so that a later reading can say what changed."""
        if self.parts(resources) is None:
            with writing(self._db):
                query.keep_parts(self._db, resources, parts)

    # Reading

    def parts(self, resources: str) -> dict[str, str] | None:
        """The versions that a version of the resources is made of; None where no run has noted them."""
        return query.parts(self._db, resources)

    def documents(
        self, *, set_aside: bool | None = None, known_by: Day | None = None, recorded_by: Moment | None = None
    ) -> Iterator[DocumentRow]:
        """Documents by publication and id. `set_aside`: only those (True), or only the others (False)."""
        return query.documents(self._db, set_aside=set_aside, known_by=known_by, recorded_by=recorded_by)

    def document(self, key: str) -> DocumentRow:
        """One document. Raises NotFoundError."""
        return query.document(self._db, key)

    def claims(
        self,
        document: str | None = None,
        *,
        where: ClaimFilter | None = None,
        known_by: Day | None = None,
        recorded_by: Moment | None = None,
    ) -> Iterator[Claim]:
        """Claims by publication, document and place in the text.

        `known_by`: documents published by that day; those of unknown date are left out (`undated` counts them).
        `recorded_by`: as the ledger stood at that moment by its own log.
        """
        return query.claims(self._db, document, where=where, known_by=known_by, recorded_by=recorded_by)

    def claim(self, key: str) -> Claim:
        """One claim. Raises NotFoundError."""
        return query.claim(self._db, key)

    def claim_ids(self) -> Iterator[str]:
        """Ids of the claims of every document's newest reading, erased ones left out."""
        return query.claim_ids(self._db)

    def text(self, key: str) -> str:
        """The text that offsets refer to, by document id or text sha256. Raises NotFoundError."""
        return query.text(self._db, key)

    def evidence(self, key: str) -> bytes:
        """The bytes that a document was read from. Raises NotFoundError."""
        return query.evidence(self._db, key)

    def kept(self, key: str) -> list[Kept]:
        """All bytes kept of a document, with hash, when and from where; the newest first. Raises NotFoundError."""
        return query.kept(self._db, key)

    def stored(self, key: str) -> Document:
        """A document as it came in, with its newest text. Raises NotFoundError."""
        return query.stored(self._db, key)

    def profile(self, publisher: str) -> Profile | None:
        """A publisher's habit of writing dates; None while too few of its dates show one."""
        return profiles.profile(self._db, publisher)

    def profiles(self) -> list[Profile]:
        """All publishers' habits that are known, with their evidence."""
        return list(profiles.profiles(self._db))

    def touched_by_profiles(self) -> list[tuple[str, Literal["DMY", "MDY"] | None]]:
        """Documents that their publisher's habit dates otherwise today than when they were read, with the order."""
        return list(profiles.touched(self._db))

    def watched(self, url: str) -> Watched:
        """What is remembered of a watched address."""
        return feeds.get(self._db, url)

    def is_seen(self, url: str, key: str) -> bool:
        """Whether an entry of a feed was read before."""
        return feeds.is_seen(self._db, url, key)

    def known(self, key: str) -> Known | None:
        """What is known of a document id; None for a new one."""
        return query.known(self._db, key)

    def is_redacted(self, key: str, text_sha256: str | None, bytes_sha256: str | None) -> bool:
        """Whether the document, or the same words or bytes under another id, was erased."""
        return append.is_redacted(self._db, key, text_sha256, bytes_sha256)

    def undated(self) -> int:
        """How many documents that were read have no publication date."""
        return query.undated(self._db)

    def issues(self, document: str | None = None) -> Iterator[tuple[str, Issue]]:
        """Document id and issue, of each document's newest reading."""
        return query.issues(self._db, document)

    def conflicts(self) -> Iterator[Conflict]:
        """Documents refused because their id holds other content."""
        return query.conflicts(self._db)

    def reviews(self, target: str | None = None, *, recorded_by: Moment | None = None) -> Iterator[Review]:
        """People's decisions, oldest first."""
        return reviews.rows(self._db, target, None if recorded_by is None else moment(recorded_by))

    def decided(self, target: str | None = None, *, recorded_by: Moment | None = None) -> Iterator[Review]:
        """People's decisions, oldest first, those about spans with the words that stand there today."""
        return reviews.with_words(self._db, self.reviews(target, recorded_by=recorded_by))

    def redactions(self) -> list[Redaction]:
        """Erasures, oldest first."""
        return redact.redactions(self._db)

    def get_view(self, view: str, policy: str) -> list[dict[str, Any]] | None:
        """A view's rows, or None when the ledger has changed since they were built."""
        return views.get(self._db, view, policy)

    def grown(self, policy: str) -> Grown:
        """What the views of a policy were derived from, as they stand."""
        return Grown(self._db, policy)

    def shelf(self, policy: str) -> Shelf:
        """The kept rows of the views of a policy by what can be asked of them, as they stand: perhaps out of date."""
        return Shelf(self._db, policy)

    def queue(self) -> Queue:
        """Claims in the order in which people are asked about them, as it is kept."""
        return Queue(self._db)

    def document_page(
        self, after: DocumentPlace | None, limit: int, *, words: Iterable[str] = (), set_aside: bool | None = None,
        known_by: Day | None = None, recorded_by: Moment | None = None,
    ) -> list[DocumentRow]:  # fmt: skip
        """Documents behind a place in the list, the latest first; `words` stand in title, publisher, path, address."""
        return listing.documents(self._db, after, limit, listing.Documents(words, set_aside, known_by, recorded_by))

    def document_count(
        self, *, words: Iterable[str] = (), set_aside: bool | None = None, known_by: Day | None = None,
        recorded_by: Moment | None = None,
    ) -> int:  # fmt: skip
        """How many documents such a list has."""
        return listing.count_documents(self._db, listing.Documents(words, set_aside, known_by, recorded_by))

    def claim_page(
        self, after: ClaimPlace | None, limit: int, *, document: str | None = None, where: ClaimFilter | None = None,
        known_by: Day | None = None, recorded_by: Moment | None = None,
    ) -> list[tuple[ClaimPlace, Claim]]:  # fmt: skip
        """Claims behind a place in the list, in the order of `claims`, each with its own place."""
        asked = listing.Claims(document, where or ClaimFilter(), known_by, recorded_by)
        return listing.claims(self._db, after, limit, asked)

    def claim_count(
        self, most: int, *, document: str | None = None, where: ClaimFilter | None = None,
        known_by: Day | None = None, recorded_by: Moment | None = None,
    ) -> int | None:  # fmt: skip
        """How many claims such a list has; None where that are more than `most` and counting would take long."""
        asked = listing.Claims(document, where or ClaimFilter(), known_by, recorded_by)
        return listing.count_claims(self._db, most, asked)

    def read_today(self, claims: Iterable[str]) -> set[str]:
        """Those of some claims that the newest reading of their document has."""
        return listing.read_today(self._db, claims)

    def logged_since(self, moment_: Moment) -> set[str]:
        """Documents of which the log tells something after a moment."""
        return listing.logged_since(self._db, moment(moment_))

    def prints(self, version: int) -> Iterator[tuple[str, bytes]]:
        """The prints that are kept of texts: text sha256, prints."""
        return prints.rows(self._db, version)

    def counts(self) -> dict[str, int]:
        """How many documents, claims, issues, reviews, log rows."""
        return query.counts(self._db)

    def head(self) -> str:
        """The hash of the log's last row: print it in a report, and a later change behind its back shows."""
        return log.head(self._db)

    def last(self, *, recorded_by: Moment | None = None) -> tuple[str, str | None]:
        """Hash and moment (UTC) of the log's last row, today or as it stood at a moment; None of an empty log."""
        return log.last(self._db, None if recorded_by is None else moment(recorded_by))

    def since(self, recorded_by: Moment) -> dict[str, int]:
        """How many rows of each kind the log has got after a moment."""
        return log.since(self._db, moment(recorded_by))

    def public_key(self) -> bytes:
        """32 secret bytes of this ledger that turn the ids of its public copies. They leave in no product."""
        (key,) = self._db.execute("SELECT value FROM keys WHERE name = 'public'").fetchone()
        return bytes(key)

    def digest(self) -> str:
        """sha256 of the logical content, whatever the file's bytes and the order of arrival."""
        return integrity.digest(self._db)

    def verify(self) -> tuple[str, ...]:
        """Problems of the chain and of the stored hashes, in words; empty when all is whole."""
        return tuple(integrity.problems(self._db))
