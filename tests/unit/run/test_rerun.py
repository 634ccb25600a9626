"""Reading anew: which documents, what changed in their claims and why, and what is left alone."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from dateline.errors import DocumentError, NotFoundError
from dateline.ledger import Entry, Ledger
from dateline.mentions import Document
from dateline.run.engine import GATED, Engine
from dateline.run.rerun import difference, outdated, rerun
from incident_rows import report, told


@dataclass
class Reading:
    claims: tuple[Any, ...]
    publication: None = None
    language: str = "en"
    issues: tuple[()] = ()
    set_aside: str | None = None


@dataclass
class Reader:
    """Reads each document as the next entry of its id says."""

    next: dict[str, Entry] = field(default_factory=dict)

    def __call__(self, document: Document) -> Reading:
        if document.id not in self.next:
            raise DocumentError("cannot be read")
        return Reading(self.next[document.id].claims)


def engine(ledger: Ledger, reader: Reader, **more: Any) -> Engine:
    parts = {"actors": "2", "rules": "1", "sources": "1"}
    return Engine(ledger=ledger, read=reader, resources="books/2", parts=parts, **more)


@pytest.fixture
def war(ledger: Ledger) -> Ledger:
    ledger.keep_parts("books/1", {"actors": "1", "rules": "1", "model": "1"})
    ledger.append(report("a", told(killed=4), told("Goma")))
    ledger.append(report("b", told("Masisi")))
    return ledger


def test_what_changed_is_said_field_by_field() -> None:
    old = report("a", told(killed=4), told("Goma"), None).claims
    new = report("a", told(killed=5), None, told("Masisi")).claims
    rows = difference(old, new)
    assert [(r.change, r.text) for r in rows] == [
        ("changed", "Sentence 0 of report a"),
        ("gone", "Sentence 1 of report a."),
        ("new", "Sentence 2 of report a."),
    ]
    assert [(f.field, f.before, f.after) for f in rows[0].fields] == [("figure.best", 4, 5)]
    assert difference(old, [c.model_copy(update={"extractor": "rules/2", "confidence": 0.1}) for c in old]) == ()


def test_only_what_other_resources_read_is_read_anew(war: Ledger) -> None:
    assert outdated(war, "books/1") == []
    assert outdated(war, "books/2") == ["a", "b"]
    assert outdated(war, "books/2", ["b"]) == ["b"]
    assert outdated(war, "books/1", ["b"], all_=True) == ["b"]
    war.append(replace(report("c", told()), resources="books/2" + GATED, claims=()))
    assert "c" not in outdated(war, "books/2")
    war.append(replace(report("d", told()), set_aside="not English"))
    war.redact("b", reason="request")
    assert outdated(war, "books/2") == ["a"]
    with pytest.raises(NotFoundError, match="nobody"):
        outdated(war, "books/2", ["nobody"])


def test_a_new_reading_takes_the_place_of_the_old_and_says_why(war: Ledger) -> None:
    reader = Reader({"a": report("a", told(killed=5), told("Goma")), "b": report("b", told("Masisi"))})
    rows = list(rerun(engine(war, reader), ["a", "b"]))
    assert [len(r.changes) for r in rows] == [1, 0]
    assert {r.why for r in rows} == {("actors", "model", "sources")}
    assert [c.figure.best for c in war.claims("a") if c.figure] == [5]
    assert outdated(war, "books/2") == []
    again = list(rerun(engine(war, reader), ["a"]))
    assert [(r.changes, r.why) for r in again] == [((), ())]
    assert war.verify() == ()


def test_a_try_stores_nothing(war: Ledger) -> None:
    before = (war.head(), war.digest())
    reader = Reader({"a": report("a", told(killed=5), told("Goma"))})
    first, second = rerun(engine(war, reader), ["a", "b"], store=False)
    assert [c.change for c in first.changes] == ["changed"]
    assert [c.change for c in second.changes] == ["gone"]  # it could not be read
    assert (war.head(), war.digest()) == before


def test_what_was_parsed_without_the_gate_is_parsed_again(war: Ledger) -> None:
    class Shut:
        def passes(self, _: Document) -> bool:
            return False

        def issue(self) -> Any:
            from dateline.issues import Issue

            return Issue(level="info", code="run.gated", message="not about conflict", facts={})

    war.append(replace(report("c", told()), resources="books/1" + GATED, claims=()))
    reader = Reader({"a": report("a", told(killed=5), told("Goma")), "c": report("c", told())})
    rows = list(rerun(engine(war, reader, gate=Shut()), ["a", "c"]))
    assert [r.outcome.status for r in rows if r.outcome] == ["read", "gated"]
    assert len(list(war.claims("a"))) == 3


def test_an_unnoted_version_has_no_reason_and_stop_stops(war: Ledger) -> None:
    war.append(report("a", told(killed=4), told("Goma"), resources="books/0"))
    reader = Reader({"a": report("a", told(killed=4), told("Goma")), "b": report("b", told("Masisi"))})
    rows = list(rerun(engine(war, reader), ["a", "b"], stop=lambda: True))
    assert [(r.document, r.why) for r in rows] == [("a", None)]
