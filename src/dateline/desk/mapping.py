"""Events and control as GeoJSON for what a map shows: the visible box on a day, those of one cell as one feature."""

from __future__ import annotations

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
from dateline.ledger.shelf import Cell, Wanted
from dateline.model import ControlState, Event, PlaceValue
from dateline.products.words import event_label, parties, toll

#: Width of a cell, in pixels of a map whose world is 512 pixels wide at zoom 0; features of each kind at most.
_CELL, _WORLD, MOST = 44, 512, 1_500
#: Rows of the list beside the map.
LISTED = 60
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
    bounds: tuple[float, float, float, float] | None
    stale: bool
    made: bool
    making: Making | None


def map_answer(desk: Desk, ledger: Ledger, asked: AskedMap) -> MapAnswer:
    """What the map shows. `type`, `source`, `status` and days choose among events only. Raises ConfigError."""
    seen = asked.seen(desk, ledger)
    wanted = asked.wanted(seen.shelf)
    rest = asked.model_copy(
        update={"type": None, "source": None, "min_originators": None, "from_": None, "to": None, "status": None}
    )
    of_control = rest.wanted(seen.shelf)
    first, last = _span(seen, wanted, of_control)
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
    listed = seen.shelf.page("events", in_box, None, LISTED, down=True)
    total = seen.shelf.count("events", on_day)
    placed = (
        shown
        if box == _WHOLE
        else sum(c.count for c in seen.shelf.cells("events", _with_box(on_day, _WHOLE), (180.0, 360.0), levels=NOWHERE))
    )
    bounds = [b for b in (seen.shelf.bounds("events", wanted), seen.shelf.bounds("control", of_control)) if b]
    return MapAnswer(
        events=_collection([_of_events(c, row) for c, row in _rows(seen, cells)]),
        control=_collection([_of_control(c, row) for c, row in _rows(seen, held)]),
        listed=[f["properties"] for _, row in listed for f in [_event(Event.model_validate(row))] if f is not None],
        shown=shown, total=total, unplaced=max(total - placed, 0),
        left_out=max(len(cells) - MOST, 0) + max(len(held) - MOST, 0), day=day, first=first, last=last,
        bounds=(min(b[0] for b in bounds), min(b[1] for b in bounds), max(b[2] for b in bounds),
                max(b[3] for b in bounds)) if bounds else None,
        stale=seen.stale, made=seen.made, making=seen.making,
    )  # fmt: skip


def _span(seen: Seen, wanted: Wanted, of_control: Wanted) -> tuple[str | None, str | None]:
    days = [*seen.shelf.span("events", wanted), *seen.shelf.span("control", of_control)]
    known = sorted(d for d in days if d is not None and day_ordinal(d) is not None)
    return (known[0], known[-1]) if known else (None, None)


def _day(asked: AskedMap, last: str | None) -> str | None:
    if not asked.day:
        return last
    if day_ordinal(asked.day) is None or len(asked.day) != 10:
        raise ConfigError(f"day: {asked.day!r} is no ISO day")
    return asked.day


def _box(given: str | None) -> tuple[float, float, float, float]:
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


def _size(zoom: float, box: tuple[float, float, float, float]) -> tuple[float, float]:
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


def _with_box(wanted: Wanted, box: tuple[float, float, float, float]) -> Wanted:
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
    event = Event.model_validate(row)
    return _event(event) if cell.count == 1 else _several(cell, event.place)


def _event(event: Event) -> dict[str, Any] | None:
    row = event.to_json()
    first, last = event.time.from_ or event.time.to, event.time.to or event.time.from_
    return _feature(
        event.place,
        {
            "id": event.id, "type": event.type, "label": event_label(event.type).name, "status": event.status,
            "from": first, "to": last, "toll": toll(row), "originators": event.originators,
            "by": parties(row["side_a"]), "against": parties(row["side_b"]), "background": event.background,
        },
    )  # fmt: skip


def _of_control(cell: Cell, row: dict[str, Any]) -> dict[str, Any] | None:
    state = ControlState.model_validate(row)
    holders = [h for h in state.holders if h.id or h.name]
    return _feature(
        state.place,
        {
            "id": state.id, "state": state.state, "status": state.status, "extent": state.extent,
            "from": state.from_, "to": state.to, "holder": holders[0].id or holders[0].name if holders else None,
            "holders": parties(state.to_json()["holders"]), "seen": state.start == "seen", "states": cell.count,
        },
    )  # fmt: skip
