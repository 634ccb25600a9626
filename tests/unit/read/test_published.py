from __future__ import annotations

from datetime import date

import pytest

from dateline.read.published import learn_order, parse_published


@pytest.mark.parametrize(
    "raw",
    [
        "2017-11-09",
        "2017-11-09T23:30:00-05:00",
        "2017/11/09 06:22",
        "20171109",
        "9 November 2017",
        "Nov. 9, 2017",
        "9th Nov 2017",
        "Thu, 09 Nov 2017 06:22:00 +0000",
        "09-Nov-2017",
    ],
)
def test_what_can_be_read_one_way_is_read(raw: str) -> None:
    assert parse_published(raw).day == date(2017, 11, 9)


@pytest.mark.parametrize(
    "raw", ["9/11/2017", "31/2/2017", "2017-13-01", "last week", "1017-01-01", 1510185600, "1510185600"]
)
def test_anything_else_is_unknown_with_what_it_said(raw: object) -> None:
    found = parse_published(raw)
    assert found.day is None
    assert str(raw) in str(found.why)


@pytest.mark.parametrize("raw", [None, "", "  "])
def test_nothing_is_no_complaint(raw: object) -> None:
    assert parse_published(raw).why is None


def test_a_number_above_twelve_tells_the_day() -> None:
    assert parse_published("25.12.2023").day == parse_published("12/25/2023").day == date(2023, 12, 25)
    assert parse_published("5/5/2023").day == date(2023, 5, 5)


def test_the_order_is_learned_from_the_column() -> None:
    assert learn_order(["1/2/2020", "3/4/2020"]) is None
    assert learn_order(["1/2/2020", "13/4/2020", "9 May 2020"]) == "DMY"
    assert learn_order(["1/2/2020", "4/13/2020"]) == "MDY"
    assert learn_order(["13/4/2020", "4/13/2020"]) is None
    assert parse_published("1/2/2020", "DMY").day == date(2020, 2, 1)
    assert parse_published("1/2/2020", "MDY").day == date(2020, 1, 2)
