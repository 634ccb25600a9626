from __future__ import annotations

import os
import sqlite3
import stat
from pathlib import Path

import pytest

from dateline.desk import sessions
from dateline.desk.accounts import Accounts
from dateline.desk.accounts_file import beside, changing, opened
from dateline.errors import ConfigError, LedgerError, NotFoundError
from desk_accounts import CHEAP, PASSWORD, Clock


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    made = Accounts(beside(tmp_path / "war.ledger"), Clock(), CHEAP)
    made.add("ana", "editor", PASSWORD, by="root")
    return made


def log(accounts: Accounts) -> list[tuple[str | None, str, str | None]]:
    with opened(accounts.path) as db:
        return db.execute("SELECT who, what, about FROM audit ORDER BY id").fetchall()


def test_the_file_is_beside_the_ledger_and_for_its_owner_alone(accounts: Accounts) -> None:
    assert accounts.path.name == ".war.ledger.accounts"
    if os.name == "posix":
        assert stat.S_IMODE(accounts.path.stat().st_mode) == 0o600


def test_no_password_stands_in_it(accounts: Accounts) -> None:
    token, _ = sessions.sign_in(accounts, "ana", PASSWORD, "10.0.0.1")
    raw = accounts.path.read_bytes()
    assert PASSWORD.encode() not in raw
    assert token.encode() not in raw


@pytest.mark.parametrize("name", ["", " ", "a b", "a<b>", "../x", "a'b", ".a", "a.", "-", "x" * 65, "a\nb", "a\u202eb"])
def test_what_is_no_name_is_refused(accounts: Accounts, name: str) -> None:
    with pytest.raises(ConfigError, match="no name"):
        accounts.add(name, "reader", PASSWORD, by="root")


@pytest.mark.parametrize("name", ["Олена", "منى", "j.doe", "ko_ko-2", "A", "José"])
def test_names_of_any_script(accounts: Accounts, name: str) -> None:
    assert accounts.add(name, "reader", PASSWORD, by="root").role == "reader"


@pytest.mark.parametrize("same", ["ana", "ANA", "ａｎａ"])
def test_a_name_is_given_once_however_it_is_written(accounts: Accounts, same: str) -> None:
    with pytest.raises(ConfigError, match="already"):
        accounts.add(same, "reader", PASSWORD, by="root")


def test_a_removed_name_is_not_given_to_another(accounts: Accounts) -> None:
    accounts.remove("ana", by="root")
    assert accounts.all() == []
    with pytest.raises(ConfigError, match="--again"):
        accounts.add("ana", "reader", PASSWORD, by="root")
    assert accounts.add("ana", "reader", PASSWORD, by="root", again=True).role == "reader"
    assert [what for _, what, _ in log(accounts)] == ["account_added", "account_removed", "account_added"]


def test_every_change_is_logged_with_who_made_it(accounts: Accounts) -> None:
    accounts.set_role("ana", "analyst", by="root")
    accounts.set_password("ana", PASSWORD + "!", by="root")
    assert log(accounts)[1:] == [
        ("root", "role_changed", "ana, editor to analyst"), ("root", "password_changed", "ana"),
    ]  # fmt: skip


def test_the_log_is_only_added_to(accounts: Accounts) -> None:
    for statement in ("DELETE FROM audit", "UPDATE audit SET who = 'ben'"):
        with pytest.raises(LedgerError, match="only added to"), changing(accounts.path) as db:
            db.execute(statement)
    assert log(accounts) == [("root", "account_added", "ana, editor")]


def test_an_unknown_name_is_said_with_those_that_there_are(accounts: Accounts) -> None:
    with pytest.raises(NotFoundError, match="there are ana"):
        accounts.set_role("ben", "reader", by="root")


def test_a_role_that_it_has_is_refused(accounts: Accounts) -> None:
    with pytest.raises(ConfigError, match="already"):
        accounts.set_role("ana", "editor", by="root")


def test_another_file_is_not_taken_for_one(tmp_path: Path) -> None:
    path = tmp_path / "war.ledger.accounts"
    sqlite3.connect(path).executescript("CREATE TABLE t (x);")
    with pytest.raises(LedgerError, match="not a file of accounts"):
        Accounts(path).all()
    path.write_bytes(b"no database at all, whatever its name says" * 50)
    with pytest.raises(LedgerError, match="cannot be used"):
        Accounts(path).all()
    with pytest.raises(NotFoundError, match="accounts add"):
        Accounts(tmp_path / "none").all()
