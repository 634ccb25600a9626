"""Numbers in any writing keep their value, and no text breaks the reader."""

from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.find.quantities import find_quantities
from dateline.find.quantities_vocabulary import figures
from dateline.find.quantities_words import number_at, value_at
from dateline.mentions import Document
from dateline.text.parse import parse

_SPELLED = {n: word for words in (figures().units, figures().tens) for word, n in reversed(words.items())}
_TEXT = (
    "at least 12 people were killed , and others a of them three children wounded in the 2014 - dozens tens no one "
    "( ) % his wife Ali"
)


def _spell(n: int) -> str:
    if n < 20:
        return _SPELLED[n]
    if n < 100:
        return _SPELLED[n // 10 * 10] + ("-" + _SPELLED[n % 10] if n % 10 else "")
    if n < 1000:
        return _SPELLED[n // 100] + " hundred" + (" and " + _spell(n % 100) if n % 100 else "")
    return _spell(n // 1000) + " thousand" + (" " + _spell(n % 1000) if n % 1000 else "")


@given(st.integers(min_value=1, max_value=999_999))
def test_spelled_numbers_keep_their_value(n: int) -> None:
    words = _spell(n).split()
    assert value_at(words, 0) == (n, len(words))


@given(st.integers(min_value=0, max_value=999_999) | st.integers(min_value=1000, max_value=10**6).map((1000).__mul__))
def test_separators_do_not_change_a_value(n: int) -> None:
    assert value_at([f"{n:,}"], 0) == value_at([str(n)], 0) == (n, 1)


@given(st.integers(min_value=10**6, max_value=10**10).filter(lambda n: n % 1000 != 0))
def test_a_long_run_of_digits_is_a_count_only_with_separators(n: int) -> None:
    """One dials it; a count of that many is round or has separators."""
    assert value_at([str(n)], 0) is None
    assert value_at([f"{n:,}"], 0) == (n, 1)


@given(st.integers(min_value=1, max_value=5000), st.integers(min_value=1, max_value=5000))
def test_ranges_are_ordered(low: int, more: int) -> None:
    number = number_at(["between", str(low), "and", str(low + more)], 1)
    assert number is not None
    assert (number.min, number.best, number.max) == (low, None, low + more)


@given(st.lists(st.sampled_from(_TEXT.split()), max_size=25))
@settings(max_examples=60, deadline=None)
def test_any_row_of_words_gives_consistent_figures(words: list[str]) -> None:
    text = " ".join(words)
    figures = find_quantities(parse(Document(id="d", text=text)))
    for i, q in enumerate(figures):
        assert text[q.start : q.end] == q.text
        assert q.of is None or (0 <= q.of < len(figures) and q.of != i)
        assert q.min is None or q.max is None or q.min <= q.max
