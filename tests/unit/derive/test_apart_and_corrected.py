"""What parts two events of one day, what a later word of the same source changes, how a siege ends."""

from __future__ import annotations

from typing import Any

import pytest

STRIKE: dict[str, Any] = {"event_type": "shelling_missile", "at": "Gaza City", "a": {"attacker": "ISR"}}
CAPTURE: dict[str, Any] = {
    "event_type": "territory_captured", "at": "Singa", "a": {"controller_new": "RSF"}, "b": {"controller_old": "SAF"},
    "control": {"state": "held", "holders_after": ["RSF"], "holders_before": ["SAF"], "extent": "full"},
}  # fmt: skip


def at(day: str, words: str | None = None, **more: Any) -> dict[str, Any]:
    return {"time": {"from": day, "to": day, "granularity": "day", "text": words, **more}}


@pytest.mark.parametrize(
    ("one", "two", "count"),
    [
        ("Tuesday morning", "Tuesday evening", 2),
        ("Tuesday morning", "Tuesday afternoon", 1),
        ("Tuesday morning", "Tuesday", 1),
        ("Tuesday night", "Tuesday morning", 1),
    ],
)
def test_morning_and_evening_are_two_strikes(desk: Any, one: str, two: str, count: int) -> None:
    for name, words in (("a", one), ("b", two)):
        desk.claim(desk.document(name, "2023-05-17"), **STRIKE, **at("2023-05-16", words))
    assert len(desk.views().events) == count


def test_one_document_tells_of_the_morning_and_of_the_evening(desk: Any) -> None:
    story = desk.document("a", "2023-05-17")
    for words in ("in the morning", "in the evening"):
        desk.claim(story, **STRIKE, **at("2023-05-16", words))
    assert len(desk.views().events) == 2


def test_a_corrected_day_moves_the_event_and_its_copies(desk: Any) -> None:
    desk.claim(desk.document("a", "2023-05-18"), **STRIKE, **at("2023-05-17"), by="IDF")
    desk.claim(desk.document("b", "2023-05-19"), **STRIKE, **at("2023-05-16", instead_of="2023-05-17"), by="IDF")
    desk.claim(desk.document("c", "2023-05-19"), **STRIKE, **at("2023-05-16"), by="UN")
    (event,) = desk.views().events
    assert (event.time.from_, event.time.to, event.documents) == ("2023-05-16", "2023-05-16", ("a", "b", "c"))


def test_nobody_corrects_the_day_of_another(desk: Any) -> None:
    desk.claim(desk.document("a", "2023-05-18"), **STRIKE, **at("2023-05-17"), by="IDF")
    desk.claim(desk.document("b", "2023-05-19"), **STRIKE, **at("2023-05-16", instead_of="2023-05-17"), by="UN")
    assert [e.time.from_ for e in desk.views().events] == ["2023-05-16", "2023-05-17"]


def test_what_happened_on_the_wrong_day_too_stays_there(desk: Any) -> None:
    desk.claim(desk.document("a", "2023-05-18"), **STRIKE, **at("2023-05-17"), by="IDF")
    desk.claim(desk.document("b", "2023-05-19"), **STRIKE, **at("2023-05-16", instead_of="2023-05-17"), by="IDF")
    desk.claim(desk.document("c", "2023-05-19"), **STRIKE, **at("2023-05-17"), by="UN")
    assert [(e.time.from_, e.documents) for e in desk.views().events] == [
        ("2023-05-16", ("a", "b")),
        ("2023-05-17", ("c",)),
    ]


def test_the_sum_of_several_days_is_none_of_them(desk: Any) -> None:
    move = {"event_type": "displacement", "at": "Sake"}
    for name, day, number in (("a", "2025-01-22", 1500), ("b", ("2025-01-22", "2025-01-24"), 4000)):
        story = desk.document(name, "2025-01-25")
        desk.claim(story, **move, day=day)
        desk.figure(story, "displaced", best=number, kind="flow", **move, day=day)
    assert sorted(f.best for e in desk.views().events for f in e.figures) == [1500, 4000]


def test_a_source_that_tells_of_what_it_denied_denies_it_no_more(desk: Any) -> None:
    raid = {"event_type": "air_drone_strike", "at": "El Fasher", "day": "2024-05-10", "a": {"attacker": "SAF"}}
    desk.claim(desk.document("a", "2024-05-10"), **raid, by="UN")
    desk.claim(desk.document("b", "2024-05-10"), **raid, by="Sudanese army", factuality="CT-")
    assert desk.views().events[0].status == "contested"
    desk.claim(desk.document("c", "2024-05-11"), **raid, by="Sudanese army")
    assert desk.views().events[0].status == "corroborated"


def test_the_state_that_is_hit_and_the_one_that_hit_it_are_both_sides(desk: Any) -> None:
    raid = {"event_type": "air_drone_strike", "at": "El Fasher", "day": "2024-05-10", "a": {"attacker": "ISR"}}
    desk.claim(desk.document("a", "2024-05-10"), **raid, by="IDF")
    assert desk.views().events[0].status == "reported"
    desk.claim(desk.document("b", "2024-05-11"), **raid, by="Sudanese army")
    assert desk.views().events[0].status == "corroborated"


