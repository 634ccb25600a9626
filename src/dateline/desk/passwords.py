"""Passwords: hashed by scrypt, whose cost stands in each hash, so that it can be raised without breaking the old ones.

The cost is the one that OWASP's Password Storage Cheat Sheet names (N=2^15, r=8, p=3: 32 MiB and a third of a second).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from dateline.errors import ConfigError, DatelineError

#: Characters of a password.
LEAST, MOST = 12, 256
#: Hashing takes memory: so many at once, and so long is waited for a turn, in seconds.
_AT_ONCE, _PATIENCE = 2, 10.0
_TURNS = threading.BoundedSemaphore(_AT_ONCE)


class BusyError(DatelineError):
    """Too many passwords are being checked at this moment."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a hash costs: N is two to the power of `log_n`; the memory is N times r times 128 bytes."""

    log_n: int = 15
    r: int = 8
    p: int = 3


COST = Cost()
#: The most that a stored hash may ask for; a larger one was not made here.
_LARGEST = Cost(18, 16, 8)


def hashed(password: str, cost: Cost = COST) -> str:
    """A hash with its salt and cost, as text. Raises BusyError."""
    salt = secrets.token_bytes(16)
    return _text(cost, salt, _scrypt(password, salt, cost))


def fits(password: str, stored: str) -> bool:
    """Whether a password is the one that a hash was made of; as slow when it is not. Raises BusyError."""
    cost, salt, expected = _parts(stored)
    return hmac.compare_digest(_scrypt(password, salt, cost), expected)


def outdated(stored: str, cost: Cost = COST) -> bool:
    """Whether a hash was made at another cost than today's."""
    return _parts(stored)[0] != cost


def dummy(cost: Cost = COST) -> str:
    """A hash that no password fits, to be checked for a name that there is not: it takes as long as any other."""
    return _text(cost, bytes(16), bytes(32))


def check_rules(password: str, name: str) -> None:
    """Raises ConfigError for a password that is too short, too long or easily guessed."""
    plain = _plain(password)
    if len(plain) < LEAST:
        raise ConfigError(
            f"the password is too short: {LEAST} characters at least; four words that are no sentence are good"
        )
    if len(plain) > MOST:
        raise ConfigError(f"the password is too long: {MOST} characters at most")
    if any(unicodedata.category(c) == "Cc" for c in plain):
        raise ConfigError("the password has a control character; type it without")
    if len(set(plain.casefold())) < 5:
        raise ConfigError("the password repeats a few characters; take another")
    if name.casefold() in plain.casefold() and len(plain) - len(name) < LEAST // 2:
        raise ConfigError("the password is little more than the name; take another")


def _plain(password: str) -> str:
    """The same characters however a keyboard composes them."""
    return unicodedata.normalize("NFKC", password)


def _scrypt(password: str, salt: bytes, cost: Cost) -> bytes:
    memory = 128 * cost.r * ((1 << cost.log_n) + cost.p + 2)
    with _turn():
        return hashlib.scrypt(
            _plain(password).encode("utf-8", "surrogatepass"), salt=salt, n=1 << cost.log_n, r=cost.r, p=cost.p,
            maxmem=memory + (1 << 20), dklen=32,
        )  # fmt: skip


@contextmanager
def _turn() -> Iterator[None]:
    if not _TURNS.acquire(timeout=_PATIENCE):
        raise BusyError("too many are signing in at this moment; try again", wait=5)
    try:
        yield
    finally:
        _TURNS.release()


def _text(cost: Cost, salt: bytes, key: bytes) -> str:
    salted, made = (base64.b64encode(part).decode().rstrip("=") for part in (salt, key))
    return f"$scrypt$ln={cost.log_n},r={cost.r},p={cost.p}${salted}${made}"


def _parts(stored: str) -> tuple[Cost, bytes, bytes]:
    _, kind, numbers, salt, key = stored.split("$")
    found = dict(part.split("=") for part in numbers.split(","))
    cost = Cost(int(found["ln"]), int(found["r"]), int(found["p"]))
    if kind != "scrypt" or cost.log_n > _LARGEST.log_n or cost.r > _LARGEST.r or cost.p > _LARGEST.p:
        raise ConfigError("a password of the accounts was not stored by Dateline; set it anew")
    return cost, *(base64.b64decode(part + "=" * (-len(part) % 4)) for part in (salt, key))  # type: ignore[return-value]
