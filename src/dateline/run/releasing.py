"""Letting the words of a claim, or the title and address of a document, into public copies, and taking that back."""

from __future__ import annotations

from typing import Literal

from dateline.errors import ConfigError, NotFoundError
from dateline.ledger import Ledger, Review


def release(ledger: Ledger, key: str, *, by: str, reason: str) -> Review:
    """Release a claim or a document. Raises NotFoundError for what is neither."""
    return ledger.review(Review(target_kind=_kind(ledger, key), target=key, action="release", by=by, reason=reason))


def take_back(ledger: Ledger, key: str, *, by: str, reason: str) -> Review:
    """Take the release of a claim or a document back. Raises NotFoundError; ConfigError where there is none."""
    standing = released(ledger, key)
    if standing is None:
        raise ConfigError(f"{key} is not released", id=key)
    kind = _kind(ledger, key)
    row = Review(target_kind=kind, target=key, action="undo", by=by, reason=reason, supersedes=standing.id)
    return ledger.review(row)


def released(ledger: Ledger, key: str) -> Review | None:
    """The release of a claim or a document that holds; None where there is none."""
    rows = list(ledger.reviews(key))
    void = {r.supersedes for r in rows if r.supersedes}
    standing = [r for r in rows if r.action == "release" and r.id not in void]
    return standing[-1] if standing else None


def _kind(ledger: Ledger, key: str) -> Literal["claim", "document"]:
    try:
        ledger.claim(key)
    except NotFoundError:
        ledger.document(key)  # raises NotFoundError for what is neither
        return "document"
    return "claim"
