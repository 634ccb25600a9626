"""ACLED-shaped rows against the field descriptions of CODEBOOK F, column by column."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from io import StringIO

import pytest

from dateline.know.events import load_crosswalk
from dateline.products.acled import rows
from dateline.products.books import PackageBooks
from dateline.products.codes import codes
from dateline.products.loss import Losses
from dateline.products.material import Material, Meta, Row

Exported = Callable[..., tuple[str, Losses]]


@pytest.fixture
def table(exported: Exported) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(exported("acled")[0])))


def test_every_column_has_values_of_its_kind(table: list[dict[str, str]]) -> None:
    types = {(c.acled.event_type, c.acled.sub_event_type) for c in load_crosswalk().values()}
    types |= {
        (v.acled.event_type, v.acled.sub_event_type) for c in load_crosswalk().values() for v in c.variants if v.acled
    }
    assert table
    assert list(table[0]) == list(codes().acled.columns)
    for row in table:
        assert re.fullmatch(r"[A-Z]{3}_ev_\S+_\d+", row["event_id_cnty"])
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", row["event_date"])
        assert row["year"] == row["event_date"][:4]
        assert row["time_precision"] in {"1", "2", "3"}
        assert row["geo_precision"] in {"1", "2", "3"}
        assert (row["event_type"], row["sub_event_type"]) in types
        assert row["disorder_type"] in set(codes().acled.disorder.values())
        assert row["inter1"] in {"", *"12345678"}
        assert row["inter2"] in {"", *"12345678"}
        assert row["civilian_targeting"] in {"", "Civilian targeting"}
        assert row["iso"] == "729"
        assert row["country"] == "Sudan"
        assert -90 <= float(row["latitude"]) <= 90
        assert -180 <= float(row["longitude"]) <= 180
        assert row["fatalities"].isdigit()
        assert row["timestamp"].isdigit()
        assert row["actor1"] or row["event_type"] == "Strategic developments"
    assert len({row["event_id_cnty"] for row in table}) == len(table)


def test_a_clash_of_three_days_is_three_rows_that_add_up(table: list[dict[str, str]]) -> None:
    clash = [row for row in table if row["sub_event_type"] == "Armed clash"]
    assert [(row["event_date"], row["fatalities"]) for row in clash] == [
        ("2024-06-24", "4"), ("2024-06-25", "4"), ("2024-06-26", "3"),
    ]  # fmt: skip


def test_the_lowest_number_counts_and_unknown_is_written_as_nought(table: list[dict[str, str]]) -> None:
    tolls = {row["sub_event_type"]: row["fatalities"] for row in table}
    assert tolls["Shelling/artillery/missile attack"] == "10"
    assert tolls["Government regains territory"] == "9"
    assert tolls["Air/drone strike"] == "0"


def test_a_week_stands_on_its_middle_and_a_province_is_coarse(table: list[dict[str, str]]) -> None:
    (strike,) = [row for row in table if row["sub_event_type"] == "Air/drone strike"]
    assert (strike["event_date"], strike["time_precision"], strike["geo_precision"]) == ("2024-06-27", "2", "3")


def test_what_is_left_out_is_said(exported: Exported) -> None:
    losses = exported("acled")[1]
    assert losses.count("events without a place") == 1
    assert losses.count("events placed in a country or a region only") == 1
    assert losses.count("deaths that nobody tells of (unknown)") == 2
    assert losses.count("figures other than deaths") == 1
    assert losses.count("states of control") == 2


def test_rows_lead_back_to_events(table: list[dict[str, str]], material: Material) -> None:
    events = {e["id"]: e for e in material.rows("events")}
    for row in table:
        event = events[row["dateline_event"]]
        assert event["time"]["from"] <= row["event_date"] <= event["time"]["to"]
        assert row["dateline_status"] == event["status"]
        assert (float(row["latitude"]), float(row["longitude"])) == (event["place"]["lat"], event["place"]["lon"])
        assert row["sub_event_type"] == event["acled"]["sub_event_type"]


def event(**changes: object) -> Row:
    place = {"id": None, "name": "X", "country": "SD", "adm1": None, "lat": 1.0, "lon": 2.0, "precision": "settlement",
             "radius_km": 3.0}  # fmt: skip
    return {
        "id": "ev_1", "type": "attack_on_civilians", "outcome": None, "status": "reported", "background": False,
        "acled": {"event_type": "Violence against civilians", "sub_event_type": "Attack"}, "ucdp": {}, "place": place,
        "places": [place], "time": {"from": "2024-01-02", "to": "2024-01-02", "granularity": "day"}, "side_a": [],
        "side_b": [], "figures": [], "parent": None, "originators": 1, "originator_groups": [], "documents": [],
        "claims": [], "against": [], "first_claim": None, **changes,
    }  # fmt: skip


def coded(books: PackageBooks, told: Row, claim: Row | None = None) -> tuple[list[dict[str, object]], Losses]:
    losses = Losses("acled")
    material = Material(
        meta=Meta(version="0", rules="0", policy="conservative", head="0", recorded_at=None),
        rows=lambda view: [told] if view == "events" else [],
        claim=lambda _key: claim,
        document=lambda _key: None,
    )
    return list(rows(material, books, losses)), losses


def toll(low: int | None, best: int | None = None, high: int | None = None) -> list[Row]:
    return [
        {
            "measure": "killed",
            "unit": "persons",
            "kind": "incident",
            "min": low,
            "best": best,
            "max": high,
            "claims": ["c"],
        }
    ]


@pytest.mark.parametrize(
    ("figures", "deaths"),
    [(toll(12), 12), (toll(None, 5), 5), (toll(3, 5, 9), 3), (toll(None, None, 8), 0), (toll(0, 0, 0), 0), ([], 0)],
)
def test_the_lowest_number(books: PackageBooks, figures: list[Row], deaths: int) -> None:
    ((row,), _) = coded(books, event(figures=figures))
    assert row["fatalities"] == deaths


def test_a_part_names_its_whole_and_is_not_to_be_added(books: PackageBooks) -> None:
    ((row,), losses) = coded(books, event(figures=toll(12), parent="ev_2"))
    assert row["dateline_parent"] == "ev_2"
    assert losses.count("events that are part of another one") == 1
    ((row,), losses) = coded(books, event(figures=toll(12)))
    assert row["dateline_parent"] == ""
    assert losses.count("events that are part of another one") == 0


def test_a_plural_without_a_number_is_three(books: PackageBooks) -> None:
    ((row,), _) = coded(books, event(figures=toll(2)), {"figure": {"approx": "vague_plural"}, "text": None})
    assert row["fatalities"] == 3
    ((row,), _) = coded(books, event(figures=toll(2)), {"figure": {"approx": "exact"}, "text": None})
    assert row["fatalities"] == 2


@pytest.mark.parametrize(
    "left",
    [
        {"status": "retracted"}, {"outcome": "planned"}, {"background": True},
        {"acled": {"event_type": "Battles", "sub_event_type": None}},
        {"time": {"from": None, "to": "2024-01-02", "granularity": "open"}},
        {"time": {"from": "2024-01-01", "to": "2024-12-31", "granularity": "year"}},
    ],
)  # fmt: skip
def test_what_acled_does_not_code_is_left_out(books: PackageBooks, left: dict[str, object]) -> None:
    made, losses = coded(books, event(**left))
    assert made == []
    assert len(losses) == 1


def test_unnamed_sides_by_the_habit(books: PackageBooks) -> None:
    ((row,), losses) = coded(books, event())
    assert (row["actor1"], row["inter1"]) == ("Unidentified Armed Group (Sudan)", 3)
    assert (row["actor2"], row["inter2"], row["interaction"]) == ("Civilians (Sudan)", 7, "37")
    assert row["civilian_targeting"] == "Civilian targeting"
    assert losses.count("sides that nobody names") == 1


def test_a_states_forces_abroad_are_external(books: PackageBooks) -> None:
    side = [{"id": "TCD_ARMED_FORCES", "name": "x", "role": "attacker"}]
    ((row,), _) = coded(books, event(side_a=side))
    assert (row["actor1"], row["inter1"]) == ("Chadian armed forces", 8)
