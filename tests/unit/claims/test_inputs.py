"""What the rules know of a document before they make claims of it."""

from __future__ import annotations

from collections.abc import Callable

from dateline.claims.inputs import Inputs


def test_places_that_an_event_may_be_at(inputs: Callable[..., Inputs]) -> None:
    text = "Nairobi: Iran's Revolutionary Guards shelled Sanaa on Monday. The city was quiet, a Lebanese doctor said."
    found = inputs(text)
    assert [p.text for p in found.located if p.start < text.index("The city")] == ["Sanaa"]
    again = [p for p in found.located if p.start == text.index("The city")]
    assert [p.name for p in again] == ["Sanaa"]
    assert [p.start for p in found.located] == sorted(p.start for p in found.located)


def test_the_topic_is_the_place_a_text_is_about(inputs: Callable[..., Inputs]) -> None:
    text = "Rebels captured Goma on Monday. Shops in Goma shut. Buses left Goma for Bukavu."
    topic = inputs(text).topic
    assert topic is not None
    assert topic.name == "Goma"
    assert inputs("The bakery opens at seven.").topic is None


def test_pegs_are_days_of_the_lead_only(inputs: Callable[..., Inputs]) -> None:
    lead = "Rebels captured Goma on Monday.\n\nShops were shut.\n\nBuses left the town.\n\n"
    text = f"{lead}In all this time nobody came.\n\nOn 3 March the army had left the hills."
    assert [p.text for p in inputs(text).pegs] == ["Monday"]


def test_triggers_by_their_sentence(inputs: Callable[..., Inputs]) -> None:
    text = "Rebels captured Goma on Monday. Shops shut. The army shelled Bukavu, and gunmen kidnapped a priest."
    found = inputs(text)
    rows = {i: [t.text for t in ts] for i, ts in found.triggers_by_sentence.items()}
    assert rows == {0: ["captured"], 2: ["shelled", "kidnapped"]}
    assert all(t.frame in found.frames for t in found.triggers)
