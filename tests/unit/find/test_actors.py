"""Finding actors: spans as written, heads, who only backs, when a country acts."""

from __future__ import annotations

import pytest

from dateline.find.actors import find_actors
from dateline.know.actors import actor_book
from dateline.mentions import ActorMention, Document
from dateline.text.parse import parse


def found(text: str) -> dict[str, ActorMention]:
    parsed = parse(Document(id="t", text=text))
    mentions = find_actors(parsed, actor_book())
    for m in mentions:
        assert text[m.start : m.end] == m.text
        assert m.start <= parsed.doc[m.head].idx < m.end
    return {m.text: m for m in mentions}


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("Sudanese army warplanes bombed a market in Nyala.", "Sudanese army warplanes"),
        ("The jihadists killed fighters from Boko Haram near Baga.", "fighters from Boko Haram"),
        ("Troops loyal to Riek Machar overran the barracks.", "Troops loyal to Riek Machar"),
        ("Iran-backed Houthi rebels seized a tanker.", "Iran-backed Houthi rebels"),
        ("The Lebanese Shiite movement Hezbollah mourned him.", "The Lebanese Shiite movement Hezbollah"),
        ("Suspected M23 rebels entered Sake on Tuesday.", "Suspected M23 rebels"),
        ("A patrol of special forces of the RSF stormed Singa.", "A patrol of special forces of the RSF"),
        ("Rwandan-backed rebels took the airport.", "Rwandan-backed rebels"),
        ("Heavily armed gunmen raided a village in Zamfara.", "Heavily armed gunmen"),
        ("Myanmar's military torched houses.", "Myanmar's military"),
        ("Ukrainian President Volodymyr Zelensky visited Kherson.", "Ukrainian President Volodymyr Zelensky"),
        ("Police arrested members of the Sinaloa Cartel.", "members of the Sinaloa Cartel"),
    ],
)
def test_the_span_is_the_noun_phrase(text: str, span: str) -> None:
    assert span in found(text)


def test_coordinated_groups_are_mentions_of_their_own() -> None:
    mentions = found("Azerbaijani troops and local militiamen shelled the village.")
    assert {"Azerbaijani troops", "local militiamen"} <= set(mentions)


def test_two_nationalities_of_one_noun_are_two_mentions_with_one_head() -> None:
    text = "Chadian and Nigerien soldiers crossed the border."
    parsed = parse(Document(id="t", text=text))
    mentions = [m for m in find_actors(parsed, actor_book()) if m.noun == "state_force"]
    assert [m.country for m in mentions] == ["TD", "NE"]
    assert {parsed.doc[m.head].text for m in mentions} == {"soldiers"}


def test_a_country_is_an_actor_only_where_it_acts() -> None:
    assert "Ethiopia" in found("Ethiopia accused Eritrea of shelling the town.")
    assert "Ethiopia" not in found("Thousands fled fighting in Ethiopia last week.")
    assert "Sudan" not in found("The camp lies near the border with South Sudan in Ethiopia.")


def test_a_capital_speaks_for_its_government_but_is_no_target() -> None:
    assert "Kigali" in found("Kigali denied the accusation.")
    assert "Kyiv" not in found("Drones hit Kyiv before dawn.")


def test_the_nationality_of_an_act_implies_the_forces() -> None:
    mention = found("Russian shelling killed two people in Nikopol.")["Russian"]
    assert (mention.resolution, mention.country) == ("implied", "RU")
    assert found("Israel's overnight air raids hit Tyre.")["Israel"].resolution == "implied"


def test_a_nationality_alone_is_no_actor() -> None:
    assert found("The Syrian pound fell again.") == {}
    assert "Colombian" not in found("He bought Colombian coffee in the market.")


@pytest.mark.parametrize(
    "text", ["They fear a guerrilla war.", "The military phase is over.", "It was an official visit."]
)
def test_words_that_only_describe_name_nobody(text: str) -> None:
    assert found(text) == {}


def test_the_army_in_army_statement_is_an_actor() -> None:
    assert "army" in " ".join(found("The army statement gave no toll."))


def test_holders_in_adjectives_are_actors() -> None:
    assert "M23" in found("Aid reached M23-held villages on Friday.")
    assert "rebel" in found("Jets hit rebel-held suburbs.")


def test_weapons_without_an_owner_are_no_actors() -> None:
    assert found("Two missiles and a drone fell into the sea.") == {}


def test_persons_with_an_office_and_private_ones() -> None:
    text = "Colonel Idris Mahamat said so. Amina Yusuf, 34, a nurse, was killed. Mahamat had no details."
    mentions = found(text)
    assert mentions["Colonel Idris Mahamat"].noun == "office"
    assert mentions["Amina Yusuf"].name is None
    assert mentions["Mahamat"].kind == "person"


def test_place_names_in_front_make_local_bodies() -> None:
    assert "local" in found("Kharkiv police said two people died.")["Kharkiv police"].traits


def test_a_name_that_no_book_has_is_kept_as_a_name() -> None:
    text = "The Bright Hills Liberation Front attacked the post."
    assert any("Bright Hills Liberation Front" in span for span in found(text))


def test_whom_an_act_is_against_is_an_actor_beside_the_act() -> None:
    assert found("Crowds joined anti-junta protests in Yangon.")["junta"].kind == "government"
    assert found("The anti-Taliban offensive in Panjshir began.")["Taliban"].alias == "taliban"
    assert "government" not in found("Anti-government fighters shelled Marib.")
