"""Names of one's own over the gazetteer."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.errors import ConfigError, NotFoundError
from dateline.know.gazetteer import Gazetteer
from dateline.know.gazetteer_supplement import (
    FIELDS,
    Entry,
    add_entry,
    read_supplement,
    remove_entry,
    supplement_in_use,
)

SHAGRA = Entry(
    name="Shagra", country="SD", lat=13.71, lon=25.2, kind="camp", aliases=("Chagra",), at="2026-01-02T03:04:05+00:00",
    by="ana",
)  # fmt: skip


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "own" / "places.csv"
    add_entry(path, SHAGRA)
    return path


def test_a_place_is_found_by_all_look_ups_at_once(small: Gazetteer, table: Path) -> None:
    with Gazetteer.open(small.path, table) as gazetteer:
        (match,) = gazetteer.lookup("Shagra")
        assert (match.place.id, match.place.kind, match.exact, match.main) == (SHAGRA.id, "camp", True, True)
        assert not gazetteer.lookup("chagra")[0].main
        assert gazetteer.lookup_loose("Shaagra")[0].place.id == SHAGRA.id
        assert [m.place.id for m in gazetteer.fuzzy("Shagiraa", "SD")] == [SHAGRA.id]
        assert gazetteer.fuzzy("Shagiraa", "TD") == ()
        assert gazetteer.by_id(SHAGRA.id) == match.place
        assert gazetteer.names(match.place) == ("shagra", "chagra")
    assert small.lookup("Shagra") == ()


def test_further_names_lead_to_the_place_that_is_there(small: Gazetteer, table: Path) -> None:
    add_entry(table, Entry(name="Dar Kutum", of="geonames:371760"))
    add_entry(table, Entry(name="Nowhere", of="geonames:1"))
    with Gazetteer.open(small.path, table) as gazetteer:
        (match,) = gazetteer.lookup("Dar Kutum")
        assert (match.place.name, match.main) == ("Kutum", False)
        assert gazetteer.lookup("Nowhere") == ()
        assert gazetteer.info()["supplement"]["without_place"] == [Entry(name="Nowhere", of="geonames:1").id]


def test_a_place_has_the_id_that_a_build_would_give_it(tmp_path: Path) -> None:
    from dateline.know.gazetteer_build import build
    from dateline.know.gazetteer_build_files import file_sources

    path = tmp_path / "mine.csv"
    path.write_text("name,lat,lon,country\nShagra,13.71,25.2,SD\n", encoding="utf-8")
    build(file_sources([path]), tmp_path / "g.sqlite", {})
    with Gazetteer.open(tmp_path / "g.sqlite") as gazetteer:
        assert gazetteer.lookup("Shagra")[0].place.id == SHAGRA.id


def test_a_removal_is_a_row_too(small: Gazetteer, table: Path) -> None:
    before = read_supplement(table).sha256
    assert remove_entry(table, SHAGRA.id, at="2026-02-02", by="ben") == SHAGRA
    assert read_supplement(table).entries == {}
    assert read_supplement(table).sha256 != before
    lines = table.read_text(encoding="utf-8").splitlines()
    assert [line.split(",")[0] for line in lines] == ["action", "add", "remove"]
    assert "ana" in lines[1]
    assert "ben" in lines[2]
    with Gazetteer.open(small.path, table) as gazetteer:
        assert gazetteer.lookup("Shagra") == ()
    with pytest.raises(NotFoundError, match=SHAGRA.id):
        remove_entry(table, SHAGRA.id, at="", by="")


def test_the_table_is_part_of_the_version(small: Gazetteer, table: Path) -> None:
    from dateline.run.resources import load_resources

    versions = [load_resources(small.path).version, load_resources(small.path, table).version]
    add_entry(table, Entry(name="Umm Baru", country="SD", lat=15.05, lon=23.7))
    versions.append(load_resources(small.path, table).version)
    assert len(set(versions)) == 3


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("add,,A,,SD,1,2", ":2"),
        ("move,,A,,SD,1,2,,,,,", ":2"),
        ("add,,A,hamlet-ish,SD,1,2,,,,,", "hamlet-ish"),
        ("add,,A,,Sudan,1,2,,,,,", "ISO code"),
        ("add,,A,,SD,91,2,,,,,", "no point on Earth"),
        ("add,,A,,SD,,,,,,,", "needs lat and lon"),
        ("add,,A,,SD,north,2,,,,,", "north"),
        ("add,,,,SD,1,2,,,,,", "needs a name"),
    ],
)
def test_a_mistake_names_file_and_line(tmp_path: Path, row: str, said: str) -> None:
    path = tmp_path / "places.csv"
    path.write_text(f"{','.join(FIELDS)}\n{row}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=said) as error:
        read_supplement(path)
    assert "places.csv:2" in str(error.value)


def test_a_chosen_table_must_be_there(tmp_path: Path, table: Path) -> None:
    assert supplement_in_use(table) == table
    with pytest.raises(NotFoundError, match="gazetteer add"):
        supplement_in_use(tmp_path / "none.csv")
