"""Sessions: signing in and out. The browser has a random token, the file its hash; idle ones end, long ones too."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from hashlib import sha256
from math import ceil

from dateline.desk import passwords
from dateline.desk.accounts import Accounts, end_all, key_of
from dateline.desk.accounts_file import changing, opened
from dateline.desk.slowing import SlowedError, begin, counted, passed
from dateline.desk.who import Role, Who
from dateline.errors import ConfigError, DatelineError

#: A session ends so long after the last request, and so long after signing in, in seconds.
IDLE, LONGEST = 60 * 60.0, 12 * 60 * 60.0
#: The last request is noted so often, in seconds: not every reading writes.
_NOTED = 60.0
_WRONG = "the name or the password is wrong"


class WrongError(DatelineError):
    """The name, the password or both are wrong; which, is not told."""


@dataclass(frozen=True, slots=True)
class _Proved:
    """An account whose password was given, and the hash of it."""

    account: int
    name: str
    stored: str


@dataclass(frozen=True, slots=True)
class Session:
    """An open session. `ends`: when it does whatever happens, in seconds since 1970."""

    account: int
    name: str
    role: Role
    ends: float

    def person(self, address: str) -> Who:
        return Who(self.name, self.role, self.account, address)


def sign_in(accounts: Accounts, name: str, password: str, address: str) -> tuple[str, Session]:
    """The token of a new session. Raises WrongError, SlowedError, BusyError."""
    proved = _proved(accounts, name, password, address, "sign_in_failed")
    token = secrets.token_urlsafe(32)
    now = accounts.clock()
    with changing(accounts.path) as db:
        # Between the check and now the account may have been removed or given another password.
        row = db.execute(
            "SELECT role FROM accounts WHERE id = ? AND password = ? AND removed IS NULL",
            (proved.account, proved.stored),
        ).fetchone()
        if row is None:
            raise WrongError(_WRONG)
        db.execute("DELETE FROM sessions WHERE seen < ? OR made < ?", (now - IDLE, now - LONGEST))
        db.execute("INSERT INTO sessions VALUES (?, ?, ?, ?)", (_hash(token), proved.account, now, now))
        accounts.log(db, proved.name, "sign_in", None, address)
    return token, Session(proved.account, proved.name, row[0], now + LONGEST)


def find(accounts: Accounts, token: str) -> Session | None:
    """The session of a token, and note that it is used; None where there is none or it has ended."""
    now = accounts.clock()
    with opened(accounts.path) as db:
        row = db.execute(
            "SELECT a.id, a.name, a.role, s.made, s.seen FROM sessions s JOIN accounts a ON a.id = s.account"
            " WHERE s.token_sha256 = ? AND a.removed IS NULL",
            (_hash(token),),
        ).fetchone()
        if row is None:
            return None
        account, name, role, made, seen = row
        if now - seen > IDLE or now - made > LONGEST:
            db.execute("DELETE FROM sessions WHERE token_sha256 = ?", (_hash(token),))
            return None
        if now - seen > _NOTED:
            db.execute("UPDATE sessions SET seen = ? WHERE token_sha256 = ?", (now, _hash(token)))
    return Session(account, name, role, made + LONGEST)


def sign_out(accounts: Accounts, token: str, person: Who, *, everywhere: bool = False) -> None:
    """End one session, or all of its account."""
    with changing(accounts.path) as db:
        if not db.execute("DELETE FROM sessions WHERE token_sha256 = ?", (_hash(token),)).rowcount:
            return
        if everywhere and person.account is not None:
            end_all(db, person.account)
        accounts.log(db, person.name, "sign_out", "everywhere" if everywhere else None, person.address)


def change_password(accounts: Accounts, person: Who, old: str, new: str) -> None:
    """Set one's own password; all sessions of the account end. Raises WrongError, SlowedError, ConfigError."""
    passwords.check_rules(new, person.name)
    if old == new:
        raise ConfigError("the new password is the old one; take another")
    _proved(accounts, person.name, old, person.address, "password_refused")
    accounts.set_password(person.name, new, by=person.name, address=person.address)


def _proved(accounts: Accounts, name: str, password: str, address: str, failed: str) -> _Proved:
    """Whose password this is. `failed`: what the log calls it where it is not.

    The attempt counts as failed until the password was found right. A name that there is not costs as much time.
    """
    keys = counted(key_of(name), address)
    with changing(accounts.path) as db:
        wait = begin(db, keys, accounts.clock())
        row = db.execute(
            "SELECT id, name, password FROM accounts WHERE key = ? AND removed IS NULL", (key_of(name),)
        ).fetchone()
    if wait > 0:
        raise SlowedError(f"too many failed attempts; try again in {_seconds(wait)}", wait=wait)
    right = passwords.fits(password, row[2] if row else passwords.dummy(accounts.cost))
    if row is None or not right:
        with changing(accounts.path) as db:
            accounts.log(db, row[1] if row else None, failed, None if row else "a name that there is not", address)
        raise WrongError(_WRONG)
    stored = passwords.hashed(password, accounts.cost) if passwords.outdated(row[2], accounts.cost) else row[2]
    with changing(accounts.path) as db:
        passed(db, keys)
        if stored != row[2]:
            db.execute("UPDATE accounts SET password = ? WHERE id = ? AND password = ?", (stored, row[0], row[2]))
    return _Proved(row[0], row[1], stored)


def _seconds(wait: float) -> str:
    whole = ceil(wait)
    return f"{whole} second{'s' if whole != 1 else ''}" if whole < 120 else f"{ceil(whole / 60)} minutes"


def _hash(token: str) -> str:
    """The token is random, so a plain hash of it cannot be tried."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
