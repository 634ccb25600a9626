from __future__ import annotations

import pytest

from dateline.desk.passwords import COST, MOST, Cost, check_rules, dummy, fits, hashed, outdated
from dateline.errors import ConfigError

CHEAP = Cost(4, 1, 1)


def test_only_the_password_fits_and_no_two_hashes_are_alike() -> None:
    one, two = hashed("four words of no sentence", CHEAP), hashed("four words of no sentence", CHEAP)
    assert one != two
    assert "four words" not in one
    assert fits("four words of no sentence", one)
    assert not fits("four words of no sentencf", one)
    assert not fits("", dummy(CHEAP))


def test_two_ways_to_compose_a_letter_are_one_password() -> None:
    assert fits("cafe\u0301 cafe\u0301 cafe\u0301", hashed("café café café", CHEAP))


def test_a_hash_says_what_it_cost_so_that_the_cost_can_be_raised() -> None:
    stored = hashed("four words of no sentence", CHEAP)
    assert outdated(stored)
    assert fits("four words of no sentence", stored)
    assert not outdated(dummy(COST))


def test_the_cost_is_the_one_that_is_advised() -> None:
    assert 128 * COST.r * (1 << COST.log_n) >= 32 << 20
    assert COST.p >= 3


@pytest.mark.parametrize("stored", ["", "plain", "$argon2id$v=19$m=1,t=1,p=1$YQ$YQ", "$scrypt$ln=30,r=8,p=1$YQ$YQ"])
def test_what_was_not_stored_here_is_an_error_and_fits_nothing(stored: str) -> None:
    with pytest.raises((ConfigError, ValueError)):
        fits("four words of no sentence", stored)


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("short", "too short"),
        ("x" * (MOST + 1), "too long"),
        ("aaaaaaaaaaaaaaaa", "repeats"),
        ("abababababababab", "repeats"),
        ("annabella123", "the name"),
        ("line\nbreak in it", "control"),
    ],
)
def test_what_is_easily_guessed_is_refused(password: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        check_rules(password, "Annabella")


def test_a_long_one_of_any_script_passes() -> None:
    check_rules("чотири слова разом", "ana")
    check_rules("four words of no sentence", "ana")
