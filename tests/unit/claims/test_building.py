"""One trigger, one claim: its kind, its certainty, its outcome."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dateline.model import Claim


@pytest.mark.parametrize(
    ("text", "words", "kind", "factuality", "certainty"),
    [
        ("Rebels captured Goma on Monday.", "captured", "event", "CT+", "asserted"),
        ("The army said the militia shelled Nyala.", "shelled", "event", "CT+", "asserted_by_party"),
        ("The Red Cross said rebels shelled Idlib.", "shelled", "event", "CT+", "asserted"),
        ("Airwars confirmed that nine civilians were killed in Mosul.", "nine", "event", "CT+", "confirmed_by_monitor"),
        ("The M23 denied that it had shelled Goma.", "shelled", "event", "CT-", "denied"),
        ("Myanmar's junta denied bombing a hospital in Loikaw.", "bombing", "event", "CT-", "denied"),
        ("Al-Shabaab fighters were reportedly killed near Kismayo.", "killed", "event", "Uu", "reported_unattributed"),
        ("Rebels may have captured Goma.", "captured", "event", "PS+", "possible"),
        ("Kenya will send police to Haiti.", "send", "forecast", "PR+", "probable_future"),
        # Of some kinds of event the saying is the deed, or tells it; of others it says what is to come.
        ("The factions announced their merger in Tripoli.", "merger", "event", "CT+", "asserted"),
        ("The governor ordered a curfew in Maiduguri.", "curfew", "event", "CT+", "asserted"),
        ("The governor may order a curfew in Maiduguri.", "curfew", "forecast", "PS+", "probable_future"),
        ("The government and the rebels accepted a truce for Juban.", "truce", "event", "CT+", "asserted"),
        ("Police announced the arrest of three men in Garissa.", "the arrest", "event", "CT+", "asserted"),
        ("Police announced the arrest of three men in Garissa.", "three men", "figure", "CT+", "asserted"),
        ("A judge ordered the arrest of three men in Garissa.", "three men", "figure", "PR+", "probable_future"),
        ("The army announced an offensive on Goma.", "offensive", "forecast", "PR+", "probable_future"),
        # What the words of a kind of event say there was none of, and a number of a bulletin, deny nothing.
        ("Iraqi forces took up posts in Khanaqin without a fight.", "without a fight", "event", "CT+", "asserted"),
        ("Communique no. 031: the army shelled Nyala on Monday.", "shelled", "event", "CT+", "asserted"),
        # What stands before a silence is not what somebody was silent about.
        ("Army howitzers shelled Nyala at night; the rebels did not reply.", "shelled", "event", "CT+", "asserted"),
        ("The Houthis still control Hodeidah.", "control", "control", "CT+", "asserted"),
        ("Sleeper cells remain in Mosul.", "cells", "presence", "CT+", "asserted"),
    ],
)
def test_kind_and_certainty(
    claim: Callable[..., Claim], text: str, words: str, kind: str, factuality: str, certainty: str
) -> None:
    found = claim(text, kind, words)
    assert (found.factuality, found.certainty) == (factuality, certainty)


@pytest.mark.parametrize(
    ("text", "words", "leaf", "outcome"),
    [
        ("Israeli jets bombed Beirut on Monday.", "bombed", "air_drone_strike", "completed"),
        ("Police foiled a bomb attack in Kano.", "a bomb attack", "ied_mine_uxo", "foiled"),
        ("Troops tried to storm a base near Minova.", "storm", "armed_clash", "attempted"),
        ("The rebels have been shelling Aleppo.", "shelling", "shelling_missile", "ongoing"),
        ("Rebels surrounded Goma on Wednesday.", "surrounded", "siege_blockade", "completed"),
        ("Gunmen kidnapped a priest in Port-au-Prince.", "kidnapped", "abduction_disappearance", "completed"),
        ("Kenyan police arrested a gang leader in Port-au-Prince.", "arrested", "detention_arrest", "completed"),
        ("The army and the militia clashed in Nyala on Monday.", "clashed", "armed_clash", "completed"),
        ("The army and the M23 agreed on a ceasefire in Luanda.", "agreed", "agreement", "completed"),
    ],
)
def test_leaf_and_outcome(
    claims: Callable[..., tuple[Claim, ...]], text: str, words: str, leaf: str, outcome: str
) -> None:
    found = [(c.event_type, c.outcome) for c in claims(text) if c.type == "event" and words in c.text]
    assert (leaf, outcome) in found


@pytest.mark.parametrize(
    "text",
    [
        "If the troops withdraw from Goma, the rebels will shell the town.",
        "The UN urged Israel to withdraw from Gaza.",
        "Kenya will send police to Haiti.",
        "The army is ready to attack Goma.",
        "More than 330,000 people have been killed in Syria since March 2011.",
        "The minister declined to comment.",
        "Shops in Nyala were open on Monday, residents said.",
        "",
    ],
)
def test_what_has_not_happened_is_no_event(claims: Callable[..., tuple[Claim, ...]], text: str) -> None:
    assert [c.text for c in claims(text) if c.type == "event"] == []


def test_only_events_have_an_outcome_and_only_states_and_events_an_effect(
    claims: Callable[..., tuple[Claim, ...]],
) -> None:
    text = (
        "Rebels captured Goma on Monday, killing nine soldiers. The Houthis still control Hodeidah. "
        "Kenya will send police to Haiti. Sleeper cells remain in Mosul. The deal was very important."
    )
    found = claims(text)
    assert {c.type for c in found} >= {"event", "control", "figure", "forecast", "presence"}
    for c in found:
        assert (c.outcome is not None) == (c.type == "event")
        assert c.control is None or c.type in ("event", "control", "presence")
        assert c.person is None or c.type == "person_status"
        assert (c.news_role == "forecast") == (c.type == "forecast")


def test_what_is_reported_is_a_little_less_sure_than_what_is_told(claim: Callable[..., Claim]) -> None:
    told = claim("Rebels shelled Goma on Monday.", "event")
    said = claim("Rebels shelled Goma on Monday, residents said.", "event")
    assert 0 < said.confidence < told.confidence <= 1


def test_places_said_one_by_one_of_a_state_are_mentions_of_it(claim: Callable[..., Claim]) -> None:
    text = "Sleeper cells remain in Mosul, in Kirkuk and in Tikrit."
    found = claim(text, "presence")
    assert all(text[m.start : m.end].startswith("in ") for m in found.mentions)


@pytest.mark.parametrize(
    ("verb", "factuality"), [("gave up", "CT+"), ("may give up", "PS+"), ("did not give up", "CT-")]
)
def test_what_happens_without_a_fight_is_as_sure_as_that_it_happens(
    claims: Callable[..., tuple[Claim, ...]], verb: str, factuality: str
) -> None:
    found = [c for c in claims(f"The army {verb} Khanaqin without a fight.") if c.event_type == "territory_transferred"]
    assert [c.factuality for c in found] == [factuality]
