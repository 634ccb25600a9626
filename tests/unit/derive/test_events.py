"""One event from many tellings, many events from one story."""

from __future__ import annotations

from typing import Any

import pytest

from dateline.derive.decisions import Decisions
from dateline.derive.knowledge import default_world
from dateline.derive.sides import related
from dateline.errors import NotFoundError

CAPTURE: dict[str, Any] = {
    "event_type": "territory_captured", "at": "Singa", "day": "2024-06-29",
    "a": {"controller_new": "RSF"}, "b": {"controller_old": "SAF"},
}  # fmt: skip
STRIKE: dict[str, Any] = {
    "event_type": "air_drone_strike", "at": "Gaza City", "day": "2024-03-02", "a": {"attacker": "ISR"},
}  # fmt: skip


def test_headline_lead_and_quote_of_one_story_are_one_event(desk: Any) -> None:
    story = desk.document("wire-1", "2024-06-30")
    desk.claim(story, **{**CAPTURE, "at": (), "day": None}, narrated=True)
    desk.claim(story, **CAPTURE, narrated=True)
    desk.claim(story, **CAPTURE, by="RSF")
    (event,) = desk.views().events
    assert len(event.claims) == 3
    assert event.place.name == "Singa"
    assert (event.time.from_, event.time.to) == ("2024-06-29", "2024-06-29")


def test_reports_of_two_documents_are_one_event(desk: Any) -> None:
    for name, who in (("a", "RSF"), ("b", "Monitor")):
        desk.claim(desk.document(name, "2024-06-30"), **CAPTURE, by=who)
    (event,) = desk.views().events
    assert event.documents == ("a", "b")
    assert event.originator_groups == ("Monitor", "RSF")


@pytest.mark.parametrize("missing", [{"at": ()}, {"day": None}, {"day": (None, "2024-06-29")}])
def test_a_claim_without_place_or_day_links_no_documents(desk: Any, missing: dict[str, Any]) -> None:
    desk.claim(desk.document("a", "2024-06-30"), **CAPTURE)
    desk.claim(desk.document("b", "2024-06-30"), **{**CAPTURE, **missing})
    assert len(desk.views().events) == 2


def test_other_day_other_place_other_actor_are_other_events(desk: Any) -> None:
    story = desk.document("a", "2024-03-03")
    desk.claim(story, **STRIKE)
    desk.claim(story, **{**STRIKE, "day": "2024-03-01"})
    desk.claim(story, **{**STRIKE, "at": "Rafah"})
    desk.claim(story, **{**STRIKE, "a": {"attacker": "UKR"}})
    assert len(desk.views().events) == 4


def test_a_city_is_not_its_province(desk: Any) -> None:
    desk.claim(desk.document("a", "2024-06-30"), **CAPTURE)
    desk.claim(desk.document("b", "2024-06-30"), **{**CAPTURE, "at": "Sennar State"})
    assert len(desk.views().events) == 2


def test_a_headline_that_names_only_the_province_tells_of_the_strike_on_the_town(desk: Any) -> None:
    story = desk.document("a", "2024-07-02")
    strike = {"event_type": "air_drone_strike", "day": "2024-07-01", "a": {"attacker": "SAF"}}
    desk.claim(story, **strike, at="Sennar State", narrated=True)
    desk.claim(story, **strike, at="Singa", by="Monitor")
    (event,) = desk.views().events
    assert event.place.name == "Singa"


def test_two_villages_that_no_gazetteer_has_are_two_events(desk: Any) -> None:
    story = desk.document("a", "2025-02-10")
    for village in ("Kalonge", "Bweremana"):
        desk.claim(story, event_type="shelling_missile", at=village, day="2025-02-09", a={"attacker": "M23"})
    assert len(desk.views().events) == 2


def test_coordinated_places_share_a_claim_and_make_two_events(desk: Any) -> None:
    claim = desk.claim(desk.document("a", "2024-03-03"), **{**STRIKE, "at": ("Gaza City", "Rafah")})
    events = desk.views().events
    assert {e.place.name for e in events} == {"Gaza City", "Rafah"}
    assert {e.id for e in events} == {f"ev_{claim.id}", f"ev_{claim.id}.2"}


