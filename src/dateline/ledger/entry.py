"""What goes into a ledger and what it tells of itself: values only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dateline.issues import Issue
from dateline.mentions import DateMark, Document, Publication
from dateline.model import Claim


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The bytes as they were read, with where from and when (`fetched_at`: UTC, ISO 8601)."""

    content: bytes
    fetched_at: str | None = None
    path: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One document with what was read out of it: the unit of a transaction.

    `set_aside` is the reason why nothing was read out of it; `document.text` may then be empty. `resources` is the
    version of everything that reading depended on; another version of it makes a new extraction. `agency`: id of the
    credited wire; `mark`: what its date shows of its publisher's habit.
    """

    document: Document
    claims: tuple[Claim, ...] = ()
    publication: Publication | None = None
    language: str | None = None
    issues: tuple[Issue, ...] = ()
    set_aside: str | None = None
    evidence: Evidence | None = None
    agency: str | None = None
    mark: DateMark | None = None
    resources: str = "unknown"
    extractor: str = "rules/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A publisher's habit of writing dates. `order` None: its dates disagree. `version` changes with the order.

    `numbers`, `weekdays`: how many of its dates show it; `examples`: document ids and words of some.
    """

    publisher: str
    order: Literal["DMY", "MDY"] | None
    version: str
    numbers: int
    weekdays: int
    examples: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Evidence as it is kept: `content` None = erased. `fetched_at`: UTC, ISO 8601."""

    document: str
    sha256: str
    size: int
    fetched_at: str | None
    path: str | None
    url: str | None
    content: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the ledger already knows of a document id."""

    id: str
    text_sha256: str | None
    bytes_sha256: str | None
    resources: str | None
    set_aside: str | None
    redacted: bool
    lacking: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A document that came with an id which other content already holds. It is not stored, only listed."""

    document: str
    reason: str
    path: str | None
    content_sha256: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Redaction:
    """A lawful erasure: what was destroyed, by hash, and why. `start`/`end` None = the whole document."""

    document: str
    start: int | None
    end: int | None
    reason: str
    text_sha256: str | None
    bytes_sha256: str | None
    claims: int
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A person's decision about a claim, an event, a figure or a person. Rows are never changed, only superseded."""

    target_kind: Literal["claim", "event", "control", "figure", "person", "source", "document", "actor", "place"]
    target: str
    action: Literal["accept", "edit", "reject", "merge", "split", "rate", "undo", "release", "name"]
    by: str
    reason: str
    field: str | None = None
    old: str | None = None
    new: str | None = None
    supersedes: str | None = None
    id: str = ""
    at: str = ""
