"""Contradicting figures side by side: ranges by named policy, never a mean, never a sum of unlike things."""

from __future__ import annotations

from typing import Any

import pytest

from dateline.errors import ConfigError

STRIKE: dict[str, Any] = {"event_type": "air_drone_strike", "at": "Gaza City", "day": "2024-03-02"}


def strike(desk: Any, document: str = "a", published: str = "2024-03-03", **more: Any) -> str:
    story: str = desk.document(document, published)
    desk.claim(story, **{**STRIKE, "a": {"attacker": "ISR"}, **more})
    return story


def killed(desk: Any, policy: str | None = None) -> Any:
    (event,) = desk.views(policy).events
    return next((f for f in event.figures if f.measure == "killed"), None)


def test_no_number_is_no_figure_and_never_zero(desk: Any) -> None:
    strike(desk)
    assert killed(desk) is None


def test_two_ministries_give_a_range_without_a_best_value(desk: Any) -> None:
    story = strike(desk)
    desk.figure(story, "killed", best=21, **STRIKE, by="Health ministry")
    desk.figure(story, "killed", best=13, **STRIKE, by="IDF")
    toll = killed(desk)
    assert (toll.min, toll.best, toll.max, toll.policy) == (13, None, 21, "range")
    assert toll.originators == ("HAMAS", "ISRAEL")


def test_agreement_of_two_gives_a_best_value(desk: Any) -> None:
    story = strike(desk)
    for who in ("Health ministry", "Civil defence"):
        desk.figure(story, "killed", best=21, **STRIKE, by=who)
    toll = killed(desk)
    assert (toll.min, toll.best, toll.max) == (21, 21, 21)


def test_an_open_toll_keeps_its_end_open(desk: Any) -> None:
    story = strike(desk)
    desk.figure(story, "killed", min=42, approx="lower_bound", **STRIKE, by="Health ministry")
    toll = killed(desk)
    assert (toll.min, toll.best, toll.max) == (42, None, None)


def test_a_later_word_of_one_originator_replaces_its_earlier_one(desk: Any) -> None:
    strike(desk, "a", "2024-03-03")
    desk.figure("a", "killed", best=18, **STRIKE, by="Health ministry")
    strike(desk, "b", "2024-03-05")
    second = desk.figure("b", "killed", best=25, **STRIKE, by="Health ministry")
    toll = killed(desk)
    assert (toll.min, toll.best, toll.max) == (None, 25, None)
    row = next(f for f in desk.views().figures if f.measure == "killed")
    assert [(o.best, o.superseded_by) for o in row.by_originator] == [(18, second.id), (25, None)]


def test_a_correction_downwards_stands_too(desk: Any) -> None:
    strike(desk, "a", "2024-03-03")
    desk.figure("a", "killed", best=30, **STRIKE, by="Civil defence")
    strike(desk, "b", "2024-03-05")
    desk.figure("b", "killed", best=22, **STRIKE, by="Civil defence")
    assert killed(desk).best == 22


def test_a_number_in_the_headline_is_no_second_figure(desk: Any) -> None:
    story = strike(desk)
    desk.figure(story, "killed", min=12, approx="vague_plural", **STRIKE, narrated=True)
    desk.figure(story, "killed", best=14, **STRIKE, by="Civil defence")
    toll = killed(desk)
    assert (toll.min, toll.best, toll.max) == (None, 14, None)
    assert toll.originators == ("Civil defence",)


def test_parts_are_rows_of_their_own_and_never_added(desk: Any) -> None:
    story = strike(desk)
    whole = desk.figure(story, "killed", best=30, **STRIKE, by="Civil defence")
    part = desk.figure(story, "killed", best=8, age="child", of=whole.id, **STRIKE, by="Civil defence")
    assert killed(desk).best == 30
    rows = {f.id: f for f in desk.views().figures}
    assert rows[f"fg_{part.id}"].of == whole.id
    assert rows[f"fg_{part.id}"].best == 8


def test_civilians_and_fighters_of_one_originator_make_one_toll(desk: Any) -> None:
    story = strike(desk)
    desk.figure(story, "killed", best=5, victim_status="civilian", **STRIKE, by="Monitor")
    desk.figure(story, "killed", best=3, victim_status="combatant", **STRIKE, by="Monitor")
    assert killed(desk).best == 8


