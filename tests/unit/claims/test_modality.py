"""How surely a clause says that something happened."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dateline.claims.inputs import Inputs
from dateline.claims.modality import Modality, is_opinion, modality_of
from dateline.find.speech import find_speech
from dateline.know.sources import source_book
from dateline.mentions import Document
from dateline.model import Claim
from dateline.resolve.sources import resolve_speech
from dateline.text.parse import parse


def modality(text: str, word: str) -> Modality:
    parsed = parse(Document(id="d", text=text))
    speech = resolve_speech(parsed, find_speech(parsed), source_book(), [], publisher=None)
    return modality_of(next(t for t in parsed.doc if t.text == word), parsed, speech)


@pytest.mark.parametrize(
    ("text", "word", "factuality"),
    [
        ("The army captured Sake on Monday.", "captured", "CT+"),
        ("Gunmen killed nine people, a local official said.", "killed", "CT+"),
        ("Fighting continued in Omdurman.", "Fighting", "CT+"),
        ("The attack was condemned by the African Union.", "attack", "CT+"),
        ("The army repelled an attack on the base.", "attack", "CT+"),
        ("Troops tried to storm the village.", "storm", "CT+"),
        ("Rebels advanced towards Goma after taking Sake.", "taking", "CT+"),
        ("Rebels advanced to take Sake.", "take", "PR+"),
        ("The army is fighting to push rebels out of Sake.", "push", "PR+"),
        ("The agency helped 8,200 people to return to Ruyigi.", "return", "CT+"),
        ("The agency will help 8,200 people to return to Ruyigi.", "return", "PR+"),
        ("The agency did not help people to return to Ruyigi.", "return", "CT-"),
        ("Soldiers forced 300 families to leave the camp.", "leave", "CT+"),
        ("She was the last to be brought out of the cellar.", "brought", "CT+"),
        ("Women walked through Bishkek to demand equal rights.", "demand", "CT+"),
        ("Women plan to walk through Bishkek to demand equal rights.", "demand", "PR+"),
        ("The Kremlin said it would respond to the attack.", "attack", "CT+"),
        ("The army did not capture Sake.", "capture", "CT-"),
        ("The rebels failed to capture the town.", "capture", "CT-"),
        ("No one was killed in the blast.", "killed", "CT-"),
        ("There was no attack on the convoy.", "attack", "CT-"),
        ("Fighters entered the town without firing a shot.", "firing", "CT-"),
        ("Moscow denied bombing the hospital.", "bombing", "CT-"),
        ("The army denied that its troops had shelled the camp.", "shelled", "CT-"),
        ("The police prevented an attack.", "attack", "CT-"),
        ("The column could not enter the city.", "enter", "CT-"),
        ("The rebels almost captured the airport.", "captured", "CT-"),
        ("Soldiers refused to fire on the crowd.", "fire", "CT-"),
        ("Russia will withdraw from Kherson.", "withdraw", "PR+"),
        ("The rebels plan to attack Goma.", "attack", "PR+"),
        ("Forces are likely to encounter fighters.", "encounter", "PR+"),
        ("The planned offensive on Rafah was delayed.", "offensive", "PR+"),
        ("The cartel threatened to kill the mayor.", "kill", "PR+"),
        ("The army launched an operation to retake Bakhmut.", "retake", "PR+"),
        ("The militia may have killed 12 people.", "killed", "PS+"),
        ("Residents fear an assault on El Fasher.", "assault", "PS+"),
        ("The ministry warned that the dam could collapse.", "collapse", "PS+"),
        ("A possible attack on the port worried traders.", "attack", "PS+"),
        ("The force reportedly seized the base.", "seized", "Uu"),
        ("Ten people are believed to have been killed.", "killed", "Uu"),
        ("He has been reported killed many times.", "killed", "Uu"),
        ("An alleged strike hit a mosque.", "strike", "Uu"),
        ("If the troops withdraw, the rebels will return.", "withdraw", "Uu"),
        ("Did the army shell the market?", "shell", "Uu"),
        ("The UN urged Israel to withdraw from Gaza.", "withdraw", "Uu"),
        ("The group called for a ceasefire.", "ceasefire", "Uu"),
        ("It was unclear whether prisoners had escaped.", "escaped", "Uu"),
        ("Al-Shabaab has never confirmed that its leader was killed.", "killed", "Uu"),
    ],
)
def test_factuality(text: str, word: str, factuality: str) -> None:
    assert modality(text, word).factuality == factuality


@pytest.mark.parametrize(
    ("text", "word", "certainty"),
    [
        ("The Sudan Tribune said the convoy was hit.", "hit", "asserted"),
        ("The Nigerian army said it killed 20 fighters.", "killed", "asserted_by_party"),
        ("Airwars confirmed that nine civilians were killed.", "killed", "confirmed_by_monitor"),
        ("The Nigerian army confirmed that a soldier was killed.", "killed", "asserted_by_party"),
        ("The Russian army denied that its jets had bombed the clinic.", "bombed", "denied"),
        ("The depot was reportedly hit.", "hit", "reported_unattributed"),
        ("Kenya will send police to Haiti.", "send", "probable_future"),
        ("The gang may attack the port.", "attack", "possible"),
        ("Hamas has not confirmed that the commander was killed.", "killed", "not_confirmed"),
    ],
)
def test_certainty(text: str, word: str, certainty: str) -> None:
    assert modality(text, word).certainty == certainty


@pytest.mark.parametrize(
    ("text", "word", "outcome"),
    [
        ("The junta vowed to crush the rebels.", "crush", "planned"),
        ("Troops tried to storm the village.", "storm", "attempted"),
        ("Police foiled a bomb attack in Kano.", "attack", "foiled"),
        ("The failed attack on the base lasted an hour.", "attack", "attempted"),
        ("Troops were shelling the suburbs.", "shelling", "ongoing"),
        ("Troops shelled the suburbs.", "shelled", None),
    ],
)
def test_outcome(text: str, word: str, outcome: str | None) -> None:
    assert modality(text, word).outcome == outcome


def test_what_is_wished_for_is_hypothetical_and_what_is_coming_is_future() -> None:
    assert modality("The council demanded that the siege be lifted.", "lifted").hypothetical
    assert modality("The brigade will leave the town.", "leave").future
    assert not modality("The brigade left the town.", "left").future


@pytest.mark.parametrize(
    ("text", "opinion"),
    [
        ("The outcome of the battle was never in doubt.", True),
        ("The liberation of the town is very important.", True),
        ("Bakhmut was the last stronghold.", True),
        ("Rebels shelled the town on Monday.", False),
        ("The last bus left at noon.", False),
    ],
)
def test_opinions_and_ranks(text: str, opinion: bool) -> None:
    assert is_opinion(parse(Document(id="d", text=text)).doc[:]) is opinion


@pytest.mark.parametrize(
    "text",
    [
        "No soldiers were killed in Kutum on Monday.",
        "Not a single soldier was killed in Kutum on Monday.",
        "Rebels killed no soldiers in Kutum.",
        "No attack took place in Kutum on Monday.",
        "There were no clashes in Kutum.",
        "None of the rebels left Kutum.",
    ],
)
def test_what_nobody_did_has_not_happened(claim: Callable[..., Claim], text: str) -> None:
    assert claim(text, "event").factuality == "CT-"


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("No soldiers were killed in Kutum on Monday.", 0),
        ("Not a single soldier was killed in Kutum on Monday.", 0),
        ("Not one but two soldiers were killed in Kutum on Monday.", 2),
        ("No fewer than 20 people were killed in a raid on Kutum on Monday.", None),
    ],
)
def test_a_zero_is_itself_the_negation(claim: Callable[..., Claim], text: str, best: int | None) -> None:
    found = claim(text, "figure")
    assert found.figure is not None
    assert (found.figure.best, found.factuality) == (best, "CT+")


def test_what_is_no_longer_held_is_not_held(claim: Callable[..., Claim]) -> None:
    assert claim("The rebels no longer control Kutum.", "control").factuality == "CT-"


def test_what_was_reported_by_nobody_is_hearsay(claim: Callable[..., Claim]) -> None:
    found = claim("Heavy fighting was reported in Kutum on Monday.", "event")
    assert (found.factuality, found.certainty, found.attribution.kind) == (
        "Uu", "reported_unattributed", "unattributed_passive",
    )  # fmt: skip


def test_a_rank_is_no_event_and_its_since_dates_nothing(claims: Callable[..., tuple[Claim, ...]]) -> None:
    assert [c.type for c in claims("It was the deadliest attack since 2014.")] == ["assessment"]
    found = claims("Monday's raid was the deadliest attack on Kutum since 2014, killing 30 people.")
    assert {(c.time.from_, c.time.to) for c in found if c.type != "assessment"} == {("2024-05-13", "2024-05-13")}
    assert [c.figure.kind for c in found if c.figure] == ["incident"]


@pytest.mark.parametrize(
    "text",
    [
        "The capture of Kutum could not be independently confirmed.",
        "There was no independent confirmation of the capture of Kutum.",
        "Reuters could not verify the attack on Kutum.",
    ],
)
def test_what_could_not_be_confirmed_is_open(claim: Callable[..., Claim], text: str) -> None:
    found = claim(text, "event")
    assert (found.factuality, found.certainty) == ("Uu", "not_confirmed")


@pytest.mark.parametrize(
    ("text", "word", "outcome"),
    [
        ("Fighting continued in Goma on Monday.", "Fighting", "ongoing"),
        ("The shelling of Goma continued on Monday.", "shelling", "ongoing"),
        ("Fighting ended in Goma on Monday.", "Fighting", None),
    ],
)
def test_what_continues_is_ongoing(inputs: Callable[..., Inputs], text: str, word: str, outcome: str | None) -> None:
    found = inputs(text)
    token = next(t for t in found.parsed.doc if t.text == word)
    assert modality_of(token, found.parsed, found.speech).outcome == outcome


def test_who_is_stopped_from_entering_has_not_entered(inputs: Callable[..., Inputs]) -> None:
    found = inputs("Troops stopped the rebels from entering Goma on Monday.")
    token = next(t for t in found.parsed.doc if t.text == "entering")
    assert modality_of(token, found.parsed, found.speech).factuality == "CT-"
