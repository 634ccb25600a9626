from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from dateline.desk import sessions
from dateline.desk.accounts import Accounts
from dateline.desk.accounts_file import beside, opened
from dateline.desk.passwords import Cost
from dateline.desk.sessions import IDLE, LONGEST, WrongError
from dateline.desk.slowing import ACCOUNT, SlowedError
from dateline.desk.who import Who
from dateline.errors import ConfigError
from desk_accounts import CHEAP, PASSWORD, Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def accounts(tmp_path: Path, clock: Clock) -> Accounts:
    made = Accounts(beside(tmp_path / "war.ledger"), clock, CHEAP)
    made.add("ana", "analyst", PASSWORD, by="root")
    return made


def enter(accounts: Accounts) -> str:
    return sessions.sign_in(accounts, "ana", PASSWORD, "10.0.0.1")[0]


def test_a_token_is_long_random_and_finds_its_session(accounts: Accounts) -> None:
    one, two = enter(accounts), enter(accounts)
    assert one != two
    assert len(one) >= 43
    found = sessions.find(accounts, one)
    assert found is not None
    assert (found.name, found.role) == ("ana", "analyst")
    assert sessions.find(accounts, one + "x") is None
    assert sessions.find(accounts, "\ud800") is None


def test_a_name_may_be_written_in_another_case_and_is_stored_as_it_was_given(accounts: Accounts) -> None:
    assert sessions.sign_in(accounts, "ANA", PASSWORD, "10.0.0.1")[1].name == "ana"


def test_it_ends_when_it_is_not_used(accounts: Accounts, clock: Clock) -> None:
    token = enter(accounts)
    for _ in range(3):
        clock.at += IDLE - 1
        assert sessions.find(accounts, token) is not None
    clock.at += IDLE + 1
    assert sessions.find(accounts, token) is None
    clock.at -= IDLE
    assert sessions.find(accounts, token) is None, "what has ended does not begin again"


def test_it_ends_however_much_it_is_used(accounts: Accounts, clock: Clock) -> None:
    token = enter(accounts)
    start = clock.at
    while clock.at - start <= LONGEST:
        assert sessions.find(accounts, token) is not None
        clock.at += IDLE / 2
    assert sessions.find(accounts, token) is None


def test_signing_out_ends_one_and_leaves_the_others(accounts: Accounts) -> None:
    one, two = enter(accounts), enter(accounts)
    sessions.sign_out(accounts, one, Who("ana", "analyst"))
    assert sessions.find(accounts, one) is None
    assert sessions.find(accounts, two) is not None


@pytest.mark.parametrize("change", ["role", "password", "own password", "removal"])
def test_a_change_of_the_account_ends_all_its_sessions(accounts: Accounts, change: str) -> None:
    accounts.add("ben", "analyst", PASSWORD, by="root")
    mine = [enter(accounts), enter(accounts)]
    other, _ = sessions.sign_in(accounts, "ben", PASSWORD, "10.0.0.1")
    match change:
        case "role":
            accounts.set_role("ana", "reader", by="root")
        case "password":
            accounts.set_password("ana", PASSWORD + "!", by="root")
        case "own password":
            person = Who("ana", "analyst", 1, "10.0.0.1")
            sessions.change_password(accounts, person, PASSWORD, PASSWORD + "!")
        case _:
            accounts.remove("ana", by="root")
    assert [sessions.find(accounts, token) for token in mine] == [None, None]
    assert sessions.find(accounts, other) is not None


def test_a_wrong_name_and_a_wrong_password_are_told_alike(accounts: Accounts) -> None:
    said = []
    for name, password in (("ana", "not the password"), ("nobody", PASSWORD), ("' OR 1=1 --", PASSWORD)):
        with pytest.raises(WrongError) as wrong:
            sessions.sign_in(accounts, name, password, "10.0.0.1")
        said.append((str(wrong.value), wrong.value.facts))
    assert len({str(s) for s in said}) == 1


def test_a_name_that_there_is_not_costs_a_hash_too(accounts: Accounts, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    fits = sessions.passwords.fits

    def counting(password: str, stored: str) -> bool:
        asked.append(stored.rsplit("$", 2)[0])
        return fits(password, stored)

    monkeypatch.setattr(sessions.passwords, "fits", counting)
    for name in ("ana", "nobody"):
        with pytest.raises(WrongError):
            sessions.sign_in(accounts, name, "not the password", "10.0.0.1")
    assert asked[0] == asked[1]


def test_after_a_removal_the_right_password_is_wrong(accounts: Accounts) -> None:
    accounts.remove("ana", by="root")
    with pytest.raises(WrongError):
        enter(accounts)


@pytest.mark.parametrize("name", ["ana", "nobody"])
def test_guessing_is_slowed_even_for_the_right_one(accounts: Accounts, clock: Clock, name: str) -> None:
    for _ in range(ACCOUNT.free):
        with pytest.raises(WrongError):
            sessions.sign_in(accounts, name, "not the password", "10.0.0.1")
    with pytest.raises(SlowedError) as slowed:
        sessions.sign_in(accounts, name, PASSWORD, "10.0.0.1")
    assert slowed.value.facts["wait"] == 1
    clock.at += 1
    if name == "ana":
        enter(accounts)
        enter(accounts)


def test_many_guesses_at_once_are_no_more_than_one_after_the_other(accounts: Accounts) -> None:
    tried, lock = [0], threading.Lock()

    def guess() -> None:
        try:
            sessions.sign_in(accounts, "ana", "not the password", "10.0.0.1")
        except WrongError:
            with lock:
                tried[0] += 1
        except SlowedError:
            pass

    threads = [threading.Thread(target=guess) for _ in range(25)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert tried[0] == ACCOUNT.free


def test_failures_are_logged_and_a_name_that_there_is_not_is_not_written_down(accounts: Accounts) -> None:
    for name in ("ana", "a password in the wrong field"):
        with pytest.raises(WrongError):
            sessions.sign_in(accounts, name, "not the password", "10.0.0.7")
    with opened(accounts.path) as db:
        rows = db.execute("SELECT who, what, about, address FROM audit WHERE what = 'sign_in_failed'").fetchall()
    assert [(r[0], r[3]) for r in rows] == [("ana", "10.0.0.7"), (None, "10.0.0.7")]
    assert "wrong field" not in str(rows)


def test_a_password_is_hashed_anew_where_the_cost_was_raised(accounts: Accounts) -> None:
    dearer = replace(accounts, cost=Cost(5, 1, 1))
    token = enter(dearer)
    with opened(accounts.path) as db:
        assert db.execute("SELECT password FROM accounts").fetchone()[0].startswith("$scrypt$ln=5,")
    assert sessions.find(dearer, token) is not None
    enter(dearer)


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ("not the password", PASSWORD + "!", WrongError),
        (PASSWORD, "short", ConfigError),
        (PASSWORD, PASSWORD, ConfigError),
    ],
)
def test_ones_own_password_is_set_only_by_who_knows_it(
    accounts: Accounts, old: str, new: str, error: type[Exception]
) -> None:
    token = enter(accounts)
    with pytest.raises(error):
        sessions.change_password(accounts, Who("ana", "analyst", 1, "10.0.0.1"), old, new)
    assert sessions.find(accounts, token) is not None
