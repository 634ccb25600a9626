"""A batch costs what the batch is: only its neighbourhood is derived again, and only rows that differ are written."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dateline.ledger import Ledger
from dateline.model import Event, PlaceRef
from dateline.run import reviewing
from dateline.run.engine_views import SHAPES, grow_views, view_rows, views_of
from dateline.run.growing import Growth
from incident_rows import place, report, told


@pytest.fixture
def war(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "war.ledger", create=True) as ledger:
        ledger.append(report("a", told("Sake", killed=4)))
        ledger.append(report("b", told("Sake", killed=4)))
        ledger.append(report("c", told("Goma", "2025-01-25")))
        ledger.append(report("d", told("Masisi", "2025-01-27")))
        assert grow_views(ledger)
        yield ledger


def same(ledger: Ledger) -> bool:
    """Whether the kept views are those from nothing."""
    views = views_of(ledger)
    return all(view_rows(ledger, v) == list(getattr(views, v)) for v in SHAPES)


def test_only_the_neighbourhood_of_a_new_document_is_read(war: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    inner = Growth.told

    def told_of(self: Growth, document: str) -> Any:
        read.append(document)
        return inner(self, document)

    monkeypatch.setattr(Growth, "told", told_of)
    war.append(report("e", told("Sake", killed=4)))
    assert grow_views(war)
    assert set(read) == {"a", "b", "e"}
    assert {"a", "b", "e"} in [set(e.documents) for e in view_rows(war, "events")]  # type: ignore[attr-defined]
    assert same(war)


def test_only_rows_that_differ_are_written(war: Ledger) -> None:
    with sqlite3.connect(war.path) as db:
        db.execute("CREATE TABLE written (id TEXT)")
        db.execute("CREATE TRIGGER seen AFTER INSERT ON view_rows BEGIN INSERT INTO written VALUES (new.id); END")
    war.append(report("e", told("Goma", "2025-01-25")))
    assert grow_views(war)
    (goma,) = (e.id for e in view_rows(war, "events") if "e" in e.documents)  # type: ignore[attr-defined]
    with sqlite3.connect(war.path) as db:
        assert db.execute("SELECT id FROM written").fetchall() == [(goma,)]


def test_what_a_person_merged_is_one_again_when_the_claim_comes_back(war: Ledger) -> None:
    views = views_of(war)
    ids = [e.id for e in views.events if {"a", "d"} & set(e.documents)]
    reviewing.merge(war, views, ids, by="ana", reason="one")
    assert same(war)
    war.append(report("d", None, resources="books/2"))
    assert same(war)
    war.append(report("d", told("Masisi", "2025-01-27"), resources="books/3"))
    assert same(war)
    assert {"a", "b", "d"} in [set(e.documents) for e in view_rows(war, "events")]  # type: ignore[attr-defined]


def test_nothing_is_kept_of_what_somebody_changed_meanwhile(war: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    war.append(report("e", told("Sake")))
    inner = Growth.change

    def change(self: Growth) -> Any:
        made = inner(self)
        war.append(report("f", told("Sake")))
        return made

    with monkeypatch.context() as patched:
        patched.setattr(Growth, "change", change)
        assert not grow_views(war)
    assert same(war)


def test_an_erasure_takes_what_was_kept_with_it(war: Ledger) -> None:
    war.redact("a", reason="asked for")
    with sqlite3.connect(war.path) as db:
        for table in ("grown", "grown_nodes", "grown_blocks", "grown_keys", "grown_units", "view_rows"):
            assert db.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    assert same(war)


def test_each_policy_grows_by_itself(war: Ledger) -> None:
    def policies() -> set[str]:
        return {f.policy for name in ("range", "majority") for f in view_rows(war, "figures", name)}  # type: ignore[attr-defined]

    assert policies() == {"range", "majority"}
    war.append(report("e", told("Sake", killed=6)))
    assert policies() == {"range", "majority"}
    assert view_rows(war, "figures", "majority") == list(views_of(war, "majority").figures)


def test_a_source_takes_its_figure_back_wherever_and_whenever_it_says_so(war: Ledger) -> None:
    toll = report("toll", told("Masisi", "2025-01-20", killed=7, by="ARMY"), published="2025-01-21")
    no = told(None, None, killed=7, by="ARMY", factuality="CT-")
    back = report("back", no, published="2025-01-26")
    war.append(toll)
    assert {f.measure for e in view_rows(war, "events") if "toll" in e.documents for f in e.figures} == {"killed"}  # type: ignore[attr-defined]
    war.append(back)
    assert not [f for e in view_rows(war, "events") if "toll" in e.documents for f in e.figures]  # type: ignore[attr-defined]
    assert same(war)
    war.append(report("toll", None, published="2025-01-21", resources="books/2"))
    assert same(war)
    war.append(toll)
    assert same(war)
    war.append(report("back", None, published="2025-01-26", resources="books/2"))
    assert {f.measure for e in view_rows(war, "events") if "toll" in e.documents for f in e.figures} == {"killed"}  # type: ignore[attr-defined]
    assert same(war)


def test_a_wave_that_is_told_no_more_leaves_its_bombings_alone(war: Ledger) -> None:
    def parents() -> set[str | None]:
        return {e.parent for e in view_rows(war, "events") if "g" in e.documents}  # type: ignore[attr-defined]

    war.append(report("g", told("Goma", "2025-01-23")))
    assert parents() == {None}
    wave = report("wave", told("Goma", killed=40))
    claims = tuple(
        c.model_copy(update={"places": (*c.places, PlaceRef.model_validate(place("Masisi")))}) for c in wave.claims
    )
    war.append(replace(wave, claims=claims))
    assert None not in parents()
    assert same(war)
    war.append(report("wave", None, resources="books/2"))
    assert parents() == {None}
    assert same(war)


def test_a_battle_told_later_takes_in_its_days_and_lets_them_go(war: Ledger) -> None:
    def parents() -> set[str | None]:
        return {e.parent for e in view_rows(war, "events") if isinstance(e, Event) and "day" in e.documents}

    war.append(report("day", told("Goma", "2025-01-23", leaf="armed_clash")))
    battle = report("battle", told("Goma", "2025-01-28", leaf="armed_clash"))
    claims = tuple(
        c.model_copy(update={"time": c.time.model_copy(update={"from_": "2025-01-19"})}) for c in battle.claims
    )
    war.append(replace(battle, claims=claims))
    assert None not in parents()
    assert same(war)
    war.append(report("battle", None, resources="books/2"))
    assert parents() == {None}
    assert same(war)
