"""Quoted stretches."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.find.speech_quotes import find_quotes
from dateline.mentions import Document
from dateline.text.parse import load
from dateline.text.segment import Parsed


def parsed(text: str) -> Parsed:
    return Parsed(document=Document(id="d", text=text), doc=load().make_doc(text), sentences=())


def quoted(text: str) -> list[str]:
    return [text[q.start : q.end] for q in find_quotes(parsed(text))]


def test_an_unclosed_quote_ends_with_its_paragraph() -> None:
    assert quoted('He said: "We stay.\n\nThe town fell.') == ['"We stay.']


def test_the_next_paragraph_carries_an_open_quote_on() -> None:
    first, second = find_quotes(parsed('"We stay.\n\n"We fight."'))
    assert not first.closed
    assert second.carries_on


def test_inches_and_apostrophes_are_no_quotes() -> None:
    assert quoted("A 5\" shell hit the rebels' post and the soldiers' mess.") == []


def test_single_quotes() -> None:
    assert quoted("The envoy called it 'a grave step' and left.") == ["'a grave step'"]


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="ab .,\n\"'“”‘’«»`-", max_size=60))
def test_quotes_lie_in_the_text_in_order_and_apart(text: str) -> None:
    quotes = find_quotes(parsed(text))
    assert all(0 <= q.start < q.end <= len(text) for q in quotes)
    assert all(a.end <= b.start for a, b in pairwise(quotes))
