"""Decisions from the command line: short ids, ids of before a merge, the history, what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dateline.ledger import Ledger
from incident_rows import report, told

Call = Callable[..., Any]


@pytest.fixture
def war(tmp_path: Path, call: Call) -> Call:
    with Ledger(tmp_path / "dateline.ledger", create=True) as ledger:
        ledger.append(report("a", told(killed=4)))
        ledger.append(report("b", told(leaf="armed_clash", killed=4)))
        ledger.append(report("c", told("Goma")))
    return call


def rows(call: Call, *words: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in call(*words, "--format", "jsonl").stdout.splitlines()]


def ids(call: Call) -> dict[str, str]:
    """Short id of the event of each document."""
    from dateline.cli.cells import short_id

    return {d: short_id(e["id"]) for e in rows(call, "events") for d in e["documents"]}


def test_a_suggestion_is_merged_explained_and_taken_back(war: Call) -> None:
    (pair,) = rows(war, "review", "--suggestions")
    assert {p["name"]: p["score"] < 1 for p in pair["parts"]} == {
        "type": True, "place": False, "time": False, "sides": True, "figures": False,
    }  # fmt: skip
    old = ids(war)
    done = war("merge", old["a"], old["b"], "--reason", "one battle", "--by", "ana")
    assert (done.returncode, "2 events are one" in done.stderr) == (0, True)
    assert len(done.stdout.splitlines()) == 2
    assert ids(war)["a"] == ids(war)["b"]
    assert rows(war, "review", "--suggestions") == []
    explained = json.loads(war("explain", old["b"], "--format", "json").stdout)
    assert explained["together"][0]["basis"] == "decided_one"
    assert [d["reason"] for d in explained["decisions"]] == ["one battle"]
    shown = war("explain", old["a"]).stdout
    assert "a person decided so; by the parts 0.6" in shown
    assert "What people decided" in shown
    asked = war("undo", "--by", "ana")
    assert asked.returncode == 2
    assert "one battle" in asked.stderr
    assert war("undo", "--by", "ana", "--yes").returncode == 0
    assert ids(war) == old
    assert [r["state"] for r in rows(war, "review", "--list")] == ["taken back", ""]
    assert war("undo", "--by", "ana", "--yes").returncode == 2


def test_events_that_are_told_apart_wait_no_more(war: Call) -> None:
    old = ids(war)
    assert war("split", old["a"], old["b"], "--reason", "two").returncode == 0
    assert war("review", "--suggestions").stderr == "Nothing waits for a decision.\n"
    assert "a person decided that they are two events" in war("explain", old["a"]).stdout


def test_a_claim_is_corrected_rejected_and_restored(war: Call) -> None:
    (claim,) = (c for c in rows(war, "claims", "--document", "c"))
    done = war("review", claim["id"][:11], "--set", "event_type=armed_clash", "--set", "outcome=", "--reason", "fight")
    assert done.returncode == 0
    assert next(e for e in rows(war, "events") if "c" in e["documents"])["type"] == "armed_clash"
    assert war("review", claim["id"], "--reject", "--reason", "no").returncode == 0
    assert "c" not in ids(war)
    review = rows(war, "review", "--list")[-1]
    assert war("undo", review["id"][:11]).returncode == 0
    assert "c" in ids(war)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("merge ev_0123abcd ev_4567abcd --reason x", "ev_0123abcd"),
        ("merge A --reason x", "one event already"),
        ("merge A A --reason x", "one event already"),
        ("merge A B", "--reason"),
        ("split A cl_0123abcd --reason x", "cl_0123abcd"),
        ("split A A --reason x", "itself"),
        ("review --reason x", "one thing at a time"),
        ("review CLAIM --accept --reject --reason x", "one thing at a time"),
        ("review --accept --reason x", "which claim"),
        ("review cl_0123abcd --accept --reason x", "cl_0123abcd"),
        ("review CLAIM --accept", "--reason"),
        ("review CLAIM --set figure.best --reason x", "FIELD=VALUE"),
        ("review CLAIM --set places.0.id=nowhere --reason x", "nowhere"),
        ("review CLAIM --set actors.0.id=NOBODY --reason x", "NOBODY"),
        ("review CLAIM --set text=lie --reason x", "cannot be set"),
        ("undo re_0123abcd", "re_0123abcd"),
        ("undo", "nothing in this ledger"),
    ],
)
def test_a_wrong_decision_is_explained_and_nothing_is_stored(line: str, says: str, war: Call) -> None:
    known = ids(war)
    claim = next(c["id"] for c in rows(war, "claims", "--document", "c"))
    words = [{"A": known["a"], "B": known["b"], "CLAIM": claim}.get(w, w) for w in line.split()]
    done = war(*words)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert rows(war, "review", "--list") == []
