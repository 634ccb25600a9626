"""Files that users bring."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

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


# -- many kinds of files -------------------------------------------------------------------------------------------


@pytest.fixture
def built(tmp_path: Path, source: Maker, towns: list[Row | Alias]) -> Callable[..., Gazetteer]:
    """built(*paths, **options of build): the towns and the files, opened."""

    def make(*paths: Path, mapping: dict[str, str] | None = None, countries: frozenset[str] = frozenset()) -> Gazetteer:
        build([source(towns), *file_sources(paths, mapping)], tmp_path / "g.sqlite", {}, countries=countries)
        return Gazetteer.open(tmp_path / "g.sqlite")

    return make


def _said(gazetteer: Gazetteer, source: int = 1) -> dict[str, object]:
    facts: dict[str, object] = gazetteer.info()["sources"][source]
    return facts


def test_archives_of_geonames_are_read_as_they_come(built: Callable[..., Gazetteer], tmp_path: Path) -> None:
    path = tmp_path / "SD.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "what the columns mean")
        archive.writestr("SD.txt", _DUMP)
    gazetteer = built(path)
    assert gazetteer.lookup("Um Baru")[0].place.id == "geonames:379999"
    assert _said(gazetteer)["skipped_why"] == {"a feature that is not kept": 1}


def test_a_broken_line_is_set_aside_with_its_number(built: Callable[..., Gazetteer], tmp_path: Path) -> None:
    path = tmp_path / "SD.txt"
    broken = _DUMP.splitlines()[1].replace("15.05", "north").encode()
    path.write_bytes(_DUMP.encode() + b"too few\tcolumns\n" + b"\xff\xfe\n" + broken + b"\n")
    said = _said(built(path))
    assert said["bad"] == 3
    lines = said["bad_rows"]
    assert isinstance(lines, list)
    assert [line.split(":")[0] for line in lines] == ["4", "5", "6"]


def test_codes_of_units_lead_to_their_places(built: Callable[..., Gazetteer], tmp_path: Path) -> None:
    path = tmp_path / "admin1CodesASCII.txt"
    path.write_text("SD.99\tNorthern Darfur\tNorthern Darfur\t408666\nSD.01\tGone\tGone\t5\n", encoding="utf-8")
    gazetteer = built(path)
    unit = gazetteer.admin("SD.99")
    assert unit is not None
    assert unit.id == "geonames:408666"
    assert _said(gazetteer)["unjoined_names"] == ["Gone"]


_COD = [
    ["ADM2_EN", "ADM2_AR", "ADM2_PCODE", "ADM1_EN", "ADM1_PCODE", "ADM0_PCODE", "center_lat", "center_lon"],
    ["#adm2+name", "", "#adm2+code", "", "", "", "", ""],
    ["Kutum", "كتم", "SD02117", "North Darfur", "SD02", "SD", 14.2, 24.7],
    ["Kebkabiya", "", "SD02118", "North Darfur", "SD02", "SD", 13.6, 24.1],
    ["Nobody", "", "", "", "", "", "", ""],
]


def test_a_workbook_of_pcodes_joins_adds_and_keeps_pcodes(built: Callable[..., Gazetteer], tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.title = "notes"
    sheet = book.create_sheet("ADM2")
    for row in _COD:
        sheet.append(row)
    book.save(tmp_path / "sdn.xlsx")
    gazetteer = built(tmp_path / "sdn.xlsx")
    province, district = gazetteer.by_pcode("sd02"), gazetteer.by_pcode("SD02118")
    assert province is not None
    assert district is not None
    assert (province.id, gazetteer.pcode(province)) == ("geonames:408666", "SD02")
    assert (district.name, district.kind, district.adm1, gazetteer.pcode(district)) == (
        "Kebkabiya", "adm2", province.adm1, "SD02118",
    )  # fmt: skip
    assert gazetteer.lookup("كتم")[0].place.kind == "adm2"
    assert _said(gazetteer)["bad_rows"] == ["5: a row without a p-code"]
    assert _said(gazetteer)["name"] == "sdn.xlsx(ADM2)"


def test_a_district_and_its_seat_keep_a_pcode_each(built: Callable[..., Gazetteer], tmp_path: Path) -> None:
    path = tmp_path / "sdn.csv"
    path.write_text(
        "adm0_pcode,adm2_name,adm2_pcode,adm3_name,adm3_pcode,center_lat,center_lon\n"
        "SD,Mellit,SD01,Mellit,SD0101,14.1,25.5\nSD,Mellit,SD01,Madu,SD0102,14.6,26.0\n",
        encoding="utf-8",
    )
    table = tmp_path / "sdn2.csv"
    table.write_text(
        "adm0_pcode,adm2_name,adm2_pcode,center_lat,center_lon\nSD,Mellit,SD01,14.1,25.5\n", encoding="utf-8"
    )
    gazetteer = built(table, path)
    seat, district = gazetteer.by_pcode("SD0101"), gazetteer.by_pcode("SD01")
    assert seat is not None
    assert district is not None
    assert seat.id != district.id


def test_columns_are_guessed_in_any_dialect(built: Callable[..., Gazetteer], tmp_path: Path) -> None:
    path = tmp_path / "villages.csv"
    path.write_text("Village;Latitude;Longitude;Country;Type\nShagra;13,71;25,2;Sudan;IDP camp\n", encoding="utf-8")
    place = built(path).lookup("Shagra")[0].place
    assert (place.lat, place.lon, place.country, place.kind) == (13.71, 25.2, "SD", "camp")


def test_columns_can_be_said(built: Callable[..., Gazetteer], tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("nom,nord,est,iso2\nShagra,13.7,25.2,SD\n", encoding="utf-8")
    mapping = {"name": "nom", "lat": "nord", "lon": "EST"}
    assert built(path, mapping=mapping).lookup("Shagra")[0].place.lon == 25.2
    with pytest.raises(ConfigError, match=r"mine\.csv:1: no column 'nam'"):
        built(path, mapping={"name": "nam"})
    with pytest.raises(ConfigError, match="no such field"):
        built(path, mapping={"nam": "nom"})


def test_only_the_countries_asked_for_are_kept(built: Callable[..., Gazetteer], tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("name,lat,lon,country\nShagra,13.7,25.2,SD\nAdre,13.5,22.2,TD\n", encoding="utf-8")
    gazetteer = built(path, countries=frozenset({"SD"}))
    assert gazetteer.lookup("Adre") == ()
    assert _said(gazetteer)["skipped_why"] == {"another country": 1}


def test_ids_stay_when_another_source_brings_the_place(built: Callable[..., Gazetteer], tmp_path: Path) -> None:
    mine, dump = tmp_path / "mine.csv", tmp_path / "SD.txt"
    mine.write_text("name,lat,lon,country\nUmm Baru,15.05,23.7,SD\n", encoding="utf-8")
    dump.write_text(_DUMP, encoding="utf-8")
    before = built(mine).lookup("Umm Baru")[0].place.id
    assert before.startswith("user:")
    place = built(dump, mine).by_id(before)
    assert place is not None
    assert place.id == "geonames:379999"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"name,lat,lon\nCaf\xe9,1,2\n", "not UTF-8"),
        ("a.zip", b"PK\x03\x04 cut off", "a.zip"),
        ("a.csv", b"", "a.csv:1"),
        ("a.csv", b"name,lat,lon\n\x00,1\n", "a.csv:2"),
        ("a.txt", b"\n" * 3, "a.txt:1"),
    ],
)
def test_debris_is_refused_by_name(
    built: Callable[..., Gazetteer], tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ConfigError, match=said):
        built(path)


def test_a_damaged_workbook_is_refused_by_name(built: Callable[..., Gazetteer], tmp_path: Path) -> None:
    for name, sheet in (("a.xlsx", "<workbook"), ("b.zip", "")):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr("xl/workbook.xml", sheet)
            archive.writestr("[Content_Types].xml", "<Types/>")
        with pytest.raises(ConfigError, match=name):
            built(tmp_path / name)


def test_two_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    paths = [tmp_path / folder / "adm.csv" for folder in ("sdn", "tcd")]
    for path in paths:
        path.parent.mkdir()
        path.write_text("name,lat,lon\nA,1,2\n", encoding="utf-8")
    assert [s.name for s in file_sources(paths)] == ["sdn/adm.csv", "tcd/adm.csv"]
