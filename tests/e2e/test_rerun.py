"""A ledger read anew by newer rules from the command line: what changed, why, and the decisions that hold on."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

Call = Callable[..., Any]


def newer(monkeypatch: pytest.MonkeyPatch, version: str, **fields: Any) -> None:
    """Rules of another version, that read claims with other fields, or with `drop` none of some document."""
    quick = sys.modules["quick_reader"]
    drop = fields.pop("drop", None)

    class Resources:
        parts = {"actors": "1", "rules": version}  # noqa: RUF012

    Resources.version = f"books/{version}"  # type: ignore[attr-defined]

    def read(document: Any, _: Any) -> Any:
        reading = quick.read_document(document)
        claims = () if drop and drop in document.text else reading.claims
        return quick.Reading(tuple(c.model_copy(update=fields) for c in claims), reading.publication)

    module = ModuleType("dateline.run.pipeline")
    module.__dict__.update(read_document=read, load_resources=lambda *_: Resources)
    monkeypatch.setitem(sys.modules, "dateline.run.pipeline", module)


@pytest.fixture
def war(call: Call, tmp_path: Path) -> Call:
    (tmp_path / "dateline.toml").write_text("gate = false\n")
    (tmp_path / "a.txt").write_text("Rebels fought the army in the town of Kutum. It lasted for hours on end.")
    (tmp_path / "b.txt").write_text("Soldiers fought gunmen on the road to Mangu. Nobody knows how it ended there.")
    assert call("run", "a.txt", "b.txt").returncode == 0
    return call


def rows(call: Call, *words: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in call(*words, "--format", "jsonl").stdout.splitlines()]


def test_events_that_are_otherwise_are_shown_and_decisions_kept(war: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "already" in war("rerun").stderr
    first, second = (c["id"] for c in rows(war, "claims"))
    assert war("review", first, "--set", "outcome=completed", "--reason", "it ended").returncode == 0
    newer(monkeypatch, "2", event_type="ground_offensive")
    tried = rows(war, "rerun", "--dry-run")
    assert {(r["claim"], r["change"], tuple(r["why"])) for r in tried} == {
        (first, "changed", ("rules",)), (second, "changed", ("rules",)),
    }  # fmt: skip
    assert {e["type"] for e in rows(war, "events")} == {"armed_clash"}
    done = war("rerun")
    assert done.returncode == 0
    assert "2 of 2 read anew; claims: 0 new, 0 gone, 2 otherwise (event_type 2)." in done.stderr
    assert "2 because of: rules" in done.stderr
    assert "1 decision of people kept." in done.stderr
    assert done.stdout.count("corrected") == 2
    assert [(e["type"], e["outcome"]) for e in rows(war, "events") if first in e["claims"]] == [
        ("ground_offensive", "completed")
    ]
    assert "already" in war("rerun").stderr


def test_a_decision_about_a_claim_that_is_read_no_more_is_listed(war: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    first = rows(war, "claims")[0]["id"]
    document = rows(war, "claims")[0]["document"]
    word = "Kutum" if "Kutum" in rows(war, "claims")[0]["text"] else "Mangu"
    war("review", first, "--set", "outcome=completed", "--reason", "it ended")
    newer(monkeypatch, "2", drop=word)
    done = war("rerun", document, "--claims")
    assert "gone" in done.stdout
    assert "no longer read" in done.stderr
    assert "it ended" in done.stderr
    assert [r["state"] for r in rows(war, "review", "--list")] == ["in force, but not every claim of it is read today"]
    newer(monkeypatch, "3")
    war("rerun")
    assert [r["state"] for r in rows(war, "review", "--list")] == ["in force"]
    assert [e["outcome"] for e in rows(war, "events") if first in e["claims"]] == ["completed"]


def test_there_must_be_a_ledger_and_the_document(war: Call, tmp_path: Path) -> None:
    assert war("rerun", "nobody").returncode == 2
    assert war("rerun", "--ledger", "none.ledger").returncode == 2
    assert not (tmp_path / "none.ledger").exists()
