"""Reports without a date of their own: weekdays, villages that no gazetteer has, several towns in one report."""

from __future__ import annotations

from typing import Any

import pytest

from dateline.derive.comparison import compare, reports_of
from dateline.derive.decisions import NONE
from dateline.derive.places import NOT_LISTED, unlisted_name
from dateline.derive.policy import load_policies
from dateline.derive.times import weekday_of
from dateline.know.gazetteer import Gazetteer
from dateline.mentions import PlaceMention
from dateline.model import ELSEWHERE, PlaceRef, TimeRef
from dateline.resolve.places import answer

FRIDAY, SUNDAY = (
    {"text": f"on {day}", "basis": "weekday", "why": "no publication date"} for day in ("Friday", "Sunday")
)
STRIKE: dict[str, Any] = {"event_type": "air_drone_strike", "at": "El Fasher", "a": {"attacker": "SAF"}}


def told(desk: Any, name: str, killed: int, published: str | None = None, injured: int = 0, **more: Any) -> str:
    """One report of a strike with its tolls."""
    story = desk.document(name, published)
    row = {**STRIKE, **more}
    desk.claim(story, **row)
    desk.figure(story, "killed", best=killed, **row)
    if injured:
        desk.figure(story, "injured", best=injured, **row)
    return str(story)


def counts(desk: Any) -> tuple[int, int]:
    views = desk.views()
    return len(views.events), len(views.suggestions)


@pytest.mark.parametrize(
    ("time", "value"),
    [
        (FRIDAY, 5),
        ({"text": "the early hours of Friday", "basis": "weekday"}, 5),
        ({"text": "on Friday", "basis": "weekday", "from": "2024-05-10", "to": "2024-05-10"}, None),
        ({"text": "Friday to Sunday", "basis": "weekday"}, None),
        ({"text": "Friday", "basis": "none"}, None),
    ],
)
def test_only_a_weekday_without_a_day_is_one(time: dict[str, Any], value: int | None) -> None:
    assert weekday_of(TimeRef.model_validate(time), load_policies().identity.time) == value


def test_two_undated_reports_of_one_weekday_and_a_rare_toll_are_one(desk: Any) -> None:
    told(desk, "a", 17, time=FRIDAY)
    told(desk, "b", 17, time=FRIDAY)
    assert counts(desk) == (1, 0)


def test_the_weekday_of_a_dated_report_counts_too(desk: Any) -> None:
    told(desk, "a", 17, day="2024-05-10")  # a Friday
    told(desk, "b", 17, time=FRIDAY)
    assert counts(desk) == (1, 0)


@pytest.mark.parametrize(
    ("more", "asked"),
    [
        ({"time": SUNDAY}, 0),  # other weekdays exclude each other, as other days do
        ({"time": FRIDAY, "a": {}}, 1),  # nobody says who did it
        ({"time": FRIDAY, "at": "Sudan"}, 0),
        ({}, 1),  # no word of a day
    ],
)
def test_less_than_that_is_no_machines_merge(desk: Any, more: dict[str, Any], asked: int) -> None:
    told(desk, "a", 17, time=FRIDAY)
    told(desk, "b", 17, **more)
    assert counts(desk) == (2, asked)


def test_a_common_toll_says_too_little(desk: Any) -> None:
    told(desk, "a", 2, time=FRIDAY)
    told(desk, "b", 2, time=FRIDAY)
    assert counts(desk) == (2, 0)


def test_a_report_that_fits_two_strikes_joins_neither(desk: Any) -> None:
    told(desk, "a", 17, day="2024-05-10")
    told(desk, "b", 17, day="2024-06-14")  # Fridays, five weeks apart
    told(desk, "c", 17, time=FRIDAY)
    assert counts(desk) == (3, 2)


def test_two_hundred_reports_of_one_city_are_no_chain(desk: Any) -> None:
    for n in range(200):
        told(desk, f"d{n:03}", 1 + n % 4, time=(FRIDAY, SUNDAY)[n % 2])
    assert len(desk.views().events) == 200


