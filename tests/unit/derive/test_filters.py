"""Filters choose rows; they never change one."""

from __future__ import annotations

from typing import Any

import pytest

from dateline.derive import filters
from dateline.derive.filters import Filters
from dateline.errors import ConfigError


@pytest.fixture
def views(desk: Any) -> Any:
    story = desk.document("a", "2025-01-29")
    clash = {"event_type": "armed_clash"}
    desk.claim(story, **clash, at="Sake", day="2025-01-23", a={"attacker": "M23"}, b={"defender": "FARDC"}, by="M23")
    desk.claim(story, **clash, at="Sake", day="2025-01-23", a={"attacker": "M23"}, b={"defender": "FARDC"}, by="UN")
    desk.claim(story, **clash, at="Goma", day="2025-01-27", a={"attacker": "M23"}, by="UN")
    desk.claim(
        story, event_type="shelling_missile", at="Rafah", day="2025-01-10", a={"attacker": "ISR"}, by="Civil defence"
    )
    desk.claim(story, event_type="shelling_missile", a={"attacker": "SAF"})
    desk.figure(
        story, "killed", best=13, kind="incident", event_type="armed_clash", at="Goma", day="2025-01-27", by="UN"
    )
    return desk.views()


@pytest.mark.parametrize(
    ("asked", "towns"),
    [
        ({}, ["Rafah", "Sake", "Goma", None]),
        ({"place": "goma"}, ["Goma"]),
        ({"place": "CD"}, ["Sake", "Goma"]),
        ({"place": "Goma", "within": 30}, ["Sake", "Goma"]),
        ({"place": "-1.6,29.1", "within": 20}, ["Sake", "Goma"]),
        ({"place": "Goma", "within": 10}, ["Goma"]),
        ({"actor": "FARDC"}, ["Sake"]),
        ({"type": "shelling_missile"}, ["Rafah", None]),
        ({"type": "Armed clash"}, ["Sake", "Goma"]),
        ({"from_": "2025-01-20"}, ["Sake", "Goma"]),
        ({"to": "2025-01-23"}, ["Rafah", "Sake"]),
        ({"from_": "2025-01", "to": "2025-01"}, ["Rafah", "Sake", "Goma"]),
        ({"source": "un"}, ["Sake", "Goma"]),
        ({"min_originators": 2}, ["Sake"]),
        ({"place": "Atlantis"}, []),
    ],
)
def test_events(views: Any, asked: dict[str, Any], towns: list[str | None]) -> None:
    found = filters.events(views, Filters(**asked))
    assert [e.place.name if e.place else None for e in found] == towns


def test_figures_by_measure_and_source(views: Any) -> None:
    assert [f.best for f in filters.figures(views, Filters(type="killed", source="UN", place="Goma"))] == [13]
    assert filters.figures(views, Filters(type="injured")) == []


@pytest.mark.parametrize("wrong", [{"from_": "yesterday"}, {"as_of": "2025-13-01"}, {"within": 10}])
def test_a_filter_that_means_nothing_is_an_error(wrong: dict[str, Any]) -> None:
    with pytest.raises(ConfigError):
        Filters(**wrong)
