from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline.desk.accounts_file import make, opened
from dateline.desk.slowing import ACCOUNT, ADDRESS, FORGOTTEN, Limit, begin, counted, passed


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    make(tmp_path / "a.accounts")
    with opened(tmp_path / "a.accounts") as found:
        yield found


def failures(db: sqlite3.Connection, name: str, address: str, count: int, now: float) -> float:
    """So many failed attempts, each as soon as it is let through; the moment after the last."""
    for _ in range(count):
        wait = begin(db, counted(name, address), now)
        if wait > 0:
            now += wait
            assert begin(db, counted(name, address), now) == 0
    return now


def test_the_wait_grows_from_nothing_to_its_longest() -> None:
    waits = [Limit(3, 60).wait(n) for n in range(1, 12)]
    assert waits == [0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert Limit(3, 60).wait(100_000) == 60


def test_an_account_is_slowed_from_whatever_address(db: sqlite3.Connection) -> None:
    for n in range(ACCOUNT.free):
        assert begin(db, counted("ana", f"10.0.0.{n}"), 1000.0) == 0
    assert 0 < begin(db, counted("ana", "10.9.9.9"), 1000.0) <= 1
    assert begin(db, counted("ben", "10.9.9.9"), 1000.0) == 0


def test_an_address_is_slowed_whatever_names_it_tries(db: sqlite3.Connection) -> None:
    for n in range(ADDRESS.free):
        assert begin(db, counted(f"name{n}", "10.0.0.1"), 1000.0) == 0
    assert begin(db, counted("ana", "10.0.0.1"), 1000.0) > 0
    assert begin(db, counted("ana", "10.0.0.2"), 1000.0) == 0


def test_a_customer_with_many_addresses_of_version_six_is_one() -> None:
    assert counted("ana", "2001:db8:1:2::7")[1] == counted("ana", "2001:db8:1:2:ffff::9")[1]
    assert counted("ana", "2001:db8:1:2::7")[1] != counted("ana", "2001:db8:1:3::7")[1]
    assert counted("ana", "::ffff:10.0.0.1")[1] == counted("ana", "10.0.0.1")[1]


def test_an_attempt_while_one_waits_neither_counts_nor_prolongs(db: sqlite3.Connection) -> None:
    failures(db, "ana", "10.0.0.1", ACCOUNT.free, 1000.0)
    first = begin(db, counted("ana", "10.0.0.1"), 1000.2)
    assert all(begin(db, counted("ana", "10.0.0.1"), 1000.2) == first for _ in range(50))
    assert begin(db, counted("ana", "10.0.0.1"), 1001.1) == 0


def test_an_hour_of_guessing_is_few_guesses(db: sqlite3.Connection) -> None:
    now, guesses = 0.0, 0
    while now < 3600:
        wait = begin(db, counted("ana", "10.0.0.1"), now)
        guesses += wait == 0
        now += max(wait, 0.05)
    assert guesses < 30


def test_a_day_of_guessing_is_few_guesses_too(db: sqlite3.Connection) -> None:
    now, guesses = 0.0, 0
    while now < 24 * 3600:
        wait = begin(db, counted("ana", f"10.0.{guesses % 200}.1"), now)
        guesses += wait == 0
        now += max(wait, 1.0)
    assert guesses < 320


def test_a_right_one_clears_the_account_and_gives_the_address_one_back(db: sqlite3.Connection) -> None:
    for n in range(ADDRESS.free - 2):
        assert begin(db, counted(f"name{n}", "10.0.0.1"), 0.0) == 0
    right = counted("ben", "10.0.0.1")
    for _ in range(3):
        assert begin(db, right, 0.0) == 0
        passed(db, right)
    assert begin(db, right, 0.0) == 0
    assert begin(db, counted("another", "10.0.0.1"), 0.0) == 0
    assert begin(db, counted("a third", "10.0.0.1"), 0.0) > 0


def test_an_office_that_mistypes_once_an_hour_is_never_slowed(db: sqlite3.Connection) -> None:
    for hour in range(60):
        assert begin(db, counted(f"name{hour}", "10.0.0.1"), hour * 3600.0) == 0
        right = counted("ana", "10.0.0.1")
        assert begin(db, right, hour * 3600.0 + 1800) == 0, hour
        passed(db, right)


def test_it_is_forgotten_after_a_day(db: sqlite3.Connection) -> None:
    now = failures(db, "ana", "10.0.0.1", ACCOUNT.free + 4, 0.0)
    assert begin(db, counted("ana", "10.0.0.1"), now + FORGOTTEN + 1) == 0
    assert db.execute("SELECT count(*) FROM waits").fetchone()[0] == 2


def test_what_was_typed_as_a_name_is_not_kept(db: sqlite3.Connection) -> None:
    begin(db, counted("a password in the wrong field", "10.0.0.1"), 0.0)
    assert "wrong field" not in str(db.execute("SELECT * FROM waits").fetchall())
