"""Moments as people say them, read in one way or not at all."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from dateline.errors import ConfigError
from dateline.run.since import since

ZONE = timezone(timedelta(hours=2))
#: A Thursday.
NOW = datetime(2024, 5, 16, 9, 30, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("yesterday 17:00", "2024-05-15T17:00:00+02:00"),
        ("yesterday at 5pm", "2024-05-15T17:00:00+02:00"),
        ("yesterday", "2024-05-15T00:00:00+02:00"),
        ("today", "2024-05-16T00:00:00+02:00"),
        ("3 days ago", "2024-05-13T00:00:00+02:00"),
        ("two weeks ago", "2024-05-02T00:00:00+02:00"),
        ("12 hours ago", "2024-05-15T21:30:00+02:00"),
        ("17:00", "2024-05-15T17:00:00+02:00"),
        ("monday", "2024-05-13T00:00:00+02:00"),
        ("friday 9:30", "2024-05-10T09:30:00+02:00"),
        ("13 May 2024", "2024-05-13T00:00:00+02:00"),
        ("2024-05-15", "2024-05-15T00:00:00+02:00"),
        ("2024-05-15T17:00", "2024-05-15T17:00:00+02:00"),
        ("2024-05-15T17:00Z", "2024-05-15T17:00:00+00:00"),
        ("now", "2024-05-16T09:30:00+02:00"),
    ],
)
def test_a_moment_is_read(words: str, moment: str) -> None:
    assert since(words, NOW).isoformat() == moment


@pytest.mark.parametrize(
    "words",
    ["", "5", "01/02/2024", "1.2.2024", "since breakfast", "May", "2023", "tomorrow", "2024-05-17", "2024-13-45"],
)
def test_what_is_none_or_could_be_two_is_refused(words: str) -> None:
    with pytest.raises(ConfigError, match="2017-11-09"):
        since(words, NOW)
