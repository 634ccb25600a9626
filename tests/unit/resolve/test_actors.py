"""Resolving actors: dates, countries, descriptions, backers, umbrellas; unknown stays unknown."""

from __future__ import annotations

from datetime import date

import pytest

from dateline.find.actors import find_actors
from dateline.know.actors import actor_book
from dateline.mentions import ActorMention, Document
from dateline.resolve.actors import resolve_actors
from dateline.text.parse import parse


def resolved(text: str, day: date | None = None, countries: tuple[str, ...] = ()) -> dict[str, ActorMention]:
    parsed = parse(Document(id="t", text=text))
    book = actor_book()
    mentions = resolve_actors(parsed, find_actors(parsed, book), book, publication_day=day, countries=countries)
    return {m.text: m for m in mentions}


@pytest.mark.parametrize(
    ("text", "span", "actor"),
    [
        ("Ukrainian forces withdrew from Avdiivka.", "Ukrainian forces", "UKR_ARMED_FORCES"),
        ("Iraqi security forces stormed the camp.", "Iraqi security forces", "IRAQI_SECURITY_FORCES"),
        ("Congolese soldiers fled Goma.", "Congolese soldiers", "FARDC"),
        ("Haitian police killed two men.", "Haitian police", "HTI_POLICE"),
        ("The Russian occupation forces shelled Kherson.", "The Russian occupation forces", "RUS_ARMED_FORCES"),
        ("Turkish occupation army bombed the hills.", "Turkish occupation army", "TURKISH_ARMED_FORCES"),
        ("Israeli occupation forces raided Jenin.", "Israeli occupation forces", "ISR_DEFENSE_FORCES"),
        ("The Israeli military said it hit a tunnel.", "The Israeli military", "ISR_DEFENSE_FORCES"),
        ("South Sudanese government forces burned huts.", "South Sudanese government forces", "SSPDF"),
        ("Armenia's defence ministry denied it.", "Armenia's defence ministry", "ARMENIA"),
        ("The Pakistani Taliban claimed the blast.", "The Pakistani Taliban", "TTP"),
        ("The Taliban claimed the blast.", "The Taliban", "TALIBAN"),
        ("Villagers fled as gunmen arrived.", "Villagers", "CIVILIANS"),
        ("Villagers fled as gunmen arrived.", "gunmen", "UNIDENTIFIED_GUNMEN"),
    ],
)
def test_names_nationalities_and_generic_words(text: str, span: str, actor: str) -> None:
    assert resolved(text)[span].id == actor


@pytest.mark.parametrize(
    ("text", "span", "day", "actor"),
    [
        ("Al-Qaeda-linked militants attacked a post in Mali.", "Al-Qaeda-linked militants", date(2023, 1, 1), "JNIM"),
        ("Al-Qaeda-linked militants attacked a post in Somalia.", "Al-Qaeda-linked militants", None, "AL_SHABAAB"),
        ("US-backed Kurdish-led fighters entered Raqa in Syria.", "US-backed Kurdish-led fighters",
         date(2017, 6, 6), "SDF"),
        ("Kurdish fighters held Kobane in Syria.", "Kurdish fighters", date(2014, 10, 1), "YPG"),
        ("Tuareg rebels took Kidal in northern Mali.", "Tuareg rebels", date(2012, 4, 1), "MNLA"),
        ("Tuareg rebels ambushed a convoy in northern Mali.", "Tuareg rebels", date(2024, 7, 27), "CSP_MALI"),
        ("Rwandan-backed rebels took Goma, the Congolese army said.", "Rwandan-backed rebels", None, "M23"),
        ("Anglophone separatists abducted pupils in Cameroon.", "Anglophone separatists", None, "AMBAZONIA"),
    ],
)  # fmt: skip
def test_descriptions_hold_by_country_and_date(text: str, span: str, day: date | None, actor: str) -> None:
    assert resolved(text, day)[span].id == actor


def test_al_qaedas_former_affiliate_is_not_al_qaeda() -> None:
    mentions = resolved("Al-Qaeda's former Syrian branch holds Idlib.", date(2018, 1, 1))
    assert [m.id for m in mentions.values()] == ["NUSRA_JFS"]
    assert next(iter(mentions.values())).resolution == "described"


def test_linked_militants_of_an_unknown_war_stay_unknown() -> None:
    assert resolved("Al-Qaeda-linked militants were arrested in Norway.")["Al-Qaeda-linked militants"].id is None


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("The SNA shelled villages near Manbij in Syria, Syrian activists said.", "SNA"),
        ("The SNA fought militants in Somalia, Somali officials said.", "SOMALI_NATIONAL_ARMY"),
        ("The SNA met again.", None),
    ],
)
def test_an_ambiguous_acronym_needs_its_country(text: str, actor: str | None) -> None:
    assert resolved(text)["The SNA"].id == actor


def test_the_army_is_that_of_the_documents_country() -> None:
    assert resolved("The army shelled the town.", countries=("SD",))["The army"].id == "SAF"
    assert resolved("The army shelled the town.")["The army"].id is None


def test_backers_are_not_participants() -> None:
    mention = resolved("Turkish-backed rebels fired rockets in Syria.", date(2019, 10, 10))["Turkish-backed rebels"]
    assert (mention.id, mention.backers) == ("TURKISH_BACKED_REBELS", ("TURKEY",))
    state = resolved("Russian-backed government forces advanced in Syria.")["Russian-backed government forces"]
    assert (state.id, state.backers) == ("SYR_GOV_FORCES", ("RUSSIA",))


def test_forces_without_a_nationality_are_those_of_the_sender() -> None:
    text = "South Sudan is at war. Uganda deployed special forces to Juba, South Sudan said."
    assert resolved(text)["special forces"].id == "UPDF"


def test_an_umbrella_is_of_this_document_with_members_from_its_first_subjects() -> None:
    text = (
        "Anti-Houthi forces retake Khokha\n\n"
        "Yemeni government troops and Emirati soldiers drove Houthi rebels out of Khokha on Thursday.\n"
    )
    mention = resolved(text)["Anti-Houthi forces"]
    assert mention.doc_local
    assert mention.id == "local:anti-houthi-forces"
    assert mention.members == ("YEM_ARMED_FORCES", "ARE_ARMED_FORCES")


def test_loaded_words_are_normalised_and_the_span_kept() -> None:
    mentions = resolved("Zionist forces stormed Jenin. Regime forces shelled Idlib in Syria.", date(2020, 1, 1))
    assert mentions["Zionist forces"].id == "ISR_DEFENSE_FORCES"
    assert mentions["Regime forces"].kind == "state_force"


def test_persons_public_by_book_or_office_and_private() -> None:
    text = "Khalifa Haftar met Colonel Salim Derby. Amina Yusuf, 34, a nurse, died. Haftar left."
    mentions = resolved(text)
    assert mentions["Khalifa Haftar"].id == mentions["Haftar"].id == "KHALIFA_HAFTAR"
    assert mentions["Colonel Salim Derby"].name == "Salim Derby"
    assert (mentions["Amina Yusuf"].id, mentions["Amina Yusuf"].kind) == (None, "person")


def test_a_leaders_troops_are_his_body() -> None:
    assert resolved("Forces loyal to Khalifa Haftar shelled Tripoli.")["Forces loyal to Khalifa Haftar"].id == "LNA"


def test_local_bodies_do_not_become_the_state() -> None:
    text = "The Kherson authorities said so. Russian troops shelled the city, Russian officials said."
    assert resolved(text)["The Kherson authorities"].id is None
