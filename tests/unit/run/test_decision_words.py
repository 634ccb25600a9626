"""Decisions in words."""

from __future__ import annotations

import json

import pytest

from dateline.ledger import Review
from dateline.run.decision_words import what

PLACE = {"role": "event", "name": "Yobe", "lat": 12.29, "lon": 11.44, "country": "NG", "why": "middle of the hull"}


@pytest.mark.parametrize(
    ("field", "old", "new", "words"),
    [
        ("time.from", None, "2024-01-02", "time from was unknown, is 2024-01-02"),
        ("places.0", json.dumps(PLACE), json.dumps({**PLACE, "name": None}),
         "place 1 was “Yobe”, 12.29, 11.44, NG, is 12.29, 11.44, NG"),
        ("actors.1", None, json.dumps({"role": "actor"}), "actor 2 was unknown, is actor"),
        ("attribution.sources.0", json.dumps({"name": "UN"}), "{}", "source 1 was “UN”, is unknown"),
    ],
)  # fmt: skip
def test_a_mended_part_is_told_by_its_name(field: str, old: str | None, new: str, words: str) -> None:
    row = Review(target_kind="claim", target="cl_x", action="edit", field=field, old=old, new=new, by="a", reason="r")
    assert what(row) == f"cl_x: {words}"
