"""What waits for a person: claims that nobody has decided about, by how unsure they are times what hangs on them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from math import log10

from pydantic import BaseModel, ConfigDict

from dateline.derive.decisions import in_force
from dateline.derive.places import is_area
from dateline.derive.views import Views
from dateline.ledger import Review
from dateline.model import Claim, FigureValue
from dateline.vocabulary import load_data

#: What a reviewer is told of each reason.
WORDS = {
    "no_place": "no place", "no_date": "no day", "no_source": "nobody named says so", "contested": "contested",
    "suggested": "may be one with another event", "vague_place": "vague place",
}  # fmt: skip
_OF_THE_WORLD = ("event", "figure", "control")


class Weights(BaseModel):
    """`data/desk/queue.yaml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    uncertainty: Mapping[str, float]
    types: Mapping[str, float]
    events: Mapping[str, float]
    measures: Mapping[str, float]
    news_roles: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A claim of the queue. `score` is uncertainty times consequence; `why` says what makes it unsure."""

    claim: Claim
    score: float
    uncertainty: float
    consequence: float
    why: tuple[str, ...]


def waiting(rows: Iterable[Waiting], reviews: Iterable[Review]) -> list[Waiting]:
    """Those of ranked claims that no decision in force is about."""
    decided = {r.target for r in in_force(reviews) if r.action in ("accept", "reject", "edit")}
    return [w for w in rows if w.claim.id not in decided]


def ranked(views: Views) -> list[Waiting]:
    """All claims, most pressing first."""
    weights = load_data("desk/queue.yaml", Weights)
    contested = {e.id for e in views.events if e.status == "contested"}
    suggested = {key for s in views.suggestions for key in (s.one, s.two)}
    rows = [_weighed(c, weights, contested, suggested) for c in views.claims]
    return sorted(rows, key=lambda w: (-w.score, w.claim.document, w.claim.start, w.claim.id))


def _weighed(claim: Claim, weights: Weights, contested: Collection[str], suggested: Collection[str]) -> Waiting:
    found = [name for name, holds in _doubts(claim, contested, suggested) if holds]
    unsure = min(1 - claim.confidence + sum(weights.uncertainty[name] for name in found), 1.0)
    weight = weights.types[claim.type] * weights.events.get(claim.event_type or "", 1.0)
    weight *= weights.news_roles.get(claim.news_role, 1.0)
    if claim.figure is not None:
        weight *= 1 + weights.measures.get(claim.figure.measure, 0.0) * log10(1 + _size(claim.figure))
    why = (f"confidence {claim.confidence:.2f}", *(WORDS[name] for name in found))
    return Waiting(claim, round(unsure * weight, 3), round(unsure, 3), round(weight, 3), why)


def _doubts(claim: Claim, contested: Collection[str], suggested: Collection[str]) -> Iterable[tuple[str, bool]]:
    places = [p for p in claim.places if p.lat is not None]
    tells = claim.type in _OF_THE_WORLD
    yield "no_place", tells and not places
    yield "vague_place", tells and bool(places) and all(is_area(p) for p in places)
    yield "no_date", tells and claim.time.from_ is None and claim.time.to is None
    yield "no_source", not any(s.id or s.name for s in claim.attribution.sources)
    yield "contested", claim.event in contested or claim.factuality == "CT-"
    yield "suggested", claim.event in suggested


def _size(figure: FigureValue) -> int:
    return max((n for n in (figure.min, figure.best, figure.max) if n is not None), default=0)
