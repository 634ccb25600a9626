"""The whole command line against hostile input, cut-off runs and wrong use."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dateline.ledger import Ledger

Call = Callable[..., Any]


def stories(folder: Path, count: int) -> Path:
    folder.mkdir()
    for i in range(count):
        (folder / f"{i:03}.txt").write_text(f"Clash number {i} was reported near Taiz on Friday. The calm held after.")
    return folder


@pytest.mark.parametrize("cut", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_a_run_cut_off_goes_on_and_ends_as_an_uncut_one(
    call: Call, command: Path, tmp_path: Path, cut: signal.Signals
) -> None:
    folder = stories(tmp_path / "in", 40)
    whole = call("run", folder, "--ledger", "whole.ledger")
    assert whole.returncode == 0, whole.stderr
    process = subprocess.Popen(
        [sys.executable, str(command), "0.05", "run", str(folder), "--ledger", "cut.ledger"],
        cwd=tmp_path, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    wait_for_documents(tmp_path / "cut.ledger", 3)
    process.send_signal(cut)
    _, said = process.communicate(timeout=60)
    if cut is signal.SIGINT:
        assert process.returncode == 130
        assert "run the same command again" in said
    with Ledger(tmp_path / "cut.ledger") as ledger:
        done = ledger.counts()["documents"]
        assert ledger.verify() == ()
    assert 3 <= done < 40
    again = call("run", folder, "--ledger", "cut.ledger")
    assert again.returncode == 0
    assert f"{done} unchanged" in again.stderr
    assert call("digest", "--ledger", "cut.ledger").stdout == call("digest", "--ledger", "whole.ledger").stdout


def wait_for_documents(path: Path, count: int) -> None:
    for _ in range(600):
        if path.exists() and path.stat().st_size:
            with Ledger(path) as ledger:
                if ledger.counts()["documents"] >= count:
                    return
        time.sleep(0.05)
    raise AssertionError("the run did not begin")


def test_a_second_run_changes_nothing(call: Call, tmp_path: Path) -> None:
    folder = stories(tmp_path / "in", 3)
    assert call("run", folder).returncode == 0
    before = (call("digest").stdout, call("status", "--format", "jsonl").stdout)
    again = call("run", folder)
    assert (again.returncode, again.stdout) == (0, "")
    assert "3 documents: 0 read, 3 unchanged, 0 set aside" in again.stderr
    assert (call("digest").stdout, call("status", "--format", "jsonl").stdout) == before


def hostile(folder: Path) -> Path:
    folder.mkdir()
    (folder / "good.txt").write_text("Two people were killed when a drone hit a market in Omdurman, the doctors said.")
    (folder / "nul.txt").write_bytes(b"a\0b")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "line.txt").write_text("word " * 1_100_000)
    (folder / "invalid.txt").write_bytes(
        b"The army left Sa\xefda on Monday and no one was hurt in the town, it is said."
    )
    (folder / "arabic.txt").write_text("سيطرت القوات على المدينة بعد معارك عنيفة استمرت عدة أيام")
    (folder / "page.psd").write_text("<p>Shelling</p>")
    (folder / "gave_up.txt").write_text("UNREADABLE text of the town and of the war.")
    (folder / "fault.txt").write_text("FAULT in the text of the town and of the war.")
    (folder / "invent.txt").write_text("INVENT words of the town and of the war.")
    (folder / "escape.txt").write_text("\x1b[31mRed\x1b[0m [bold]text[/bold] of the army was shown in the town.")
    rows = [
        '{"id": "one", "text": "The first text of the record.", "title": "First"}',
        '{"id": "one", "text": "Another text of the record under the same id."}',
        "not json at all",
        '{"id": "two", "text": "half \\ud800"}',
    ]
    (folder / "rows.jsonl").write_text("\n".join(rows))
    (folder / "loop").symlink_to(folder)
    os.mkfifo(folder / "pipe.txt")
    return folder


def test_a_folder_of_everything(call: Call, tmp_path: Path) -> None:
    folder = hostile(tmp_path / "in")
    done = call("run", folder)
    assert done.returncode == 1, done.stderr
    for name, reason in {
        "nul.txt": "binary, not text",
        "empty.txt": "empty",
        "line.txt": "too long",
        "arabic.txt": "unread: not English (looks like a language in Arabic script)",
        "page.psd": "no reader for .psd in this version",
        "gave_up.txt": "the parser gave up",
        "fault.txt": "internal error while reading: ZeroDivisionError",
        "invent.txt": "its claim says",
        "rows.jsonl:2": "conflict",
        "rows.jsonl:3": "not JSON",
        "rows.jsonl:4": "surrogate",
        "pipe.txt": "not a regular file (pipe)",
    }.items():
        assert any(f"{name}: " in line and reason in line for line in done.stderr.splitlines()), name
    assert "4 read" in done.stderr
    assert call("doctor", "--format", "jsonl").stdout.count('"check": "ledger", "good": true') == 1
    aside = [json.loads(x) for x in call("documents", "--set-aside", "--format", "jsonl").stdout.splitlines()]
    assert len(aside) == 12
    again = call("run", folder)
    assert again.returncode == 1
    assert "0 read, 4 unchanged, 12 set aside" in again.stderr
    shown = call("documents", "--format", "table").stdout + call("claims").stdout
    assert "\x1b" not in shown
    assert "[bold]text[/bold]" in shown


FINANCE = (
    "The central bank left its main rate at four per cent on Thursday and said that it saw no reason to move before "
    "the summer. Prices rose more slowly than a year ago, and the makers of cars and machines took on people again. "
    "Analysts expect the currency to gain against the dollar. Shares of the two biggest lenders closed higher."
)


def test_what_is_not_about_conflict_is_stored_unparsed_until_asked_for(call: Call, tmp_path: Path) -> None:
    folder = stories(tmp_path / "in", 2)
    (folder / "bank.txt").write_text(FINANCE)
    done = call("run", folder)
    assert done.returncode == 0, done.stderr
    assert "3 documents: 2 read, 1 not about conflict and left unparsed, 0 unchanged, 0 set aside" in done.stderr
    assert json.loads(call("status", "--format", "jsonl").stdout)["gated"] == 1
    held = next(
        r for r in map(json.loads, call("documents", "--format", "jsonl").stdout.splitlines()) if not r["claims"]
    )
    assert (held["set_aside"], held["published_why"]) == (None, "not looked for: the document was not parsed")
    assert "0 read, 3 unchanged" in call("run", folder).stderr
    everything = call("run", folder, "--no-gate")
    assert everything.returncode == 0
    assert "1 read, 2 unchanged" in everything.stderr
    assert json.loads(call("status", "--format", "jsonl").stdout)["gated"] == 0
    assert "0 read, 3 unchanged" in call("run", folder).stderr


def test_annotate_parses_all_unless_gated(call: Call) -> None:
    rows = [
        {"id": "w", "text": "The army took the town of Bara."},
        {"id": "b", "text": FINANCE, "published": "2024-02-01"},
    ]
    lines = "\n".join(map(json.dumps, rows))
    parsed = [json.loads(x) for x in call("annotate", stdin=lines).stdout.splitlines()]
    assert [len(r["claims"]) for r in parsed] == [1, 1]
    war, bank = (json.loads(x) for x in call("annotate", "--gate", stdin=lines).stdout.splitlines())
    assert len(war["claims"]) == 1
    assert "not about conflict" in bank["gated"]
    assert (bank["published"], bank["claims"], bank["events"], bank["sentences"]) == ("2024-02-01", [], [], [])


def test_an_input_without_a_date_stays_without_one(call: Call, tmp_path: Path) -> None:
    stories(tmp_path / "in", 2)
    call("run", "in")
    (row, _) = (json.loads(x) for x in call("documents", "--format", "jsonl").stdout.splitlines())
    assert (row["published"], row["published_why"]) == (None, "no date in the text")
    left_out = call("claims", "--known-by", "2030-01-01", "--format", "jsonl")
    assert (left_out.stdout, left_out.returncode) == ("", 0)
    assert "2 documents without a publication date left out" in left_out.stderr


def test_a_redacted_document_is_not_read_again(call: Call, tmp_path: Path) -> None:
    call("run", stories(tmp_path / "in", 2))
    key = json.loads(call("documents", "--format", "jsonl").stdout.splitlines()[0])["id"]
    assert call("redact", key, "--reason", "request 3", "--dry-run").stdout.startswith("Would destroy all words")
    assert call("redact", key, "--reason", "request 3").returncode == 0
    again = call("run", "in")
    assert again.returncode == 0
    assert "1 redacted before and left alone" in again.stderr
    assert call("documents", "--text", key).returncode == 2
    assert len(call("claims", "--format", "jsonl").stdout.splitlines()) == 1


def test_annotate_answers_every_record_in_order(call: Call) -> None:
    rows = [
        {"id": "a", "text": "The army took the town of Bara.", "published": "2025-09-15"},
        {"id": "b"},
        {"id": "c", "text": "UNREADABLE text of the war."},
        {"id": "d", "text": "The rebels took the town of Goma."},
    ]
    lines = [json.dumps(r) for r in rows]
    done = call("annotate", stdin="\n".join([lines[0], "{broken", *lines[1:]]))
    assert done.returncode == 0, done.stderr
    out = [json.loads(line) for line in done.stdout.splitlines()]
    assert [r["id"] for r in out if not r["id"].startswith("doc_")] == ["a", "b", "c", "d"]
    assert ["error" in r for r in out] == [False, True, True, True, False]
    assert out[0]["events"][0]["type"] == "armed_clash"


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["run", "nowhere.txt"], 2, "nowhere.txt: no such file or folder"),
        (["run"], 2, "Missing argument"),
        (["run", ".", "--map", "txt=x"], 2, "did you mean 'text'?"),
        (["run", ".", "--published", "yesterday"], 2, "not a day"),
        (["claims"], 2, "no ledger at dateline.ledger; make one with `dateline run PATH"),
        (["claims", "--ledger", "/dev/null/x"], 2, "no ledger at /dev/null/x"),
        (["documents", "--format", "xml"], 2, "xml"),
        (["frobnicate"], 2, "No such command"),
        (["schema", "evnt"], 2, "did you mean 'event'?"),
    ],
)
def test_wrong_use_is_said_on_standard_error(call: Call, arguments: list[str], code: int, message: str) -> None:
    done = call(*arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert message in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


def test_a_missing_path_makes_no_ledger(call: Call, tmp_path: Path) -> None:
    call("run", "nowhere.txt")
    assert list(tmp_path.glob("*.ledger*")) == []


def test_dry_run_stores_nothing(call: Call, tmp_path: Path) -> None:
    done = call("run", stories(tmp_path / "in", 2), "--dry-run")
    assert done.returncode == 0
    assert done.stdout.count("read") == 2
    assert list(tmp_path.glob("*.ledger*")) == []


def test_quiet_says_nothing_when_all_is_good(call: Call, tmp_path: Path) -> None:
    folder = stories(tmp_path / "in", 1)
    for arguments in (["run", folder, "--quiet"], ["--quiet", "run", folder]):
        done = call(*arguments)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_closed_pipe_is_no_error(command: Path, call: Call, tmp_path: Path) -> None:
    call("run", stories(tmp_path / "in", 60))
    script = f"{sys.executable} {command} 0 claims --format jsonl | head -1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["type"] == "event"


def test_the_library_opens_what_the_command_line_wrote(call: Call, tmp_path: Path) -> None:
    import dateline

    rows = [
        {"id": f"s{i}", "text": f"Clash {i} was reported near Taiz.", "published": f"2025-03-0{i + 1}"}
        for i in range(3)
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, rows)))
    assert call("run", "in.jsonl", "--ledger", "war.ledger").returncode == 0
    with dateline.open(tmp_path / "war.ledger") as ledger:
        assert [c.document for c in ledger.claims(known_by="2025-03-02")] == ["s0", "s1"]
        first = list(ledger.events())
        assert {d for e in first for d in e.documents} == {"s0", "s1", "s2"}
        assert list(ledger.events()) == first
        ledger.redact("s0", reason="request 9")
        assert {d for e in ledger.events() for d in e.documents} == {"s1", "s2"}
        assert list(ledger.control()) == list(ledger.persons()) == list(ledger.figures()) == []
    summary = dateline.run([tmp_path / "in.jsonl"], ledger=tmp_path / "war.ledger")
    assert dict(summary.counts) == {"redacted": 1, "unchanged": 2}
    rows = list(dateline.annotate(["Clash 9 was reported near Taiz.", {"id": "n"}]))
    assert ["error" in r for r in rows] == [False, True]
