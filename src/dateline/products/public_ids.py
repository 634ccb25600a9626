"""Ids of public copies: what an id was made of cannot be tried out by who does not hold the ledger.

An id is a hash over a document's own id, its text and offsets. Whoever has the text could guess the rest (a sender's
number, say) and see whether the id comes out. In a public copy ids are therefore turned with a key that stays in the
ledger; the ledger turns them back.
"""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import blake2b

_HEX = re.compile(r"[0-9a-f]{24}(?=\.\d{1,3}$|$)")
_HALF = 48
_MASK = (1 << _HALF) - 1
_ROUNDS = range(4)


class PublicIds:
    """Turns ids of 96 bits by a keyed permutation: a balanced Feistel network of four rounds over keyed BLAKE2b
    (Luby and Rackoff, How to construct pseudorandom permutations, 1988). `key`: 16 to 64 secret bytes.

    Raises ValueError for a shorter or longer key.
    """

    def __init__(self, key: bytes) -> None:
        if not 16 <= len(key) <= 64:
            raise ValueError("the key of public ids has 16 to 64 bytes")
        self._keyed = [blake2b(key=key, digest_size=_HALF // 8, person=b"dateline ids %d" % n) for n in _ROUNDS]
        self._named = blake2b(key=key, digest_size=12, person=b"dateline names")
        #: Rows name their document, claims and event again and again.
        self._turned = lru_cache(maxsize=1 << 16)(self._forth)

    def public(self, key: str) -> str:
        """The id as a public copy has it; what has no 24 hex digits at its end stays."""
        return _HEX.sub(lambda m: self._turned(m[0]), key)

    def private(self, key: str) -> str:
        """The ledger's id for one of a public copy."""
        return _HEX.sub(lambda m: self._back(m[0]), key)

    def of_name(self, name: str) -> str:
        """24 hex digits for a name that a person gave; they are not turned back."""
        made = self._named.copy()
        made.update(name.encode("utf-8", "surrogatepass"))
        return made.hexdigest()

    def _forth(self, digits: str) -> str:
        left, right = self._halves(digits)
        for n in _ROUNDS:
            left, right = right, left ^ self._mixed(n, right)
        return f"{left:012x}{right:012x}"

    def _back(self, digits: str) -> str:
        left, right = self._halves(digits)
        for n in reversed(_ROUNDS):
            left, right = right ^ self._mixed(n, left), left
        return f"{left:012x}{right:012x}"

    def _halves(self, digits: str) -> tuple[int, int]:
        whole = int(digits, 16)
        return whole >> _HALF, whole & _MASK

    def _mixed(self, number: int, half: int) -> int:
        made = self._keyed[number].copy()
        made.update(half.to_bytes(_HALF // 8, "big"))
        return int.from_bytes(made.digest(), "big")
