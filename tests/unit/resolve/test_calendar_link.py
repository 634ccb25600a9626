"""Which time dates which verb, and what the news passes on."""

from __future__ import annotations

from datetime import date

import pytest

from dateline.find.times import find_times
from dateline.mentions import Document, Publication, TimeMention
from dateline.resolve.calendar import resolve_times
from dateline.resolve.calendar_link import inherit, time_for
from dateline.text.parse import parse

PUBLISHED = Publication(day=date(2024, 5, 10), why="given")  # a Friday


def dated(text: str, word: str) -> TimeMention | None:
    parsed = parse(Document(id="d", text=text))
    mentions = resolve_times(find_times(parsed), parsed, PUBLISHED)
    token = parsed.token_at(text.index(word))
    assert token is not None
    return time_for(token, mentions, parsed, PUBLISHED)


@pytest.mark.parametrize(
    ("text", "word", "time"),
    [
        ("Militiamen shelled the camp on Thursday.", "shelled", "Thursday"),
        ("On Monday, rebels took the bridge and burned the market.", "took", "Monday"),
        ("On Monday, rebels took the bridge and burned the market.", "burned", "Monday"),
        ("Rebels stormed the base on Tuesday before they left on Thursday.", "stormed", "Tuesday"),
        ("The army said that drones struck the depot on Wednesday.", "struck", "Wednesday"),
    ],
)
def test_the_time_of_a_clause(text: str, word: str, time: str) -> None:
    found = dated(text, word)
    assert found is not None
    assert found.text == time


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Turkey said on Wednesday that it struck a convoy.", "struck"),
        ("The ministry announced on Monday that rebels captured the mine.", "captured"),
        ("Gunmen attacked the convoy.", "attacked"),
        ("Gunmen attack every Friday.", "attack"),
    ],
)
def test_no_time_of_its_own(text: str, word: str) -> None:
    assert dated(text, word) is None


def test_a_time_crosses_a_conjunction_only_marked() -> None:
    found = dated("Troops last week retook the port and militias seized the airfield.", "seized")
    assert found is not None
    assert (found.text, found.basis) == ("last week", "inherited_coordination")


def test_since_runs_until_publication() -> None:
    found = dated("More than 9,000 people have been killed since the war began in April 2023.", "killed")
    assert found is not None
    assert (found.from_, found.to, found.relation) == ("2023-04-01", "2024-05-10", "since")


def test_until_has_no_beginning() -> None:
    found = dated("The militia held the town until March 2022.", "held")
    assert found is not None
    assert (found.from_, found.to) == (None, "2022-03-31")


def test_the_peg_is_the_first_day_of_the_lead() -> None:
    text = "Drones hit a depot in Omdurman on Thursday, witnesses said.\n\nThe city fell in April 2023."
    parsed = parse(Document(id="d", text=text))
    mentions = resolve_times(find_times(parsed), parsed, PUBLISHED)
    peg = inherit(mentions, parsed, PUBLISHED)
    assert peg is not None
    assert (peg.from_, peg.basis) == ("2024-05-09", "inherited_peg")
    assert inherit(mentions, parsed, Publication(day=None, why="unknown")) is None


@pytest.mark.parametrize(
    ("text", "word", "time"),
    [
        ("The minister ordered a review into a 2019 raid.", "ordered", None),
        ("The minister ordered a review into a 2019 raid.", "raid", "2019"),
        ("Nine people were killed in a 2019 raid.", "killed", "2019"),
        ("A 2019 raid killed nine people.", "killed", "2019"),
    ],
)
def test_a_year_before_a_noun_dates_what_happened_in_or_by_it(text: str, word: str, time: str | None) -> None:
    found = dated(text, word)
    assert (found.text if found is not None else None) == time
