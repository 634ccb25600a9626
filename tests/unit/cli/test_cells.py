from __future__ import annotations

from typing import Any

import pytest

from dateline.cli import cells
from dateline.know import country_names

SINGA = {"id": "geonames:1", "name": "Singa", "country": "SD", "precision": "settlement"}


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        ("2025-02-12", "2025-02-12", "2025-02-12"),
        ("2025-02-08", "2025-02-11", "2025-02-08 to 11"),
        ("2015-01-22", "2015-03-05", "2015-01-22 to 03-05"),
        ("2023-10-01", "2024-07-10", "2023-10-01 to 2024-07-10"),
        ("2024-02-01", "2024-02-29", "2024-02"),
        ("2023-01-01", "2023-12-31", "2023"),
        (None, "2015-03-05", "by 2015-03-05"),
        ("2015-03-05", None, "from 2015-03-05"),
        (None, None, "?"),
    ],
)
def test_days_as_people_write_them(first: str | None, last: str | None, shown: str) -> None:
    assert cells.days(first, last) == shown


@pytest.mark.parametrize(
    ("figure", "shown"),
    [
        ({"best": 1200}, "1,200"),
        ({"min": 13}, "13+"),
        ({"max": 8}, "≤8"),
        ({"min": 2, "max": 3}, "2–3"),
        ({"min": 4, "max": 4}, "4"),
        ({"min": 19, "best": 20, "max": 22}, "19–22"),
        ({"min": 22, "best": 25}, "25"),
        ({"min": 0, "best": 0, "max": 0}, "0"),
        ({}, "?"),
    ],
)
def test_amounts_are_ranges_never_means(figure: dict[str, int], shown: str) -> None:
    assert cells.amount(figure) == shown


def test_a_place_has_its_country_and_how_vague_it_is() -> None:
    assert cells.where(SINGA) == "Singa, Sudan"
    assert cells.where(SINGA, 2) == "Singa, Sudan (+2)"
    assert cells.where(SINGA | {"precision": "near_settlement"}) == "near Singa, Sudan"
    assert cells.where({"name": "Walikale", "country": "CD", "precision": "adm2"}) == "in Walikale, DR Congo"
    assert cells.where({"name": "Sudan", "country": "SD", "precision": "country"}) == "in Sudan"
    assert cells.where({"name": "Kyivka", "country": None}) == "Kyivka"
    assert cells.where(None) == "?"


def test_countries_go_by_name_in_any_case() -> None:
    assert country_names.country_code("dr congo") == "CD"
    assert country_names.country_code("Atlantis") is None


def test_a_toll_counts_people_killed_first() -> None:
    figures = [
        {"measure": "objects", "best": 2},
        {"measure": "injured", "best": 40},
        {"measure": "killed", "min": 23},
        {"measure": "missing"},
    ]
    assert cells.toll(figures) == "23+ killed, 40 injured"


def test_measures_name_their_unit_once() -> None:
    assert cells.measure("displaced", "households") == "displaced households"
    assert cells.measure("killed", "persons") == "killed"
    assert cells.measure("objects", "objects") == "objects"


EVENT = "ev_cl_889f62b60da9d92426e4642c"
TWIN = "ev_cl_889f62b60da9d92426e4642c.2"
CLAIM = "cl_889f62b60da9d92426e4642c"
PERSON = "ABUBAKAR_SHEKAU"


@pytest.mark.parametrize("key", [EVENT, TWIN, CLAIM, PERSON, "ct_6a89030be6e21f182aaf8075"])
def test_a_short_id_leads_back_to_its_row(key: str) -> None:
    known = [EVENT, TWIN, CLAIM, PERSON, "ct_6a89030be6e21f182aaf8075"]
    assert cells.ids_like(cells.short_id(key), known) == [key]
    assert cells.ids_like(key, known) == [key]


def test_a_short_id_that_fits_two_rows_gives_both() -> None:
    other = "ev_cl_889f62b6ffffffffffffffff"
    assert cells.ids_like("ev_889f62b6", [EVENT, other]) == [EVENT, other]
    assert cells.ids_like("ev_0", [EVENT]) == []
    assert cells.ids_like("zzz", [EVENT]) == []


def control(**fields: Any) -> dict[str, Any]:
    row = {"id": "ct_6a89030be6e21f182aaf8075", "place": SINGA, "object": "place", "from": "2025-02-12", "to": None}
    return row | {"from_latest": None, "start": "dated", "holders": [], "state": "held", "status": "claimed"} | fields


def test_a_state_of_control_reads_as_from_to() -> None:
    shown = cells.control_cells(control(holders=[{"id": "SAF", "name": "Sudanese Armed Forces"}]))
    assert (shown["from"], shown["to"], shown["holder"]) == ("2025-02-12", "still", "Sudanese Armed Forces")
    assert cells.control_cells(control(start="seen"))["from"] == "by 2025-02-12"
    assert cells.control_cells(control(**{"from": None}))["from"] == "?"
    assert cells.control_cells(control(extent="partial"))["state"] == "held in part"
    assert cells.control_cells(control(object="facility"))["place"] == "Singa, Sudan (facility)"
    assert cells.control_cells(control(state="lost_by_from"))["state"] == "left, next holder unknown"


def test_a_figure_names_its_voices_and_what_they_said_before() -> None:
    voices = [
        {"id": "MOH", "name": "health ministry", "min": 14, "best": None, "max": None, "superseded_by": "cl_2"},
        {"id": "MOH", "name": "health ministry", "min": None, "best": 19, "max": None, "superseded_by": None},
        {"id": "anonymous:medic in doc_1", "name": None, "min": 22, "best": None, "max": None, "superseded_by": None},
    ]
    row = {
        "id": "fg_cl_11ff0d171ea1aa51283d3624", "measure": "killed", "unit": "persons", "kind": "incident", "of": None,
        "place": SINGA, "period": {"from": "2024-07-09", "to": "2024-07-09"}, "by_originator": voices,
        "min": 19, "best": None, "max": 22,
    }  # fmt: skip
    shown = cells.figure_cells(row)
    assert shown["count"] == "19–22"
    assert shown["said by"] == "health ministry 19, medic 22+ (before: health ministry 14+)"


def test_a_rumour_stays_a_rumour() -> None:
    reports = [{"what": "killed", "by": "Army"}, {"what": "killed", "by": None}, {"what": "wounded", "by": "Army"}]
    row = {"id": "X", "name": "A Leader", "life": "unknown", "since": None, "whereabouts": None, "reported": reports}
    known = cells.person_cells(row)["what is known"]
    assert known == "unknown; reported killed by Army, nobody who is named; reported wounded by Army"
