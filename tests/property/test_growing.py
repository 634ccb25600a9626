"""Views that grow are those that deriving from nothing gives: whatever came, in whatever batches and order, and
whatever people decided, undid and erased between."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from dateline.derive.decisions import in_force
from dateline.ids import text_sha256
from dateline.ledger import Entry, Ledger, Review
from dateline.run import reviewing
from dateline.run.engine_views import SHAPES, rules_version, view_rows, views_of
from growing_rows import story

STORIES = 40


def grown(ledger: Ledger) -> dict[str, list[Any]]:
    """The kept views, brought to what the ledger holds."""
    rows = {view: [row.to_json() for row in view_rows(ledger, view)] for view in SHAPES}
    kept = ledger.get_view("suggestions", f"range/{rules_version()}") or []
    return rows | {"suggestions": sorted((s["one"], s["two"], s["score"]) for s in kept)}


def derived(ledger: Ledger) -> dict[str, list[Any]]:
    """The views from nothing."""
    views = views_of(ledger)
    rows = {view: [row.to_json() for row in getattr(views, view)] for view in SHAPES}
    return rows | {"suggestions": sorted((*sorted((s.one, s.two)), s.score) for s in views.suggestions)}


class Growing(RuleBasedStateMachine):
    """A ledger whose views are looked at between its changes."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.ledger = Ledger(Path(self.folder.name) / "war.ledger", create=True)
        self.entries: dict[str, Entry] = {}

    def teardown(self) -> None:
        self.looking_shows_what_deriving_gives()
        self.ledger.close()
        self.folder.cleanup()

    @initialize(seed=st.integers(0, 10_000))
    def first_reports(self, seed: int) -> None:
        self.seed = seed
        self.read([0, 1, 2], 0)

    @rule(numbers=st.lists(st.integers(0, STORIES - 1), min_size=1, max_size=12), reading=st.integers(0, 1))
    def read(self, numbers: list[int], reading: int) -> None:
        for number in numbers:
            entry = story(self.seed, number, reading)
            self.ledger.append(entry)
            if not self.ledger.is_redacted(entry.document.id, text_sha256(entry.document.text), None):
                self.entries[entry.document.id] = entry

    @rule()
    def looking_shows_what_deriving_gives(self) -> None:
        assert grown(self.ledger) == derived(self.ledger)

    @precondition(lambda self: len(views_of(self.ledger).events) > 1)
    @rule(data=st.data())
    def merge(self, data: st.DataObject) -> None:
        views = views_of(self.ledger)
        ids = data.draw(st.lists(st.sampled_from([e.id for e in views.events]), min_size=2, max_size=3, unique=True))
        reviewing.merge(self.ledger, views, ids, by="ana", reason="one")

    @precondition(lambda self: any(len(e.documents) > 1 for e in views_of(self.ledger).events))
    @rule(data=st.data())
    def split(self, data: st.DataObject) -> None:
        views = views_of(self.ledger)
        event = data.draw(st.sampled_from([e for e in views.events if len(e.documents) > 1]))
        document = data.draw(st.sampled_from(event.documents))
        own = {c.id: c for c in views.claims if c.type == "event" and c.factuality != "CT-"}
        out = [c for c in event.claims if c in own and own[c].document == document]
        if out and any(c in own and c not in out for c in event.claims):
            reviewing.split(self.ledger, views, event.id, out, by="ana", reason="two")

    @rule(data=st.data(), action=st.sampled_from(["accept", "reject", "edit", "retract"]))
    def review(self, data: st.DataObject, action: Any) -> None:
        claims = sorted(self.ledger.claim_ids())
        if not claims:
            return
        claim = data.draw(st.sampled_from(claims))
        if action in ("edit", "retract"):
            change = ("factuality", "retracted") if action == "retract" else ("time.from", "2025-01-22")
            place = {"place_of": lambda _: None, "actor_of": lambda _: None}
            reviewing.edit_claim(self.ledger, claim, [change], by="ben", reason="misread", **place)
        else:
            reviewing.review_claim(self.ledger, claim, action, by="ben", reason="checked")

    @precondition(lambda self: any(r.action != "undo" for r in in_force(self.ledger.reviews())))
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        standing = [r for r in in_force(self.ledger.reviews()) if r.action != "undo"]
        reviewing.undo(self.ledger, data.draw(st.sampled_from(standing)).id, by="eva", reason="mistaken")

    @precondition(lambda self: len(self.entries) > 1)
    @rule(data=st.data(), action=st.sampled_from(["merge", "split"]))
    def relate(self, data: st.DataObject, action: Any) -> None:
        """Two documents are said to tell one story, or not to."""
        one, two = data.draw(st.permutations(sorted(self.entries)))[:2]
        self.ledger.review(
            Review(target_kind="document", target=one, action=action, new=two, by="ana", reason=f"{action} {one} {two}")
        )

    @precondition(lambda self: len(self.entries) > 4)
    @rule(data=st.data())
    def erase(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(sorted(self.entries)))
        self.ledger.redact(key, reason="asked for")
        self.entries.pop(key)

    @rule(data=st.randoms(use_true_random=False))
    def another_order_of_arrival_gives_the_same(self, data: random.Random) -> None:
        """From the newest readings, in other batches, looked at between; with the same decisions."""
        entries = [self.entries[key] for key in sorted(self.entries)]
        data.shuffle(entries)
        with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "new.ledger", create=True) as new:
            for entry in entries:
                new.append(entry)
                if data.random() < 0.3:
                    grown(new)
            for row in self.ledger.reviews():
                new.review(row)
                if data.random() < 0.3:
                    grown(new)
            assert grown(new) == grown(self.ledger)


TestGrowing = Growing.TestCase
TestGrowing.settings = settings(max_examples=25, stateful_step_count=14, deadline=None)
