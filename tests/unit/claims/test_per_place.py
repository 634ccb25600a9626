"""One claim a place, where a place changes hands."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dateline.model import Claim


def taken(claims: tuple[Claim, ...], leaf: str = "territory_captured") -> list[list[str | None]]:
    return [[p.name for p in c.places] for c in claims if c.type == "event" and c.event_type == leaf]


@pytest.mark.parametrize(
    ("text", "leaf", "places"),
    [
        ("Rebels took Singa and El Fasher on Monday.", "territory_captured", [["Singa"], ["El Fasher"]]),
        ("Rebels seized Taftanaz airbase and the town of Saraqib.", "territory_captured", [["Taftanaz"], ["Saraqib"]]),
        ("M23 rebels took Goma, and then Bukavu.", "territory_captured", [["Goma"], ["Bukavu"]]),
        ("Army units withdrew from Shusha and Lachin on Monday.", "withdrawal", [["Shusha"], ["Laçın"]]),
        ("Rebels captured Goma in North Kivu on Monday.", "territory_captured", [["Goma"]]),
        ("Rebels shelled Singa and El Fasher on Monday.", "shelling_missile", [["Singa", "El Fasher"]]),
    ],
)
def test_who_holds_each_place_is_a_claim_of_its_own(
    claims: Callable[..., tuple[Claim, ...]], text: str, leaf: str, places: list[list[str]]
) -> None:
    assert taken(claims(text), leaf) == places


def test_the_claims_have_the_same_words_and_other_ids(claims: Callable[..., tuple[Claim, ...]]) -> None:
    text = "The army said rebels had lost the villages of Kafr Zita, Latamna and Morek."
    lost = [c for c in claims(text) if c.event_type == "territory_captured"]
    assert len(lost) == 3
    assert len({c.id for c in lost}) == 3
    assert len({(c.start, c.end, c.text) for c in lost}) == 1
    assert all(c.control is not None and c.attribution.sources for c in lost)


def test_a_copied_sentence_is_a_mention_of_each(claims: Callable[..., tuple[Claim, ...]]) -> None:
    one = "Rebels took Singa and El Fasher on Monday after a week of fighting in the east of the country."
    lost = [c for c in claims(f"{one} Shops shut.\n\nThe army sent soldiers.\n\n{one}") if c.control is not None]
    assert [([p.name for p in c.places], len(c.mentions)) for c in lost] == [(["Singa"], 1), (["El Fasher"], 1)]


def test_claims_of_the_same_words_with_and_without_a_place_have_an_order(
    claims: Callable[..., tuple[Claim, ...]],
) -> None:
    found = claims("Telecom masts switched off across Bay region on army's orders")
    assert [c.id for c in found] == [c.id for c in sorted(found, key=lambda c: (c.start, c.end))]
