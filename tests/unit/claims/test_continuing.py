"""A sentence that goes on with what its neighbour tells has the originator that is named there."""

from __future__ import annotations

import pytest

import dateline

FIRST = "The Observatory said at least eight people were killed in Rastan on Wednesday. "


def sources(text: str, words: str) -> list[tuple[str, list[str]]]:
    (row,) = dateline.annotate([{"id": "x", "text": text, "published": "2016-07-14", "source": "Ahram Online"}])
    told = [c for c in row["claims"] if words in c["text"] and c["type"] in ("event", "figure")]
    assert told
    return [(c["attribution"]["kind"], [s["name"] for s in c["attribution"]["sources"]]) for c in told]


@pytest.mark.parametrize(
    ("second", "words"),
    [
        ("Five of them died in air strikes on the market.", "Five of them died"),
        ("Another three were killed in shelling the same day.", "Another three were killed"),
        ("Also in Homs province, a farmer was shot dead at a checkpoint.", "shot dead"),
    ],
)
def test_what_goes_on_is_said_by_the_same(second: str, words: str) -> None:
    for kind, names in sources(FIRST + second, words):
        assert (kind, names) == ("ambiguous_continuation", ["Syrian Observatory for Human Rights"])


@pytest.mark.parametrize(
    ("second", "words"),
    [
        ("Shelling killed two people in Talbiseh.", "killed two"),  # nothing says that it is theirs
        ("Another three were killed in shelling, a doctor said.", "Another three were killed"),
        ("The town lies on a main road. Another three were killed in shelling.", "Another three were killed"),
    ],
)
def test_what_does_not_go_on_or_names_another_is_not(second: str, words: str) -> None:
    for kind, names in sources(FIRST + second, words):
        assert kind != "ambiguous_continuation"
        assert "Syrian Observatory for Human Rights" not in names


@pytest.mark.parametrize(
    ("said", "who"),
    [
        ("The Syrian Coalition", "National Coalition for Syrian Revolutionary and Opposition Forces"),
        ("The Shiite coalition", "Shiite coalition"),
        ("The coalition", "Combined Joint Task Force – Operation Inherent Resolve"),
    ],
)
def test_a_coalition_of_a_people_is_not_the_one_that_fights_there(said: str, who: str) -> None:
    text = f"Jets hit the Syrian city of Raqqa on Friday. {said} said that 12 people were killed in Raqqa."
    assert all(names == [who] for _, names in sources(text, "12 people"))
