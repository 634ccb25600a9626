"""A page that weighs several sources counts once, beside none of those it lists."""

from __future__ import annotations

from typing import Any

import pytest

STRIKE: dict[str, Any] = {"event_type": "air_drone_strike", "at": "Gaza City", "day": "2024-03-02"}


@pytest.fixture
def page(desk: Any) -> Any:
    """A monitor's page about one strike, which goes on to list what others say."""
    desk.document("page", "2024-03-20")
    desk.claim("page", **STRIKE, a={"attacker": "ISR"}, by="Monitor", narrated=True)
    return desk


def told(desk: Any, by: str = "Monitor", measure: str = "killed", **figure: Any) -> None:
    desk.figure("page", measure, **STRIKE, by=by, narrated=by == "Monitor", **figure)


def killed(desk: Any) -> tuple[int | None, int | None, int | None] | None:
    (event,) = desk.views().events
    found = [f for f in event.figures if f.measure == "killed"]
    return (found[0].min, found[0].best, found[0].max) if found else None


def test_the_pages_own_count_stands_before_those_that_it_lists(page: Any) -> None:
    told(page, best=9)
    told(page, "Health ministry", best=21)
    told(page, "Civil defence", best=4)
    assert killed(page) == (None, 9, None)


def test_what_others_say_closes_an_open_end(page: Any) -> None:
    told(page, min=4, approx="lower_bound")
    told(page, "Civil defence", best=6)
    assert killed(page) == (4, None, 6)


def test_a_far_higher_number_is_of_something_else(page: Any) -> None:
    told(page, min=4, approx="lower_bound")
    told(page, "Health ministry", best=90)
    assert killed(page) == (4, None, None)


def test_the_low_of_an_upper_bound_is_one_of_at_least_half_of_it(page: Any) -> None:
    told(page, max=20, approx="upper_bound")
    told(page, "Civil defence", best=12)
    told(page, "Health ministry", best=3)
    assert killed(page) == (12, None, 20)


def test_one_person_told_first_is_not_the_toll(page: Any) -> None:
    told(page, best=1)
    told(page, best=5)
    assert killed(page) == (None, 5, None)


def test_dozens_say_less_than_any_number_below_them(page: Any) -> None:
    told(page, min=24, approx="vague_plural")
    told(page, "Health ministry", best=31)
    told(page, "Civil defence", best=31)
    assert killed(page) == (31, 31, 31)


def test_a_page_that_begins_with_anothers_word_compiles_nothing(page: Any) -> None:
    told(page, "Health ministry", best=21)
    told(page, "Civil defence", best=13)
    assert killed(page) == (13, None, 21)


def test_a_news_story_is_one_voice_among_others(desk: Any) -> None:
    desk.document("story", "2024-03-03")
    desk.claim("story", **STRIKE, a={"attacker": "ISR"}, by="Health ministry")
    desk.figure("story", "killed", best=21, **STRIKE, by="Health ministry")
    desk.figure("story", "killed", best=13, **STRIKE, by="IDF")
    assert killed(desk) == (13, None, 21)
