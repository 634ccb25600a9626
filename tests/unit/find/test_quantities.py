"""Figures of one sentence, over many wars and desks: the table beside this file, and what a table does not say."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from dateline.find.quantities import find_quantities
from dateline.mentions import Document, QuantityMention
from dateline.text.parse import parse

_TABLE = yaml.safe_load((Path(__file__).parent / "quantities_table.yaml").read_text(encoding="utf-8"))


def _read(text: str) -> list[QuantityMention]:
    return find_quantities(parse(Document(id="d", text=text)))


def _row(quantity: QuantityMention) -> tuple[Any, ...]:
    q = quantity
    return (q.measure, q.min, q.best, q.max, q.approx, q.kind, q.of)


@pytest.mark.parametrize(("text", "expected"), _TABLE, ids=[row[0][:60] for row in _TABLE])
def test_figures_of_a_sentence(text: str, expected: list[list[Any]]) -> None:
    wanted = [tuple(row) + ("incident", None)[len(row) - 5 :] for row in expected]
    assert [_row(q) for q in _read(text)] == wanted
