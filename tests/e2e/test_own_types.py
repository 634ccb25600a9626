"""A user's event type through the real commands: read, listed, filtered, exported in every format, read anew."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from dateline.registry import plugins

TYPES = Path(__file__).parents[1] / "quality" / "leaves" / "types.yaml"
TEXTS = (
    "On 11 May 2024, jammers of the Russian army cut the video links of drones near Pokrovsk in Ukraine.",
    "Russian forces shelled the market of Sumy in Ukraine on Tuesday, killing two traders.",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a type without codes, named in dateline.toml, and a ledger that was read by two processes."""
    made = tmp_path_factory.mktemp("own")
    sheet = yaml.safe_load(TYPES.read_text(encoding="utf-8"))
    sheet["types"] = [{k: v for k, v in t.items() if k != "acled"} for t in sheet["types"][:1]]
    (made / "types.yaml").write_text(yaml.safe_dump(sheet), encoding="utf-8")
    (made / "dateline.toml").write_text('event_types = "types.yaml"\n', encoding="utf-8")
    rows = [{"id": f"r{n}", "text": text, "published": "2024-05-16"} for n, text in enumerate(TEXTS)]
    (made / "in.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    done = dateline(made, "run", "in.jsonl", "--workers", "2")
    assert "2 documents: 2 read" in done.stderr
    return made


def dateline(folder: Path, *words: str, status: int = 0) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "dateline", *words], cwd=folder, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == status, done.stderr
    return done


def test_its_events_are_listed_and_found_by_their_type(folder: Path) -> None:
    (event,) = map(
        json.loads, dateline(folder, "events", "--type", "signal jamming", "--format", "jsonl").stdout.splitlines()
    )
    assert event["type"] == "signal_jamming"
    assert event["acled"] == {"event_type": None, "sub_event_type": None}
    assert event["place"]["name"] == "Pokrovsk"
    (claim,) = map(
        json.loads, dateline(folder, "claims", "--type", "signal_jamming", "--format", "jsonl").stdout.splitlines()
    )
    assert claim["extractor"] == "learned/1"


def test_annotate_tells_it(folder: Path) -> None:
    first, second = map(json.loads, dateline(folder, "annotate", "in.jsonl").stdout.splitlines())
    assert [e["type"] for e in first["events"]] == ["signal_jamming"]
    assert [e["type"] for e in second["events"]] == ["shelling_missile"]


@pytest.mark.parametrize("name", sorted(plugins("dateline.exporters")))
def test_every_export_takes_it(folder: Path, name: str) -> None:
    done = dateline(folder, "export", name, "--out", f"out-{name}")
    assert "Traceback" not in done.stderr
    if name == "acled":
        assert "1 × events of a type without a code of ACLED" in done.stderr
    if name == "datapackage":
        assert "| signal_jamming | Navigation, radio" in (folder / f"out-{name}" / "codebook.md").read_text("utf-8")


def test_an_edited_file_is_read_anew_and_a_mistake_stops(folder: Path) -> None:
    file = folder / "types.yaml"
    before = file.read_text(encoding="utf-8")
    assert "2 unchanged" in dateline(folder, "run", "in.jsonl").stderr
    file.write_text(before + "# more to come\n", encoding="utf-8")
    assert "2 because of: event types" in dateline(folder, "rerun").stderr
    file.write_text(before.replace("family: strategic", "family: air"), encoding="utf-8")
    assert (
        "family: Input should be 'battle'" in dateline(folder, "events", "--type", "shelling_missile", status=2).stderr
    )
    file.write_text(before, encoding="utf-8")


def test_a_ledger_is_read_without_the_file_too(folder: Path) -> None:
    (folder / "bare.toml").write_text('ledger = "dateline.ledger"\n', encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "dateline", "events", "--format", "jsonl"],
        cwd=folder, capture_output=True, text=True, timeout=120, env={**os.environ, "DATELINE_CONFIG": "bare.toml"},
    )  # fmt: skip
    assert {json.loads(line)["type"] for line in done.stdout.splitlines()} == {"signal_jamming", "shelling_missile"}
