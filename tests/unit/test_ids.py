"""An id stands for a structure: what differs in structure differs in id, what is the same is the same for good."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.ids import claim_id, content_id, text_sha256

PART = st.one_of(st.text(max_size=6), st.integers(), st.none())


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (("a.b", "c"), ("a", "b.c")),
        (("a", "b"), ("ab",)),
        (("a", "b"), ("b", "a")),
        (("a", None), ("a",)),
        ((None,), ("null",)),
        ((None,), ("",)),
        ((1,), ("1",)),
        ((), (None,)),
        (('a","b',), ("a", "b")),
        (("é",), ("e\u0301",)),
    ],
)
def test_other_structures_have_other_ids(one: tuple[str, ...], two: tuple[str, ...]) -> None:
    assert content_id(*one) != content_id(*two)


@given(st.lists(PART, max_size=4), st.lists(PART, max_size=4))
def test_ids_are_equal_exactly_where_the_parts_are(one: list[str | int | None], two: list[str | int | None]) -> None:
    assert (content_id(*one) == content_id(*two)) == (one == two)


@given(st.lists(PART, max_size=4))
def test_an_id_is_24_hex_digits(parts: list[str | int | None]) -> None:
    assert len(content_id(*parts)) == 24
    assert set(content_id(*parts)) <= set("0123456789abcdef")


def test_ids_do_not_change_between_versions() -> None:
    """Reviews and ledgers are bound to these."""
    assert content_id("claim/1", "d", 3, None) == hashlib.sha256(b'["claim/1","d",3,null]').hexdigest()[:24]


def test_lone_surrogates_of_broken_texts_have_ids_too() -> None:
    assert content_id("\ud800") != content_id("\ud801")
    assert len(text_sha256("Goma \ud800")) == 64


def test_the_hash_of_a_text_is_that_of_its_bytes() -> None:
    assert text_sha256("Đà Nẵng") == hashlib.sha256("Đà Nẵng".encode()).hexdigest()


def test_every_part_of_a_claims_id_counts() -> None:
    first = claim_id("doc", "hash", "event", 3, 40, (7,))
    others = [
        claim_id("doc2", "hash", "event", 3, 40, (7,)),
        claim_id("doc", "hash2", "event", 3, 40, (7,)),
        claim_id("doc", "hash", "control", 3, 40, (7,)),
        claim_id("doc", "hash", "event", 4, 40, (7,)),
        claim_id("doc", "hash", "event", 3, 41, (7,)),
        claim_id("doc", "hash", "event", 3, 40, (8,)),
        claim_id("doc", "hash", "event", 3, 40),
    ]
    assert first.startswith("cl_")
    assert len({first, *others}) == 8
    assert first == claim_id("doc", "hash", "event", 3, 40, (7,))
