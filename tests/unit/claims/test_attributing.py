"""Whose word a claim is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dateline.claims.attributing import attribution_at, content_around, speech_over
from dateline.claims.inputs import Inputs
from dateline.model import Claim


def speaker(claim: Claim) -> str | None:
    return next((s.id for s in claim.attribution.sources if s.role != "carrier"), None)


@pytest.mark.parametrize(
    ("text", "words", "kind", "who"),
    [
        ("Rebels captured Goma on Monday.", "captured", "narration", None),
        ("The militia said the army shelled Nyala.", "shelled", "indirect_speech", "RSF_SUDAN"),
        ("The Syrian Observatory for Human Rights said rebels shelled Idlib.", "shelled", "indirect_speech", "SOHR"),
        ("Gunmen attacked a base in Gao, residents said.", "attacked", "indirect_speech", "ANON_RESIDENTS"),
        ('"Our forces captured Bakhmut," a Russian army spokesman said.', "captured", "direct_quote", "RUS_ARMY_CMD"),
        ("Myanmar's junta denied bombing a hospital in Loikaw.", "bombing", "indirect_speech", "MMR_JUNTA"),
        ("Al-Shabaab fighters were reportedly killed near Kismayo.", "killed", "unattributed_passive", None),
    ],
)
def test_kind_and_speaker(claim: Callable[..., Claim], text: str, words: str, kind: str, who: str | None) -> None:
    found = claim(text, "event", words)
    assert (found.attribution.kind, speaker(found)) == (kind, who)


def test_the_innermost_speech_is_taken(inputs: Callable[..., Inputs]) -> None:
    text = "The army said residents had told officers that rebels shelled Nyala."
    found = inputs(text)
    inner = speech_over(found, text.index("shelled"))
    outer = speech_over(found, text.index("told"))
    assert inner is not None
    assert outer is not None
    assert text[slice(*inner.mention.cue[0])].endswith("told")
    assert text[slice(*outer.mention.cue[0])] == "said"


def test_a_place_before_the_speech_is_narration(inputs: Callable[..., Inputs]) -> None:
    text = "Rebels captured Goma on Monday. The army said it had lost nine men."
    found = inputs(text)
    assert speech_over(found, 0) is None
    assert content_around(None, 0) is None
    speech = speech_over(found, text.index("lost"))
    around = content_around(speech, text.index("lost"))
    assert around is not None
    assert "lost nine men" in text[slice(*around)]
    assert content_around(speech, 0) is None


def test_a_headline_is_a_headline(claim: Callable[..., Claim]) -> None:
    text = "Army shells camp in Nyala\n\nNyala: The army shelled a camp on Tuesday, residents said."
    assert claim(text, "event", "Army shells").attribution.kind == "headline"


def test_the_cue_is_a_span_of_the_text(claim: Callable[..., Claim]) -> None:
    text = "Russian forces shelled Kharkiv on Monday, according to the Ukrainian general staff."
    found = claim(text, "event")
    cue = found.attribution.cue
    assert cue is not None
    assert text[cue.start : cue.end] == cue.text == "according to"
    assert speaker(found) == "UKR_GENERAL_STAFF"


def test_who_only_carries_it_is_no_originator(claim: Callable[..., Claim]) -> None:
    found = claim("Gunmen killed nine people in Taiz on Sunday, a local official told Reuters.", "event")
    assert [(s.role, s.id) for s in found.attribution.sources] == [
        ("organisation", "ANON_OFFICIALS"),
        ("carrier", "REUTERS"),
    ]


def test_hearsay_has_no_originator_even_where_an_agency_narrates(claim: Callable[..., Claim]) -> None:
    found = claim("Al-Shabaab fighters were reportedly killed near Kismayo.", "event", source="AFP")
    assert found.factuality == "Uu"
    assert all(s.role == "carrier" for s in found.attribution.sources)


def test_the_narrator_is_the_documents_publisher(claim: Callable[..., Claim]) -> None:
    found = claim("Gunmen attacked a base in Gao on Monday.", "event", source="AFP")
    assert speaker(found) == "AFP"
    assert found.attribution.cue is None


def test_a_plan_is_not_somebodys_word_that_it_happened(inputs: Callable[..., Inputs]) -> None:
    text = "The junta ordered soldiers to shell Loikaw."
    assert speech_over(inputs(text), text.index("shell")) is None
    assert attribution_at(inputs(text), text.index("shell"))[0].kind == "narration"


def test_two_sides_of_one_story_keep_their_own_words(claims: Callable[..., tuple[Claim, ...]]) -> None:
    text = (
        "Ukraine says Russian missiles hit Kharkiv on Monday. "
        "The Russian defence ministry said its forces captured Kupiansk on Tuesday."
    )
    found = {c.event_type: speaker(c) for c in claims(text) if c.type == "event"}
    assert found == {"shelling_missile": "UKRAINE", "territory_captured": "RUS_MOD"}
