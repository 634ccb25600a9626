"""Explanations: the words, who said them, the rule, and what speaks against."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dateline.derive.explain import Sources, explain, sentence_around
from dateline.errors import NotFoundError

TEXT = "A lead. The army said it had retaken Singa on Saturday. More follows."


@pytest.fixture
def sources(desk: Any) -> Sources:
    return Sources(desk.documents, lambda _: "x" * 5000, desk.world)


def capture(desk: Any, document: str, by: str, **more: Any) -> Any:
    return desk.claim(
        document, event_type="territory_captured", at="Singa", day="2024-11-23",
        a={"controller_new": "SAF", **more.pop("a", {})}, b={"controller_old": "RSF"}, by=by, **more,
    )  # fmt: skip


def test_an_event_names_its_sources_and_its_rule(desk: Any, sources: Sources) -> None:
    story = desk.document("a", "2024-11-24")
    claim = capture(desk, story, "Sudanese army", carrier="SUNA")
    found = explain(f"ev_{claim.id}", desk.views(), sources)
    (evidence,) = found.evidence
    assert (evidence.organisation, evidence.carriers, evidence.factuality) == ("Sudanese army", ("SUNA",), "CT+")
    assert evidence.published == "2024-11-24"
    assert any("1 independent originator" in rule for rule in found.rules)
    assert json.loads(json.dumps(found.to_json()))["kind"] == "event"


def test_an_old_id_is_explained_by_the_event_that_took_its_claim(desk: Any, sources: Sources) -> None:
    late = capture(desk, desk.document("b", "2024-11-25"), "Monitor")
    early = capture(desk, desk.document("a", "2024-11-24"), "Sudanese army")
    found = explain(f"ev_{late.id}", desk.views(), sources)
    assert found.id == f"ev_{early.id}"
    assert found.asked == f"ev_{late.id}"


def test_who_fought_is_contradicted_while_who_holds_is_agreed(desk: Any, sources: Sources) -> None:
    story = desk.document("a", "2024-11-24")
    event = capture(desk, story, "Sudanese army", a={"main_force": "SAF", "supporting": "JOINT_FORCES"})
    desk.claim(
        story,
        "role",
        at="Singa",
        day="2024-11-23",
        a={"main_force": "JOINT_FORCES", "lesser_role": "SAF"},
        by="Monitor",
    )
    found = explain(f"ev_{event.id}", desk.views(), sources)
    assert {c.aspect for c in found.contradictions} == {"actor_role"}


def test_tolls_that_exclude_each_other_are_a_contradiction_of_number(desk: Any, sources: Sources) -> None:
    story = desk.document("a", "2024-03-03")
    strike = {"event_type": "air_drone_strike", "at": "Gaza City", "day": "2024-03-02"}
    event = desk.claim(story, **strike, by="Health ministry")
    desk.figure(story, "killed", best=21, **strike, by="Health ministry")
    desk.figure(story, "killed", best=4, **strike, by="IDF")
    desk.figure(story, "injured", min=10, **strike, by="IDF")
    found = explain(f"ev_{event.id}", desk.views(), sources)
    assert [c.words for c in found.contradictions if c.aspect == "number"] == ["killed: 21 against 4"]


def test_denials_stand_under_against(desk: Any, sources: Sources) -> None:
    story = desk.document("a", "2024-11-24")
    event = capture(desk, story, "Sudanese army")
    denial = capture(desk, story, "RSF", factuality="CT-", certainty="denied")
    found = explain(f"ev_{event.id}", desk.views(), sources)
    assert [e.claim for e in found.against] == [denial.id]
    assert "status" in {c.aspect for c in found.contradictions}


def test_control_figure_person_and_claim_are_explained(desk: Any, sources: Sources) -> None:
    story = desk.document("a", "2024-11-24")
    claim = capture(desk, story, "Sudanese army")
    figure = desk.figure(story, "killed", best=12, at="Singa", day="2024-11-23", event_type="territory_captured")
    desk.claim(story, "person_status", person={"id": "COMMANDER", "reported": ["killed"]}, by=None, factuality="Uu")
    views = desk.views()
    state = views.control[-1]
    assert "Singa: held by SAF" in explain(state.id, views, sources).headline
    assert explain(f"fg_{figure.id}", views, sources).kind == "figure"
    assert explain("commander", views, sources).headline.endswith("unknown")
    assert explain(claim.id, views, sources).kind == "claim"
    with pytest.raises(NotFoundError, match="nothing here"):
        explain("ct_none", views, sources)


def test_the_sentence_around_the_words() -> None:
    start = TEXT.index("retaken")
    sentence, marked = sentence_around(TEXT, start, start + len("retaken Singa"))
    assert sentence == "The army said it had retaken Singa on Saturday."
    assert marked is not None
    assert sentence[marked[0] : marked[1]] == "retaken Singa"


def test_a_text_that_is_gone_leaves_the_words_alone() -> None:
    assert sentence_around(None, 0, 5) == (None, None)
    assert sentence_around("short", 3, 50) == (None, None)
