"""Which place is meant."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dateline.find.places import find_places
from dateline.know.gazetteer import Gazetteer, Place
from dateline.mentions import Document, PlaceMention
from dateline.model import ELSEWHERE
from dateline.resolve.places import resolve_places
from dateline.resolve.places_asked import kinds_said
from dateline.resolve.places_context import Scene, Vote
from dateline.resolve.places_describe import precision_of
from dateline.text.parse import parse

Resolve = Callable[[str], dict[str, PlaceMention]]


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


@pytest.fixture(scope="module")
def resolve(gazetteer: Gazetteer) -> Resolve:
    def run(text: str) -> dict[str, PlaceMention]:
        parsed = parse(Document(id="d", text=text))
        found = resolve_places(parsed, find_places(parsed, gazetteer), gazetteer)
        return {text[m.name_start : m.name_end]: m for m in found}

    return run


def test_the_head_noun_tells_city_from_province(resolve: Resolve) -> None:
    assert resolve("They took the city of Idlib.")["Idlib"].precision == "settlement"
    assert resolve("They took Idlib province.")["Idlib"].precision == "adm1"
    assert resolve("They entered Idlib on Monday.")["Idlib"].precision == "settlement"


def test_countries_in_the_text_decide_between_namesakes(resolve: Resolve) -> None:
    assert resolve("In Libya, militias fought in Tripoli on Friday.")["Tripoli"].country == "LY"
    assert resolve("In Lebanon, gunmen fought in Tripoli on Friday.")["Tripoli"].country == "LB"


def test_the_unit_beside_a_name_holds_it(resolve: Resolve) -> None:
    assert resolve("A bomb exploded in Paris, Texas, on Monday.")["Paris"].country == "US"


def test_a_country_is_answered_as_a_country(resolve: Resolve) -> None:
    found = resolve("Mexico and Niger sent aid to Ukraine.")
    assert {n: (m.country, m.precision) for n, m in found.items()} == {
        "Mexico": ("MX", "country"), "Niger": ("NE", "country"), "Ukraine": ("UA", "country"),
    }  # fmt: skip


def test_a_part_of_a_province_is_no_point_in_it(resolve: Resolve) -> None:
    whole = resolve("Rebels hold Homs province.")["Homs"]
    part = resolve("Rebels hold the east of Homs province.")["Homs"]
    assert (part.id, part.precision) == (whole.id, "part_of_adm1")
    assert part.radius_km is not None
    assert whole.radius_km is not None
    assert part.radius_km < whole.radius_km


def test_a_distance_with_a_direction_lies_off_the_town(resolve: Resolve) -> None:
    town = resolve("A convoy was hit in Goma, in Congo.")["Goma"]
    off = resolve("A convoy was hit 27 km north of Goma, in Congo.")["Goma"]
    assert (off.precision, off.radius_km) == ("near_settlement", 9.0)
    assert off.lon == pytest.approx(town.lon, abs=0.001)
    assert (off.lat - town.lat) * 111.2 == pytest.approx(27, abs=0.1)


def test_a_distance_without_a_direction_widens_the_radius(resolve: Resolve) -> None:
    mention = resolve("A convoy was hit 27 km from Goma, in Congo.")["Goma"]
    assert (mention.precision, mention.radius_km) == ("near_settlement", 27.0)


@pytest.mark.parametrize(
    "text",
    [
        "Rebels fired from Aden Street, in the Syrian town of Idlib.",
        "A shell hit the Salah al-Din Mosque, the Libyan health ministry said.",
        "Syrian rebels entered Mai-Kadra on Monday.",
    ],
)
def test_what_is_only_named_after_a_place_is_not_put_there(resolve: Resolve, text: str) -> None:
    assert all(m.country in ("SY", "LY", None) for m in resolve(text).values())


def test_a_foreign_namesake_is_no_answer(resolve: Resolve) -> None:
    (palma,) = [m for n, m in resolve("Insurgents took Palma, a Mozambican town.").items() if n == "Palma"]
    assert palma.country in ("MZ", None)


def test_a_site_without_a_point_lies_in_the_town_after_it(resolve: Resolve) -> None:
    site = resolve("A strike hit a house in the Karama neighbourhood of Misrata, in Libya.")
    assert site["Misrata"].country == "LY"


def test_the_strip_and_the_city_of_gaza_are_told_apart(resolve: Resolve) -> None:
    strip = resolve("Israel bombed Gaza again, and aid entered Gaza through Rafah.")["Gaza"]
    city = resolve("Israel ordered people in Gaza City to leave.")["Gaza City"]
    assert city.precision == "settlement"
    assert strip.id != city.id


def test_what_is_not_in_the_gazetteer_says_so(gazetteer: Gazetteer) -> None:
    text = "in Qwelbazoun"
    mention = PlaceMention(start=3, end=13, text="Qwelbazoun", name_start=3, name_end=13)
    (answer,) = resolve_places(parse(Document(id="d", text=text)), [mention], gazetteer)
    assert answer.lat is None
    assert answer.why == "no place of this name in the gazetteer"


def test_namesakes_without_context_stay_open_with_candidates(gazetteer: Gazetteer) -> None:
    text = "in Springfield"
    mention = PlaceMention(start=3, end=14, text="Springfield", name_start=3, name_end=14)
    (answer,) = resolve_places(parse(Document(id="d", text=text)), [mention], gazetteer)
    assert answer.lat is None
    assert len(answer.candidates) > 1
    assert answer.why is not None
    assert answer.why.startswith("ambiguous")


def test_kind_words_may_be_plural_and_of_two_words() -> None:
    assert "adm1" in kinds_said("the provinces of")
    assert "crossing" in kinds_said("border crossing")
    assert kinds_said("the people of") == frozenset()


def test_precision_follows_kind_and_relation(gazetteer: Gazetteer) -> None:
    town = gazetteer.lookup("Manbij")[0].place
    settlement = next(m.place for m in gazetteer.lookup("Manbij") if m.place.kind == "settlement")
    assert town.country == "SY"
    assert precision_of(settlement, "at", None) == ("settlement", settlement.radius_km)
    assert precision_of(settlement, "outskirts_of", None)[0] == "near_settlement"
    assert precision_of(settlement, "near", "about 10 miles from") == ("near_settlement", 16.1)


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Israel struck Rafah on Monday.", "Rafah", "PS"),
        ("Russian troops entered Bucha.", "Bucha", "UA"),
        ("Turkish jets bombed Amuda.", "Amuda", "SY"),
    ],
)
def test_an_army_acts_across_its_border(resolve: Resolve, text: str, name: str, country: str) -> None:
    assert resolve(text)[name].country == country


def test_where_a_text_is_at_home_in_a_country_its_neighbours_are_out_of_reach() -> None:
    spoken = Vote("israeli", "IL", None, 1, sure=True)
    assert Scene(votes=(spoken,)).reach("rafah") == {"IL", "PS", "EG", "JO", "LB", "SY"}
    haifa = Place("t:1", "Haifa", "settlement", "IL", None, None, 32.8, 35.0, 267_300, 5.0, None)
    assert Scene(votes=(spoken,), anchors=(haifa,)).reach("rafah") == {"IL"}


def test_another_spelling_is_looked_up_in_the_countries_spoken_of(resolve: Resolve) -> None:
    assert resolve("In Mali, gunmen attacked Timbouktuo on Monday.")["Timbouktuo"].name == "Timbuktu"


def test_a_preposition_at_the_head_of_a_sentence_is_no_first_name(resolve: Resolve) -> None:
    found = resolve("Near Goma, rebels ambushed a convoy on Monday.")["Goma"]
    assert (found.country, found.precision) == ("CD", "near_settlement")


def test_villages_that_nobody_lists_are_found_in_a_list(resolve: Resolve) -> None:
    found = resolve("Rebels seized the villages of Qwelbazoun and Tarbulazi in North Kivu on Monday.")
    assert found["Qwelbazoun"].id is found["Tarbulazi"].id is None
    assert found["Qwelbazoun"].precision == found["Tarbulazi"].precision == "part_of_adm1"


def test_a_part_of_a_country_lies_towards_its_side(resolve: Resolve) -> None:
    whole = resolve("Rebels attacked a post in Somalia on Monday.")["Somalia"]
    south = resolve("Rebels attacked a post in southern Somalia on Monday.")["Somalia"]
    assert south.lat < whole.lat - 1
    assert south.radius_km < whole.radius_km


def test_a_distance_may_be_given_twice(resolve: Resolve) -> None:
    town = resolve("A drone hit a convoy in Goma, in Congo.")["Goma"]
    off = resolve("A drone hit a convoy 30km (19 miles) south of Goma, in Congo.")["Goma"]
    assert off.precision == "near_settlement"
    assert 15 < (town.lat - off.lat) * 111.2 < 50


@pytest.mark.parametrize("quarter", ["Qwelba", "Banat Jadida"])
def test_a_quarter_that_nobody_lists_lies_in_the_town_named_before_it(resolve: Resolve, quarter: str) -> None:
    found = resolve(f"The army of Sudan entered Omdurman. Shelling hit the {quarter} neighbourhood on Monday.")
    assert (found[quarter].lat, found[quarter].precision) == (found["Omdurman"].lat, "near_place")
    assert found[quarter].why == "somewhere in Omdurman"


def test_an_unlisted_area_lies_in_no_town(resolve: Resolve) -> None:
    found = resolve("The army of Sudan entered Omdurman. Shelling hit the Qwelba area on Monday.")
    assert "Qwelba" not in found or found["Qwelba"].lat is None


def test_the_town_stands_before_the_district_of_its_name(resolve: Resolve) -> None:
    assert resolve("Rockets hit Maarat al-Numan in Syria.")["Maarat al-Numan"].precision == "settlement"


def test_who_acts_tells_not_where(resolve: Resolve) -> None:
    """A vehicle called as towns of the nationals' own country are stands in none of them."""
    found = resolve("US troops in Niger drove Bradley vehicles to Agadez. Niger's army watched.")
    assert found["Agadez"].country == "NE"
    assert "Bradley" not in found or found["Bradley"].lat is None


