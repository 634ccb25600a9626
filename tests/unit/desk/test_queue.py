from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from dateline.desk.queue import Waiting, ranked, waiting
from dateline.ledger import Ledger, Review
from dateline.run.engine_views import views_of
from desk_ledger import fill


@pytest.fixture
def filled(tmp_path: Path) -> Ledger:
    with Ledger(fill(tmp_path / "war.ledger")) as ledger:
        yield ledger  # type: ignore[misc]


def queue_of(ledger: Ledger) -> list[Waiting]:
    return waiting(ranked(views_of(ledger)), ledger.reviews())


def test_every_undecided_claim_waits_once_the_most_pressing_first(filled: Ledger) -> None:
    rows = queue_of(filled)
    assert {w.claim.id for w in rows} == set(filled.claim_ids())
    assert [w.score for w in rows] == sorted((w.score for w in rows), reverse=True)


def test_a_claim_without_a_day_is_less_sure_and_says_so(filled: Ledger) -> None:
    row = next(w for w in queue_of(filled) if w.claim.document == "c")
    assert "no day" in row.why
    assert row.uncertainty == pytest.approx(0.65)


def test_many_dead_weigh_more_than_few(filled: Ledger) -> None:
    weights = {w.claim.document: w.consequence for w in queue_of(filled) if w.claim.type == "figure"}
    assert weights["b"] > weights["a"]


def test_what_was_decided_waits_no_more_until_it_is_undone(filled: Ledger) -> None:
    claim = queue_of(filled)[0].claim.id
    made = filled.review(Review(target_kind="claim", target=claim, action="accept", by="ana", reason="read"))
    assert claim not in {w.claim.id for w in queue_of(filled)}
    filled.review(replace(made, id="", at="", action="undo", supersedes=made.id))
    assert claim in {w.claim.id for w in queue_of(filled)}
