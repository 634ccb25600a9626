"""Day or month first is learned for each publisher, with its evidence; what it touches is read anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from dateline.issues import Issue
from dateline.ledger import Ledger
from dateline.mentions import Document, Publication
from dateline.model import Claim
from dateline.read import Item, ReadOptions, read_paths
from dateline.resolve.publication import publication_of
from dateline.run.engine import Engine
from dateline.run.profiles import order_of
from dateline.run.retry import items_of
from dateline.text.parse import parse

BODY = "Shelling of the market of Kherson killed two people, the governor of the province said in the morning."


@dataclass(frozen=True)
class Read:
    publication: Publication
    claims: tuple[Claim, ...] = ()
    language: str | None = "en"
    issues: tuple[Issue, ...] = ()
    set_aside: str | None = None


def read(document: Document) -> Read:
    return Read(publication_of(parse(document), order=order_of(document)))


def engine(ledger: Ledger, *, again: bool = False) -> Engine:
    return Engine(ledger=ledger, read=read, resources="books/1", again=again)


def run(ledger: Ledger, *rows: tuple[str, str], publisher: str | None = "Kherson Daily") -> None:
    items = [
        Item(document=Document(id=key, text=BODY, source=publisher, extra={"published_raw": raw}), where=key)
        for key, raw in rows
    ]
    list(engine(ledger).outcomes(items))
    list(engine(ledger).settle_dates())


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    with Ledger(tmp_path / "a.ledger", create=True) as opened:
        yield opened


def test_a_habit_decides_what_came_before_it_and_what_comes_after(ledger: Ledger) -> None:
    run(ledger, ("a", "03/04/2024"))
    assert ledger.document("a").published is None
    assert "either way" in str(ledger.document("a").published_why)
    run(ledger, ("b", "25/04/2024"))
    assert ledger.document("a").published is None, "one date is no habit"
    run(ledger, ("c", "Posted 30/04/2024"), ("d", "05/06/2024"))
    assert {k: ledger.document(k).published for k in "abcd"} == {
        "a": "2024-04-03", "b": "2024-04-25", "c": "2024-04-30", "d": "2024-06-05",
    }  # fmt: skip
    (profile,) = ledger.profiles()
    assert (profile.publisher, profile.order, profile.numbers) == ("Kherson Daily", "DMY", 2)
    assert [words for _, words in profile.examples] == ["25/04/2024", "Posted 30/04/2024"]
    assert "publisher's order" in str(ledger.document("a").published_why)


def test_a_habit_that_is_contradicted_takes_its_dates_back(ledger: Ledger) -> None:
    run(ledger, ("a", "03/04/2024"), ("b", "25/04/2024"), ("c", "30/04/2024"))
    before = ledger.profiles()[0].version
    run(ledger, ("x", "04/30/2024"))
    assert ledger.document("a").published is None
    assert ledger.profiles()[0].order is None
    assert ledger.profiles()[0].version != before
    assert not list(engine(ledger).settle_dates())


def test_a_weekday_is_evidence_and_other_publishers_learn_nothing(ledger: Ledger) -> None:
    run(ledger, ("a", "Wednesday 03/04/2024"), ("b", "Friday, 05/04/2024"), ("c", "07/06/2024"))
    assert ledger.document("c").published == "2024-06-07"
    assert ledger.profiles()[0].weekdays == 2
    run(ledger, ("z", "07/06/2024"), publisher="Other")
    run(ledger, ("y", "07/06/2024"), publisher=None)
    assert ledger.document("z").published is ledger.document("y").published is None


def test_erased_documents_leave_no_words_in_a_habit(ledger: Ledger) -> None:
    run(ledger, ("a", "25/04/2024"), ("b", "30/04/2024"))
    ledger.redact("a", reason="court order")
    assert ledger.profiles() == []


def test_the_agency_is_stored(ledger: Ledger) -> None:
    document = Document(id="a", text=f"KHERSON, Ukraine (Reuters) - {BODY}", published=date(2024, 5, 1))
    list(engine(ledger).outcomes([Item(document=document, where="a")]))
    assert ledger.document("a").agency == "REUTERS"


def test_what_was_set_aside_is_read_again_from_its_bytes(ledger: Ledger) -> None:
    from dateline.read import ReadOptions

    content = b"A report in a format that is new."
    item = Item(document=Document(id="doc_x", text="", path="in/a.txt"), where="a.txt", content=content, set_aside="no")
    list(engine(ledger).outcomes([item]))
    (again,) = items_of(ledger, [], ReadOptions())
    assert again.document.text == content.decode()
    assert [o.status for o in engine(ledger, again=True).outcomes([again])] == ["read"]


def test_tables_teach_a_habit_and_are_dated_by_it(ledger: Ledger, tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_text(f'id,text,published,source\nx,"{BODY} One.",03/04/2024,Kherson Daily\n')
    rows = "\n".join(f'{d},"{BODY} Number {d}.",{d}/05/2024,Kherson Daily' for d in (13, 14))
    (tmp_path / "a.csv").write_text(f"id,text,published,source\n{rows}\n")
    list(engine(ledger).outcomes(read_paths([tmp_path / "b.csv"], ReadOptions())))
    assert ledger.document("x").published is None
    assert "cannot be told apart" in str(ledger.document("x").published_why)
    list(engine(ledger).outcomes(read_paths([tmp_path / "a.csv"], ReadOptions())))
    list(engine(ledger).settle_dates())
    assert {r.id: r.published for r in ledger.documents()} == {
        "x": "2024-04-03",
        "13": "2024-05-13",
        "14": "2024-05-14",
    }
