"""A source takes its own word back; days without a year; what is old is background."""

from __future__ import annotations

from typing import Any

import pytest

from dateline.derive.decisions import Decisions

STRIKE: dict[str, Any] = {"event_type": "air_drone_strike", "at": "Gaza City", "day": "2024-03-02"}
CAPTURE: dict[str, Any] = {"event_type": "territory_captured", "at": "Singa", "day": "2024-06-29"}


def test_an_event_that_its_only_source_takes_back_is_retracted(desk: Any) -> None:
    desk.claim(desk.document("a", "2024-06-30"), **CAPTURE, a={"controller_new": "RSF"}, by="RSF")
    desk.claim(desk.document("b", "2024-07-01"), **CAPTURE, a={"controller_new": "RSF"}, by="RSF", factuality="CT-")
    (event,) = desk.views().events
    assert event.status == "retracted"


def test_the_denial_of_the_other_side_only_contests(desk: Any) -> None:
    desk.claim(desk.document("a", "2024-06-30"), **CAPTURE, a={"controller_new": "RSF"}, by="RSF")
    desk.claim(
        desk.document("b", "2024-07-01"), **CAPTURE, a={"controller_new": "RSF"}, by="Sudanese army", factuality="CT-"
    )
    (event,) = desk.views().events
    assert event.status == "contested"


def test_a_toll_taken_back_by_its_source_stands_no_more(desk: Any) -> None:
    one, two = desk.document("a", "2024-03-03"), desk.document("b", "2024-03-04")
    desk.claim(one, **STRIKE, a={"attacker": "ISR"})
    desk.figure(one, "killed", best=40, **STRIKE, by="Health ministry")
    desk.figure(one, "killed", best=27, **STRIKE, by="UN")
    desk.figure(two, "killed", best=40, **STRIKE, by="Health ministry", factuality="CT-")
    tolls = [(f.min, f.best, f.max) for e in desk.views().events for f in e.figures if f.measure == "killed"]
    assert tolls == [(None, 27, None)]


def test_another_number_is_not_taken_back(desk: Any) -> None:
    one, two = desk.document("a", "2024-03-03"), desk.document("b", "2024-03-04")
    desk.claim(one, **STRIKE, a={"attacker": "ISR"})
    desk.figure(one, "killed", best=40, **STRIKE, by="Health ministry")
    desk.figure(two, "killed", best=400, **STRIKE, by="Health ministry", factuality="CT-")
    tolls = [(f.min, f.best, f.max) for e in desk.views().events for f in e.figures if f.measure == "killed"]
    assert tolls == [(None, 40, None)]


def test_the_latest_word_of_all(desk: Any) -> None:
    one, two = desk.document("a", "2024-03-03"), desk.document("b", "2024-03-05")
    desk.claim(one, **STRIKE, a={"attacker": "ISR"})
    desk.figure(one, "killed", best=18, **STRIKE, by="UN")
    desk.figure(two, "killed", best=25, **STRIKE, by="Civil defence")
    (row,) = [f for f in desk.views("latest").figures if f.measure == "killed"]
    assert (row.min, row.best, row.max, row.policy) == (None, 25, None, "latest")


YEARLESS: dict[str, Any] = {"text": "on 2 March", "edtf": "XXXX-03-02", "basis": "explicit", "why": "no year"}


@pytest.mark.parametrize(("day", "events"), [("2024-03-02", 1), ("2024-03-03", 2)])
def test_a_day_without_a_year_meets_that_day_of_a_year(desk: Any, day: str, events: int) -> None:
    desk.claim(desk.document("a", None), **{**STRIKE, "day": None}, time=YEARLESS, a={"attacker": "ISR"})
    desk.claim(desk.document("b", "2024-03-04"), **{**STRIKE, "day": day}, a={"attacker": "ISR"})
    assert len(desk.views().events) == events


def test_two_days_without_a_year_are_two_events_in_one_report(desk: Any) -> None:
    story = desk.document("a", None)
    desk.claim(story, **{**STRIKE, "day": None}, time=YEARLESS, a={"attacker": "ISR"})
    later = {**YEARLESS, "text": "on 3 March", "edtf": "XXXX-03-03"}
    desk.claim(story, **{**STRIKE, "day": None}, time=later, a={"attacker": "ISR"})
    assert len(desk.views().events) == 2


def test_armed_men_may_be_anybody(desk: Any) -> None:
    desk.claim(desk.document("a", "2024-03-03"), **STRIKE, a={"attacker": "GUNMEN"}, by="UN")
    desk.claim(desk.document("b", "2024-03-03"), **STRIKE, a={"attacker": "HAMAS"}, by="IDF")
    assert len(desk.views().events) == 1


def test_what_is_told_thirty_one_days_later_is_background(desk: Any) -> None:
    desk.claim(desk.document("a", "2024-04-02"), **STRIKE)
    desk.claim(desk.document("b", "2024-04-01"), **{**STRIKE, "at": "Goma"})
    assert {(e.place.name, e.background) for e in desk.views().events} == {("Gaza City", True), ("Goma", False)}


def test_what_the_machine_hardly_believes_makes_an_event_once_a_person_accepts_it(desk: Any) -> None:
    claim = desk.claim(desk.document("a", "2024-03-03"), **STRIKE, confidence=0.15)
    assert desk.views().events == ()
    (event,) = desk.views(decisions=Decisions(accepted=frozenset({claim.id}))).events
    assert event.claims == (claim.id,)
