"""The shelf finds of the kept rows what choosing among the rows themselves finds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dateline.derive import filters as choose
from dateline.derive.filters import Filters
from dateline.derive.places import NOWHERE
from dateline.derive.views import Views
from dateline.ledger import Ledger
from dateline.ledger.shelf import Shelf, Wanted
from dateline.run.engine_views import grow_views, rules_version, views_of
from growing_rows import story

ALL = Wanted()


@pytest.fixture(scope="module")
def war(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with Ledger(tmp_path_factory.mktemp("shelf") / "war.ledger", create=True) as ledger:
        for n in range(40):
            ledger.append(story(4, n))
        assert grow_views(ledger)
        yield ledger


@pytest.fixture(scope="module")
def shelf(war: Ledger) -> Shelf:
    return war.shelf(f"range/{rules_version()}")


@pytest.fixture(scope="module")
def views(war: Ledger) -> Views:
    return views_of(war)


def ids(shelf: Shelf, view: str, wanted: Wanted) -> list[str]:
    return [row["id"] for _, row in shelf.page(view, wanted, None, 10_000)]


@pytest.mark.parametrize(
    "asked",
    [
        {"from_": "2025-01-23"}, {"to": "2025-01-22"}, {"from_": "2025-01-23", "to": "2025-01-23"}, {"place": "SAKE"},
        {"place": "test:goma"}, {"place": "CD"}, {"place": "North Kivu"}, {"actor": "m23"}, {"type": "armed_clash"},
        {"type": "Battles"}, {"source": "un"}, {"actor": "FARDC", "place": "Sake", "from_": "2025-01-23"},
        {"place": "nowhere"},
    ],
)  # fmt: skip
def test_filters_choose_the_same_events_control_and_figures(shelf: Shelf, views: Views, asked: dict[str, Any]) -> None:
    wanted, filters = Wanted(**asked), Filters(**asked)
    assert sorted(ids(shelf, "events", wanted)) == sorted(e.id for e in choose.events(views, filters))
    if "source" not in asked:
        assert sorted(ids(shelf, "control", wanted)) == sorted(k.id for k in choose.control(views, filters))
    if "actor" not in asked:
        assert sorted(ids(shelf, "figures", wanted)) == sorted(f.id for f in choose.figures(views, filters))
    assert shelf.count("events", wanted) == len(choose.events(views, filters))


def test_lists_are_in_the_order_of_the_views(shelf: Shelf, views: Views) -> None:
    for view in ("control", "figures", "persons"):
        assert ids(shelf, view, ALL) == [row.id for row in getattr(views, view)]


@pytest.mark.parametrize("day", ["2025-01-21", "2025-01-23", "2025-02-01"])
def test_control_on_a_day_is_the_same(shelf: Shelf, views: Views, day: str) -> None:
    assert sorted(ids(shelf, "control", Wanted(on=day))) == sorted(
        k.id for k in choose.control(views, Filters(as_of=day))
    )


def test_voices_and_status_choose(shelf: Shelf, views: Views) -> None:
    assert sorted(ids(shelf, "events", Wanted(voices=2))) == sorted(e.id for e in views.events if e.originators >= 2)
    assert sorted(ids(shelf, "events", Wanted(status="contested"))) == sorted(
        e.id for e in views.events if e.status == "contested"
    )


def test_pages_are_the_list_whichever_way(shelf: Shelf) -> None:
    for down in (False, True):
        whole = shelf.page("events", ALL, None, 10_000, down=down)
        seen, after = [], None
        while page := shelf.page("events", ALL, after, 7, down=down):
            seen += page
            after = page[-1][0]
        assert seen == whole
    assert [p for p, _ in whole] == sorted((p for p, _ in whole), reverse=True)


def test_cells_hold_all_that_has_a_point_and_come_apart_nearer(shelf: Shelf, views: Views) -> None:
    placed = [e for e in views.events if e.place is not None and e.place.lat is not None]
    far = shelf.cells("events", ALL, (180.0, 360.0), levels=NOWHERE)
    near = shelf.cells("events", ALL, (0.001, 0.001), levels=NOWHERE)
    assert [c.count for c in far] == [len(placed)]
    assert sum(c.count for c in near) == len(placed)
    assert len(near) == len({(e.place.lat, e.place.lon) for e in placed if e.place})
    assert {c.place for c in near} == {e.place.id for e in placed if e.place}
    assert far[0].contested == sum(e.status == "contested" for e in placed)
    west, south, east, north = far[0].box
    assert shelf.extent("events", ALL).box == (west, south, east, north)
    assert shelf.placed("events", ALL, NOWHERE) == (len(views.events), len(placed))
    half = Wanted(box=(west, south, (west + east) / 2, north))
    assert sum(c.count for c in shelf.cells("events", half, (1.0, 1.0), levels=NOWHERE)) == sum(
        e.place.lon <= (west + east) / 2 for e in placed if e.place and e.place.lon is not None
    )


def test_an_erasure_takes_what_rows_were_found_by(tmp_path: Path) -> None:
    with Ledger(tmp_path / "war.ledger", create=True) as ledger:
        for n in range(8):
            ledger.append(story(4, n))
        assert grow_views(ledger)
        ledger.redact("d01", reason="asked for")
        shelf = ledger.shelf(f"range/{rules_version()}")
        for table in ("view_rows", "view_marks", "view_terms"):
            assert shelf.db.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
