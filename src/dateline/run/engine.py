"""The engine of one process: one transaction a document, nothing read twice, a failure stays in its document."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Literal, Protocol

from dateline.errors import DocumentError, LedgerConflictError, NotFoundError
from dateline.ids import text_sha256
from dateline.issues import Issue
from dateline.know.own_names import OwnName, version_with
from dateline.ledger import Conflict, Entry, Evidence, Known, Ledger
from dateline.ledger.clock import now
from dateline.mentions import Document, Publication
from dateline.model import Claim
from dateline.read import Item, language_of
from dateline.read.front import front_of
from dateline.resolve.publication import mark_of
from dateline.run.gate import Gate
from dateline.run.profiles import with_order

#: Added to the version of the resources where the gate held a document back: a run without the gate reads it then.
GATED = "+gate"

#: How the reason begins where Dateline itself is at fault: such a document is tried again by the next run.
FAULT = "internal error while reading"

Status = Literal["read", "gated", "unchanged", "set_aside", "redacted"]


class Reading(Protocol):
    """What reading one document gives; run.pipeline makes it."""

    @property
    def claims(self) -> tuple[Claim, ...]: ...
    @property
    def publication(self) -> Publication | None: ...
    @property
    def language(self) -> str | None: ...
    @property
    def issues(self) -> tuple[Issue, ...]: ...
    @property
    def set_aside(self) -> str | None: ...


#: Reads one document. Raises DocumentError for one that it cannot read.
Read = Callable[[Document], Reading]
#: The items in order, some taken before their turn; told of each what is expected to be read, it may begin with that.
Ahead = Callable[[Iterable[Item], Callable[[Item], Document | None]], Iterable[Item]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one document."""

    status: Status
    document: str
    where: str
    claims: int = 0
    reason: str | None = None


