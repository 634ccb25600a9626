"""The words of a claim: its clause, without what other claims own."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dateline.claims.inputs import Inputs
from dateline.claims.spans import clause_span
from dateline.mentions import Document
from dateline.model import Claim
from dateline.text.parse import parse


def span(text: str, head: str, *, nominal: bool = False, within: str = "") -> str:
    parsed = parse(Document(id="s", text=text))
    token = next(t for t in parsed.doc if t.text == head)
    at = text.index(within) if within else 0
    start, end = clause_span(parsed, token, nominal=nominal, within=(at, at + len(within)) if within else None)
    return text[start:end]


@pytest.mark.parametrize(
    ("text", "head", "words"),
    [
        ("Rebels captured Kutum on Monday.", "captured", "Rebels captured Kutum on Monday"),
        (
            "Soldiers who had fled El Fasher in April captured the town of Kutum.",
            "captured",
            "captured the town of Kutum",
        ),
        (
            "Soldiers who had fled El Fasher in April captured the town of Kutum.",
            "fled",
            "who had fled El Fasher in April",
        ),
        ("The army captured Bor, where rebels had ruled, on Monday.", "ruled", "where rebels had ruled"),
        ("Rebels shelled Sirte, a port in Libya.", "shelled", "Rebels shelled Sirte"),
        (
            "GOMA, 4 April 2025 (Agency) - M23 rebels left Walikale on Thursday.",
            "left",
            "M23 rebels left Walikale on Thursday",
        ),
        ("The army shelled the provincial capital Sumy.", "shelled", "The army shelled the provincial capital Sumy"),
        ("Gunmen attacked the base, and soldiers fled into the hills.", "attacked", "Gunmen attacked the base"),
        ("Gunmen attacked the base, and soldiers fled into the hills.", "fled", "soldiers fled into the hills"),
        ("After the army left Goma, rebels entered the city.", "entered", "rebels entered the city"),
        ("Residents said that the militia burned Misterei.", "burned", "the militia burned Misterei"),
    ],
)
def test_clauses(text: str, head: str, words: str) -> None:
    assert span(text, head) == words


@pytest.mark.parametrize(
    ("text", "head", "words"),
    [
        ("The shelling of Kharkiv went on.", "shelling", "The shelling of Kharkiv"),
        ("An attack on Gao that killed nine was the third.", "attack", "An attack on Gao"),
        ("The siege of Homs and the loss of Palmyra shook the army.", "siege", "The siege of Homs"),
    ],
)
def test_phrases(text: str, head: str, words: str) -> None:
    assert span(text, head, nominal=True) == words


def test_a_reported_content_clips_its_claim() -> None:
    text = "The army “captured the port” of Hodeidah, he said."
    assert span(text, "captured", within="captured the port") == "captured the port"
    assert span(text, "captured", within="of Hodeidah") == span(text, "captured")


def test_claims_never_cross_a_sentence(claims: Callable[..., tuple[Claim, ...]], inputs: Callable[..., Inputs]) -> None:
    text = (
        "Rebels attacked a barracks in Gao on Monday. Three soldiers were killed. The army shelled the village of "
        "Tessit, residents said. “We lost nine men,” an officer said."
    )
    ends = [(s.start, s.end) for s in inputs(text).parsed.sentences]
    assert len(claims(text)) >= 4
    assert all(any(a <= c.start and c.end <= b for a, b in ends) for c in claims(text))


def test_two_verbs_make_two_claims_that_do_not_overlap(claim: Callable[..., Claim]) -> None:
    text = "The army captured Wad Madani on Monday, and the militia shelled Nyala."
    first, second = claim(text, "event", "captured"), claim(text, "event", "shelled")
    assert first.text == "The army captured Wad Madani on Monday"
    assert second.text == "the militia shelled Nyala"


def test_the_words_of_the_speaker_stay_out(claim: Callable[..., Claim]) -> None:
    text = '"Our forces captured Bakhmut," a Russian army spokesman said on Wednesday.'
    assert claim(text, "event").text == "Our forces captured Bakhmut"
    text = "Gunmen kidnapped a priest in Port-au-Prince on Tuesday, police said."
    assert claim(text, "event").text == "Gunmen kidnapped a priest in Port-au-Prince on Tuesday"


def test_the_relative_clause_is_a_claim_of_its_own_with_its_own_time(claim: Callable[..., Claim]) -> None:
    text = "Sudanese soldiers who had fled El Fasher in April captured the town of Kutum on Monday."
    before, now = claim(text, "event", "fled"), claim(text, "event", "captured")
    assert (before.time.from_, before.time.to) == ("2024-04-01", "2024-04-30")
    assert (now.time.from_, now.time.to) == ("2024-05-13", "2024-05-13")
    assert before.end <= now.start
