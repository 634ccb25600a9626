"""A toll that is raised: of the same event, by the same source where nobody else is named."""

from __future__ import annotations

from typing import Any

import pytest

import dateline

FIRST = "A strike hit a market in Kharkiv on Saturday, killing six people, the governor said. "


def read(text: str) -> dict[str, Any]:
    (row,) = dateline.annotate([{"id": "x", "text": text, "published": "2024-11-10"}])
    return row


@pytest.mark.parametrize(
    "second",
    [
        "By the evening the death toll had risen to nine.",
        "He later said that the toll had risen to nine.",
        "He raised the toll to nine on Sunday.",
    ],
)
def test_the_raised_toll_stands_for_the_day_of_the_strike(second: str) -> None:
    (event,) = read(FIRST + second)["events"]
    assert (event["time"]["from"], event["time"]["to"]) == ("2024-11-09", "2024-11-09")
    assert [f["best"] for f in event["figures"] if f["measure"] == "killed"] == [9]


def test_who_raises_it_by_name_says_it() -> None:
    claims = read(FIRST + "The death toll had risen to nine by evening, a hospital said.")["claims"]
    raised = next(c for c in claims if c["figure"] and c["figure"]["best"] == 9)
    assert [s["name"] for s in raised["attribution"]["sources"]] != ["governor"]
    assert raised["attribution"]["kind"] != "ambiguous_continuation"


def test_a_toll_of_another_event_is_nobodys_word() -> None:
    text = FIRST + "Floods hit Valencia last week. The death toll from the floods had risen to nine."
    raised = [c for c in read(text)["claims"] if c["figure"] and c["figure"]["best"] == 9]
    assert all(c["attribution"]["kind"] != "ambiguous_continuation" for c in raised)
