"""What waits for a person: claims that nobody has decided about, by how unsure they are times what hangs on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from math import log10

from pydantic import BaseModel, ConfigDict

from dateline.derive.places import is_area
from dateline.ledger import Ledger
from dateline.ledger.waiting import Weighed
from dateline.model import Claim, FigureValue
from dateline.vocabulary import load_data

#: What a reviewer is told of each reason.
WORDS = {
    "no_place": "no place", "no_date": "no day", "no_source": "nobody named says so", "contested": "contested",
    "suggested": "may be one with another event", "vague_place": "vague place",
}  # fmt: skip
_OF_THE_WORLD = ("event", "figure", "control")
#: So many readings are weighed between two writes, so that nobody who writes waits long.
_AT_ONCE = 200


class Weights(BaseModel):
    """`data/desk/queue.yaml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    uncertainty: Mapping[str, float]
    types: Mapping[str, float]
    events: Mapping[str, float]
    measures: Mapping[str, float]
    news_roles: Mapping[str, float]


def weigh(ledger: Ledger, policy: str) -> None:
    """Bring the kept queue to what the ledger holds and to what the kept views of a policy say of the events."""
    weights, queue = load_data("desk/queue.yaml", Weights), ledger.queue()
    queue.drop_retired()
    missing = queue.missing()
    for n in range(0, len(missing), _AT_ONCE):
        rows = queue.payloads(missing[n : n + _AT_ONCE])
        queue.put([weighed(Claim.model_validate_json(raw), extraction, weights) for extraction, raw in rows])
    then, now = queue.flagged(), queue.to_flag(policy)
    changed = [claim for claim in {**then, **now} if then.get(claim, ()) != now.get(claim, ())]
    for n in range(0, len(changed), _AT_ONCE * 10):
        found = queue.rows(changed[n : n + _AT_ONCE * 10])
        queue.put([flagged(row, now.get(row.claim, ()), weights) for row in found])


def weighed(claim: Claim, extraction: str, weights: Weights) -> Weighed:
    """A claim by its own words. `unsure` is not bounded yet."""
    found = tuple(name for name, holds in _doubts(claim) if holds)
    unsure = 1 - claim.confidence + sum(weights.uncertainty[name] for name in found)
    weight = weights.types[claim.type] * weights.events.get(claim.event_type or "", 1.0)
    weight *= weights.news_roles.get(claim.news_role, 1.0)
    if claim.figure is not None:
        weight *= 1 + weights.measures.get(claim.figure.measure, 0.0) * log10(1 + _size(claim.figure))
    row = Weighed(claim.id, extraction, claim.document, claim.start, unsure, weight, found, 0.0)
    return flagged(row, (), weights)


def flagged(row: Weighed, flags: tuple[str, ...], weights: Weights) -> Weighed:
    """A weighed claim with what its event adds."""
    row = replace(row, flags=flags)
    return replace(row, score=round(uncertainty(row, weights) * row.weight, 3))


def uncertainty(row: Weighed, weights: Weights) -> float:
    """How unsure a claim is, 0 to 1."""
    added = sum(weights.uncertainty[name] for name in row.flags if name not in row.doubts)
    return min(row.unsure + added, 1.0)


def why(row: Weighed, confidence: float) -> list[str]:
    """What makes it unsure, in words."""
    return [f"confidence {confidence:.2f}", *(WORDS[n] for n in dict.fromkeys((*row.doubts, *row.flags)))]


def _doubts(claim: Claim) -> Iterable[tuple[str, bool]]:
    places = [p for p in claim.places if p.lat is not None]
    tells = claim.type in _OF_THE_WORLD
    yield "no_place", tells and not places
    yield "vague_place", tells and bool(places) and all(is_area(p) for p in places)
    yield "no_date", tells and claim.time.from_ is None and claim.time.to is None
    yield "no_source", not any(s.id or s.name for s in claim.attribution.sources)
    yield "contested", claim.factuality == "CT-"


def _size(figure: FigureValue) -> int:
    return max((n for n in (figure.min, figure.best, figure.max) if n is not None), default=0)
