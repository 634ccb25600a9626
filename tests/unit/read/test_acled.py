"""Exports of ACLED as people have them: both forms of a day, semicolons, rows that cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.errors import ConfigError, NotFoundError
from dateline.read.acled import read_acled

HEAD = (
    "event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,actor2,country,location,latitude,"
    "longitude,geo_precision,fatalities"
)


def written(folder: Path, *rows: str, head: str = HEAD) -> Path:
    path = folder / "acled.csv"
    path.write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
    return path


def test_rows_are_read_with_what_is_unknown(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "SUD1,2025-02-12,1,Battles,Armed clash,Rapid Support Forces,Military Forces of Sudan (2019-),Sudan,Singa,"
        "13.15,33.93,1,12",
        'SUD2,14 February 2025,,Battles,,,,,"El Fasher, camp",13.63,25.35,,',
    )
    (one, two), problems = read_acled(path)
    assert problems == []
    assert (one.day.isoformat(), one.fatalities, one.geo_precision) == ("2025-02-12", 12, 1)
    assert one.actors == ("Rapid Support Forces", "Military Forces of Sudan (2019-)")
    assert (two.day.isoformat(), two.location, two.actors) == ("2025-02-14", "El Fasher, camp", ())
    assert (two.time_precision, two.sub_event_type, two.country, two.fatalities) == (None, None, None, None)


def test_semicolons_a_mark_and_capitals_are_no_matter(tmp_path: Path) -> None:
    path = tmp_path / "acled.csv"
    head = "DATA_ID;EVENT_DATE;EVENT_TYPE;LATITUDE;LONGITUDE"
    path.write_bytes(b"\xef\xbb\xbf" + f"{head}\r\n7;2025-02-12;Battles;13.15;33.93\r\n\r\n".encode())
    (row,), problems = read_acled(path)
    assert (row.id, row.lat, problems) == ("7", 13.15, [])


def test_a_row_that_cannot_be_read_says_where_and_why(tmp_path: Path) -> None:
    good = "SUD1,2025-02-12,1,Battles,,,,Sudan,Singa,13.15,33.93,1,0"
    bad = [
        good.replace("2025-02-12", "12/02/2025").replace("SUD1", "a"),
        good.replace("13.15", "113.15").replace("SUD1", "b"),
        good.replace("33.93", "nan").replace("SUD1", "c"),
        good.replace(",1,0", ",1,many").replace("SUD1", "d"),
        good.replace("Battles", "").replace("SUD1", "e"),
        good,
    ]
    rows, problems = read_acled(written(tmp_path, good, *bad))
    assert [r.id for r in rows] == ["SUD1"]
    assert [p.split(".csv:")[1].split(":")[0] for p in problems] == ["3", "4", "5", "6", "7", "8"]
    for problem, why in zip(
        problems, ("event_date", "latitude", "longitude", "fatalities", "event_type", "earlier row"), strict=True
    ):
        assert why in problem


def test_what_is_no_export_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no such file"):
        read_acled(tmp_path / "none.csv")
    with pytest.raises(ConfigError, match="event_id_cnty, event_date, event_type"):
        read_acled(written(tmp_path, "1,2", head="id,text"))
    (tmp_path / "binary.csv").write_bytes(b"\0\1\2")
    with pytest.raises(ConfigError, match="binary"):
        read_acled(tmp_path / "binary.csv")
    (tmp_path / "empty.csv").write_bytes(b"")
    with pytest.raises(ConfigError, match="no column"):
        read_acled(tmp_path / "empty.csv")
