"""Number phrases and their bounds (CODEBOOK R21-R23)."""

import pytest

from dateline.find.quantities_words import Number, number_at, value_at


def _core(phrase: str) -> Number:
    words = phrase.lower().split()
    found = [n for n in (number_at(words, i) for i in range(len(words))) if n is not None]
    return next(n for n in found if n.first == 0)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("1,200", 1200),
        ("330000", 330000),
        ("1500000", 1500000),
        ("twenty-five", 25),
        ("one hundred and twenty", 120),
        ("two hundred thousand", 200000),
        ("three thousand four hundred", 3400),
        ("1.5 million", 1500000),
        ("2.3m", 2300000),
        ("half a million", 500000),
        ("half a dozen", 6),
        ("a dozen", 12),
        ("two dozen", 24),
        ("a hundred", 100),
    ],
)
def test_values(words: str, value: int) -> None:
    found = value_at(words.split(), 0)
    assert found == (value, len(words.split()))


@pytest.mark.parametrize("words", ["people", "a man", "the two", "1.5 metres", "and five", "5551234 killed"])
def test_no_value_where_none_begins(words: str) -> None:
    assert value_at(words.split(), 0) is None


@pytest.mark.parametrize(
    ("phrase", "bounds", "approx"),
    [
        ("12", (None, 12, None), "exact"),
        ("at least 12", (12, None, None), "lower_bound"),
        ("no fewer than 12", (12, None, None), "lower_bound"),
        ("more than 12", (13, None, None), "lower_bound"),
        ("over 12", (13, None, None), "lower_bound"),
        ("up to 12", (None, None, 12), "upper_bound"),
        ("as many as 12", (None, None, 12), "upper_bound"),
        ("fewer than 12", (None, None, 11), "upper_bound"),
        ("about 12", (None, 12, None), "around"),
        ("nearly 12", (None, 12, 12), "around"),
        ("an estimated 12", (None, 12, None), "estimated"),
        ("12-15", (12, None, 15), "range"),
        ("12 to 15", (12, None, 15), "range"),
        ("12 or 13", (12, None, 13), "range"),
        ("between 12 and 15", (12, None, 15), "range"),
        ("at least 11 and up to 15", (11, None, 15), "range"),
        ("three , possibly four", (3, None, 4), "range"),
        ("12 or more", (12, None, None), "lower_bound"),
        ("tens", (10, None, None), "vague_plural"),
        ("dozens", (12, None, None), "vague_plural"),
        ("scores", (20, None, None), "vague_plural"),
        ("hundreds", (100, None, None), "vague_plural"),
        ("tens of thousands", (10000, None, None), "vague_plural"),
        ("hundreds of thousands", (100000, None, None), "vague_plural"),
        ("several hundred", (100, None, None), "vague_plural"),
        ("many", (None, None, None), "vague_quantifier"),
        ("a number of", (None, None, None), "vague_quantifier"),
        ("a couple of", (None, 2, None), "around"),
    ],
)
def test_bounds(phrase: str, bounds: tuple[int | None, int | None, int | None], approx: str) -> None:
    number = _core(phrase)
    assert (number.min, number.best, number.max) == bounds
    assert number.approx == approx
    assert number.last == len(phrase.split())


def test_a_rise_is_no_range() -> None:
    words = ["from", "18", "to", "25"]
    assert number_at(words, 1) == Number(first=1, last=2, best=18)


def test_the_definite_article_is_noted() -> None:
    assert _core("the two").definite
    assert not _core("his two").definite
