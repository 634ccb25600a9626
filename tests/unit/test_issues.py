"""What stayed unknown is collected as values, a document at a time."""

from __future__ import annotations

import dataclasses

import pytest

from dateline.issues import Issue, Issues


def test_issues_come_back_in_the_order_they_were_found() -> None:
    issues = Issues()
    issues.add("warning", "time.no_publication_date", "no date in the text", sentence=2)
    issues.add("info", "place.ambiguous", "two places are called Beni", name="Beni", best=None)
    assert len(issues) == 2
    assert [i.code for i in issues] == ["time.no_publication_date", "place.ambiguous"]
    assert [i.facts for i in issues] == [{"sentence": 2}, {"name": "Beni", "best": None}]
    assert [i.level for i in issues] == ["warning", "info"]


def test_documents_do_not_share_issues() -> None:
    one, two = Issues(), Issues()
    one.add("error", "x.y", "said once")
    assert list(two) == []
    assert len(list(one)) == len(list(one)) == 1


def test_an_issue_cannot_be_changed() -> None:
    issue = Issue(level="info", code="a.b", message="m")
    with pytest.raises(dataclasses.FrozenInstanceError):
        issue.message = "n"  # type: ignore[misc]
