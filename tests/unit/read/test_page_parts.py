"""What of a page counts: its own date, headline and name, and not those of what stands around."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from dateline.read import Item, ReadOptions, read_paths
from dateline.read.page_stamps import is_stamp
from dateline.read.page_title import is_title
from dateline.read.pdf_order import Box, Line, ordered


def read(path: Path, content: bytes) -> Item:
    path.write_bytes(content)
    (item,) = read_paths([path], ReadOptions())
    return item


@pytest.mark.parametrize(
    ("body", "day", "why"),
    [
        ("<p>Published on: 2 May 2024</p><p>Printed: 9 May 2024</p>", date(2024, 5, 2), "says so"),
        ("<p>Printed: 9 May 2024</p>", None, ""),
        ("<p>Posted: 4 May 2024</p><dl><dt>Originally published</dt><dd>2 May 2024</dd></dl>", date(2024, 5, 2), ""),
        ("<p>Last updated: 9 May 2024</p>", date(2024, 5, 9), "changed"),
        ("<p>2 May 2024</p>", date(2024, 5, 2), "after its headline"),
        ("<time class='entry-date published updated' datetime='2024-05-02'>2 May</time>", date(2024, 5, 2), "time"),
        ("<div class='related'><time datetime='2024-05-02'>2 May 2024</time></div>", None, ""),
        ("<p>Published estimates of 2 May 2024 were too low, the ministry said on the radio last week.</p>", None, ""),
    ],
)  # fmt: skip
def test_the_day_that_a_page_shows(body: str, day: date | None, why: str, make: ModuleType, tmp_path: Path) -> None:
    document = read(tmp_path / "a.html", make.page(body=body)).document
    assert document.published == day
    assert why in str(document.extra.get("published_how"))


def test_a_box_around_the_whole_page_hides_no_date(make: ModuleType, tmp_path: Path) -> None:
    page = make.page(body="<p class='date'>2 May 2024</p>").replace(b"<article>", b"<article class='has-sidebar'>")
    assert read(tmp_path / "a.html", page).document.published == date(2024, 5, 2)


@pytest.mark.parametrize("path", ["2024/02/17/two-killed/", "news/2024-02-17/two-killed", "news/two-killed-99"])
def test_a_day_in_the_address(path: str, make: ModuleType, tmp_path: Path) -> None:
    page = make.page(head=f"<link rel='canonical' href='https://k.example/{path}'>")
    wanted = None if "99" in path else date(2024, 2, 17)
    assert read(tmp_path / "a.html", page).document.published == wanted


def test_the_headline_is_told_from_the_name_of_the_site(make: ModuleType, tmp_path: Path) -> None:
    page = make.page().replace(b"<title>Two killed in Kherson", b"<title>Two killed in Kherson &mdash; Dnipro Sheet")
    document = read(tmp_path / "a.html", page.replace(b"<a href='/'>Home", b"<a href='/'>Dnipro Sheet")).document
    assert (document.title, document.source) == ("Two killed in Kherson", "Dnipro Sheet")
    assert document.text.startswith(make.STORY[:40])
    assert read(tmp_path / "b.html", page).document.source is None, "shown nowhere else: it may be a section"


def test_what_is_marked_as_apart_goes_unless_it_is_the_page(make: ModuleType, tmp_path: Path) -> None:
    advert = "<div class='in-text ad'><p>Nets, two for one.</p></div><p>READ MORE: <a href='/x'>Bread is dear</a></p>"
    assert "Nets" not in (text := read(tmp_path / "a.html", make.page(body=advert)).document.text)
    assert "Bread" not in text
    page = (
        make.page()
        .replace(b"<article>", b"<article><div class='newsletter'>")
        .replace(b"</article>", b"</div></article>")
    )
    assert make.STORY in read(tmp_path / "b.html", page).document.text


def test_days_that_head_a_list_are_kept(make: ModuleType, tmp_path: Path) -> None:
    head = "<meta name='date' content='2024-05-03'>"
    lists = "<h3>1 May 2024</h3><p>A mine killed a farmer.</p><h3>2 May 2024</h3><p>A shell hit a house.</p>"
    document = read(tmp_path / "a.html", make.page(head=head, body=lists)).document
    assert document.text.startswith("1 May 2024\n\nA mine killed a farmer.\n\n2 May 2024")


def test_a_byline_is_kept_beside_the_text(make: ModuleType, tmp_path: Path) -> None:
    document = read(tmp_path / "a.html", make.page(body="<p>By Reuters and Our Correspondent</p>")).document
    assert document.text.startswith(make.STORY[:40])
    assert "Reuters" in str(document.extra["byline"])


@pytest.mark.parametrize(
    "line", ["Published: 2 May 2024, 10:40pm GMT", "Posted , last modified", "Thursday, 2 May 2024"]
)
def test_a_stamp_holds_nothing_else(line: str) -> None:
    assert is_stamp(line)
    assert not is_stamp(line + " Kherson")
    assert not is_stamp("18:50 Saturday"), "the hour of an update is a part of the text"


@pytest.mark.parametrize("title", ["untitled", "Microsoft Word - draft.docx", "report_final.pdf", " "])
def test_names_of_files_are_no_titles(title: str) -> None:
    assert not is_title(title)
    assert is_title("Two killed in Kherson")


def box(x: float, y: float, *texts: str) -> Box:
    return Box(tuple(Line(x, y - 12 * i, x + 5.0 * len(t), y - 12 * i + 10, t) for i, t in enumerate(texts)))


def test_columns_are_read_one_after_the_other_and_tables_by_rows() -> None:
    prose = "a line of prose that is rather long"
    boxes = [box(40, 700, "H1"), box(320, 700, "H2"), box(40, 680, prose, prose), box(320, 680, prose + " 2", prose)]
    assert [b.text.split("\n")[0] for b in ordered(boxes, 595)] == ["H1", prose, "H2", prose + " 2"]
    columns = [box(40, 700, "Town", "Kutum", "Singa"), box(200, 700, "Dead", "4", "7")]
    whole = [
        box(40, 760, "A summary of the week, in one line over the whole page, that is followed by a table."),
        *columns,
    ]
    assert [b.text for b in ordered(whole, 595)][1:] == ["Town | Dead", "Kutum | 4", "Singa | 7"]
