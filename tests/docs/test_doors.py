"""What meets a newcomer who mistypes: a sentence that helps and exit status 2, never a trace."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.cli import main
from dateline.ledger import Ledger


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("DATELINE_LEDGER", "DATELINE_DEBUG", "DATELINE_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    with Ledger(tmp_path / "war.ledger", create=True):
        pass
    (tmp_path / "notes.txt").write_text("no ledger")
    return tmp_path


@pytest.mark.parametrize(
    ("line", "helps"),
    [
        ("bogus", "bogus"),
        ("events", "dateline run PATH"),
        ("events --ledger .", "folder"),
        ("run . --ledger .", "folder"),
        ("events --ledger notes.txt", "not a Dateline ledger"),
        ("events --ledger war.ledger --from yesterday", "--from"),
        ("events --ledger war.ledger --from 2025-05-01 --to 2025-01-01", "after"),
        ("events --ledger war.ledger --known-by x", "2017-11-09"),
        ("events --ledger war.ledger --recorded-by x", "2017-11-09T18:00"),
        ("control --ledger war.ledger --as-of x", "--as-of"),
        ("events --ledger war.ledger --within 5", "--place"),
        ("events --ledger war.ledger --within -5 --place Singa", "--within"),
        ("events --ledger war.ledger --status sure", "corroborated"),
        ("control --ledger war.ledger --status contested", "disputed"),
        ("events --ledger war.ledger --type shelling", "shelling_missile"),
        ("events --ledger war.ledger --policy mean", "conservative"),
        ("explain --ledger war.ledger ev_0123abcd", "ev_0123abcd"),
        ("explain --ledger war.ledger zzz", "zzz"),
        ("run nowhere.txt --ledger war.ledger", "nowhere.txt"),
        ("run notes.txt --ledger war.ledger --published 31/12/2024", "2017-11-09"),
        ("redact nobody --ledger war.ledger --reason x", "nobody"),
        ("documents --ledger war.ledger --text nobody", "nobody"),
    ],
)
def test_a_wrong_line_is_explained(line: str, helps: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ending:
        main(line.split())
    said = capsys.readouterr()
    assert ending.value.code == 2
    assert helps in said.err
    assert said.out == ""
    assert "Traceback" not in said.err
    assert sorted(p.name for p in folder.iterdir()) == ["notes.txt", "war.ledger"]


@pytest.mark.parametrize("view", ["events", "control", "figures", "persons"])
def test_nothing_found_is_said_and_is_no_mistake(view: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ending:
        main([view, "--ledger", str(folder / "war.ledger")])
    assert ending.value.code == 0
    assert capsys.readouterr().err == "Nothing matches.\n"
