from __future__ import annotations

import getpass
import io
import json
import sys
from pathlib import Path

import pytest

from dateline.cli import main
from dateline.ledger import Ledger

GOOD = "four words of no sentence"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "war.ledger"
    Ledger(path, create=True).close()
    return path


@pytest.fixture
def call(ledger: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    """call(words, stdin=..., typed=[...]): the status, and what was said on both streams."""

    def run(*words: str, stdin: str = "", typed: list[str] | None = None) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", Terminal() if typed is not None else io.StringIO(stdin))
        answers = iter(typed or [])
        monkeypatch.setattr(getpass, "getpass", lambda _prompt: next(answers))
        with pytest.raises(SystemExit) as ending:
            main(["accounts", *words, "--ledger", str(ledger)])
        said = capsys.readouterr()
        return int(ending.value.code or 0), said.out, said.err

    return run


def listed(call) -> list[tuple[str, str]]:  # type: ignore[no-untyped-def]
    rows = [json.loads(line) for line in call("list", "--format", "jsonl")[1].splitlines()]
    return [(r["name"], r["role"]) for r in rows]


def test_an_account_is_added_listed_changed_and_removed(call) -> None:  # type: ignore[no-untyped-def]
    status, _, said = call("add", "ana", "--role", "analyst", typed=[GOOD, GOOD])
    assert (status, "ana can sign in as analyst" in said) == (0, True)
    assert call("add", "ben", "--role", "editor", "--password-stdin", stdin=GOOD + "\n")[0] == 0
    assert listed(call) == [("ana", "analyst"), ("ben", "editor")]
    assert call("role", "ana", "editor")[0] == 0
    assert call("password", "ana", typed=[GOOD + "!", GOOD + "!"])[0] == 0
    assert call("remove", "ben")[0] == 0
    assert listed(call) == [("ana", "editor")]
    table = call("list")[1]
    assert "ana" in table
    assert "scrypt" not in table


@pytest.mark.parametrize(
    ("words", "typed", "stdin", "said"),
    [
        (["add", "cy", "--role", "analyst"], [GOOD, GOOD + "x"], "", "differ"),
        (["add", "cy", "--role", "analyst"], ["short", "short"], "", "too short"),
        (["add", "cy", "--role", "boss"], None, GOOD, "reader, analyst or editor"),
        (["add", "cy", "--role", "analyst"], None, GOOD, "--password-stdin"),
        (["add", "cy", "--role", "analyst", "--password-stdin"], None, "\n", "no password"),
        (["add", "a b", "--role", "analyst", "--password-stdin"], None, GOOD, "no name"),
        (["role", "nobody", "editor"], None, "", "there is no account"),
        (["remove", "nobody"], None, "", "there is no account"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_done(call, words, typed, stdin, said) -> None:  # type: ignore[no-untyped-def]
    call("add", "ana", "--role", "editor", "--password-stdin", stdin=GOOD)
    status, _, err = call(*words, typed=typed, stdin=stdin)
    assert status == 2
    assert said in err
    assert GOOD not in err
    assert listed(call) == [("ana", "editor")]


def test_without_accounts_it_says_how_to_add_one(call) -> None:  # type: ignore[no-untyped-def]
    status, _, err = call("list")
    assert status == 2
    assert "dateline accounts add NAME --role editor" in err


def test_a_ledger_that_is_not_there_gets_no_accounts(call, ledger: Path) -> None:  # type: ignore[no-untyped-def]
    ledger.unlink()
    assert call("add", "ana", "--role", "editor", "--password-stdin", stdin=GOOD)[0] == 2
    assert [f.name for f in ledger.parent.iterdir()] == []
