"""Copies, follow-ups and strangers made of the stories beside this file, each with the story that it is a copy of.

Everything is decided by the seed: the first half of the stories was looked at while the thresholds were chosen, the
second half only measured.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

STORIES = Path(__file__).with_name("stories.yaml")
OUTLETS = ("Harbour Post", "The Daily Courier", "Radio North", "Midland Gazette", "World Desk", "Evening Star")
_BLURB = {
    o: f"Sign up for the morning letter of {o} and never miss a story. {o} is not responsible for other sites. "
    f"All rights reserved, {o} and its partners, no part of this page may be copied."
    for o in OUTLETS
}
_EDITS = (
    ("killing at least", "killing no fewer than"),
    (" said", " told reporters"),
    ("Tuesday", "Tuesday night"),
    ("three", "3"),
    (" area", " zone"),
    ("fighters", "gunmen"),
    (" houses", " homes"),
    ("wounded", "injured"),
    (" the army ", " the military "),
)


@dataclass(frozen=True)
class Made:
    """One document of the set. `copy_of`: the story whose family it is of, or None where it is a family of its own."""

    id: str
    text: str
    copy_of: str | None
    agency: str | None
    publisher: str
    published: str


def documents(seed: int = 5) -> list[Made]:
    """All documents of the set, in a fixed order."""
    rows: list[dict[str, Any]] = yaml.safe_load(STORIES.read_text(encoding="utf-8"))
    return [
        made for i, row in enumerate(rows) for made in _of_story(i, row, rows, random.Random(seed * 1000 + i))
    ] + list(_bulletins())


def _of_story(i: int, row: dict[str, Any], rows: list[dict[str, Any]], rng: random.Random) -> Iterator[Made]:
    story: list[str] = row["story"]
    name, day = f"s{i:02d}", date(2024, 3, 4) + timedelta(days=5 * i)
    outlets = rng.sample(OUTLETS, 6)
    wires = ("AFP", "Reuters", "AP")
    agency = wires[i % 3]

    def made(
        kind: str, paragraphs: list[str], copy: bool, outlet: int, later: int = 0, wire: str | None = agency
    ) -> Made:
        publisher = outlets[outlet]
        text = "\n\n".join([*paragraphs, _BLURB[publisher]])
        published = (day + timedelta(days=later)).isoformat()
        return Made(f"{name}-{kind}", text, name if copy else None, wire, publisher, published)

    yield made("story", story, True, 0)
    yield made("cut", story[: rng.randint(3, 5)], True, 1)
    yield made("tail", story[rng.randint(1, 3) :], True, 2, later=1, wire=None)
    yield made(
        "headed", [f"{row['war'].upper()}: What we know so far", "By Our Correspondent", *story, "Read more"], True, 3
    )
    yield made("ordered", rng.sample(story, len(story)), True, 4, wire=None)
    yield made("edited", [_edit(p) for p in story], True, 5)
    yield made("both", [_edit(p) for p in story[: rng.randint(5, 6)]], True, 2)
    brief = rows[i - 1]["story"][:3] if i else rows[i]["other"]
    yield made("merged", ["In brief", *story, "Elsewhere", *brief], True, 1, later=1, wire=None)
    yield made("rewrite", [story[0], story[1], *row["other"][1:], *(_turn(p) for p in story[2:4])], True, 4, later=0)
    yield made("next", [*row["next"], *(story[k] for k in row["again"])], False, 0, later=1)
    yield made("other", [*row["other"], story[3]], False, 5, wire=wires[(i + 1) % 3])
    fresh = rows[i - 1]["other"][1:]
    yield made("again", [*fresh, *(story[k] for k in row["again"][:2])], False, 3, later=20, wire=None)


def _edit(paragraph: str) -> str:
    for old, new in _EDITS:
        paragraph = paragraph.replace(old, new)
    return paragraph


def _turn(paragraph: str) -> str:
    """The same sentence told the other way about: 'A said that B' -> 'B, A said'."""
    found = re.match(r"(.{5,40}?) said that (.+)\.$", paragraph)
    return f"{found[2][0].upper()}{found[2][1:]}, {found[1]} said." if found else paragraph


def _bulletins() -> Iterator[Made]:
    """A staff's daily bulletin: one form, other numbers each day. None is a copy of another."""
    for k in range(12):
        rng = random.Random(k)
        n: Callable[[int, int], int] = rng.randint
        text = (
            f"Over the past day there were {n(90, 190)} clashes along the line of contact, the staff reports. "
            f"The enemy launched {n(2, 9)} missile and {n(40, 99)} air strikes, dropping {n(60, 200)} guided bombs. "
            f"In the Pokrovsk sector our defenders stopped {n(20, 60)} assaults near {n(5, 15)} settlements. "
            f"In the Kupiansk sector the enemy attacked {n(3, 20)} times. "
            f"Aviation and artillery of the defence forces hit {n(2, 12)} areas of concentration of personnel, "
            f"{n(1, 4)} command posts and {n(1, 5)} depots. "
            f"The losses of the enemy amounted to {n(900, 1900)} soldiers and {n(3, 30)} tanks."
        )
        yield Made(
            f"staff-{k:02d}", text, None, None, "General Staff", (date(2024, 9, 1) + timedelta(days=k)).isoformat()
        )
