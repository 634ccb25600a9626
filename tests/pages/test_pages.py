"""Saved pages and bulletins of many layouts, read as a user's are, against what a careful reader takes from them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from dateline.read import Item, ReadOptions, read_paths
from dateline.read.front import front_of
from dateline.resolve.publication import publication_of
from dateline.text.parse import parse

HERE = Path(__file__).parent
EXPECTED: dict[str, dict[str, Any]] = yaml.safe_load((HERE / "expected.yaml").read_text(encoding="utf-8"))


def documents(case: dict[str, Any]) -> list[dict[str, Any]]:
    """What is expected of each document of a file."""
    if "set_aside" in case:
        return []
    return list(case.get("documents", [case]))


CASES = [(name, i) for name, case in EXPECTED.items() for i in range(len(documents(case)))]


def items(name: str) -> list[Item]:
    return list(read_paths([HERE / "files" / name], ReadOptions()))


def found(item: Item) -> dict[str, Any]:
    """The fields of a document as `dateline documents` would show them."""
    document = item.document
    publication = publication_of(parse(document))
    byline = document.extra.get("byline")
    return {
        "title": document.title,
        "source": document.source,
        "published": publication.day,
        "how": publication.why,
        "agency": front_of(document.text, byline if isinstance(byline, str) else None).agency,
        "text": document.text.replace("\u00a0", " ").strip(),
    }


def wrong(case: dict[str, Any], got: dict[str, Any]) -> dict[str, object]:
    """Field -> what came out, for each field that is not as expected."""
    text = got["text"]
    faults: dict[str, object] = {
        field: got[field] for field in ("title", "source", "published", "agency") if got[field] != case[field]
    }
    if case.get("how", "") not in got["how"]:
        faults["how"] = got["how"]
    if not text.startswith(case.get("first", "")):
        faults["first"] = text[:80].split("\n")[0]
    if not text.endswith(case.get("last", "")):
        faults["last"] = text[-80:].split("\n")[-1]
    at, missing = 0, []
    for passage in case.get("passages", []):
        begin = text.find(passage, at)
        if begin < 0:
            missing.append(passage)
        else:
            at = begin + len(passage)
    if missing:
        faults["passages"] = missing
    if present := [words for words in case["absent"] if words in text]:
        faults["absent"] = present
    return faults


def test_the_corpus_is_as_large_and_as_varied_as_it_says() -> None:
    files = {str(p.relative_to(HERE / "files")) for p in (HERE / "files").rglob("*") if p.is_file()}
    assert files == set(EXPECTED)
    assert len(EXPECTED) >= 30
    assert len({case["layout"] for case in EXPECTED.values()}) >= 10


@pytest.mark.parametrize("name", EXPECTED)
def test_a_file_holds_so_many_documents(name: str) -> None:
    case, got = EXPECTED[name], items(name)
    if "set_aside" in case:
        assert [case["set_aside"] in str(i.set_aside) for i in got] == [True]
    else:
        assert [i.set_aside for i in got] == [None] * len(documents(case))


@pytest.mark.parametrize(("name", "index"), CASES)
def test_a_document_is_read_as_a_careful_reader_would(name: str, index: int) -> None:
    case, item = documents(EXPECTED[name])[index], items(name)[index]
    known = case.get("known_wrong", {})
    assert wrong(case, found(item)) == {k: v for k, v in known.items() if k != "why"}
    assert bool(known) == bool(known.get("why"))


def test_days_are_days() -> None:
    days = [d["published"] for case in EXPECTED.values() for d in documents(case)]
    assert all(day is None or isinstance(day, date) for day in days)
