"""`dateline release`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dateline.cli import main
from dateline.ledger import Ledger
from product_rows import make_war


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = make_war(tmp_path / "war.ledger")
    monkeypatch.setenv("DATELINE_LEDGER", str(path))
    return path


def run(*line: str) -> int:
    with pytest.raises(SystemExit) as ending:
        main(list(line))
    assert isinstance(ending.value.code, int)
    return ending.value.code


def public_words(capsys: pytest.CaptureFixture[str]) -> list[str]:
    capsys.readouterr()
    assert run("export", "claims", "--public") == 0
    return [c["text"] for c in map(json.loads, capsys.readouterr().out.splitlines()) if c["text"]]


def test_a_release_lets_words_out_and_is_taken_back(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Ledger(ledger) as opened:
        first = next(opened.claims())
    assert public_words(capsys) == []
    assert run("release", first.id, "--by", "ana", "--reason", "names nobody") == 0
    assert public_words(capsys) == [first.text]
    assert run("release", first.id, "--by", "ana", "--reason", "doubt", "--undo") == 0
    assert public_words(capsys) == []
    assert run("release", first.id, "--by", "ana", "--reason", "doubt", "--undo") == 2
    assert "not released" in capsys.readouterr().err


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(
    ("line", "helps"),
    [
        (["release", "nobody", "--by", "ana", "--reason", "x"], "nobody"),
        (["release", "army-1", "--by", "ana", "--reason", " "], "reason"),
        (["export", "acled", "--protection", "mine.yaml"], "--public"),
        (["export", "acled", "--public", "--protection", "mine.yaml"], "mine.yaml"),
    ],
)
def test_a_wrong_line_is_explained(line: list[str], helps: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*line) == 2
    assert helps in capsys.readouterr().err


@pytest.mark.usefixtures("ledger")
def test_a_policy_of_ones_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from dateline.products.protection import DEFAULT

    mine = tmp_path / "mine.yaml"
    mine.write_text(DEFAULT.read_text().replace("delay_days: 30", "delay_days: 99999"))
    assert run("export", "events", "--public") == 0
    assert "displacement" in capsys.readouterr().out
    assert run("export", "events", "--public", "--protection", str(mine)) == 0
    assert "displacement" not in capsys.readouterr().out
    mine.write_text(DEFAULT.read_text().replace("delay_days: 30", "delay_days: soon"))
    assert run("export", "events", "--public", "--protection", str(mine)) == 2
    assert "mine.yaml:5" in capsys.readouterr().err


@pytest.mark.usefixtures("ledger")
def test_a_public_folder_says_what_stayed_behind(tmp_path: Path) -> None:
    assert run("export", "datapackage", "--public", "--out", str(tmp_path / "p")) == 0
    report = json.loads((tmp_path / "p" / "withheld.json").read_text())
    (row,) = [r for r in report["withheld"] if r["what"] == "claims.text"]
    assert "reviewer" in row["choice"]
