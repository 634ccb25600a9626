"""Floors, ceilings and baselines beside the figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.bench.floors import Baseline, Floors, TaskFloors, judge, load_floors
from dateline.bench.measure import Measured
from dateline.bench.scoring import Score
from dateline.bench.tasks import TASKS
from dateline.errors import ConfigError

MEASURED = Measured(
    task="geocode",
    set="geocode_airwars_syria.jsonl",
    sha256="0" * 64,
    rows=1,
    seconds=0.1,
    score=Score(figures={"acc5": 0.5, "wrong25": 0.2, "answered": 1.0}, counts={}),
    unread={},
)


@pytest.mark.parametrize(
    ("floors", "acc5", "wrong25"),
    [
        (TaskFloors(), None, None),
        (TaskFloors(floors={"acc5": 0.5}, ceilings={"wrong25": 0.2}), True, True),
        (TaskFloors(floors={"acc5": 0.51}, ceilings={"wrong25": 0.19}), False, False),
        (TaskFloors(floors={"acc5": 0.4}, ceilings={"acc5": 0.45}), False, None),
    ],
)
def test_a_figure_holds_at_its_bound_and_not_beyond(
    floors: TaskFloors, acc5: bool | None, wrong25: bool | None
) -> None:
    judged = {j.figure: j.holds for j in judge(MEASURED, Floors({"geocode": floors}))}
    assert judged == {"acc5": acc5, "wrong25": wrong25, "answered": None}


def test_the_best_of_the_other_tools_stands_beside_a_figure() -> None:
    tools = (
        Baseline(tool="a", figures={"acc5": 0.1, "wrong25": 0.4}),
        Baseline(tool="b", figures={"acc5": 0.3, "wrong25": 0.3}),
    )
    floors = Floors({"geocode": TaskFloors(ceilings={"wrong25": 0.5}, baselines=tools)})
    judged = {j.figure: (j.baseline, j.tool) for j in judge(MEASURED, floors)}
    assert judged == {"acc5": (0.3, "b"), "wrong25": (0.3, "b"), "answered": (None, None)}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("times: {floors: {value_f2: 0.5}}", "times: no figure 'value_f2'; there are strict_p"),
        ("time: {floors: {value_f1: 0.5}}", "time: no such task"),
        ("times: {floor: {value_f1: 0.5}}", r":1: times\.floor"),
        ("times: {floors: {value_f1: high}}", r":1: times\.floors\.value_f1"),
    ],
)
def test_a_mistake_in_the_floors_is_an_error(text: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "floors.yaml"
    path.write_text(text)
    with pytest.raises(ConfigError, match=says):
        load_floors(path)


def test_every_task_but_the_reported_one_has_a_floor() -> None:
    floors = load_floors()
    assert {name for name in TASKS if floors.of(name).floors} == set(TASKS) - {"entities"}
