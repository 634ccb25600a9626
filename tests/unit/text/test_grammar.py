"""Questions to the parse: who does it, to whom, by which clause."""

from __future__ import annotations

from functools import cache

import pytest
from spacy.tokens import Token

from dateline.mentions import Document
from dateline.text.grammar import (
    agents,
    by_agents,
    clause_head,
    conjuncts,
    is_passive,
    noun_phrase_span,
    obliques,
    patients,
    subtree_span,
    surface_subjects,
)
from dateline.text.parse import parse
from dateline.text.segment import Parsed


@cache
def parsed(text: str) -> Parsed:
    return parse(Document(id="g", text=text))


def token(text: str, word: str) -> Token:
    return next(t for t in parsed(text).doc if t.text == word)


def words(tokens: list[Token]) -> list[str]:
    return [t.text for t in tokens]


@pytest.mark.parametrize(
    ("text", "verb", "passive"),
    [
        ("The army captured Bor on Monday.", "captured", False),
        ("Bor was captured by the army.", "captured", True),
        ("The town captured by the army was empty.", "captured", True),
        ("Two villages were shelled and burned by the militia.", "burned", True),
        ("Rebels attacked the base and burned the depot.", "burned", False),
        ("Soldiers have entered Mekelle.", "entered", False),
    ],
)
def test_passive(text: str, verb: str, passive: bool) -> None:
    assert is_passive(token(text, verb)) is passive


@pytest.mark.parametrize(
    ("text", "verb", "who"),
    [
        ("The army captured Bor on Monday.", "captured", ["army"]),
        ("Bor was captured by the army.", "captured", ["army"]),
        ("Bor was captured on Monday.", "captured", []),
        ("The army and the militia shelled Nyala.", "shelled", ["army", "militia"]),
        ("Rebels attacked the base and burned the depot.", "burned", ["Rebels"]),
        ("Soldiers who had fled Kutum attacked the camp.", "fled", ["Soldiers"]),
        ("Gunmen killed nine people after storming a hotel.", "storming", ["Gunmen"]),
        ("The militia tried to storm the airport.", "storm", ["militia"]),
        ("Fighters holding the bridge fired on the crowd.", "holding", ["Fighters"]),
    ],
)
def test_agents(text: str, verb: str, who: list[str]) -> None:
    assert words(agents(token(text, verb))) == who


@pytest.mark.parametrize(
    ("text", "verb", "whom"),
    [
        ("The army captured Bor on Monday.", "captured", ["Bor"]),
        ("Bor was captured by the army.", "captured", ["Bor"]),
        ("Rebels killed two soldiers and a nurse.", "killed", ["soldiers", "nurse"]),
        ("Families returned to the town the rebels shelled.", "shelled", ["town"]),
        ("The rebels who shelled the town fled.", "shelled", ["town"]),
        ("Fighting went on.", "went", []),
    ],
)
def test_patients(text: str, verb: str, whom: list[str]) -> None:
    assert words(patients(token(text, verb))) == whom


def test_each_by_phrase_is_a_group_of_its_own() -> None:
    text = "The bridge was blown up by rebels and bandits."
    assert [words(group) for group in by_agents(token(text, "blown"))] == [["rebels", "bandits"]]
    assert by_agents(token("The bridge was blown up on Monday.", "blown")) == []


def test_the_object_of_a_governing_verb_is_the_subject_of_its_complement() -> None:
    text = "The general ordered the troops to leave Goma."
    assert words(surface_subjects(token(text, "leave"))) in (["troops"], ["general"])
    assert words(surface_subjects(token(text, "ordered"))) == ["general"]


def test_obliques_are_prepositions_with_all_their_objects() -> None:
    text = "Rebels advanced from Masisi on Tuesday."
    assert [(p, t.text) for p, t in obliques(token(text, "advanced"))] == [("from", "Masisi"), ("on", "Tuesday")]
    text = "Clashes were reported in Bentiu and Malakal."
    assert ("in", "Malakal") in [(p, t.text) for p, t in obliques(token(text, "reported"))]


def test_conjuncts_run_from_the_first_to_the_right() -> None:
    text = "Israel bombed Tyre, Sidon and Nabatieh."
    first = token(text, "Tyre")
    assert words(conjuncts(first)) == ["Tyre", "Sidon", "Nabatieh"]
    assert words(conjuncts(token(text, "Nabatieh"))) == ["Nabatieh"]


def test_the_head_of_a_clause() -> None:
    text = "Soldiers who had fled Kutum attacked the camp."
    assert clause_head(token(text, "Kutum")).text == "fled"
    assert clause_head(token(text, "camp")).text == "attacked"
    assert clause_head(token(text, "attacked")).text == "attacked"


@pytest.mark.parametrize(
    ("text", "word", "span"),
    [
        ("The two soldiers of the garrison who fled Gao were shot.", "soldiers", "The two soldiers of the garrison"),
        ("Rebels and bandits burned the depot.", "Rebels", "Rebels"),
        ("Taiz, a city in the mountains, was shelled.", "city", "a city in the mountains"),
    ],
)
def test_noun_phrases_end_where_clauses_and_second_nouns_begin(text: str, word: str, span: str) -> None:
    start, end = noun_phrase_span(token(text, word))
    assert text[start:end] == span


def test_a_span_has_its_head_and_no_loose_commas() -> None:
    text = "On Monday, the army, backed by Wagner, entered Timbuktu, a source said."
    for t in parsed(text).doc:
        start, end = subtree_span(t)
        assert start <= t.idx < end
        assert t.is_punct or text[start:end].strip(" ,.") == text[start:end]
