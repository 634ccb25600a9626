"""GeoJSON (RFC 7946): events and states of control. A vague place is an area, never a pin; no place is null."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any, TextIO

from dateline.products.books import Books
from dateline.products.codes import codes, figure_of
from dateline.products.exporter import Exporter
from dateline.products.left import leave_out_views
from dateline.products.loss import Losses
from dateline.products.material import Material, Row

_KM_A_DEGREE = 111.32
_MEASURES = ("killed", "injured", "displaced")


def write(material: Material, _books: Books, out: TextIO, losses: Losses) -> int:
    """A FeatureCollection, feature by feature; gives back their number."""
    out.write('{"type": "FeatureCollection", "dateline": ')
    out.write(json.dumps(material.meta.to_json(), ensure_ascii=False) + ', "features": [')
    count = 0
    for count, feature in enumerate(features(material, losses), 1):
        out.write(("," if count > 1 else "") + "\n" + json.dumps(feature, ensure_ascii=False))
    out.write("\n]}\n")
    return count


def features(material: Material, losses: Losses) -> Iterator[dict[str, Any]]:
    """One feature an event and a state of control."""
    for event in material.rows("events"):
        if len(event["places"]) > 1:
            losses.note("further places of one telling", "named in `places`, drawn at the first")
        if event["against"] or event["claims"]:
            losses.note("the claims behind a row", "left out; `dateline explain ID` shows them")
        yield _feature(event["id"], event["place"], _event(event), losses)
    for state in material.rows("control"):
        yield _feature(state["id"], state["place"], _control(state), losses)
    leave_out_views(material, losses, "left out", "figures", "persons")


def _feature(key: str, place: Row | None, properties: dict[str, Any], losses: Losses) -> dict[str, Any]:
    shape = geometry(place)
    if shape is None:
        losses.note("rows without a point", "kept with an empty geometry")
    elif shape["type"] == "Polygon":
        losses.note("vague places", "drawn as the area that they lie in")
    means = {"Point": "the place", "Polygon": "somewhere within"}.get(shape["type"] if shape else "", "not located")
    named = {k: place[k] for k in ("name", "country", "adm1", "precision", "radius_km")} if place else {}
    properties |= {"place": named.pop("name", None), **named, "geometry_means": means}
    return {"type": "Feature", "id": key, "geometry": shape, "properties": properties}


def _event(event: Row) -> dict[str, Any]:
    counts: dict[str, Any] = {}
    for measure in _MEASURES:
        toll = figure_of(event, measure)
        if toll is not None:
            counts |= {f"{measure}_{end}": toll[end] for end in ("min", "best", "max")}
    return {
        "kind": "event", "type": event["type"], "acled": event["acled"].get("sub_event_type"),
        "from": event["time"]["from"], "to": event["time"]["to"], "status": event["status"],
        "originators": event["originators"], "background": event["background"],
        "side_a": _names(event["side_a"]), "side_b": _names(event["side_b"]), **counts,
        "places": [p["name"] for p in event["places"]],
    }  # fmt: skip


def _control(state: Row) -> dict[str, Any]:
    return {
        "kind": "control", "object": state["object"], "state": state["state"], "extent": state["extent"],
        "holders": _names(state["holders"]), "from": state["from"], "to": state["to"], "status": state["status"],
    }  # fmt: skip


def _names(side: list[Row]) -> list[str]:
    return [p["name"] for p in side if p["name"]]


def geometry(place: Row | None) -> dict[str, Any] | None:
    """A point for what is a settlement or finer, the area around it for what is vaguer, None for no place."""
    if place is None or place["lat"] is None or place["lon"] is None:
        return None
    if place["precision"] in codes().geojson.points:
        return {"type": "Point", "coordinates": [place["lon"], place["lat"]]}
    if not place["radius_km"]:
        return None
    ring = circle(place["lat"], place["lon"], place["radius_km"], codes().geojson.corners)
    return {"type": "Polygon", "coordinates": [ring]}


def circle(lat: float, lon: float, radius_km: float, corners: int) -> list[list[float]]:
    """A closed ring around a point, counter-clockwise, cut off at the poles and at the 180th meridian."""
    ring = []
    for n in range(corners):
        angle = 2 * math.pi * n / corners
        north = max(-90.0, min(90.0, lat + radius_km / _KM_A_DEGREE * math.sin(angle)))
        wide = radius_km / (_KM_A_DEGREE * max(math.cos(math.radians(lat)), 0.01))
        ring.append([round(max(-180.0, min(180.0, lon + wide * math.cos(angle))), 5), round(north, 5)])
    return [*ring, ring[0]]


EXPORTER = Exporter(name="geojson", title="events and control, GeoJSON", suffix=".geojson", write=write)
