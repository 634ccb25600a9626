"""Each kind of file becomes documents with text, title, day and where they were."""

from __future__ import annotations

import gzip
import io
import json
import mailbox
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from dateline.read import Item, ReadOptions, read_paths
from dateline.read.columns import GUESSED


def read(path: Path, content: bytes, options: ReadOptions | None = None) -> list[Item]:
    path.write_bytes(content)
    return list(read_paths([path], options or ReadOptions()))


def test_a_page_is_read_without_its_menus(make: ModuleType, tmp_path: Path) -> None:
    head = (
        "<meta property='article:published_time' content='2024-03-12T23:30:00+03:00'>"
        "<meta property='og:site_name' content='Kherson Daily'><link rel='canonical' href='https://k.example/1'>"
        "<script>document.write('never run')</script>"
    )
    (item,) = read(tmp_path / "a.html", make.page(head=head))
    document = item.document
    assert (document.title, document.source, document.url) == (
        "Two killed in Kherson",
        "Kherson Daily",
        "https://k.example/1",
    )
    assert document.published == date(2024, 3, 12)
    assert document.extra["published_at"] == "2024-03-12T23:30:00+03:00"
    assert "metadata" in str(document.extra["published_how"])
    assert make.STORY in document.text
    assert "Home" not in document.text
    assert "never run" not in document.text


def test_a_date_that_reads_both_ways_is_kept_as_words(make: ModuleType, tmp_path: Path) -> None:
    (item,) = read(tmp_path / "a.html", make.page(body="<p class='date'>Published: 03/04/2024</p>"))
    assert item.document.published is None
    assert "03/04/2024" in str(item.document.extra["published_raw"])


def test_a_page_without_an_article_says_so(tmp_path: Path) -> None:
    (item,) = read(tmp_path / "a.html", b"<html><body><script>render()</script></body></html>")
    assert item.set_aside is not None
    assert "no article text" in item.set_aside


@pytest.mark.parametrize("charset", ["utf-8", "windows-1251", "iso-8859-1"])
def test_a_wrong_charset_in_a_page_is_seen_through(charset: str, tmp_path: Path) -> None:
    text = "Le maire de Kidal a été tué près de la ville. " * 8
    markup = f"<html><head><meta charset='{charset}'></head><body><article><p>{text}</p></article></body></html>"
    (item,) = read(tmp_path / "a.html", markup.encode())
    assert "tué près" in item.document.text


def test_a_pdf_has_pages_in_reading_order(make: ModuleType, tmp_path: Path) -> None:
    left = ["The first column begins here", "and goes on in its second line."]
    right = ["The second column comes after", "the first one has ended."]
    pages = [["Bulletin 7", *left], [*left, *right], ["The last page is here."]]
    (item,) = read(tmp_path / "a.pdf", make.pdf([pages[0], pages[2]]))
    text, starts = item.document.text, item.document.extra["pages"]
    assert isinstance(starts, list)
    assert (starts[0], text[starts[1] :]) == (0, "The last page is here.")
    (item,) = read(tmp_path / "b.pdf", make.pdf([pages[1]], columns=True))
    assert item.document.text.replace("\n\n", " ") == " ".join([*left, *right])


def test_words_broken_at_a_line_end_and_running_heads(make: ModuleType, tmp_path: Path) -> None:
    pages = [["Situation report", "Fight-", f"ing went on in sector {i}.", f"Page {i}"] for i in "ABCD"]
    (item,) = read(tmp_path / "a.pdf", make.pdf(pages))
    assert "Fighting went on in sector C." in item.document.text


def test_a_word_document(make: ModuleType, tmp_path: Path) -> None:
    (item,) = read(tmp_path / "a.docx", make.docx("First paragraph.", "Second one."))
    assert item.document.text == "First paragraph.\n\nSecond one.\n\nKilled\t2"
    assert item.document.published is None


def test_a_mail_with_an_attachment(make: ModuleType, tmp_path: Path) -> None:
    message = make.mail()
    message.add_attachment(make.STORY.encode(), maintype="text", subtype="plain", filename="../../bulletin.txt")
    one, two = read(tmp_path / "a.eml", message.as_bytes())
    assert (one.document.title, one.document.source, one.document.published) == (
        "Update",
        "Press Office",
        date(2024, 3, 12),
    )
    assert one.document.extra["published_at"] == "2024-03-12T23:30:00+03:00"
    assert two.document.text.strip() == make.STORY
    assert str(two.document.path).endswith("a.eml!/bulletin.txt")


def test_a_mailbox(make: ModuleType, tmp_path: Path) -> None:
    box = mailbox.mbox(tmp_path / "a.mbox")
    for number in range(3):
        box.add(make.mail(body=f"Report {number}.\nFrom here on all is quiet.\n"))
    box.close()
    items = list(read_paths([tmp_path / "a.mbox"], ReadOptions()))
    assert [i.document.text.splitlines()[0] for i in items] == ["Report 0.", "Report 1.", "Report 2."]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet"])
