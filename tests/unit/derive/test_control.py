"""Who holds what, from when to when, over several wars."""

from __future__ import annotations

from typing import Any

import pytest

from dateline.derive import filters


def captured(desk: Any, document: str, town: str, day: Any, taker: str, loser: str, **more: Any) -> Any:
    control = {"holders_after": [taker] if taker else [], "holders_before": [loser], "state": "held", "extent": "full"}
    if not taker:
        control["state"] = "lost_by_from"
    return desk.claim(
        document, event_type="territory_captured", at=town, day=day,
        a={"controller_new": taker}, b={"controller_old": loser}, control=control, **more,
    )  # fmt: skip


def holds(desk: Any, document: str, town: Any, day: Any, holder: str, state: str = "held", **more: Any) -> Any:
    effect = {"holders_after": [holder], "state": state, "extent": more.pop("extent", "full")}
    effect |= {k: more.pop(k) for k in ("share", "share_min", "object") if k in more}
    return desk.claim(document, "control", at=town, day=day, a={"controller": holder}, control=effect, **more)


def line(desk: Any, town: str) -> list[tuple[Any, ...]]:
    rows = [k for k in desk.views().control if k.place.name == town]
    return [(k.from_, k.to, k.state, tuple(h.id for h in k.holders), k.status) for k in rows]


def test_a_sudanese_town_changes_hands_twice(desk: Any) -> None:
    captured(desk, desk.document("a", "2024-06-30"), "Singa", "2024-06-29", "RSF", "SAF", by="RSF")
    captured(desk, desk.document("b", "2024-11-24"), "Singa", "2024-11-23", "SAF", "RSF", by="Sudanese army")
    captured(desk, desk.document("c", "2024-11-24"), "Singa", "2024-11-23", "SAF", "RSF", by="Monitor")
    assert line(desk, "Singa") == [
        (None, "2024-06-29", "held", ("SAF",), "claimed"),
        ("2024-06-29", "2024-11-23", "held", ("RSF",), "claimed"),
        ("2024-11-23", None, "held", ("SAF",), "corroborated"),
    ]


def test_the_state_before_a_capture_is_marked_as_inferred(desk: Any) -> None:
    captured(desk, desk.document("a", "2024-06-30"), "Singa", "2024-06-29", "RSF", "SAF")
    assert [k.start for k in desk.views().control] == ["inferred", "dated"]


def test_twice_on_one_day_in_the_order_of_the_text(desk: Any) -> None:
    story = desk.document("a", "2025-01-29")
    captured(desk, story, "Sake", "2025-01-28", "M23", "FARDC", seq=1)
    captured(desk, story, "Sake", "2025-01-28", "FARDC", "M23", seq=2)
    rows = line(desk, "Sake")
    assert [r[3] for r in rows] == [("FARDC",), ("M23",), ("FARDC",)]
    assert rows[-1][4] != "disputed"


def test_half_held_comes_before_fully_taken_on_the_same_day(desk: Any) -> None:
    story = desk.document("a", "2024-12-21")
    captured(desk, story, "Ann", "2024-12-20", "AA", "TATMADAW", seq=2)
    holds(desk, story, "Ann", "2024-12-20", "TATMADAW", "contested", extent="partial", share=0.5, seq=1)
    rows = [k for k in desk.views().control if k.place.name == "Ann"]
    assert [k.state for k in rows] == ["contested", "held"]
    assert (rows[0].share, rows[0].to) == (0.5, "2024-12-20")
    assert [h.id for h in rows[-1].holders] == ["AA"]
    assert rows[-1].to is None


def test_still_held_until_the_capture_is_a_past_state(desk: Any) -> None:
    story = desk.document("a", "2024-12-21")
    captured(desk, story, "Ann", "2024-12-20", "AA", "TATMADAW")
    holds(desk, story, "Ann", (None, "2024-12-20"), "TATMADAW", news_role="background")
    assert [(r[1], r[3]) for r in line(desk, "Ann")] == [("2024-12-20", ("TATMADAW",)), (None, ("AA",))]


def test_a_village_claimed_by_one_side_only_is_claimed(desk: Any) -> None:
    captured(desk, desk.document("a", "2024-05-16"), "Robotyne", "2024-05-15", "RUS", "UKR", by="Russian MoD")
    assert line(desk, "Robotyne")[-1][4] == "claimed"


