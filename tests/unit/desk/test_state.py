from __future__ import annotations

import threading
import time
from pathlib import Path

from dateline.desk.making import Maker
from dateline.desk.state import Seen
from dateline.ledger import Ledger, Review
from dateline.ledger.shelf import Wanted
from dateline.run.engine_views import views_of
from desk_ledger import desk_on, fill


def ids(seen: Seen) -> set[str]:
    return {row["id"] for _, row in seen.shelf.page("events", Wanted(), None, 100)}


def test_the_rows_are_those_that_deriving_gives(tmp_path: Path) -> None:
    desk = desk_on(fill(tmp_path / "war.ledger"))
    with desk.open() as ledger:
        seen = desk.rows(ledger)
        assert not seen.stale
        assert ids(seen) == {e.id for e in views_of(ledger).events}


def test_who_cannot_wait_gets_the_rows_of_a_moment_ago_and_is_told_so(tmp_path: Path) -> None:
    path = fill(tmp_path / "war.ledger")
    desk = desk_on(path)
    with desk.open() as ledger:
        old = ids(desk.rows(ledger))
        for claim in {c.id for c in ledger.claims("c")}:
            ledger.review(Review(target_kind="claim", target=claim, action="reject", by="ana", reason="misread"))
        desk.patience = 0.0
        seen = desk.rows(ledger)
        assert seen.stale
        assert ids(seen) == old
        fresh = desk.fresh(ledger)
        assert not fresh.stale
        assert ids(fresh) == {e.id for e in views_of(ledger).events} < old


def test_what_was_known_then_is_on_a_shelf_of_its_own(tmp_path: Path) -> None:
    desk = desk_on(fill(tmp_path / "war.ledger"))
    with desk.open() as ledger:
        then = desk.rows(ledger, known_by="2025-01-24")
        assert ids(then) == {e.id for e in views_of(ledger, known_by="2025-01-24").events}
        assert desk.rows(ledger, known_by="2025-01-24").shelf is then.shelf
        assert ids(desk.rows(ledger)) > ids(then)


def test_a_job_is_done_once_for_all_who_wait_and_again_where_it_may_have_begun_too_early() -> None:
    maker, began, go = Maker(), threading.Event(), threading.Event()
    done: list[int] = []

    def work(_: object) -> None:
        began.set()
        go.wait(60)
        done.append(1)

    first = maker.ask("x", work)
    assert began.wait(60)
    assert maker.ask("x", work) is first
    second = maker.ask("x", work, again=True)
    assert second is not first
    assert maker.ask("x", work, again=True) is second
    go.set()
    assert first.over.wait(60)
    assert second.over.wait(60)
    assert done == [1, 1]


def test_what_fails_ends_and_the_next_is_done() -> None:
    maker = Maker()
    wrong = maker.ask("wrong", lambda _: 1 / 0)  # type: ignore[arg-type, return-value]
    assert wrong.over.wait(60)
    assert maker.ask("right", lambda heard: heard(1, 2)).over.wait(60)
    deadline = time.monotonic() + 60
    while maker.job("right") is not None and time.monotonic() < deadline:
        time.sleep(0.01)
    assert maker.job("right") is None


def test_decisions_count_at_once(tmp_path: Path) -> None:
    path = fill(tmp_path / "war.ledger")
    desk = desk_on(path)
    with Ledger(path) as ledger:
        claim = next(ledger.claim_ids())
        assert claim not in desk.decided(ledger)[1]
        ledger.review(Review(target_kind="claim", target=claim, action="reject", by="ana", reason="misread"))
        assert claim in desk.decided(ledger)[1]
