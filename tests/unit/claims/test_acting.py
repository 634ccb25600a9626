"""Who acts in a claim and to whom it is done."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dateline.claims.acting import actor_ref, actors_of, expand_locals
from dateline.claims.inputs import Inputs
from dateline.model import Claim


def roles(claim: Claim) -> set[tuple[str, str | None]]:
    return {(a.role, a.id or a.text) for a in claim.actors}


@pytest.mark.parametrize(
    ("text", "words", "who"),
    [
        ("The Taliban captured Kunduz on Monday.", "captured", {("controller_new", "TALIBAN")}),
        ("Kunduz was captured by the Taliban on Monday.", "captured", {("controller_new", "TALIBAN")}),
        ("M23 rebels shelled Goma on Monday.", "shelled", {("attacker", "M23")}),
        ("Israeli jets bombed Beirut on Monday.", "bombed", {("attacker", "ISR_DEFENSE_FORCES")}),
        ("Colombian troops withdrew from Corinto.", "withdrew", {("mover", "COL_ARMED_FORCES")}),
        ("Gunmen attacked a convoy near Gao on Sunday.", "attacked", {("attacker", "UNIDENTIFIED_GUNMEN")}),
        ("Fighters of the M23 entered Rutshuru on Monday.", "entered", {("attacker", "M23")}),
    ],
)
def test_doers(claim: Callable[..., Claim], text: str, words: str, who: set[tuple[str, str]]) -> None:
    assert who <= roles(claim(text, "event", words))


def test_victims_and_attackers_are_told_apart(claim: Callable[..., Claim]) -> None:
    found = claim("FARC rebels shot dead four policemen in Cauca on Sunday.", "event")
    assert [(a.role, a.id) for a in found.actors if a.role == "attacker"] == [("attacker", "FARC")]
    assert {a.role for a in found.actors} == {"attacker", "victim"}
    found = claim("Hamas attacked the Israeli army in Rafah on Monday.", "event")
    assert ("attacker", "HAMAS") in roles(found)
    assert all(a.role != "attacker" for a in found.actors if a.id != "HAMAS")


def test_both_sides_of_a_clash_are_parties(claim: Callable[..., Claim]) -> None:
    found = claim("The army and the militia clashed in Nyala on Monday.", "event")
    assert roles(found) == {("party", "SAF"), ("party", "RSF_SUDAN")}


def test_one_phrase_may_name_two_forces(claim: Callable[..., Claim]) -> None:
    found = claim("Syrian and Iraqi forces shelled Albu Kamal on Thursday.", "event")
    assert {a.id for a in found.actors if a.role == "attacker"} == {"SYR_GOV_FORCES", "IRAQI_SECURITY_FORCES"}


def test_a_backer_is_no_party(claim: Callable[..., Claim]) -> None:
    found = claim("Turkish-backed rebels captured Afrin on Monday.", "event")
    assert [a.backers for a in found.actors] == [("TURKEY",)]
    assert all(a.id != "TURKEY" for a in found.actors)


def test_the_lesser_part_is_no_leading_one(claim: Callable[..., Claim]) -> None:
    text = "The battle for Sirte was led by local militias rather than the army."
    found = claim(text, "role")
    assert [a.text for a in found.actors if a.role in ("lead", "main_force")] == ["local militias"]
    assert [a.role for a in found.actors if a.text == "the army"] == ["lesser_role"]


def test_the_first_person_of_a_quote_is_its_speaker(claim: Callable[..., Claim]) -> None:
    found = claim('"Our forces captured Bakhmut," a Russian army spokesman said.', "event")
    assert [(a.id, a.text, a.resolution) for a in found.actors] == [("RUS_ARMED_FORCES", "Our forces", "coref")]


def test_a_pronoun_is_its_antecedent(claim: Callable[..., Claim]) -> None:
    found = claim("Turkey said on Wednesday that it struck Kurdish fighters in Dohuk.", "event")
    assert [(a.id, a.text, a.resolution) for a in found.actors if a.role == "attacker"] == [("TURKEY", "it", "coref")]


def test_what_nobody_is_told_of_stays_open(claim: Callable[..., Claim]) -> None:
    found = claim("Rebels shelled Goma on Tuesday.", "event")
    assert [(a.id, a.text, a.resolution) for a in found.actors] == [(None, "Rebels", "described")]
    assert claim("Clashes went on in Omdurman.", "event").actors == ()


def test_nationality_and_place_of_origin_are_no_actors(claim: Callable[..., Claim]) -> None:
    found = claim("Fighters from Chad attacked a barracks in Maiduguri on Monday.", "event")
    assert all(a.id not in ("CHAD", "TCD_ARMED_FORCES") for a in found.actors)


def test_those_who_were_counted_are_victims_or_affected(claim: Callable[..., Claim]) -> None:
    killed = claim("Shelling killed 12 civilians in Kharkiv on Monday.", "figure")
    assert roles(killed) == {("victim", "CIVILIANS")}
    moved = claim("Some 4,000 people were displaced from Goma last week.", "figure")
    assert {a.role for a in moved.actors} == {"affected"}


def test_actors_stand_in_text_order_with_their_own_words(inputs: Callable[..., Inputs]) -> None:
    text = "Lebanese Hezbollah fighters attacked the army in Qusayr, and Israeli jets bombed Tyre on Tuesday."
    found = inputs(text)
    for trigger in found.triggers:
        refs = actors_of(found, trigger)
        starts = [r.start for r in refs if r.start is not None]
        assert starts == sorted(starts)
        assert all(text[r.start : r.end] == r.text for r in refs)
    assert [t.text for t in found.triggers] != []


def test_members_of_an_umbrella_of_this_text(inputs: Callable[..., Inputs]) -> None:
    found = inputs("The Taliban captured Kunduz.")
    refs = tuple(actor_ref(found, m, "attacker") for m in found.actors)
    assert [r.id for r in refs] == ["TALIBAN"]
    assert expand_locals(found, refs) == {}


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Anti-junta protests were held in Yangon, Myanmar, on Monday.", "MMR_MILITARY"),
        ("Thousands joined anti-government protests in Khartoum on Monday.", "SUDAN"),
        ("Anti-French protests broke out in Niamey on Monday.", "FRANCE"),
    ],
)
def test_whom_a_protest_is_against_is_its_target(claim: Callable[..., Claim], text: str, target: str) -> None:
    assert roles(claim(text, "event")) == {("actor", "PROTESTERS"), ("target", target)}


def test_whom_a_rally_is_for_is_no_doer(claim: Callable[..., Claim]) -> None:
    assert roles(claim("Pro-government rallies were held in Khartoum on Monday.", "event")) == set()


def test_those_who_are_called_by_their_enemy_are_one_actor(claim: Callable[..., Claim]) -> None:
    found = claim("Anti-government fighters attacked Marib on Monday.", "event")
    assert [a.text for a in found.actors] == ["Anti-government fighters"]


def test_what_somebody_is_accused_of_the_accused_does(claim: Callable[..., Claim]) -> None:
    found = claim("The army accused the M23 of killing nine villagers in Sake.", "event", "killing")
    assert ("attacker", "M23") in roles(found)
    assert all(a.id != "FARDC" for a in found.actors)


def test_the_agency_of_a_dateline_does_nothing(claim: Callable[..., Claim]) -> None:
    text = "GOMA, 4 April 2024 (Lake News) - M23 rebels withdrew from Walikale on Thursday."
    assert roles(claim(text, "event", "withdrew")) == {("mover", "M23")}


def test_who_steps_on_a_mine_suffers_it(claims: Callable[..., tuple[Claim, ...]]) -> None:
    (found,) = [c for c in claims("A soldier lost a leg when he stepped on a mine in Kismayo.") if c.type == "event"]
    assert {a.role for a in found.actors} == {"victim"}


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("A drone belonging to the Turkish army struck a car in Kobani.", ("attacker", "TURKISH_ARMED_FORCES")),
        ("A drone operated by the RSF hit a market in El Obeid.", ("attacker", "RSF_SUDAN")),
        (
            "Residents said a drone, believed to belong to the Rapid Support Forces, has struck a car in El Obeid.",
            ("alleged", "RSF_SUDAN"),
        ),
        ("A coalition strike hit a car in Jarabulus.", ("attacker", "US_LED_COALITION")),
    ],
)
def test_whose_the_weapon_is(claim: Callable[..., Claim], text: str, who: tuple[str, str]) -> None:
    found = claim(text, "event")
    assert found.event_type == "air_drone_strike"
    assert [(a.role, a.id) for a in found.actors if a.id] == [who]


def test_who_stands_near_a_weapon_does_not_own_it(claim: Callable[..., Claim]) -> None:
    found = claim("A drone hit a house near the base of the RSF in El Obeid.", "event")
    assert ("attacker", "RSF_SUDAN") not in roles(found)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("An RSF drone strike hit a market in El Obeid in Sudan.", ("attacker", "RSF_SUDAN")),
        ("Two civilians died in a drone strike in El Obeid.", ("victim", "CIVILIANS")),
        ("Nine civilians died in shelling by the army in Nyala.", ("victim", "CIVILIANS")),
    ],
)
def test_whose_strike_it_is_and_who_dies_in_it(claim: Callable[..., Claim], text: str, who: tuple[str, str]) -> None:
    found = roles(claim(text, "event", " ".join(text.split()[:3])))
    assert who in found
    assert ("attacker", "CIVILIANS") not in found
