"""HXL: events as CSV with a row of hashtags under the header, as OCHA and its partners exchange them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TextIO

from dateline.products.books import Books
from dateline.products.cells import write_rows
from dateline.products.codes import codes, figure_of
from dateline.products.exporter import Exporter
from dateline.products.left import leave_out_views
from dateline.products.loss import Losses
from dateline.products.material import Material, Row
from dateline.products.sources_of import cited, originator_names
from dateline.products.tables import lines_of, tables


def write(material: Material, books: Books, out: TextIO, losses: Losses) -> int:
    """A header, the row of hashtags, one row an event; gives back the number of events."""
    names = list(codes().hxl.columns)
    out.write(",".join(names) + "\n" + ",".join(codes().hxl.columns.values()) + "\n")
    return write_rows(out, names, rows(material, books, losses), header=False)


def rows(material: Material, books: Books, losses: Losses) -> Iterator[dict[str, Any]]:
    """The rows by column."""
    table = tables()["events"]
    for event in material.rows("events"):
        (line,) = lines_of(table, [event])
        yield {**line, **_counts(event, losses), **_sources(event, material, books)}
        if len(event["places"]) > 1:
            losses.note("further places of one telling", "only the first is written")
    leave_out_views(material, losses, "left out: the table is of events", "control", "figures", "persons")


def _counts(event: Row, losses: Losses) -> dict[str, Any]:
    measures = codes().hxl.measures
    others = {f["measure"] for f in event["figures"]} - set(measures)
    things = sum(f["measure"] in measures and f["unit"] != "persons" for f in event["figures"])
    losses.note("figures of households", "left out: the columns count people", things)
    losses.note("figures other than killed, injured, displaced", "left out", len(others))
    tolls = {m: figure_of(event, m) or {} for m in measures}
    return {f"{m}_{end}": toll.get(end) for m, toll in tolls.items() for end in ("min", "best", "max")}


def _sources(event: Row, material: Material, books: Books) -> dict[str, Any]:
    documents = cited(event, material, books)
    publishers = [d.publisher for d in documents if d.publisher]
    return {
        "sources": list(dict.fromkeys([*originator_names(event, books), *publishers])),
        "urls": [d.url for d in documents if d.url],
    }


EXPORTER = Exporter(name="hxl", title="events with HXL hashtags, CSV", suffix=".csv", write=write)