def test_the_other_side_says_it_still_holds_it(desk: Any) -> None:
    captured(desk, desk.document("a", "2024-05-16"), "Robotyne", "2024-05-15", "RUS", "UKR", by="Russian MoD")
    answer = holds(desk, desk.document("b", "2024-05-17"), "Robotyne", "2024-05-16", "UKR", by="Ukrainian staff")
    row = [k for k in desk.views().control if k.place.name == "Robotyne"][-1]
    assert (row.status, row.against, row.to) == ("disputed", (answer.id,), None)
    assert [h.id for h in row.holders] == ["RUS"]


def test_a_denied_capture_is_disputed(desk: Any) -> None:
    captured(desk, desk.document("a", "2024-05-16"), "Robotyne", "2024-05-15", "RUS", "UKR", by="Russian MoD")
    captured(
        desk, desk.document("b", "2024-05-16"), "Robotyne", "2024-05-15", "RUS", "UKR", by="Ukrainian staff",
        factuality="CT-", certainty="denied",
    )  # fmt: skip
    assert line(desk, "Robotyne")[-1][4] == "disputed"


def test_the_losers_word_corroborates(desk: Any) -> None:
    captured(desk, desk.document("a", "2024-05-16"), "Robotyne", "2024-05-15", "RUS", "UKR", by="Ukrainian staff")
    assert line(desk, "Robotyne")[-1][4] == "corroborated"


def test_long_after_a_capture_another_holder_means_a_new_stretch(desk: Any) -> None:
    captured(desk, desk.document("a", "2023-08-29"), "Robotyne", "2023-08-28", "UKR", "RUS")
    holds(desk, desk.document("b", "2024-05-20"), "Robotyne", "2024-05-19", "RUS", by="Monitor")
    rows = [k for k in desk.views().control if k.place.name == "Robotyne"]
    assert [(k.from_, k.to, k.start) for k in rows[1:]] == [
        ("2023-08-28", "2024-05-19", "dated"),
        ("2024-05-19", None, "seen"),
    ]


def test_two_sides_take_a_place_on_one_day_without_an_order(desk: Any) -> None:
    captured(desk, desk.document("a", "2025-01-29"), "Sake", "2025-01-28", "M23", "FARDC", by="M23")
    captured(desk, desk.document("b", "2025-01-29"), "Sake", "2025-01-28", "FARDC", "M23", by="FARDC")
    assert {r[4] for r in line(desk, "Sake") if r[0] == "2025-01-28"} == {"disputed"}


def test_a_province_says_nothing_of_its_towns(desk: Any) -> None:
    captured(desk, desk.document("a", "2024-06-30"), "Sennar State", "2024-06-29", "RSF", "SAF")
    holds(desk, desk.document("b", "2024-07-02"), "Singa", "2024-07-01", "SAF")
    assert [r[3] for r in line(desk, "Singa")] == [("SAF",)]
    assert line(desk, "Sennar State")[-1][3] == ("RSF",)


def test_two_actors_hold_parts_of_one_province(desk: Any) -> None:
    story = desk.document("a", "2024-07-02")
    for holder in ("RSF", "SAF"):
        holds(desk, story, "Sennar State", "2024-07-01", holder, extent="partial")
    rows = line(desk, "Sennar State")
    assert sorted(r[3] for r in rows) == [("RSF",), ("SAF",)]
    assert all(r[1] is None for r in rows)


def test_presence_paints_no_control(desk: Any) -> None:
    effect = {"holders_after": ["JNIM"], "state": "presence_only"}
    desk.claim(
        desk.document("a", "2024-06-30"),
        "presence",
        at="Kidal",
        day="2024-06-29",
        a={"present": "JNIM"},
        control=effect,
    )
    assert desk.views().control == ()


def test_who_leaves_a_town_does_not_say_who_came(desk: Any) -> None:
    captured(desk, desk.document("a", "2023-11-15"), "Kidal", "2023-11-14", "", "JNIM")
    last = line(desk, "Kidal")[-1]
    assert last[2:4] == ("lost_by_from", ())


