"""Copies of one story from the command line: shown, taken apart, undone; one voice in what is derived."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dateline.families.prints import VERSION
from dateline.ledger import Ledger

STORY = (
    "14 May 2024\n\nRebels shelled the market of Kutum on Monday. Six people were killed, a hospital director said. "
    "The army blamed the paramilitary forces for the attack on the town. Residents hid in the mosque until the night."
)
OTHER = "14 May 2024\n\nTwo policemen were killed when gunmen stormed a post near Mangu in Nigeria on Monday."


def rows(call: Callable[..., Any], *words: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in call(*words, "--format", "jsonl").stdout.splitlines()]


def test_copies_are_listed_with_score_and_fullest_and_decisions_hold(call: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "dateline.toml").write_text("gate = false\n")
    (tmp_path / "a.txt").write_text(STORY)
    (tmp_path / "b.txt").write_text(STORY.replace("Rebels", "KUTUM: Rebels") + " Read more below.")
    (tmp_path / "c.txt").write_text(OTHER)
    assert call("run", "a.txt", "b.txt", "c.txt").returncode == 0
    (family,) = rows(call, "families")
    assert (family["size"], family["score"] > 0.8) == (2, True)
    one, two = (m["document"] for m in family["documents"])
    assert family["fullest"] in (one, two)
    assert {r["family"] for r in rows(call, "documents") if r["id"] in (one, two)} == {family["id"]}
    listed = rows(call, "families", two)
    assert [(m["of"], m["rule"]) for m in listed] == [(None, None), (one, "copy")]

    decided = call("families", "--apart", two, one, "--reason", "another reporter", "--by", "A. Editor")
    assert decided.returncode == 0
    review = decided.stderr.split("--undo ")[1].split()[0]
    assert rows(call, "families") == []
    call("run", "a.txt", "b.txt", "c.txt")
    assert rows(call, "families") == []
    assert call("families", "--undo", review, "--reason", "it is a copy").returncode == 0
    assert len(rows(call, "families")) == 1
    with Ledger(tmp_path / "dateline.ledger") as ledger:
        undone = [r.id for r in ledger.reviews() if r.action == "undo"]
        ledger.keep_prints([(key, b"damaged") for key, _ in list(ledger.prints(VERSION))], VERSION)
    assert call("families", "--undo", undone[0], "--reason", "twice").returncode == 2
    assert len(rows(call, "families")) == 1

    (third,) = {r["id"] for r in rows(call, "documents")} - {one, two}
    assert call("families", "--together", one, third, "--reason", "one desk").returncode == 0
    assert [f["size"] for f in rows(call, "families")] == [3]


def test_wrong_words_are_told(call: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    call("run", "a.txt")
    (row,) = rows(call, "documents")
    assert "nobody" in call("families", "nobody").stderr
    assert call("families", "--apart", row["id"], "nobody", "--reason", "x").returncode == 2
    assert call("families", "--apart", row["id"], row["id"], "--reason", "x").returncode == 2
    assert call("families", "--undo", "re_0", "--reason", "x").returncode == 2
    assert call("families", "--undo", "re_0", "--apart", "a", "b", "--reason", "x").returncode == 2
