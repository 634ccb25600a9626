"""Attributions: who speaks, by which words, what is said."""

from __future__ import annotations

import pytest

from dateline.find.speech import find_speech
from dateline.mentions import Document, SpeechMention
from dateline.text.parse import parse


def speech(text: str) -> list[SpeechMention]:
    return find_speech(parse(Document(id="d", text=text)))


def words(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    return " … ".join(text[s:e] for s, e in spans)


def only(text: str, cue: str) -> SpeechMention:
    found = [m for m in speech(text) if cue in words(text, m.cue)]
    assert len(found) == 1, [(words(text, m.cue), words(text, m.content)) for m in speech(text)]
    return found[0]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        (
            "The Sudanese army said its troops had retaken the bridge.",
            "The Sudanese army",
            "said",
            "its troops had retaken the bridge",
        ),
        (
            "Gunmen killed nine farmers near Plateau, the police said on Monday.",
            "the police",
            "said",
            "Gunmen killed nine farmers near Plateau",
        ),
        (
            '"We buried them at night," said Amina Yusuf, a teacher.',
            "Amina Yusuf, a teacher",
            "said",
            '"We buried them at night,"',
        ),
        (
            "M23 rebels entered the town, according to three residents.",
            "three residents",
            "according to",
            "M23 rebels entered the town",
        ),
        (
            "According to the governor, two villages were burnt.",
            "the governor",
            "According to",
            "two villages were burnt",
        ),
        (
            "TASS quoted the defence ministry as saying that 20 drones were shot down.",
            "the defence ministry",
            "quoted … as saying",
            "that 20 drones were shot down",
        ),
        (
            "In Bakhmut, the brigade said, the fighting went on for a third day.",
            "the brigade",
            "said",
            "In Bakhmut … the fighting went on for a third day",
        ),
    ],
)
def test_source_cue_and_content(text: str, source: str, cue: str, content: str) -> None:
    mention = only(text, cue)
    assert words(text, mention.source) == source
    assert words(text, mention.content) == content


@pytest.mark.parametrize(
    ("text", "cue", "stance"),
    [
        ("Kyiv confirmed that the dam had been hit.", "confirmed", "confirm"),
        ("The junta denied that its jets had bombed the school.", "denied", "deny"),
        ("The ministry acknowledged that the base was lost.", "acknowledged", "acknowledge"),
        ("The rebels claimed that they had shot down a helicopter.", "claimed", "claim"),
        ("The UN warned that the dam could burst.", "warned", "warn"),
        ("Medics estimated that 40 people had died.", "estimated", "estimate"),
        ("The group vowed to retake the town.", "vowed", "promise"),
        ("The mayor accused the cartel of burning the market.", "accused", "accuse"),
        ("The council urged both sides to halt the fighting.", "urged", "ask"),
        ("The militia wants to control the mine.", "wants", "intend"),
        ("Residents believe that the shells came from the hill.", "believe", "believe"),
        ("Al-Shabaab claimed responsibility for the blast.", "claimed", "claim"),
    ],
)
def test_the_cue_sets_the_stance(text: str, cue: str, stance: str) -> None:
    assert only(text, cue).stance == stance


@pytest.mark.parametrize(
    "text",
    [
        "The convoy was reportedly attacked near Gao.",
        "Dozens of miners are believed to have been killed.",
        "He was reported killed in an air strike.",
        "It is reported that the garrison fled.",
    ],
)
def test_what_nobody_says_has_no_source(text: str) -> None:
    (mention,) = speech(text)
    assert mention.kind == "unattributed_passive"
    assert mention.source == ()


def test_kinds_of_quotation() -> None:
    assert only('"They left at dawn," a villager said.', "said").kind == "direct_quote"
    assert only('The mayor said the raid was "a massacre" of farmers.', "said").kind == "partial_quote"
    assert only("The mayor said the raid was a massacre.", "said").kind == "indirect_speech"


def test_a_quote_in_the_next_sentence_is_the_same_speakers() -> None:
    text = '"They shelled the ward," said Omar Selik. "We moved the children first."'
    assert words(text, only(text, "said").content).endswith('"We moved the children first."')


def test_a_quote_runs_over_a_paragraph_that_it_does_not_close() -> None:
    text = (
        'The commander said: "The bridge is ours.\n\n'
        '"The enemy has withdrawn across the river."\n\nResidents saw smoke over the port.'
    )
    content = words(text, only(text, "said").content)
    assert "withdrawn across the river" in content
    assert "smoke" not in content


def test_a_statement_after_a_colon_is_one_speakers_words() -> None:
    text = (
        "The minister said:\n\nThe strike on the clinic in Gedaref killed 12 patients.\n\n"
        "We said last week that this must stop. The army shelled the camp again."
    )
    content = words(text, speech(text)[0].content)
    assert content.startswith("The strike on the clinic")
    assert content.endswith("shelled the camp again")


def test_confirmed_reports_are_the_confirmers_words() -> None:
    text = "The mission has confirmed reports that rebels killed 70 farmers."
    (mention,) = speech(text)
    assert (words(text, mention.source), mention.stance) == ("The mission", "confirm")


def test_reported_speech_ends_with_its_paragraph() -> None:
    text = "The army said it held the airport.\n\nFighting went on in the suburbs."
    assert "Fighting" not in words(text, only(text, "said").content)


