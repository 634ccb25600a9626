"""Files that mean harm or are broken: read or refused with a reason, in bounded memory, and the next file is read."""

from __future__ import annotations

import io
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from dateline.errors import DocumentError
from dateline.read import Item, ReadOptions, read_paths
from dateline.read.blob import blob_of_file
from dateline.read.cell import Cell
from dateline.read.large_page import LARGE, read_apart

GIGABYTE = 1 << 30


def read(path: Path, content: bytes, options: ReadOptions | None = None) -> list[Item]:
    path.write_bytes(content)
    return list(read_paths([path], options or ReadOptions()))


def reasons(items: list[Item]) -> str:
    return " | ".join(i.set_aside or "read" for i in items)


def peak_megabytes(path: Path) -> tuple[str, int]:
    """Reads a file in a process of its own: the reasons, and how much its memory grew beyond the imports."""
    script = (
        "import resource, sys\nfrom dateline.read import ReadOptions, read_paths\n"
        "from dateline.read import archives, html, xlsx, docx, warc, pdf\n"
        "from dateline.read.html import article_of, parse_tree\narticle_of(parse_tree('<p>x'), None)\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "found = [i.set_aside or 'read' for i in read_paths(sys.argv[1:], ReadOptions())]\n"
        "print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024, ' | '.join(found))\n"
    )
    done = subprocess.run([sys.executable, "-c", script, path], capture_output=True, text=True, check=True, timeout=300)
    grown, _, found = done.stdout.strip().partition(" ")
    return found, int(grown)


