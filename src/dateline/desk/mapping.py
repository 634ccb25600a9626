"""Events and control as GeoJSON: points where a place is one, circles where it is only somewhere there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict

from dateline.derive import filters as choose
from dateline.derive.places import is_area, located
from dateline.desk.asking import Asked
from dateline.desk.state import Desk
from dateline.ledger import Ledger
from dateline.model import ControlState, Event, PlaceValue
from dateline.products.words import event_label, parties, toll

#: Features of one map; more ask for filters.
MOST = 20_000


class MapAnswer(BaseModel):
    """Two feature collections. `unplaced`: events that no map can show. `first`, `last`: the days that they span."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    events: dict[str, Any]
    control: dict[str, Any]
    unplaced: int
    left_out: int
    first: str | None
    last: str | None
    stale: bool


def map_answer(desk: Desk, ledger: Ledger, asked: Asked) -> MapAnswer:
    """What the map shows. `type`, `source` and `status` choose among events only."""
    seen = asked.seen(desk, ledger)
    events = [e for e in choose.events(seen.views, asked.filters()) if asked.status in (None, "", e.status)]
    rest = asked.model_copy(update={"type": None, "source": None, "min_originators": None, "from_": None, "to": None})
    control = choose.control(seen.views, rest.filters())
    shown = [f for e in events[-MOST:] for f in [_event(e)] if f is not None]
    held = [f for k in control[-MOST:] for f in [_control(k)] if f is not None]
    days = sorted(
        day for f in (*shown, *held) for day in (f["properties"]["from"], f["properties"]["to"]) if day is not None
    )
    return MapAnswer(
        events=_collection(shown), control=_collection(held), unplaced=len(events[-MOST:]) - len(shown),
        left_out=max(len(events) - MOST, 0), first=days[0] if days else None, last=days[-1] if days else None,
        stale=seen.stale,
    )  # fmt: skip


def _collection(features: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": features}


def _feature(place: PlaceValue | None, properties: Mapping[str, Any]) -> dict[str, Any] | None:
    if place is None or place.lat is None or place.lon is None or not located(place):
        return None
    own = {
        "place": place.name, "place_id": place.id, "country": place.country, "precision": place.precision,
        "radius_km": place.radius_km, "area": is_area(place),
    }  # fmt: skip
    point = {"type": "Point", "coordinates": [place.lon, place.lat]}
    return {"type": "Feature", "geometry": point, "properties": {**properties, **own}}


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


def _control(state: ControlState) -> dict[str, Any] | None:
    row = state.to_json()
    holders = [h for h in state.holders if h.id or h.name]
    return _feature(
        state.place,
        {
            "id": state.id, "state": state.state, "status": state.status, "extent": state.extent,
            "from": state.from_, "to": state.to, "holder": holders[0].id or holders[0].name if holders else None,
            "holders": parties(row["holders"]), "seen": state.start == "seen",
        },
    )  # fmt: skip
