"""`dateline bench` from a made-up folder of sets to its table, its JSON and its exit status."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline.cli import main, output

TEXT = "Army shells hit Kutum in Sudan's North Darfur on Monday, killing three people, residents told AFP on Tuesday."


@pytest.fixture(autouse=True)
def spoken() -> Iterator[None]:
    """--quiet of one command line is not that of the next."""
    before = output._QUIET.set(False)
    yield
    output._QUIET.reset(before)


@pytest.fixture
def sets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A row or two a set, right in most."""
    for name in ("DATELINE_CONFIG", "DATELINE_GAZETTEER", "DATELINE_GAZETTEER_SUPPLEMENT", "DATELINE_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)

    def span(words: str) -> dict[str, int]:
        return {"start": TEXT.index(words), "end": TEXT.index(words) + len(words)}

    def ends(words: str) -> list[list[int]]:
        return [[TEXT.index(words), TEXT.index(words) + len(words)]]

    record = {"id": "r1", "text": TEXT, "published": "2024-05-15"}
    content = TEXT[: TEXT.index(", residents")]
    coded = {"date_from": "2024-05-13", "date_to": "2024-05-13", "lat": 14.2, "lon": 24.66}
    folder = tmp_path / "sets"
    folder.mkdir()
    rows = {
        "times_tbaq": {"times": [{**span("Monday"), "value": "2024-05-13", "type": "DATE"}]},
        "attributions_polnear_dev": {
            "attributions": [{"source": ends("residents"), "cue": ends("told"), "content": ends(content)}]
        },
        "incidents_airwars_gaza": {"gold": {**coded, "killed_min": 3, "killed_max": 3}},
        "places_geovirus": {"places": [{**span("Kutum"), "lat": 14.2, "lon": 24.66, "country": None}]},
        "entities_re3d": {"entities": [{**span("Kutum"), "type": "Location"}]},
    }
    for name, gold in rows.items():
        (folder / f"{name}.jsonl").write_text(json.dumps({**record, **gold}) + "\n")
    queries = [{"id": n, "query": q, "country": "SD"} for n, q in enumerate(("Kutum", "Xyzzyq"))]
    lines = [json.dumps({**q, "lat": 14.2, "lon": 24.66, "precision": "town"}) for q in queries]
    (folder / "geocode_airwars_syria.jsonl").write_text("\n".join(lines))
    (folder / "phrases").mkdir()
    phrase = f"- id: a\n  text: {json.dumps(TEXT)}\n  published: 2024-05-15\n"
    (folder / "phrases" / "times.yaml").write_text(f"{phrase}  phrase: Monday\n  from: 2024-05-13\n  to: 2024-05-13\n")
    (folder / "phrases" / "places.yaml").write_text(
        f"{phrase}  phrase: Kutum\n  expect: place\n  lat: 14.2\n  lon: 24.66\n  km: 10\n"
    )
    (tmp_path / "floors.yaml").write_text("times: {floors: {value_f1: 0.5}}\ngeocode: {floors: {acc5: 0.5}}\n")
    (tmp_path / "high.yaml").write_text(
        "geocode:\n  floors: {acc5: 0.6}\n  baselines: [{tool: a guess, figures: {acc5: 0.25}}]\n"
    )
    return folder


def status(*args: str) -> object:
    with pytest.raises(SystemExit) as ending:
        main(["bench", *args])
    return ending.value.code


def test_all_tasks_from_files_to_figures(sets: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert status("all", "--data", str(sets), "--floors", "floors.yaml", "--format", "json", "--jobs", "2") == 0
    said = capsys.readouterr()
    told = json.loads(said.out)
    assert told["judged"] is True
    assert told["below"] == []
    figures = {t["task"]: {k: f["value"] for k, f in t["figures"].items()} for t in told["tasks"]}
    assert figures["times"]["value_r"] == 1.0
    assert figures["attributions"]["whole_f1"] == 1.0
    assert figures["numbers"]["date"] == 1.0
    assert figures["numbers"]["within_5km"] == 1.0
    assert figures["numbers"]["killed_range"] == 1.0
    assert figures["places"]["right_of_all_gold"] == 1.0
    assert figures["geocode"]["acc5"] == 0.5
    assert figures["geocode"]["answered"] == 0.5
    assert figures["entities"]["location_r"] == 1.0
    assert figures["phrases-times"]["right"] == 1.0
    assert figures["phrases-places"]["right"] == 1.0
    assert "times: 1 rows of times_tbaq.jsonl (1 times)" in said.err


def test_a_figure_below_its_floor_ends_with_1(sets: Path, capsys: pytest.CaptureFixture[str]) -> None:
    args = ("geocode", "--data", str(sets), "--floors", "high.yaml", "--jobs", "1", "--errors", "5")
    assert status(*args, "--quiet") == 1
    said = capsys.readouterr()
    lines = [line.split() for line in said.out.splitlines()]
    assert lines[0] == ["task", "figure", "value", "floor", "holds", "baseline", "of"]
    assert ["geocode", "acc5", "0.500", ">=", "0.600", "NO", "0.250", "a", "guess"] in lines
    assert "geocode: 1 of 1 mistakes" in said.out
    assert "[Xyzzyq]" in said.out
    assert said.err == "geocode acc5: 0.5000 is below the floor 0.600\n"


def test_a_part_of_a_set_is_not_judged(sets: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert status("geocode", "--data", str(sets), "--floors", "high.yaml", "--first", "1", "--jobs", "1") == 0
    said = capsys.readouterr()
    assert "floors are not judged" in said.err
    lines = [line.split() for line in said.out.splitlines()]
    assert ["geocode", "acc5", "1.000", ">=", "0.600", "0.250", "a", "guess"] in lines


def test_another_copy_of_a_set_is_said(sets: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert status("phrases-times", "--data", str(sets), "--jobs", "1") == 0
    assert "not the copy of the set that the floors were measured on" in capsys.readouterr().err


def test_a_row_that_cannot_be_read_counts_as_empty(sets: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = sets / "times_tbaq.jsonl"
    path.write_text(path.read_text() + json.dumps({"id": "r2", "text": "", "published": None, "times": []}) + "\n")
    assert status("times", "--data", str(sets), "--floors", "floors.yaml", "--format", "json", "--jobs", "1") == 0
    said = capsys.readouterr()
    assert list(json.loads(said.out)["tasks"][0]["unread"]) == ["r2"]
    assert "1 rows could not be read and count as empty: r2: " in said.err


@pytest.mark.usefixtures("sets")
@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("times", "--data", "nowhere"), "nowhere: no such folder"),
        (("times",), "--data DIR"),
        (("time", "--data", "sets"), "'time' is no task"),
        (("times", "--data", "."), "times_tbaq.jsonl is not there"),
        (("times", "--data", "sets", "--floors", "none.yaml"), "none.yaml: cannot be read"),
        ((), "TASK"),
    ],
)
def test_a_wrong_line_is_explained(args: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert status(*args) == 2
    said = capsys.readouterr()
    assert says in said.err
    assert said.out == ""
    assert "Traceback" not in said.err
