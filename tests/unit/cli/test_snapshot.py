"""`dateline snapshot`: citable, and the same bytes when it is made again."""

from __future__ import annotations

import json
import subprocess
from datetime import date
from pathlib import Path

import pytest
import yaml

from dateline.cli import main
from dateline.ledger import Ledger, Review
from private_rows import make_private_war
from product_rows import figure, made, make_war, told


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = make_war(tmp_path / "war.ledger")
    monkeypatch.setenv("DATELINE_LEDGER", str(path))
    return path


def run(*line: str) -> int:
    with pytest.raises(SystemExit) as ending:
        main(list(line))
    assert isinstance(ending.value.code, int)
    return ending.value.code


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def grow(ledger: Path) -> None:
    with Ledger(ledger) as opened:
        text = "Later 3 people were killed in Singa."
        opened.append(told("later-1", text, made(
            "later-1", text, "3 people were killed", type="figure", event_type="armed_clash", day="2024-07-05",
            figure=figure("killed", 3, 3, 3),
        )))  # fmt: skip
        first = next(opened.claims())
        opened.review(Review(target_kind="claim", target=first.id, action="reject", by="ana", reason="not so"))


def test_two_snapshots_of_one_state_are_the_same_bytes(ledger: Path) -> None:
    assert run("snapshot", "one", "--out", "a") == 0
    assert run("snapshot", "one", "--out", "b") == 0
    assert bytes_of(Path("a")) == bytes_of(Path("b"))
    assert ledger.exists()


def test_a_grown_ledger_gives_the_old_copy_again(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("snapshot", "one", "--out", "a") == 0
    printed = capsys.readouterr().out.split()
    moment = printed[printed.index("--recorded-by") + 1]
    grow(ledger)
    assert run("snapshot", "one", "--out", "now") == 0
    assert run("snapshot", "one", "--out", "then", "--recorded-by", moment) == 0
    assert bytes_of(Path("a")) == bytes_of(Path("then"))
    assert bytes_of(Path("a")) != bytes_of(Path("now"))
    assert "later-1" in Path("now/data/documents.csv").read_text()


def test_what_the_ledger_does_not_keep_of_old_is_said(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Ledger(ledger) as opened:
        moment = str(opened.last()[1])
        opened.redact("army-1", reason="asked for")
    assert run("snapshot", "one", "--recorded-by", moment) == 0
    assert "1 were erased" in capsys.readouterr().err
    assert "Army takes Singa" not in Path("one/data/documents.csv").read_text()


@pytest.mark.usefixtures("ledger")
def test_it_can_be_cited_and_checked(capsys: pytest.CaptureFixture[str]) -> None:
    line = ["snapshot", "singa-2024", "--author", 'A "B": C', "--author", "D", "--licence", "CC-BY-4.0"]
    assert run(*line) == 0
    printed = capsys.readouterr().out
    folder = Path("singa-2024")
    citation = yaml.safe_load((folder / "CITATION.cff").read_text())
    package = json.loads((folder / "datapackage.json").read_text())
    assert (citation["cff-version"], citation["type"], citation["license"]) == ("1.2.0", "dataset", "CC-BY-4.0")
    assert [a["name"] for a in citation["authors"]] == ['A "B": C', "D"]
    assert citation["identifiers"][0]["value"] == f"sha256:{package['dateline']['digest']}"
    assert printed.startswith(citation["identifiers"][0]["value"])
    assert isinstance(citation["date-released"], date)
    assert package["name"] == "singa-2024"
    assert package["licenses"] == [{"name": "CC-BY-4.0"}]
    done = subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_public_snapshot_names_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from private_rows import SECRETS

    monkeypatch.chdir(tmp_path)
    path = make_private_war(tmp_path / "private.ledger")
    assert run("snapshot", "one", "--ledger", str(path), "--public") == 0
    text = b"\n".join(bytes_of(Path("one")).values()).decode().casefold()
    assert [s for s in SECRETS if s.casefold() in text] == []
    assert "withheld.json" in bytes_of(Path("one"))


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(
    ("line", "helps"),
    [
        (["snapshot", "No Name!"], "sudan-2025-03"),
        (["snapshot", "../up"], "no name"),
        (["snapshot", "war.ledger"], "already"),
        (["snapshot", "one", "--recorded-by", "2001-01-01"], "nothing"),
    ],
)
def test_a_wrong_line_is_explained(line: list[str], helps: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*line) == 2
    assert helps in capsys.readouterr().err
