"""Several tellings, one claim."""

from __future__ import annotations

from collections.abc import Callable

from dateline.model import Claim


def mentions(text: str, claim: Claim) -> list[str]:
    return [text[m.start : m.end] for m in claim.mentions]


COPIED = (
    "Rebels shelled the market of Nyala on Monday, killing nine people in the centre of the town. Shops shut.\n\n"
    "The army sent more soldiers to the region.\n\n"
    "Rebels shelled the market of Nyala on Monday, killing nine people in the centre of the town."
)


def test_a_copied_sentence_is_a_mention_of_the_first(claim: Callable[..., Claim]) -> None:
    event, count = claim(COPIED, "event", "shelled"), claim(COPIED, "figure")
    assert event.start == 0
    assert mentions(COPIED, event) == ["Rebels shelled the market of Nyala on Monday"]
    assert event.mentions[0].start > 100
    assert mentions(COPIED, count) == ["killing nine people"]


def test_a_noun_takes_up_the_event_that_a_verb_has_told(claim: Callable[..., Claim]) -> None:
    text = "Rebels captured Goma on Monday. The capture of Goma shook the government."
    found = claim(text, "event")
    assert found.text == "Rebels captured Goma on Monday"
    assert mentions(text, found) == ["The capture of Goma"]


def test_a_noun_with_another_place_is_another_event(claims: Callable[..., tuple[Claim, ...]]) -> None:
    text = "Rebels captured Goma on Monday. The capture of Bukavu shook the government."
    found = [c for c in claims(text) if c.type == "event"]
    assert [(c.text, mentions(text, c)) for c in found] == [
        ("Rebels captured Goma on Monday", []),
        ("The capture of Bukavu", []),
    ]


def test_a_noun_with_a_day_of_its_own_is_another_event(claims: Callable[..., tuple[Claim, ...]]) -> None:
    text = "The army shelled Goma on Monday. The shelling of Goma on 2 April killed nine people."
    days = {c.time.from_ for c in claims(text) if c.type == "event"}
    assert {"2024-05-13", "2024-04-02"} <= days


def test_a_number_in_the_heading_is_a_mention_of_the_bodys(claim: Callable[..., Claim]) -> None:
    text = (
        "Dozens killed in Mogadishu blast\n\n"
        "A car bomb exploded at a hotel in Mogadishu on Saturday, killing 24 people.\n\n"
        "The hotel is popular with officials."
    )
    found = claim(text, "figure")
    assert found.figure is not None
    assert found.figure.best == 24
    assert mentions(text, found) == ["Dozens killed"]


def test_another_number_in_the_heading_stays_one_of_its_own(claims: Callable[..., tuple[Claim, ...]]) -> None:
    text = (
        "Ninety killed in Mogadishu blast\n\n"
        "A car bomb exploded at a hotel in Mogadishu on Saturday, killing 24 people.\n\n"
        "The hotel is popular with officials."
    )
    found = [c.figure.best for c in claims(text) if c.figure and c.type == "figure"]
    assert sorted(b or 0 for b in found) == [24, 90]


def test_who_helps_supports_the_event(claim: Callable[..., Claim]) -> None:
    text = "The M23, with help from the army of Rwanda, captured Goma on Monday."
    event = claim(text, "event")
    assert [(a.role, a.id) for a in event.actors if a.role == "controller_new"] == [("controller_new", "M23")]
    assert "RWANDA_DEFENCE_FORCE" not in {a.id for a in event.actors if a.role == "controller_new"}
    relation = claim(text, "relation")
    assert {(a.role, a.id) for a in relation.actors} == {("supported", "M23"), ("supporter", "RWANDA_DEFENCE_FORCE")}


def test_nothing_is_linked_across_different_acts(claims: Callable[..., tuple[Claim, ...]]) -> None:
    text = "The army shelled Goma on Monday. Rebels captured Bukavu on Tuesday. Gunmen kidnapped a nurse in Uvira."
    assert all(c.mentions == () for c in claims(text))
    assert len([c for c in claims(text) if c.type == "event"]) == 3


def test_the_attack_is_of_the_type_of_what_it_takes_up(claims: Callable[..., tuple[Claim, ...]]) -> None:
    text = "A car bomb exploded in Mogadishu on Monday. The attack killed nine people."
    assert {c.event_type for c in claims(text)} == {"ied_mine_uxo"}
    text = "A car bomb exploded in Mogadishu on Monday. Another attack hit Kismayo."
    assert [c.event_type for c in claims(text) if "attack" in c.text] == ["armed_clash"]


def test_deaths_in_an_alleged_strike_are_told_and_only_the_doer_is_alleged(claim: Callable[..., Claim]) -> None:
    text = "Six people were killed in an alleged army strike on a market in Kutum on Monday."
    event = claim(text, "event")
    assert event.factuality == "CT+"
    assert [(a.role, a.id) for a in event.actors if a.id != "CIVILIANS"] == [("alleged", "SAF")]


def test_what_is_alleged_without_an_outcome_stays_alleged(claim: Callable[..., Claim]) -> None:
    assert claim("The rebels allegedly captured Kutum on Monday.", "event").factuality == "Uu"


def test_a_fight_covers_the_days_that_the_text_tells_of(claims: Callable[..., tuple[Claim, ...]]) -> None:
    text = (
        "M23 rebels captured Goma on Thursday. They had entered the town on Wednesday, and while fighting was heavy, "
        "most people stayed."
    )
    (fight,) = [c for c in claims(text) if c.event_type == "armed_clash"]
    assert (fight.time.from_, fight.time.to) == ("2024-05-15", "2024-05-16")
    (taken,) = [c for c in claims(text) if c.event_type == "territory_captured"]
    assert (taken.time.from_, taken.time.to) == ("2024-05-16", "2024-05-16")


def test_places_that_nobody_knows_tell_attacks_apart(claims: Callable[..., tuple[Claim, ...]]) -> None:
    text = "Rebels shelled Kismayo on Monday. The shelling of Buulo-Gaduud, Wayanta and Kismayo killed nine people."
    assert len([c for c in claims(text) if c.event_type == "shelling_missile"]) == 2
