"""Words beside an event that tell how it is coded, and whether it is one of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import dateline
from dateline.claims.circumstances import _book
from dateline.know.events import load_events
from dateline.model import Claim

TRANSFER, CHANGE, AGREED = "Non-violent transfer of territory", "Change to group/activity", "Agreement"


def annotated(text: str) -> dict[str, Any]:
    (row,) = dateline.annotate([{"id": "x", "text": text, "published": "2024-05-06"}])
    return row


def read(text: str) -> list[dict[str, Any]]:
    return list(annotated(text)["events"])


def codes(text: str) -> set[tuple[str, str | None]]:
    return {(e["type"], e["acled"]["sub_event_type"]) for e in read(text)}


@pytest.mark.parametrize(
    ("text", "leaf", "sub_event"),
    [
        ("Buses took 300 fighters and their relatives out of Harasta under a deal with Russia.", "evacuation", AGREED),
        ("The Red Crescent evacuated 40 patients from Harasta on Sunday.", "evacuation", "Other"),
        ("Kenyan troops withdrew from Dhobley and were replaced by the Somali army.", "withdrawal", TRANSFER),
        ("Kenyan troops withdrew from Dhobley on Sunday, residents said.", "withdrawal", CHANGE),
        ("M23 columns advanced on Sake on Sunday without any fighting, residents said.", "ground_offensive", CHANGE),
        ("M23 columns advanced on Sake on Sunday under heavy fire, residents said.", "ground_offensive", "Armed clash"),
    ],
)  # fmt: skip
def test_circumstances_tell_the_code(text: str, leaf: str, sub_event: str) -> None:
    assert (leaf, sub_event) in codes(text)


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("A Turkish drone hit a car near Kobani on Sunday, killing two people.", "drone"),
        ("Turkish warplanes hit a car near Kobani on Sunday, killing two people.", "aerial"),
        ("Soldiers turned back a UN aid convoy bound for Djibo on Sunday.", "withhold"),
        ("Government forces lifted the blockade of Djibo on Sunday.", "access"),
    ],
)
def test_circumstances_tell_the_mode(text: str, mode: str) -> None:
    assert mode in {e["plover"]["mode"] for e in read(text)}


FIRST = "Warplanes struck the market in Sarmin on Sunday, killing 20 people, the monitor said. "


@pytest.mark.parametrize(
    "second",
    [
        "A second strike hit rescuers as they dug through the rubble, killing four of them.",
        "Forty minutes later another bomb hit the same street, killing four paramedics.",
        "Paramedics who rushed to the scene were hit in a follow-up strike, and four of them were killed.",
        "A second strike hit rescuers who dug there, killing four of them. The first strike had levelled the shops.",
    ],
)
def test_a_second_strike_has_its_own_toll(second: str) -> None:
    row = annotated(FIRST + second)
    figures = {c["id"]: c["figure"]["best"] for c in row["claims"] if c["type"] == "figure"}
    tolls = [{figures[c] for c in e["claims"] if c in figures} for e in row["events"]]
    assert sorted(tolls, key=min) == [{4}, {20}]


@pytest.mark.parametrize(
    "text",
    [
        "Another car bomb exploded in Baghdad on Sunday, killing ten. The blast hit the same street as last week's.",
        FIRST + "Rescuers were still searching for survivors after the strike hours later.",
        FIRST + "The strike on the market was the second in a week.",
    ],
)  # fmt: skip
def test_what_only_sounds_like_a_second_strike(text: str) -> None:
    assert len(read(text)) == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("No aid convoy has reached Mekele since 24 April, according to the World Food Programme.", True),
        ("Nobody is permitted to leave Sarmin since troops closed the only bridge eleven days ago.", True),
        ("No road to Menaka is closed, the prefect said on Friday.", False),
        ("The army is not besieging Nasir, its spokesman said.", False),
    ],
)
def test_what_does_not_happen_is_told_and_what_is_denied_is_not(text: str, told: bool) -> None:
    assert bool(read(text)) is told


def test_killed_by_no_means_that_is_told_is_flagged(claim: Callable[..., Claim]) -> None:
    told = claim("Fourteen villagers were killed in Ogossagou on Sunday.", "event")
    assert (told.event_type, told.flags) == ("attack_on_civilians", ("means_unstated",))
    shot = claim("Gunmen shot dead fourteen villagers in Ogossagou on Sunday.", "event")
    assert shot.flags == ()


def test_every_circumstance_names_leaves_of_the_vocabulary() -> None:
    assert {leaf for c in _book() for leaf in c.leaves} <= set(load_events().leaves)
