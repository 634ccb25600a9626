"""The tables of phrases: dating and placing of single phrases must not fall below their floors."""

from __future__ import annotations

import pytest

from dateline.bench.asking import Books, asking
from dateline.bench.floors import judge, load_floors
from dateline.bench.measure import measure
from dateline.bench.tasks import TASKS


@pytest.mark.parametrize("name", ["phrases-times", "phrases-places"])
def test_phrases_are_read_as_well_as_before(name: str) -> None:
    task = TASKS[name]
    with asking(1, Books()) as ask:
        measured = measure(task, task.find(None), ask)
    assert [j for j in judge(measured, load_floors()) if j.holds is False] == []
    assert measured.rows > 400
