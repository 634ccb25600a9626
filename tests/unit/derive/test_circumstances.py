"""A strike that follows another one is an event of its own (CODEBOOK R80), deaths by no means told are none (R75)."""

from __future__ import annotations

from typing import Any

import pytest

from dateline.model import MEANS_UNSTATED, SECOND_STRIKE

FIRST: dict[str, Any] = {
    "event_type": "air_drone_strike", "at": "Singa", "day": "2024-06-29", "a": {"attacker": "SAF"},
}  # fmt: skip
SECOND: dict[str, Any] = {**FIRST, "flags": [SECOND_STRIKE]}


def test_a_second_strike_is_not_the_first_in_one_report(desk: Any) -> None:
    desk.claim(desk.document("one", "2024-06-30"), **FIRST)
    desk.claim("one", **SECOND)
    assert len(desk.views().events) == 2


def test_each_is_told_of_by_two_reports(desk: Any) -> None:
    for name in ("one", "two"):
        desk.claim(desk.document(name, "2024-06-30"), **FIRST)
        desk.claim(name, **SECOND)
    assert [set(e.documents) for e in desk.views().events] == [{"one", "two"}] * 2


def test_both_are_parts_of_the_wave_of_that_day(desk: Any) -> None:
    desk.claim(desk.document("wave", "2024-07-01"), **{**FIRST, "at": ("Singa", "El Fasher")})
    toll = {"measure": "killed", "best": 40, "kind": "aggregate"}
    desk.claim("wave", "figure", **{**FIRST, "at": ("Singa", "El Fasher")}, figure=toll)
    desk.claim(desk.document("one", "2024-06-30"), **FIRST)
    desk.claim("one", **SECOND)
    events = desk.views().events
    whole = next(e for e in events if "wave" in e.documents)
    assert [e.parent for e in events if "one" in e.documents] == [whole.id] * 2


def test_deaths_by_nothing_that_is_told_are_those_of_the_fight_told(desk: Any) -> None:
    capture = {"event_type": "territory_captured", "at": "Singa", "day": "2024-06-29", "a": {"controller_new": "RSF"}}
    deaths = {"event_type": "armed_clash", "at": "Singa", "day": "2024-06-29"}
    desk.claim(desk.document("one", "2024-06-30"), **capture)
    desk.claim("one", **deaths, flags=[MEANS_UNSTATED])
    assert [e.type for e in desk.views().events] == ["territory_captured"]
    desk.claim(desk.document("two", "2024-06-30"), **capture)
    desk.claim("two", **deaths)  # fighting by its own words
    assert len(desk.views().events) == 2


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ({}, None),
        ({"flags": ["taken_by_non_state"]}, "Non-state actor overtakes territory"),
        ({"flags": ["taken_by_government"]}, "Government regains territory"),
        ({"flags": ["taken_by_non_state", "taken_by_government"]}, None),
        ({"a": {"controller_new": "SAF"}, "flags": ["taken_by_non_state"]}, "Government regains territory"),
    ],
)
def test_who_takes_a_place_is_asked_of_the_book_first(desk: Any, told: dict[str, Any], kind: str | None) -> None:
    capture = {"event_type": "territory_captured", "at": "Singa", "day": "2024-06-29"}
    desk.claim(desk.document("one", "2024-06-30"), **{**capture, **told})
    (event,) = desk.views().events
    assert event.acled["sub_event_type"] == kind
