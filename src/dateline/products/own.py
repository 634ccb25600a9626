"""Our own rows as they are: JSON Lines with every field, or CSV by the catalogue of tables."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, TextIO

from dateline.products.books import Books
from dateline.products.cells import hides, write_rows
from dateline.products.exporter import Exporter
from dateline.products.lines import json_line
from dateline.products.loss import Losses
from dateline.products.material import Material, View
from dateline.products.tables import lines_of, tables


def write_jsonl(view: View, material: Material, _books: Books, out: TextIO, losses: Losses) -> int:
    """Every row of a view, every field, one a line."""
    count = 0
    for count, row in enumerate(material.rows(view), 1):  # noqa: B007 - counted, not used
        out.write(json_line(row))
    if view == "claims":
        losses.note("the event of a claim", "null: each event lists its claims", count)
    return count


def write_csv(view: View, material: Material, _books: Books, out: TextIO, losses: Losses) -> int:
    """The main table of a view. What is a list of things is in the other tables of the data package."""
    table = tables()[view]
    beside = [name for name, other in tables().items() if other.of == view and other.each is not None]

    def counted() -> Iterator[dict[str, Any]]:
        for line in lines_of(table, material.rows(view)):
            losses.note("hidden marks and control characters", "U+FFFD", sum(map(hides, line.values())))
            yield line

    count = write_rows(out, list(table.columns), counted())
    if beside:
        losses.note("lists inside a row", f"left out; the datapackage has them as tables: {', '.join(beside)}", count)
    return count


def _jsonl(view: View, title: str) -> Exporter:
    return Exporter(name=view, title=f"{title}, JSON Lines", suffix=".jsonl", write=partial(write_jsonl, view))


def _csv(view: View, title: str) -> Exporter:
    return Exporter(name=f"{view}.csv", title=f"{title}, CSV", suffix=".csv", write=partial(write_csv, view))


CLAIMS, CLAIMS_CSV = _jsonl("claims", "Who said what"), _csv("claims", "Who said what")
EVENTS, EVENTS_CSV = _jsonl("events", "What happened"), _csv("events", "What happened")
CONTROL, CONTROL_CSV = _jsonl("control", "Who holds what"), _csv("control", "Who holds what")
FIGURES, FIGURES_CSV = _jsonl("figures", "How many"), _csv("figures", "How many")
PERSONS, PERSONS_CSV = _jsonl("persons", "Who is alive"), _csv("persons", "Who is alive")
