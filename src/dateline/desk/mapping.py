"""Events and control as GeoJSON for what a map shows: the visible box on a day, those of one cell as one feature."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace
from math import cos, radians
from typing import Annotated, Any

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from dateline.derive.places import NOWHERE, is_area, located
from dateline.derive.times import day_ordinal, iso
from dateline.desk.asking import Asked
from dateline.desk.shapes import Making
from dateline.desk.state import Desk, Seen
from dateline.errors import ConfigError
from dateline.ledger import Ledger
from dateline.ledger.shelf import Box, Cell, Wanted
from dateline.model import PlaceValue
from dateline.products.words import event_label, parties, toll

#: Width of a cell, in pixels of a map whose world is 512 pixels wide at zoom 0; features of each kind at most.
_CELL, _WORLD, MOST = 44, 512, 800
#: So many maps are kept.
_KEPT = 24
#: Rows of the list beside the map; a box that has fewer than one of so many events is walked by place, not by day.
LISTED, _FEW = 60, 10
_WHOLE = (-180.0, -90.0, 180.0, 90.0)


class AskedMap(Asked):
    """`box`: west,south,east,north; `day` and the days before it that count (`window` 0: all); `control`: also who
    holds what on the day."""

    box: Annotated[str | None, Field(default=None, max_length=120)]
    zoom: Annotated[float, Field(default=2.0, ge=0, le=22)]
    day: Annotated[str | None, Field(default=None, max_length=40)]
    window: Annotated[int, Field(default=0, ge=0, le=100_000)]
    control: Annotated[bool, Field(default=True)]


AskMap = Annotated[AskedMap, Query()]


class MapAnswer(BaseModel):
    """Two feature collections. A feature of several rows has `count`; one that stands for one row is that row.

    `listed`: the latest events of the box as rows of a list; `shown`: how many it has; `total`: how many events on the
    day wherever they are; `unplaced`: of these, those that no map can show. `first`, `last`: the days that all events
    and states span; `bounds`: their box.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    events: dict[str, Any]
    control: dict[str, Any]
    listed: list[dict[str, Any]]
    shown: int
    total: int
    unplaced: int
    left_out: int
    day: str | None
    first: str | None
    last: str | None
    bounds: Box | None
    stale: bool
    made: bool
    making: Making | None


