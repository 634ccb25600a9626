"""Who is named, and in which loaded words, must not move what was said: source, day, number, certainty.

Each report is read as it stands and again with its actors' names changed for others of the same kind, or its words
for the ones that the other side would use.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from dateline.model import Claim

Read = Callable[..., tuple[Claim, ...]]

REPORTS = {
    "mali": "Bamako: Fighters attacked a barracks near Gao on Sunday, killing three soldiers and wounding at least "
    "12, the Malian army said. Residents said the gunmen stole four vehicles.",
    "sudan": "The army captured the town of Kutum on Monday, residents told AFP. More than 15,000 people have been "
    "killed in the country since April 2023, the United Nations says.",
    "ukraine": "Russian forces shelled Kharkiv on Tuesday, killing 12 civilians, the mayor said. Russian forces "
    "denied that they had shelled the city.",
    "congo": "M23 fighters captured Goma on Monday, according to the UN. Some 4,000 people were displaced from the "
    "town last week. The M23 still controls the airport.",
    "yemen": "The Houthis fired missiles at a tanker off Hodeidah on Saturday, the US military said. The Houthis "
    "denied that they had shelled the port.",
    "syria": "Government forces captured Palmyra on 3 March 2016, the Syrian Observatory for Human Rights said. "
    "Between 20 and 30 fighters were killed in the battle.",
    "gaza": "Israeli jets bombed a school in Khan Younis on Monday, killing 22 people, including nine children, "
    "medics said. The Israeli army did not confirm the strike.",
    "haiti": "Gunmen kidnapped 15 pupils in Port-au-Prince on Tuesday, the UN said. Police have reportedly arrested "
    "two fighters.",
    "myanmar": "The army captured Loikaw last week, the Red Cross said. Fighters may have shelled the airport. Up to "
    "30 people were wounded.",
    "iraq": "Fighters were reportedly killed in an air strike near Mosul on Friday. It was not clear whether the "
    "fighters captured a post in Sinjar on Thursday.",
    "somalia": "Al-Shabaab fighters shelled Kismayo on 3 May, police said. Dozens of people were killed. Al-Shabaab "
    "has never confirmed the attack.",
    "colombia": "FARC rebels shot dead four policemen in Cauca on Sunday, the governor said. The army will send more "
    "fighters to the province next week.",
}

#: Others of the same kind.
NAMES = {
    "ukraine": ("Russian forces", "Ukrainian forces"),
    "congo": ("M23", "Taliban"),
    "yemen": ("Houthis", "Taliban"),
    "gaza": ("Israeli", "Syrian"),
    "somalia": ("Al-Shabaab", "Boko Haram"),
    "colombia": ("FARC", "ELN"),
    "mali": ("Malian army", "Nigerian army"),
    "sudan": ("The army", "The militia"),
    "syria": ("Government forces", "Kurdish forces"),
    "haiti": ("Gunmen", "Rebels"),
    "myanmar": ("The army", "The militia"),
    "iraq": ("Fighters", "Soldiers"),
}

#: The same things in the words of one side.
LOADED = (("captured", "liberated"), ("Fighters", "Terrorists"), ("fighters", "terrorists"))


def swapped(text: str, one: str, two: str) -> str:
    assert one in text
    return text.replace(one, two)


def loaded(text: str) -> str:
    for plain, word in LOADED:
        text = re.sub(rf"\b{plain}\b", word, text)
    return text


def told(claims: tuple[Claim, ...]) -> list[dict[str, Any]]:
    """What must not move, a claim at a time in the order of the text."""
    return [
        {
            "type": c.type,
            "factuality": c.factuality,
            "certainty": c.certainty.removesuffix("_by_party"),
            "outcome": c.outcome,
            "news_role": c.news_role,
            "time": (c.time.from_, c.time.to, c.time.basis),
            "figure": c.figure
            and (c.figure.measure, c.figure.min, c.figure.best, c.figure.max, c.figure.kind, c.figure.approx),
            "said": c.attribution.kind,
        }
        for c in claims
    ]


def originators(claims: tuple[Claim, ...]) -> list[list[str | None]]:
    return [[s.id or s.name for s in c.attribution.sources if s.role != "carrier"] for c in claims]


@pytest.mark.parametrize("war", REPORTS)
def test_a_report_says_something_to_begin_with(claims: Read, war: str) -> None:
    found = claims(REPORTS[war])
    assert len(found) >= 2
    assert any(o for o in originators(found)) or war == "iraq"


@pytest.mark.parametrize("war", NAMES)
def test_names_move_nothing_but_names(claims: Read, war: str) -> None:
    text = REPORTS[war]
    assert told(claims(swapped(text, *NAMES[war]))) == told(claims(text))


@pytest.mark.parametrize("war", [w for w in NAMES if REPORTS[w].count(NAMES[w][0]) == 1 and w != "mali"])
def test_who_acts_does_not_move_who_says_it(claims: Read, war: str) -> None:
    text = REPORTS[war]
    assert originators(claims(swapped(text, *NAMES[war]))) == originators(claims(text))


@pytest.mark.parametrize("war", [w for w in REPORTS if loaded(REPORTS[w]) != REPORTS[w]])
def test_loaded_words_move_nothing(claims: Read, war: str) -> None:
    plain, other = claims(REPORTS[war]), claims(loaded(REPORTS[war]))
    assert told(other) == told(plain)
    assert originators(other) == originators(plain)
    assert [c.event_type for c in other] == [c.event_type for c in plain]
    assert [[p.id for p in c.places] for c in other] == [[p.id for p in c.places] for c in plain]
    assert [c.control and (c.control.state, c.control.extent) for c in other] == [
        c.control and (c.control.state, c.control.extent) for c in plain
    ]


def test_two_sides_of_a_war_are_read_alike(claims: Read) -> None:
    text = (
        "The Ukrainian army said on Wednesday that Russian forces had shelled Sumy on Tuesday, killing nine civilians. "
        "The Russian army said Ukrainian forces shelled Belgorod on Monday, wounding at least three people."
    )
    mirrored = text.replace("Ukrainian", "@").replace("Russian", "Ukrainian").replace("@", "Russian")
    one, two = claims(text), claims(mirrored)
    assert told(one) == told(two)
    assert [c.certainty for c in one] == [c.certainty for c in two]
    assert [c.factuality for c in one] == ["CT+"] * len(one)
    sides = {"RUS": "UKR", "UKR": "RUS"}

    def side(c: Claim) -> str:
        return next((s.group or "")[-3:] for s in c.attribution.sources if s.role != "carrier")

    assert [side(c) for c in two] == [sides[side(c)] for c in one]
