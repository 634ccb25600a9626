"""Do types and roles move when only names or loaded words change? Shares over the project's own examples.

    python benchmarks/swaps.py [--limit 400]

`renamed`: an army or an armed group of the book that does something has its name changed for another of its kind: every
claim must keep its type, and every role must be filled as before. `loaded`: words are changed for those of one side
("liberated" for "captured"): nothing may move. A text counts as moved where any claim differs. The examples taught
the model of event types; the names and words that they are changed to did not. 400 texts take a minute.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections.abc import Sequence
from typing import Any

import yaml

import dateline
from dateline.find.types_own import examples_of_package
from dateline.know.actors import actor_book

SEED = 11
DOERS = ("attacker", "controller_new", "perpetrator", "mover")
OTHERS = {
    "rebel": ("M23", "ELN", "Boko Haram", "Arakan Army"),
    "state_force": ("Malian army", "Colombian army", "Ukrainian army", "Kenyan army"),
}
LOADED = (
    ("captured", "liberated"), ("fighters", "terrorists"), ("militants", "terrorists"), ("rebels", "terrorists"),
    ("government forces", "regime forces"), ("soldiers were killed", "soldiers were martyred"),
)  # fmt: skip


def read(texts: Sequence[str]) -> list[list[dict[str, Any]]]:
    """The claims of each text."""
    records = ({"id": str(n), "text": t, "published": "2024-05-16"} for n, t in enumerate(texts))
    return [row["claims"] for row in dateline.annotate(records)]


def doer_of(text: str, claims: Sequence[dict[str, Any]]) -> tuple[str, str] | None:
    """The words of an armed doer of the book, named once, and another of its kind; None where there is none."""
    for claim in claims:
        for actor in claim["actors"] if claim["type"] == "event" else ():
            if actor["role"] not in DOERS or not actor["id"] or not actor["text"] or text.count(actor["text"]) != 1:
                continue
            others = OTHERS.get(actor_book().get(actor["id"]).kind) if actor["id"] in actor_book() else None
            if others and actor["text"] == actor["name"]:
                return actor["text"], others[len(text) % len(others)]
    return None


def types_of(claims: Sequence[dict[str, Any]]) -> list[tuple[str, str]]:
    return sorted((c["type"], c["event_type"] or "") for c in claims)


def roles_of(claims: Sequence[dict[str, Any]]) -> list[list[str]]:
    return sorted(sorted(a["role"] for a in c["actors"]) for c in claims if c["type"] == "event")


def main(limit: int) -> None:
    texts = sorted({text for _, text in examples_of_package()})
    random.Random(SEED).shuffle(texts)
    texts = texts[:limit]
    plain = read(texts)
    named = [(t, c, d) for t, c in zip(texts, plain, strict=True) if (d := doer_of(t, c)) is not None]
    other = read([t.replace(*d) for t, _, d in named])
    kept = sum(types_of(c) == types_of(o) for (_, c, _), o in zip(named, other, strict=True))
    roles = sum(roles_of(c) == roles_of(o) for (_, c, _), o in zip(named, other, strict=True))
    loaded = [(t, c) for t, c in zip(texts, plain, strict=True) if any(re.search(rf"\b{a}\b", t) for a, _ in LOADED)]
    told = []
    for text, _ in loaded:
        for word, by in LOADED:
            text = re.sub(rf"\b{word}\b", by, text)
        told.append(text)
    same = sum(types_of(c) == types_of(o) for (_, c), o in zip(loaded, read(told), strict=True))
    sys.stdout.write(yaml.safe_dump({
        "texts": len(texts), "renamed": len(named), "types kept": round(kept / max(len(named), 1), 3),
        "roles kept": round(roles / max(len(named), 1), 3), "loaded": len(loaded),
        "types kept under loaded words": round(same / max(len(loaded), 1), 3),
    }, sort_keys=False))  # fmt: skip


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--limit", type=int, default=400)
    main(parser.parse_args().limit)
