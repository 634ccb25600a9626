"""Who speaks: resolved sources and the narrator."""

from __future__ import annotations

import pytest

from dateline.find.speech import find_speech
from dateline.know.sources import source_book
from dateline.mentions import ActorMention, Document
from dateline.model import SourceRef
from dateline.resolve.sources import ResolvedSpeech, narrator, resolve_speech
from dateline.text.parse import parse


def resolved(text: str, *, publisher: str | None = None, actors: tuple[ActorMention, ...] = ()) -> list[ResolvedSpeech]:
    parsed = parse(Document(id="d", text=text))
    return resolve_speech(parsed, find_speech(parsed), source_book(), actors, publisher=publisher)


def chain(row: ResolvedSpeech) -> list[tuple[str, str | None]]:
    return [(s.role, s.id or s.name) for s in row.sources]


def originators(text: str) -> list[str | None]:
    return [r.originator.id or r.originator.name if r.originator else None for r in resolved(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Malian army said it had killed 12 fighters.", "MLI_ARMY_CMD"),
        ("Ukraine's General Staff said 40 attacks were repelled.", "UKR_GENERAL_STAFF"),
        ("The Gaza health ministry said 30 people had died.", "GAZA_MOH"),
        ("Twelve miners were killed, Human Rights Watch said.", "HRW"),
        ("The United Nations' humanitarian affairs office in Khartoum said 9,000 people had fled.", "UN_OCHA"),
        ("The UN human rights office in Kinshasa said 170 people were killed.", "UN_OHCHR"),
        ("Witnesses said gunmen raided the village.", "ANON_WITNESSES"),
        ("Residents said the shelling lasted all night.", "ANON_RESIDENTS"),
        ("A security source said two officers were hurt.", "ANON_SECURITY_SOURCE"),
        ("A medical source said 14 bodies were brought in.", "ANON_MEDICAL_SOURCE"),
        ("The Kivu Peace Collective said three schools were burnt.", "Kivu Peace Collective"),
    ],
)
def test_the_originator(text: str, expected: str) -> None:
    assert originators(text) == [expected]


def test_anonymous_sources_are_typed_and_no_group_of_their_own() -> None:
    (row,) = resolved("Villagers said the raid began at dawn.")
    assert row.sources[0].group == "anonymous:witness"


def test_an_unknown_body_is_kept_by_name() -> None:
    (row,) = resolved("The Kivu Peace Collective said three schools were burnt.")
    assert row.sources[0].id is None
    assert row.sources[0].group == "kivu peace collective"


def test_a_spokesman_counts_as_his_organisation_throughout() -> None:
    text = (
        "Human Rights Watch researcher Belkis Wille said the strike hit a home.\n\n"
        "Wille said that no fighters were there. She added that the family had fled twice."
    )
    rows = resolved(text)
    assert [chain(r)[-1] for r in rows] == [("organisation", "HRW")] * 3
    assert rows[2].sources[0].role == "speaker"


def test_an_apposition_gives_the_organisation() -> None:
    text = "Fabrice Mugenzi, a spokesman for Amnesty International, said the prison was empty. Mugenzi denied any role."
    assert originators(text)[0] == "AMNESTY"


def test_the_state_of_the_army_comes_from_the_document() -> None:
    text = "Fighting raged in Sudan on Monday. The army said it held the palace in Sudan's capital."
    assert originators(text) == ["SDN_ARMY_CMD"]


def test_the_carrier_gives_the_state_of_the_army() -> None:
    (row,) = resolved("SANA, quoting a military source, said that troops had entered the village.")
    assert chain(row) == [("organisation", "SYR_ARMY_CMD"), ("carrier", "SANA")]


def test_our_forces_in_a_quotation_are_the_speakers() -> None:
    (row,) = resolved('"Our armed forces hold the port," a statement carried by the official SUNA news agency said.')
    assert chain(row) == [("organisation", "SDN_ARMY_CMD"), ("carrier", "SUNA")]


def test_an_agency_alone_stands_as_organisation() -> None:
    (row,) = resolved("Xinhua said the ceasefire had begun.")
    assert chain(row) == [("organisation", "XINHUA")]


def test_whom_one_tells_carries_it_where_it_is_an_outlet() -> None:
    (row,) = resolved("Residents told Reuters that the bridge was destroyed.")
    assert chain(row) == [("organisation", "ANON_RESIDENTS"), ("carrier", "REUTERS")]
    (row,) = resolved("Residents told Habiba that the bridge was destroyed.")
    assert chain(row) == [("organisation", "ANON_RESIDENTS")]


def test_the_statement_and_the_group_point_back() -> None:
    text = (
        "The Sudan Doctors Network said 40 people were killed. The group said the ward had burnt. "
        "The Nigerian army said a strike had gone wrong. The statement said an inquiry had begun."
    )
    assert originators(text) == ["SUDAN_DOCTORS_NETWORK", "SUDAN_DOCTORS_NETWORK", "NGA_ARMY_CMD", "NGA_ARMY_CMD"]


def test_i_and_we_are_the_speaker_of_the_words_around() -> None:
    rows = resolved("Human Rights Watch said:\n\nWe said in May that soldiers had burnt the village.")
    assert [chain(r) for r in rows] == [[("organisation", "HRW")]] * 2


