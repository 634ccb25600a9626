"""Finding places in text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dateline.find.places import find_places
from dateline.know.gazetteer import Gazetteer
from dateline.mentions import Document, PlaceMention
from dateline.text.parse import parse

Find = Callable[..., dict[str, PlaceMention]]


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


@pytest.fixture(scope="module")
def find(gazetteer: Gazetteer) -> Find:
    def run(text: str, *taken: str) -> dict[str, PlaceMention]:
        spans = [(text.index(t), text.index(t) + len(t)) for t in taken]
        found = find_places(parse(Document(id="d", text=text)), gazetteer, spans)
        assert all(text[m.start : m.end] == m.text for m in found)
        return {text[m.name_start : m.name_end]: m for m in found}

    return run


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Heavy shelling was reported in Zalingei and Nyala on Friday.", {"Zalingei", "Nyala"}),
        ("The Arakan Army said it had captured Paletwa, in Chin State.", {"Paletwa", "Chin State"}),
        ("Ukrainian troops withdrew from Lysychansk to new lines.", {"Lysychansk"}),
        ("Gunmen stormed a market in Mangu, Plateau State, Nigeria.", {"Mangu", "Plateau State", "Nigeria"}),
        ("Drones struck Port Sudan before dawn.", {"Port Sudan"}),
        ("Fighting spread along the Euphrates valley towards Mayadin.", {"Euphrates valley", "Mayadin"}),
    ],
)
def test_names_of_places_are_found(find: Find, text: str, names: set[str]) -> None:
    assert set(find(text)) == names


@pytest.mark.parametrize(
    "text",
    [
        "Syrian and Russian jets bombed the rebels.",
        "Hillary Clinton met General George Marshall on Monday.",
        "He studied at the University of Texas before joining the army.",
        "Researchers warned of a new Lassa fever outbreak.",
        "It was a matter of hours, they said.",
    ],
)
def test_adjectives_persons_and_bodies_are_no_places(find: Find, text: str) -> None:
    assert find(text) == {}


def test_a_direction_before_a_country_is_no_town(find: Find) -> None:
    found = find("Forces carried out an airstrike in Northwest Syria targeting an official.")
    assert list(found) == ["Syria"]


def test_a_dateline_is_marked(find: Find) -> None:
    found = find("KHARTOUM, Sudan (AP) — Clashes erupted in Omdurman on Tuesday.\n\nResidents fled towards Shendi.")
    assert {n: m.usage for n, m in found.items()} == {
        "KHARTOUM": "dateline", "Sudan": "dateline", "Omdurman": "place", "Shendi": "place",
    }  # fmt: skip


def test_a_name_inside_a_body_is_not_a_place_of_its_own(find: Find) -> None:
    found = find("The Mali army command denied it. Troops left Mali in May.", "Mali army command")
    assert found["Mali"].start > 30 or found["Mali"].usage == "organisation"


@pytest.mark.parametrize(
    ("text", "name", "phrase", "relation"),
    [
        ("Rebels took the southern province of Daraa.", "Daraa", "the southern province of Daraa", "at"),
        (
            "They hold the southern outskirts of Bakhmut.",
            "Bakhmut",
            "the southern outskirts of Bakhmut",
            "outskirts_of",
        ),
        ("A bomb went off 12 km north of Mosul on Sunday.", "Mosul", "12 km north of Mosul", "north_of"),
        ("Militants attacked the city of Goma at night.", "Goma", "city of Goma", "at"),
        ("A drone fell near Odesa on Sunday.", "Odesa", "Odesa", "near"),
        ("They hold positions in the east of Homs province.", "Homs", "the east of Homs province", "part_of"),
    ],
)
def test_described_places_keep_phrase_and_relation(
    find: Find, text: str, name: str, phrase: str, relation: str
) -> None:
    mention = find(text)[name]
    assert (mention.text, mention.relation) == (phrase, relation)


def test_a_name_that_the_gazetteer_lacks_is_still_a_mention(find: Find) -> None:
    found = find("Three people died in Qwelbazoun, Iraq, on Monday. Residents of Qwelbazoun fled.")
    assert "Iraq" in found


def test_an_empty_text_has_no_places(find: Find) -> None:
    assert find("") == {}


@pytest.mark.parametrize("text", ["Kutum fell to the RSF on Monday.", "Bakhmut was shelled on Monday."])
def test_what_befalls_only_places_makes_a_sentences_first_word_one(find: Find, text: str) -> None:
    assert text.split()[0] in find(text)


def test_lists_of_villages_are_read_whole(find: Find) -> None:
    found = find("Rockets hit the towns and villages of Um Dawarna, al-Jahba, the orchards of Wad Sanji and Kurmuta.")
    assert {"Um Dawarna", "al-Jahba", "Wad Sanji", "Kurmuta"} <= set(found)


def test_what_is_done_to_places_alone_makes_an_unlisted_name_a_place(find: Find) -> None:
    assert set(find("Rebels shelled Mwesorubo on Tuesday.")) == {"Mwesorubo"}
    assert "Mwesorubo" not in find("Rebels thanked Mwesorubo on Tuesday.")


@pytest.mark.parametrize("text", ["Jets dropped barrel bombs on Sarmin.", "The attack on Monguno was repelled."])
def test_what_is_aimed_at(find: Find, text: str) -> None:
    assert set(find(text)) & {"Sarmin", "Monguno"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Soldiers raided al-Zerub village on Monday.", {"al-Zerub"}),
        ("A man from al Zerub village was shot dead on Monday.", {"al Zerub"}),
        ("Settlers torched a Palestinian village on Monday.", set()),
        ("The Druze village was quiet on Monday.", set()),
        ("General Kapombe town hall.", set()),
    ],
)
def test_a_name_that_says_it_is_of_a_village(find: Find, text: str, names: set[str]) -> None:
    assert set(find(text)) == names


def test_a_battle_is_for_a_place(find: Find) -> None:
    assert set(find("The battle for Bakhmut began on 1 August.")) == {"Bakhmut"}
    assert set(find("The battle for justice began on 1 August.")) == set()


def test_where_somebody_sits_in_two_names_is_no_place(find: Find) -> None:
    found = find("The Tampa, Florida-based command said two people were killed in Idlib.")
    assert {name: m.usage for name, m in found.items()} == {
        "Tampa": "adjective",
        "Florida": "adjective",
        "Idlib": "place",
    }


def test_who_signs_a_report_is_no_village(find: Find) -> None:
    lead = "A bomb killed two people in Mekelle on Monday."
    assert set(find(f"Bomb kills two\n\nBy Marlow Adeyemi, Horn correspondent\n\n{lead}")) == {"Mekelle"}
