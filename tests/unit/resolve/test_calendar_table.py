"""Many phrases of many wars with their words, values, intervals and relations (times_table.yaml)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from dateline.find.times import find_times
from dateline.mentions import Document, Publication
from dateline.resolve.calendar import resolve_times
from dateline.text.parse import parse

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "times_table.yaml").read_text(encoding="utf-8"))


def test_the_table_is_large() -> None:
    assert sum(max(len(case["times"]), 1) for case in CASES) >= 120


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["text"])[:50])
def test_phrase(case: dict[str, Any]) -> None:
    day = date.fromisoformat(case["published"]) if case["published"] else None
    parsed = parse(Document(id="case", text=case["text"]))
    found = resolve_times(find_times(parsed), parsed, Publication(day=day, why="given", order="DMY"))
    got = [[m.text, m.timex, m.from_, m.to, m.granularity, m.relation, m.seq] for m in found]
    assert got == case["times"]
    assert all(case["text"][m.start : m.end] == m.text for m in found)
    assert all(m.why for m in found if m.from_ is None and m.to is None)
