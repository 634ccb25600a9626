"""The loaders: rows as they should be, and mistakes told with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.bench.rows import GeocodeRow, TimesRow, load_place_phrases, load_rows, load_time_phrases
from dateline.bench.tasks import TASKS, chosen, find_all
from dateline.errors import ConfigError, NotFoundError

GOOD = '{"id": 7, "query": "Kutum", "lat": 14.2, "lon": 24.7, "precision": "town", "more": 1}\n'


def written(folder: Path, text: str, name: str = "set.jsonl") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_rows_are_loaded_and_other_fields_let_be(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD + "\n" + GOOD.replace("7", "8"))
    assert [r.id for r in load_rows(path, GeocodeRow)] == ["7", "8"]
    assert [r.id for r in load_rows(path, GeocodeRow, first=1)] == ["7"]


def test_rows_beyond_the_first_are_not_looked_at(tmp_path: Path) -> None:
    assert len(load_rows(written(tmp_path, GOOD + "broken"), GeocodeRow, first=1)) == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (GOOD + "{not json}\n", r"set\.jsonl:2: not JSON"),
        (GOOD + "\n[1]\n", r"set\.jsonl:3: "),
        (GOOD + '{"id": 9, "query": "Kutum", "lat": "north", "lon": 1}\n', r"set\.jsonl:2: lat: "),
        (GOOD + '{"query": "Kutum", "lat": 1, "lon": 1}\n', r"set\.jsonl:2: id: "),
        (GOOD + GOOD, r"set\.jsonl:2: the id '7' was there before"),
        ("\n", r"set\.jsonl: holds no rows"),
    ],
)
def test_a_mistake_is_told_with_file_and_line(text: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=says):
        load_rows(written(tmp_path, text), GeocodeRow)


def test_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="cannot be read"):
        load_rows(path, TimesRow)


PHRASE = "- {id: a, text: They fled on Monday., phrase: Monday, from: 2024-05-13, to: 2024-05-13%s}\n"


def test_time_phrases(tmp_path: Path) -> None:
    (row,) = load_time_phrases(written(tmp_path, PHRASE % ", accept: [[2024-05-12, null]]"))
    assert row.span == (13, 19)
    assert row.right == {("2024-05-13", "2024-05-13"), ("2024-05-12", None)}


@pytest.mark.parametrize("wrong", [", colour: red", ", accept: [[2024-05-12]]", ", published: soon", ", to: [1]"])
def test_a_wrong_time_phrase_is_told_with_its_line(wrong: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"set\.jsonl:2: 1"):
        load_time_phrases(written(tmp_path, PHRASE % "" + PHRASE % wrong))


def test_a_phrase_stands_in_its_text(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"set\.jsonl:1: .*'Monday' is not in the text"):
        load_time_phrases(written(tmp_path, (PHRASE % "").replace("on Monday", "then")))


@pytest.mark.parametrize("expect", ["place", "country", "somewhere"])
def test_a_place_phrase_says_what_it_expects(expect: str, tmp_path: Path) -> None:
    text = f"- {{id: a, text: Kutum fell., phrase: Kutum, expect: {expect}, lat: 14.2}}\n"
    with pytest.raises(ConfigError, match=r"set\.jsonl:1: 0"):
        load_place_phrases(written(tmp_path, text))


def test_tasks_are_chosen_by_name() -> None:
    assert [t.name for t in chosen(["geocode", "times", "geocode"])] == ["times", "geocode"]
    assert [t.name for t in chosen(["times", "all"])] == list(TASKS)
    with pytest.raises(ConfigError, match="'time' is no task; there are times, "):
        chosen(["time"])


def test_every_missing_set_is_named_at_once_with_where_to_get_it(tmp_path: Path) -> None:
    written(tmp_path, GOOD, "geocode_airwars_syria.jsonl")
    with pytest.raises(NotFoundError) as missing:
        find_all(chosen(["all"]), tmp_path)
    told = str(missing.value).split("\n")
    assert [line.split(":")[0] for line in told] == ["times", "attributions", "numbers", "places", "entities"]
    assert f"{tmp_path / 'times_tbaq.jsonl'} is not there" in told[0]
    assert "TempEval-3" in told[0]
    assert "measure only" in told[0]
    assert "docs/howto/bench.md" in told[0]


def test_without_a_folder_the_message_asks_for_one() -> None:
    with pytest.raises(NotFoundError, match="--data DIR"):
        TASKS["times"].find(None)


def test_a_folder_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no such folder"):
        find_all(chosen(["times"]), tmp_path / "nowhere")


def test_the_tables_of_phrases_of_the_users_folder_come_first(tmp_path: Path) -> None:
    (tmp_path / "phrases").mkdir()
    own = written(tmp_path / "phrases", PHRASE % "", "times.yaml")
    assert TASKS["phrases-times"].find(tmp_path) == own
    assert len(TASKS["phrases-places"].load(TASKS["phrases-places"].find(tmp_path), None)) > 400
