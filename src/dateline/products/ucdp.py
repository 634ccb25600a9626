"""UCDP GED's columns: events with a death, low, best and high, where_prec and date_prec. Source: CODEBOOK F.

The rows are GED-shaped; they are not UCDP's data, and the ids of its conflicts, dyads and actors are left out.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, TextIO

from dateline.products.books import Books
from dateline.products.cells import write_rows
from dateline.products.codes import codes, days_in, figure_of, interval_of
from dateline.products.exporter import Exporter
from dateline.products.left import leave_out_views
from dateline.products.loss import PART, Losses
from dateline.products.material import Material, Row
from dateline.products.sources_of import Cited, admin_names, cited, country_name, originator_names

#: Side B of violence against civilians.
_CIVILIANS = "Civilians"
_ONE_SIDED = 3


def write(material: Material, books: Books, out: TextIO, losses: Losses) -> int:
    """Events as GED-shaped CSV; gives back the number of rows."""
    return write_rows(out, codes().ucdp.columns, rows(material, books, losses))


def rows(material: Material, books: Books, losses: Losses) -> Iterator[dict[str, Any]]:
    """The rows of all events that GED would hold."""
    for event in material.rows("events"):
        row = _row(event, material, books, losses)
        if row is not None:
            yield row
    leave_out_views(material, losses, "left out: the format has deadly events only", "control", "figures", "persons")


@dataclass(frozen=True, slots=True)
class _Coded:
    """What GED must know of an event."""

    toll: Row
    place: Row
    where: int
    violence: int
    first: date
    last: date
    precision: int


def _coded(event: Row) -> _Coded | str:
    """The codes of an event, or why GED would not hold it."""
    toll, interval, place = figure_of(event, "killed"), interval_of(event), event["place"]
    if toll is None or not any((toll["min"], toll["best"], toll["max"])):
        return "events without a death that is told"
    if event["status"] == "retracted" or event["outcome"] == "planned":
        return "events taken back or only planned"
    violence = event["ucdp"].get("type_of_violence")
    if violence is None:
        return "events of which a side is unknown (no type of violence)"
    if interval is None:
        return "events without a day, or with an open end"
    where = codes().ucdp.where_prec.get(place["precision"] or "") if place is not None else None
    if where is None or place["lat"] is None:
        return "events without a place"
    precision = next((p for p, most in sorted(codes().ucdp.date_prec.items()) if days_in(*interval) <= most), None)
    return (
        "times longer than a year" if precision is None else _Coded(toll, place, where, violence, *interval, precision)
    )


def _row(event: Row, material: Material, books: Books, losses: Losses) -> dict[str, Any] | None:
    coded = _coded(event)
    if isinstance(coded, str):
        losses.note(coded, "left out")
        return None
    if len(event["places"]) > 1:
        losses.note("further places of one telling", "only the first is written, event_clarity 2")
    if event["parent"]:
        losses.note(*PART)
    names_a, names_b = (_names(event[side], books, losses) for side in ("side_a", "side_b"))
    place, violence = coded.place, coded.violence
    names_b = _CIVILIANS if violence == _ONE_SIDED else names_b
    documents = cited(event, material, books)
    admin1, admin2 = admin_names(place, books)
    return {
        "id": event["id"], "relid": event["id"], "year": coded.first.year, "type_of_violence": violence,
        "side_a": names_a, "side_b": names_b, "dyad_name": f"{names_a} - {names_b}",
        "number_of_sources": len(documents) or None,
        "source_article": ";".join(_article(d) for d in documents),
        "source_office": ";".join(d.publisher or "" for d in documents),
        "source_date": ";".join(d.published or "" for d in documents),
        "source_headline": ";".join(d.title or "" for d in documents),
        "source_original": ";".join(originator_names(event, books)),
        "where_prec": coded.where, "where_coordinates": place["name"], "adm_1": admin1, "adm_2": admin2,
        "latitude": place["lat"], "longitude": place["lon"], "geom_wkt": f"POINT ({place['lon']} {place['lat']})",
        "priogrid_gid": priogrid(place["lat"], place["lon"]), "country": country_name(place, books),
        "event_clarity": event["clarity"], "date_prec": coded.precision,
        "date_start": coded.first.isoformat(), "date_end": coded.last.isoformat(),
        **_deaths(coded.toll, violence, material, losses), "dateline_parent": event["parent"] or "",
    }  # fmt: skip


def _names(side: list[Row], books: Books, losses: Losses) -> str:
    names = []
    for participant in side:
        actor = books.actor(participant["id"])
        if actor is None and participant["name"]:
            losses.note("actors that no book has", "the words as written")
        names.append(actor.name if actor else participant["name"])
    return ", ".join(dict.fromkeys(n for n in names if n))


def _article(document: Cited) -> str:
    return ",".join(f'"{v}"' for v in (document.publisher, document.published, document.title) if v)


def _deaths(toll: Row, violence: int, material: Material, losses: Losses) -> dict[str, int | None]:
    """GED's numbers. What nobody states stays empty: a low without a high, a best over sources that disagree."""
    low, best, high = toll["min"], toll["best"], toll["max"]
    low = low if low is not None else best
    if high is None and (low == best or toll["min"] is None):
        high = best
    if best is None:
        losses.note("tolls on which the sources disagree, or that are open-ended", "best is left empty, never a mean")
    if low is None or high is None:
        losses.note("tolls with one end only ('at least 42')", "the other end is left empty")
    claims = [c for c in map(material.claim, toll["claims"]) if c is not None]
    civilians = violence == _ONE_SIDED or (
        bool(claims) and all((c["figure"] or {}).get("victim_status") == "civilian" for c in claims)
    )
    losses.note("deaths by side", "civilians where all told are civilians, else deaths_unknown")
    return {
        "deaths_a": None, "deaths_b": None, "deaths_civilians": best if civilians else None,
        "deaths_unknown": None if civilians else best, "best": best, "high": high, "low": low,
    }  # fmt: skip


def priogrid(lat: float, lon: float) -> int:
    """The PRIO-GRID cell of half a degree: row by row from the south-west corner, from 1."""
    row = min(math.floor((lat + 90) * 2), 359)
    column = min(math.floor((lon + 180) * 2), 719)
    return row * 720 + column + 1


EXPORTER = Exporter(name="ucdp", title="UCDP GED's columns, CSV", suffix=".csv", write=write, policy="range")
