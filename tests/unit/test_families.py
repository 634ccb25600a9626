"""Copies of one wire story are one family, whatever their order."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.derive.policy import load_policies
from dateline.families import (
    Families,
    FamilyDocument,
    Prints,
    decided,
    families,
    normalised_sentences,
    prints_of,
)
from dateline.ledger import Review

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


def text(id: str, body: str, **more: str) -> FamilyDocument:
    return FamilyDocument(id=id, prints=prints_of(body), **more)


def found(*rows: FamilyDocument, **decisions: frozenset[tuple[str, str]]) -> dict[str, str]:
    return dict(families(rows, RULES, **decisions).family_of)


def test_a_copy_with_another_head_and_tail_is_of_the_family() -> None:
    copy = "OUR CORRESPONDENT reports from the region today. " + STORY.upper() + " Read more on our website, every day."
    assert found(text("a", STORY), text("b", copy), text("c", OTHER)) == {"a": "fm_a", "b": "fm_a", "c": "fm_c"}


def test_a_copy_with_a_word_changed_in_every_sentence_is_found_by_minhash() -> None:
    long = (
        "Shelling hit the crowded market of El Fasher early on Sunday morning while traders from villages were still "
        "unloading their carts and at least eleven people were killed, a hospital director said by telephone. "
        "The army blamed the paramilitary forces that have surrounded the town for over a year and said that its own "
        "guns had answered the fire until the last of the launchers on the ridge had fallen silent before noon."
    )
    edited = long.replace("eleven", "11").replace("noon", "midday")
    assert not set(normalised_sentences(edited)) & set(normalised_sentences(long))
    assert found(text("a", long), text("b", edited)) == {"a": "fm_a", "b": "fm_a"}


def test_a_quoted_sentence_makes_no_copy() -> None:
    quoting = OTHER + " The army blamed the paramilitary forces for the attack."
    assert found(text("a", STORY), text("b", quoting)) == {"a": "fm_a", "b": "fm_b"}


@pytest.mark.parametrize(
    ("agency", "published", "same"),
    [("AFP", "2025-06-01", True), ("AFP", "2025-07-20", False), ("Reuters", "2025-06-01", False)],
)
def test_a_cut_down_story_of_the_same_wire_within_days(agency: str, published: str, same: bool) -> None:
    rewritten = ". ".join(STORY.split(". ")[:2]) + ". " + OTHER
    family = found(
        text("a", STORY, agency="AFP", published="2025-06-01"),
        text("b", rewritten, agency=agency, published=published),
    )
    assert (family["a"] == family["b"]) is same


def test_a_follow_up_with_the_old_background_is_a_story_of_its_own() -> None:
    background = ". ".join(STORY.split(". ")[2:])
    later = "Two of the wounded in El Fasher have died in the night. Their families buried them at dawn. " + background
    family = found(text("a", STORY, published="2025-06-01"), text("b", later, published="2025-06-02"))
    assert family == {"a": "fm_a", "b": "fm_b"}


def test_standing_phrases_of_a_publisher_make_no_copies() -> None:
    blurb = " ".join(f"Standing sentence number {w} of this site is printed below each page." for w in "abcdefgh")
    bodies = [
        f"In {town} two people died when a mine went off on the road to the market."
        for town in ["Xa", "Xb", "Xc", "Xd", "Xe"]
    ]
    rows = [
        text(
            f"d{i}", body.replace("two", w) + f" Witness {w} spoke of {w} lorries near {w}. " + blurb, publisher="Site"
        )
        for i, (body, w) in enumerate(zip(bodies, ("red", "blue", "green", "white", "black"), strict=True))
    ]
    assert len(set(found(*rows).values())) == 5


def test_a_text_merged_of_two_stories_does_not_make_them_one() -> None:
    merged = text("m", STORY + " " + OTHER, published="2025-06-02")
    rows = [text("a", STORY, published="2025-06-01"), text("b", OTHER, published="2025-06-01"), merged]
    result = families(rows, RULES)
    assert dict(result.family_of) == {"a": "fm_a", "b": "fm_b", "m": "fm_a"}
    assert {(k.document, k.of) for k in result.links} == {("m", "a"), ("m", "b")}


def test_the_fullest_holds_most_of_what_they_share() -> None:
    short, long = ". ".join(STORY.split(". ")[:3]), STORY + " Nobody else has this sentence of one paper's own."
    rows = [text("a", short, published="2025-06-01"), text("b", STORY, published="2025-06-01"), text("c", long)]
    assert families(rows, RULES).fullest == {"fm_a": "b"}


def test_the_first_published_names_the_family_in_any_order() -> None:
    rows = [
        text("z", STORY, published="2025-06-01"),
        text("a", STORY, published="2025-06-02"),
        text("m", STORY + " And one more sentence of its own here.", published="2025-06-03"),
        text("o", OTHER),
    ]
    results = [families(order, RULES) for order in itertools.permutations(rows)]
    assert all(isinstance(r, Families) and r == results[0] for r in results)
    assert results[0].family_of == {"z": "fm_z", "a": "fm_z", "m": "fm_z", "o": "fm_o"}


def test_people_decide() -> None:
    rows = [text("a", STORY), text("b", STORY + " More of it."), text("c", OTHER)]
    assert found(*rows, apart=frozenset({("a", "b")})) == {"a": "fm_a", "b": "fm_b", "c": "fm_c"}
    assert found(*rows, together=frozenset({("a", "c")}))["c"] == "fm_a"


def test_a_later_decision_and_an_undo_void_the_earlier_one() -> None:
    def review(id: str, action: str, supersedes: str | None = None) -> Review:
        return Review(
            target_kind="document", target="b", action=action, new="a", by="x", reason="y", id=id, supersedes=supersedes
        )  # type: ignore[arg-type]

    split, merge = review("1", "split"), review("2", "merge")
    assert decided([split]) == (frozenset(), frozenset({("a", "b")}))
    assert decided([split, merge]) == (frozenset({("a", "b")}), frozenset())
    assert decided([split, merge, review("3", "undo", "2")]) == (frozenset(), frozenset({("a", "b")}))
    assert decided([split, review("3", "undo", "1")]) == (frozenset(), frozenset())


def test_empty_texts_are_no_copies_of_each_other() -> None:
    assert found(text("a", ""), text("b", "")) == {"a": "fm_a", "b": "fm_b"}


def test_sentences_are_compared_by_words_alone() -> None:
    one = normalised_sentences("L'armée a repris la ville de Kidal, mardi!")
    two = normalised_sentences("l armee a repris  la ville de KIDAL mardi.")
    assert one == two
    assert normalised_sentences("Too short.") == ()


@given(st.text(max_size=400))
def test_prints_are_read_back_as_they_were_written(body: str) -> None:
    prints = prints_of(body)
    back = Prints.from_bytes(prints.to_bytes())
    assert (back.sentences, back.ends, back.numbers) == (prints.sentences, prints.ends, prints.numbers)
    assert list(back.runs) == list(prints.runs)
    assert list(back.lead) == list(prints.lead)


@pytest.mark.parametrize("content", [b"", b"abc", bytes(15), prints_of(STORY).to_bytes()[:-1]])
def test_other_bytes_are_no_prints(content: bytes) -> None:
    with pytest.raises(ValueError, match="not the prints"):
        Prints.from_bytes(content)
