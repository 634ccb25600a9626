"""Rules and model together: each has a say, neither is believed against strong evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pytest

from dateline.derive.incident import LEAST
from dateline.find.triggers import find_triggers, read_triggers
from dateline.find.triggers_both import LEFT, SHORT, Judged, judge, learned_only
from dateline.know.events import load_events
from dateline.mentions import LACK, Document
from dateline.text.parse import parse

NOTE = "Gunmen fired on soldiers near Menaka on Monday."
PADDED = (
    "On Monday, 3 May 2021, in the afternoon, gunmen fired on soldiers on patrol near the town of Menaka in the north."
)
LONG = " ".join(f"The road to the town of Ansongo was open again on day {n} of the month." for n in range(SHORT // 12))


@dataclass(frozen=True)
class Says:
    """A model that says the same of every text, but of those that hold a word."""

    default: Mapping[str, float]
    of: Mapping[str, Mapping[str, float]]

    def probabilities(self, texts: Sequence[str]) -> list[Mapping[str, float]]:
        return [next((p for word, p in self.of.items() if word in t), self.default) for t in texts]

    def taker(self, text: str) -> tuple[str, float] | None:
        return ("government", 0.95) if "loyalists" in text else ("nonstate", 0.85)


def both(text: str, default: Mapping[str, float], **of: Mapping[str, float]) -> Judged:
    vocabulary = load_events()
    parsed = parse(Document(id="t", text=text))
    return judge(parsed, find_triggers(parsed, vocabulary), Says(default, of), vocabulary)


def leaves(judged: Judged) -> list[str | None]:
    return [t.leaf for t in judged.triggers if t.claim_type == "event"]


def test_a_note_of_which_both_say_the_same() -> None:
    judged = both(NOTE, {"armed_clash": 0.9, "none": 0.1})
    assert (judged.main, leaves(judged)) == ("armed_clash", ["armed_clash"])
    assert {t.origin for t in judged.triggers} == {"rules"}


def test_a_sure_model_changes_the_kind_within_its_family() -> None:
    judged = both(NOTE, {"ground_offensive": 0.95, "armed_clash": 0.0, "none": 0.05})
    (trigger,) = judged.triggers
    assert (judged.main, trigger.leaf, trigger.origin) == ("ground_offensive", "ground_offensive", "both")


def test_an_unsure_model_does_not_outvote_sure_rules() -> None:
    assert both(NOTE, {"peaceful_protest": 0.3, "armed_clash": 0.2, "none": 0.2}).main == "armed_clash"


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("The farmhands of Obo were picked out of the fields by men on horses on Monday.", "picked"),
        # What did not happen tells of nothing: the first verb of what did.
        ("The farmhands of Obo were not seen again after they had met the men in the fields on Monday.", "met"),
        ("Nobody would say so, but men on horses picked four out of the fields of Obo.", "picked"),
        ("The men on horses picked four out of the fields, and their families were told nothing.", "picked"),
    ],
)
def test_a_note_that_the_rules_do_not_understand_is_told_by_the_first_verb_that_happened(text: str, verb: str) -> None:
    judged = both(text, {"abduction_disappearance": 0.8, "none": 0.2})
    (trigger,) = [t for t in judged.triggers if t.claim_type == "event"]
    assert (trigger.text, trigger.leaf, trigger.origin) == (verb, "abduction_disappearance", "learned")
    assert text[trigger.start : trigger.end] == trigger.text


def test_the_main_event_is_told_in_the_sentence_that_sounds_most_like_it() -> None:
    text = "The elders of Obo met on Monday. Men on horses picked four farmhands out of the fields. Prayers were said."

    note, met, led = ({"abduction_disappearance": p, "none": 1 - p} for p in (0.8, 0.1, 0.9))
    judged = both(text, met, **{"elders of Obo met on Monday. Men": note, "horses": led})
    assert [t.text for t in judged.triggers] == ["picked"]


STRUCK = "The drone strike killed the commander of the brigade in his car near Obo on Monday."


def test_a_sure_model_weighs_the_words_for_one_event() -> None:
    def told(p: dict[str, float]) -> dict[str | None, float]:
        return {t.leaf: t.confidence for t in both(STRUCK, p).triggers if t.claim_type == "event"}

    doubted = told({"air_drone_strike": 0.4, "targeted_killing": 0.5, "none": 0.1})
    sure = told({"air_drone_strike": 0.01, "targeted_killing": 0.98, "none": 0.01})
    assert sure["targeted_killing"] > doubted.get("targeted_killing", 0.0)
    assert all(sure[leaf] < told for leaf, told in doubted.items() if leaf != "targeted_killing" and leaf in sure)


@pytest.mark.parametrize("text", [NOTE, PADDED])
def test_where_the_model_sees_no_event_those_of_the_rules_are_hardly_believed(text: str) -> None:
    (left,) = (t for t in both(text, {"none": 0.99, "armed_clash": 0.01}).triggers if t.claim_type == "event")
    assert (left.leaf, left.confidence, left.origin) == ("armed_clash", LEFT, "both")


def test_a_word_that_names_its_leaf_is_no_other_leaf_of_its_kind() -> None:
    text = "1,500 people were evacuated from Harasta on Thursday."
    assert leaves(both(text, {"displacement": 0.97, "evacuation": 0.02})) == ["evacuation"]
    assert leaves(both(text, {"withdrawal": 0.97, "evacuation": 0.02})) != ["evacuation"]


def test_a_word_that_says_hardly_anything_is_upheld_by_the_model() -> None:
    text = "Opposition figurehead arrested at Tunis home before dawn"
    (left,) = (t for t in both(text, {"detention_arrest": 0.99}).triggers if t.claim_type == "event")
    assert (left.leaf, left.origin) == ("detention_arrest", "both")
    assert left.confidence > LEAST


def test_what_does_not_happen_may_be_the_event() -> None:
    text = "Nothing enters Toribio any more."
    (found,) = (t for t in both(text, {"siege_blockade": 0.97}).triggers if t.claim_type == "event")
    assert found.note == LACK


@pytest.mark.parametrize(("who", "flags"), [("loyalists", ("taken_by_government",)), ("fighters", ())])
def test_who_takes_a_place_is_told_by_a_model_that_is_sure(who: str, flags: tuple[str, ...]) -> None:
    (found,) = (t for t in both(f"The {who} captured Sake.", {"territory_captured": 0.97}).triggers if t.leaf)
    assert found.flags == flags


def test_an_agreement_is_what_was_agreed_and_not_what_it_foresees() -> None:
    text = "In April the leaders of both groups agreed in Bangui to lay down their arms."
    found = next(t for t in both(text, {"agreement": 0.97}).triggers if t.leaf == "agreement")
    assert found.text == "agreed"


def test_what_may_happen_stays_whatever_the_model_says() -> None:
    text = PADDED.replace("fired on", "may fire on")
    assert leaves(both(text, {"none": 0.99, "armed_clash": 0.01})) == ["armed_clash"]


def test_in_a_longer_text_a_doubtful_trigger_is_hardly_believed_where_the_model_sees_nothing() -> None:
    text = f"{LONG} The two men traded sharp attacks in the press."
    assert len(LONG.split()) > SHORT
    (left,) = (t for t in both(text, {"none": 0.99}).triggers if t.claim_type == "event")
    assert (left.leaf, left.confidence, left.origin) == ("armed_clash", LEFT, "both")
    assert LEFT < LEAST  # a claim for people to look at, and no event
    assert leaves(both(text, {"none": 0.5, "armed_clash": 0.5})) == ["armed_clash"]
    assert leaves(both(text, {"none": 0.1, "mob_violence": 0.9})) == ["mob_violence"]


def test_in_a_longer_text_the_strike_takes_up_what_was_told_of_surely() -> None:
    text = f"An air strike hit Ansongo. {LONG} Nobody has spoken of the strike since."
    assert leaves(both(text, {"none": 0.99})) == ["air_drone_strike", "air_drone_strike"]


def test_the_model_alone_tells_one_event_a_sentence() -> None:
    parsed = parse(Document(id="t", text=f"{NOTE} Nothing else was heard of them."))
    said = Says({"none": 1.0}, {"fired": {"armed_clash": 0.8, "none": 0.2}})
    judged = learned_only(parsed, said)
    assert [(t.text, t.leaf, t.origin) for t in judged.triggers] == [("fired", "armed_clash", "learned")]
    assert {k: [parsed.doc[i].text for i in v] for k, v in judged.triggers[0].roles.items()} == {"attacker": ["Gunmen"]}


def test_what_a_guard_has_dropped_only_a_sure_model_brings_back() -> None:
    parsed = parse(Document(id="t", text=DEMAND))
    read = read_triggers(parsed, load_events())
    assert "detention_arrest" in read.dropped

    def main(chance: float) -> str | None:
        says = Says({"detention_arrest": chance, "none": 1 - chance}, {})
        return judge(parsed, read.triggers, says, load_events(), read.dropped).main

    assert (main(0.7), main(0.95)) == (None, "detention_arrest")


def test_a_firm_withdrawal_is_no_capture() -> None:
    judged = both("Its troops had withdrawn from Kiwanja the day before.", {"territory_captured": 0.86, "none": 0.1})
    assert leaves(judged) == ["withdrawal"]


DEMAND = "The court on Friday issued a warrant for the arrest of a militia leader from the town of Tarhuna in the west."
