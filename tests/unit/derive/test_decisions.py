"""People's reviews as deriving sees them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from dateline.derive.decisions import apply, decisions_of
from dateline.errors import ConfigError


@dataclass
class Row:
    id: str
    action: str
    target: str
    target_kind: str = "claim"
    field: str | None = None
    old: str | None = None
    new: str | None = None
    supersedes: str | None = None


def test_the_later_word_on_two_events_stands() -> None:
    rows = [Row("1", "merge", "ev_b", "event", new="ev_a"), Row("2", "split", "ev_a", "event", new="ev_b")]
    assert decisions_of(rows[:1]).merged == {("a", "b")}
    assert decisions_of(rows).merged == frozenset()
    assert decisions_of(rows).split == {("a", "b")}


def test_undo_voids_a_row() -> None:
    rows = [Row("1", "reject", "c1"), Row("2", "undo", "c1", supersedes="1")]
    assert decisions_of(rows).rejected == frozenset()


def test_accept_after_reject_accepts() -> None:
    rows = [Row("1", "reject", "c1"), Row("2", "accept", "c1")]
    assert decisions_of(rows).accepted == {"c1"}
    assert decisions_of(rows).rejected == frozenset()


def test_a_rejected_claim_is_gone_and_an_edited_one_changed(desk: Any) -> None:
    story = desk.document("a", "2024-06-30")
    one = desk.claim(story, event_type="armed_clash", at="Singa", day="2024-06-29")
    two = desk.claim(story, event_type="armed_clash", at="Singa", day="2024-06-29")
    rows = [
        Row("1", "reject", one.id),
        Row("2", "edit", two.id, field="event_type", new="shelling_missile"),
        Row("3", "edit", two.id, field="places.0.name", new="Sinja"),
    ]
    (left,) = apply(desk.claims, decisions_of(rows))
    assert (left.event_type, left.places[0].name) == ("shelling_missile", "Sinja")


def test_an_edit_that_fits_no_claim_is_an_error(desk: Any) -> None:
    claim = desk.claim(desk.document("a", "2024-06-30"), event_type="armed_clash")
    with pytest.raises(ConfigError, match=claim.id):
        apply(desk.claims, decisions_of([Row("1", "edit", claim.id, field="factuality", new="surely")]))


def test_taking_back_is_an_edit_of_its_own(desk: Any) -> None:
    claim = desk.claim(desk.document("a", "2024-06-30"), event_type="armed_clash", at="Singa", day="2024-06-29")
    decided = decisions_of([Row("1", "edit", claim.id, field="factuality", new="retracted")])
    (event,) = desk.views(decisions=decided).events
    assert event.status == "retracted"