def test_one_toll_over_several_places_keeps_them_together(desk: Any) -> None:
    story = desk.document("a", "2024-03-03")
    both = ("Gaza City", "Rafah")
    desk.claim(story, **{**STRIKE, "at": both})
    desk.figure(story, "killed", best=9, event_type="air_drone_strike", at=both, day="2024-03-02")
    (event,) = desk.views().events
    assert {p.name for p in event.places} == {"Gaza City", "Rafah"}
    assert event.clarity == 2
    assert [f.best for f in event.figures] == [9]


def test_the_clash_of_the_day_is_not_the_capture(desk: Any) -> None:
    story = desk.document("a", "2024-06-30")
    desk.claim(story, **CAPTURE)
    desk.claim(story, event_type="armed_clash", at="Singa", day="2024-06-29", a={"party": "RSF SAF"})
    assert {e.type for e in desk.views().events} == {"territory_captured", "armed_clash"}


def test_the_highest_type_names_an_incident_told_in_two_ways(desk: Any) -> None:
    story = desk.document("a", "2024-03-03")
    desk.claim(story, **{**STRIKE, "event_type": "attack_on_civilians"})
    desk.claim(story, **STRIKE)
    (event,) = desk.views().events
    assert event.type == "air_drone_strike"
    assert event.acled["sub_event_type"] == "Air/drone strike"


@pytest.mark.parametrize(
    "unreal",
    [
        {"factuality": "CT-", "certainty": "denied"},
        {"factuality": "Uu", "certainty": "reported_unattributed"},
        {"factuality": "PS+", "certainty": "possible"},
        {"factuality": "CT+", "certainty": "opinion_or_rank"},
        {"factuality": "PR+", "certainty": "probable_future"},
        {"outcome": "planned"},
    ],
)
def test_what_is_not_told_as_fact_makes_no_event(desk: Any, unreal: dict[str, Any]) -> None:
    desk.claim(desk.document("a", "2024-06-30"), **CAPTURE, **unreal)
    assert desk.views().events == ()


def test_backers_are_no_side(desk: Any) -> None:
    clash = {"attacker": "WAZALENDO", "supporter": "FARDC"}
    desk.claim(desk.document("a", "2025-01-20"), event_type="ground_offensive", at="Sake", day="2025-01-19", a=clash)
    (event,) = desk.views().events
    assert [p.id for p in event.side_a] == ["WAZALENDO"]
    assert event.side_b == ()


def test_background_is_flagged(desk: Any) -> None:
    desk.claim(desk.document("a", "2024-06-30"), **{**CAPTURE, "day": (None, "2024-06-30")}, news_role="background")
    (event,) = desk.views().events
    assert event.background
    assert event.time.from_ is None


def test_last_week_takes_the_day_that_another_report_gives(desk: Any) -> None:
    desk.claim(desk.document("a", "2024-07-03"), **{**CAPTURE, "day": ("2024-06-24", "2024-06-30")}, precision="week")
    desk.claim(desk.document("b", "2024-06-30"), **CAPTURE)
    (event,) = desk.views().events
    assert (event.time.from_, event.time.to) == ("2024-06-29", "2024-06-29")


def test_a_figure_alone_tells_of_its_event(desk: Any) -> None:
    story = desk.document("a", "2025-01-28")
    where = {
        "at": (
            {"role": "origin", "name": "Goma", "id": "pl:Goma", "lat": -1.68, "lon": 29.23, "precision": "settlement"},
        )
    }
    desk.figure(
        story,
        "displaced",
        min=1000,
        approx="vague_plural",
        kind="flow",
        event_type="displacement",
        narrated=True,
        **where,
    )
    desk.figure(story, "displaced", best=178000, kind="flow", event_type="displacement", by="UN", **where)
    (event,) = desk.views().events
    assert event.type == "displacement"
    assert event.place.name == "Goma"
    assert [(f.measure, f.best) for f in event.figures] == [("displaced", 178000)]


def test_an_id_once_given_leads_to_the_event_that_holds_its_claim_now(desk: Any) -> None:
    later = desk.claim(desk.document("b", "2024-06-30"), **CAPTURE, by="Monitor")
    old = desk.views().events[0].id
    earlier = desk.claim(desk.document("a", "2024-06-29"), **CAPTURE, by="RSF")
    views = desk.views()
    assert old == f"ev_{later.id}"
    assert views.event(old).id == f"ev_{earlier.id}"
    with pytest.raises(NotFoundError):
        views.event("ev_cl_nobody")


def test_claims_carry_the_event_that_they_tell_of(desk: Any) -> None:
    desk.claim(desk.document("a", "2024-06-30"), **CAPTURE)
    views = desk.views()
    assert views.claims[0].event == views.events[0].id


