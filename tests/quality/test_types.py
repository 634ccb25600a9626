"""The kind of the main event of one-paragraph notes that neither rules nor examples were written for."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import yaml

import dateline

#: Weighted F1 over ACLED's sub-event types; it only rises.
FLOOR = 0.88
NOTES = Path(__file__).with_name("notes") / "acled.yaml"


def weighted_f1(wanted: list[str], told: list[str]) -> float:
    total = 0.0
    for label, count in Counter(wanted).items():
        right = sum(a == b == label for a, b in zip(wanted, told, strict=True))
        total += count * 2 * right / (count + told.count(label))
    return total / len(wanted)


def test_the_main_event_of_a_note_is_of_the_kind_that_its_author_gave() -> None:
    notes = yaml.safe_load(NOTES.read_text(encoding="utf-8"))
    rows = dateline.annotate({"id": n["id"], "text": n["text"], "published": str(n["date"])} for n in notes)
    told = [str(r["events"][0]["acled"]["sub_event_type"]) if r["events"] else "none" for r in rows]
    assert len(notes) >= 250
    assert len({n["war"] for n in notes}) >= 20
    assert weighted_f1([n["sub_event_type"] for n in notes], told) >= FLOOR


#: The same over leaves and no event, for single sentences; it only rises.
SENTENCES_FLOOR = 0.90
SENTENCES = Path(__file__).with_name("sentences.yaml")


def test_sentences_of_reports_are_of_the_kind_that_their_authors_gave() -> None:
    rows = yaml.safe_load(SENTENCES.read_text(encoding="utf-8"))
    read = dateline.annotate({"id": str(n), "text": row["text"]} for n, row in enumerate(rows))
    told = [r["events"][0]["type"] if r["events"] else "none" for r in read]
    assert len(rows) >= 400
    assert len({row["war"] for row in rows}) >= 12
    assert weighted_f1([row["leaf"] for row in rows], told) >= SENTENCES_FLOOR
