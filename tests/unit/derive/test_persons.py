"""Public figures: nobody is dead by a machine's word alone."""

from __future__ import annotations

from typing import Any

from dateline.derive.decisions import Decisions


def word(desk: Any, document: str, life: str = "unknown", reported: tuple[str, ...] = (), **more: Any) -> Any:
    person = {"id": more.pop("id", "COMMANDER"), "name": "The Commander", "life": life, "reported": list(reported)}
    return desk.claim(document, "person_status", person=person, **more)


def test_rumours_are_listed_and_not_believed(desk: Any) -> None:
    word(desk, desk.document("a", "2024-01-05"), reported=("killed", "wounded"), by=None, factuality="Uu")
    (row,) = desk.views().persons
    assert row.life == "unknown"
    assert [(r.what, r.by) for r in row.reported] == [("killed", None), ("wounded", None)]


def test_a_firm_death_needs_a_reviewer(desk: Any) -> None:
    claim = word(desk, desk.document("a", "2024-01-05"), "dead", by="RSF", day="2024-01-04")
    assert desk.views().persons[0].life == "unknown"
    row = desk.views(decisions=Decisions(accepted=frozenset({claim.id}))).persons[0]
    assert (row.life, row.since, row.confirmed_by) == ("dead", "2024-01-04", ("RSF",))


def test_a_reviewer_cannot_make_hearsay_a_death(desk: Any) -> None:
    claim = word(desk, desk.document("a", "2024-01-05"), "dead", by=None, factuality="Uu")
    assert desk.views(decisions=Decisions(accepted=frozenset({claim.id}))).persons[0].life == "unknown"


def test_alive_until_a_firm_word_of_death(desk: Any) -> None:
    word(desk, desk.document("a", "2024-01-05"), "alive", by="UN")
    assert desk.views().persons[0].life == "alive"
    word(desk, desk.document("b", "2024-02-05"), "dead", by="RSF")
    assert desk.views().persons[0].life == "unknown"


def test_never_confirmed_is_no_report(desk: Any) -> None:
    word(desk, desk.document("a", "2024-01-05"), reported=("killed",), factuality="CT-", certainty="not_confirmed")
    assert desk.views().persons[0].reported == ()


def test_private_persons_have_no_row(desk: Any) -> None:
    word(desk, desk.document("a", "2024-01-05"), "dead", id=None, by="Civil defence")
    assert desk.views().persons == ()
