"""Looking places up."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from dateline.errors import ConfigError, NotFoundError
from dateline.know.gazetteer import Gazetteer
from dateline.know.gazetteer_build import Alias, Row, Source, build


def test_a_place_is_found_by_any_of_its_names(small: Gazetteer) -> None:
    for name in ("El Fasher", "al fashir", "FASHER", "الفاشر"):
        assert [m.place.id for m in small.lookup(name)] == ["geonames:379555"], name


def test_own_names_and_aliases_are_told_apart(small: Gazetteer) -> None:
    assert small.lookup("El Fasher")[0].main
    assert not small.lookup("Al-Fashir")[0].main


def test_a_name_without_its_article_is_as_good(small: Gazetteer) -> None:
    assert small.lookup("Fasher")[0].main


def test_another_transliteration_is_a_loose_match(small: Gazetteer) -> None:
    assert small.lookup("Al Faasheer") == ()
    (match,) = small.lookup_loose("Al Faasheer")
    assert match.place.name == "El Fasher"
    assert not match.exact


def test_a_short_transliteration_is_of_a_places_own_name(tmp_path: Path, source: Callable[..., Source]) -> None:
    """A village of three consonants is not some capital whose name in another language sounds like it."""
    rows: list[Row | Alias] = [
        Row(name="Algiers", kind="settlement", country="DZ", lat=36.7, lon=3.1, geonames=1, names=("Al Zir",)),
        Row(name="El Bab", kind="settlement", country="SY", lat=36.4, lon=37.5, geonames=2),
    ]
    build([source(rows)], tmp_path / "short.sqlite", {"test": "1"})
    found = Gazetteer.open(tmp_path / "short.sqlite")
    assert found.lookup_loose("al Zer") == ()
    assert [m.place.name for m in found.lookup_loose("al-Baab")] == ["El Bab"]


def test_nothing_is_found_for_what_is_no_name(small: Gazetteer) -> None:
    assert small.lookup("") == ()
    assert small.lookup("—") == ()
    assert small.lookup_loose("al") == ()


def test_units_and_countries_are_found_by_code(small: Gazetteer) -> None:
    unit, country = small.admin("SD.55"), small.country("SD")
    assert unit is not None
    assert country is not None
    assert (unit.name, country.name) == ("North Darfur", "Sudan")
    assert small.admin(None) is None
    assert small.admin("SD.99") is None


def test_ids_lead_back_to_their_place(small: Gazetteer) -> None:
    place = small.by_id("geonames:371760")
    assert place is not None
    assert place.name == "Kutum"
    assert small.by_id("geonames:1") is None
    assert small.by_id("user:none") is None


def test_likeness_forgives_vowels_and_not_consonants(small: Gazetteer) -> None:
    assert [m.place.name for m in small.fuzzy("El Faasharr", "SD", cutoff=80)] == ["El Fasher"]
    assert small.fuzzy("El Gasher", "SD", cutoff=80) == ()
    assert small.fuzzy("El Fasher", "TD") == ()


def test_distance_is_in_kilometres(small: Gazetteer) -> None:
    place = small.lookup("El Fasher")[0].place
    assert place.km_to(14.2, 24.67) == pytest.approx(97, abs=3)


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="gazetteer build"):
        Gazetteer.open(tmp_path / "none.sqlite")


def test_a_file_that_is_no_gazetteer_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    path.write_bytes(b"no database at all, but long enough to be looked at" * 40)
    with pytest.raises(ConfigError):
        Gazetteer.open(path)


def test_a_file_of_another_layout_is_refused(small: Gazetteer, tmp_path: Path) -> None:
    copy = tmp_path / "old.sqlite"
    copy.write_bytes(small.path.read_bytes())
    db = sqlite3.connect(copy)
    db.execute("UPDATE meta SET value = '0' WHERE key = 'layout'")
    db.commit()
    db.close()
    with pytest.raises(ConfigError, match="layout 0"):
        Gazetteer.open(copy)
