"""Guessing passwords is slowed: after some failures each further one doubles the wait, by account and by address.

An attempt counts before the password is looked at, so many at once gain nothing. A name that there is not is slowed
like any other, so the wait does not tell which names there are. Waits are in the file and outlive a restart.
"""

from __future__ import annotations

import ipaddress
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from dateline.errors import DatelineError

#: So many seconds take one failure back, for an office behind one address mistypes all day; and so many all of them.
FORGIVEN, FORGOTTEN = 3600.0, 24 * 3600.0


class SlowedError(DatelineError):
    """Too many failures: nothing was looked at. `facts.wait`: seconds until the next attempt is."""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many failures are free. Then the wait is a second, and doubles with each up to the longest, in seconds."""

    free: int
    longest: float

    def wait(self, failures: float) -> float:
        beyond = round(failures) - self.free
        return 0.0 if beyond < 0 else min(2.0 ** min(beyond, 30), self.longest)


#: Somebody who guesses can lock the owner out of an account for as long as its longest wait, so that one is short.
ACCOUNT, ADDRESS = Limit(5, 300.0), Limit(20, 1800.0)
Counted = tuple[str, Limit]


def counted(name_key: str, address: str) -> tuple[Counted, Counted]:
    """What an attempt is counted under. Of the name a hash is kept: people type passwords into the wrong field."""
    return (f"account {sha256(name_key.encode()).hexdigest()}", ACCOUNT), (f"address {_network(address)}", ADDRESS)


def begin(db: sqlite3.Connection, keys: Sequence[Counted], now: float) -> float:
    """Count an attempt as failed, in a transaction of the caller's; returns the seconds to wait: 0 = go on."""
    db.execute("DELETE FROM waits WHERE last < ?", (now - FORGOTTEN,))
    asked = "SELECT failures, until, last FROM waits WHERE key = ?"
    rows = {key: db.execute(asked, (key,)).fetchone() for key, _ in keys}
    wait = max((row[1] - now for row in rows.values() if row), default=0.0)
    if wait > 0:
        return wait
    for key, limit in keys:
        before, _, last = rows[key] or (0.0, 0.0, now)
        failures = max(before - (now - last) / FORGIVEN, 0.0) + 1
        db.execute(
            "INSERT OR REPLACE INTO waits (key, failures, until, last) VALUES (?, ?, ?, ?)",
            (key, failures, now + limit.wait(failures), now),
        )
    return 0.0


def passed(db: sqlite3.Connection, keys: Sequence[Counted]) -> None:
    """The attempt was right: the account starts anew, the address only gets that one back. Somebody with an account of
    their own could else guess at others' without end."""
    (account, _), (address, _) = keys
    db.execute("DELETE FROM waits WHERE key = ?", (account,))
    db.execute("UPDATE waits SET failures = max(failures - 1, 0), until = 0 WHERE key = ?", (address,))


def _network(address: str) -> str:
    """An address; of version 6 the network, since each customer has many."""
    try:
        found = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return address[:64]
    if isinstance(found, ipaddress.IPv6Address):
        return str(found.ipv4_mapped or ipaddress.ip_network((found, 64), strict=False))
    return str(found)
