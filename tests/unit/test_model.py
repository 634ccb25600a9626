"""The public shapes: strict, immutable, and in JSON under the names of the contract."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import ValidationError

from dateline.model import (
    ActorRef,
    Attribution,
    Claim,
    ControlEffect,
    Event,
    FigureValue,
    PersonStatus,
    PlaceRef,
    TimeRef,
)

CLAIM: dict[str, Any] = {
    "id": "cl_1",
    "document": "d1",
    "start": 0,
    "end": 21,
    "text": "Rebels captured Kutum",
    "type": "event",
    "event_type": "territory_captured",
    "attribution": {"kind": "narration"},
    "time": {"from": "2024-05-13", "to": "2024-05-13", "basis": "weekday"},
    "extractor": "rules/1",
}


def test_json_has_the_names_of_the_contract_and_comes_back_the_same() -> None:
    claim = Claim.model_validate(CLAIM)
    row = claim.to_json()
    assert row["schema"] == "claim/1"
    assert row["time"]["from"] == "2024-05-13"
    assert "from_" not in json.dumps(row)
    assert Claim.model_validate(json.loads(json.dumps(row))) == claim


def test_both_names_of_a_field_are_understood() -> None:
    assert TimeRef(from_="2024-05-13") == TimeRef.model_validate({"from": "2024-05-13"})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("type", "rumour"),
        ("factuality", "maybe"),
        ("news_role", "front page"),
        ("outcome", "won"),
        ("weather", "rain"),
        ("start", None),
        ("attribution", {"kind": "gossip"}),
    ],
)
def test_a_claim_takes_no_unknown_words(field: str, value: object) -> None:
    with pytest.raises(ValidationError):
        Claim.model_validate({**CLAIM, field: value})


@pytest.mark.parametrize("field", ["id", "document", "text", "attribution", "extractor"])
def test_a_claim_without_its_words_or_its_source_is_none(field: str) -> None:
    with pytest.raises(ValidationError):
        Claim.model_validate({k: v for k, v in CLAIM.items() if k != field})


def test_shapes_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        Claim.model_validate(CLAIM).text = "Army captured Kutum"  # type: ignore[misc]


def test_what_is_not_stated_is_none_and_never_zero() -> None:
    figure = FigureValue(measure="killed")
    assert (figure.min, figure.best, figure.max) == (None, None, None)
    assert figure.victim_status == "unknown"
    assert ControlEffect().state == "unknown"
    assert ControlEffect().share is None
    assert PersonStatus().life == "unknown"
    time = TimeRef()
    assert (time.from_, time.to, time.basis) == (None, None, "none")
    place = PlaceRef()
    assert (place.lat, place.lon, place.id) == (None, None, None)
    assert Event(id="e", type="armed_clash").status == "reported"


def test_an_attribution_without_a_source_is_possible() -> None:
    assert Attribution(kind="unattributed_passive").sources == ()
    assert ActorRef(role="attacker").backers == ()
