"""The first look of the day: what the ledger says now and did not say then."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from dateline.ledger import Ledger
from dateline.model import ChangeRow
from incident_rows import report, told

Call = Callable[..., Any]


def now() -> str:
    return datetime.now(UTC).isoformat()


def kinds(call: Call, since: str, *words: str) -> list[tuple[str, list[str]]]:
    done = call("changes", "--since", since, *words, "--format", "jsonl")
    assert done.returncode == 0
    rows = [ChangeRow.model_validate(json.loads(line)) for line in done.stdout.splitlines()]
    return [(r.kind, list(r.documents)) for r in rows]


def test_reports_decisions_and_filters(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "dateline.ledger"
    with Ledger(path, create=True) as ledger:
        ledger.append(report("a", told(killed=4)))
    morning = now()
    assert call("changes", "--since", morning).stderr.endswith("Nothing changed.\n")
    with Ledger(path) as ledger:
        ledger.append(report("b", told(killed=4), published="2025-01-25"))
        ledger.append(report("c", told("Goma", killed=9)))
    assert kinds(call, morning) == [("corroborated", ["b"]), ("new", ["c"])]
    assert kinds(call, morning, "--kind", "new") == [("new", ["c"])]
    assert kinds(call, morning, "--place", "Sake") == [("corroborated", ["b"])]
    assert kinds(call, "yesterday") == [("new", ["a", "b"]), ("new", ["c"])]
    call("area", "add", "goma", "--place", "-1.68,29.23", "--within", "5")
    assert kinds(call, morning, "--area", "goma") == [("new", ["c"])]
    table = call("changes", "--since", morning)
    assert "2 new documents, 0 decisions" in table.stderr
    assert "1 corroborated, 1 new" in table.stderr
    assert "9 killed; reported (1)" in table.stdout

    noon = now()
    events = [json.loads(line)["id"] for line in call("events", "--format", "jsonl").stdout.splitlines()]
    call("merge", *events, "--reason", "one")
    assert {k for k, _ in kinds(call, noon)} >= {"merged"}
    assert "0 new documents, 1 decision" in call("changes", "--since", noon).stderr
    call("undo", "--yes")
    assert kinds(call, noon) == []


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--since", "tomorrow"], "ahead"),
        (["--since", "5"], "one way"),
        (["--since", "yesterday", "--kind", "rose"], "toll rose"),
        (["--since", "yesterday", "--area", "x"], "area add"),
        ([], "--since"),
    ],
)
def test_a_wrong_line_is_explained(words: list[str], says: str, call: Call, tmp_path: Path) -> None:
    with Ledger(tmp_path / "dateline.ledger", create=True):
        pass
    done = call("changes", *words)
    assert (done.returncode, says in done.stderr) == (2, True)
