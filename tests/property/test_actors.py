"""Whatever the text, mentions are spans of it, and words keep their offsets."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.claims.reference import resolve_reference
from dateline.find.actors import find_actors
from dateline.know.actors import actor_book, words_of
from dateline.mentions import Document
from dateline.resolve.actors import resolve_actors
from dateline.text.parse import parse

_WORDS = st.sampled_from(
    [
        "the",
        "The",
        "Syrian",
        "Russian",
        "troops",
        "rebels",
        "IS",
        "M23",
        "Hamas",
        "'s",
        "’s",
        "-backed",
        "-held",
        "anti-",
        "and",
        "of",
        "from",
        "loyal",
        "to",
        "led",
        "by",
        "its",
        "They",
        "it",
        "He",
        "he",
        "said",
        "General",
        "John",
        "Smith",
        ",",
        ".",
        '"',
        "“",
        "”",
        "(",
        ")",
        "\n",
        "\n\n",
        "US",
        "U.S.",
        "Ukraine",
        "army",
        "12",
        "1,200",
        "killed",
        "in",
        "town",
        "there",
        "group",
        "é",
        "İ",
        "ß",
        "𝔸",
        "\xa0",
        "\u200b",
        "former",
        "Al-Qaeda",
    ]
)


@given(st.text(max_size=80))
def test_words_are_slices_of_the_text(text: str) -> None:
    words = words_of(text)
    assert [text[w.start : w.end] for w in words] == [w.text for w in words]
    assert all(a.end <= b.start for a, b in pairwise(words))


@settings(max_examples=60, deadline=None)
@given(st.lists(_WORDS, max_size=30))
def test_mentions_are_slices_of_any_text(words: list[str]) -> None:
    text = " ".join(words)
    parsed = parse(Document(id="t", text=text))
    book = actor_book()
    mentions = resolve_actors(parsed, find_actors(parsed, book), book, publication_day=None)
    for m in mentions:
        assert 0 <= m.start < m.end <= len(text)
        assert text[m.start : m.end] == m.text
        assert m.start <= parsed.doc[m.head].idx < m.end
        assert m.id is None or m.doc_local or m.id in book or m.id.startswith("person:")
    reference = resolve_reference(parsed, mentions, ())
    for token in parsed.doc:
        for m in reference.actors_of(token.i):
            assert text[m.start : m.end] == m.text
