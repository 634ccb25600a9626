"""Accounts: who may sign in at a desk, in which role. Every change is logged and ends the sessions that it concerns."""

from __future__ import annotations

import re
import sqlite3
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from dateline.desk import passwords
from dateline.desk.accounts_file import beside, changing, make, opened
from dateline.desk.who import Role
from dateline.errors import ConfigError, NotFoundError

#: Letters of any script, digits, and . _ - inside.
_NAME = re.compile(r"[^\W_](?:[\w.\-]{0,62}[^\W_])?")
#: What is logged instead of an address where somebody works at the terminal.
TERMINAL = "terminal"


@dataclass(frozen=True, slots=True)
class Account:
    """An account as the list shows it. `last`: when it last signed in; `sessions`: how many are open now."""

    id: int
    name: str
    role: Role
    added: str
    removed: str | None
    last: str | None = None
    sessions: int = 0


@dataclass(frozen=True, slots=True)
class Accounts:
    """The accounts of a ledger. `clock` gives seconds since 1970. Each call opens the file, so threads may share it."""

    path: Path
    clock: Callable[[], float] = time.time
    cost: passwords.Cost = passwords.COST

    @classmethod
    def of(cls, ledger: Path) -> Accounts:
        """The accounts beside a ledger."""
        return cls(beside(ledger))

    def now(self) -> str:
        """This moment, as the ledger writes it."""
        return datetime.fromtimestamp(self.clock(), UTC).isoformat(timespec="microseconds")

    def all(self) -> list[Account]:
        """Those that may sign in, by name. Raises NotFoundError where there is no file."""
        with opened(self.path) as db:
            rows = db.execute(
                "SELECT a.id, a.name, a.role, a.added, a.removed,"
                " (SELECT max(at) FROM audit WHERE who = a.name AND what = 'sign_in'),"
                " (SELECT count(*) FROM sessions s WHERE s.account = a.id)"
                " FROM accounts a WHERE a.removed IS NULL ORDER BY a.key"
            )
            return [Account(*row) for row in rows]

    def add(self, name: str, role: Role, password: str, *, by: str, again: bool = False) -> Account:
        """Add an account. A name that was removed is given `again` only on demand: decisions bear it.

        Raises ConfigError: no name, one that there is, one that was removed, a password that is too weak.
        """
        plain = checked_name(name)
        passwords.check_rules(password, plain)
        stored = passwords.hashed(password, self.cost)
        make(self.path)
        with changing(self.path) as db:
            row = db.execute("SELECT name, removed FROM accounts WHERE key = ?", (key_of(plain),)).fetchone()
            if row and row[1] is None:
                raise ConfigError(f"there is an account {row[0]} already")
            if row and not again:
                raise ConfigError(
                    f"{row[0]} was removed on {row[1][:10]}, and decisions bear that name; take another name, "
                    "or --again where the same person comes back"
                )
            db.execute(
                "INSERT INTO accounts (name, key, role, password, added) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (key) DO UPDATE SET role = excluded.role, password = excluded.password, removed = NULL",
                (plain, key_of(plain), role, stored, self.now()),
            )
            self.log(db, by, "account_added", f"{row[0] if row else plain}, {role}", TERMINAL)
        return self.named(plain)

    def named(self, name: str) -> Account:
        """An account by its name, written as it may be. Raises NotFoundError naming those that there are."""
        rows = self.all()
        for row in rows:
            if key_of(row.name) == key_of(name):
                return row
        raise NotFoundError(f"there is no account {name!r}; there are {', '.join(a.name for a in rows) or 'none'}")

    def set_role(self, name: str, role: Role, *, by: str) -> Account:
        """Give another role; ends the account's sessions. Raises NotFoundError, ConfigError where it has that role."""
        account = self.named(name)
        if account.role == role:
            raise ConfigError(f"{account.name} is {role} already")
        with changing(self.path) as db:
            db.execute("UPDATE accounts SET role = ? WHERE id = ?", (role, account.id))
            end_all(db, account.id)
            self.log(db, by, "role_changed", f"{account.name}, {account.role} to {role}", TERMINAL)
        return self.named(account.name)

    def set_password(self, name: str, password: str, *, by: str, address: str = TERMINAL) -> Account:
        """Set another password; ends the account's sessions. Raises NotFoundError and ConfigError (too weak)."""
        account = self.named(name)
        passwords.check_rules(password, account.name)
        stored = passwords.hashed(password, self.cost)
        with changing(self.path) as db:
            db.execute("UPDATE accounts SET password = ? WHERE id = ?", (stored, account.id))
            end_all(db, account.id)
            self.log(db, by, "password_changed", account.name, address)
        return account

    def remove(self, name: str, *, by: str) -> Account:
        """Let an account sign in no more; ends its sessions. Its name and decisions stay. Raises NotFoundError."""
        account = self.named(name)
        with changing(self.path) as db:
            db.execute("UPDATE accounts SET removed = ?, password = '' WHERE id = ?", (self.now(), account.id))
            end_all(db, account.id)
            self.log(db, by, "account_removed", account.name, TERMINAL)
        return account

    def log(self, db: sqlite3.Connection, who: str | None, what: str, about: str | None, address: str) -> None:
        """Write a line of the audit log. `who`: None for somebody whose name is not known."""
        db.execute(
            "INSERT INTO audit (at, who, what, about, address) VALUES (?, ?, ?, ?, ?)",
            (self.now(), who, what, about, address),
        )


def end_all(db: sqlite3.Connection, account: int) -> None:
    """End every session of an account."""
    db.execute("DELETE FROM sessions WHERE account = ?", (account,))


def key_of(name: str) -> str:
    """What two spellings of one name have in common."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def checked_name(name: str) -> str:
    """A name as it is stored. Raises ConfigError for what is none."""
    plain = unicodedata.normalize("NFKC", name)
    if not _NAME.fullmatch(plain):
        raise ConfigError(
            f"{name!r} is no name for an account: letters and digits, with . _ - inside, 64 at most, no spaces"
        )
    return plain
