"""What goes on for days at one town has what was told of single days there as its parts."""

from __future__ import annotations

from typing import Any

import pytest

from dateline.derive.explain import Sources, explain

BATTLE: dict[str, Any] = {
    "event_type": "armed_clash", "at": "Singa", "day": ("2024-06-25", "2024-07-05"),
    "a": {"attacker": "RSF"}, "b": {"target": "SAF"},
}  # fmt: skip
CLASH: dict[str, Any] = {**BATTLE, "day": "2024-06-29"}


def parent_of_the_day(desk: Any, battle: dict[str, Any], day: dict[str, Any]) -> str | None:
    """Whether the second report's event is part of the first's: its parent."""
    desk.claim(desk.document("whole", "2024-07-06"), **battle)
    desk.claim(desk.document("day", "2024-06-30"), **day)
    whole, part = (next(e for e in desk.views().events if d in e.documents) for d in ("whole", "day"))
    assert whole.id != part.id
    assert whole.parent is None
    assert part.parent in (None, whole.id)
    parent: str | None = part.parent
    return parent


@pytest.mark.parametrize(
    "day",
    [
        CLASH,
        {**CLASH, "event_type": "air_drone_strike"},
        {**CLASH, "a": {}, "b": {}},  # nobody says who fought
        {**CLASH, "a": {"attacker": "SAF"}, "b": {"target": "RSF"}},  # the other side's word for it
    ],
)
def test_a_day_of_a_battle_is_part_of_it(desk: Any, day: dict[str, Any]) -> None:
    assert parent_of_the_day(desk, BATTLE, day) is not None


@pytest.mark.parametrize(
    "day",
    [
        {**CLASH, "day": "2024-07-09"},
        {**CLASH, "at": "El Fasher"},
        {**CLASH, "a": {"attacker": "M23"}, "b": {}},
        {**CLASH, "event_type": "peaceful_protest"},
        {**CLASH, "day": None},
    ],
)
def test_another_time_place_side_or_kind_is_not(desk: Any, day: dict[str, Any]) -> None:
    assert parent_of_the_day(desk, BATTLE, day) is None


@pytest.mark.parametrize(
    "battle",
    [
        {**BATTLE, "precision": "week"},  # some day of that week
        {**BATTLE, "day": ("2016-06-28", "2024-07-05")},  # a war
        {**BATTLE, "event_type": "air_drone_strike"},
    ],
)
def test_a_vague_day_a_war_and_a_bombardment_are_no_battle(desk: Any, battle: dict[str, Any]) -> None:
    assert parent_of_the_day(desk, battle, CLASH) is None


def test_an_explanation_names_the_whole_and_the_parts(desk: Any) -> None:
    assert parent_of_the_day(desk, BATTLE, CLASH)
    views = desk.views()
    sources = Sources(desk.documents, {}.get, desk.world)
    whole, part = (next(e for e in views.events if d in e.documents) for d in ("whole", "day"))
    assert any(r.startswith("part of armed clash, Singa, 2024-06-25") for r in explain(part.id, views, sources).rules)
    assert any(
        r.startswith("a part of it: armed clash, Singa, 2024-06-29") for r in explain(whole.id, views, sources).rules
    )


STRIKE: dict[str, Any] = {
    "event_type": "air_drone_strike", "at": "Singa", "day": "2024-06-29",
    "a": {"attacker": "SAF"}, "b": {"target": "RSF"},
}  # fmt: skip
WAVE: dict[str, Any] = {**STRIKE, "at": ("Singa", "El Fasher")}


@pytest.mark.parametrize(
    ("wave", "whole"),
    [
        (WAVE, True),
        ({**WAVE, "a": {"attacker": "M23"}}, False),  # somebody else's
        ({**WAVE, "day": ("2024-06-01", "2024-06-30"), "precision": "month"}, False),  # some day of that month
        ({**WAVE, "at": ("Somewhere", "El Fasher")}, False),  # one of its towns is unknown
    ],
)
def test_a_strike_is_part_of_the_wave_of_its_day_and_doer(desk: Any, wave: dict[str, Any], whole: bool) -> None:
    desk.claim(desk.document("whole", "2024-07-01"), **wave)
    toll = {"measure": "killed", "best": 40, "kind": "aggregate"}
    desk.claim("whole", "figure", **wave, figure=toll)  # one toll of both towns makes them one
    desk.claim(desk.document("day", "2024-06-30"), **STRIKE)
    nowhere = {**STRIKE, "at": "Elsewhere"}
    desk.claim(desk.document("nowhere", "2024-06-30"), **nowhere)
    parent = {d: e.parent for e in desk.views().events for d in e.documents}
    assert (parent["day"] is not None) == whole
    assert parent["nowhere"] is None


LONG: dict[str, Any] = {**BATTLE, "day": ("2024-06-25", "2024-09-05")}


@pytest.mark.parametrize(
    ("other", "one"),
    [
        (LONG, True),
        ({**LONG, "event_type": "ground_offensive"}, True),
        ({**LONG, "day": ("2024-06-25", "2024-09-06")}, False),
        ({**LONG, "at": "El Fasher"}, False),
        ({**LONG, "a": {"attacker": "M23"}}, False),
        ({**LONG, "precision": "month"}, False),  # some day of that summer
        ({**LONG, "event_type": "air_drone_strike"}, False),
    ],
)
def test_a_long_battle_is_known_by_its_first_and_last_day(desk: Any, other: dict[str, Any], one: bool) -> None:
    desk.claim(desk.document("one", "2024-10-01"), **LONG)
    desk.claim(desk.document("two", "2024-10-02"), **other)
    assert (len(desk.views().events) == 1) == one
