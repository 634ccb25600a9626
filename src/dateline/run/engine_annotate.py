"""Reading without a ledger: items in, JSON-ready rows out, in input order, one at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol

from dateline.derive.views import derive_all
from dateline.mentions import Document
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
    """The row with the events of this document alone: news before background, in the order of the text."""
    day = reading.publication.day if reading.publication else None
    info = Info(day.isoformat() if day else None, None)
    views = derive_all(reading.claims, {document: info})
    first = {claim.id: claim.start for claim in reversed(views.claims)}
    events = sorted(
        views.events, key=lambda e: (e.background, min((first[c] for c in e.claims if c in first), default=0))
    )
    claims = [claim.to_json() for claim in views.claims]
    return {**reading.annotated, "claims": claims, "events": [event.to_json() for event in events]}
