"""`dateline gazetteer` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dateline.cli import main

_TABLE = "name,lat,lon,country,pcode\nUmm Baru,15.05,23.7,SD,SD0217\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a gazetteer of one place and a supplement to be."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATELINE_GAZETTEER", "g.sqlite")
    monkeypatch.setenv("DATELINE_CONFIG", "")
    (tmp_path / "mine.csv").write_text(_TABLE, encoding="utf-8")
    assert _run("gazetteer build --base none --add mine.csv --out g.sqlite") == 0
    return tmp_path


def _run(line: str) -> int:
    with pytest.raises(SystemExit) as ending:
        main(line.split())
    return int(ending.value.code or 0)


def test_a_build_says_what_it_joined(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "more.csv").write_text(_TABLE.replace("Umm", "Um") + "X,north,1,SD,\n", encoding="utf-8")
    capsys.readouterr()
    status = _run("gazetteer build --base none --add mine.csv --add more.csv --out h.sqlite")
    said = capsys.readouterr()
    assert status == 1
    assert "mine.csv: 1 added" in said.err
    assert "more.csv: 1 joined, 1 bad" in said.err
    assert "set aside, line 3: lat 'north'" in said.err
    assert json.loads(said.out)["counts"]["pcodes"] == 1


def test_nothing_to_build_from_is_a_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("gazetteer build --base none") == 2
    assert "--add" in capsys.readouterr().err


def test_pcodes_are_shown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "q.jsonl").write_text('{"id": 1, "query": "Umm Baru", "country": "SD"}\n{"id": 2, "query": "sd0217"}\n')
    capsys.readouterr()
    assert _run("geocode q.jsonl") == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [a["pcode"] for a in answers] == ["SD0217", "SD0217"]
    assert answers[0]["place_id"] == answers[1]["place_id"]
    assert _run("gazetteer info --place SD0217") == 0
    assert "Umm Baru" in capsys.readouterr().out
    assert _run("gazetteer info --digest") == 0
    shown = capsys.readouterr().out
    assert "1 p-codes" in shown
    assert "digest " in shown


def test_a_name_is_added_and_taken_back(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = folder / "own.csv"
    asked = folder / "q.jsonl"
    asked.write_text('{"id": 1, "query": "Shagra", "country": "SD"}\n')
    capsys.readouterr()
    add = f"gazetteer add Shagra --country sd --lat 13.71 --lon 25.2 --kind camp --alias Chagra --supplement {own}"
    assert _run(add) == 0
    entry = capsys.readouterr().out.strip()
    assert entry.startswith("user:")
    for supplement, found in ((f"--supplement {own}", entry), ("", None)):
        assert _run(f"geocode {asked} {supplement}") == 0
        assert json.loads(capsys.readouterr().out)["place_id"] == found
    assert _run(f"gazetteer remove {entry} --supplement {own}") == 0
    assert _run(f"geocode {asked} --supplement {own}") == 0
    assert json.loads(capsys.readouterr().out)["place_id"] is None


def test_a_name_of_no_place_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = folder / "own.csv"
    assert _run(f"gazetteer add X --of geonames:1 --supplement {own}") == 2
    assert _run(f"gazetteer add X --supplement {own}") == 2
    assert not own.exists()
    assert _run(f"gazetteer add --supplement {own} --lat 15.051 --lon 23.701 --country SD Um_Baru") == 0
    assert "--of user:" not in capsys.readouterr().out
