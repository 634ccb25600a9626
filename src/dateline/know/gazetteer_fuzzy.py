"""Names that are only alike: their loose keys have the same consonants, or differ in one of them.

Vowels are what transliterations differ in. A key's skeleton is its consonants; names of the same skeleton stand
together in the table `loose`. Where one letter of a long skeleton may be amiss, both skeletons share a form with a
letter left out, which the table `near` leads back to skeletons. So a look-up reads a handful of rows, however many
places there are, and never loads a country.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

#: Shorter keys are like too many others.
SHORTEST_KEY = 6
#: A skeleton that must be the same, and one that may differ in a letter, has so many letters.
SHORTEST_SAME = 3
SHORTEST_NEAR = 5
_VOWELS = re.compile("[aeiou]")


def bones(key: str) -> str:
    """The consonants of a loose key: 'faisher' -> 'fshr'. Keys in other scripts stay as they are."""
    return _VOWELS.sub("", key)


def shorter_by_one(skeleton: str) -> set[str]:
    """All forms of a skeleton with one letter left out."""
    return {skeleton[:i] + skeleton[i + 1 :] for i in range(len(skeleton))}


def alike(a: str, b: str) -> bool:
    """Whether two loose keys have the same consonants, or long ones that differ in one letter."""
    one, two = bones(a), bones(b)
    if one == two:
        return len(one) >= SHORTEST_SAME
    return min(len(one), len(two)) >= SHORTEST_NEAR and Levenshtein.distance(one, two, score_cutoff=1) <= 1


def keys_alike(db: sqlite3.Connection, key: str, country: str | None) -> Iterator[tuple[str, str]]:
    """(skeleton, loose key) of every name in the file, or in one country, that is `alike` to the key."""
    wanted = sorted(_skeletons_alike(db, bones(key)))
    if not wanted:
        return
    where = f"bones IN ({_marks(wanted)})" + ("" if country is None else " AND country = ?")
    sql = f"SELECT DISTINCT bones, loose FROM loose WHERE {where}"
    yield from db.execute(sql, wanted if country is None else [*wanted, country])


def _skeletons_alike(db: sqlite3.Connection, skeleton: str) -> set[str]:
    found = {skeleton} if len(skeleton) >= SHORTEST_SAME else set()
    if len(skeleton) < SHORTEST_NEAR:
        return found
    shorter = shorter_by_one(skeleton)
    forms = [skeleton, *sorted(shorter)]
    rows = db.execute(f"SELECT bones FROM near WHERE variant IN ({_marks(forms)})", forms)
    # A shared form does not yet say that the letter was left out at one place in both.
    found.update(r[0] for r in rows if Levenshtein.distance(skeleton, r[0], score_cutoff=1) <= 1)
    return found | {s for s in shorter if len(s) >= SHORTEST_NEAR}


def ranked(key: str, others: Iterable[str], cutoff: float) -> list[tuple[str, float]]:
    """Keys whose likeness to `key` is at least `cutoff` (0..100), best first, then by the alphabet; score 0..1."""
    found = process.extract(key, sorted(others), scorer=fuzz.ratio, score_cutoff=cutoff, limit=None)
    return [(other, score / 100) for other, score, _ in found]


def _marks(values: list[str]) -> str:
    return ",".join("?" * len(values))