@pytest.mark.parametrize("kind", ["cumulative", "stock"])
def test_totals_and_stocks_never_attach_to_an_event(desk: Any, kind: str) -> None:
    story = strike(desk)
    desk.figure(story, "killed", best=30000, kind=kind, **STRIKE, by="Health ministry")
    assert killed(desk) is None
    row = next(f for f in desk.views().figures if f.measure == "killed")
    assert (row.kind, row.event, row.best) == (kind, None, 30000)


def test_a_toll_of_another_place_or_day_does_not_attach(desk: Any) -> None:
    story = strike(desk)
    desk.figure(story, "killed", best=7, **{**STRIKE, "at": "Rafah"}, by="Civil defence")
    desk.figure(story, "killed", best=9, **{**STRIKE, "day": "2024-02-20"}, by="Civil defence")
    views = desk.views()
    attack = next(e for e in views.events if e.place.name == "Gaza City" and e.time.from_ == "2024-03-02")
    assert attack.figures == ()


def test_flow_and_stock_of_one_town_are_two_rows(desk: Any) -> None:
    story = desk.document("a", "2025-01-28")
    days = {"day": ("2025-01-20", "2025-01-27")}
    desk.figure(story, "displaced", best=178000, kind="flow", at="Goma", **days, by="UN")
    desk.figure(story, "displaced", best=700000, kind="stock", at="Goma", **days, by="UN")
    assert sorted((f.kind, f.best) for f in desk.views().figures) == [("flow", 178000), ("stock", 700000)]


def test_totals_since_different_days_are_different_figures(desk: Any) -> None:
    story = desk.document("a", "2024-06-30")
    for since in ("2023-04-15", "2024-01-01"):
        desk.figure(story, "killed", best=15000, kind="cumulative", period_from=since, at="Sudan", by="UN")
    assert len(desk.views().figures) == 2


class TestPolicies:
    @pytest.fixture
    def three_words(self, desk: Any) -> Any:
        story = strike(desk, b={"victim": "CIVILIANS"})
        for who, best in (("IDF", 4), ("Health ministry", 21), ("Civil defence", 21), ("UN", 17)):
            desk.figure(story, "killed", best=best, **STRIKE, by=who)
        return desk

    def test_conservative_is_the_lowest(self, three_words: Any) -> None:
        toll = killed(three_words, "conservative")
        assert (toll.min, toll.best, toll.max, toll.policy) == (4, 4, 4, "conservative")

    def test_majority_is_what_most_say(self, three_words: Any) -> None:
        assert killed(three_words, "majority").best == 21

    def test_a_tie_falls_back_on_the_lowest(self, desk: Any) -> None:
        story = strike(desk)
        for who, best in (("IDF", 4), ("Health ministry", 21)):
            desk.figure(story, "killed", best=best, **STRIKE, by=who)
        assert killed(desk, "majority").best == 4

    def test_hierarchy_takes_the_highest_source(self, three_words: Any) -> None:
        from dateline.derive.views import derive_all

        kinds = {"UN": "un_agency", "Civil defence": "civil_defence"}
        views = derive_all(
            three_words.claims, three_words.documents, "hierarchy", world=three_words.world, source_kinds=kinds
        )
        toll = next(f for f in views.events[0].figures if f.measure == "killed")
        assert (toll.min, toll.best, toll.max) == (4, 17, 21)

    def test_no_policy_gives_a_mean(self, three_words: Any) -> None:
        told = {4, 17, 21, None}
        for policy in ("range", "conservative", "majority", "hierarchy"):
            toll = killed(three_words, policy)
            assert {toll.min, toll.best, toll.max} <= told

    def test_an_unknown_policy_is_an_error_that_names_the_known_ones(self, desk: Any) -> None:
        with pytest.raises(ConfigError, match="conservative"):
            desk.views("average")


def test_households_and_persons_are_two_figures(desk: Any) -> None:
    story = desk.document("a", "2024-03-03")
    fled = {"event_type": "displacement", "at": "Singa", "day": "2024-03-02", "kind": "flow"}
    desk.claim(story, event_type="displacement", at="Singa", day="2024-03-02")
    desk.figure(story, "displaced", best=2300, unit="households", **fled)
    found = [f for e in desk.views().events for f in e.figures]
    assert [(f.measure, f.unit, f.best) for f in found] == [("displaced", "households", 2300)]
