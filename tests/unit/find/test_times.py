"""Which words are temporal expressions, and where they begin and end."""

from __future__ import annotations

import pytest

from dateline.find.times import find_times
from dateline.mentions import Document
from dateline.text.parse import parse


def times(text: str) -> list[str]:
    return [m.text for m in find_times(parse(Document(id="d", text=text)))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Gunmen fled on Friday night.", ["Friday night"]),
        ("He was held in early 1998 and since the third quarter.", ["early 1998", "the third quarter"]),
        ("The raid of Nov. 8, 2017 began at dawn on Monday.", ["Nov. 8, 2017", "dawn on Monday"]),
        ("In the last few weeks and again earlier Thursday.", ["the last few weeks", "earlier Thursday"]),
        ("It lasted from mid-March until the night of 12-13 May.", ["mid-March", "the night of 12-13 May"]),
        ("They march every Friday, daily.", ["every Friday", "daily"]),
        ("A two-day truce; a 72-hour deadline.", ["two-day", "72-hour"]),
        ("Two years ago, in the 1990s, last week.", ["Two years ago", "the 1990s", "last week"]),
    ],
)
def test_extents(text: str, found: list[str]) -> None:
    assert times(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Troops may march on the capital.",
        "He fired a second time, and a second man fell.",
        "They used 7.62 rounds and a T-72.",
        "Theresa May met Jan Egeland.",
        "Resolution 2254 was adopted.",
        "The Sun reported that 1,990 people fled.",
        "A 5-year-old boy and a woman 40 years old died.",
        "They lost 3:21 near Route 1985.",
        "About 2000 people fled.",
        "The fall of the town was sudden.",
    ],
)
def test_false_friends(text: str) -> None:
    assert times(text) == []


def test_types() -> None:
    text = "Daily raids began on Monday at 10 p.m. and lasted two hours."
    found = {m.text: m.type for m in find_times(parse(Document(id="d", text=text)))}
    assert found == {"Daily": "SET", "Monday at 10 p.m.": "TIME", "two hours": "DURATION"}
