"""Where a claim is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dateline.claims.inputs import Inputs
from dateline.claims.placing import context_place, mentions_under, narrowed
from dateline.model import Claim


def places(claim: Claim) -> list[tuple[str, str | None]]:
    return [(p.role, p.text) for p in claim.places]


@pytest.mark.parametrize(
    ("text", "words", "where"),
    [
        ("Houthi rebels shelled Taiz on Monday.", "shelled", [("event", "Taiz")]),
        ("Gunmen kidnapped a priest in Port-au-Prince on Tuesday.", "kidnapped", [("event", "Port-au-Prince")]),
        ("Colombian troops withdrew from Corinto on Tuesday.", "withdrew", [("origin", "Corinto")]),
        ("The strike hit a market in Yemen on Monday.", "strike", [("event", "Yemen")]),
        ("Fighters from Chad attacked a barracks in Maiduguri.", "attacked", [("event", "Maiduguri")]),
        ("Lebanese Hezbollah fighters attacked a post in Aleppo.", "attacked", [("event", "Aleppo")]),
        ("Israel bombed a village near Tyre on Monday.", "bombed", [("event", "Tyre")]),
    ],
)
def test_own_places(claim: Callable[..., Claim], text: str, words: str, where: list[tuple[str, str]]) -> None:
    assert places(claim(text, "event", words)) == where


def test_a_country_is_no_place_where_it_only_acts(claims: Callable[..., tuple[Claim, ...]]) -> None:
    for text in ("Israel bombed Beirut on Monday.", "Saudi Arabia bombed Sanaa on Monday."):
        countries = {p.precision for c in claims(text) for p in c.places}
        assert countries
        assert "country" not in countries


def test_the_dateline_is_no_place_of_the_event(claim: Callable[..., Claim]) -> None:
    found = claim("Nairobi: Al-Shabaab shelled a hotel in Mogadishu on Monday.", "event")
    assert [p.name for p in found.places] == ["Mogadishu"]


def test_one_phrase_over_two_places_is_one_claim(claim: Callable[..., Claim]) -> None:
    found = claim("Rebels attacked villages in Ituri and in North Kivu on Monday.", "event")
    assert places(found) == [("event", "Ituri"), ("event", "North Kivu")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The army shelled Aleppo in Syria on Monday.", "Aleppo"),
        ("Rebels captured Goma, North Kivu province, on Monday.", "Goma"),
        ("A bomb exploded in Maiduguri in Borno State on Monday.", "Maiduguri"),
    ],
)
def test_the_wider_place_only_says_where_the_narrower_lies(claim: Callable[..., Claim], text: str, name: str) -> None:
    assert [p.name for p in claim(text, "event").places if p.role == "event"] == [name]


def test_what_is_coordinated_is_not_contained(claim: Callable[..., Claim]) -> None:
    found = claim("Israel bombed villages in Syria and in Lebanon on Monday.", "event")
    assert [p.text for p in found.places] == ["Syria", "Lebanon"]


def test_the_town_is_the_one_just_named(claim: Callable[..., Claim]) -> None:
    text = "Rebels captured Goma. The town was shelled by the army on Monday."
    found = claim(text, "event", "shelled")
    assert [(p.name, p.text) for p in found.places] == [("Goma", "The town")]
    assert found.places[0].start == text.index("The town")


def test_a_point_to_measure_from_is_not_the_place(inputs: Callable[..., Inputs]) -> None:
    found = inputs("Gunmen ambushed a convoy in Hodeidah, on the road from Taiz, on Monday.")
    assert [p.name_start for p in narrowed(found, list(found.located))] == [found.parsed.text.index("Hodeidah")]


def test_a_sentence_without_a_place_is_where_the_passage_is(claim: Callable[..., Claim]) -> None:
    text = "Residents of Khartoum hid in cellars. Shells fell on houses on Monday."
    found = claim(text, "event")
    assert [(p.name, p.text, p.start, p.resolution) for p in found.places] == [("Khartoum", None, None, "topic")]


def test_a_text_without_places_gives_none(claim: Callable[..., Claim], inputs: Callable[..., Inputs]) -> None:
    text = "Gunmen attacked a convoy on Monday."
    assert claim(text, "event").places == ()
    assert context_place(inputs(text), 0) is None


def test_no_country_is_a_context_where_the_text_names_places_below_one(inputs: Callable[..., Inputs]) -> None:
    text = (
        "Fighting in Omdurman went on, Egypt said. Sudan closed its border.\n\nShops in Nyala shut.\n\n"
        "In all this, the convoy came under attack."
    )
    found = context_place(inputs(text), text.index("convoy"))
    assert found is None or found.precision != "country"


def test_an_unknown_name_has_no_coordinates_and_says_why(claims: Callable[..., tuple[Claim, ...]]) -> None:
    text = "The army shelled the town of Qarnabush on Monday. Rebels captured the village of Umm Zulqurun."
    found = [p for c in claims(text) for p in c.places if p.id is None]
    assert found
    assert all(p.lat is None and p.lon is None and p.why for p in found)


def test_places_under_a_token_stop_at_a_relative_clause(inputs: Callable[..., Inputs]) -> None:
    text = "The army shelled villages in Darfur that rebels from Chad had burned."
    found = inputs(text)
    token = next(t for t in found.parsed.doc if t.text == "villages")
    assert [p.text for p in mentions_under(found, token)] == ["Darfur"]


def test_figures_are_counted_where_their_event_was(claim: Callable[..., Claim]) -> None:
    text = "A car bomb exploded in Mogadishu on Saturday. Twelve people were killed."
    assert [p.name for p in claim(text, "figure").places] == ["Mogadishu"]


def test_people_are_displaced_from_an_origin(claim: Callable[..., Claim]) -> None:
    found = claim("Some 4,000 people were displaced from Goma last week.", "figure")
    assert places(found) == [("origin", "Goma")]


def test_named_places_point_to_their_words(claims: Callable[..., tuple[Claim, ...]]) -> None:
    text = "The army shelled the town of Nyala. Rebels captured Goma, near the border with Rwanda, residents said."
    rows = [p for c in claims(text) for p in c.places if p.start is not None]
    assert len(rows) >= 2
    assert all(text[p.start : p.end] == p.text for p in rows)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("In Mali, gunmen attacked Timbuktu on Monday.", ["Timbuktu"]),
        ("In Nigeria's Borno state, gunmen attacked Gwoza on Monday.", ["Gwoza"]),
        ("Gunmen attacked villages in Borno state and in Gwoza on Monday.", ["Borno", "Gwoza"]),
    ],
)
def test_a_wider_place_named_first_only_says_where_to_look(
    claim: Callable[..., Claim], text: str, names: list[str]
) -> None:
    assert [p.name for p in claim(text, "event").places] == names


def test_a_name_without_a_place_is_the_bare_name(claim: Callable[..., Claim]) -> None:
    found = claim("Rebels shelled the villages of Qwelbazoun and Tarbulazi on Monday.", "event")
    assert [(p.name, p.lat) for p in found.places] == [("Qwelbazoun", None), ("Tarbulazi", None)]
    assert all(p.why for p in found.places)


def test_a_village_that_nobody_lists_lies_somewhere_in_the_province_told(claim: Callable[..., Claim]) -> None:
    found = claim("Rebels shelled the villages of Qwelbazoun and Tarbulazi in North Kivu on Monday.", "event")
    assert [(p.name, p.precision, p.id) for p in found.places] == [
        ("Qwelbazoun", "part_of_adm1", None),
        ("Tarbulazi", "part_of_adm1", None),
    ]
    assert all(p.why == "somewhere in Nord-Kivu" and (p.radius_km or 0) > 100 for p in found.places)


def test_where_the_doer_comes_from_is_the_last_guess(claim: Callable[..., Claim]) -> None:
    text = "Soldiers from the base in Goma killed six people in Bunagana on Monday."
    assert [p.name for p in claim(text, "event").places] == ["Bunagana"]
    assert [p.name for p in claim("Soldiers in Goma mutinied on Monday.", "event").places] == ["Goma"]


def test_a_total_is_where_what_led_to_it_is(claim: Callable[..., Claim]) -> None:
    found = claim("Gang violence in Mexico has resulted in 2,300 deaths this year.", "figure")
    assert [p.name for p in found.places] == ["Mexico"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A shell hit a hospital in Misrata, in Libya, on Monday.", "Misratah"),
        ("A shell hit the Karama hospital in Misrata, in Libya, on Monday.", "Karama"),
        ("A shell hit Kuwait al Noor Camp near Kassala in Sudan on Monday.", "Kuwait al Noor"),
        ("Clashes broke out in the Salah al-Din neighbourhood of Aleppo in Syria on Monday.", "Salah al-Din"),
    ],
)
def test_the_finest_place_of_a_phrase_is_the_events(claim: Callable[..., Claim], text: str, name: str) -> None:
    (place,) = claim(text, "event").places
    assert place.name == name
    assert place.precision in ("settlement", "near_place")


def test_a_quarter_that_is_called_like_a_province_is_no_province(claim: Callable[..., Claim]) -> None:
    (place,) = claim("Clashes broke out in the Salah al-Din neighbourhood of Aleppo in Syria.", "event").places
    assert place.country == "SY"


def test_an_unlisted_place_is_said_and_not_where_the_story_was(claims: Callable[..., tuple[Claim, ...]]) -> None:
    text = "Gunmen attacked Kismayo on Monday. Other men burned 20 huts in Buulo-Gaduud on Tuesday."
    (burned,) = [c for c in claims(text) if c.type == "event" and "burned" in c.text]
    assert [(p.name, p.lat) for p in burned.places] == [("Buulo-Gaduud", None)]


def test_who_has_gone_on_is_no_longer_where_he_came_from(claims: Callable[..., tuple[Claim, ...]]) -> None:
    text = "Horsemen rode from Goma to Bukavu on Monday. They killed ten people in the town."
    killed = [c for c in claims(text) if c.type == "event" and "killed" in c.text]
    assert [[p.name for p in c.places] for c in killed] == [["Bukavu"]]


@pytest.mark.parametrize(
    "text",
    [
        "The Rakhine Watch, a monitor based in Thailand, said jets killed six people on Monday.",
        "By Dana Rowe, East Africa correspondent. Gunmen killed six people on Monday.",
        "A majority of Member States said that six people were killed on Monday.",
        "Two soldiers were killed when the rebels fired Grad rockets on Monday.",
        "Six people were killed on Monday as many US-made Bradley armoured fighting vehicles rolled by.",
        "The talks go on. Related stories MOSCOW (Novosti) Gunmen killed six people on Monday.",
    ],
)
def test_where_a_speaker_sits_and_what_a_weapon_is_called_is_no_scene(
    claims: Callable[..., tuple[Claim, ...]], text: str
) -> None:
    assert [p.name for c in claims(text) for p in c.places] == []


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        (
            "NORTH DARFUR\n\nShells fell on Mellit.\n\nGEZIRA\n\nA boy was killed on Monday.",
            "A boy was killed",
            "Gezira",
        ),
        (
            "Shells fell on Mellit in Sudan.\n\nResidents of Kassala accused the army of bombing a wedding.",
            "bombing",
            "Kassala",
        ),
        (
            "In Goma in Congo a bomb went off. The defence ministry in Kinshasa put the toll at eight.",
            "toll at eight",
            "Goma",
        ),
        (
            "Kulachi, in Pakistan, was searched on Monday. Men arrived from Quetta. Four rebels were killed.",
            "Four",
            "Kulachi",
        ),
    ],
)
def test_where_it_was_that_is_told_without_a_place(
    claims: Callable[..., tuple[Claim, ...]], text: str, words: str, name: str
) -> None:
    found = [c for c in claims(text) if words in c.text]
    assert {p.name for c in found for p in c.places} == {name}


def test_a_wars_total_lies_in_the_country_that_the_text_is_about(claim: Callable[..., Claim]) -> None:
    (place,) = claim("Shells hit Goma and Beni on Monday. 7,000 people have died since the war began.", "figure").places
    assert (place.country, place.precision, place.resolution) == ("CD", "country", "topic")


@pytest.mark.parametrize(
    ("text", "words", "where"),
    [
        (
            "Two people were killed in Orikhiv on Sunday. Rockets fell near the mayor and the archbishops of "
            "Kherson, Ivan Melnyk, and Kharkiv, Petro Bondar.",
            "fell",
            "Orikhiv",
        ),
        ("The blast wounded the governor of Kandahar at a guest house in Arghandab.", "blast", "Arghandab"),
        ("Gunmen killed the mayor of Tal Abyad on Monday.", "killed", "Tall Abyad"),
    ],
)
def test_an_office_of_a_place_is_no_place_of_what_happens_beside_it(
    claim: Callable[..., Claim], text: str, words: str, where: str
) -> None:
    assert [p.name for p in claim(text, "event", words).places] == [where]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("A drone hit an oil depot in Russia on Monday. The depot is located in the town of Shakhty.", "Shakhty"),
        ("Shells hit a church on Monday. The church stands in Orikhiv.", "Orikhiv"),
        ("Shells fell in Sumy province on Monday. The province is situated north of Kharkiv.", "Sumy"),
        ("A drone hit an oil depot in Russia on Monday. The church is located in the town of Orikhiv.", "Russia"),
    ],
)
def test_where_the_thing_stands_that_was_hit(claim: Callable[..., Claim], text: str, where: str) -> None:
    assert [p.name for p in claim(text, "event").places] == [where]
