"""Triggers: which words tell of an event, of what kind, with whom and where."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dateline.derive.incident import LEAST
from dateline.find.triggers import find_triggers, read_triggers
from dateline.find.triggers_decide import decide_leaf
from dateline.know.events import load_events
from dateline.mentions import Document, TriggerMention
from dateline.run.resources import Resources
from dateline.text.parse import parse
from dateline.text.segment import Parsed

Reader = Callable[[str], tuple[Parsed, list[TriggerMention]]]


@pytest.fixture(scope="module")
def read() -> Reader:
    vocabulary = load_events()

    def reader(text: str) -> tuple[Parsed, list[TriggerMention]]:
        parsed = parse(Document(id="t", text=text))
        return parsed, find_triggers(parsed, vocabulary)

    return reader


def leaves(triggers: list[TriggerMention]) -> list[str | None]:
    return [t.leaf for t in triggers if t.claim_type == "event"]


def words(parsed: Parsed, indices: tuple[int, ...]) -> list[str]:
    return [parsed.doc[i].text for i in indices]


@pytest.mark.parametrize(
    ("text", "leaf"),
    [
        ("Government troops recaptured the town of Barentu from the rebels on Monday.", "territory_captured"),
        ("Rebels fought soldiers near Minawao for three hours.", "armed_clash"),
        ("Protesters burned shops in Nairobi.", "violent_demonstration"),
        ("Five people were killed by an alleged Russian bombing in the Kholodna Hora quarter.", "air_drone_strike"),
        ("Five people were killed by a Taliban bombing in Kabul.", "ied_mine_uxo"),
        ("Dozens were hurt in clashes with riot police in Seoul.", "violent_demonstration"),
        ("The rally in Bamako turned violent at noon.", "violent_demonstration"),
        ("Warplanes bombed a market in Togoga.", "air_drone_strike"),
        ("Artillery shells hit a school in Nikopol.", "shelling_missile"),
        ("A roadside bomb exploded near a patrol in Helmand.", "ied_mine_uxo"),
        ("A suicide bomber blew himself up at a mosque in Kano.", "suicide_attack"),
        ("Gunmen threw a grenade at a bar in Cali.", "grenade_attack"),
        ("Militants kidnapped four engineers in Zamfara.", "abduction_disappearance"),
        ("Soldiers raped two women in Bentiu.", "sexual_violence"),
        ("Militiamen killed nine farmers in Drodro.", "attack_on_civilians"),
        ("Gunmen assassinated a judge in Kandahar.", "targeted_killing"),
        ("Police arrested 12 opposition members in Harare.", "detention_arrest"),
        ("The two sides signed a ceasefire in Geneva.", "agreement"),
        ("Police defused a bomb in Quetta.", "disrupted_weapons_use"),
        ("Soldiers set up a military base near Menaka.", "headquarters_established"),
        ("Rebels withdrew from the airport on Sunday.", "withdrawal"),
        ("Fighters burned 40 houses in Muidumbe.", "property_destruction"),
        ("Thousands of villagers fled their homes in Rutshuru.", "displacement"),
        ("Army wrests Lashkar bridge from gunmen", "territory_captured"),
        ("Air raid on Wad Madani market, 3 dead", "air_drone_strike"),
    ],
)
def test_plain_reports_are_typed(read: Reader, text: str, leaf: str) -> None:
    _, triggers = read(text)
    ranked = decide_leaf(triggers, load_events())
    assert ranked
    assert ranked[0].leaf == leaf


@pytest.mark.parametrize(
    "text",
    [
        "The minister suffered a heart attack in Cairo.",
        "The company launched an investigation into its accounts.",
        "The moment was captured on video.",
        "The army rehearsed an assault on a mock village during the exercise.",
        "A film about the siege opened in Cannes.",
        "The judge shot down the mayor's plan.",
    ],
)
def test_figures_of_speech_drills_and_films_are_no_events(read: Reader, text: str) -> None:
    assert leaves(read(text)[1]) == []


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("The army denied that its planes bombed the village.", "denial"),
        ("The rebels threatened to attack the port next week.", "forecast"),
        ("In 1968 the two armies clashed on the river.", "history"),
    ],
)
def test_doubted_events_are_kept_but_marked(read: Reader, text: str, note: str) -> None:
    _, triggers = read(text)
    assert note in {t.note for t in triggers}
    assert decide_leaf(triggers, load_events()) == []


def test_a_capture_has_its_roles_and_its_place(read: Reader) -> None:
    parsed, triggers = read("Azerbaijani soldiers seized the village of Talish from Armenian fighters on Sunday.")
    (capture,) = [t for t in triggers if t.leaf == "territory_captured"]
    assert words(parsed, capture.roles["controller_new"]) == ["soldiers"]
    assert words(parsed, capture.roles["controller_old"]) == ["fighters"]
    assert words(parsed, capture.places["event"]) == ["village"]
    assert capture.control == "captured"
    assert parsed.text[capture.start : capture.end] == capture.text == "seized"


def test_a_passive_gives_its_agent_from_the_by_phrase(read: Reader) -> None:
    parsed, triggers = read("The town of Djibo was seized by militants.")
    (capture,) = [t for t in triggers if t.leaf == "territory_captured"]
    assert words(parsed, capture.roles["controller_new"]) == ["militants"]


def test_two_by_phrases_are_two_triggers(read: Reader) -> None:
    parsed, triggers = read("The base was attacked by soldiers and by militiamen.")
    attacks = [t for t in triggers if t.leaf == "armed_clash"]
    assert [words(parsed, t.roles["attacker"]) for t in attacks] == [["soldiers"], ["militiamen"]]
    assert attacks[1].text.startswith("by militiamen")


def test_an_object_that_is_no_place_is_no_capture(read: Reader) -> None:
    assert "territory_captured" not in leaves(read("Gunmen seized two aid workers on the road.")[1])


def test_a_light_verb_with_its_noun_is_one_trigger(read: Reader) -> None:
    _, triggers = read("The coalition carried out an air strike on a depot in Saada.")
    assert leaves(triggers) == ["air_drone_strike"]


def test_what_a_strike_does_is_no_second_event(read: Reader) -> None:
    assert leaves(read("The drone strike killed three people in Derna.")[1]) == ["air_drone_strike"]


def test_states_are_found_beside_events(read: Reader) -> None:
    _, triggers = read("The rebels still control half of the town of Rubaya and have a small presence in Goma.")
    assert [t.claim_type for t in triggers] == ["control", "presence"]


def test_a_group_whose_name_looks_like_a_verb_is_the_subject(read: Reader) -> None:
    parsed, triggers = read("Residents said that IS withdrew to the desert.")
    (retreat,) = [t for t in triggers if t.leaf == "withdrawal"]
    assert words(parsed, retreat.roles["mover"]) == ["IS"]


def test_a_month_is_no_march(read: Reader) -> None:
    assert leaves(read("The report was published on 8 March 2021 in Geneva.")[1]) == []


def test_a_seizure_of_arms_is_foiled(read: Reader) -> None:
    _, triggers = read("Customs officers seized 40 rifles in Mombasa.")
    assert [(t.leaf, t.outcome) for t in triggers] == [("disrupted_weapons_use", "foiled")]


def test_an_empty_text_has_no_triggers(read: Reader) -> None:
    assert read("")[1] == []


@pytest.mark.parametrize(
    ("text", "leaf"),
    [
        ("Israel struck Tyre on Monday.", ["air_drone_strike"]),
        ("Russia struck Kharkiv with missiles on Monday.", ["shelling_missile"]),
        ("Russia hit Turkey with sanctions on Monday.", []),
    ],
)
def test_a_state_that_strikes_a_place_does_so_from_afar(text: str, leaf: list[str], resources: Resources) -> None:
    from dateline.run.pipeline import inputs_of

    assert leaves(list(inputs_of(Document(id="t", text=text), resources).triggers)) == leaf


@pytest.mark.parametrize(
    "text",
    [
        "They destroyed four fighting positions near Mosul.",
        "All aircraft returned to base safely.",
        "The camera captures the base in Tel Bayder.",
        "The strikes hit Kurdish forces-held areas.",
    ],
)
def test_words_of_a_things_name_tell_of_no_event(text: str, read: Reader) -> None:
    told = leaves(read(text)[1])
    assert not {"armed_clash", "territory_transferred", "territory_captured", "detention_arrest"} & set(told)


@pytest.mark.parametrize(
    "text",
    ["Shells fell on the city and its surrounding areas.", "Aid reached towns besieged by the army.",
     "They met fighters held in the prison."],
)  # fmt: skip
def test_a_participle_that_tells_how_things_are_makes_no_event(read: Reader, text: str) -> None:
    _, triggers = read(text)
    lasting = [t for t in triggers if t.leaf in ("siege_blockade", "detention_arrest")]
    assert all(t.confidence < LEAST for t in lasting)


def test_the_noun_of_a_light_verb_says_more_than_the_verb(read: Reader) -> None:
    parsed, triggers = read("The army carried out artillery attacks, targeting positions in the villages of Tulul.")
    (event,) = [t for t in triggers if t.claim_type == "event"]
    assert event.leaf == "shelling_missile"
    assert words(parsed, event.places["event"]) == ["positions"]


def test_what_the_army_says_it_lost_the_army_lost(read: Reader) -> None:
    parsed, triggers = read("The army acknowledged that it lost the town of Singa to the rebels on Monday.")
    (event,) = [t for t in triggers if t.leaf == "territory_captured"]
    assert words(parsed, event.roles["controller_old"]) == ["it"]
    assert words(parsed, event.roles["controller_new"]) == ["rebels"]


def test_who_did_it_and_not_who_did_not(read: Reader) -> None:
    parsed, triggers = read("It was Al-Shabaab, not a clan militia, that fired mortar bombs at Baidoa on Monday.")
    assert words(parsed, triggers[0].roles["attacker"]) == ["Shabaab"]
    parsed, triggers = read("The town of Bria was attacked by the army rather than by the rebels.")
    assert words(parsed, triggers[0].roles["attacker"]) == ["army"]


def test_a_statement_withdrawn_is_no_retreat(read: Reader) -> None:
    _, triggers = read("The rebels withdrew their report that the army had lost Singa.")
    assert "withdrawal" not in leaves(triggers)
    _, triggers = read("The rebels withdrew their fighters from Singa.")
    assert leaves(triggers) == ["withdrawal"]


def test_a_text_of_a_film_or_a_drill_is_staged() -> None:
    text = "In the film, rebels storm Grozny and take forty conscripts prisoner.\n\nRebels stormed Bor on Monday."
    parsed = parse(Document(id="t", text=text))
    read = read_triggers(parsed, load_events())
    assert read.staged == {parsed.sentences[0].paragraph}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Violent clashes went on around the mill between M23 fighters and the army.", ["armed_clash"]),
        ("A tense calm prevailed in the town held by rebels.", []),
        ("Army jets broke through the sound barrier over the city.", []),
        ("Soldiers stood near an arms depot in the east.", []),
        ("Six more fighters handed themselves over to the soldiers.", []),
    ],
)
def test_words_that_only_resemble_an_event(read: Reader, text: str, expected: list[str]) -> None:
    assert [leaf for leaf in leaves(read(text)[1]) if leaf in (*expected, "violent_demonstration", "territory_captured",
        "ground_offensive", "disrupted_weapons_use", "territory_transferred")] == expected  # fmt: skip


def test_parties_hang_far_behind_their_fight(read: Reader) -> None:
    text = "Clashes are ongoing around the mill between M23 fighters on one hand, and Congolese Forces on the other."
    parsed, found = read(text)
    assert words(parsed, found[0].roles["party"]) == ["fighters", "Forces"]


def test_a_place_does_nothing_that_is_done_in_it(read: Reader) -> None:
    text = "The coalition carried out a drone strike in northern Mali targeting a senior commander."
    parsed, found = read(text)
    doers = {w for t in found for w in words(parsed, t.roles.get("attacker", ()))}
    assert "coalition" in doers
    assert "Mali" not in doers


@pytest.mark.parametrize(
    ("text", "leaf"),
    [
        ("RSF fighters raided the town on Monday, looted the market and abducted six traders.", "attack_on_civilians"),
        ("The militia's men fired heavy weapons into the village.", "shelling_missile"),
        ("The terrorists had been driven off by the guards.", "armed_clash"),
        ("The attack on the hamlet left 15 dead.", "attack_on_civilians"),
        ("Troops have been operating in the camp since Monday.", "ground_offensive"),
        ("The army had moved forward several hundred metres.", "ground_offensive"),
        ("Cluster munitions fell on a residential street.", "shelling_missile"),
    ],
)
def test_what_reports_of_many_wars_call_it(read: Reader, text: str, leaf: str) -> None:
    assert leaf in leaves(read(text)[1])


def test_a_gathering_of_leaders_is_no_protest(read: Reader) -> None:
    assert "peaceful_protest" not in leaves(read("A drone hit a gathering of commanders near the river.")[1])


@pytest.mark.parametrize(
    ("text", "leaf"),
    [
        ("Some 900 villagers trekked to Dikwa with bundles on their heads.", "displacement"),
        ("The hamlets around Pissila were deserted by noon.", "displacement"),
        ("Families have been trickling back to the market of Goz Beida.", "return"),
        ("Helicopters plucked forty pupils from the school at Shiroro.", "evacuation"),
        ("Two trucks of flour were stuck at the border post for nine days.", "humanitarian_access"),
        ("Men in masks bundled a nurse into a van outside the clinic in Agadez.", "abduction_disappearance"),
        ("The navy nabbed the alleged head of the oil thieves in Tepito.", "detention_arrest"),
        ("Eleven fighters turned themselves in to the army at Baidoa.", "group_change"),
        ("The rebels opened an office with a court in the old customs house of Mrauk-U.", "headquarters_established"),
        ("The army's engineers dug a trench along the road to Gimbi.", "other_strategic"),
        ("No lorry has been let through to the people of the town for eleven weeks.", "siege_blockade"),
        ("The last trucks rolled out of Bakouma at noon with the battalion.", "withdrawal"),
        ("Both generals put their signatures to a truce for the town.", "agreement"),
        ("Sappers dug up eleven mines beside the canal.", "disrupted_weapons_use"),
        ("Sixteen huts were reduced to ashes in Lere.", "property_destruction"),
        ("Vigilantes and bandits traded fire for an hour near Isa.", "armed_clash"),
        ("The town of Kalehe passed into the hands of the rebels on Friday.", "territory_captured"),
        ("Tanks and soldiers pushed west along the valley.", "ground_offensive"),
        ("A quadcopter let fall a munition on a courtyard in Khushali.", "air_drone_strike"),
        ("Rockets rained on Martuni through the night.", "shelling_missile"),
        ("A patrol struck a mine on the track to Kahan.", "ied_mine_uxo"),
        ("He triggered his belt inside the guesthouse.", "suicide_attack"),
        ("Six growers were hacked to death in their plots at Mabalako.", "attack_on_civilians"),
        ("Two women were gang-raped near the airstrip.", "sexual_violence"),
        ("Hundreds of women walked to the emir's palace in silence.", "peaceful_protest"),
    ],
)
def test_the_many_words_of_reports(read: Reader, text: str, leaf: str) -> None:
    assert leaf in leaves(read(text)[1])


def test_what_a_war_has_cost_is_no_force_against_those_who_began_it(read: Reader) -> None:
    text = "The civil war, which began with protests against the president in 2011, has killed 280,000 people."
    assert "excessive_force_against_protesters" not in leaves(read(text)[1])


@pytest.mark.parametrize(
    "text",
    [
        "Security forces shot dead 20 protesters in Hama on Friday, the deadliest day of the uprising.",
        "Soldiers killed five demonstrators in Sanaa on Monday, the worst bloodshed since the conflict began.",
        "Two protesters were killed by police fire in Khartoum on Sunday as the civil war went on elsewhere.",
    ],
)
def test_protesters_are_killed_in_a_war_too(read: Reader, text: str) -> None:
    assert "excessive_force_against_protesters" in leaves(read(text)[1])


@pytest.mark.parametrize(
    "text",
    [
        "Rebels forced government troops to flee the town of Sake on Monday.",
        "The rebels ran government troops out of Sake.",
        "M23 fighters were forced from Rutshuru on Monday.",
    ],
)
def test_who_forces_soldiers_out_takes_the_place(read: Reader, text: str) -> None:
    assert "territory_captured" in leaves(read(text)[1])


def test_a_person_is_violated_and_a_law_is_not(read: Reader) -> None:
    assert leaves(read("Gunmen violated two girls in the village of Tawila.")[1]) == ["sexual_violence"]


@pytest.mark.parametrize(
    "text",
    [
        "The minister is dealing with the governor of the bank.",
        "Weapons went to rebel groups in the north.",
        "The officials took the cake home to Baghdad.",
        "The villagers are farmers and herders of the plain.",
        "The company moved its office to Nairobi last year.",
        "This coincided with the flight of coalition warplanes over the region.",
        "The network said that the army had violated the resolutions of the council.",
        "The council was forced to sell its offices.",
        "The minister was running out of excuses.",
        "The clan has ruled the country with an iron fist for 40 years.",
        "The dispute has degenerated into a feud of two families.",
    ],
)
def test_everyday_words_are_no_event(read: Reader, text: str) -> None:
    assert leaves(read(text)[1]) == []


@pytest.mark.parametrize(
    ("text", "leaf"),
    [
        ("Soldiers, with the support of coalition helicopters, raided a village near Jalula.", "attack_on_civilians"),
        ("Soldiers, backed by army helicopters, raided a village near Jalula.", "attack_on_civilians"),
        ("The rebels, with aerial and ground support by the army, raided a village near Bama.", "attack_on_civilians"),
        ("Army helicopters raided the village of Zar.", "air_drone_strike"),
        ("Several drones were launched at the base of Ain al-Asad on Friday.", "air_drone_strike"),
        ("Residents said that a drone, believed to be theirs, has struck a car in El Obeid.", "air_drone_strike"),
    ],
)
def test_aircraft_that_back_an_attack_are_not_its_means(read: Reader, text: str, leaf: str) -> None:
    told = [t for t in read(text)[1] if t.claim_type == "event"]
    assert leaves(told) == [leaf]


def test_the_model_is_not_asked_to_hear_a_strike_of_aircraft_that_only_back(resources: Resources) -> None:
    parsed = parse(Document(id="t", text="The militia, backed by army helicopters, raided the village of Zar."))
    assert read_triggers(parsed, resources.events).dropped == {"air_drone_strike"}
    parsed = parse(Document(id="t", text="Helicopters helped the militia, and warplanes bombed the village of Zar."))
    assert not read_triggers(parsed, resources.events).dropped