def test_unquoted_words_behind_a_closing_quote_are_ambiguous() -> None:
    text = 'The chief said that "the rebels withdrew to the forest near Beni" area, where they hold two villages.'
    kinds = {m.kind: words(text, m.content) for m in speech(text)}
    assert kinds["ambiguous_continuation"].startswith("area, where they")
    assert "two villages" not in kinds["direct_quote"]


def test_the_carrier_stands_apart_from_the_speaker() -> None:
    text = "SANA, quoting a military source, said that troops had entered the village."
    mention = only(text, "said")
    assert words(text, mention.source) == "a military source"
    assert words(text, mention.carriers) == "SANA"


def test_a_statement_carried_by_an_agency() -> None:
    text = '"Our units hold the port," a statement carried by the official SUNA news agency said.'
    mention = only(text, "said")
    assert words(text, mention.source).startswith("a statement")
    assert words(text, mention.carriers) == "the official SUNA news agency"


def test_a_second_cue_shares_its_speaker() -> None:
    text = "The governor said that the town had fallen and warned that others would follow."
    first, second = speech(text)
    assert words(text, second.source) == words(text, first.source) == "The governor"
    assert "others" not in words(text, first.content)


def test_a_cue_inside_reported_speech_is_nested() -> None:
    text = "The mayor said the rebels had claimed that the bridge was theirs."
    outer, inner = speech(text)
    assert inner.parent == 0
    assert outer.parent is None


@pytest.mark.parametrize(
    ("headline", "source", "content"),
    [
        ("20 rebels killed in Borno clashes: army", "army", "20 rebels killed in Borno clashes"),
        ("Army: 20 rebels killed in Borno", "Army", "20 rebels killed in Borno"),
    ],
)
def test_headlines_with_a_colon(headline: str, source: str, content: str) -> None:
    text = f"{headline}\n\nThe clashes took place on Monday near the town of Baga.\n"
    mention = next(m for m in speech(text) if m.kind == "headline")
    assert words(text, mention.source) == source
    assert words(text, mention.content) == content


def test_a_place_before_a_colon_is_no_speaker() -> None:
    text = "Sudan: 20 killed in market strike\n\nThe strike took place on Monday near the town of Kabkabiya.\n"
    assert not [m for m in speech(text) if m.kind == "headline"]


def test_turns_of_an_interview_and_signed_quotations() -> None:
    talk = "KABILA: The rebels hold the road to the north.\n\nKABILA: And they hold the mill beside it."
    turn = speech(f"The interview took place in Goma.\n\n{talk}\n")[0]
    assert turn.kind == "direct_quote"
    assert not speech(
        "The week in short.\n\nBUNIA: The rebels hold the road to the north.\n\nBENI: All is quiet here.\n"
    )
    text = "“They burnt the mill before they left the valley.” — Amina Yusuf\n\nThe road is open."
    (signed,) = speech(text)
    assert words(text, signed.source) == "Amina Yusuf"


def test_a_dateline_is_no_part_of_what_is_said() -> None:
    text = "KYIV, Ukraine (Reuters) - Drones hit a depot overnight, the air force said on Monday."
    assert words(text, only(text, "said").content) == "Drones hit a depot overnight"


@pytest.mark.parametrize(
    "text",
    [
        "The blast claimed 12 lives in the market.",
        "Troops denied access to the aid convoy.",
        "The rebels attacked the garrison and burnt the bridge.",
        "“I think we want peace,” ”“ `` '' \"",
        "",
        '"',
    ],
)
def test_no_speech_where_none_is(text: str) -> None:
    assert [m for m in speech(text) if m.source and m.kind == "indirect_speech"] == []


def test_typographic_and_typewriter_quotes() -> None:
    for opening, closing in (("“", "”"), ('"', '"'), ("``", "''"), ("«", "»")):
        text = f"{opening}The road is closed,{closing} the mayor said."
        assert "road is closed" in words(text, only(text, "said").content)


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("The ministry said a patrol fought them; one soldier was killed.", "The ministry", "one soldier was killed"),
        ("The clinic counted one dead, a porter, and five wounded.", "The clinic", "five wounded"),
        ("The unit registers 1,700 displaced people in shelters.", "The unit", "1,700 displaced people in shelters"),
        ("The army published the names of another 29 dead men.", "The army", "the names of another 29 dead men"),
        (
            "Rebels killed six people, security and local sources said.",
            "security and local sources",
            "Rebels killed six",
        ),
    ],
)
def test_who_counts_and_lists_says_so(text: str, source: str, content: str) -> None:
    found = [m for m in speech(text) if words(text, m.source) == source]
    assert any(content in words(text, m.content) for m in found)


def test_a_communique_is_the_words_of_who_issued_it() -> None:
    text = 'The army command issued the following communique:\n\n"We took the mill. Two men fell."\n\nAll was quiet.'
    (found,) = [m for m in speech(text) if m.kind == "direct_quote"]
    assert words(text, found.source) == "The army command"
    assert "Two men fell" in words(text, found.content)
    assert "quiet" not in words(text, found.content)


def test_what_a_semicolon_parts_nobody_says_by_a_passive() -> None:
    text = "The village was looted by the same men; no casualties were reported."
    (found,) = speech(text)
    assert words(text, found.content) == "no casualties"


def test_a_clause_within_a_speaker_is_no_speaker() -> None:
    text = '"Fighting goes on" the watch group which has people on the ground said Saturday.'
    assert [words(text, m.source).split(" which")[0] for m in speech(text)] == ["the watch group"]
