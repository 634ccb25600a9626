"""People decide, take back and decide again while documents are read anew, in any order: nothing is lost, the views are
those that deriving from nothing gives, and the log holds and knows every decision."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from dateline.derive.decisions import decisions_of, in_force
from dateline.derive.views import Views
from dateline.ledger import Entry, Ledger, Review
from dateline.run import reviewing
from dateline.run.engine_views import views_of
from incident_rows import report, told

#: Document -> what its readings may find in it, of as many sentences each.
READINGS: dict[str, list[list[dict[str, Any] | None]]] = {
    "a": [[told(killed=4), told("Goma")], [told(killed=5), None], [told("Masisi", killed=4), told("Goma", killed=2)]],
    "b": [[told(killed=4)], [told(leaf="armed_clash")], [None]],
    "c": [[told("Goma", killed=2), told()], [told("Goma", day="2025-01-24"), told("Goma")]],
    "d": [[told("Masisi"), told("Masisi", killed=3)], [told(day=None), told("Masisi")]],
    "e": [[told(factuality="CT-", actor="M23")], [told(actor="M23", killed=40)]],
}
SETS = [
    ("event_type", "armed_clash"),
    ("time.from", "2025-01-22"),
    ("places.0.name", "Sake town"),
    ("factuality", "Uu"),
]


def shown(views: Views) -> list[Any]:
    rows = [*views.events, *views.control, *views.figures, *views.persons, *views.claims]
    return [*(row.to_json() for row in rows), *(repr(s) for s in views.suggestions), sorted(views.home.items())]


class Deciding(RuleBasedStateMachine):
    """A ledger, what was put into it, and what the last decision found before it."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.ledger = Ledger(Path(self.folder.name) / "war.ledger", create=True)
        self.entries: dict[str, Entry] = {}
        self.claims: set[str] = set()
        self.reviews: list[Review] = []
        self.before: tuple[str, list[Any]] | None = None

    def teardown(self) -> None:
        assert self.ledger.verify() == ()
        self.rebuilding_gives_the_same()
        self.ledger.close()
        self.folder.cleanup()

    @initialize()
    def first_reports(self) -> None:
        for key in ("a", "b"):
            self.read(key, 0)

    @rule(key=st.sampled_from(sorted(READINGS)), which=st.integers(0, 2))
    def read(self, key: str, which: int) -> None:
        found = READINGS[key][which % len(READINGS[key])]
        entry = report(key, *found, resources=f"books/{which}")
        self.ledger.append(entry)
        self.entries[key] = entry
        self.claims |= {c.id for c in entry.claims}
        self.before = None

    @precondition(lambda self: len(views_of(self.ledger).events) > 1)
    @rule(data=st.data())
    def merge(self, data: st.DataObject) -> None:
        views = views_of(self.ledger)
        ids = [e.id for e in views.events]
        chosen = data.draw(st.lists(st.sampled_from(ids), min_size=2, max_size=3, unique=True))
        self.decided(reviewing.merge(self.ledger, views, chosen, by="ana", reason="one"), views)
        after = views_of(self.ledger)
        assert len({after.event(key).id for key in chosen}) == 1

    @precondition(lambda self: any(len(e.documents) > 1 for e in views_of(self.ledger).events))
    @rule(data=st.data())
    def split(self, data: st.DataObject) -> None:
        views = views_of(self.ledger)
        event = data.draw(st.sampled_from([e for e in views.events if len(e.documents) > 1]))
        document = data.draw(st.sampled_from(event.documents))
        tellings = {c.id for c in views.claims if c.type == "event" and c.factuality != "CT-"}
        out = [c for c in event.claims if c in tellings and c in {x.id for x in self.ledger.claims(document)}]
        rest = [c for c in event.claims if c in tellings and c not in out]
        if out and rest:
            self.decided(reviewing.split(self.ledger, views, event.id, out, by="ana", reason="two"), views)
            after = views_of(self.ledger)
            assert not {after.event_of(c) for c in out} & {after.event_of(c) for c in rest}

    @precondition(lambda self: any(e.claims for e in self.entries.values()))
    @rule(data=st.data(), action=st.sampled_from(["accept", "reject", "edit"]), change=st.sampled_from(SETS))
    def review(self, data: st.DataObject, action: Any, change: tuple[str, str]) -> None:
        claim = data.draw(st.sampled_from(sorted(c.id for e in self.entries.values() for c in e.claims)))
        views = views_of(self.ledger)
        if action == "edit":
            place = {"place_of": lambda _: None, "actor_of": lambda _: None}
            (row,) = reviewing.edit_claim(self.ledger, claim, [change], by="ben", reason="misread", **place)
        else:
            row = reviewing.review_claim(self.ledger, claim, action, by="ben", reason="checked")
        self.decided(row, views)
        if action == "reject":
            assert claim not in {c.id for c in views_of(self.ledger).claims}

    @precondition(lambda self: any(r.action != "undo" for r in in_force(self.reviews)))
    @rule(data=st.data(), last=st.booleans())
    def undo(self, data: st.DataObject, last: bool) -> None:
        standing = [r for r in in_force(self.reviews) if r.action != "undo"]
        row = standing[-1] if last else data.draw(st.sampled_from(standing))
        assert reviewing.undo(self.ledger, row.id, by="eva", reason="mistaken") == row
        self.reviews = list(self.ledger.reviews())
        if self.before is not None and self.before[0] == row.id:
            assert shown(views_of(self.ledger)) == self.before[1]
        self.before = None

    def decided(self, row: Review, views: Views) -> None:
        is_new = row.id not in {r.id for r in self.reviews}
        self.before = (row.id, shown(views)) if is_new else None
        self.reviews += [row] if is_new else []

    @rule()
    def rebuilding_gives_the_same(self) -> None:
        """From the newest readings alone, in another order, with the same decisions."""
        with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "new.ledger", create=True) as new:
            for key in sorted(self.entries, reverse=True):
                new.append(self.entries[key])
            for row in self.ledger.reviews():
                new.review(row)
            assert shown(views_of(new)) == shown(views_of(self.ledger))
            assert new.digest() == self.ledger.digest()

    @invariant()
    def nothing_is_lost(self) -> None:
        assert list(self.ledger.reviews()) == self.reviews
        assert all(self.ledger.claim(key).id == key for key in self.claims)
        views, decisions = views_of(self.ledger), decisions_of(self.reviews)
        live = {c.id for e in self.entries.values() for c in e.claims}
        assert {c.id for c in views.claims} == live - decisions.rejected
        assert all(views.event(f"ev_{key}").id == home for key, home in views.home.items())
        assert [row.id for row, _ in reviewing.states(self.ledger)] == [r.id for r in self.reviews]


TestDeciding = Deciding.TestCase
TestDeciding.settings = settings(max_examples=12, stateful_step_count=12, deadline=None)
