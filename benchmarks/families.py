"""How the cost of finding copies grows: made-up stories, a third of them copies, at growing numbers of documents.

    python benchmarks/families.py 1000 10000 100000

Each size runs in a process of its own. Prints: documents, seconds for the prints, seconds for the families,
microseconds a document, peak memory, families found against families made.
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator

from dateline.derive.policy import load_policies
from dateline.families import FamilyDocument, families, prints_of

_SYLLABLES = "ba ke mo ti ra su lo na de vi gor tan mel sha dra kul fen zor pim wal".split()
_OUTLETS = 40


def words(rng: random.Random, vocabulary: list[str], count: int) -> str:
    """Common words often, rare ones seldom, as in news."""
    return " ".join(vocabulary[min(int(rng.paretovariate(0.9)), len(vocabulary)) - 1] for _ in range(count))


def stories(count: int) -> Iterator[tuple[str, str, str, str]]:
    """(id, text, publisher, family) of `count` documents: every third copies one of the last 300 stories."""
    rng = random.Random(7)
    vocabulary = ["".join(rng.choices(_SYLLABLES, k=rng.randint(1, 4))) for _ in range(30_000)]
    recent: list[tuple[str, list[str]]] = []
    for i in range(count):
        publisher = f"outlet {rng.randrange(_OUTLETS)}"
        blurb = f"All rights reserved by {publisher} and its partners in every country of the world."
        if recent and i % 3 == 2:
            family, rows = rng.choice(recent)
            rows = rows[: rng.randint(max(3, len(rows) // 2), len(rows))]
        else:
            family, rows = f"{i:07d}", [words(rng, vocabulary, rng.randint(12, 30)) for _ in range(rng.randint(8, 20))]
            recent = [*recent[-299:], (family, rows)]
        yield f"{i:07d}", ". ".join([*rows, blurb]) + ".", publisher, family


def measure(count: int) -> None:
    made: dict[str, str] = {}
    rows = []
    printed = 0.0
    for id_, text, publisher, family in stories(count):
        made[id_] = family
        at = time.perf_counter()
        prints = prints_of(text)
        printed += time.perf_counter() - at
        rows.append(FamilyDocument(id=id_, prints=prints, publisher=publisher, published="2024-05-01"))
    at = time.perf_counter()
    found = families(rows, load_policies().families)
    took = time.perf_counter() - at
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    wrong = sum(found.family_of[i] != f"fm_{made[i]}" for i in made)
    each = 1e6 * (printed + took) / count
    sys.stdout.write(
        f"{count:>9,} documents  prints {printed:6.1f} s  families {took:6.1f} s  {each:6.0f} us each  "
        f"peak {peak:,} MB  {len(set(made.values())):,} families made, {len(found.members()):,} found, {wrong} wrong\n"
    )


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] == "--one":
        measure(int(sys.argv[2]))
    else:
        for size in sys.argv[1:] or ["1000", "10000", "100000"]:
            subprocess.run([sys.executable, __file__, "--one", size], check=True)