def test_two_weekdays_in_one_report_are_two_strikes(desk: Any) -> None:
    story = desk.document("a")
    for time in (FRIDAY, SUNDAY):
        desk.claim(story, **STRIKE, time=time)
    assert len(desk.views().events) == 2


def test_a_year_is_not_the_news_of_the_week(desk: Any) -> None:
    story = desk.document("a")
    desk.claim(story, **STRIKE, time=FRIDAY)
    desk.claim(story, **STRIKE, day=("2019-01-01", "2019-12-31"), precision="year")
    assert len(desk.views().events) == 2


VILLAGE = {"role": "event", "name": "Shagra", "why": NOT_LISTED}


def test_a_village_that_no_gazetteer_has_links_reports_of_one_day(desk: Any) -> None:
    for name, spelled in (("a", "Shagra"), ("b", "al-Shagrah")):
        row = {**STRIKE, "at": ({**VILLAGE, "name": spelled},)}
        desk.claim(desk.document(name), **row, day="2024-05-10")
    assert counts(desk) == (1, 0)


@pytest.mark.parametrize(
    ("day", "other"),
    [
        ("2024-05-11", VILLAGE),
        ("2024-05-10", {**VILLAGE, "name": "Tabit"}),
        ("2024-05-10", {**VILLAGE, "why": "ambiguous: Shagra (Sennar, SD) or Shagra (Giza, EG)"}),
        (None, VILLAGE),
    ],
)
def test_another_day_or_another_name_does_not(desk: Any, day: str | None, other: dict[str, Any]) -> None:
    desk.claim(desk.document("a"), **{**STRIKE, "at": (VILLAGE,)}, day="2024-05-10")
    desk.claim(desk.document("b"), **{**STRIKE, "at": (other,)}, day=day)
    assert len(desk.views().events) == 2


def test_the_words_for_an_unlisted_place_are_those_of_the_reader() -> None:
    mention = PlaceMention(start=0, end=6, text="Shagra", name_start=0, name_end=6)
    assert answer(mention, [], Gazetteer.open()).why == NOT_LISTED
    assert unlisted_name(PlaceRef.model_validate(VILLAGE)) == "shgr"  # its consonants
    assert unlisted_name(PlaceRef.model_validate({**VILLAGE, "name": "the farm"})) is None


def test_a_town_in_the_headline_and_its_village_in_the_body(desk: Any) -> None:
    village = {"id": "pl:v", "name": "Umm Shoka", "country": "SD", "adm1": "Sennar", "lat": 13.05, "lon": 33.95}
    near = {**village, "precision": "near_settlement", "radius_km": 10.0}
    one = desk.document("a")
    desk.claim(one, **{**STRIKE, "at": "Singa"}, day="2024-05-10")
    desk.claim(one, **{**STRIKE, "at": (near,)}, day="2024-05-10")
    point = {**village, "precision": "settlement", "radius_km": 3.0}
    desk.claim(desk.document("b"), **{**STRIKE, "at": (point,)}, day="2024-05-10")
    assert counts(desk) == (1, 0)


OCTOBER = {
    "text": "in October 2019",
    "basis": "explicit",
    "granularity": "month",
    "from": "2019-10-01",
    "to": "2019-10-31",
}


def test_what_is_dated_by_its_month_does_not_date_the_undated_news(desk: Any) -> None:
    """'A strike hit El Fasher. ... A leader was killed by a strike in Sudan in October 2019.'"""
    story = desk.document("a")
    desk.claim(story, **STRIKE)
    for _ in range(4):
        desk.claim(story, "assessment")
    desk.claim(story, **{**STRIKE, "at": "Sudan"}, time=OCTOBER)
    events = desk.views().events
    told = {(e.place.name if e.place else None, e.time.from_) for e in events}
    assert told == {("El Fasher", None), ("Sudan", "2019-10-01")}


