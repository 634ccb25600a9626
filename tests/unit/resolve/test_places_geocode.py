"""Geocoding of strings."""

from __future__ import annotations

import pytest

from dateline.know.gazetteer import Gazetteer
from dateline.resolve.places_geocode import GeoAnswer, GeoQuery, geocode, geocode_one, parts_of


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def _ask(gazetteer: Gazetteer, query: str, country: str | None = None, **other: object) -> GeoAnswer:
    return geocode_one(GeoQuery(id="1", query=query, country=country, **other), gazetteer)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("query", "country", "name"),
    [
        ("Goma", "CD", "Goma"),
        ("El-Fasher", "SD", "El Fasher"),
        ("Kharkov", "UA", "Kharkiv"),
        ("City of Bakhmut, Donetsk Oblast", "UA", "Bakhmut"),
        ("Al-Mayādīn, Deir Ezzor", "SY", "Al Mayadin"),
        ("الموصل (Mosul)", "IQ", "Mosul"),
        ("Khan Younes", "PS", "Khan Yunis"),
        ("Beni", "CD", "Beni"),
        ("Beni, North Kivu", "CD", "Beni"),
        ("North Darfur", "SD", "North Darfur"),
    ],
)
def test_strings_find_their_place(gazetteer: Gazetteer, query: str, country: str, name: str) -> None:
    assert _ask(gazetteer, query, country).name == name


@pytest.mark.parametrize(
    ("query", "country"),
    [("Tripoli, Lebanon", "LB"), ("Tripoli, Libya", "LY"), ("Kobani, Syria", "SY"), ("Tripoli", None)],
)
def test_a_country_at_the_end_tells_namesakes_apart(gazetteer: Gazetteer, query: str, country: str | None) -> None:
    assert _ask(gazetteer, query).country == country


def test_a_direction_can_belong_to_the_name_of_a_province(gazetteer: Gazetteer) -> None:
    whole, part = _ask(gazetteer, "North Kivu", "CD"), _ask(gazetteer, "North Aleppo countryside", "SY")
    assert (whole.name, whole.precision) == ("Nord-Kivu", "adm1")
    assert (part.name, part.precision) == ("Aleppo", "part_of_adm1")


def test_near_is_less_precise_than_at(gazetteer: Gazetteer) -> None:
    at, near = _ask(gazetteer, "Kidal", "ML"), _ask(gazetteer, "Vicinity of Kidal", "ML")
    assert (at.place_id, at.precision) == (near.place_id, "settlement")
    assert near.precision == "near_settlement"
    assert near.radius_km is not None
    assert at.radius_km is not None
    assert near.radius_km > at.radius_km


def test_a_building_is_answered_by_the_town_that_it_stands_in(gazetteer: Gazetteer) -> None:
    answer = _ask(gazetteer, "a bakery in Djibo", "BF")
    assert (answer.name, answer.precision) == ("Djibo", "near_settlement")


def test_an_unknown_village_is_not_answered_by_its_district(gazetteer: Gazetteer) -> None:
    answer = _ask(gazetteer, "Qwelbazoun village, Manbij District", "SY")
    assert answer.lat is None
    assert "Qwelbazoun" in str(answer.why)


def test_between_two_places_lies_the_middle(gazetteer: Gazetteer) -> None:
    answer = _ask(gazetteer, "Area between Douma and Harasta", "SY")
    assert answer.precision == "near_place"
    assert answer.lat == pytest.approx(33.565, abs=0.03)


def test_a_far_distance_is_no_point(gazetteer: Gazetteer) -> None:
    assert _ask(gazetteer, "89 km east of Homs", "SY").lat is None


def test_a_point_nearby_decides_between_namesakes(gazetteer: Gazetteer) -> None:
    libya, lebanon = (_ask(gazetteer, "Tripoli", None, near=p) for p in ((32.8, 13.2), (34.4, 35.8)))
    assert (libya.country, lebanon.country) == ("LY", "LB")


def test_an_empty_query_has_a_reason(gazetteer: Gazetteer) -> None:
    assert _ask(gazetteer, "  ,  ").why == "no name in the query"


def test_answers_come_in_order(gazetteer: Gazetteer) -> None:
    queries = [GeoQuery(id=str(i), query=q) for i, q in enumerate(["Kyiv", "—", "Kabul"])]
    assert [a.id for a in geocode(queries, gazetteer)] == ["0", "1", "2"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("Tabit, Tawila District", ["Tabit", "Tawila"]),
        ("village of Sirte in the northern Misrata countryside", ["Sirte", "Misrata"]),
        ("Vicinity of Merowe Dam, Karima", ["Merowe", "Karima"]),
        ("Umm Rakuba (refugee camp)", ["Umm Rakuba"]),
    ],
)
def test_strings_are_cut_into_parts(query: str, names: list[str]) -> None:
    assert [p.name for p in parts_of(query)] == names
