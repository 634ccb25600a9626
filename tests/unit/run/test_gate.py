"""The gate: conflict passes, the rest of the paper does not, and no acronym is mistaken for a word."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.mentions import Document
from dateline.run.gate import HELD_BACK, load_gate

FINANCE = (
    "The central bank left its main rate at four per cent on Thursday and said that it saw no reason to move before "
    "the summer. Prices rose more slowly in March than a year ago, and the makers of cars and machines took on people "
    "again. Analysts expect the currency to gain against the dollar. Shares of the two biggest lenders closed higher, "
    "and the index of large companies ended the week up by one point in heavy trade. The finance minister called the "
    "figures good news for families who want to build or buy a home, and promised a new bill by the end of the year."
)


def passes(text: str, title: str | None = None) -> bool:
    return load_gate().passes(Document(id="d", text=text, title=title))


@pytest.mark.parametrize(
    "text",
    [
        "Rebels of M23 entered Sake in North Kivu at dawn, a resident said by telephone.",
        "Drones hit the power station of Merowe for the third night, and the town is dark.",
        "More than 4,000 people fled Djibo for Ouahigouya, the prefecture said on Tuesday.",
        "A Tatmadaw column burned houses in Khin-U township after villagers had left.",
        "Teachers marched through Port-au-Prince for back pay.",
        "Buses with the last families left the besieged quarter for Idlib.",
    ],
)
def test_short_reports_of_war_pass(text: str) -> None:
    assert passes(text)


def test_the_rest_of_the_paper_is_held_back() -> None:
    assert len(FINANCE) > 500
    assert not passes(FINANCE)
    assert not passes("The museum shows watercolours from its own rooms until Sunday.")
    assert not passes("")


def test_one_word_of_war_deep_in_a_text_is_not_enough_two_are() -> None:
    assert not passes(f"{FINANCE} The ceasefire is old news.")
    assert passes(f"{FINANCE} The ceasefire did not hold: artillery was heard.")
    assert passes(f"The ceasefire is old news. {FINANCE}")


def test_weak_words_count_side_by_side() -> None:
    release = (
        "STUTTGART, Germany - On February 1, the command conducted an air strike in the hills of the north, against a "
        "senior leader of the network. The command's first look at the matter is that no more than one person was in "
        "the house, which stood by itself. Names of the units and of the means that were used will not be given out, "
        "so that what is to come is not put at risk."
    )
    assert len(release) > 300
    assert passes(release)
    assert not passes(release.replace("an air strike", "an air show"))
    assert not passes(f"{FINANCE} The strike of the drivers and the air of the city are old news.")


def test_the_title_counts_as_the_opening() -> None:
    assert passes(FINANCE, "Markets calm after ceasefire")


def test_acronyms_count_as_written_only() -> None:
    assert passes(f"{FINANCE} Near Loikaw the PDF met the army.")
    assert not passes(f"{FINANCE} The pdf is on the bank's page.")


def test_what_is_held_back_says_so() -> None:
    issue = load_gate().issue()
    assert (issue.level, issue.code) == ("info", HELD_BACK)
    assert "not about conflict" in issue.message


def test_what_a_users_examples_share_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    text = FINANCE.replace("Shares of", "Hackers broke into the computers of")
    assert not passes(text)
    monkeypatch.setenv("DATELINE_EVENT_TYPES", str(Path(__file__).parents[2] / "quality" / "leaves" / "types.yaml"))
    assert passes(text) is passes(f"Hackers stole data. {FINANCE}") is True
    assert not passes(FINANCE)
