"""Reading without a ledger: items in, JSON-ready rows out, in input order, one at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Protocol

from dateline.derive.views import derive_all
from dateline.mentions import Document
from dateline.model import Claim, Event
from dateline.read import Item, language_of
from dateline.run.engine import Reading, read_safely
from dateline.run.engine_views import Info
from dateline.run.gate import Gate

#: The lists of an annotated document (CONTRACT).
LISTS = ("sentences", "times", "places", "actors", "quantities", "attributions", "claims", "events")


class AnnotatedReading(Reading, Protocol):
    """A reading with the row that `annotate` writes."""

    @property
    def annotated(self) -> dict[str, Any]: ...

    @property
    def main(self) -> str | None: ...


def annotate_items(
    items: Iterable[Item], read: Callable[[Document], AnnotatedReading], gate: Gate | None = None
) -> Iterator[dict[str, Any]]:
    """One row for each item: what was found, or {id, error}; what `gate` holds back is not parsed and says so."""
    for item in items:
        yield _row(item, read, gate)


def _row(item: Item, read: Callable[[Document], AnnotatedReading], gate: Gate | None) -> dict[str, Any]:
    reason = item.set_aside or language_of(item.document.text).reason
    if reason is not None:
        return {"id": item.document.id, "error": reason}
    if gate is not None and not gate.passes(item.document):
        return _held_back(item.document, gate)
    kept: list[AnnotatedReading] = []

    def keep(document: Document) -> AnnotatedReading:
        kept.append(read(document))
        return kept[0]

    outcome = read_safely(keep, item.document)
    reason = outcome if isinstance(outcome, str) else outcome.set_aside
    if reason is not None:
        return {"id": item.document.id, "error": reason}
    return _with_events(kept[0], item.document.id)


def _held_back(document: Document, gate: Gate) -> dict[str, Any]:
    why = "given with the record" if document.published else "not looked for: the document was not parsed"
    row: dict[str, Any] = {"id": document.id, "gated": gate.issue().message, "published_why": why}
    row["published"] = document.published.isoformat() if document.published else None
    return {**row, **{name: [] for name in LISTS}}


def _with_events(reading: AnnotatedReading, document: str) -> dict[str, Any]:
    """The row with the events of this document alone, most salient first."""
    day = reading.publication.day if reading.publication else None
    info = Info(day.isoformat() if day else None, None)
    views = derive_all(reading.claims, {document: info})
    told = {claim.id: claim for claim in views.claims}
    events = sorted(views.events, key=lambda e: (e.type != reading.main, e.background, _salience(e, told)))
    claims = [claim.to_json() for claim in views.claims]
    return {**reading.annotated, "claims": claims, "events": [event.to_json() for event in events]}


def _salience(event: Event, told: Mapping[str, Claim]) -> tuple[bool, float, int]:
    """Sort key, least first: news before background, then how much is told of it and how early, then its place.

    A toll weighs most: what people died of is what a report is about. Tellings count up to five, and an event of
    the first 300 characters weighs two tellings more.
    """
    rows = [told[c] for c in event.claims if c in told]
    first = min((c.start for c in rows), default=0)
    harm = any(f.measure in ("killed", "injured") and f.kind == "incident" for f in event.figures)
    sure = max((c.confidence for c in rows if c.type in ("event", "figure")), default=0.0)
    lead = 3.0 * (first < 120) + 2.0 * (first < 300)
    weight = 4.0 * harm + min(len(rows), 5) + lead + 2.0 * sure
    return event.background, -weight, first
