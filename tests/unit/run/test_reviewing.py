"""Decisions of people: checked against the ledger, stored as reviews, undone, made again, kept through new readings."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dateline.derive.decisions import decisions_of
from dateline.errors import ConfigError, NotFoundError
from dateline.ledger import Ledger, Review
from dateline.run import reviewing
from dateline.run.engine_views import views_of
from incident_rows import report, told

WHO = {"by": "ana", "reason": "seen both videos"}


def place_of(key: str) -> Any:
    return {"id": key, "name": "Kitshanga", "lat": -1.23, "lon": 29.05, "precision": "settlement"} if key else None


def nothing(_: str) -> None:
    return None


@pytest.fixture
def war(ledger: Ledger) -> Ledger:
    """Two reports of one shelling in Sake, one of another town, one of Sake a day later."""
    ledger.append(report("a", told(killed=4)))
    ledger.append(report("b", told(killed=4), published="2025-01-25"))
    ledger.append(report("c", told("Goma")))
    ledger.append(report("d", told(day="2025-01-24")))
    return ledger


def events(ledger: Ledger) -> set[frozenset[str]]:
    return {frozenset(e.documents) for e in views_of(ledger).events}


def event(ledger: Ledger, document: str) -> str:
    return next(e.id for e in views_of(ledger).events if document in e.documents)


def telling(ledger: Ledger, document: str) -> str:
    return next(c.id for c in ledger.claims(document) if c.type == "event")


def sets(*words: str) -> set[frozenset[str]]:
    return {frozenset(w) for w in words}


def test_a_merge_joins_and_an_undo_parts_again(war: Ledger) -> None:
    assert events(war) == sets("ab", "c", "d")
    views = views_of(war)
    made = reviewing.merge(war, views, [event(war, "a"), event(war, "c"), event(war, "d")], **WHO)
    assert events(war) == sets("abcd")
    assert reviewing.last_by(war, "ana") == made
    assert reviewing.undo(war, made.id, by="ana", reason="no") == made
    assert events(war) == sets("ab", "c", "d")
    with pytest.raises(NotFoundError, match="ana has decided nothing"):
        reviewing.last_by(war, "ana")
    with pytest.raises(ConfigError, match="holds no more"):
        reviewing.undo(war, made.id, by="ana", reason="no")
    assert war.verify() == ()


def test_an_old_id_leads_to_the_event_that_holds_its_claim(war: Ledger) -> None:
    old = event(war, "d")
    reviewing.merge(war, views_of(war), [event(war, "a"), old], **WHO)
    reviewing.merge(war, views_of(war), [old, event(war, "c")], **WHO)
    assert events(war) == sets("abcd")
    with pytest.raises(ConfigError, match="one event already"):
        reviewing.merge(war, views_of(war), [old, event(war, "a")], **WHO)


def test_a_split_takes_a_claim_out_whatever_it_scores(war: Ledger) -> None:
    made = reviewing.split(war, views_of(war), event(war, "a"), [telling(war, "a")], **WHO)
    assert events(war) == sets("a", "b", "c", "d")
    reviewing.undo(war, made.id, by="ana", reason="no")
    assert events(war) == sets("ab", "c", "d")


def test_a_claim_that_is_split_off_does_not_come_back_by_another_report(war: Ledger) -> None:
    war.append(report("e", told(killed=4), published="2025-01-25"))
    assert events(war) == sets("abe", "c", "d")
    reviewing.split(war, views_of(war), event(war, "a"), [telling(war, "b")], **WHO)
    assert events(war) == sets("ae", "b", "c", "d")


def test_a_later_merge_voids_a_split_among_its_reports(war: Ledger) -> None:
    war.append(report("e", told(killed=4), published="2025-01-25"))
    reviewing.split(war, views_of(war), event(war, "a"), [telling(war, "b")], **WHO)
    made = reviewing.merge(war, views_of(war), [event(war, "b"), event(war, "e")], **WHO)
    assert events(war) == sets("abe", "c", "d")
    reviewing.undo(war, made.id, by="ana", reason="no")
    assert events(war) == sets("ae", "b", "c", "d")


def test_events_that_are_told_apart_are_suggested_no_more(war: Ledger) -> None:
    war.append(report("e", told(leaf="armed_clash", killed=4)))
    (doubt,) = reviewing.doubts(views_of(war), decisions_of(war.reviews()))
    assert {doubt.one.id, doubt.two.id} == {event(war, "a"), event(war, "e")}
    assert doubt.comparison is not None
    assert {p.name for p in doubt.comparison.parts if p.score < 0.9} == {"type"}
    reviewing.split(war, views_of(war), doubt.one.id, [doubt.two.id], **WHO)
    assert reviewing.doubts(views_of(war), decisions_of(war.reviews())) == []


def test_decisions_stay_when_a_document_is_read_anew(war: Ledger) -> None:
    reviewing.merge(war, views_of(war), [event(war, "a"), event(war, "c")], **WHO)
    war.append(report("c", told("Masisi"), resources="books/2"))
    war.append(report("a", told(), resources="books/2"))
    assert events(war) == sets("abc", "d")


def test_the_same_decision_again_is_one_row_until_it_was_undone(war: Ledger) -> None:
    two = [event(war, "a"), event(war, "c")]
    views = views_of(war)
    made = reviewing.merge(war, views, two, **WHO)
    assert reviewing.merge(war, views, two, **WHO) == made
    reviewing.undo(war, made.id, by="ana", reason="no")
    again = reviewing.merge(war, views, two, **WHO)
    assert again.supersedes == made.id
    assert events(war) == sets("abc", "d")
    reviewing.undo(war, again.id, by="ana", reason="no")
    assert events(war) == sets("ab", "c", "d")
    assert [state for _, state in reviewing.states(war)] == ["taken back", "", "taken back", ""]


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        (["cl_nothing"], "no claim of"),
        ([], "needs the claims"),
        (["FIGURE"], "tells of no event by itself"),
        (["OTHER"], "it belongs to ev_"),
        (["ev_nothing"], "no event ev_nothing"),
        (["ITSELF"], "name the claims"),
        (["ALL", "FIRST"], "nothing would be left"),
    ],
)
def test_what_cannot_be_split_is_refused_and_nothing_stored(war: Ledger, parts: list[str], says: str) -> None:
    named = {
        "FIGURE": next(c.id for c in war.claims("a") if c.type == "figure"),
        "OTHER": telling(war, "c"),
        "ITSELF": event(war, "b"),
        "ALL": telling(war, "a"),
        "FIRST": telling(war, "b"),
    }
    with pytest.raises((ConfigError, NotFoundError), match=says):
        reviewing.split(war, views_of(war), event(war, "a"), [named.get(p, p) for p in parts], **WHO)
    assert list(war.reviews()) == []


def test_a_rejected_claim_counts_nowhere_until_it_is_accepted(war: Ledger) -> None:
    figure = next(c.id for c in war.claims("a") if c.type == "figure")
    reviewing.review_claim(war, figure, "reject", **WHO)
    assert figure not in {c for f in views_of(war).figures for c in f.claims}
    reviewing.review_claim(war, figure, "accept", **WHO)
    assert figure in {c for f in views_of(war).figures for c in f.claims}
    with pytest.raises(NotFoundError, match="no claim cl_nothing"):
        reviewing.review_claim(war, "cl_nothing", "reject", **WHO)


def test_an_edit_brings_the_point_of_a_place_along(war: Ledger) -> None:
    changes = [("places.0.id", "test:Kitshanga"), ("time.from", "2025-01-22"), ("time.to", "2025-01-22")]
    key = telling(war, "c")
    made = reviewing.edit_claim(war, key, changes, place_of=place_of, actor_of=nothing, **WHO)
    (moved,) = (e for e in views_of(war).events if "c" in e.documents)
    assert moved.place is not None
    assert (moved.place.name, moved.place.lat, moved.time.from_) == ("Kitshanga", -1.23, "2025-01-22")
    assert json.loads(made[0].old or "")["name"] == "Goma"
    war.append(report("c", told("Masisi"), resources="books/2"))
    assert next(e for e in views_of(war).events if "c" in e.documents).place == moved.place


def test_no_part_of_an_edit_is_stored_when_one_does_not_fit(war: Ledger) -> None:
    key = telling(war, "c")
    for changes in (
        [("time.from", "2025-01-22"), ("factuality", "surely")],
        [("time.from", "2025-02-22")],
        [("actors.0.id", "NOBODY")],
    ):
        with pytest.raises((ConfigError, NotFoundError)):
            reviewing.edit_claim(war, key, changes, place_of=place_of, actor_of=nothing, **WHO)
    assert list(war.reviews()) == []


def test_the_fields_of_one_form_belong_together(war: Ledger) -> None:
    first, second = sorted(war.claim_ids())[:2]
    changes = [("time.from", "2024-01-01"), ("time.to", "2024-01-02")]
    kept = {"place_of": lambda _: None, "actor_of": lambda _: None}
    form = reviewing.edit_claim(war, first, changes, by="ana", reason="misread", **kept)
    other = reviewing.edit_claim(war, first, [("factuality", "Uu")], by="ben", reason="doubtful", **kept)
    verdict = reviewing.review_claim(war, second, "accept", by="ana", reason="misread")
    assert [reviewing.stored_together(war, r.id) for r in (form[1], other[0], verdict)] == [
        [r.id for r in form], [other[0].id], [verdict.id],
    ]  # fmt: skip


def test_only_decisions_can_be_undone(war: Ledger) -> None:
    made = war.review(Review(target_kind="document", target="a", action="split", new="b", **WHO))
    undone = reviewing.undo(war, made.id, by="ana", reason="no")
    assert undone == made
    last = list(war.reviews())[-1]
    with pytest.raises(ConfigError, match="make that decision again"):
        reviewing.undo(war, last.id, by="ana", reason="no")
    with pytest.raises(NotFoundError, match="--list"):
        reviewing.undo(war, "re_nothing", by="ana", reason="no")
