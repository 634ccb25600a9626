"""Our events beside rows of another data set: the same, missing on either side, and how the same differ."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from dateline.derive.beside import beside
from dateline.derive.beside_rules import acled_rules, actor_ids
from dateline.know.actors import actor_book


@dataclass
class Row:
    id: str = "SUD1"
    day: date = date(2024, 6, 29)
    time_precision: int | None = 1
    event_type: str = "Battles"
    sub_event_type: str | None = "Armed clash"
    actors: tuple[str, ...] = ()
    country: str | None = "Sudan"
    location: str | None = "Singa"
    lat: float = 13.15
    lon: float = 33.93
    geo_precision: int | None = 1
    fatalities: int | None = 0


@pytest.fixture
def war(desk: Any) -> Any:
    story = desk.document("a", "2024-06-30")
    desk.claim(story, event_type="armed_clash", at="Singa", day="2024-06-29", a={"attacker": "RSF"})
    desk.figure(story, "killed", best=12, event_type="armed_clash", at="Singa", day="2024-06-29")
    return desk


def found(war: Any, *rows: Row) -> Any:
    return beside(war.views().events, rows, war.world, actor_book(), acled_rules())


def matches(war: Any, *rows: Row) -> list[str]:
    return [r.match for r in found(war, *rows).rows]


@pytest.mark.parametrize(
    ("row", "match"),
    [
        (Row(), "both"),
        (Row(day=date(2024, 6, 30)), "both"),
        (Row(day=date(2024, 7, 1)), "theirs only"),
        (Row(day=date(2024, 7, 1), time_precision=2), "both"),
        (Row(day=date(2024, 7, 12), time_precision=3), "both"),
        (Row(lat=13.2), "both"),
        (Row(lat=13.35), "theirs only"),
        (Row(lat=13.3, geo_precision=2), "both"),
        (Row(event_type="Riots", sub_event_type="Mob violence"), "both"),
        (Row(event_type="Riots", sub_event_type="Mob violence", day=date(2024, 6, 30)), "theirs only"),
    ],
)
def test_a_row_is_an_event_of_ours_by_type_day_and_place(war: Any, row: Row, match: str) -> None:
    assert matches(war, row)[0] == match


def test_what_differs_is_said_and_their_zero_is_no_claim_of_none(war: Any) -> None:
    (same,) = found(war, Row(fatalities=12)).rows
    assert same.differs == ()
    (row,) = found(war, Row(fatalities=0, day=date(2024, 6, 30), sub_event_type="Government regains territory")).rows
    assert [(d.field, d.ours, d.theirs) for d in row.differs] == [
        ("type", "Battles / Armed clash", "Battles / Government regains territory"),
        ("day", "2024-06-29", "2024-06-30"),
        ("deaths", "12", "0"),
    ]
    (far,) = found(war, Row(lat=13.27, geo_precision=2, location="Jalgini", fatalities=12)).rows
    assert [(d.field, d.theirs) for d in far.differs] == [("place", "Jalgini, 13 km away")]
    war.claims = [c for c in war.claims if c.figure is None]
    assert found(war, Row(fatalities=0)).rows[0].differs == ()
    assert [d.ours for d in found(war, Row(fatalities=3)).rows[0].differs] == ["no number"]


def test_one_row_goes_to_one_event_the_surest_first(war: Any) -> None:
    other = war.document("b", "2024-06-30")
    war.claim(other, event_type="shelling_missile", at="Singa", day="2024-06-29", a={"attacker": "RSF"})
    shelling = Row(id="1", event_type="Explosions/Remote violence", sub_event_type="Shelling/artillery/missile attack")
    rows = found(war, shelling, Row(id="2"), Row(id="3")).rows
    assert [(r.match, r.event and r.event.type) for r in rows] == [
        ("both", "shelling_missile"), ("both", "armed_clash"), ("theirs only", None),
    ]  # fmt: skip


def test_an_event_of_several_days_takes_a_row_a_day(desk: Any) -> None:
    desk.claim(desk.document("a", "2024-06-30"), event_type="armed_clash", at="Singa", day=("2024-06-27", "2024-06-29"))
    rows = [Row(id=str(n), day=date(2024, 6, n)) for n in (27, 28, 29)]
    assert matches(desk, *rows, Row(id="again")) == ["both", "both", "both", "theirs only"]


def test_ours_are_missing_with_them_only_where_they_looked(war: Any) -> None:
    far = war.document("b", "2023-09-01")
    war.claim(far, event_type="armed_clash", at="Robotyne", day="2024-06-29")
    war.claim(far, event_type="armed_clash", at="El Fasher", day="2024-08-29")
    war.claim(far, event_type="armed_clash", at="El Fasher", day="2024-06-29")
    war.claim(far, event_type="armed_clash", at="Singa")
    war.claim(far, event_type="armed_clash", at="Tat Marash", day="2024-06-28")
    compared = found(war, Row())
    assert [(r.match, r.event.place.name) for r in compared.rows] == [("both", "Singa"), ("ours only", "El Fasher")]
    assert compared.left_out == {
        "outside their countries or days": 2, "without a day, or with a vague one": 1,
        "without a place that has a point": 1,
    }  # fmt: skip
    assert found(war, Row(country="Atlantis")).unknown == ("Atlantis",)
    assert found(war).rows == ()


def test_their_names_of_actors_are_read() -> None:
    book, rules = actor_book(), acled_rules()

    def ids(name: str) -> tuple[str, ...]:
        return actor_ids(name, book, rules)

    assert ids("Rapid Support Forces") == ("RSF_SUDAN",)
    sudan = book.country("SD")
    assert sudan is not None
    assert ids("Military Forces of Sudan (2019-)") == (sudan.forces_id,)
    assert ids("Police Forces of Sudan (2019-)") == (sudan.police_id,)
    assert ids("Government of Sudan (2019-)") == (sudan.state_id,)
    assert "JNIM" in " ".join(ids("JNIM: Group for Support of Islam and Muslims"))
    assert ids("Military Forces of Atlantis") == ()
    assert ids("Unidentified Armed Group (Sudan)") == ()
