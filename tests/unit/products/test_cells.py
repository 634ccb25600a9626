import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.products.cells import cell, hides, joined, parted, plain, read_rows, write_rows

FORMULAS = [
    "=1+1",
    "+1",
    "-1+cmd",
    "@SUM(A1)",
    "  =1",
    "\t=1",
    "\t",
    "\n1",
    "\r=1",
    "＝1",
    "|calc",
    "%x",
    "'=1",
    "''=1",
]


@pytest.mark.parametrize("text", [*FORMULAS, "\u200b=1"])
def test_a_formula_is_no_formula_any_more(text: str) -> None:
    made = cell(text)
    assert made[0] in ("'", "\ufffd")
    assert hides(text) or plain(made) == text


@pytest.mark.parametrize("value", [-12.5, -3, 0, 1.0])
def test_numbers_stay_numbers(value: float) -> None:
    assert float(cell(value)) == value


def test_unknown_is_an_empty_cell() -> None:
    assert cell(None) == ""
    assert cell(False) == "false"


def test_marks_that_turn_the_direction_are_shown() -> None:
    assert cell("abc\u202etxt.exe\x00") == "abc\ufffdtxt.exe\ufffd"


@given(st.text())
def test_texts_without_hidden_marks_come_back(text: str) -> None:
    out = StringIO()
    write_rows(out, ["a", "b"], [{"a": text, "b": 1}])
    if not hides(text):
        assert next(iter(read_rows(StringIO(out.getvalue(), newline=""))))["a"] == text
    first = next(csv.reader(StringIO(out.getvalue().split("\n", 1)[1], newline="")))[0]
    assert first[:1] not in tuple("=+-@|%\t\r")


@given(st.lists(st.text(min_size=1)))
def test_lists_come_back(values: list[str]) -> None:
    assert parted(joined(values)) == values
