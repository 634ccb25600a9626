"""`dateline export`."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import pytest

from dateline.cli import main
from product_rows import make_war

pytestmark = pytest.mark.usefixtures("folder")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATELINE_LEDGER", str(make_war(tmp_path / "war.ledger")))
    return tmp_path


def run(line: str) -> int:
    with pytest.raises(SystemExit) as ending:
        main(line.split())
    assert isinstance(ending.value.code, int)
    return ending.value.code


def test_text_goes_to_standard_output_and_losses_to_standard_error(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("export acled") == 0
    said = capsys.readouterr()
    assert len(list(csv.DictReader(StringIO(said.out)))) == 7
    assert "could not hold all of it" in said.err
    assert "figures other than deaths" in said.err
    assert sorted(p.name for p in folder.iterdir() if not p.name.startswith("war.ledger")) == []


def test_filters_choose(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("export events --type displacement") == 0
    (row,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert row["type"] == "displacement"
    assert run("export geojson --place Singa --from 2024-06-30 --to 2024-06-30") == 0
    kinds = [f["properties"]["kind"] for f in json.loads(capsys.readouterr().out)["features"]]
    assert kinds == ["event", "control"]


def test_the_policy_is_that_of_the_field_unless_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("export acled") == 0
    assert {r["dateline_policy"] for r in csv.DictReader(StringIO(capsys.readouterr().out))} == {"conservative"}
    assert run("export acled --policy range") == 0
    assert {r["dateline_policy"] for r in csv.DictReader(StringIO(capsys.readouterr().out))} == {"range"}


def test_a_folder_has_its_loss_report(folder: Path) -> None:
    assert run("export datapackage --out package") == 0
    assert json.loads((folder / "package" / "loss.json").read_text())["product"] == "datapackage"
    assert (folder / "package" / "datapackage.json").exists()
    assert not list(folder.glob(".*part"))


def test_a_csv_by_its_name_or_by_the_flag(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("export events --out e.csv") == 0
    assert (folder / "e.csv").read_text().startswith("event_id,")
    assert run("export claims --csv") == 0
    assert capsys.readouterr().out.startswith("claim_id,")


def test_formats_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("export list") == 0
    assert "geojson" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("line", "helps"),
    [
        ("export geojsom", "geojson"),
        ("export parquet", "--out"),
        ("export datapackage --out war.ledger", "already"),
        ("export acled --out war.ledger", "already"),
        ("export geojson --csv", "no CSV"),
        ("export claims --place Singa --within 5", "--within"),
        ("export events --policy mean", "conservative"),
        ("export events --from 2025-05-01 --to 2025-01-01", "after"),
    ],
)
def test_a_wrong_line_is_explained(line: str, helps: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (folder / "war.ledger").read_bytes()[:100]
    assert run(line) == 2
    said = capsys.readouterr()
    assert helps in said.err
    assert said.out == ""
    assert (folder / "war.ledger").read_bytes()[:100] == before


def test_the_tables_of_the_views_run_nothing_either(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("events --format csv") == 0
    out = capsys.readouterr().out
    assert "=cmd|" in out
    cells = [c for row in csv.reader(StringIO(out)) for c in row]
    assert [c for c in cells if c[:1] in ("=", "+", "@", "|", "%")] == []
