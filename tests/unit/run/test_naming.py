"""Names that people add for a ledger: kept in its log, known to what reads, touching only what has them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dateline.errors import ConfigError, NotFoundError
from dateline.know.gazetteer import Gazetteer
from dateline.know.own_names import OwnName
from dateline.ledger import Entry, Ledger
from dateline.mentions import Document
from dateline.run import reviewing
from dateline.run.naming import add_name, names_at, names_of, touched_by
from dateline.run.pipeline import load_resources, read_document
from dateline.run.rerun import outdated

WHO = {"by": "ana", "reason": "their own word"}
SCARVES = OwnName("actor", "RSF_SUDAN", "Blue Scarves")


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    with Gazetteer.open() as opened:
        yield opened


@pytest.fixture
def war(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "war.ledger", create=True) as ledger:
        for key, text in (("a", "The Blue Scarves shelled Singa."), ("b", "Gunmen shelled Kutum.")):
            ledger.append(Entry(document=Document(id=key, text=text, published=date(2024, 6, 1)), resources="books"))
        yield ledger


def test_a_name_holds_until_it_is_taken_back(war: Ledger, gazetteer: Gazetteer) -> None:
    made = add_name(war, SCARVES, gazetteer, **WHO)
    assert names_of(war.reviews()) == (SCARVES,) == names_at(war.path)
    assert reviewing.states(war)[-1][1] == reviewing.HOLDS
    with pytest.raises(ConfigError, match="already"):
        add_name(war, OwnName("actor", "RSF_SUDAN", "BLUE scarves"), gazetteer, **WHO)
    reviewing.undo(war, made.id, **WHO)
    assert names_of(war.reviews()) == ()
    add_name(war, SCARVES, gazetteer, **WHO)
    assert names_of(war.reviews()) == (SCARVES,)
    assert war.verify() == ()


def test_two_names_of_one_actor_hold_both(war: Ledger, gazetteer: Gazetteer) -> None:
    other = OwnName("actor", "RSF_SUDAN", "Red Scarves")
    add_name(war, SCARVES, gazetteer, **WHO)
    add_name(war, other, gazetteer, **WHO)
    assert names_of(war.reviews()) == (SCARVES, other)
    assert {state for _, state in reviewing.states(war)} == {reviewing.HOLDS}


@pytest.mark.parametrize("name", [("actor", "NOBODY"), ("source", "NOBODY"), ("place", "geonames:0")])
def test_what_no_book_has_gets_no_name(war: Ledger, gazetteer: Gazetteer, name: Any) -> None:
    with pytest.raises(NotFoundError):
        add_name(war, OwnName(*name, "Some Name"), gazetteer, **WHO)
    assert list(war.reviews()) == []


def test_only_what_has_the_name_is_outdated(war: Ledger, gazetteer: Gazetteer) -> None:
    add_name(war, SCARVES, gazetteer, **WHO)
    assert list(touched_by(war, SCARVES)) == ["a"]
    assert outdated(war, "books") == []
    assert outdated(war, "books", names=names_of(war.reviews())) == ["a"]


def test_who_reads_knows_the_names_of_actors_sources_and_places() -> None:
    names = (
        SCARVES, OwnName("source", "REUTERS", "Rooters Wire"), OwnName("place", "geonames:367308", "Sinjatown"),
        OwnName("place", "user:x", "Wadi Nowhere", "SD", 13.5, 33.5),
    )  # fmt: skip
    text = "The Blue Scarves shelled Wadi Nowhere in Sudan on 3 June 2024, Rooters Wire reported."
    plain, knowing = load_resources(extractor="rules"), load_resources(extractor="rules", names=names)
    assert plain.version == knowing.version
    document = Document(id="x", text=text, published=date(2024, 6, 4))
    before, after = (read_document(document, r).claims for r in (plain, knowing))
    assert "RSF_SUDAN" not in {a.id for c in before for a in c.actors}
    assert "RSF_SUDAN" in {a.id for c in after for a in c.actors}
    assert (13.5, 33.5) in {(p.lat, p.lon) for c in after for p in c.places}
    assert "REUTERS" in {s.id for c in after for s in c.attribution.sources}
    assert "RSF_SUDAN" not in {a.id for c in read_document(document, plain).claims for a in c.actors}
