"""Building a gazetteer: joining, resuming, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dateline.know.gazetteer import Gazetteer
from dateline.know.gazetteer_build import Alias, Row, Source, build
from dateline.know.gazetteer_build_packages import split_kind
from dateline.know.gazetteer_build_shape import middle

Rows = list[Row | Alias]
Maker = Callable[..., Source]


def _kutum(lat: float = 14.21, **other: object) -> Row:
    return Row(name="Kutum", kind="settlement", country="SD", lat=lat, lon=24.67, names=("Kuttum",), **other)  # type: ignore[arg-type]


def test_the_same_place_nearby_adds_names_and_no_place(tmp_path: Path, source: Maker, towns: Rows) -> None:
    info = build([source(towns), source([_kutum()], "more", "ucdp", join=True)], tmp_path / "g.sqlite", {})
    assert info["sources"][1]["joined"] == 1
    with Gazetteer.open(tmp_path / "g.sqlite") as gazetteer:
        assert [m.place.id for m in gazetteer.lookup("Kuttum")] == ["geonames:371760"]


def test_a_namesake_further_off_is_a_place_of_its_own(tmp_path: Path, source: Maker, towns: Rows) -> None:
    build([source(towns), source([_kutum(12.0)], "more", "ucdp", join=True)], tmp_path / "g.sqlite", {})
    with Gazetteer.open(tmp_path / "g.sqlite") as gazetteer:
        ids = [m.place.id for m in gazetteer.lookup("Kutum")]
    assert len(ids) == 2
    assert ids[1].startswith("ucdp:")


def test_ids_of_joined_tables_do_not_depend_on_order(tmp_path: Path, source: Maker, towns: Rows) -> None:
    rows: Rows = [_kutum(12.0), Row(name="Mellit", kind="settlement", country="SD", lat=14.13, lon=25.55)]
    found = []
    for name, order in (("a", rows), ("b", rows[::-1])):
        build([source(towns), source(order, "more", "user", join=True)], tmp_path / f"{name}.sqlite", {})
        with Gazetteer.open(tmp_path / f"{name}.sqlite") as gazetteer:
            found.append(gazetteer.lookup("Mellit")[0].place.id)
    assert found[0] == found[1]


def test_an_alias_without_a_place_is_reported_by_name(tmp_path: Path, source: Maker, towns: Rows) -> None:
    info = build([source([*towns, Alias(names=("Nowhere",), of="Nowhere", country="SD")])], tmp_path / "g.sqlite", {})
    assert info["sources"][0]["unjoined"] == 1
    assert info["sources"][0]["unjoined_names"] == ["Nowhere"]


def test_an_owned_name_is_marked(tmp_path: Path, source: Maker, towns: Rows) -> None:
    build(
        [source([*towns, Alias(names=(), owned=("Capital of the north",), geonames=379555)])], tmp_path / "g.sqlite", {}
    )
    with Gazetteer.open(tmp_path / "g.sqlite") as gazetteer:
        assert gazetteer.lookup("Capital of the North")[0].owns
        assert not gazetteer.lookup("El Fasher")[0].owns


def test_a_build_that_was_cut_off_goes_on_after_the_last_whole_source(tmp_path: Path, towns: Rows) -> None:
    read: list[str] = []

    def counted(name: str, rows: Rows, *, broken: bool = False) -> Source:
        def give() -> Iterator[Row | Alias]:
            read.append(name)
            yield from rows
            if broken:
                raise KeyboardInterrupt

        return Source(name=name, sha256=name, rows=give(), prefix="user", origin="test", licence="none", join=True)

    with pytest.raises(KeyboardInterrupt):
        build([counted("first", towns), counted("second", [_kutum(12.0)], broken=True)], tmp_path / "g.sqlite", {})
    assert not (tmp_path / "g.sqlite").exists()
    build([counted("first", towns), counted("second", [_kutum(12.0)])], tmp_path / "g.sqlite", {})
    assert read == ["first", "second", "second"]
    with Gazetteer.open(tmp_path / "g.sqlite") as gazetteer:
        assert len(gazetteer.lookup("Kutum")) == 2
    assert [p.name for p in tmp_path.iterdir()] == ["g.sqlite"]


def test_a_half_built_file_of_other_sources_is_begun_anew(tmp_path: Path, source: Maker, towns: Rows) -> None:
    def broken() -> Iterator[Row | Alias]:
        raise KeyboardInterrupt
        yield

    stray = source([Row(name="Stray", kind="settlement", country="TD", lat=10.0, lon=18.0)], "stray")
    cut = Source(name="cut", sha256="x", rows=broken(), prefix="user", origin="test", licence="none")
    with pytest.raises(KeyboardInterrupt):
        build([stray, cut], tmp_path / "g.sqlite", {})
    build([source(towns)], tmp_path / "g.sqlite", {})
    with Gazetteer.open(tmp_path / "g.sqlite") as gazetteer:
        assert gazetteer.lookup("Stray") == ()


def test_info_gives_counts_origins_and_licences(small: Gazetteer) -> None:
    info = small.info()
    assert info["counts"]["places"] == 4
    assert info["kinds"] == {"adm1": 1, "country": 1, "settlement": 2}
    assert info["sources"][0]["licence"] == "none"
    assert len(small.sha256()) == 64


@pytest.mark.parametrize(
    ("name", "bare", "kind"),
    [
        ("Abba town", "Abba", "settlement"),
        ("Jableh District", "Jableh", "adm2"),
        ("Province of Kirkuk", "Kirkuk", "adm1"),
        ("Zamzam refugee camp", "Zamzam", "camp"),
        ("Bangui", "Bangui", None),
    ],
)
def test_kind_words_are_taken_off_names(name: str, bare: str, kind: str | None) -> None:
    assert split_kind(name) == (bare, kind)


def test_the_middle_is_that_of_the_area_and_not_of_the_crowd() -> None:
    square = [(0.0, 0.0), (0.0, 10.0), (10.0, 0.0), (10.0, 10.0)]
    lat, lon = middle([*square, *[(9.0, 9.0)] * 50])
    assert (lat, lon) == (pytest.approx(5, abs=0.1), pytest.approx(5, abs=0.1))


def test_the_middle_may_lie_beyond_the_antimeridian() -> None:
    _, lon = middle([(66.0, 170.0), (66.0, -170.0), (68.0, 170.0), (68.0, -170.0)])
    assert abs(lon) == pytest.approx(180, abs=0.1)
