"""What a person may set in a claim, and what is refused before it is stored."""

from __future__ import annotations

from typing import Any

import pytest

from dateline.derive.editing import check_whole, checked, value_at
from dateline.errors import ConfigError

LEAVES = ("armed_clash", "shelling_missile")


@pytest.fixture
def claim(desk: Any) -> Any:
    return desk.figure(
        desk.document("a", "2024-06-30"), "killed", best=4, event_type="armed_clash", at="Singa", day="2024-06-29"
    )


@pytest.mark.parametrize(
    ("field", "value", "read"),
    [
        ("event_type", "shelling_missile", "shelling_missile"),
        ("figure.best", "27", 27),
        ("figure.best", None, None),
        ("places.0.name", "Sinja", "Sinja"),
        ("time.from", "2024-06-28", "2024-06-28"),
        ("factuality", "CT-", "CT-"),
    ],
)
def test_a_value_that_fits_is_set(claim: Any, field: str, value: str | None, read: Any) -> None:
    assert value_at(checked(claim, field, value, LEAVES), field) == read


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("text", "other words", "cannot be set"),
        ("id", "cl_1", "cannot be set"),
        ("places.0.text", "other words", "never changed"),
        ("places.0.start", "3", "never changed"),
        ("places.1.name", "Sinja", "the entry 0"),
        ("places.x.name", "Sinja", "the entry 0"),
        ("control.state", "held", "has no parts"),
        ("figure.sum", "3", "has measure, unit"),
        ("figure.best", "many", "does not fit"),
        ("figure", "3", "figure.id"),
        ("places", None, "does not fit"),
        ("factuality", "surely", "does not fit"),
        ("event_type", "skirmish", "armed_clash"),
        ("event_type", None, "armed_clash"),
        ("time.to", "29 June", "2017-11-09"),
        ("time.to", "20240629", "2017-11-09"),
    ],
)
def test_what_does_not_fit_is_refused(claim: Any, field: str, value: str | None, says: str) -> None:
    with pytest.raises(ConfigError, match=says):
        checked(claim, field, value, LEAVES)


def test_ends_and_counts_the_wrong_way_round_are_refused(claim: Any) -> None:
    with pytest.raises(ConfigError, match="after"):
        check_whole(checked(claim, "time.from", "2024-07-29", LEAVES))
    with pytest.raises(ConfigError, match="min, best and max"):
        check_whole(checked(claim, "figure.min", "27", LEAVES))
    check_whole(claim)


def test_the_number_after_the_last_adds_a_place(claim: Any) -> None:
    more = checked(claim, "places.1", '{"name": "Dinder", "role": "event", "lat": 13.0, "lon": 35.0}', LEAVES)
    assert [p.name for p in more.places] == [claim.places[0].name, "Dinder"]
    assert more.places[1].start is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("places.1", None), ("places.1", "Dinder"), ("places.1", "[]"), ("places.2", '{"name": "Dinder"}'),
        ("places.1", '{"name": "Dinder", "text": "words that nobody wrote"}'), ("places.1", '{"nom": "Dinder"}'),
        ("mentions.0", '{"start": 1, "end": 2}'), ("attribution.sources.9", '{"role": "speaker"}'),
    ],
)  # fmt: skip
def test_what_cannot_be_added_is_refused(claim: Any, field: str, value: str | None) -> None:
    with pytest.raises(ConfigError):
        checked(claim, field, value, LEAVES)