def test_columns_are_guessed_and_shown(kind: str, make: ModuleType, tmp_path: Path) -> None:
    rows = [["Article Content", "Date", "Outlet"], [make.STORY, "13/04/2024", "OCHA"], [make.MORE, "05/04/2024", None]]
    if kind == "csv":
        content = "\n".join(",".join(f'"{c or ""}"' for c in row) for row in rows).encode()
    elif kind == "xlsx":
        content = make.xlsx(*rows)
    else:
        content = make.parquet([dict(zip(rows[0], row, strict=True)) for row in rows[1:]])
    one, two = read(tmp_path / f"a.{kind}", content)
    assert (one.document.text, one.document.source, one.document.published) == (make.STORY, "OCHA", date(2024, 4, 13))
    assert two.document.published == date(2024, 4, 5)
    assert [i.facts["columns"] for i in one.issues if i.code == GUESSED] == [
        "text=Article Content\tpublished=Date\tsource=Outlet"
    ]


def test_remembered_columns_give_way(tmp_path: Path) -> None:
    options = ReadOptions(remembered={"text": "b"})
    (item,) = read(tmp_path / "a.csv", b"a,b\nx,y\n", options)
    assert item.document.text == "y"
    (item,) = read(tmp_path / "b.csv", b"text,c\nx,y\n", options)
    assert item.document.text == "x"


def test_spreadsheet_cells_are_days_and_numbers(make: ModuleType, tmp_path: Path) -> None:
    rows = [["text", "published", "id"], ["A report.", date(2024, 5, 7), 7]]
    (item,) = read(tmp_path / "a.xlsx", make.xlsx(*rows))
    assert (item.document.id, item.document.published) == ("7", date(2024, 5, 7))


@pytest.mark.parametrize("packed", [True, False])
def test_a_web_archive(packed: bool, make: ModuleType, tmp_path: Path) -> None:
    content = make.warc("https://k.example/war/1", make.page()) + make.warc("https://k.example/x.png", b"", "image/png")
    name = "a.warc.gz" if packed else "a.warc"
    (item,) = read(tmp_path / name, gzip.compress(content) if packed else content)
    assert (item.document.url, item.fetched_at) == ("https://k.example/war/1", "2024-03-13T05:00:00Z")
    assert item.document.source == "k.example"
    assert item.content == make.page()


@pytest.mark.parametrize("kind", ["zip", "tar.gz", "tar"])
def test_members_of_archives_are_documents(kind: str, make: ModuleType, tmp_path: Path) -> None:
    members = {
        "in/b.html": make.page(),
        "a.txt": make.STORY.encode(),
        "__MACOSX/a.txt": b"x",
        "in/c.csv": b"text\nrow\n",
    }
    content = make.zipped(members) if kind == "zip" else make.tarred(members, "w:gz" if kind == "tar.gz" else "w")
    items = read(tmp_path / f"r.{kind}", content)
    assert {i.document.path: i.set_aside for i in items} == {
        f"{tmp_path}/r.{kind}!/{name}": None for name in ("a.txt", "in/b.html", "in/c.csv")
    }


def test_a_telegram_export_is_one_document_a_message(tmp_path: Path) -> None:
    message = (
        '<div class="message default clearfix" id="message{n}"><div class="body"><div class="pull_right date details" '
        'title="0{n}.04.2024 21:14:33 UTC+03:00">21:14</div><div class="from_name">Front News</div>'
        '<div class="text">Report {n}: shelling<br>in the north.</div></div></div>'
    )
    markup = (
        '<html><body><div class="page_header"><div class="content"><div class="text bold">Front News</div></div></div>'
        f'<div class="history">{message.format(n=3)}{message.format(n=4)}</div></body></html>'
    )
    one, two = read(tmp_path / "messages.html", markup.encode())
    assert (one.document.text, one.document.source) == ("Report 3: shelling\nin the north.", "Front News")
    assert (one.document.published, two.document.published) == (date(2024, 4, 3), date(2024, 4, 4))
    assert one.document.extra["published_at"] == "2024-04-03T21:14:33+03:00"


def test_stacked_updates_are_reports_of_their_own(make: ModuleType, tmp_path: Path) -> None:
    updates = [
        {"@type": "BlogPosting", "headline": h, "datePublished": d, "articleBody": make.STORY + h}
        for h, d in (("Second", "2024-03-13T08:00:00Z"), ("First", "2024-03-12T20:00:00Z"))
    ]
    data = {"@type": "LiveBlogPosting", "liveBlogUpdate": updates, "publisher": {"name": "The Wire"}}
    head = f"<script type='application/ld+json'>{json.dumps(data)}</script>"
    items = read(tmp_path / "live.html", make.page(head=head))
    assert [(i.document.title, str(i.document.published)) for i in items] == [
        ("Second", "2024-03-13"),
        ("First", "2024-03-12"),
    ]


@pytest.mark.parametrize("kind", ["html", "pdf", "zip", "xlsx"])
def test_standard_input_of_any_kind(kind: str, make: ModuleType) -> None:
    made: dict[str, Any] = {
        "html": lambda: make.page(),
        "pdf": lambda: make.pdf([[make.STORY[:60]]]),
        "zip": lambda: make.zipped({"a.txt": b"A report."}),
        "xlsx": lambda: make.xlsx(["text"], ["A report."]),
    }
    (item,) = read_paths(["-"], ReadOptions(), stdin=io.BytesIO(made[kind]()))
    assert item.set_aside is None
    assert item.document.text
