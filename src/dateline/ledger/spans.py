"""No claim without the words: each span of a claim equals the document's text at its offsets."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.errors import DocumentError
from dateline.model import Claim

#: Where it stands in the claim, start, end, words (None = words not given, offsets only).
Span = tuple[str, int, int, str | None]


def spans_of(claim: Claim) -> Iterator[Span]:
    """Every stretch of text that a claim points at."""
    yield "claim", claim.start, claim.end, claim.text
    cue = claim.attribution.cue
    if cue is not None:
        yield "cue", cue.start, cue.end, cue.text
    for kind, refs in (
        ("source", claim.attribution.sources),
        ("actor", claim.actors),
        ("place", claim.places),
        ("time", (claim.time,)),
    ):
        for ref in refs:
            if ref.start is not None and ref.end is not None:
                yield kind, ref.start, ref.end, ref.text
            elif (ref.start is None) != (ref.end is None):
                raise DocumentError(f"claim {claim.id}: its {kind} has one offset only", claim=claim.id)
    for mention in claim.mentions:
        yield "mention", mention.start, mention.end, None


def check_claims(claims: tuple[Claim, ...], document: str, text: str) -> None:
    """Raise DocumentError at the first claim whose words are not those of the text, so that none is invented."""
    seen: set[str] = set()
    for claim in claims:
        if claim.document != document:
            raise DocumentError(f"claim {claim.id} belongs to {claim.document}, not to {document}", claim=claim.id)
        if claim.id in seen:
            raise DocumentError(f"claim {claim.id} comes twice", claim=claim.id)
        seen.add(claim.id)
        for kind, start, end, words in spans_of(claim):
            _check(claim.id, kind, (start, end), words, text)


def _check(claim: str, kind: str, span: tuple[int, int], words: str | None, text: str) -> None:
    start, end = span
    if not 0 <= start < end <= len(text):
        raise DocumentError(
            f"claim {claim}: its {kind} at {start}-{end} is outside the text of {len(text)} characters", claim=claim
        )
    if words is not None and text[start:end] != words:
        raise DocumentError(
            f"claim {claim}: its {kind} says {words!r}, the text at {start}-{end} has {text[start:end]!r}",
            claim=claim,
            start=start,
            end=end,
        )
