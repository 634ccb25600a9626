"""Copies of one wire story are one family, whatever their order."""

from __future__ import annotations

import itertools

import pytest

from dateline.derive.policy import load_policies
from dateline.families import FamilyText, families, normalised_sentences

RULES = load_policies().families
STORY = (
    "Shelling hit the market of El Fasher on Sunday morning. "
    "At least eleven people were killed, a hospital director said. "
    "The army blamed the paramilitary forces for the attack. "
    "The town has been under siege for more than a year. "
    "Aid agencies warn that food is running out."
)
OTHER = (
    "Fighters withdrew from the outskirts of Goma overnight. "
    "Residents said that the road to the airport was open again. "
    "The United Nations mission called for restraint on all sides."
)


def text(id: str, body: str, **more: str) -> FamilyText:
    return FamilyText(id=id, text=body, **more)


def test_a_copy_with_another_head_and_tail_is_of_the_family() -> None:
    copy = "OUR CORRESPONDENT reports from the region today. " + STORY.upper() + " Read more on our website, every day."
    found = families([text("a", STORY), text("b", copy), text("c", OTHER)], RULES)
    assert found["a"] == found["b"] == "fm_a"
    assert found["c"] == "fm_c"


def test_a_quoted_sentence_makes_no_copy() -> None:
    quoting = OTHER + " The army blamed the paramilitary forces for the attack."
    found = families([text("a", STORY), text("b", quoting)], RULES)
    assert found["a"] != found["b"]


@pytest.mark.parametrize(
    ("agency", "published", "same"),
    [("AFP", "2025-06-02", True), ("AFP", "2025-07-20", False), ("Reuters", "2025-06-02", False)],
)
def test_a_cut_down_story_of_the_same_wire_within_days(agency: str, published: str, same: bool) -> None:
    rewritten = ". ".join(STORY.split(". ")[:2]) + ". " + OTHER
    rows = [
        text("a", STORY, agency="AFP", published="2025-06-01"),
        text("b", rewritten, agency=agency, published=published),
    ]
    found = families(rows, RULES)
    assert (found["a"] == found["b"]) is same


def test_the_first_published_names_the_family_in_any_order() -> None:
    rows = [
        text("z", STORY, published="2025-06-01"),
        text("a", STORY, published="2025-06-02"),
        text("m", STORY + " And one more sentence of its own here.", published="2025-06-03"),
        text("o", OTHER),
    ]
    expected = {"z": "fm_z", "a": "fm_z", "m": "fm_z", "o": "fm_o"}
    assert all(families(order, RULES) == expected for order in itertools.permutations(rows))


def test_empty_texts_are_no_copies_of_each_other() -> None:
    assert families([text("a", ""), text("b", "")], RULES) == {"a": "fm_a", "b": "fm_b"}


def test_sentences_are_compared_by_words_alone() -> None:
    one = normalised_sentences("L'armée a repris la ville de Kidal, mardi!")
    two = normalised_sentences("l armee a repris  la ville de KIDAL mardi.")
    assert one == two
    assert normalised_sentences("Too short.") == frozenset()