def test_a_month_dates_the_story_that_it_stands_in(desk: Any) -> None:
    """'In October 2019 a strike hit El Fasher. The strike killed nine.'"""
    story = desk.document("a")
    desk.claim(story, **STRIKE, time=OCTOBER)
    desk.claim(story, **STRIKE)
    assert [e.time.from_ for e in desk.views().events] == ["2019-10-01"]


@pytest.mark.parametrize(
    ("published", "more", "events"),
    [
        ("2024-05-10", {}, 1),  # the paper of the same day
        ("2024-05-11", {}, 1),
        ("2024-05-12", {}, 2),
        ("2024-05-09", {}, 2),
        (None, {}, 2),
        ("2024-05-10", {"news_role": "background"}, 2),
        ("2024-05-10", {"a": {}}, 2),  # nobody says who did it
        ("2024-05-10", {"at": "Singa"}, 2),
    ],
)
def test_news_without_a_day_that_was_in_the_papers_of_that_day(
    desk: Any, published: str | None, more: dict[str, Any], events: int
) -> None:
    told(desk, "a", 1, day="2024-05-10")
    told(desk, "b", 1, published, **more)
    found = desk.views().events
    assert len(found) == events
    alone = {e.time.from_ for e in found if set(e.documents) == {"b"}}
    assert alone <= {None}  # no publication date is a date of an event


@pytest.mark.parametrize(
    ("killed", "by", "narrated", "events"),
    [
        (1, "Monitor", False, 2),  # both quote one source: it may tell of every strike in town
        (1, "Monitor", True, 1),  # the source's own report, and another one that quotes it
        (2, "Monitor", True, 2),
        (1, "UN", True, 2),
    ],
)
def test_a_source_and_who_quotes_it(desk: Any, killed: int, by: str, narrated: bool, events: int) -> None:
    told(desk, "a", 1, injured=1, by="Monitor")
    told(desk, "b", killed, injured=1, by=by, narrated=narrated)
    assert len(desk.views().events) == events


def test_both_tolls_and_the_doer_are_enough_without_a_day(desk: Any) -> None:
    told(desk, "a", 4, injured=9, day="2024-05-10")
    told(desk, "b", 4, injured=9)
    told(desk, "c", 4, injured=8)
    assert counts(desk) == (2, 0)


def test_both_tolls_fit_two_strikes(desk: Any) -> None:
    told(desk, "a", 4, injured=9, day="2024-05-10")
    told(desk, "b", 4, injured=9, day="2024-08-20")
    told(desk, "c", 4, injured=9)
    assert counts(desk) == (3, 2)


def test_a_name_that_only_a_place_elsewhere_bears_is_of_a_village_here(desk: Any) -> None:
    row = {**VILLAGE, "name": "Green", "why": f"Green (US) {ELSEWHERE}"}
    desk.claim(desk.document("a"), **{**STRIKE, "at": (row,)}, day="2024-05-10")
    yearless = {"text": "10 May", "basis": "explicit", "granularity": "day", "edtf": "XXXX-05-10"}
    other = {**VILLAGE, "name": "Green"}
    desk.claim(desk.document("b"), **{**STRIKE, "at": (other,)}, time=yearless)
    assert counts(desk) == (1, 0)


def test_what_stands_in_for_a_day_is_told(desk: Any) -> None:
    told(desk, "a", 4, injured=9, day="2024-05-10")
    told(desk, "b", 4, "2024-05-11", injured=9)
    views = desk.views()
    (reports,) = reports_of(views.events, views, desk.world, NONE).values()
    words = compare(*reports, desk.world, NONE).parts[2].words
    assert words.startswith("day unknown / 2024-05-10; what else agrees is ")
    assert words.endswith("bits of 7.1 (tolls 7.3, in the papers of that day 5.0, sides 1.0)")
