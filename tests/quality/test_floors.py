"""Floors only rise: the file that ships is held against the floors of the last release."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.bench.floors import Floors, TaskFloors, fallen, load_floors

BEFORE = Path(__file__).parent / "floors_before.yaml"


def test_no_floor_fell_since_the_last_release() -> None:
    assert fallen(load_floors(BEFORE), load_floors()) == []


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (TaskFloors(floors={"acc5": 0.36}, ceilings={"wrong25": 0.10}), "geocode acc5: floor 0.37 fell to 0.36"),
        (TaskFloors(ceilings={"wrong25": 0.10}), "geocode acc5: floor 0.37 fell to None"),
        (TaskFloors(floors={"acc5": 0.4}, ceilings={"wrong25": 0.2}), "geocode wrong25: ceiling 0.1 rose to 0.2"),
        (TaskFloors(floors={"acc5": 0.4}), "geocode wrong25: ceiling 0.1 rose to None"),
    ],
)
def test_a_floor_that_fell_is_seen(now: TaskFloors, said: str) -> None:
    before = Floors({"geocode": TaskFloors(floors={"acc5": 0.37}, ceilings={"wrong25": 0.10})})
    assert fallen(before, Floors({"geocode": now})) == [said]


def test_a_floor_that_rose_is_fine() -> None:
    before = Floors({"geocode": TaskFloors(floors={"acc5": 0.37}, ceilings={"wrong25": 0.10})})
    assert fallen(before, Floors({"geocode": TaskFloors(floors={"acc5": 0.5}, ceilings={"wrong25": 0.05})})) == []
