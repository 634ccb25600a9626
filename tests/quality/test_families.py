"""Copies are found and follow-ups are not: stories of many wars, cut, re-headed, re-ordered, edited and merged."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable

import pytest

from dateline.derive.policy import load_policies
from dateline.families import Families, FamilyDocument, families, prints_of
from quality.families.make import Made, documents

RULES = load_policies().families


def found(made: Iterable[Made]) -> Families:
    rows = [
        FamilyDocument(id=m.id, prints=prints_of(m.text), agency=m.agency, publisher=m.publisher, published=m.published)
        for m in made
    ]
    return families(rows, RULES)


def pairs(family_of: dict[str, str]) -> set[tuple[str, str]]:
    return {(a, b) for a, b in itertools.combinations(sorted(family_of), 2) if family_of[a] == family_of[b]}


@pytest.fixture(scope="module")
def made() -> list[Made]:
    return documents()


def test_the_set_is_large_and_has_what_it_is_for(made: list[Made]) -> None:
    kinds = Counter(m.id.split("-")[-1] for m in made if m.id.startswith("s") and not m.id.startswith("staff"))
    assert len(made) >= 250
    assert {"cut", "headed", "ordered", "merged", "edited", "next", "other"} <= set(kinds)
    assert sum(m.copy_of is None for m in made) >= 70


@pytest.mark.parametrize("half", ["looked at", "measured"])
def test_copies_are_families_and_nothing_else_is(made: list[Made], half: str) -> None:
    part = [
        m for m in made if (int(m.id[1:3]) >= 11 if m.id[1].isdigit() else int(m.id[-2:]) >= 6) == (half == "measured")
    ]
    truth = {m.id: m.copy_of or m.id for m in part}
    got = dict(found(part).family_of)
    wanted, told = pairs(truth), pairs(got)
    wrong, missed = sorted(told - wanted), sorted(wanted - told)
    precision, recall = 1 - len(wrong) / len(told), 1 - len(missed) / len(wanted)
    assert precision >= 0.97, (precision, wrong)
    assert recall >= 0.97, (recall, missed)
