"""Files that users bring."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dateline.errors import ConfigError, NotFoundError
from dateline.know.gazetteer import Gazetteer
from dateline.know.gazetteer_build import Alias, Row, Source, build
from dateline.know.gazetteer_build_files import file_sources

Maker = Callable[..., Source]
_DUMP = (
    "371760\tKutum\tKutum\tKutum,Kuttum\t14.2\t24.66\tP\tPPL\tSD\t\t55\t\t\t\t45000\t\t800\tAfrica/Khartoum\t2020-01-01\n"
    "379999\tUmm Baru\tUmm Baru\tUm Baru\t15.05\t23.7\tP\tPPL\tSD\t\t55\t\t\t\t0\t\t800\tAfrica/Khartoum\t2020-01-01\n"
    "111\tSome Well\tSome Well\t\t15.0\t24.0\tH\tWLL\tSD\t\t55\t\t\t\t0\t\t800\tAfrica/Khartoum\t2020-01-01\n"
)


@pytest.fixture
def joined(tmp_path: Path, source: Maker, towns: list[Row | Alias]) -> Callable[[str, str], Gazetteer]:
    def make(name: str, content: str) -> Gazetteer:
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        build([source(towns), *file_sources([path])], tmp_path / "g.sqlite", {})
        return Gazetteer.open(tmp_path / "g.sqlite")

    return make


def test_a_geonames_dump_adds_villages_and_names(joined: Callable[[str, str], Gazetteer]) -> None:
    gazetteer = joined("SD.txt", _DUMP)
    assert gazetteer.lookup("Um Baru")[0].place.id == "geonames:379999"
    assert gazetteer.lookup("Kuttum")[0].place.id == "geonames:371760"
    assert gazetteer.lookup("Some Well") == ()


def test_alternate_names_join_by_id(joined: Callable[[str, str], Gazetteer]) -> None:
    gazetteer = joined(
        "alternateNames.txt", "1\t371760\tfr\tKoutoum\n2\t371760\tlink\thttps://example.org\n3\t5\ten\tGone\n"
    )
    assert gazetteer.lookup("Koutoum")[0].place.name == "Kutum"
    assert gazetteer.info()["sources"][1]["joined"] == 1
    assert gazetteer.info()["sources"][1]["unjoined"] == 1


def test_a_cod_table_joins_units_by_name(joined: Callable[[str, str], Gazetteer]) -> None:
    gazetteer = joined(
        "sdn_adm1.csv", "ADM0_PCODE,ADM1_EN,ADM1_AR,ADM1_PCODE\nSD,North Darfur,شمال دارفور,SD02\nSD,Nowhere,,SD99\n"
    )
    assert gazetteer.lookup("شمال دارفور")[0].place.name == "North Darfur"
    assert gazetteer.info()["sources"][1]["unjoined_names"] == ["Nowhere"]


def test_a_table_of_points_adds_places_with_their_kind(joined: Callable[[str, str], Gazetteer]) -> None:
    gazetteer = joined("mine.csv", "name,lat,lon,country,kind,alias\nShagra,13.7,25.2,sd,camp,Shaqra|Chagra\n")
    (match,) = gazetteer.lookup("Chagra")
    assert (match.place.kind, match.place.country) == ("camp", "SD")
    assert match.place.id.startswith("user:")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("name,lat,lon\nA,north,25\n", "mine.csv:2"),
        ("name,lat,lon\nA,95,25\n", "no point on Earth"),
        ("name,lat,lon,kind\nA,9,25,hamlet-ish\n", "hamlet-ish"),
        ("who,what\nA,B\n", "neither"),
    ],
)
def test_a_mistake_names_file_and_line(joined: Callable[[str, str], Gazetteer], content: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        joined("mine.csv", content)


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        file_sources([tmp_path / "none.csv"])
