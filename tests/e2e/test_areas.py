"""Areas of interest from the command line: saved in dateline.toml, used by every list, forgotten."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dateline.ledger import Ledger
from incident_rows import report, told

Call = Callable[..., Any]


@pytest.fixture
def war(tmp_path: Path, call: Call) -> Call:
    with Ledger(tmp_path / "dateline.ledger", create=True) as ledger:
        ledger.append(report("a", told(killed=4, actor="M23")))
        ledger.append(report("b", told("Masisi", leaf="armed_clash", killed=2)))
    return call


def documents(call: Call, view: str, area: str) -> set[str]:
    done = call(view, "--area", area, "--format", "jsonl")
    assert done.returncode == 0
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return {d for r in rows for d in r.get("documents") or [r.get("document") or r["place"]["name"]]}


def test_an_area_is_saved_used_and_forgotten(war: Call, tmp_path: Path) -> None:
    settings = tmp_path / "dateline.toml"
    settings.write_text('# mine\nledger = "dateline.ledger"\n\n[columns]\ntext = "body"\n')
    assert war("area", "add", "lake", "--place", "-1.6,29.0", "--within", "10", "--actor", "M23").returncode == 0
    assert war("area", "add", "fights", "--type", "armed clash", "--place", "DR Congo").returncode == 0
    assert documents(war, "events", "lake") == {"a"}
    assert documents(war, "claims", "lake") == {"a"}
    assert documents(war, "figures", "lake") == {"Sake"}
    assert documents(war, "events", "fights") == {"b"}
    assert documents(war, "control", "lake") == set()
    assert [line.split()[0] for line in war("area", "list").stdout.splitlines()[1:]] == ["lake", "fights"]
    assert war("area", "add", "lake", "--actor", "FARDC").returncode == 0
    assert documents(war, "events", "lake") == set()
    assert war("area", "remove", "lake").returncode == 0
    kept = settings.read_text()
    assert kept.startswith('# mine\nledger = "dateline.ledger"\n\n[columns]\ntext = "body"\n')
    assert list(tomllib.loads(kept)["areas"]) == ["fights"]


def test_a_place_is_looked_up_once_and_a_doubtful_one_refused(war: Call, tmp_path: Path) -> None:
    assert "Sake" in war("area", "add", "sake", "--place", "Sake, North Kivu", "--within", "5").stderr
    (place,) = tomllib.loads((tmp_path / "dateline.toml").read_text())["areas"]["sake"]["places"]
    assert (place["name"], round(place["lat"], 1)) == ("Sake", -1.6)
    assert documents(war, "events", "sake") == {"a"}
    refused = war("area", "add", "doubt", "--place", "San Jose")
    assert (refused.returncode, "ambiguous" in refused.stderr) == (2, True)
    assert "doubt" not in (tmp_path / "dateline.toml").read_text()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("area add x", "--place"),
        ("area add x.y --actor M23", "no name for an area"),
        ("area add x --type skirmish", "skirmish"),
        ("area add x --place 95,0", "LAT,LON"),
        ("area add x --place Qzyxwv", "Qzyxwv"),
        ("area remove x", "no area 'x'"),
        ("events --area x", "area add"),
        ("claims --area x", "area add"),
        ("persons --area x", "area add"),
    ],
)
def test_a_wrong_line_is_explained(line: str, says: str, war: Call, tmp_path: Path) -> None:
    done = war(*line.split())
    assert done.returncode == 2
    assert says in done.stderr
    assert not (tmp_path / "dateline.toml").exists()


def test_products_are_of_an_area(war: Call, tmp_path: Path) -> None:
    assert war("area", "add", "lake", "--place", "-1.6,29.0", "--within", "10", "--actor", "M23").returncode == 0
    exported = war("export", "events", "--area", "lake")
    assert [json.loads(line)["documents"] for line in exported.stdout.splitlines()] == [["a"]]
    claims = [json.loads(line)["document"] for line in war("export", "claims", "--area", "lake").stdout.splitlines()]
    assert set(claims) == {"a"}
    figures = [json.loads(line)["best"] for line in war("export", "figures", "--area", "lake").stdout.splitlines()]
    assert figures == [4]
    page = war("report", "--area", "lake").stdout
    assert "-1.6,29 within 10 km; M23" in page
    assert "Masisi" not in page
    assert war("snapshot", "lake-1", "--area", "lake").returncode == 0
    package = json.loads((tmp_path / "lake-1" / "datapackage.json").read_text())
    assert package["dateline"]["filters"] == {"area": "lake: -1.6,29 within 10 km; M23"}
    assert "Masisi" not in (tmp_path / "lake-1" / "data" / "events.csv").read_text()
    refused = war("report", "--area", "lak")
    assert (refused.returncode, "did you mean 'lake'" in refused.stderr) == (2, True)


def test_a_public_product_does_not_tell_of_what_area_it_is(war: Call) -> None:
    assert war("area", "add", "secret", "--place", "-1.6,29.0", "--within", "10").returncode == 0
    page = war("report", "--area", "secret", "--public").stdout
    assert "secret" not in page
    assert '<ol class="told">' in page
