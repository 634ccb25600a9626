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


def test_offsets_are_those_of_the_text() -> None:
    text = "In Donetsk, at least 12 miners were killed.\n\nA drone wounded 'three' firefighters in Nikopol."
    for q in _read(text):
        assert text[q.start : q.end] == q.text
        assert q.clause_start <= q.start < q.end <= q.clause_end


def test_victims_told_again_give_no_second_figure() -> None:
    figures = _read("Three men were shot dead in Juba. The three were farmers. The three men were buried on Friday.")
    assert [(q.measure, q.best) for q in figures] == [("killed", 3)]


def test_a_name_after_a_number_adds_no_one() -> None:
    (figure,) = _read("A strike killed two brothers, Ahmed Nasser and Ali Nasser, in Sanaa.")
    assert figure.best == 2


def test_status_sex_and_age_are_read_off_the_noun() -> None:
    soldiers, girl = _read("Shelling killed 12 soldiers. A girl was killed in Lviv.")
    assert soldiers.victim_status == "combatant"
    assert (girl.victim_status, girl.sex, girl.age) == ("civilian", "female", "child")


def test_a_sum_of_soldiers_and_civilians_is_mixed() -> None:
    total = _read("Four soldiers and two civilians were killed in Borno.")[0]
    assert (total.best, total.derived, total.victim_status) == (6, True, "mixed")


def test_the_bomber_among_the_dead_is_noted() -> None:
    (figure, *_) = _read("The suicide bombing killed 40 people, including the bomber.")
    assert figure.best == 40
    assert figure.includes == "perpetrators"


def test_units_tell_persons_from_households_buildings_and_events() -> None:
    assert [q.unit for q in _read("Some 300 families fled.")] == ["households"]
    assert [q.unit for q in _read("Shells destroyed 12 houses.")] == ["buildings"]
    assert [q.unit for q in _read("The army carried out 14 airstrikes.")] == ["events"]


def test_fleeing_fighters_are_no_displaced_people() -> None:
    assert all(q.measure != "displaced" for q in _read("About 200 militants fled to the hills."))


def test_a_joint_toll_of_several_attacks_is_an_aggregate() -> None:
    killed = [q for q in _read("11 civilians were killed in three airstrikes on the city.") if q.measure == "killed"]
    assert [q.kind for q in killed] == ["aggregate"]


def test_a_byline_counts_no_one() -> None:
    text = "Gunmen raid village\n\nBy 3 reporters\n\nGunmen killed nine people in Plateau state on Sunday."
    assert [(q.measure, q.best) for q in _read(text)] == [("killed", 9)]


def test_a_text_without_figures_has_none() -> None:
    assert _read("The ministers met in Geneva and issued a statement on access.") == []
    assert _read("") == []
