from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from dateline.cli.output import emit, reach, words

APRIL = {"from": "2025-04-13", "to": "2025-04-13"}
ROWS: list[dict[str, Any]] = [
    {"id": "ev_1", "time": APRIL, "place": {"name": "Sumy"}, "killed": 35, "by": ["x", "y"]},
    {
        "id": "ev_2",
        "time": {"from": None, "to": "2025-05-01"},
        "place": None,
        "killed": None,
        "by": [],
        "note": "a\nb \x1b[1m",
    },
]
COLUMNS = ("id", "time", "place", "killed", "by", "note")


def test_json_lines_hold_every_field(capsys: pytest.CaptureFixture[str]) -> None:
    assert emit(iter(ROWS), format="jsonl", columns=("id",)) == 2
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == ROWS


def test_csv_is_flat_and_complete(capsys: pytest.CaptureFixture[str]) -> None:
    emit(ROWS, format="csv")
    first, second = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert (first["time.from"], first["place.name"], first["killed"], first["by"]) == (
        "2025-04-13",
        "Sumy",
        "35",
        "x;y",
    )
    assert (second["place.name"], second["killed"], second["note"]) == ("", "", "a\nb \x1b[1m")
    assert "place" not in first


def test_an_empty_csv_has_its_header(capsys: pytest.CaptureFixture[str]) -> None:
    assert emit([], format="csv", columns=("id", "type")) == 0
    assert capsys.readouterr().out == "id,type\n"


def test_a_piped_table_is_plain_aligned_and_one_line_a_row(capsys: pytest.CaptureFixture[str]) -> None:
    emit(ROWS, columns=COLUMNS, title="Events")
    head, first, second = capsys.readouterr().out.splitlines()
    assert head.split() == ["id", "time", "place", "killed", "by", "note"]
    assert first.split() == ["ev_1", "2025-04-13", "Sumy", "35", "x,", "y"]
    assert head.index("killed") + len("killed") == first.index("35") + 2
    assert "\x1b" not in second
    assert "a b" in second


def test_long_cells_are_cut_in_a_table_only(capsys: pytest.CaptureFixture[str]) -> None:
    emit([{"text": "x" * 500}], columns=("text",))
    assert capsys.readouterr().out.splitlines()[1] == "x" * 99 + "…"
    emit([{"text": "x" * 500}], format="jsonl")
    assert "x" * 500 in capsys.readouterr().out


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (0, "0"),
        (True, "yes"),
        ({"id": "UA", "name": None}, "UA"),
        ([{"name": "RSF"}, None, "SAF"], "RSF, SAF"),
        ({"from": "2024-01-01", "to": None}, "2024-01-01.."),
    ],
)
def test_values_as_people_read_them(value: object, shown: str) -> None:
    assert words(value) == shown


def test_dotted_names_reach_into_a_row() -> None:
    assert reach(ROWS[0], "place.name") == "Sumy"
    assert reach(ROWS[1], "place.name") is None
