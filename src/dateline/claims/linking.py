"""Several tellings, one claim: copied sentences and nouns that take an event up again (CODEBOOK R34, R52, R59)."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.claims.inputs import Inputs
from dateline.model import Claim, TextSpan

#: Two copies of a sentence may differ by this many characters before a claim's words.
_DRIFT = 4


def fold_copies(inputs: Inputs, claims: Sequence[Claim]) -> list[Claim]:
    """Claims of a sentence that repeats another become mentions of that sentence's claims (R59)."""
    twins = {s.index: s.duplicate_of for s in inputs.parsed.sentences if s.duplicate_of is not None}
    if not twins:
        return list(claims)
    kept: dict[str, Claim] = {c.id: c for c in claims}
    for claim in claims:
        sentence = inputs.parsed.sentence_at(claim.start)
        if sentence is None or sentence.index not in twins:
            continue
        target = inputs.parsed.sentences[twins[sentence.index] or 0]
        offset = claim.start - sentence.start
        twin = next(
            (
                c
                for c in claims
                if c.type == claim.type
                and c.event_type == claim.event_type
                and target.start <= c.start < target.end
                and abs(c.start - target.start - offset) <= _DRIFT
            ),
            None,
        )
        if twin is not None:
            kept[twin.id] = _with_mention(kept[twin.id], claim)
            del kept[claim.id]
    return list(kept.values())


def fold_nominals(claims: Sequence[Claim], nominal: set[str]) -> list[Claim]:
    """A noun without a time of its own takes up the event that the text tells with a verb (R52).

    `nominal` are ids of claims whose trigger is a noun.
    """
    kept: dict[str, Claim] = {c.id: c for c in claims}
    for claim in claims:
        if claim.id not in nominal or claim.type != "event" or claim.time.basis in ("explicit", "weekday", "relative"):
            continue
        told = [c for c in kept.values() if c.id not in nominal and _same_event(c, claim)]
        before = [c for c in told if c.start < claim.start]
        twin = before[-1] if before else told[0] if told else None
        if twin is not None:
            kept[twin.id] = _with_mention(kept[twin.id], claim)
            del kept[claim.id]
    return list(kept.values())


def _with_mention(claim: Claim, other: Claim) -> Claim:
    spans = {(m.start, m.end) for m in (*claim.mentions, *other.mentions)} | {(other.start, other.end)}
    return claim.model_copy(update={"mentions": tuple(TextSpan(start=s, end=e) for s, e in sorted(spans))})


def _same_event(told: Claim, noun: Claim) -> bool:
    if told.type != "event" or told.event_type != noun.event_type or told.factuality != noun.factuality:
        return False
    if _speaker(told) != _speaker(noun) and noun.attribution.kind not in ("narration", "headline"):
        return False
    named = {p.id for p in noun.places if p.resolution != "topic" and p.id}
    there = {p.id for p in told.places if p.id}
    if named and not named & there:
        return False
    actors = {a.id for a in noun.actors if a.id}
    known = {a.id for a in told.actors if a.id}
    return not actors or not known or bool(actors & known)


def _speaker(claim: Claim) -> str | None:
    first = next((s for s in claim.attribution.sources if s.role != "carrier"), None)
    return (first.group or first.id or first.name) if first else None
