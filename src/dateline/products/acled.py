"""ACLED's columns by ACLED's habits: one row a day and place, the lowest credible number, sides without order.

Source of the columns and habits: CODEBOOK F. The rows are ACLED-shaped; they are not ACLED's data.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TextIO

from dateline.products.books import Books
from dateline.products.cells import write_rows
from dateline.products.codes import codes, days_in, figure_of, interval_of, midpoint
from dateline.products.exporter import Exporter
from dateline.products.left import leave_out_views
from dateline.products.loss import PART, Losses
from dateline.products.material import Material, Row
from dateline.products.sources_of import admin_names, cited, country_name, originator_names, scales

_EXACT = ("day", "instant", "part_of_day")
_MAIN = ("supporting", "lesser_role")


def write(material: Material, books: Books, out: TextIO, losses: Losses) -> int:
    """Events as ACLED-shaped CSV; gives back the number of rows."""
    losses.note("regions of ACLED's own list", "the column `region` is left out", 0)
    return write_rows(out, codes().acled.columns, rows(material, books, losses))


def rows(material: Material, books: Books, losses: Losses) -> Iterator[dict[str, Any]]:
    """The rows of all events that ACLED would code."""
    for event in material.rows("events"):
        if _is_coded(event, losses):
            yield from _rows(event, material, books, losses)
    leave_out_views(material, losses, "left out: the format has events only", "control", "figures", "persons")


def _is_coded(event: Row, losses: Losses) -> bool:
    reasons = {
        "events taken back (retracted)": event["status"] == "retracted",
        "events that are only planned": event["outcome"] == "planned",
        "events told as background": event["background"],
        "events of a type without a code of ACLED": event["acled"].get("event_type") is None,
        "captures by nobody that is known": event["acled"].get("sub_event_type") is None,
        "events without a place": event["place"] is None or event["place"]["lat"] is None,
    }
    for what, holds in reasons.items():
        if holds:
            losses.note(what, "left out")
            return False
    return True


@dataclass(frozen=True, slots=True)
class _Day:
    day: date
    precision: int


def _rows(event: Row, material: Material, books: Books, losses: Losses) -> Iterator[dict[str, Any]]:
    places = [p for p in event["places"] or [event["place"]] if p["precision"] in codes().acled.geo_precision]
    if not places:
        losses.note(
            "events placed in a country or a region only", "left out: ACLED codes nothing coarser than a province"
        )
        return
    days = _days(event, losses)
    if not days:
        return
    cells = [(day, place) for day in days for place in places]
    total = _fatalities(event, material, losses)
    if len(cells) > 1:
        losses.note("one toll over several days or places", "divided over the rows, as ACLED does", len(cells))
    if event["parent"]:
        losses.note(*PART)
    shared = _Shared(event, material, books, losses)
    for nr, (day, place) in enumerate(cells):
        deaths = total // len(cells) + (nr < total % len(cells))
        yield shared.row(nr, day, place, deaths)


def _days(event: Row, losses: Losses) -> list[_Day]:
    interval = interval_of(event)
    if interval is None:
        losses.note("events without a day, or with an open end", "left out")
        return []
    first, last = interval
    length = days_in(first, last)
    if length == 1:
        return [_Day(first, 1)]
    if event["time"]["granularity"] in _EXACT and length <= codes().acled.most_days:
        return [_Day(first + timedelta(days=n), 1) for n in range(length)]
    for precision, most in sorted(codes().acled.time_precision.items()):
        if length <= most:
            losses.note("days that are only known within a week or a month", "put on the middle day")
            return [_Day(midpoint(first, last), precision)]
    losses.note("times coarser than a month", "left out: ACLED codes none")
    return []


def _fatalities(event: Row, material: Material, losses: Losses) -> int:
    """The lowest number of deaths; 0 where none is told, as ACLED writes it (CODEBOOK F)."""
    others = {f["measure"] for f in event["figures"] if f["measure"] != "killed"}
    if others:
        losses.note("figures other than deaths", "left out: ACLED has no column for them", len(others))
    toll = figure_of(event, "killed")
    if toll is None:
        losses.note("deaths that nobody tells of (unknown)", "written as 0, as ACLED does")
        return 0
    stated = [v for v in (toll["min"], toll["best"]) if v is not None]
    if not stated:
        losses.note("deaths with an upper bound only", "written as 0")
        return 0
    if len({v for v in (toll["min"], toll["best"], toll["max"]) if v is not None}) > 1 or toll["best"] is None:
        losses.note("ranges and open-ended tolls", "the lowest number")
    if min(stated) < codes().acled.plural and _is_plural(toll, material):
        losses.note("deaths in the plural without a number", f"written as {codes().acled.plural}, as ACLED does")
        return codes().acled.plural
    return int(min(stated))


def _is_plural(toll: Row, material: Material) -> bool:
    claims = [c for c in map(material.claim, toll["claims"]) if c is not None]
    return bool(claims) and all((c["figure"] or {}).get("approx") == "vague_plural" for c in claims)


class _Shared:
    """What all rows of an event share."""

    def __init__(self, event: Row, material: Material, books: Books, losses: Losses) -> None:
        self.event, self.material, self.books, self.losses = event, material, books, losses
        self.type = str(event["acled"]["event_type"])
        country = event["place"]["country"]
        self.country = country_name(event["place"], books)
        self.one = self._side(event["side_a"], country, target=False)
        self.two = self._side(event["side_b"], country, target=True)
        documents = cited(event, material, books)
        names = [d.publisher for d in documents if d.publisher] or originator_names(event, books)
        self.source = "; ".join(dict.fromkeys(names))
        self.scale = scales(event, material, books)

    def _side(self, side: Sequence[Row], country: str | None, *, target: bool) -> tuple[str, str, int | None]:
        """Main actor, associated actors and inter of the main one."""
        ordered = sorted(side, key=lambda p: p["role"] in _MAIN)
        named = [(name, inter) for p in ordered for name, inter in [self._actor(p, country)] if name]
        if not named:
            return self._nobody(target)
        return named[0][0], "; ".join(name for name, _ in named[1:]), named[0][1]

    def _nobody(self, target: bool) -> tuple[str, str, int | None]:
        table = codes().acled
        if self.type not in table.violent:
            return "", "", None
        if target and self.type == "Violence against civilians":
            return table.names["civilians"].format(country=self.country), "", table.inter["civilians"]
        if target and self.type != "Battles":
            return "", "", None
        self.losses.note("sides that nobody names", "written as an unidentified armed group, as ACLED does")
        return table.unidentified.format(country=self.country), "", table.inter["unidentified"]

    def _actor(self, participant: Row, country: str | None) -> tuple[str | None, int | None]:
        table, book = codes().acled, self.books.actor(participant["id"])
        if book is None:
            if participant["name"]:
                self.losses.note("actors that no book has", "the words as written, without inter")
            return participant["name"], None
        if book.kind == "protesters":
            name, inter = (
                ("rioters", table.rioters) if self.type == "Riots" else ("protesters", table.inter["protesters"])
            )
            return table.names[name].format(country=self.country), inter
        if book.kind == "civilians":
            return table.names["civilians"].format(country=self.country), table.inter["civilians"]
        abroad = book.kind in ("state_force", "government") and book.country not in (None, country)
        return book.name, table.abroad if abroad else book.acled_inter or table.inter.get(book.kind)

    def row(self, nr: int, day: _Day, place: Row, deaths: int) -> dict[str, Any]:
        event, table = self.event, codes().acled
        sub = event["acled"]["sub_event_type"]
        country = self.books.country(place["country"])
        admin1, admin2 = admin_names(place, self.books)
        unarmed = self.two[2] == table.inter["civilians"] and self.type in table.violent
        return {
            "event_id_cnty": f"{country.iso3 if country else 'XXX'}_{event['id']}_{nr + 1}",
            "event_date": day.day.isoformat(), "year": day.day.year, "time_precision": day.precision,
            "disorder_type": table.disorder.get(sub) or table.disorder.get(self.type), "event_type": self.type,
            "sub_event_type": sub, "actor1": self.one[0], "assoc_actor_1": self.one[1], "inter1": self.one[2],
            "actor2": self.two[0], "assoc_actor_2": self.two[1], "inter2": self.two[2],
            "interaction": _interaction(self.one[2], self.two[2]),
            "civilian_targeting": table.civilian_targeting if unarmed else "",
            "iso": country.numeric if country else None, "country": country_name(place, self.books),
            "admin1": admin1, "admin2": admin2, "admin3": "", "location": place["name"],
            "latitude": place["lat"], "longitude": place["lon"],
            "geo_precision": table.geo_precision[place["precision"]], "source": self.source,
            "source_scale": self.scale, "notes": self._notes(), "fatalities": deaths, "tags": "",
            "timestamp": _stamp(self.material.meta.recorded_at), "dateline_event": event["id"],
            "dateline_parent": event["parent"] or "", "dateline_status": event["status"],
            "dateline_originators": event["originators"], "dateline_policy": self.material.meta.policy,
        }  # fmt: skip

    def _notes(self) -> str:
        """The words of the first claim, where the rows have them, and how sure it is."""
        first = self.material.claim(self.event["first_claim"] or "")
        said = f'"{first["text"]}" ' if first is not None and first["text"] else ""
        count = self.event["originators"]
        return f"{said}[{self.event['status']}, {count} independent originator{'s' if count != 1 else ''}]"


def _interaction(one: int | None, two: int | None) -> str:
    found = sorted(i for i in (one, two) if i is not None)
    return "" if not found else f"{found[0]}{found[1] if len(found) == 2 else 0}"


def _stamp(moment: str | None) -> int | None:
    return int(datetime.fromisoformat(moment).timestamp()) if moment else None


EXPORTER = Exporter(
    name="acled", title="ACLED's columns and coding habits, CSV", suffix=".csv", write=write, policy="conservative"
)