@dataclass(slots=True)
class Summary:
    """What became of all of them."""

    counts: Counter[str] = field(default_factory=Counter)
    claims: int = 0
    set_aside: list[Outcome] = field(default_factory=list)
    interrupted: bool = False

    def add(self, outcome: Outcome) -> None:
        self.counts[outcome.status] += 1
        self.claims += outcome.claims
        if outcome.status == "set_aside":
            self.set_aside.append(outcome)

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """Reads items into a ledger. `resources`: version of all that reading depends on; another one reads anew.

    What `gate` holds back is stored unparsed, without claims; without a gate all is read. `again`: what was set aside
    is read anew; `anew`: all is, though nothing has changed. `parts`: the versions that `resources` is made of.
    `names`: what people added to the books for this ledger. `ahead`: who looks ahead, so that reading can begin before
    a document's turn (run.spread).
    """

    ledger: Ledger
    read: Read
    resources: str
    extractor: str = "rules/1"
    keep_evidence: bool = True
    gate: Gate | None = None
    again: bool = False
    anew: bool = False
    parts: Mapping[str, str] = field(default_factory=dict)
    names: tuple[OwnName, ...] = ()
    ahead: Ahead | None = None

    def version_of(self, text: str) -> str:
        """The version of all that reading this text depends on."""
        return version_with(self.resources, self.names, text)

    def outcomes(self, items: Iterable[Item], stop: Callable[[], bool] = lambda: False) -> Iterator[Outcome]:
        """One outcome for each item, as it is stored. `stop` is asked after each document."""
        if self.parts:
            self.ledger.keep_parts(self.resources, self.parts)
        for item in self.ahead(items, self._expected) if self.ahead else items:
            yield self._one(item)
            if stop():
                return

    def preview(self, item: Item) -> Entry:
        """What reading an item would store. Changes nothing. Raises LedgerConflictError and DocumentError."""
        return self._entry(replace(item, document=self.ledger.admit(item.document)))

    def settle_dates(self) -> Iterator[Outcome]:
        """Read anew, from the ledger, what a publisher's habit dates otherwise now than when it was read."""
        for key, order in self.ledger.touched_by_profiles():
            try:
                document = self.ledger.stored(key)
            except NotFoundError:
                continue
            blank = self._blank(Item(document=document, where=document.path or key))
            yield self._store(Item(document=document, where=document.path or key), self._read(blank, None, order))

    def _one(self, item: Item) -> Outcome:
        document = item.document
        text_hash = text_sha256(document.text) if document.text else None
        if self.ledger.is_redacted(document.id, text_hash, document.bytes_sha256):
            return Outcome(status="redacted", document=document.id, where=item.where)
        try:
            item = replace(item, document=self.ledger.admit(document))
        except LedgerConflictError as err:
            return self._refuse(item, str(err))
        known = self.ledger.known(document.id)
        if known is not None and self._is_done(known, item, text_hash):
            status: Status = "set_aside" if known.set_aside else "unchanged"
            return Outcome(status=status, document=document.id, where=item.where, reason=known.set_aside)
        return self._store(item, self._entry(item))

    def _expected(self, item: Item) -> Document | None:
        """The document as `_one` would have it read now; None where it would not be read. Changes nothing."""
        try:
            text_hash = text_sha256(item.document.text) if item.document.text else None
            if self.ledger.is_redacted(item.document.id, text_hash, item.document.bytes_sha256):
                return None
            item = replace(item, document=self.ledger.admit(item.document))
        except (LedgerConflictError, DocumentError):
            return None
        document = item.document
        known = self.ledger.known(document.id)
        if item.set_aside is not None or (known is not None and self._is_done(known, item, text_hash)):
            return None
        if not language_of(document.text).readable or (self.gate is not None and not self.gate.passes(document)):
            return None
        return with_order(document, self._order(document))

    def _is_done(self, known: Known, item: Item, text_hash: str | None) -> bool:
        """Whether reading the item could tell nothing new."""
        if self.anew:
            return False
        given = {n for n in ("title", "source", "url", "published") if getattr(item.document, n) is not None}
        if item.set_aside is not None:
            return known.set_aside == item.set_aside and known.text_sha256 == text_hash
        if known.set_aside is not None and (self.again or known.set_aside.startswith(FAULT)):
            return False
        version = self.version_of(item.document.text)
        versions = {version} if self.gate is None else {version, version + GATED}
        return known.text_sha256 == text_hash and known.resources in versions and not given & known.lacking

    def _blank(self, item: Item) -> Entry:
        evidence = None
        document = item.document
        if item.content is not None and self.keep_evidence:
            at = item.fetched_at or now()
            evidence = Evidence(content=item.content, fetched_at=at, path=document.path, url=document.url)
        byline = document.extra.get("byline")
        agency = front_of(document.text, byline if isinstance(byline, str) else None).agency
        return Entry(
            document=document,
            issues=item.issues,
            set_aside=item.set_aside,
            evidence=evidence,
            agency=agency,
            resources=self.version_of(document.text),
            extractor=self.extractor,
        )

    def _entry(self, item: Item) -> Entry:
        blank = self._blank(item)
        if item.set_aside is not None:
            return blank
        guess = language_of(item.document.text)
        if not guess.readable:
            return replace(blank, language=guess.code, set_aside=guess.reason)
        if self.gate is not None and not self.gate.passes(item.document):
            return self._hold_back(blank, self.gate, guess.code)
        return self._read(blank, guess.code, self._order(item.document))

    def _order(self, document: Document) -> Literal["DMY", "MDY"] | None:
        profile = self.ledger.profile(document.source) if document.source else None
        return profile.order if profile else None

    def _hold_back(self, blank: Entry, gate: Gate, language: str | None) -> Entry:
        day = blank.document.published
        how = str(blank.document.extra.get("published_how") or "given with the record")
        why = how if day else "not looked for: the document was not parsed"
        return replace(
            blank,
            language=language,
            publication=_publication(
                Publication(day=day, why=why, precision="day" if day else "unknown"), blank.document
            ),
            issues=(*blank.issues, gate.issue()),
            resources=blank.resources + GATED,
        )

    def _read(self, blank: Entry, language: str | None, order: Literal["DMY", "MDY"] | None = None) -> Entry:
        reading = read_safely(self.read, with_order(blank.document, order))
        if isinstance(reading, str):
            return replace(blank, language=language, set_aside=reading)
        return replace(
            blank,
            claims=tuple(reading.claims),
            publication=_publication(reading.publication, blank.document),
            mark=mark_of(reading.publication) if reading.publication else None,
            language=reading.language or language,
            issues=(*blank.issues, *reading.issues),
            set_aside=reading.set_aside,
        )

    def _store(self, item: Item, entry: Entry) -> Outcome:
        try:
            self.ledger.append(entry)
        except LedgerConflictError as err:
            return self._refuse(item, str(err))
        except DocumentError as err:
            entry = replace(entry, claims=(), set_aside=str(err))
            self.ledger.append(entry)
        status: Status = "gated" if entry.resources.endswith(GATED) else "read"
        status = "set_aside" if entry.set_aside else status
        return Outcome(
            status=status,
            document=entry.document.id,
            where=item.where,
            claims=len(entry.claims),
            reason=entry.set_aside,
        )

    def _refuse(self, item: Item, reason: str) -> Outcome:
        content = item.content if item.content is not None else item.document.text.encode()
        self.ledger.refuse(
            Conflict(
                document=item.document.id,
                reason=reason,
                path=item.where,
                content_sha256=sha256(content).hexdigest(),
                at=now(),
            )
        )
        return Outcome(status="set_aside", document=item.document.id, where=item.where, reason=reason)


def read_safely(read: Read, document: Document) -> Reading | str:
    """The reading, or the reason why there is none. This is the document border: no failure crosses it.

    With DATELINE_DEBUG set, an error that is not about the document does cross it, so that its trace can be seen.
    """
    try:
        return read(document)
    except DocumentError as err:
        return str(err)
    except Exception as err:
        if os.environ.get("DATELINE_DEBUG"):
            raise
        return f"{FAULT}: {type(err).__name__}: {err}"


def _publication(found: Publication | None, document: Document) -> Publication | None:
    """An unknown day says also what the record's own column said."""
    why = document.extra.get("published_why")
    if found is None or found.day is not None or not isinstance(why, str):
        return found
    return replace(found, why=f"{found.why}; {why}")
