"""GED-shaped rows against the field descriptions of CODEBOOK F, column by column."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import StringIO

import pytest

from dateline.products.codes import codes
from dateline.products.loss import Losses
from dateline.products.material import Material
from dateline.products.ucdp import priogrid

Exported = Callable[..., tuple[str, Losses]]


@pytest.fixture
def table(exported: Exported) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(exported("ucdp")[0])))


def test_every_column_has_values_of_its_kind(table: list[dict[str, str]]) -> None:
    assert len(table) == 3
    assert list(table[0]) == list(codes().ucdp.columns)
    for row in table:
        assert row["type_of_violence"] in {"1", "2", "3"}
        assert row["where_prec"] in set("1234567")
        assert row["date_prec"] in set("12345")
        assert row["event_clarity"] in {"1", "2"}
        assert row["date_start"] <= row["date_end"]
        assert row["year"] == row["date_start"][:4]
        numbers = [int(row[n]) for n in ("low", "best", "high") if row[n]]
        assert numbers
        assert numbers == sorted(numbers)
        assert max(numbers) >= 1
        assert 1 <= int(row["priogrid_gid"]) <= 259_200
        assert row["geom_wkt"] == f"POINT ({row['longitude']} {row['latitude']})"
        assert len({row[n].count(";") for n in ("source_office", "source_date", "source_headline")}) == 1
    assert len({row["id"] for row in table}) == len(table)


def test_low_best_high_are_what_is_said(table: list[dict[str, str]]) -> None:
    tolls = {(row["type_of_violence"], row["date_start"]): (row["low"], row["best"], row["high"]) for row in table}
    assert tolls["3", "2024-06-29"] == ("10", "", "15")
    assert tolls["1", "2024-06-29"] == ("9", "", "")
    assert tolls["1", "2024-06-24"] == ("11", "11", "11")


def test_days_and_sides(table: list[dict[str, str]]) -> None:
    (clash,) = [row for row in table if row["date_start"] == "2024-06-24"]
    assert (clash["date_end"], clash["date_prec"]) == ("2024-06-26", "2")
    assert clash["deaths_unknown"] == "11"
    (shelling,) = [row for row in table if row["type_of_violence"] == "3"]
    assert (shelling["side_b"], shelling["number_of_sources"]) == ("Civilians", "2")


def test_originators_stand_apart_from_publishers(table: list[dict[str, str]]) -> None:
    (capture,) = [row for row in table if row["source_office"] == "Sudan News Agency"]
    assert capture["source_original"] == "Government of Sudan"


def test_rows_lead_back_to_events(table: list[dict[str, str]], material: Material) -> None:
    events = {e["id"]: e for e in material.rows("events")}
    for row in table:
        event = events[row["id"]]
        assert (row["date_start"], row["date_end"]) == (event["time"]["from"], event["time"]["to"])
        assert int(row["type_of_violence"]) == event["ucdp"]["type_of_violence"]
        (toll,) = [f for f in event["figures"] if f["measure"] == "killed"]
        assert [row["low"], row["best"]] == ["" if toll[n] is None else str(toll[n]) for n in ("min", "best")]


@pytest.mark.parametrize(("lat", "lon", "cell"), [(-90, -180, 1), (90, 180, 259_200), (0.1, 0.1, 129_961)])
def test_priogrid_cells(lat: float, lon: float, cell: int) -> None:
    assert priogrid(lat, lon) == cell
