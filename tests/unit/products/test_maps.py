"""GeoJSON and HXL."""

from __future__ import annotations

import csv
import itertools
import json
from collections.abc import Callable
from io import StringIO

import pytest

from dateline.products.geojson import circle, geometry
from dateline.products.loss import Losses
from dateline.products.material import Material

Exported = Callable[..., tuple[str, Losses]]


def test_features_are_read_back(exported: Exported, material: Material) -> None:
    made = json.loads(exported("geojson")[0])
    features = {f["id"]: f for f in made["features"]}
    rows = [*material.rows("events"), *material.rows("control")]
    assert list(features) == [r["id"] for r in rows]
    for row in rows:
        told = features[row["id"]]["properties"]
        place = row["place"] or {}
        assert (told["place"], told["country"] if place else None) == (place.get("name"), place.get("country"))
        assert told["status"] == row["status"]
        shape = features[row["id"]]["geometry"]
        if shape and shape["type"] == "Point":
            assert shape["coordinates"] == [place["lon"], place["lat"]]


def test_a_province_is_an_area_and_no_place_is_null(exported: Exported) -> None:
    made = {f["properties"]["type"]: f for f in json.loads(exported("geojson")[0])["features"][:7]}
    assert made["air_drone_strike"]["geometry"]["type"] == "Polygon"
    assert made["air_drone_strike"]["properties"]["geometry_means"] == "somewhere within"
    unplaced = [f for f in json.loads(exported("geojson")[0])["features"] if f["geometry"] is None]
    assert [f["properties"]["geometry_means"] for f in unplaced] == ["not located"]


@pytest.mark.parametrize(("lat", "lon"), [(13.0, 34.0), (89.9, 0.0), (0.0, 179.9), (-89.9, -179.9)])
def test_rings_are_closed_turn_left_and_stay_on_the_globe(lat: float, lon: float) -> None:
    ring = circle(lat, lon, 300.0, 48)
    assert ring[0] == ring[-1]
    assert len(ring) >= 4
    assert all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in ring)
    assert sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(ring)) > 0


def test_an_area_without_a_reach_is_not_drawn() -> None:
    assert geometry({"lat": 1.0, "lon": 2.0, "precision": "adm1", "radius_km": None}) is None


def test_hxl_has_its_row_of_tags_and_the_counts(exported: Exported, material: Material) -> None:
    table = list(csv.reader(StringIO(exported("hxl")[0])))
    assert all(tag.startswith("#") for tag in table[1])
    rows = {row[0]: dict(zip(table[1], row, strict=True)) for row in table[2:]}
    for event in material.rows("events"):
        row = rows[event["id"]]
        assert row["#event+type"] == event["type"]
        assert row["#date+start"] == (event["time"]["from"] or "")
        for toll in event["figures"]:
            ends = [row[f"#affected+{toll['measure']}+{end}"] for end in ("min", "best", "max")]
            assert ends == ["" if toll[e] is None else str(toll[e]) for e in ("min", "best", "max")]
