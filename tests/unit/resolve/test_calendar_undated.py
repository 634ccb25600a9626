"""Texts without a publication date: what their own dates tell, and what stays unknown (CODEBOOK R67, R91)."""

from __future__ import annotations

from datetime import date

import pytest

from dateline.find.times import find_times
from dateline.mentions import Document, Publication, TimeMention
from dateline.resolve.calendar import resolve_times
from dateline.resolve.calendar_absolute import YEAR_OF_TEXT, YEAR_OF_WEEKDAY
from dateline.resolve.calendar_link import time_for
from dateline.resolve.calendar_relative import DAY_OF_TEXT
from dateline.resolve.publication import publication_of
from dateline.text.parse import parse

UNKNOWN = Publication(day=None, why="no date line")


def read(text: str, words: str) -> TimeMention:
    parsed = parse(Document(id="d", text=text))
    found = [m for m in resolve_times(find_times(parsed), parsed, UNKNOWN) if m.text == words]
    assert found, words
    return found[-1]


MAY = "A drone killed him on July 31, 2022.\n\nThat is past.\n\nOn Friday, May 19, he spoke of the raid of May 3."
CAPTION = "Smoke over Goma on the morning of Friday, Jan. 24, 2025 (Photo: a reporter)"


@pytest.mark.parametrize(
    ("text", "words", "day", "why"),
    [
        (f"{CAPTION}\n\nShells hit the market on Friday.", "Friday", "2025-01-24", DAY_OF_TEXT),
        (f"{CAPTION}\n\nShells hit the market on Friday morning.", "Friday morning", "2025-01-24", DAY_OF_TEXT),
        (f"{CAPTION}\n\nShells hit the market on Sunday.", "Sunday", None, "no publication date"),
        (f"{CAPTION}\n\nShells hit the market last Friday.", "last Friday", None, "no publication date"),
        (f"File photo: {CAPTION}\n\nShells hit the market on Friday.", "Friday", None, "no publication date"),
        (
            f"{CAPTION}\n\nOn Friday, 31 January 2025, it fell quiet.\n\nShells had hit it on Friday.",
            "Friday",
            None,
            "no publication date",
        ),
        (
            MAY,
            "Friday, May 19",
            "2023-05-19",
            YEAR_OF_WEEKDAY,
        ),
        (
            MAY,
            "May 3",
            "2023-05-03",
            None,
        ),
        (
            "A drone killed him in Kabul on July 31, 2022.\n\nThat is past.\n\nA raid on May 3 failed.",
            "May 3",
            None,
            "no year, and no publication date",
        ),
        (
            "In July 2020 they met.\n\nOn 24 July rockets fell.\n\n(@reporter) July 24, 2022",
            "24 July",
            "2022-07-24",
            YEAR_OF_TEXT,
        ),
        (
            "File photo - an airman at a base, Dec. 19, 2016.\n\nA strike on December 3 hit a car.",
            "December 3",
            None,
            "no year, and no publication date",
        ),
    ],
)
def test_the_texts_own_days(text: str, words: str, day: str | None, why: str | None) -> None:
    found = read(text, words)
    assert (found.from_, found.to, found.why) == (day, day, why)


def test_a_day_without_a_year_is_kept_with_its_part_of_the_day() -> None:
    assert read("On the evening of Aug. 18, a drone struck a school.", "the evening of Aug. 18").edtf == "XXXX-08-18"


@pytest.mark.parametrize(
    ("text", "word", "time"),
    [
        ("On March 24th, at approximately 8:05 a.m. local time, rockets hit the base.", "hit", "March 24th"),
        ("Rescuers searched the rubble after airstrikes which hit the mill on Tuesday.", "airstrikes", "Tuesday"),
        ("Troops came on 2 November, where arrests were made in the mill.", "arrests", "2 November"),
    ],
)
def test_the_day_beside_an_hour_and_of_a_clause(text: str, word: str, time: str) -> None:
    parsed = parse(Document(id="d", text=text))
    mentions = resolve_times(find_times(parsed), parsed, UNKNOWN)
    token = parsed.token_at(text.index(word))
    assert token is not None
    found = time_for(token, mentions, parsed, UNKNOWN)
    assert found is not None
    assert found.text == time


def test_a_date_line_with_the_comma_of_another_script() -> None:
    parsed = parse(Document(id="d", text="16 October\u060c 2021\n\nEl Obeid, SUNA - Rebels raided a village."))
    assert publication_of(parsed).day == date(2021, 10, 16)
