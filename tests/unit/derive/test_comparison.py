"""Reports side by side: each part of their likeness, what joins an event, what comes near and stays apart."""

from __future__ import annotations

from typing import Any

import pytest

from dateline.derive.comparison import compare, reports_of
from dateline.derive.decisions import NONE, Decisions, pair
from dateline.derive.explain import Sources, explain
from dateline.derive.identity import across
from dateline.derive.together import together

STRIKE = {"event_type": "air_drone_strike", "at": "Gaza City", "day": "2024-03-02"}


def event_with(views: Any, claim: Any) -> Any:
    return views.event(f"ev_{claim.id}")


def test_the_score_is_the_product_of_the_parts_and_that_of_matching(desk: Any) -> None:
    for name, by, killed in (("a", "IDF", 20), ("b", "Wire", 20), ("c", "Monitor", 90)):
        story = desk.document(name, "2024-03-03")
        desk.claim(story, **STRIKE, by=by)
        desk.figure(story, "killed", best=killed, **STRIKE, by=by)
    views = desk.views()
    reports = [r for rows in reports_of(views.events, views, desk.world, NONE).values() for r in rows]
    assert len(reports) == 3
    for a in reports:
        for b in reports:
            if a is not b:
                row = compare(a, b, desk.world, NONE)
                assert row.score == pytest.approx(across(a, b, desk.world).score, abs=0.001)
                assert row.basis == "scored"
    figures = {p.words: p.score for b in reports[1:] for p in compare(reports[0], b, desk.world, NONE).parts[-1:]}
    assert figures == {"20 killed / 20 killed": 1.15, "20 killed / 90 killed": 0.75}


def test_each_report_of_an_event_is_joined_to_the_one_it_fits_best(desk: Any) -> None:
    first = desk.claim(desk.document("a", "2024-03-03"), **STRIKE, by="IDF")
    desk.claim(desk.document("b", "2024-03-03"), **{**STRIKE, "at": "Al-Shati camp"}, by="Wire")
    desk.claim(desk.document("c", "2024-03-04"), **{**STRIKE, "at": "Al-Shati camp"}, by="Monitor")
    views = desk.views()
    found = together(event_with(views, first), views, desk.world, NONE)
    assert sorted(row.documents for row in found.links) == [("a", "b"), ("b", "c")]
    assert {row.parts[1].words for row in found.links if row.documents == ("b", "c")} == {
        "Al-Shati camp: the same place"
    }


@pytest.mark.parametrize(
    ("other", "part", "words"),
    [
        ({"day": "2024-03-03"}, "time", "2024-03-02 / 2024-03-03"),
        ({"event_type": "agreement"}, "type", "air drone strike / agreement"),
        ({"at": "Rafah"}, "place", "Gaza City / Rafah: two places, 32 km"),
        ({"a": {"attacker": "RSF"}}, "sides", "different actors: ISR / RSF"),
    ],
)
def test_what_comes_near_says_which_part_keeps_it_apart(desk: Any, other: Any, part: str, words: str) -> None:
    one = desk.claim(desk.document("a", "2024-03-03"), **STRIKE, a={"attacker": "ISR"}, by="IDF")
    two = desk.claim(desk.document("b", "2024-03-04"), **{**STRIKE, **other}, by="Wire")
    desk.claim(desk.document("c", "2024-03-04"), **{**STRIKE, "at": "Goma"}, by="Wire")
    views = desk.views()
    found = together(event_with(views, one), views, desk.world, NONE)
    if part == "place":
        assert found.apart == ()  # 32 km away is not near
        return
    (near,) = found.apart
    assert near.event.id == f"ev_{two.id}"
    assert near.because == f"{part}: {words}"
    assert [p.name for p in near.comparison.forbidding] == [part]


def test_a_decision_is_the_reason_where_there_is_one(desk: Any) -> None:
    one = desk.claim(desk.document("a", "2024-03-03"), **STRIKE, by="IDF")
    two = desk.claim(desk.document("b", "2024-03-04"), **STRIKE, by="Wire")
    apart = Decisions(split=frozenset({pair(one.id, two.id)}))
    views = desk.views(decisions=apart)
    (near,) = together(event_with(views, one), views, desk.world, apart).apart
    assert near.because == "a person decided that they are two events"
    three = desk.claim(desk.document("c", "2024-03-04"), **{**STRIKE, "day": "2024-03-09"}, by="Wire")
    joined = Decisions(merged=frozenset({pair(one.id, three.id)}))
    views = desk.views(decisions=joined)
    links = together(event_with(views, one), views, desk.world, joined).links
    assert {row.basis for row in links} == {"decided_one", "scored"}


def test_an_event_is_explained_with_its_links_and_its_neighbours(desk: Any) -> None:
    one = desk.claim(desk.document("a", "2024-03-03"), **STRIKE, by="IDF")
    desk.claim(desk.document("b", "2024-03-04"), **STRIKE, by="Wire")
    desk.claim(desk.document("c", "2024-03-04"), **{**STRIKE, "day": "2024-03-03"}, by="Wire")
    found = explain(f"ev_{one.id}", desk.views(), Sources(desk.documents, lambda _: None, desk.world))
    assert [row.documents for row in found.together] == [("a", "b")]
    assert [near.because for near in found.near] == ["time: 2024-03-02 / 2024-03-03"]
    assert found.to_json()["near"][0]["comparison"]["parts"][0]["name"] == "type"
