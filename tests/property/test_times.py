"""Whatever the text: offsets point home, mentions never overlap, intervals are closed and ordered."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.find.times import find_times
from dateline.mentions import Document, Publication
from dateline.resolve.calendar import resolve_times
from dateline.resolve.publication import publication_of
from dateline.text.parse import parse

WORDS = st.one_of(
    st.sampled_from(
        ["on", "in", "since", "the", "last", "few", "two", "12", "31", "0", "1999", "2024", "weeks", "day"]
    ),
    st.sampled_from(["year", "ago", "earlier", "Monday", "Friday", "night", "May", "march", "Feb.", "10:30", "p.m."]),
    st.sampled_from(["02/03/2021", "quarter", "first", "third", "of", "and", "-", ",", ".", "\n", "said", "attacked"]),
    st.sampled_from(["will", "century", "Eid al-Fitr", "1980s", "noon", "next", "between", "to", "half", "every"]),
)
TEXTS = st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=20).map(" ".join))
DAYS = st.one_of(st.none(), st.dates(min_value=date(1950, 1, 1), max_value=date(2090, 1, 1)))


@given(text=TEXTS, day=DAYS)
@settings(max_examples=150, deadline=None)
def test_mentions_point_home_and_intervals_are_closed(text: str, day: date | None) -> None:
    parsed = parse(Document(id="d", text=text, published=day))
    publication = publication_of(parsed)
    found = resolve_times(find_times(parsed), parsed, publication)
    end = 0
    for mention in found:
        assert text[mention.start : mention.end] == mention.text
        assert mention.start >= end
        end = mention.end
        if mention.from_ and mention.to:
            assert date.fromisoformat(mention.from_) <= date.fromisoformat(mention.to)
        if mention.from_ is None and mention.to is None:
            assert mention.why
    assert (publication.day is None) or day is None or publication.day == day


@given(day=st.dates(min_value=date(1950, 1, 1), max_value=date(2090, 1, 1)))
@settings(max_examples=60, deadline=None)
def test_a_past_weekday_is_of_the_seven_days_up_to_publication(day: date) -> None:
    parsed = parse(Document(id="d", text="Rebels took the town on Tuesday."))
    (found,) = resolve_times(find_times(parsed), parsed, Publication(day=day, why="given"))
    assert found.from_ == found.to
    assert found.from_ is not None
    there = date.fromisoformat(found.from_)
    assert there.isoweekday() == 2
    assert timedelta(0) <= day - there < timedelta(days=7)