class TestStatus:
    def test_two_independent_originators_corroborate(self, desk: Any) -> None:
        story = desk.document("a", "2024-06-30")
        desk.claim(story, **CAPTURE, by="RSF", carrier="Wire")
        assert desk.views().events[0].status == "reported"
        desk.claim(story, **CAPTURE, by="Monitor", carrier="Wire")
        (event,) = desk.views().events
        assert (event.status, event.originators) == ("corroborated", 2)

    def test_an_army_and_its_news_agency_are_one(self, desk: Any) -> None:
        story = desk.document("a", "2024-06-30")
        for who in ("Sudanese army", "SUNA"):
            desk.claim(story, **{**CAPTURE, "a": {"controller_new": "SAF"}, "b": {"controller_old": "RSF"}}, by=who)
        (event,) = desk.views().events
        assert (event.status, event.originators) == ("reported", 1)

    def test_both_sides_of_the_event_corroborate_two_of_one_side_do_not(self, desk: Any) -> None:
        village = {"event_type": "armed_clash", "at": "Robotyne", "day": "2023-08-28"}
        sides = {"a": {"attacker": "UKR"}, "b": {"defender": "RUS"}}
        for n, who in enumerate(("Ukrainian staff", "Russian MoD")):
            desk.claim(desk.document(f"d{n}", "2023-08-29"), **village, **sides, by=who)
        assert desk.views().events[0].status == "corroborated"
        partisan = {"a": {"attacker": "SAF"}, "b": {"defender": "RSF"}}
        desk.claims.clear()
        for n, who in enumerate(("Sudanese army", "IDF")):
            desk.claim(
                desk.document(f"e{n}", "2024-06-30"),
                event_type="armed_clash",
                at="Singa",
                day="2024-06-29",
                **partisan,
                by=who,
            )
        assert desk.views().events[0].status == "reported"

    def test_narration_counts_only_where_nobody_is_quoted(self, desk: Any) -> None:
        desk.claim(desk.document("a", "2024-06-30"), **CAPTURE, narrated=True)
        assert desk.views().events[0].originator_groups == ("Wire",)
        desk.claim("a", **CAPTURE, by="RSF")
        assert desk.views().events[0].originator_groups == ("RSF",)

    def test_copies_of_one_wire_story_count_once(self, desk: Any) -> None:
        for name in ("paper-1", "paper-2", "paper-3"):
            desk.claim(desk.document(name, "2024-06-30", family="fm_wire"), **CAPTURE, by="witnesses")
        (event,) = desk.views().events
        assert (event.originators, event.status) == (1, "reported")

    def test_hearsay_without_a_source_is_nobody(self, desk: Any) -> None:
        desk.claim(desk.document("a", "2024-06-30"), **CAPTURE, by=None)
        (event,) = desk.views().events
        assert event.originators == 0

    def test_a_denial_in_the_same_story_contests(self, desk: Any) -> None:
        story = desk.document("a", "2024-03-03")
        desk.claim(story, **STRIKE, by="Health ministry")
        denial = desk.claim(story, **STRIKE, by="IDF", factuality="CT-", certainty="denied")
        (event,) = desk.views().events
        assert event.status == "contested"
        assert event.against == (denial.id,)
        assert event.originators == 1

    def test_a_denial_in_another_document_contests_too(self, desk: Any) -> None:
        desk.claim(desk.document("a", "2024-03-03"), **STRIKE, by="Health ministry")
        desk.claim(desk.document("b", "2024-03-04"), **STRIKE, by="IDF", factuality="CT-", certainty="denied")
        (event,) = desk.views().events
        assert event.status == "contested"

    def test_taken_back_by_all_is_retracted(self, desk: Any) -> None:
        claim = desk.claim(desk.document("a", "2024-06-30"), **CAPTURE)
        (event,) = desk.views(decisions=Decisions(retracted=frozenset({claim.id}))).events
        assert (event.status, event.originators) == ("retracted", 0)


