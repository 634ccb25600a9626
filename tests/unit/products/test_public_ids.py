"""Ids of public copies."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.products.public_ids import PublicIds

KEY, OTHER = b"k" * 32, b"l" * 32
HEX = st.text("0123456789abcdef", min_size=24, max_size=24)


@given(HEX, st.sampled_from(["cl_", "ev_cl_", "fg_", "fm_doc_", ""]), st.sampled_from(["", ".2", ".13"]))
def test_what_is_turned_turns_back(digits: str, kind: str, tail: str) -> None:
    ids, key = PublicIds(KEY), f"{kind}{digits}{tail}"
    made = ids.public(key)
    assert (made.startswith(kind), made.endswith(tail), len(made)) == (True, True, len(key))
    assert made != key
    assert ids.private(made) == key
    assert PublicIds(OTHER).public(key) != made


def test_one_digit_more_or_less_changes_half_of_all_bits() -> None:
    ids = PublicIds(KEY)
    made = [int(ids.public(f"{n:024x}"), 16) for n in range(200)]
    changed = [(a ^ b).bit_count() for a, b in pairwise(made)]
    assert 43 < sum(changed) / len(changed) < 53
    assert len(set(made)) == 200


def test_a_name_is_hashed_with_the_key() -> None:
    made = PublicIds(KEY).of_name("0912345678")
    assert made == PublicIds(KEY).of_name("0912345678")
    assert made != PublicIds(OTHER).of_name("0912345678")
    assert PublicIds(KEY).of_name("\ud800") != made


def test_other_words_stay() -> None:
    assert PublicIds(KEY).public("person:ana") == "person:ana"


@pytest.mark.parametrize("key", [b"", b"short", b"x" * 65])
def test_a_key_has_a_length(key: bytes) -> None:
    with pytest.raises(ValueError, match="16 to 64"):
        PublicIds(key)
