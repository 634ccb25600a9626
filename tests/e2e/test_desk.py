"""`dateline desk` as a process: it opens on a ledger, answers whom it may, and ends with Ctrl-C."""

from __future__ import annotations

import glob
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from dateline.cli import main
from dateline.desk.accounts import Accounts
from dateline.desk.accounts_file import beside, opened
from dateline.desk.serve import bound
from dateline.read.walk import walk
from desk_accounts import CHEAP
from desk_ledger import HEADERS, fill


def test_it_opens_answers_and_ends(tmp_path: Path) -> None:
    ledger = fill(tmp_path / "war.ledger")
    line = [sys.executable, "-m", "dateline", "desk", "--ledger", str(ledger), "--port", "0", "--no-browser"]
    with subprocess.Popen([*line, "--by", "ana"], stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        said = process.stderr.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+/", said)
        assert address, said
        assert "decisions by ana" in said
        answer = _asked(address[0])
        assert answer.status_code == 200
        assert "claims wait for you" in answer.text
        assert httpx.get(address[0], headers={"host": "evil.example"}).status_code == 421
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
        assert "Traceback" not in process.stderr.read()


def _asked(address: str, **headers: str) -> httpx.Response:
    deadline = time.monotonic() + 60
    while True:
        try:
            return httpx.get(address, timeout=20, headers=headers)
        except httpx.ConnectError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.0.7", "::", "evil.example"])
def test_without_accounts_other_addresses_are_refused(
    host: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ending:
        main(["desk", "--ledger", str(fill(tmp_path / "war.ledger")), "--host", host, "--no-browser"])
    assert ending.value.code == 2
    assert "no accounts" in capsys.readouterr().err


def dateline(*words: object, stdin: str = "") -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "dateline", *map(str, words)]
    return subprocess.run(line, input=stdin, capture_output=True, text=True, timeout=60)


def test_people_sign_in_from_elsewhere_behind_a_proxy(tmp_path: Path) -> None:
    ledger = fill(tmp_path / "war.ledger")
    for name, role in (("ana", "editor"), ("cara", "reader")):
        made = dateline("accounts", "add", name, "--role", role, "--password-stdin", "--ledger", ledger,
                        stdin=f"four words of {name}\n")  # fmt: skip
        assert made.returncode == 0, made.stderr
    line = [sys.executable, "-m", "dateline", "desk", "--ledger", str(ledger), "--port", "0", "--no-browser"]
    public = ["--accounts", "--host", "0.0.0.0", "--origin", "https://desk.example.org", "--proxy", "127.0.0.1"]
    with subprocess.Popen([*line, *public], stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        assert "TLS is the work of a reverse proxy" in process.stderr.readline()
        said = process.stderr.readline()
        assert "https://desk.example.org/ (sign in" in said
        port = re.search(r"port (\d+)", said)
        assert port, said
        address = f"http://127.0.0.1:{port[1]}"
        try:
            forwarded = {"host": "desk.example.org", "x-forwarded-for": "203.0.113.9", "x-forwarded-proto": "https"}
            assert _asked(f"{address}/queue", **forwarded).headers["location"] == "/login?next=%2Fqueue"
            assert httpx.get(address, headers={"host": "evil.example"}).status_code == 421
            write = {**HEADERS, **forwarded, "origin": "https://desk.example.org"}
            given = {"name": "cara", "password": "four words of cara"}
            entered = httpx.post(f"{address}/api/v1/session", json=given, headers=write)
            assert entered.status_code == 201, entered.text
            assert "Secure" in entered.headers["set-cookie"]
            cookie = {"cookie": entered.headers["set-cookie"].split(";")[0]}
            assert httpx.get(f"{address}/api/v1/events", headers={**forwarded, **cookie}).status_code == 200
            assert httpx.post(f"{address}/api/v1/reviews", json={}, headers={**write, **cookie}).status_code == 403
            ended = dateline("accounts", "remove", "cara", "--ledger", ledger)
            assert "sessions have ended" in ended.stderr
            assert httpx.get(f"{address}/api/v1/events", headers={**forwarded, **cookie}).status_code == 401
        finally:
            process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
        assert "Traceback" not in process.stderr.read()
    with opened(beside(ledger)) as db:
        rows = db.execute("SELECT who, what, address FROM audit ORDER BY id").fetchall()
    assert rows[2:4] == [("cara", "sign_in", "203.0.113.9"), ("cara", "refused", "203.0.113.9")]


def test_accounts_are_in_nothing_that_leaves(tmp_path: Path) -> None:
    ledger, out = fill(tmp_path / "war.ledger"), tmp_path / "out"
    Accounts(beside(ledger), cost=CHEAP).add("somebody", "editor", "four words of no sentence", by="root")
    out.mkdir()
    for words in (
        ("export", "datapackage", "--out", out / "package"),
        ("export", "events", "--public", "--out", out / "events.jsonl"),
        ("snapshot", "first", "--out", out / "snapshot", "--author", "Desk", "--licence", "CC-BY-4.0"),
        ("report", "--out", out / "report.html"),
    ):
        with pytest.raises(SystemExit) as ending:
            main([*map(str, words), "--ledger", str(ledger)])
        assert not ending.value.code
    files = [f for f in out.rglob("*") if f.is_file()]
    assert len(files) > 5
    assert not [f for f in files if b"somebody" in f.read_bytes() or "accounts" in f.name]


def test_reading_the_folder_of_the_ledger_takes_no_accounts_for_documents(tmp_path: Path) -> None:
    ledger = fill(tmp_path / "war.ledger")
    made = Accounts(beside(ledger), cost=CHEAP)
    made.add("ana", "editor", "four words of no sentence", by="root")
    assert made.path.parent == tmp_path
    assert made.path not in [found.path for found in walk([tmp_path])]
    assert str(made.path) not in glob.glob(f"{tmp_path}/*")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--accounts"], "dateline accounts add"),
        (["--origin", "https://desk.example.org"], "needs --accounts"),
        (["--accounts", "--by", "ana"], "whoever signs in decides"),
    ],
)
def test_what_does_not_go_together_is_said(
    words: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ending:
        main(["desk", "--ledger", str(fill(tmp_path / "war.ledger")), "--no-browser", *words])
    assert ending.value.code == 2
    assert said in capsys.readouterr().err


def test_a_port_that_is_taken_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ledger = fill(tmp_path / "war.ledger")
    with bound("127.0.0.1", 0) as taken:
        taken.listen()
        port = str(taken.getsockname()[1])
        with pytest.raises(SystemExit) as ending:
            main(["desk", "--ledger", str(ledger), "--port", port, "--no-browser"])
    assert ending.value.code == 2
    assert "--port 0" in capsys.readouterr().err


def test_a_ledger_that_is_not_there_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ending:
        main(["desk", "--ledger", str(tmp_path / "none.ledger"), "--port", "0", "--no-browser"])
    assert ending.value.code == 2
    assert "no ledger at" in capsys.readouterr().err
