"""Reading from the command line: columns shown and remembered, archives, what is refused."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

CSV = 'headline,body,date\n"Two killed","Shelling of Kherson killed two people on Tuesday.",13/04/2024\n'


def test_guessed_columns_are_shown_and_remembered(call: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "dateline.toml").write_text("gate = false\n")
    (tmp_path / "a.csv").write_text(CSV)
    done = call("run", "a.csv", "--remember")
    assert "text=body" in done.stderr
    assert "Kept in" in done.stderr
    assert 'text = "body"' in (tmp_path / "dateline.toml").read_text()
    (tmp_path / "b.csv").write_text(CSV.replace("Kherson", "Sumy"))
    done = call("run", "b.csv")
    assert (done.returncode, "taken by" in done.stderr) == (0, False)
    call("run", "b.csv", "--map", "text=headline", "--remember")
    assert (tmp_path / "dateline.toml").read_text().count("[columns]") == 1


def test_a_refused_member_is_listed_and_the_rest_is_read(call: Callable[..., Any], tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("../up.txt", "Out of here.")
        archive.writestr("good.txt", "Shelling of Kherson killed two people.")
    done = call("run", "a.zip")
    assert done.returncode == 1
    assert "climbs" in done.stderr
    assert "1 read" in done.stderr
    assert "climbs" in call("documents", "--set-aside").stdout


def test_evidence_and_profiles(call: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Shelling of Kherson killed two people.")
    call("run", "a.txt")
    (row,) = (json.loads(x) for x in call("documents", "--format", "jsonl").stdout.splitlines())
    shown = call("evidence", row["id"], "--format", "jsonl").stdout
    assert json.loads(shown)["sha256"] == row["bytes_sha256"]
    assert json.loads(shown)["path"] == "a.txt"
    assert call("evidence", "nobody").returncode == 2
    assert call("profiles").returncode == 0


def test_retry_reads_what_a_fault_set_aside(call: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("UNREADABLE shelling killed two soldiers in Kherson.")
    assert call("run", "a.txt").returncode == 1
    assert call("retry").returncode == 1
    assert "the parser gave up" in call("documents", "--set-aside").stdout
