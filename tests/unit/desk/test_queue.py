from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline.desk.queue import Weights, uncertainty, weigh, why
from dateline.ledger import Ledger
from dateline.ledger.waiting import Weighed, place_of
from dateline.run.engine_views import grow_views, rules_version
from dateline.vocabulary import load_data
from desk_ledger import fill
from incident_rows import report, told

WEIGHTS = load_data("desk/queue.yaml", Weights)


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(fill(tmp_path / "war.ledger")) as ledger:
        yield ledger


def queue_of(ledger: Ledger) -> list[Weighed]:
    assert grow_views(ledger)
    weigh(ledger, f"range/{rules_version()}")
    return ledger.queue().page(None, 500, ())


def test_every_claim_waits_once_the_most_pressing_first(filled: Ledger) -> None:
    rows = queue_of(filled)
    assert sorted(w.claim for w in rows) == sorted(filled.claim_ids())
    assert [w.score for w in rows] == sorted((w.score for w in rows), reverse=True)


def test_a_claim_without_a_day_is_less_sure_and_says_so(filled: Ledger) -> None:
    row = next(w for w in queue_of(filled) if w.document == "c")
    assert "no day" in why(row, 0.5)
    assert uncertainty(row, WEIGHTS) == pytest.approx(0.65)


def test_many_dead_weigh_more_than_few(filled: Ledger) -> None:
    types = {c.id: c.type for c in filled.claims()}
    weights = {w.document: w.weight for w in queue_of(filled) if types[w.claim] == "figure"}
    assert weights["b"] > weights["a"]


def test_what_is_contested_is_pressing_as_long_as_it_is(filled: Ledger) -> None:
    before = {w.claim: w.score for w in queue_of(filled)}
    denied = told("Goma", leaf="territory_captured", factuality="CT-")
    filled.append(report("e", denied, published="2025-01-25"))
    contested = [w for w in queue_of(filled) if "contested" in w.flags and w.document == "a"]
    assert contested
    assert all(w.score > before[w.claim] for w in contested)
    filled.append(report("e", None, published="2025-01-25", resources="books/2"))
    assert {w.claim: w.score for w in queue_of(filled)} == before


def test_pages_leave_out_what_was_decided_and_are_the_queue(filled: Ledger) -> None:
    rows = queue_of(filled)
    out = {rows[0].claim, rows[3].claim}
    queue, seen, after = filled.queue(), [], None
    while page := queue.page(after, 2, out):
        seen += [w.claim for w in page]
        after = place_of(page[-1])
    assert seen == [w.claim for w in rows if w.claim not in out]
    assert queue.count(out) == len(seen)


def test_a_claim_that_is_read_no_more_waits_no_more(filled: Ledger) -> None:
    queue_of(filled)
    filled.append(report("b", None, published="2025-01-25", resources="books/2"))
    assert "b" not in {w.document for w in queue_of(filled)}