def test_who_killed_whom_does_not_part_a_fight(desk: Any) -> None:
    fight = {"event_type": "armed_clash", "at": "Singa", "day": "2024-06-29"}
    desk.claim(desk.document("a", "2024-06-30"), **fight, a={"attacker": "RSF"}, b={"victim": "SAF"}, by="RSF")
    desk.claim(
        desk.document("b", "2024-06-30"), **fight, a={"attacker": "SAF"}, b={"victim": "RSF"}, by="Sudanese army"
    )
    (event,) = desk.views().events
    assert ([p.id for p in event.side_a], [p.id for p in event.side_b]) == (["RSF"], ["SAF"])
    assert event.status == "corroborated"


def test_who_shelled_whom_does(desk: Any) -> None:
    shelling = {"event_type": "shelling_missile", "at": "Singa", "day": "2024-06-29"}
    desk.claim(desk.document("a", "2024-06-30"), **shelling, a={"attacker": "RSF"}, b={"victim": "SAF"})
    desk.claim(desk.document("b", "2024-06-30"), **shelling, a={"attacker": "SAF"}, b={"victim": "RSF"})
    assert len(desk.views().events) == 2


def test_a_capture_that_its_source_takes_back_moves_no_control(desk: Any) -> None:
    desk.claim(desk.document("a", "2024-06-30"), **CAPTURE, day="2024-06-29", by="RSF")
    desk.claim(desk.document("b", "2024-07-01"), **CAPTURE, day="2024-06-29", by="RSF", factuality="CT-")
    assert not desk.views().control
    desk.claim(desk.document("c", "2024-07-11"), **CAPTURE, day="2024-07-10", by="RSF")
    held = [(c.from_, c.status) for c in desk.views().control if c.holders[0].id == "RSF"]
    assert held == [("2024-07-10", "claimed")]


def test_the_denial_of_one_day_leaves_the_capture_of_another(desk: Any) -> None:
    desk.claim(desk.document("a", "2024-06-30"), **CAPTURE, day="2024-06-29", by="RSF")
    desk.claim(desk.document("b", "2024-07-11"), **CAPTURE, day="2024-07-10", by="RSF", factuality="CT-")
    assert [c.from_ for c in desk.views().control if c.holders[0].id == "RSF"] == ["2024-06-29"]


def test_a_siege_ends_when_it_is_lifted(desk: Any) -> None:
    siege: dict[str, Any] = {"event_type": "siege_blockade", "at": "Kidal", "a": {"actor": "JNIM"}}
    held = {"state": "held", "holders_after": ["FAMA"], "extent": "full"}
    desk.claim(desk.document("a", "2022-02-16"), "control", at="Kidal", day="2022-02-16", control=held)
    desk.claim(desk.document("b", "2022-02-18"), **siege, day="2022-02-17", control={"state": "besieged"})
    lifted = {"state": "besieged", "phase": "lifted"}
    desk.claim(desk.document("c", "2022-04-25"), **siege, day="2022-04-24", control=lifted)
    rows = [(c.from_, c.to, c.state, [h.id for h in c.holders]) for c in desk.views().control]
    assert rows == [
        ("2022-02-16", "2022-02-17", "held", ["FAMA"]),
        ("2022-02-17", "2022-04-24", "besieged", ["FAMA"]),
        ("2022-04-24", None, "held", ["FAMA"]),
    ]


def test_what_was_never_besieged_is_not_freed(desk: Any) -> None:
    lifted = {"state": "besieged", "phase": "lifted"}
    desk.claim(
        desk.document("c", "2022-04-25"), event_type="siege_blockade", at="Kidal", day="2022-04-24", control=lifted
    )
    assert not desk.views().control


@pytest.mark.parametrize(("one", "two", "asked"), [(7, 7, 1), (7, 8, 0), (3, 3, 0)])
def test_the_same_rare_toll_without_a_day_is_asked_about(desk: Any, one: int, two: int, asked: int) -> None:
    for name, day, number in (("a", "2022-07-22", one), ("b", None, two)):
        story = desk.document(name)
        desk.claim(story, **STRIKE, day=day)
        desk.figure(story, "killed", best=number, **STRIKE, day=day)
    views = desk.views()
    assert (len(views.events), len(views.suggestions)) == (2, asked)


def test_one_toll_for_two_towns_stands_at_neither(desk: Any) -> None:
    story = desk.document("a", "2024-03-03")
    both = {"event_type": "air_drone_strike", "at": ("Gaza City", "Rafah"), "day": "2024-03-02"}
    desk.claim(story, **both)
    desk.figure(story, "killed", best=9, kind="aggregate", **both)
    (row,) = desk.views().figures
    assert (row.kind, row.place, row.best) == ("aggregate", None, 9)