class Maps:
    """Maps that were asked for last, of one state of the views: the whole world is asked for by everybody."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._kept: OrderedDict[tuple[str | None, str], MapAnswer] = OrderedDict()
        self._lock = threading.Lock()
        desk.afterwards.append(self._make_ready)

    def answer(self, ledger: Ledger, asked: AskedMap) -> MapAnswer:
        """What the map shows."""
        head = self.desk.head(ledger)
        with self._lock:
            found = self._kept.get((head, asked.model_dump_json()))
        return found if found is not None and head == ledger.head() else self._keep(ledger, asked)

    def _make_ready(self, ledger: Ledger) -> None:
        self._keep(ledger, AskedMap.model_validate({}))

    def _keep(self, ledger: Ledger, asked: AskedMap) -> MapAnswer:
        answer = map_answer(self.desk, ledger, asked)
        if not answer.stale:
            with self._lock:
                self._kept[self.desk.head(ledger), asked.model_dump_json()] = answer
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
        return answer


def map_answer(desk: Desk, ledger: Ledger, asked: AskedMap) -> MapAnswer:
    """What the map shows. `type`, `source`, `status` and days choose among events only. Raises ConfigError."""
    seen = asked.seen(desk, ledger)
    wanted = asked.wanted(seen.shelf)
    rest = asked.model_copy(
        update={"type": None, "source": None, "min_originators": None, "from_": None, "to": None, "status": None}
    )
    of_control = rest.wanted(seen.shelf)
    first, last, bounds = _extent(desk, seen, wanted, of_control)
    day = _day(asked, last)
    box = _box(asked.box)
    on_day = _on(wanted, day, asked.window)
    in_box = _with_box(on_day, box)
    size = _size(asked.zoom, box)
    cells = seen.shelf.cells("events", in_box, size, levels=NOWHERE)
    held = []
    if asked.control:
        held = seen.shelf.cells(
            "control", _with_box(_held(of_control, day), box), size, levels=NOWHERE, by="m.place, m.type, m.status"
        )
    shown = sum(c.count for c in cells)
    total, placed = seen.shelf.placed("events", on_day, NOWHERE)
    listed = seen.shelf.page("events", in_box, None, LISTED, down=True, few=shown * _FEW < total)
    return MapAnswer(
        events=_collection([_of_events(c, row) for c, row in _rows(seen, cells)]),
        control=_collection([_of_control(c, row) for c, row in _rows(seen, held)]),
        listed=[f["properties"] for _, row in listed for f in [_event(row)] if f is not None],
        shown=shown, total=total, unplaced=total - placed,
        left_out=max(len(cells) - MOST, 0) + max(len(held) - MOST, 0), day=day, first=first, last=last, bounds=bounds,
        stale=seen.stale, made=seen.made, making=seen.making,
    )  # fmt: skip


def _extent(desk: Desk, seen: Seen, wanted: Wanted, of_control: Wanted) -> tuple[str | None, str | None, Box | None]:
    """The days and the box of all that is asked for."""
    both = [desk.extent(seen, "events", wanted), desk.extent(seen, "control", of_control)]
    days = sorted(d for e in both for d in (e.first, e.last) if d is not None and day_ordinal(d) is not None)
    boxes = [e.box for e in both if e.box is not None]
    box = None
    if boxes:
        box = min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)
    return (days[0], days[-1], box) if days else (None, None, box)


def _day(asked: AskedMap, last: str | None) -> str | None:
    if not asked.day:
        return last
    if day_ordinal(asked.day) is None or len(asked.day) != 10:
        raise ConfigError(f"day: {asked.day!r} is no ISO day")
    return asked.day


def _box(given: str | None) -> Box:
    if not given:
        return _WHOLE
    try:
        west, south, east, north = (float(x) for x in given.split(","))
    except ValueError as err:
        raise ConfigError(f"box: {given!r} is not west,south,east,north in degrees") from err
    if not (-90 <= south <= north <= 90 and abs(west) <= 540 and abs(east) <= 540):
        raise ConfigError(f"box: {given!r} is not west,south,east,north in degrees")
    if east - west >= 360:
        return -180.0, south, 180.0, north
    return _turned(west), south, _turned(east), north


def _turned(lon: float) -> float:
    return lon if -180 <= lon <= 180 else (lon + 180) % 360 - 180


def _size(zoom: float, box: Box) -> tuple[float, float]:
    """Height and width of a cell in degrees, as wide as high on the map at the middle of the box."""
    width = 360 * _CELL / (_WORLD * 2 ** min(zoom, 16))
    return width * max(cos(radians((box[1] + box[3]) / 2)), 0.2), width


def _on(wanted: Wanted, day: str | None, window: int) -> Wanted:
    """Events that may have happened within the days that end on the day; undated ones where all days count."""
    if day is None:
        return wanted
    begin = iso((day_ordinal(day) or 0) - window + 1) if window else None
    return replace(wanted, until=day, since=begin)


def _held(wanted: Wanted, day: str | None) -> Wanted:
    return replace(wanted, on=day)


def _with_box(wanted: Wanted, box: Box) -> Wanted:
    return replace(wanted, box=box)


def _rows(seen: Seen, cells: list[Cell]) -> list[tuple[Cell, dict[str, Any]]]:
    """The cells, the fullest first, each with one of its rows."""
    chosen = sorted(cells, key=lambda c: -c.count)[:MOST]
    rows = seen.shelf.at(c.row for c in chosen)
    return [(c, rows[c.row]) for c in chosen if c.row in rows]


def _collection(features: list[dict[str, Any] | None]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": [f for f in features if f is not None]}


def _feature(place: PlaceValue | None, properties: Mapping[str, Any]) -> dict[str, Any] | None:
    if place is None or place.lat is None or place.lon is None or not located(place):
        return None
    own = {
        "place": place.name, "place_id": place.id, "country": place.country, "precision": place.precision,
        "radius_km": place.radius_km, "area": is_area(place),
    }  # fmt: skip
    point = {"type": "Point", "coordinates": [place.lon, place.lat]}
    return {"type": "Feature", "geometry": point, "properties": {**properties, **own}}


def _several(cell: Cell, place: PlaceValue | None) -> dict[str, Any]:
    """Rows of one cell as one point. Those of one place keep it, with its radius."""
    west, south, east, north = cell.box
    one = place is not None and cell.place is not None
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [cell.lon, cell.lat]},
        "properties": {
            "count": cell.count, "contested": cell.contested, "corroborated": cell.corroborated,
            "retracted": cell.retracted, "west": west, "south": south, "east": east, "north": north,
            "place": place.name if one and place else None, "place_id": place.id if one and place else None,
            "radius_km": cell.radius if one else None, "area": bool(one and place and is_area(place)),
            "status": "contested" if one and cell.contested else None,
        },
    }  # fmt: skip


def _of_events(cell: Cell, row: dict[str, Any]) -> dict[str, Any] | None:
    return _event(row) if cell.count == 1 else _several(cell, _place(row))


def _event(row: dict[str, Any]) -> dict[str, Any] | None:
    time = row["time"]
    return _feature(
        _place(row),
        {
            "id": row["id"], "type": row["type"], "label": event_label(row["type"]).name, "status": row["status"],
            "from": time["from"] or time["to"], "to": time["to"] or time["from"], "toll": toll(row),
            "originators": row["originators"], "by": parties(row["side_a"]), "against": parties(row["side_b"]),
            "background": row["background"],
        },
    )  # fmt: skip


def _of_control(cell: Cell, row: dict[str, Any]) -> dict[str, Any] | None:
    holders = [h["id"] or h["name"] for h in row["holders"] if h["id"] or h["name"]]
    return _feature(
        _place(row),
        {
            "id": row["id"], "state": row["state"], "status": row["status"], "extent": row["extent"],
            "from": row["from"], "to": row["to"], "holder": holders[0] if holders else None,
            "holders": parties(row["holders"]), "seen": row["start"] == "seen", "states": cell.count,
        },
    )  # fmt: skip


def _place(row: dict[str, Any]) -> PlaceValue | None:
    return None if row["place"] is None else PlaceValue.model_validate(row["place"])
