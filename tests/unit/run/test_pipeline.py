"""Reading one document from text to claims, and the row that `annotate` writes."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import dateline
from dateline.errors import NotFoundError
from dateline.mentions import Document
from dateline.model import Claim
from dateline.run.pipeline import Reading, Resources, load_resources, read_document
from dateline.run.resources import resources_version

TEXT = (
    "Goma: M23 rebels captured Masisi on Monday, killing nine people, residents told AFP.\n\n"
    "“Our troops left the town,” an army spokesman said. The army still controls Bukavu."
)


@pytest.fixture(scope="module")
def reading(resources: Resources) -> Reading:
    return read_document(Document(id="r1", text=TEXT, published=date(2024, 5, 16), source="AFP"), resources)


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    records: list[str | dict[str, object]] = [
        {"id": "a", "text": TEXT, "published": "2024-05-16", "source": "AFP"},
        "Gunmen kidnapped a priest in Port-au-Prince.",
        {"id": "c", "text": "Los rebeldes tomaron el pueblo el lunes y mataron a nueve personas en la plaza."},
        {"id": "d"},
        {"id": "e", "text": TEXT, "published": "2024-05-16", "source": "AFP"},
    ]
    return list(dateline.annotate(records))


def test_a_reading_has_the_document_its_day_and_its_claims(reading: Reading) -> None:
    assert reading.document.id == "r1"
    assert reading.publication.day == date(2024, 5, 16)
    assert reading.set_aside is None
    assert {c.type for c in reading.claims} >= {"event", "figure", "control"}
    assert all(c.document == "r1" for c in reading.claims)


def test_the_same_document_gives_the_same_reading(reading: Reading, resources: Resources) -> None:
    again = read_document(reading.document, resources)
    assert again == reading


def test_the_annotated_row_is_json_with_all_its_spans(reading: Reading) -> None:
    row = json.loads(json.dumps(reading.annotated))
    assert row["id"] == "r1"
    assert (row["published"], row["published_why"] is not None) == ("2024-05-16", True)
    for part in ("times", "places", "actors", "quantities"):
        assert row[part], part
        assert all(TEXT[m["start"] : m["end"]] for m in row[part])
    assert all(TEXT[m["start"] : m["end"]] == m["text"] for p in ("times", "actors", "quantities") for m in row[p])
    assert [Claim.model_validate(c) for c in row["claims"]] == list(reading.claims)
    cues = [a["cue"] for a in row["attributions"] if a["cue"]]
    assert {TEXT[c["start"] : c["end"]] for c in cues} >= {"told", "said"}
    assert [s["kind"] for s in row["sentences"]].count("body") >= 3


def test_a_document_without_a_date_says_why(resources: Resources) -> None:
    found = read_document(Document(id="x", text="Rebels captured Goma on Monday."), resources)
    assert found.publication.day is None
    assert found.annotated["published"] is None
    assert found.annotated["published_why"]


@pytest.mark.parametrize("text", ["", "\n \n", "...", "“", "12", "Ⅻ 🚑 \u200b", "a" * 300, "On\x00 Monday"])
def test_no_text_stops_the_reading(resources: Resources, text: str) -> None:
    found = read_document(Document(id="x", text=text), resources)
    assert [c for c in found.claims if c.type == "event"] == []


def test_annotate_gives_a_row_for_each_record_in_order(rows: list[dict[str, Any]]) -> None:
    assert len(rows) == 5
    assert [rows[0]["id"], rows[2]["id"], rows[3]["id"], rows[4]["id"]] == ["a", "c", "d", "e"]
    assert set(rows[2]) == set(rows[3]) == {"id", "error"}
    assert "error" not in rows[1]
    assert rows[1]["claims"]


def test_annotate_knows_nothing_of_other_records(rows: list[dict[str, Any]]) -> None:
    def bare(row: dict[str, Any]) -> list[tuple[Any, ...]]:
        return [(c["text"], c["type"], c["places"], c["time"], c["actors"]) for c in row["claims"]]

    assert bare(rows[0]) == bare(rows[4])
    assert {c["id"] for c in rows[0]["claims"]}.isdisjoint(c["id"] for c in rows[4]["claims"])


def test_annotate_tells_events_with_claims_of_the_row(rows: list[dict[str, Any]]) -> None:
    events = rows[0]["events"]
    assert "territory_captured" in {e["type"] for e in events}
    ids = {c["id"] for c in rows[0]["claims"]}
    assert all(set(e["claims"]) <= ids for e in events)
    assert all(e["documents"] == ["a"] for e in events)


def test_the_version_changes_with_what_is_known(resources: Resources, tmp_path: Path) -> None:
    assert len(resources.version) == 16
    assert resources_version("one gazetteer") == resources_version("one gazetteer")
    assert resources_version("one gazetteer") != resources_version("another gazetteer")
    with pytest.raises(NotFoundError):
        load_resources(tmp_path / "none.sqlite")


def test_floors_of_the_bench_are_no_reason_to_read_anew(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys.modules[resources_version.__module__], "DATA", tmp_path)
    for folder in ("bench", "vocabulary"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "words.yaml").write_text("a: 1")
    before = resources_version("card")
    (tmp_path / "bench" / "words.yaml").write_text("a: 2")
    assert resources_version("card") == before
    (tmp_path / "vocabulary" / "words.yaml").write_text("a: 2")
    assert resources_version("card") != before
