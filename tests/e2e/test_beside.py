"""`import acled` from the command line: three kinds of rows, nothing stored."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dateline.ledger import Ledger
from incident_rows import report, told

HEAD = "event_id_cnty,event_date,event_type,sub_event_type,country,location,latitude,longitude,fatalities"
ROWS = (
    "DRC1,2025-01-23,Explosions/Remote violence,Shelling/artillery/missile attack,Democratic Republic of Congo,Sake,"
    "-1.57,29.04,9",
    "DRC2,2025-01-23,Battles,Armed clash,Democratic Republic of Congo,Rutshuru,-1.18,29.45,0",
)


def test_three_kinds_of_rows_and_nothing_is_stored(call: Callable[..., Any], tmp_path: Path) -> None:
    with Ledger(tmp_path / "dateline.ledger", create=True) as ledger:
        ledger.append(report("a", told(killed=4)))
        ledger.append(report("b", told("Goma")))
        before = (ledger.digest(), ledger.head(), ledger.counts())
    path = tmp_path / "acled.csv"
    path.write_text("\n".join((HEAD, *ROWS)) + "\n")
    done = call("import", "acled", "acled.csv", "--format", "jsonl")
    assert done.returncode == 0
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(r["match"], r["theirs"]) for r in rows] == [
        ("both", "DRC1"), ("theirs only", "DRC2"), ("ours only", None),
    ]  # fmt: skip
    assert rows[0]["differs"] == [{"field": "deaths", "ours": "4", "theirs": "9"}]
    assert rows[1]["theirs_row"]["location"] == "Rutshuru"
    assert "1 of 2 rows of theirs are events of ours (1 differ)" in done.stderr
    assert len(call("import", "acled", "acled.csv", "--only", "theirs").stdout.splitlines()) == 2
    assert "deaths: 4 / 9" in call("import", "acled", "acled.csv", "--differing").stdout
    with Ledger(tmp_path / "dateline.ledger") as ledger:
        assert (ledger.digest(), ledger.head(), ledger.counts()) == before


def test_a_bad_row_is_set_aside_and_a_bad_file_refused(call: Callable[..., Any], tmp_path: Path) -> None:
    with Ledger(tmp_path / "dateline.ledger", create=True):
        pass
    path = tmp_path / "acled.csv"
    path.write_text(f"{HEAD}\nDRC1,someday,Battles,,,Sake,-1.57,29.04,9\n")
    done = call("import", "acled", "acled.csv")
    assert (done.returncode, "acled.csv:2: event_date" in done.stderr) == (1, True)
    path.write_text("id,text\n1,words\n")
    assert call("import", "acled", "acled.csv").returncode == 2
    assert call("import", "acled", "none.csv").returncode == 2