def test_it_is_a_body_not_a_crowd() -> None:
    text = "Human Rights Watch said the strike was unlawful. Residents said a base was near. It said none was seen."
    assert originators(text) == ["HRW", "ANON_RESIDENTS", "HRW"]


def test_coordinated_speakers_are_each_a_source() -> None:
    (row,) = resolved("The town fell, according to Radio Okapi and a local priest.")
    assert row.sources[0].id == "RADIO_OKAPI"
    assert len(row.sources) == 2


def test_a_relative_clause_does_not_speak() -> None:
    (row,) = resolved("A witness who had fled the Israeli army said the market was empty.")
    assert chain(row) == [("organisation", "ANON_WITNESSES")]


def test_an_actor_speaks_for_itself() -> None:
    text = "The Red Valley Front claimed responsibility for the ambush."
    actor = ActorMention(start=4, end=20, text="Red Valley Front", head=3, id="RED_VALLEY", name="RVF", kind="rebel")
    (row,) = resolved(text, actors=(actor,))
    assert (row.sources[0].id, row.sources[0].side, row.sources[0].belligerent) == ("RED_VALLEY", "RED_VALLEY", True)


def test_nested_speech_is_carried_by_the_outer_speaker() -> None:
    rows = resolved("The United Nations said the Ethiopian army had claimed that the town was calm.")
    inner = next(r for r in rows if r.mention.parent is not None)
    assert chain(inner) == [("organisation", "ETH_ARMY_CMD"), ("carrier", "UN")]


def test_hearsay_has_no_source() -> None:
    (row,) = resolved("The depot was reportedly hit.")
    assert row.sources == ()
    assert row.originator is None


@pytest.mark.parametrize(
    ("text", "publisher", "expected"),
    [
        ("Troops entered the town.\n\nThe river rose.\n\n- AFP", None, [("organisation", "AFP")]),
        ("GOMA, DR Congo (Reuters) - Rebels took the airport on Monday.", None, [("organisation", "REUTERS")]),
        (
            "GOMA (Reuters) - Rebels took the airport on Monday.",
            "The Guardian",
            [("organisation", "REUTERS"), ("carrier", "GUARDIAN")],
        ),
        ("Rebels took the airport on Monday.", "Airwars", [("organisation", "AIRWARS")]),
        ("Rebels took the airport on Monday.", "The Valley Bugle", [("organisation", "The Valley Bugle")]),
        ("Rebels took the airport on Monday.", None, []),
    ],
)
def test_the_narrator(text: str, publisher: str | None, expected: list[tuple[str, str]]) -> None:
    found = narrator(parse(Document(id="d", text=text)), source_book(), publisher)
    assert [(s.role, s.id or s.name) for s in found] == expected


def test_spans_of_sources_are_their_words() -> None:
    text = "Amnesty International researcher Donatella Rovera told AFP that the army's claim was false."
    for row in resolved(text):
        for ref in row.sources:
            if ref.start is not None and ref.end is not None:
                assert text[ref.start : ref.end] == ref.text


def test_the_governor_is_no_nurse_who_spoke_before() -> None:
    assert originators("Two men died, a nurse said. The army shelled Bunia, the governor said.")[-1] == "ANON_OFFICIALS"
    assert originators("Two men died, a witness said. Shells fell later, the witness said.")[-1] == "ANON_WITNESSES"


def test_we_outside_of_a_quotation_is_who_writes() -> None:
    text = "The army said it held the bridge.\n\nSince April we have recorded 90 deaths."
    parsed = parse(Document(id="t", text=text))
    writer = (SourceRef(role="organisation", name="Nile Watch"),)
    rows = resolve_speech(parsed, find_speech(parsed), source_book(), (), publisher=None, writer=writer)
    assert [r.sources[0].name for r in rows if "recorded" in text[slice(*r.mention.cue[0])]] == ["Nile Watch"]


def test_an_office_with_a_name_of_its_own_is_not_the_body_before() -> None:
    text = "The health ministry denied it. According to the zonal flood relief office, 90 people died."
    assert originators(text)[-1] == "zonal flood relief office"


def test_an_apposition_names_the_person_behind_an_office() -> None:
    text = "The ombudsman, Davit Sargsyan, said bombs fell on a street. He put the dead at four."
    assert [s.name for s in resolved(text)[0].sources][:1] == ["Davit Sargsyan"]


def test_the_sources_are_those_who_were_told_of_as_such() -> None:
    text = "Local sources said that shells fell. The reporter noted a fire. The sources said that a man died."
    rows = resolved(text)
    assert rows[-1].sources[0].id == rows[0].sources[0].id


def test_the_governor_is_who_holds_that_office() -> None:
    text = (
        "Five people were killed, Homs Governor Talal Barazi said. US President Donald Trump said the strike was an "
        "answer. According to the governor, the village was damaged."
    )
    assert resolved(text)[-1].sources[0].name == "Talal Barazi"
    text = "President Donald Trump said the strike was an answer. The governor said the village was damaged."
    assert resolved(text)[-1].sources[0].name != "Donald Trump"


@pytest.mark.parametrize("name", ["Turkmen Coalition", "Shiite Coalition"])
def test_a_coalition_of_another_name_is_not_the_coalition_for_short(name: str) -> None:
    text = f"The US-led coalition said it had bombed Raqqa. The {name} said 12 people were killed."
    assert resolved(text)[-1].sources[0].id is None
