"""Judgements and expectations are kept apart from what happened."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dateline.model import Claim


@pytest.mark.parametrize(
    "text",
    [
        "Kherson was the last stronghold of the army.",
        "It was the deadliest attack in Mali this year.",
        "The outcome of the battle for Bakhmut was never in doubt.",
        "Victory in Marib is very important, the Houthis said.",
    ],
)
def test_ranks_and_opinions_are_assessments(claims: Callable[..., tuple[Claim, ...]], text: str) -> None:
    found = [c for c in claims(text) if c.type == "assessment"]
    assert len(found) == 1
    assert (found[0].news_role, found[0].certainty) == ("commentary", "opinion_or_rank")
    assert all(c.control is None for c in claims(text))
    assert (found[0].time.from_, found[0].time.to) == ("2024-05-16", "2024-05-16")


@pytest.mark.parametrize(
    ("text", "party", "place"),
    [
        ("Army units are likely to encounter fighters in Mogadishu.", "SOMALI_NATIONAL_ARMY", "Mogadishu"),
        ("The army is ready to attack Goma.", "FARDC", "Goma"),
        ("Houthi fighters are expected to attack Marib, the UN warned.", "HOUTHIS", "Marib"),
    ],
)
def test_expectations_are_forecasts_with_their_parties(
    claims: Callable[..., tuple[Claim, ...]], text: str, party: str, place: str
) -> None:
    assert {c.type for c in claims(text)} == {"forecast"}
    for found in claims(text):
        assert (found.news_role, found.factuality, found.certainty) == ("forecast", "PR+", "probable_future")
        assert party in {a.id for a in found.actors}
        assert [p.text for p in found.places] == [place]
        assert (found.time.from_, found.time.to) == (None, None)


def test_a_judgement_has_its_speaker_and_its_own_words(claim: Callable[..., Claim]) -> None:
    found = claim("Victory in Marib is very important, the Houthis said.", "assessment")
    assert found.text == "Victory in Marib is very important"
    assert [s.id for s in found.attribution.sources] == ["HOUTHIS"]


def test_a_judgement_of_an_undated_text_has_no_day(claim: Callable[..., Claim]) -> None:
    found = claim("Kherson was the last stronghold of the army.", "assessment", published=None)
    assert (found.time.from_, found.time.to) == (None, None)


def test_plain_news_is_not_judged(claims: Callable[..., tuple[Claim, ...]]) -> None:
    text = "Rebels captured Goma on Monday. The last bus left at noon. Shops opened. Soldiers will rest, a baker said."
    assert [c.text for c in claims(text) if c.type == "assessment"] == []


def test_a_copied_judgement_is_not_made_twice(claims: Callable[..., tuple[Claim, ...]]) -> None:
    sentence = "Kherson was the last stronghold of the army on the right bank of the river."
    text = f"{sentence}\n\nNobody was seen in the streets.\n\n{sentence}"
    assert len([c for c in claims(text) if c.type == "assessment"]) == 1


def test_what_a_headline_sets_off_is_judged_of_the_place_before_it(claims: Callable[..., tuple[Claim, ...]]) -> None:
    text = "Army troops retake Marka, last insurgent bastion\n\nTroops retook Marka on Monday, the army said."
    (found,) = [c for c in claims(text) if c.type == "assessment"]
    assert (found.text, [p.name for p in found.places]) == ("last insurgent bastion", ["Marka"])


def test_a_judgement_of_a_fight_has_its_place_and_days(claims: Callable[..., tuple[Claim, ...]]) -> None:
    text = (
        "M23 rebels captured Goma on Thursday. They had entered the town on Wednesday, and while fighting was heavy, "
        "the outcome of the battle was never in doubt."
    )
    (found,) = [c for c in claims(text) if c.type == "assessment"]
    assert [p.name for p in found.places] == ["Goma"]
    assert (found.time.from_, found.time.to) == ("2024-05-15", "2024-05-16")


def test_a_fight_to_come_gives_a_judgement_no_day_but_publication(claims: Callable[..., tuple[Claim, ...]]) -> None:
    found = [c for c in claims("The fall of Goma is only a matter of days.") if c.type == "assessment"]
    assert all((c.time.from_, c.time.to) == ("2024-05-16", "2024-05-16") for c in found)
