"""Areas of interest: which rows are in one, and what may stand in the table of one."""

from __future__ import annotations

from typing import Any

import pytest

from dateline.derive import filters
from dateline.derive.areas import Area, areas_of
from dateline.derive.filters import Filters
from dateline.errors import ConfigError

SINGA = {"name": "Singa", "id": "pl:Singa", "lat": 13.15, "lon": 33.93}


@pytest.fixture
def war(desk: Any) -> Any:
    sudan = desk.document("a", "2024-06-30")
    desk.claim(sudan, event_type="armed_clash", at="Singa", day="2024-06-29", a={"attacker": "RSF"})
    desk.figure(sudan, "killed", best=4, event_type="armed_clash", at="Singa", day="2024-06-29", a={"attacker": "RSF"})
    desk.claim(sudan, event_type="shelling_missile", at="El Fasher", day="2024-06-29", a={"attacker": "SAF"})
    desk.claim(
        sudan, event_type="territory_captured", type="control", at="Singa", day="2024-06-29",
        control={"holders_after": ["RSF"], "state": "held", "extent": "full"},
    )  # fmt: skip
    desk.claim(desk.document("b", "2023-09-01"), event_type="armed_clash", at="Robotyne", day="2023-08-28")
    return desk


def places(war: Any, view: str, table: dict[str, Any]) -> list[str]:
    asked = Filters(area=areas_of({"x": table}, "dateline.toml")["x"])
    claims = {c.id: c for c in war.claims}.get
    views = war.views()
    found: dict[str, Any] = {
        "events": lambda: filters.events(views, asked),
        "control": lambda: filters.control(views, asked),
        "figures": lambda: filters.figures(views, asked, claims),
    }
    return sorted(row.place.name for row in found[view]() if row.place)


@pytest.mark.parametrize(
    ("table", "events"),
    [
        ({"places": [SINGA]}, ["Singa"]),
        ({"places": [SINGA], "km": 1000}, ["El Fasher", "Singa"]),
        ({"places": ["13.0,33.9"], "km": 20}, ["Singa"]),
        ({"places": ["13.0,33.9"]}, []),
        ({"places": ["singa", "Robotyne"]}, ["Robotyne", "Singa"]),
        ({"places": [{"country": "SD"}]}, ["El Fasher", "Singa"]),
        ({"places": ["SD"]}, ["El Fasher", "Singa"]),
        ({"places": [{"name": "Sennar", "adm1": "Sennar", "id": "pl:x"}]}, ["Singa"]),
        ({"actors": ["rsf", "SAF"]}, ["El Fasher", "Singa"]),
        ({"types": ["armed_clash"]}, ["Robotyne", "Singa"]),
        ({"places": ["SD"], "types": ["armed_clash"]}, ["Singa"]),
        ({"places": ["SD"], "types": ["Battles"], "actors": ["SAF"]}, []),
        ({}, ["El Fasher", "Robotyne", "Singa"]),
    ],
)
def test_an_event_is_in_an_area_by_each_part_that_it_names(war: Any, table: Any, events: list[str]) -> None:
    assert places(war, "events", table) == events


def test_states_and_figures_are_in_an_area_by_what_they_have(war: Any) -> None:
    assert places(war, "control", {"places": [SINGA], "types": ["siege_blockade"]}) == ["Singa"]
    assert places(war, "control", {"actors": ["SAF"]}) == []
    assert places(war, "figures", {"places": [SINGA], "actors": ["RSF"], "types": ["armed_clash"]}) == ["Singa"]
    assert places(war, "figures", {"actors": ["SAF"]}) == []
    assert places(war, "figures", {"types": ["shelling_missile"]}) == []


def test_a_person_is_in_an_area_by_what_is_reported(desk: Any) -> None:
    desk.claim(
        desk.document("a", "2024-06-30"), "person_status", at="Singa", a={"affected": "RSF"},
        person={"id": "ps:one", "name": "A. Commander", "life": "dead"},
    )  # fmt: skip
    claims = {c.id: c for c in desk.claims}.get

    def found(**table: Any) -> int:
        return len(filters.persons(desk.views(), Filters(area=Area.model_validate(table)), claims))

    assert [found(places=["Singa"]), found(places=["Goma"]), found(actors=["RSF"]), found(actors=["ps:one"])] == [
        1, 0, 1, 1,
    ]  # fmt: skip
    assert found(actors=["SAF"]) == 0
    assert found(types=["armed_clash"]) == 1


def test_a_claim_is_in_an_area_by_its_own_places(war: Any) -> None:
    area = Area.model_validate({"places": ["Singa"], "actors": ["RSF"]})
    assert [area.has_claim(c) for c in war.claims] == [True, True, False, False, False]


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ({"place": ["Singa"]}, r"\[areas.x\] place"),
        ({"km": -3}, "km"),
        ({"places": [{"lat": 100}]}, "places.0.lat"),
        ({"places": "Singa"}, "places"),
        ({"types": [3]}, "types.0"),
    ],
)
def test_a_mistake_in_the_file_names_the_area_and_the_field(table: Any, says: str) -> None:
    with pytest.raises(ConfigError, match=says):
        areas_of({"x": table}, "dateline.toml")
