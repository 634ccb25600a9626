"""The event type of a role claim: that of the violent event whose doers it names."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from dateline.claims.anaphora import typed_by_their_events
from dateline.claims.inputs import Inputs
from dateline.model import Attribution, Claim


def claim(key: str, kind: Any, start: int, leaf: str | None) -> Claim:
    return Claim(
        id=key, document="d", start=start, end=start + 4, text="word", type=kind, event_type=leaf, extractor="rules/1",
        attribution=Attribution(kind="narration"),
    )  # fmt: skip


def test_of_two_events_of_one_word_the_first_is_taken() -> None:
    inputs = cast("Inputs", SimpleNamespace(parsed=SimpleNamespace(sentence_at=lambda _: SimpleNamespace(index=0))))
    told = [
        claim("a", "event", 5, "air_drone_strike"), claim("b", "event", 5, "shelling_missile"),
        claim("c", "role", 9, None),
    ]  # fmt: skip
    assert [c.event_type for c in typed_by_their_events(inputs, told)][-1] == "air_drone_strike"
