"""Reference: pronouns and nouns that point back, to actors and to places; nothing where it is not clear."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dateline.claims.reference import Reference, resolve_reference, topic_country, topic_place
from dateline.find.actors import find_actors
from dateline.know.actors import actor_book
from dateline.mentions import Document, PlaceMention
from dateline.resolve.actors import resolve_actors
from dateline.text.parse import parse
from dateline.text.segment import Parsed


def place(text: str, name: str, nth: int = 0, *, precision: str = "settlement", **more: object) -> PlaceMention:
    start = -1
    for _ in range(nth + 1):
        start = text.index(name, start + 1)
    end = start + len(name)
    values: dict[str, object] = {
        "id": name, "name": name, "precision": precision, "country": "SD", "adm1": None, **more,
    }  # fmt: skip
    return PlaceMention(start=start, end=end, text=name, name_start=start, name_end=end, **values)  # type: ignore[arg-type]


def read(text: str, places: tuple[PlaceMention, ...] = (), day: date | None = None) -> tuple[Parsed, Reference]:
    parsed = parse(Document(id="t", text=text))
    book = actor_book()
    actors = resolve_actors(parsed, find_actors(parsed, book), book, publication_day=day)
    return parsed, resolve_reference(parsed, actors, places)


def actor_at(text: str, word: str, nth: int = 0, day: date | None = None) -> str | None:
    parsed, reference = read(text, day=day)
    token = [t for t in parsed.doc if t.text == word][nth]
    found = reference.actor_of(token.i)
    assert found is None or text[found.start : found.end] == found.text
    return found.id if found else None


def place_at(text: str, word: str, places: tuple[PlaceMention, ...], nth: int = 0) -> str | None:
    parsed, reference = read(text, places)
    token = [t for t in parsed.doc if t.text == word][nth]
    found = reference.place_of(token.i)
    return (found.id or found.name) if found else None


@pytest.mark.parametrize(
    ("text", "word", "actor"),
    [
        ("The Rapid Support Forces shelled El Fasher. It denied targeting homes.", "It", "RSF_SUDAN"),
        ("M23 rebels seized Sake. They then moved on Goma.", "They", "M23"),
        ("Hamas said its fighters fired at a tank.", "its", "HAMAS"),
        ("Hamas said its fighters fired at a tank.", "fighters", "HAMAS"),
        ("Al-Shabaab attacked a hotel. The group said it had killed ten.", "group", "AL_SHABAAB"),
        ("Volodymyr Zelensky visited Kherson. He thanked the soldiers.", "He", "VOLODYMYR_ZELENSKY"),
        ("Boko Haram raided Baga. The jihadists burned houses.", "jihadists", "BOKO_HARAM"),
        ("The ELN attacked a barracks. The rebels killed four soldiers.", "rebels", "ELN"),
        ("The Arakan Army took Paletwa; its fighters hold the road.", "fighters", "ARAKAN_ARMY"),
        ("Russia struck Odesa. It used drones and missiles.", "It", "RUSSIA"),
        ("Haftar said his troops would not stop.", "troops", "LNA"),
    ],
)
def test_anaphors_of_actors(text: str, word: str, actor: str) -> None:
    assert actor_at(text, word) == actor


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The market burned down. It had been rebuilt last year.", "It"),
        ("Hezbollah fired rockets. It is unclear whether anyone was hurt.", "It"),
        ("Boko Haram raided Baga. A bus hit a tree. It was full.", "It"),
        ("The ELN fought the Gulf Clan in Choco. The group lost ten men.", "group"),
        ("Bread prices rose. They had doubled in May.", "They"),
    ],
)
def test_no_answer_rather_than_a_wrong_one(text: str, word: str) -> None:
    assert actor_at(text, word) is None


def test_he_is_a_person_and_it_is_not() -> None:
    text = "General Abdel Fattah al-Burhan inspected the Sudanese army in Omdurman. He promised victory."
    assert actor_at(text, "He") == "ABDEL_FATTAH_AL_BURHAN"


def test_a_pronoun_in_a_quote_is_left_to_the_speaker() -> None:
    assert actor_at('JNIM took Djibo. "They fled at dawn," a resident said.', "They") is None


def test_the_anaphor_keeps_its_own_span() -> None:
    text = "Al-Shabaab attacked a hotel. The group fled."
    parsed, reference = read(text)
    found = reference.actor_of(next(t.i for t in parsed.doc if t.text == "group"))
    assert found is not None
    assert (found.text, found.resolution) == ("The group", "coref")


def test_two_actors_under_one_head() -> None:
    text = "Chadian and Nigerien soldiers crossed the border."
    parsed, reference = read(text)
    ids = [m.id for m in reference.actors_of(next(t.i for t in parsed.doc if t.text == "soldiers"))]
    assert ids == ["TCD_ARMED_FORCES", "NER_ARMED_FORCES"]


def test_the_town_is_the_last_settlement_spoken_of() -> None:
    text = "The RSF stormed Wad Madani on Monday. Thousands fled the town.\n\nThe city is a hub."
    places = (place(text, "Wad Madani"),)
    assert place_at(text, "town", places) == "Wad Madani"
    assert place_at(text, "city", places) == "Wad Madani"


def test_several_towns_leave_the_topic() -> None:
    text = (
        "Army retakes Sennar\n\nSoldiers entered Sennar on Friday.\n\n"
        "The army lost Nyala and Geneina last year.\n\nResidents of the town cheered."
    )
    places = (place(text, "Sennar"), place(text, "Sennar", 1), place(text, "Nyala"), place(text, "Geneina"))
    assert place_at(text, "town", places) == "Sennar"


def test_the_last_bastion_is_what_was_called_so() -> None:
    text = (
        "Rebels lose Zalingei, last stronghold in the west\n\nThe army took Nyala in May.\n\n"
        "The fall of the group's last bastion was swift."
    )
    places = (place(text, "Zalingei"), place(text, "Nyala"))
    assert place_at(text, "bastion", places) == "Zalingei"


@pytest.mark.parametrize("phrase", ["another town", "a village", "the nearby village", "the town of Tawila"])
def test_another_town_is_not_the_town(phrase: str) -> None:
    text = f"The RSF stormed Kutum on Monday. It then shelled {phrase}."
    word = "village" if "village" in phrase else "town"
    assert place_at(text, word, (place(text, "Kutum"),)) is None


def test_the_same_province_is_that_of_the_last_settlement() -> None:
    text = "A bomb went off in Taji. Two men were shot in the same province."
    assert place_at(text, "province", (place(text, "Taji", adm1="Baghdad", country="IQ"),)) == "Baghdad"


def test_there_points_back_and_there_was_does_not() -> None:
    text = "Shells fell on Bakhmut. Civilians still live there. There was panic."
    places = (place(text, "Bakhmut"),)
    assert place_at(text, "there", places) == "Bakhmut"
    assert place_at(text, "There", places) is None


def test_a_point_to_measure_from_is_not_the_town() -> None:
    text = "The army took Jebel Moya. The town lies 20 km from Sennar."
    places = (place(text, "Jebel Moya"), place(text, "Sennar"))
    assert place_at(text, "town", places) == "Jebel Moya"


def test_topics() -> None:
    text = "Port Sudan: The army said on Friday it held Babanusa. Babanusa lies in Kordofan."
    parsed = parse(Document(id="t", text=text))
    places = [
        place(text, "Port Sudan", usage="dateline", country="XX"),
        place(text, "Babanusa"),
        place(text, "Babanusa", 1),
        place(text, "Kordofan", precision="adm1"),
    ]
    topic = topic_place(parsed, places)
    assert topic is not None
    assert topic.id == "Babanusa"
    assert topic_country(parsed, places) == "SD"
    assert topic_place(parsed, []) is None
    assert topic_country(parsed, []) is None


def test_a_body_that_speaks_of_what_they_did_is_they() -> None:
    text = (
        "The coalition condemned the raid. The Turkish defence ministry said on Friday that they killed five fighters."
    )
    assert actor_at(text, "they") == "TURKEY"


def test_no_text_is_about_a_part_of_the_world() -> None:
    text = "The Middle East woke to a raid. It shook the Middle East. Shells fell on Babanusa."
    parsed = parse(Document(id="t", text=text))
    nowhere = [replace(place(text, "Middle East", n), id=None, precision=None, country=None) for n in (0, 1)]
    topic = topic_place(parsed, [*nowhere, place(text, "Babanusa")])
    assert topic is not None
    assert topic.id == "Babanusa"


def test_a_province_told_before_outweighs_a_town_in_passing() -> None:
    filler = "The army said nothing more of the raid. " * 5
    text = f"Missiles fell in Kordofan, a monitor said. {filler}\n\nA month before, a raid hit Babanusa."
    parsed = parse(Document(id="t", text=text))
    places = [place(text, "Kordofan", precision="adm1"), place(text, "Babanusa")]
    topic = topic_place(parsed, places)
    assert topic is not None
    assert topic.id == "Kordofan"