class TestPeopleDecide:
    def test_a_merge_joins_what_no_score_would(self, desk: Any) -> None:
        one = desk.claim(desk.document("a", "2024-06-30"), **CAPTURE)
        two = desk.claim(desk.document("b", "2024-06-30"), **{**CAPTURE, "day": None})
        (event,) = desk.views(decisions=Decisions(merged=frozenset({tuple(sorted((one.id, two.id)))}))).events
        assert set(event.claims) == {one.id, two.id}

    def test_a_split_parts_what_every_score_would_join(self, desk: Any) -> None:
        one = desk.claim(desk.document("a", "2024-06-30"), **CAPTURE)
        two = desk.claim(desk.document("b", "2024-06-30"), **CAPTURE)
        views = desk.views(decisions=Decisions(split=frozenset({tuple(sorted((one.id, two.id)))})))
        assert len(views.events) == 2
        assert views.suggestions == ()

    def test_doubtful_pairs_are_suggested_not_merged(self, desk: Any) -> None:
        strike = {**STRIKE, "at": "Gaza City"}
        desk.claim(desk.document("a", "2024-03-03"), **strike)
        desk.claim(desk.document("b", "2024-03-03"), **{**strike, "a": {"attacker": "HAMAS"}})
        views = desk.views()
        assert len(views.events) == 2
        assert [s.why for s in views.suggestions] == ["the reports name different actors"]


class TestViolence:
    @pytest.mark.parametrize(
        ("a", "b", "expected"),
        [("SAF", "RSF", 1), ("M23", "WAZALENDO", 2), ("RSF", "CIVILIANS", 3), ("RSF", "", None)],
    )
    def test_type_of_violence_needs_deaths_and_sides(self, desk: Any, a: str, b: str, expected: int | None) -> None:
        story = desk.document("a", "2024-06-30")
        leaf = "shelling_missile" if b == "CIVILIANS" else "armed_clash"
        desk.claim(story, event_type=leaf, at="Singa", day="2024-06-29", a={"attacker": a}, b={"target": b})
        assert desk.views().events[0].ucdp["type_of_violence"] is None
        desk.figure(story, "killed", best=4, event_type=leaf, at="Singa", day="2024-06-29")
        assert desk.views().events[0].ucdp["type_of_violence"] == expected

    @pytest.mark.parametrize(
        ("taker", "name"),
        [
            ("SAF", "Government regains territory"),
            ("RSF", "Non-state actor overtakes territory"),
            ("RUS", "Non-state actor overtakes territory"),
            ("", None),
        ],
    )
    def test_who_takes_decides_the_name_of_a_capture(self, desk: Any, taker: str, name: str | None) -> None:
        desk.claim(desk.document("a", "2024-06-30"), **{**CAPTURE, "a": {"controller_new": taker}, "b": {}})
        assert desk.views().events[0].acled["sub_event_type"] == name


def test_the_same_words_in_copies_of_one_story_are_one_event_even_undated(desk: Any) -> None:
    words = "Shells fell on the market of the old town around noon"
    for name, family in (("paper-1", "fm_wire"), ("paper-2", "fm_wire"), ("other", None)):
        story = desk.document(name, None, family)
        desk.claim(story, event_type="shelling_missile", end=10_000, text=words, by="witnesses")
    assert sorted(e.documents for e in desk.views().events) == [("other",), ("paper-1", "paper-2")]


def test_two_reports_that_name_only_the_country_are_not_merged(desk: Any) -> None:
    for name in ("a", "b"):
        desk.claim(desk.document(name, "2024-06-30"), event_type="armed_clash", at="Sudan", day="2024-06-29")
    views = desk.views()
    assert len(views.events) == 2
    assert len(views.suggestions) == 1


@pytest.mark.parametrize(("tolls", "events"), [((14, 14), 1), ((14, 90), 2), ((1, 1), 2)])
def test_equal_tolls_speak_for_one_event_under_two_types(desk: Any, tolls: tuple[int, int], events: int) -> None:
    for name, leaf, toll in zip("ab", ("armed_clash", "air_drone_strike"), tolls, strict=True):
        story = desk.document(name, "2024-03-03")
        told = {"event_type": leaf, "at": "Rafah", "day": "2024-03-02"}
        desk.claim(story, **told, a={"attacker": "ISR"})
        for measure in ("killed", "injured"):
            desk.figure(story, measure, best=toll, **told)
    assert len(desk.views().events) == events


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("US_LED_COALITION", "US_ARMED_FORCES", True),
        ("SAUDI_LED_COALITION", "SAUDI_ARABIA", True),
        ("SAUDI_LED_COALITION", "US_ARMED_FORCES", False),
        ("NATO", "US_ARMED_FORCES", False),  # led by nobody that the book names
    ],
)
def test_a_coalition_and_the_state_that_leads_it_are_no_two_sides(one: str, two: str, same: bool) -> None:
    assert related(one, two, default_world().actors) is same
