"""`dateline desk` as a process: it opens on a ledger, answers this machine only, and ends with Ctrl-C."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from dateline.cli import main
from dateline.desk.serve import bound
from desk_ledger import fill


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
        assert process.wait(20) == 0
        assert "Traceback" not in process.stderr.read()


def _asked(address: str) -> httpx.Response:
    deadline = time.monotonic() + 20
    while True:
        try:
            return httpx.get(address, timeout=20)
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