def test_loss_and_capture_of_one_day_are_one_change(desk: Any) -> None:
    captured(desk, desk.document("a", "2023-11-15"), "Kidal", "2023-11-14", "", "JNIM", by="Other Wire")
    captured(desk, desk.document("b", "2023-11-15"), "Kidal", "2023-11-14", "FAMA", "JNIM", by="Monitor")
    rows = line(desk, "Kidal")
    assert [r[3] for r in rows] == [("JNIM",), ("FAMA",)]
    assert rows[-1][4] == "corroborated"


@pytest.mark.parametrize("relation", ["near", "north_of", "outskirts_of", "adjacent_to"])
def test_beside_a_town_is_not_the_town(desk: Any, relation: str) -> None:
    beside = {"role": "event", "name": "Goma", "id": "pl:Goma", "lat": -1.68, "lon": 29.23, "relation": relation}
    holds(desk, desk.document("a", "2025-01-25"), (beside,), "2025-01-24", "M23")
    assert desk.views().control == ()


def test_a_route_is_not_the_town(desk: Any) -> None:
    story = desk.document("a", "2024-12-21")
    captured(desk, story, "Ann", "2024-12-20", "AA", "TATMADAW")
    holds(desk, story, "Ann", "2024-12-20", "TATMADAW", object="route", extent="route")
    rows = {(k.object, tuple(h.id for h in k.holders), k.to) for k in desk.views().control}
    assert ("place", ("AA",), None) in rows
    # A way out is open for as long as it is told of.
    assert ("route", ("TATMADAW",), "2024-12-20") in rows


def test_a_place_nobody_can_find_gets_no_row(desk: Any) -> None:
    holds(desk, desk.document("a", "2024-06-30"), "Wad Unknown", "2024-06-29", "RSF")
    assert desk.views().control == ()


def test_a_capture_of_last_week_says_between_which_days(desk: Any) -> None:
    captured(
        desk, desk.document("a", "2024-07-03"), "Singa", ("2024-06-24", "2024-06-30"), "RSF", "SAF", precision="week"
    )
    row = desk.views().control[-1]
    assert (row.from_, row.from_latest) == ("2024-06-24", "2024-06-30")


class TestAsOf:
    @pytest.fixture
    def twice(self, desk: Any) -> Any:
        captured(desk, desk.document("a", "2024-06-30"), "Singa", "2024-06-29", "RSF", "SAF")
        captured(desk, desk.document("b", "2024-11-24"), "Singa", "2024-11-23", "SAF", "RSF")
        return desk.views()

    @pytest.mark.parametrize(
        ("day", "holder"),
        [
            ("2024-06-28", "SAF"),
            ("2024-06-29", "RSF"),
            ("2024-11-22", "RSF"),
            ("2024-11-23", "SAF"),
            ("2026-01-01", "SAF"),
        ],
    )
    def test_one_holder_a_day(self, twice: Any, day: str, holder: str) -> None:
        (row,) = filters.control(twice, filters.Filters(as_of=day))
        assert [h.id for h in row.holders] == [holder]

    def test_what_was_first_seen_later_is_not_known_before(self, desk: Any) -> None:
        holds(desk, desk.document("a", "2025-02-01"), "Goma", "2025-01-31", "M23")
        assert filters.control(desk.views(), filters.Filters(as_of="2025-01-30")) == []
        assert len(filters.control(desk.views(), filters.Filters(as_of="2025-02-10"))) == 1


def test_a_side_that_denied_losing_a_town_does_not_dispute_that_it_holds_it_later(desk: Any) -> None:
    captured(desk, desk.document("a", "2025-02-12"), "Singa", "2025-02-12", "SAF", "RSF", by="Sudanese army")
    captured(
        desk, desk.document("b", "2025-02-12"), "Singa", "2025-02-12", "", "RSF", by="RSF",
        factuality="CT-", certainty="denied",
    )  # fmt: skip
    captured(desk, desk.document("c", "2025-02-14"), "Singa", "2025-02-14", "RSF", "SAF", by="Monitor")
    held = {k.holders[0].id: k.status for k in desk.views().control if k.holders and k.start == "dated"}
    assert held["SAF"] == "disputed"
    assert held["RSF"] == "claimed"
