"""Movable feasts against dates on which they were kept."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dateline.find.times_words import time_words
from dateline.resolve.calendar_feasts import easter, feast_days


@pytest.mark.parametrize(
    ("year", "day"), [(1998, date(1998, 4, 12)), (2019, date(2019, 4, 21)), (2024, date(2024, 3, 31))]
)
def test_easter(year: int, day: date) -> None:
    assert easter(year) == day


@pytest.mark.parametrize(
    ("feast", "day"),
    [
        ("ramadan", date(2017, 5, 27)),
        ("eid al-fitr", date(2024, 4, 10)),
        ("eid al-adha", date(2024, 6, 16)),
        ("thanksgiving", date(1989, 11, 23)),
        ("christmas eve", date(2023, 12, 24)),
    ],
)
def test_feasts_hold_the_day_they_were_kept(feast: str, day: date) -> None:
    spans = feast_days(time_words().holidays[feast], day.year)
    assert any(first <= day <= last and day - first <= timedelta(days=2) for first, last in spans)
