"""What changed between two states of the views."""

from __future__ import annotations

from typing import Any

from dateline.derive.changes import changes
from dateline.derive.decisions import Decisions, pair
from dateline.derive.views import Views

STRIKE = {"event_type": "air_drone_strike", "at": "Gaza City", "day": "2024-03-02"}
NOTHING = Views(events=(), control=(), figures=(), persons=())


def told(then: Views, now: Views) -> list[tuple[str, str | None, str | None]]:
    return [(c.kind, c.before, c.after) for c in changes(then, now)]


def strike(desk: Any, name: str, by: str, killed: int | None = None, **more: Any) -> Any:
    story = desk.document(name, f"2024-03-0{ord(name) - ord('a') + 3}")
    claim = desk.claim(story, **{**STRIKE, **more}, by=by)
    if killed is not None:
        desk.figure(story, "killed", best=killed, **{**STRIKE, **more}, by=by)
    return claim


def capture(desk: Any, name: str, holder: str, day: str, by: str = "Wire") -> None:
    desk.claim(
        desk.document(name, day), "control", event_type=None, at="Singa", day=day, by=by,
        control={"holders_after": [holder], "state": "held", "extent": "full"},
    )  # fmt: skip


def test_nothing_changed_says_nothing(desk: Any) -> None:
    strike(desk, "a", "Wire", 4)
    assert told(desk.views(), desk.views()) == []


def test_a_first_report_is_new_and_a_second_voice_corroborates(desk: Any) -> None:
    strike(desk, "a", "Wire", 18)
    first = desk.views()
    assert told(NOTHING, first) == [("new", None, "reported (1)")]
    strike(desk, "b", "Monitor", 18)
    second = desk.views()
    (change,) = changes(first, second)
    assert (change.kind, change.before, change.after) == ("corroborated", "reported (1)", "corroborated (2)")
    assert change.documents == ("b",)
    assert told(second, first) == [("weakened", "corroborated (2)", "reported (1)")]


def test_a_toll_rises_falls_and_spreads(desk: Any) -> None:
    strike(desk, "a", "Wire", 18)
    first = desk.views()
    strike(desk, "b", "Wire", 25)
    second = desk.views()
    assert told(first, second) == [("toll rose", "18 killed", "25 killed")]
    assert told(second, first) == [("toll fell", "25 killed", "18 killed")]
    strike(desk, "c", "Health ministry", 20)
    third = desk.views()
    assert told(second, third) == [("corroborated", "reported (1)", "corroborated (2)"),
                                   ("toll fell", "25 killed", "20-25 killed")]  # fmt: skip


def test_a_first_toll_is_told_not_risen(desk: Any) -> None:
    strike(desk, "a", "Wire")
    first = desk.views()
    strike(desk, "b", "Wire", 25)
    assert told(first, desk.views()) == [("toll told", None, "25 killed")]


def test_a_denial_contradicts_once_a_voice(desk: Any) -> None:
    strike(desk, "a", "Wire")
    first = desk.views()
    strike(desk, "b", "IDF", factuality="CT-")
    second = desk.views()
    assert told(first, second) == [("contradicted", "reported (1)", "contested (1)")]
    strike(desk, "c", "IDF", factuality="CT-")
    third = desk.views()
    assert told(second, third) == []
    strike(desk, "d", "Monitor", factuality="CT-")
    assert told(third, desk.views()) == [("contradicted", "contested (1)", "contested (1)")]


def test_what_is_corrected_and_taken_back(desk: Any) -> None:
    claim = strike(desk, "a", "Wire")
    first = desk.views()
    edit = Decisions(edits=((claim.id, "event_type", "shelling_missile"), (claim.id, "time.from", "2024-03-01")))
    assert told(first, desk.views(decisions=edit)) == [
        ("corrected", "type air drone strike; days 2024-03-02",
         "type shelling missile; days 2024-03-01 to 2024-03-02"),
    ]  # fmt: skip
    back = Decisions(retracted=frozenset({claim.id}))
    assert told(first, desk.views(decisions=back)) == [("retracted", "reported (1)", "retracted (0)")]
    gone = desk.views(decisions=Decisions(rejected=frozenset({claim.id})))
    assert told(first, gone) == [("gone", "reported (1)", None)]


def test_merges_and_splits_are_no_new_events(desk: Any) -> None:
    one = strike(desk, "a", "Wire")
    two = strike(desk, "b", "Wire", day="2024-03-04")
    first = desk.views()
    merged = desk.views(decisions=Decisions(merged=frozenset({pair(one.id, two.id)})))
    joined = changes(first, merged)
    assert {c.kind for c in joined} == {"merged", "corrected"}
    assert next(c.before for c in joined if c.kind == "merged") == f"ev_{one.id}, ev_{two.id}"
    parted = changes(merged, first)
    assert {(c.kind, c.row.id) for c in parted} == {("split", f"ev_{two.id}"), ("corrected", f"ev_{one.id}")}


def test_an_earlier_report_changes_the_id_and_not_the_event(desk: Any) -> None:
    late = strike(desk, "b", "Wire")
    first = desk.views()
    early = strike(desk, "a", "Wire")
    assert told(first, desk.views()) == []
    assert first.events[0].id == f"ev_{late.id}"
    assert desk.views().events[0].id == f"ev_{early.id}"


def test_a_place_changes_hands(desk: Any) -> None:
    capture(desk, "a", "RSF", "2024-06-29")
    first = desk.views()
    assert [(c.kind, c.view, c.after) for c in changes(NOTHING, first)] == [("new", "control", "RSF, held, claimed")]
    capture(desk, "b", "SAF", "2024-11-23", by="Monitor")
    second = desk.views()
    (change,) = changes(first, second)
    assert (change.kind, change.before, change.after) == ("changed hands", "RSF, held, claimed", "SAF, held, claimed")
    assert change.time.from_ == "2024-11-23"
    capture(desk, "c", "SAF", "2024-11-23", by="UN")
    assert told(second, desk.views()) == [("corroborated", "SAF, held, claimed", "SAF, held, corroborated")]


def test_a_total_of_no_event_and_a_person_are_watched(desk: Any) -> None:
    story = desk.document("a", "2024-06-30")
    desk.figure(story, "displaced", best=1000, kind="stock", at="Singa", day="2024-06-29")
    first = desk.views()
    desk.claim(story, "person_status", person={"id": "ps:one", "name": "A. Commander", "reported": ["killed"]})
    found = changes(first, desk.views())
    assert [(c.kind, c.before, c.after) for c in found] == [("person", None, "unknown; killed by Wire")]
    assert [(c.view, c.after) for c in changes(NOTHING, first)] == [("figure", "1,000 displaced")]


def test_the_known_comes_before_the_new(desk: Any) -> None:
    strike(desk, "a", "Wire", 4)
    first = desk.views()
    strike(desk, "b", "Wire", 9)
    strike(desk, "c", "Wire", 9, at="Rafah")
    assert [c.kind for c in changes(first, desk.views())] == ["toll rose", "new"]