def test_a_name_lies_in_the_country_that_is_said_beside_it(resolve: Resolve) -> None:
    found = resolve("Soldiers entered Beit Jinn in southern Syria. The Israeli army said that Beit Jinn was calm.")
    assert (found["Beit Jinn"].country, found["Beit Jinn"].name) == ("SY", "Beit Jan")
    assert resolve("Rockets hit Green Village in northeast Syria; US troops were there.")["Green"].lat is None


def test_the_countryside_of_a_town_is_around_it(resolve: Resolve) -> None:
    assert resolve("Shells hit the countryside of Singa in Sudan.")["Singa"].precision == "near_settlement"


def test_forces_of_a_neighbour_reach_over_the_border(resolve: Resolve) -> None:
    found = resolve("Turkish artillery shelled the centre of the city of Kobani.")["Kobani"]
    assert (found.name, found.country) == ("Ayn al 'Arab", "SY")


def test_the_neighbourhoods_of_a_town_are_not_it(resolve: Resolve) -> None:
    found = resolve(
        "Rockets were fired from Jebel Aulia in Sudan. They hit the Umbada and Karari neighbourhoods of Khartoum."
    )
    assert found["Khartoum"].id is not None
    assert found["Khartoum"].precision == "settlement"


@pytest.mark.parametrize(
    ("text", "name", "town"),
    [
        ("In Sudan they burned Qwelba, a farming village some 20 km from Kassala, on Monday.", "Qwelba", "Kassala"),
        ("Clashes broke out in Qwelba, south of Kassala in Sudan.", "Qwelba", "Kassala"),
        ("In Kassala, armed men came from Sudan. They burned the villages of Qwelba and Zirifa.", "Zirifa", "Kassala"),
    ],
)
def test_where_the_text_puts_a_village_that_nobody_lists(resolve: Resolve, text: str, name: str, town: str) -> None:
    found = resolve(text)
    assert found[name].lat is not None
    assert found[name].precision == "near_place"
    assert abs(found[name].lat - (found[town].lat or 0)) < 0.5


