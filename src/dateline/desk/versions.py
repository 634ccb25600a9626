"""Versions of what people decide about: a decision names the one that it was made on, so that nobody's is lost."""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from dateline.derive.decisions import decisions_of, edited
from dateline.ledger import Ledger, Review
from dateline.model import Claim, Event


def version_of_claim(stored: Claim, about: Iterable[Review]) -> str:
    """A hash of a claim as it was read and of every decision about it."""
    return _hash([stored.to_json(), [row.id for row in about]])


def version_of_event(event: Event) -> str:
    """A hash of an event as it is derived: another member, place or toll makes another version."""
    return _hash(event.to_json())


def as_decided(stored: Claim, about: Iterable[Review]) -> Claim:
    """A claim as people left it; a rejected one too."""
    for field, new in decisions_of(about).edits_of(stored.id):
        stored = edited(stored, field, new)
    return stored


def decisions_about(ledger: Ledger, claim: str) -> list[Review]:
    """Every decision about a claim, oldest first, undone ones too."""
    return list(ledger.decided(claim))


def _hash(value: Any) -> str:
    raw = json.dumps(value, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")
    return sha256(raw).hexdigest()[:16]
