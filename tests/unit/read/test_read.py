from __future__ import annotations

import io
import json
import os
import socket
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from dateline.errors import ConfigError, NotFoundError
from dateline.read import Item, ReadOptions, mapping_from, read_paths

OPTIONS = ReadOptions()
KHERSON = "Shelling of Kherson killed two people on Tuesday, the governor said."


def read(path: Path | str, options: ReadOptions = OPTIONS) -> list[Item]:
    return list(read_paths([path], options))


def written(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_text_file_is_one_document_named_by_its_bytes(tmp_path: Path) -> None:
    (one,) = read(written(tmp_path / "a.txt", KHERSON))
    (two,) = read(written(tmp_path / "b.md", KHERSON))
    assert one.document.text == KHERSON
    assert one.document.id == two.document.id == "doc_" + sha256(KHERSON.encode()).hexdigest()[:24]
    assert one.document.bytes_sha256 == sha256(KHERSON.encode()).hexdigest()
    assert one.content == KHERSON.encode()
    assert (one.document.published, one.set_aside) == (None, None)


def test_line_ends_and_spaces_are_kept_as_they_are(tmp_path: Path) -> None:
    text = "\ufeffOne line\r\n\r\n  two\u00a0lines\n"
    (item,) = read(written(tmp_path / "a.txt", text))
    assert item.document.text == text[1:]


@pytest.mark.parametrize(
    ("content", "text", "encoding"),
    [
        ("Près de Gao".encode(), "Près de Gao", None),
        ("Près de Gao, a “safe” place. ".encode("cp1252") * 9, "Près de Gao, a “safe” place. " * 9, "cp1252"),
        ("Près de Gao".encode("utf-16"), "Près de Gao", None),
        ("Бої тривають біля міста Покровськ. ".encode("cp1251") * 20, None, "cp1251"),
    ],
)
def test_encodings_other_than_utf8_are_assumed_aloud(
    tmp_path: Path, content: bytes, text: str | None, encoding: str | None
) -> None:
    (item,) = read(written(tmp_path / "a.txt", content))
    assert [i.facts["encoding"] for i in item.issues] == ([encoding] if encoding else [])
    assert item.document.text == (text or content.decode(str(encoding)))


def test_what_cannot_be_read_says_why(tmp_path: Path) -> None:
    small = ReadOptions(max_chars=100)
    written(tmp_path / "binary.txt", b"MZ\0\0\x90")
    written(tmp_path / "empty.txt", "")
    written(tmp_path / "long.txt", "x" * 101)
    written(tmp_path / "huge.txt", "x" * 5_000)
    written(tmp_path / "scan.psd", b"8BPS")
    written(tmp_path / "README", "no suffix")
    written(tmp_path / "spaces.txt", " \n\t")
    reasons = {Path(i.where).name: i.set_aside for i in read(tmp_path, small)}
    assert reasons == {
        "README": "no reader for a file without a suffix",
        "binary.txt": "binary, not text",
        "empty.txt": "empty",
        "huge.txt": "too large: 5,000 bytes (at most 1,200)",
        "long.txt": "too long: 101 characters (max_document_chars is 100)",
        "scan.psd": "no reader for .psd in this version",
        "spaces.txt": "empty",
    }


def test_a_folder_is_walked_in_order_without_hidden_files(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".git").mkdir()
    for name in ("b/2.txt", "b/1.txt", "a.txt", ".hidden.txt", ".git/x.txt", "c.txt"):
        written(tmp_path / name, name)
    assert [i.document.text for i in read(tmp_path)] == ["a.txt", "b/1.txt", "b/2.txt", "c.txt"]


def test_loops_dead_links_and_special_files_do_not_harm(tmp_path: Path) -> None:
    written(tmp_path / "a.txt", "a")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to(tmp_path / "self")
    (tmp_path / "dead.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "again.txt").symlink_to(tmp_path / "a.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    sock = socket.socket(socket.AF_UNIX)
    sock.bind(str(tmp_path / "s.txt"))
    found = {Path(i.where).name: i.set_aside for i in read(tmp_path)}
    sock.close()
    assert found == {
        "a.txt": None,
        "dead.txt": "a link that leads nowhere",
        "pipe.txt": "not a regular file (pipe)",
        "s.txt": "not a regular file (socket)",
        "self": "a link that leads nowhere",
    }


def test_a_device_is_never_opened() -> None:
    (item,) = read("/dev/zero")
    assert item.set_aside == "not a regular file (device)"


def test_a_path_that_is_not_there_and_an_address_are_errors(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no such file"):
        read(tmp_path / "nothing.txt")
    with pytest.raises(NotFoundError, match="no such file"):
        read(str(tmp_path / "*.txt"))
    with pytest.raises(ConfigError, match="an address"):
        read("https://example.org/feed.xml")


def test_a_glob_is_expanded_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "c.csv"):
        written(tmp_path / name, name)
    assert [i.document.text for i in read(str(tmp_path / "*.txt"))] == ["a.txt", "b.txt"]


def test_json_lines_keep_ids_known_columns_and_the_rest(tmp_path: Path) -> None:
    rows = [
        {"id": "r1", "text": KHERSON, "title": "Two killed", "published": "2024-05-07", "source": "OCHA", "tag": [1]},
        {"id": 17, "text": "Another one.", "url": "https://example.org/17"},
        {"text": "No id.", "published": ""},
    ]
    one, two, three = read(written(tmp_path / "r.jsonl", "\n\n".join(map(json.dumps, rows)) + "\n"))
    assert (one.document.id, one.document.title, one.document.published) == ("r1", "Two killed", date(2024, 5, 7))
    assert (one.document.source, one.document.extra) == ("OCHA", {"tag": [1]})
    assert one.content == json.dumps(rows[0]).encode()
    assert (two.document.id, two.document.url, two.where[-2:]) == ("17", "https://example.org/17", ":3")
    assert three.document.id.startswith("doc_")


def test_a_broken_line_does_not_stop_the_next(tmp_path: Path) -> None:
    lines = [
        b'{"id": "cut", "text": "no end',
        b'["not a record"]',
        b'{"id": "no-text", "body": "x"}',
        b'{"id": "number", "text": 5}',
        b'{"id": ["x"], "text": "x"}',
        rb'{"id": "half", "text": "half \ud800"}',
        rb'{"id": "nul", "text": "a\u0000b"}',
        b'{"id": "latin", "text": "pr\xe8s de Gao, in the north of Mali, in the long war there"}',
        b"[" * 100_000,
        b'{"id": "good", "text": "Good."}',
    ]
    items = read(written(tmp_path / "r.jsonl", b"\n".join(lines)))
    assert len(items) == len(lines)
    assert [i.document.id for i in items if i.set_aside is None] == ["latin", "good"]
    assert items[2].document.id == "no-text"
    assert "--map text=COLUMN" in str(items[2].set_aside)
    assert items[7].document.text.startswith("près")


def test_a_line_of_megabytes_is_set_aside_and_the_next_is_read(tmp_path: Path) -> None:
    long = json.dumps({"id": "long", "text": "x" * 50_000})
    path = written(tmp_path / "r.jsonl", long + '\n{"id": "good", "text": "Good."}\n')
    first, second = read(path, ReadOptions(max_chars=1_000))
    assert str(first.set_aside).startswith("too long")
    assert first.content is None
    assert second.document.id == "good"


def test_json_arrays_single_records_and_misnamed_lines(tmp_path: Path) -> None:
    assert len(read(written(tmp_path / "a.json", '[{"text": "A."}, {"text": "B."}, 3]'))) == 3
    assert len(read(written(tmp_path / "b.json", '{"text": "A."}'))) == 1
    assert [i.document.text for i in read(written(tmp_path / "c.json", '{"text": "A."}\n{"text": "B."}\n'))] == [
        "A.",
        "B.",
    ]
    (broken,) = read(written(tmp_path / "d.json", '[{"text": '))
    assert str(broken.set_aside).startswith("not JSON")


def test_a_table_with_other_names_and_an_old_encoding(tmp_path: Path) -> None:
    options = ReadOptions(mapping=mapping_from(["text=body", "published=day", "id=nr"]))
    table = (
        'nr,body,day,place\n1,"A line,\nand ""another"" près de Gao",4/5/2017,Gao\n2,B,13/5/2017,\n3,,1/6/2017,\n,,,\n'
    )
    items = read(written(tmp_path / "t.csv", table.encode("latin-1")), options)
    assert [i.document.id for i in items] == ["1", "2", "3"]
    assert items[0].document.text == 'A line,\nand "another" près de Gao'
    assert [i.document.published for i in items] == [date(2017, 5, 4), date(2017, 5, 13), date(2017, 6, 1)]
    assert items[0].document.extra == {"place": "Gao", "published_raw": "4/5/2017"}
    assert items[0].content == '1,"A line,\nand ""another"" près de Gao",4/5/2017,Gao\n'.encode("latin-1")
    assert items[0].issues[0].facts == {"encoding": "cp1252"}
    assert [i.set_aside for i in items] == [None, None, "empty"]
    assert [i.where.rsplit(":", 1)[1] for i in items] == ["2", "4", "5"]


def test_a_day_and_month_that_cannot_be_told_apart_stay_unknown(tmp_path: Path) -> None:
    (item,) = read(
        written(tmp_path / "t.csv", "id,text,published\n1,A,4/5/2017\n"), ReadOptions(published=date(2020, 1, 1))
    )
    assert item.document.published is None
    assert item.document.extra["published"] == "4/5/2017"
    assert "cannot be told apart" in str(item.document.extra["published_why"])
    assert [i.code for i in item.issues] == ["read.published_unclear"]


def test_a_table_without_the_column_is_set_aside_whole(tmp_path: Path) -> None:
    (item,) = read(written(tmp_path / "t.tsv", "nr\tremark\n1\tA\n"))
    assert item.set_aside == "no column 'text' (the columns are nr, remark); use --map text=COLUMN"
    (empty,) = read(written(tmp_path / "e.csv", ""))
    assert empty.set_aside == "empty"


def test_ragged_rows_are_read_and_said_to_be_ragged(tmp_path: Path) -> None:
    short, long = read(written(tmp_path / "t.csv", "text,id\nA\nB,2,extra,cells\n"))
    assert [short.document.text, long.document.text] == ["A", "B"]
    assert long.document.extra == {"_more_cells": ["extra", "cells"]}
    assert [i.issues[0].code for i in (short, long)] == ["read.ragged_row"] * 2


def test_flags_fill_what_records_do_not_bring(tmp_path: Path) -> None:
    options = ReadOptions(source="OCHA", published=date(2024, 5, 7))
    path = written(tmp_path / "r.jsonl", '{"text": "A."}\n{"text": "B.", "source": "UN", "published": "2024-01-01"}')
    one, two = read(path, options)
    assert (one.document.source, one.document.published) == ("OCHA", date(2024, 5, 7))
    assert (two.document.source, two.document.published) == ("UN", date(2024, 1, 1))


@pytest.mark.parametrize(
    ("content", "texts"),
    [
        (b'\xef\xbb\xbf{"text": "A."}\n{"text": "B."}\n', ["A.", "B."]),
        (b'\n [{"text": "A."},\n {"text": "B."}]', ["A.", "B."]),
        (b"Plain words\nin two lines", ["Plain words\nin two lines"]),
        (b"", []),
    ],
)
def test_standard_input_by_its_first_character(content: bytes, texts: list[str]) -> None:
    items = read_paths(["-"], OPTIONS, stdin=io.BytesIO(content))
    assert [i.document.text for i in items] == texts


def test_a_mapping_of_an_unknown_field_is_refused_with_a_suggestion() -> None:
    with pytest.raises(ConfigError, match="did you mean 'title'"):
        mapping_from(["titel=x"])
    with pytest.raises(ConfigError, match="field=column"):
        mapping_from(["text"])