def test_a_distance_is_not_measured_from_another_continent(resolve: Resolve) -> None:
    found = resolve("Gangs of Haiti attacked a hamlet some 5 km from Petite-Rivière, in the Artibonite.")
    assert found["Petite-Rivière"].country in ("HT", None)


def test_a_part_of_a_town_is_no_distance_from_it(resolve: Resolve) -> None:
    text = "Russian jets hit a farm in western Idlib on Thursday. Russia said nothing of it."
    assert resolve(text)["Idlib"].country == "SY"


def test_names_are_read_whole(resolve: Resolve) -> None:
    assert resolve("In Thailand a grenade was thrown in Su-ngai Padi.")["Su-ngai Padi"].country == "TH"
    assert resolve("In Somalia a mine went off near Bulo Burte.")["Bulo Burte"].country == "SO"


def test_a_people_with_an_article_is_no_village(resolve: Resolve) -> None:
    assert "Khawarij" not in resolve("The army of Somalia freed three villages from the Khawarij on Monday.")


def test_where_talks_are_held_is_known_in_every_war(resolve: Resolve) -> None:
    assert resolve("The Taliban of Afghanistan signed a deal in Doha in February.")["Doha"].country == "QA"


def test_a_text_without_apostrophes_still_names_its_country(resolve: Resolve) -> None:
    assert resolve("Syrias war has lasted for years and Russias jets bombed Homs again.")["Syria"].country == "SY"


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("A man from Zerqa village in Deir ez-Zor governorate was shot dead.", "Zerqa", "SY"),
        ("A man was shot dead in Zerqa, Deir ez-Zor governorate.", "Zerqa", "SY"),
        ("Fighters from Zarqa who were killed in Deir ez-Zor governorate were buried.", "Zarqa", "JO"),
        ("He left Amman, Deir ez-Zor governorate and Homs.", "Amman", "JO"),
    ],
)
def test_a_village_of_a_province_is_no_town_abroad(resolve: Resolve, text: str, name: str, country: str) -> None:
    assert resolve(text)[name].country == country


def test_who_sends_troops_is_not_where_they_are_hit(resolve: Resolve) -> None:
    """'Green Village' in Syria is no town of Ohio, however often a text speaks of the United States."""
    found = resolve(
        "Two attacks were launched against US forces in Syria on Friday. A rocket fell near Deir ez-Zor. Many drones "
        "were launched at Green Village. The United States does not seek war with Iran, Joe Biden said."
    )
    mention = found["Green"]
    assert mention.lat is None
    assert mention.why is not None
    assert mention.why.endswith(ELSEWHERE)


def test_small_places_of_one_country_vouch_for_each_other(resolve: Resolve) -> None:
    """An army from elsewhere bombs: where, the towns say together."""
    found = resolve(
        "Russian jets bombed the outskirts of Al-Yaqoubiyah village in Jisr Al-Shughour countryside in western Idlib. "
        "Families from Hama countryside had fled there from the Russian air strikes."
    )
    assert {found[name].country for name in ("Al-Yaqoubiyah", "Jisr Al-Shughour", "Idlib", "Hama")} == {"SY"}
