"""The examples of the event types: enough of each, of known types, none twice."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
import yaml

from dateline.know.events import load_events
from dateline.vocabulary import DATA

SHEETS: dict[str, dict[str, Any]] = {
    p.stem: yaml.safe_load(p.read_text(encoding="utf-8")) for p in sorted((DATA / "examples").glob("*.yaml"))
}
LEAVES = sorted(load_events().leaves)


def text_of(row: str | dict[str, str]) -> str:
    return row if isinstance(row, str) else row["text"]


@pytest.mark.parametrize("leaf", LEAVES)
def test_each_leaf_has_examples_and_near_misses_of_known_types(leaf: str) -> None:
    sheet = SHEETS[leaf]
    assert sheet["leaf"] == leaf
    assert sheet["definition"]
    assert len(sheet["examples"]) >= 90
    assert len(sheet["near_misses"]) >= 30
    assert {row["is"] for row in sheet["near_misses"]} <= {*LEAVES, "none"} - {leaf}


@pytest.mark.parametrize("leaf", LEAVES)
def test_each_leaf_has_single_sentences_of_several_wars(leaf: str) -> None:
    rows = SHEETS[leaf]["sentences"]
    assert len(rows) >= 28
    assert len({row["war"] for row in rows}) >= 10


def test_there_are_as_many_texts_of_no_event() -> None:
    assert len(SHEETS["none"]["examples"]) >= 200
    assert len(SHEETS["none"]["sentences"]) >= 500
    assert set(SHEETS) == {*LEAVES, "none"}


def test_no_example_stands_twice() -> None:
    counted = Counter(text_of(row) for sheet in SHEETS.values() for row in (*sheet["examples"], *sheet["sentences"]))
    assert [text for text, n in counted.items() if n > 1] == []


def test_captures_say_who_takes() -> None:
    takers = Counter(row.get("taker") for row in SHEETS["territory_captured"]["examples"] if isinstance(row, dict))
    assert min(takers["government"], takers["nonstate"]) >= 40
