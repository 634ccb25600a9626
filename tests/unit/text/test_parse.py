"""Parsing: offsets hold in long texts read in pieces, sentences have an end, names are looked up by sentence."""

from __future__ import annotations

import pytest

from dateline.mentions import Document
from dateline.text.grammar import text_of
from dateline.text.parse import LONGEST, MAX_CHARS, parse

PROSE = "Troops of Eritrea crossed the border near Adigrat on Monday, and the mayor of Mekelle asked for help. "


def test_a_long_line_is_read_in_pieces_and_offsets_hold() -> None:
    text = PROSE * (2 * MAX_CHARS // len(PROSE) + 3)
    parsed = parse(Document(id="d", text=text))
    assert len(text) > 2 * MAX_CHARS
    assert text_of(parsed.doc) == text
    assert all(text[t.idx : t.idx + len(t)] == t.text for t in parsed.doc)
    assert {text[s.start : s.end] for s in parsed.sentences} == {PROSE.strip()}


def test_a_list_without_a_full_stop_is_cut_behind_a_comma() -> None:
    parsed = parse(Document(id="d", text="The army spoke. " + "two men of Kidal, three women of Gao, " * 100))
    assert max(s.last - s.first for s in parsed.sentences) <= 2 * LONGEST
    assert all(parsed.text[s.end - 1] in ",." for s in parsed.sentences)


def test_words_without_any_pause_are_cut_too() -> None:
    parsed = parse(Document(id="d", text="word " * 3000))
    assert max(s.last - s.first for s in parsed.sentences) <= 2 * LONGEST


def test_names_of_a_sentence_are_those_that_the_tagger_gives() -> None:
    parsed = parse(Document(id="d", text=PROSE * 3 + "Human Rights Watch spoke to John Smith in Port Sudan."))
    for sentence in parsed.sentences:
        assert [e.text for e in parsed.entities_of(sentence)] == [e.text for e in parsed.tokens_of(sentence).ents]
    assert any(parsed.entities_of(s) for s in parsed.sentences)


def test_lines_that_lead_to_other_stories_are_teasers() -> None:
    text = (
        "Shells hit Adigrat.\n\nShells hit the market of Adigrat on Monday, killing two people there.\n\n"
        "The mayor asked for help.\n\nNext Post\n\nGunmen kill a judge in Mekelle on the road to the airport\n\n"
        "New raid on a camp near Axum: soldiers open…\n\nOther news\n\nBomb kills two in Sire"
        "\n\nRebels shell Wukro again"
    )
    kinds = {
        parsed.text[s.start : s.end].split()[0]: s.kind
        for parsed in [parse(Document(id="d", text=text))]
        for s in parsed.sentences
    }
    assert (kinds["The"], kinds["Gunmen"], kinds["New"]) == ("body", "teaser", "teaser")
    assert (kinds["Bomb"], kinds["Rebels"]) == ("teaser", "teaser")


def kinds_of(text: str) -> dict[str, str]:
    """The kind of each sentence by its first words."""
    parsed = parse(Document(id="d", text=text))
    return {" ".join(parsed.text[s.start : s.end].split()[:2]): s.kind for s in parsed.sentences}


def test_a_line_that_names_another_story_itself_is_a_teaser() -> None:
    lead = "Shells hit the market of Adigrat on Monday, killing two people there.\n\nThe mayor asked for help.\n\n"
    kinds = kinds_of(
        lead + "Recommended Stories\n\nlist 1 of 2Raid on a camp near Axum\n\nlist 2 of 2Judge shot dead in Mekelle\n\n"
        "Rescuers dug all night.\n\nRead More: Bomb kills two in Sire\n\nThe market was closed on Tuesday."
    )
    assert [k for k, kind in kinds.items() if kind == "teaser"] == ["list 1", "list 2", "Read More:"]


def test_a_numbered_list_of_headlines_is_of_other_stories_and_a_numbered_report_is_not() -> None:
    lead = "Shells hit the market of Adigrat on Monday, killing two people there.\n\nThe mayor asked for help.\n\n"
    most_read = ("Bomb kills two in Sire", "Rebels shell Wukro again", "Judge shot dead in Mekelle")
    listed = lead + "\n\n".join(f"{n}\n\n{title}" for n, title in enumerate(most_read, 1))
    assert kinds_of(listed)["Rebels shell"] == "teaser"
    told = lead + "\n\n".join(f"{n}\n\n{title} on Monday." for n, title in enumerate(most_read, 1))
    assert kinds_of(told)["Rebels shell"] == "body"


def test_the_menu_in_front_of_a_headline_is_no_news() -> None:
    menu = "\n\n".join(f"Section {word}" for word in "ABCDEFGHIJ")
    story = "Two killed in Adigrat\n\nShells hit the market of Adigrat on Monday, killing two people there."
    kinds = kinds_of(f"War in Sudan\n\n{menu}\n\n{story}")
    assert (kinds["War in"], kinds["Two killed"], kinds["Shells hit"]) == ("teaser", "headline", "body")
    assert kinds_of(f"War in Sudan\n\n{story}")["War in"] == "headline"


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("Damascus, SANA-Two people were killed in Harasta on Monday.", "Two people"),
        ("ERBIL (Kurdistan 24) – The army shelled Kobani on Friday.", "The army"),
        ("KABUL, 3 May (Reuters) - A bomb killed six people in Herat.", "A bomb"),
        ("In Ukraine, NATO-Russia talks ended on Monday.", "In Ukraine,"),
    ],
)
def test_a_dateline_is_no_part_of_its_sentence(text: str, begins: str) -> None:
    assert list(kinds_of(text))[-1] == begins


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("By Tesfaye Abebe", "byline"),
        ("By Alem Worku, East Africa correspondent, and Sara Haile, news reporter", "byline"),
        ("By Monday the town had fallen", "headline"),
    ],
)
def test_who_signs_a_report(line: str, kind: str) -> None:
    text = f"Two killed in Adigrat\n\n{line}\n\nShells hit the market of Adigrat on Monday, killing two people there."
    assert kinds_of(text)[" ".join(line.split()[:2])] == kind
