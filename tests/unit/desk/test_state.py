from __future__ import annotations

import time
from pathlib import Path

from dateline.ledger import Review
from desk_ledger import desk_on, fill


def test_views_are_derived_once_for_a_state_of_the_ledger(tmp_path: Path) -> None:
    desk = desk_on(fill(tmp_path / "war.ledger"))
    with desk.open() as ledger:
        assert desk.views(ledger).views is desk.views(ledger).views


def test_where_deriving_takes_long_those_of_a_moment_ago_are_shown_and_newer_ones_made(tmp_path: Path) -> None:
    desk = desk_on(fill(tmp_path / "war.ledger"), patience=-1.0)
    with desk.open() as ledger:
        old = desk.views(ledger)
        claim = next(ledger.claim_ids())
        ledger.review(Review(target_kind="claim", target=claim, action="reject", by="ana", reason="misread"))
        seen = desk.views(ledger)
        assert seen.stale
        assert seen.views is old.views
        deadline = time.monotonic() + 10
        while desk.views(ledger).stale and time.monotonic() < deadline:
            time.sleep(0.02)
        assert claim not in {c.id for c in desk.views(ledger).views.claims}


def test_who_needs_the_newest_views_gets_them(tmp_path: Path) -> None:
    desk = desk_on(fill(tmp_path / "war.ledger"), patience=-1.0)
    with desk.open() as ledger:
        desk.views(ledger)
        claim = next(ledger.claim_ids())
        ledger.review(Review(target_kind="claim", target=claim, action="reject", by="ana", reason="misread"))
        assert claim not in {c.id for c in desk.views(ledger, fresh=True).views.claims}


def test_a_list_needs_no_deriving_where_the_ledger_keeps_its_rows(tmp_path: Path) -> None:
    path = fill(tmp_path / "war.ledger")
    first = desk_on(path)
    with first.open() as ledger:
        events = first.views(ledger).views.events
    again = desk_on(path)
    with again.open() as ledger:
        seen = again.rows(ledger)
        assert seen.views.events == events
        assert seen.views.claims == ()
        assert again.views(ledger).views.claims != ()
        claim = next(ledger.claim_ids())
        ledger.review(Review(target_kind="claim", target=claim, action="reject", by="ana", reason="misread"))
    late = desk_on(path)
    with late.open() as ledger:
        assert claim not in {c for e in late.rows(ledger).views.events for c in e.claims}