@pytest.mark.parametrize("name", ["bomb.txt.gz", "bomb.tar.gz", "bomb.jsonl.gz", "bomb.warc.gz"])
def test_a_gigabyte_of_zeros_gzipped_is_refused_in_bounded_memory(name: str, make: ModuleType, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(make.zeros(GIGABYTE))
    found, grown = peak_megabytes(tmp_path / name)
    assert "read" not in found.split(" | ")
    assert grown < 200


def test_a_zip_bomb_inside_a_zip_is_refused_and_its_neighbours_are_read(make: ModuleType, tmp_path: Path) -> None:
    bomb = make.zipped({"zeros.txt": bytes(64 << 20)})
    (tmp_path / "a.zip").write_bytes(make.zipped({"a.txt": b"A report.", "b.zip": bomb, "c.txt": b"Another."}))
    found, grown = peak_megabytes(tmp_path / "a.zip")
    assert found.split(" | ")[::2] == ["read", "read"]
    assert "bomb" in found
    assert grown < 200


def test_archives_in_archives_are_opened_three_deep(make: ModuleType, tmp_path: Path) -> None:
    content = b"A report."
    for depth in range(5):
        content = make.zipped({f"{depth}.zip" if depth else "a.txt": content})
    assert "within 3 archives" in reasons(read(tmp_path / "a.zip", content))
    assert "more than 2 members" in reasons(
        read(tmp_path / "b.zip", make.zipped({f"{i}.txt": b"x" for i in range(3)}), ReadOptions(max_members=2))
    )


@pytest.mark.parametrize("name", ["../up.txt", "/etc/passwd.txt", "a/../../up.txt", "C:\\up.txt", "..\\up.txt"])
@pytest.mark.parametrize("kind", ["zip", "tar.gz"])
def test_names_that_climb_are_refused(name: str, kind: str, make: ModuleType, tmp_path: Path) -> None:
    members = {name: b"Out of here.", "good.txt": b"A report."}
    items = read(tmp_path / f"a.{kind}", make.zipped(members) if kind == "zip" else make.tarred(members))
    assert sorted(reasons(items).split(" | ")) == ["its name climbs out of the archive: not read", "read"]
    assert [p.name for p in tmp_path.iterdir()] == [f"a.{kind}"]


def test_links_and_devices_in_a_tar_are_not_followed(tmp_path: Path) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
            info = tarfile.TarInfo(f"x{kind!r}.txt")
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    items = read(tmp_path / "a.tar.gz", out.getvalue())
    assert {i.set_aside for i in items} == {"a link or a device, not a file: not followed"}


def test_an_encrypted_member_is_named(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", b"A report.")
    content = bytearray(out.getvalue())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.find(mark) + at] |= 1
    assert reasons(read(tmp_path / "a.zip", bytes(content))) == "encrypted: it needs a password"


LAUGHS = b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'><!ENTITY b '&a;&a;'>]><x>&b;</x>"


@pytest.mark.parametrize(
    ("kind", "part"), [("docx", "word/document.xml"), ("xlsx", "xl/workbook.xml"), ("xlsx", "xl/sharedStrings.xml")]
)
def test_xml_entities_are_refused(kind: str, part: str, make: ModuleType, tmp_path: Path) -> None:
    whole = make.docx("A report.") if kind == "docx" else make.xlsx(["text"], ["A report."])
    members = {}
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members[part] = LAUGHS
    assert "declares XML entities" in reasons(read(tmp_path / f"a.{kind}", make.zipped(members)))


def test_xml_entities_of_a_page_and_a_drawing_stay_unresolved(tmp_path: Path) -> None:
    assert reasons(read(tmp_path / "a.svg", LAUGHS)) == "no reader for .svg in this version"
    (item,) = read(tmp_path / "a.xhtml", LAUGHS.replace(b"<x>", b"<html><body><p>").replace(b"</x>", b"</p></body>"))
    assert "root:" not in item.document.text


def test_parts_that_grow_without_bound(make: ModuleType, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(make.xlsx(["text"], ["A report."]))) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["xl/sharedStrings.xml"] = b" " * (64 << 20)
    assert "taken for a bomb" in reasons(read(tmp_path / "a.xlsx", make.zipped(members)))


def test_an_encrypted_pdf_and_a_scan(make: ModuleType, tmp_path: Path) -> None:
    assert "password" in reasons(read(tmp_path / "a.pdf", make.pdf([["Secret."]], password="x")))
    assert "OCR" in reasons(read(tmp_path / "b.pdf", make.pdf([[], []], picture=True)))
    assert reasons(read(tmp_path / "c.pdf", make.pdf([["Open to all."]]))) == "read"


def test_encrypted_and_old_offices_files(tmp_path: Path) -> None:
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
    for kind in ("docx", "xlsx"):
        assert "encrypted, or of an old format" in reasons(read(tmp_path / f"a.{kind}", old))


def test_formulas_are_never_computed(make: ModuleType, tmp_path: Path) -> None:
    rows = [["text", "title"], ["A report.", "=1+1"], ['=WEBSERVICE("http://x")', "x"], ["Last.", "=cmd|' /C calc'!A0"]]
    items = read(tmp_path / "a.xlsx", make.xlsx(*rows))
    assert [i.document.text for i in items if not i.set_aside] == ["A report.", "Last."]
    assert all(i.document.title is None for i in items if not i.set_aside)
    assert {x.code for i in items for x in i.issues} == {"read.formula_without_value"}


def test_a_mailbox_with_odd_encodings(tmp_path: Path) -> None:
    mails = [
        b"From a\nSubject: =?utf-8?q?Pr=C3=A8s_de_Gao?=\nDate: nonsense\n\nPlain.\n\n",
        b"From a\nContent-Type: text/plain; charset=klingon\n\nCaf\xe9 hit by a shell.\n\n",
        b"From a\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n!!!notbase64\n\n",
        b"From a\nSubject: \xff\xfe broken\nFrom: =?x?b?\xff\n\n\xff\xfeBytes\n\n",
        b"From a\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n\n<p>Never closed\n\n",
    ]
    items = read(tmp_path / "a.mbox", b"".join(mails))
    assert len(items) == 5
    assert items[0].document.title == "Près de Gao"
    assert items[0].document.published is None
    assert "Café hit" in items[1].document.text


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 50_000 + "deep",
        "<table><tr><td>" * 5_000 + "tables",
        "<p>" + "a&amp;" * 200_000,
        "<a href='" + "x" * 500_000 + "'>long</a>",
        "<!--" * 10_000,
        "<html><body><p>nul\0nul</p>" + "<b>" * 3_000,
    ],
    ids=["deep", "tables", "entities", "address", "comments", "open"],
)
def test_hostile_pages_do_not_stop_the_run(markup: str, tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("A report.")
    items = read(tmp_path / "a.html", markup.encode()) + list(read_paths([tmp_path / "b.txt"], ReadOptions()))
    assert len(items) == 2
    assert items[1].set_aside is None


def test_a_child_that_dies_or_hangs_is_replaced(make: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(make.pdf([["A report."]]))
    cell = Cell(seconds=0.0)
    with pytest.raises(DocumentError, match="given up"):
        list(cell.ask("pdf", tmp_path / "a.pdf"))
    cell.seconds = 60
    assert len(list(cell.ask("pdf", tmp_path / "a.pdf"))) == 2
    cell.close()
    tight = Cell(memory=16 << 20)
    try:
        with pytest.raises(DocumentError):
            list(tight.ask("pdf", tmp_path / "a.pdf"))
    finally:
        tight.close()


def test_a_large_page_is_read_apart_as_a_small_one_is_here(tmp_path: Path) -> None:
    page = (
        "<html><head><title>Market hit</title><meta property='article:published_time' content='2024-05-03'>"
        "<meta property='og:site_name' content='Harbour Post'></head><body><article><h1>Market hit</h1>"
        "<p>Shelling hit the market of Kutum on Friday and killed two people, a doctor said.</p>"
        "<p>The army blamed the paramilitary forces for it, and they denied that they had fired.</p></article>"
        "{}</body></html>"
    )
    (tmp_path / "a.html").write_text(page.format(""))
    (tmp_path / "b.html").write_text(page.format("<script>" + "x" * (LARGE + 1) + "</script>"))
    small, large = (next(iter(read_paths([tmp_path / n], ReadOptions()))) for n in ("a.html", "b.html"))
    assert small.set_aside is None
    assert small.document.published == date(2024, 5, 3)
    same = replace(
        large.document, id=small.document.id, path=small.document.path, bytes_sha256=small.document.bytes_sha256
    )
    assert same == small.document
    assert large.content == (tmp_path / "b.html").read_bytes()


def test_markup_that_exhausts_a_reader_is_given_up(tmp_path: Path) -> None:
    words = " ".join(f"a{i}=b" for i in range(60_000))
    (tmp_path / "a.html").write_text(f"<html><body><p {words}>Shelling killed two people in Kherson.</p></body></html>")
    cell = Cell(seconds=0.5)
    with pytest.raises(DocumentError, match="given up"):
        list(read_apart(cell, blob_of_file(tmp_path / "a.html"), ReadOptions()))
    cell.close()
