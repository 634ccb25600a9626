"""The library's front door: an opened ledger with its views, a run, and annotating without a ledger."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from dateline.know.gazetteer_supplement import supplement_in_use
from dateline.ledger import Ledger
from dateline.model import ControlState, Event, FigureRow, PersonRow
from dateline.read import Item, ReadOptions, read_paths
from dateline.read.jsonlines import read_lines
from dateline.run.engine import Engine, Summary
from dateline.run.engine_annotate import annotate_items
from dateline.run.engine_views import view_rows
from dateline.run.gate import load_gate
from dateline.run.naming import names_at
from dateline.settings import load_settings


class OpenLedger(Ledger):
    """A ledger with what follows from it under a named policy of figures (None = the default)."""

    def events(self, policy: str | None = None) -> Iterator[Event]:
        """What happened, one row an event, however many documents tell of it."""
        yield from cast("list[Event]", view_rows(self, "events", policy))

    def control(self, policy: str | None = None) -> Iterator[ControlState]:
        """Who holds what, from when to when."""
        yield from cast("list[ControlState]", view_rows(self, "control", policy))

    def figures(self, policy: str | None = None) -> Iterator[FigureRow]:
        """How many, with contradicting originators side by side."""
        yield from cast("list[FigureRow]", view_rows(self, "figures", policy))

    def persons(self, policy: str | None = None) -> Iterator[PersonRow]:
        """Who is said to be dead, alive, held."""
        yield from cast("list[PersonRow]", view_rows(self, "persons", policy))


def run_paths(
    paths: Iterable[str | Path], *, ledger: str | Path, mapping: Mapping[str, str], source: str | None
) -> Summary:
    """Read paths into a ledger; see `dateline.run`."""
    from dateline.run.pipeline import load_resources, read_document

    settings = load_settings({"ledger": str(ledger)})
    options = ReadOptions(mapping=mapping, source=source, max_chars=settings.max_document_chars)
    names = names_at(settings.ledger)
    supplement = supplement_in_use(settings.gazetteer_supplement)
    resources = load_resources(settings.gazetteer, supplement, settings.extractor, names)
    summary = Summary()
    with Ledger(settings.ledger, create=True, busy_seconds=settings.busy_seconds) as opened:
        opened.scrub()
        engine = Engine(
            ledger=opened,
            read=lambda document: read_document(document, resources),
            resources=resources.version,
            keep_evidence=settings.keep_evidence,
            gate=load_gate() if settings.gate else None,
            parts=resources.parts,
            names=names,
        )
        for outcome in engine.outcomes(read_paths(paths, options)):
            summary.add(outcome)
        list(engine.settle_dates())
    return summary


def annotate_records(records: Iterable[str | Mapping[str, object]]) -> Iterator[dict[str, Any]]:
    """Annotate texts or records; see `dateline.annotate`."""
    from dateline.run.pipeline import load_resources, read_document

    settings = load_settings()
    resources = load_resources(settings.gazetteer, supplement_in_use(settings.gazetteer_supplement), settings.extractor)
    yield from annotate_items(_items(records), lambda document: read_document(document, resources))


def _items(records: Iterable[str | Mapping[str, object]]) -> Iterator[Item]:
    options = ReadOptions(max_chars=load_settings().max_document_chars)
    for record in records:
        fields = {"text": record} if isinstance(record, str) else dict(record)
        line = json.dumps(fields, ensure_ascii=False, default=str).encode("utf-8", "surrogatepass")
        yield from read_lines([line], None, options, limit=len(line) + 1)
