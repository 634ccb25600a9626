"""One claim a place, where a place changes hands: 'lost Mosul and Raqa' is two claims with the same words.

Coordinated places share a claim (CODEBOOK R69) but here: who holds a place is decided place by place, one of them may
be confirmed and the other taken back, and a review is bound to a claim.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from dateline.claims.inputs import Inputs
from dateline.ids import claim_id, text_sha256
from dateline.model import Claim, PlaceRef
from dateline.text.grammar import left_over

#: Where a place stands that changes hands: what is taken, and what is left.
_HELD = ("event", "origin")


def one_a_place(inputs: Inputs, claims: Sequence[Claim]) -> list[Claim]:
    """The claims, those of a change of hands once for each of their coordinated places; the first keeps its id."""
    rows: list[Claim] = []
    for claim in claims:
        taken = _coordinated(inputs, claim) if claim.type == "event" and claim.control is not None else []
        beside = {id(p) for p in taken}
        shared = [p for p in claim.places if id(p) not in beside]
        rows += [_of(inputs, claim, shared, place, first=place is taken[0]) for place in taken] or [claim]
    return rows


def _of(inputs: Inputs, claim: Claim, shared: Sequence[PlaceRef], place: PlaceRef, *, first: bool) -> Claim:
    places = (place, *shared)
    if first or place.start is None:
        return claim.model_copy(update={"places": places})
    text_hash = text_sha256(inputs.parsed.text)
    key = claim_id(claim.document, text_hash, claim.type, claim.start, claim.end, (place.start,))
    return claim.model_copy(update={"id": key, "places": places})


def _coordinated(inputs: Inputs, claim: Claim) -> list[PlaceRef]:
    """The places of an event that stand in one coordination ('A, B and C'), in text order; none if fewer than two."""
    named = [p for p in claim.places if p.role in _HELD and p.resolution == "named"]
    things = [_things(inputs, p) for p in named]
    for first in things:
        beside = {t.i for thing in first for t in (thing, *thing.conjuncts, *left_over(thing.head))}
        taken = [p for p, own in zip(named, things, strict=True) if any(t.i in beside for t in own)]
        if len(taken) > 1:
            return taken
    return []


def _things(inputs: Inputs, place: PlaceRef) -> list[Token]:
    """What a name stands for in the sentence: itself, and the noun that it names ('the town of X', 'X airbase')."""
    at = inputs.parsed.token_at(place.end - 1) if place.end is not None else None
    if at is None:
        return []
    token = inputs.parsed.doc[at]
    rows = [token]
    while True:
        of = token.dep_ == "pobj" and token.head.lower_ == "of" and token.head.head.pos_ in ("NOUN", "PROPN")
        if not of and token.dep_ not in ("compound", "nmod", "amod"):
            return rows
        token = token.head.head if of else token.head
        rows.append(token)
