"""Floors are data: below which no figure may fall, above which none may rise, and what other tools score."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, RootModel

from dateline.bench.measure import Measured
from dateline.bench.tasks import TASKS
from dateline.errors import ConfigError
from dateline.vocabulary import DATA, load_yaml

#: The floors that ship with the package.
SHIPPED = DATA / "bench" / "floors.yaml"


class Baseline(BaseModel):
    """Another tool on the same set, by the same scorer."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    tool: str
    figures: dict[str, float]


class TaskFloors(BaseModel):
    """Of one task. `sha256`: the set that the floors were measured on."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    sha256: str | None = Field(default=None, pattern="^[0-9a-f]{64}$")
    floors: dict[str, float] = {}
    ceilings: dict[str, float] = {}
    baselines: tuple[Baseline, ...] = ()


class Floors(RootModel[dict[str, TaskFloors]]):
    """Task -> its floors, ceilings and baselines."""

    def of(self, task: str) -> TaskFloors:
        """Those of a task; none where the file does not name it."""
        return self.root.get(task, TaskFloors())


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One figure beside what it is measured against. `holds` is None where there is neither floor nor ceiling."""

    task: str
    figure: str
    value: float
    floor: float | None = None
    ceiling: float | None = None
    baseline: float | None = None
    tool: str | None = None

    @property
    def holds(self) -> bool | None:
        if self.floor is None and self.ceiling is None:
            return None
        above = self.floor is None or self.value >= self.floor
        return above and (self.ceiling is None or self.value <= self.ceiling)


def load_floors(path: Path = SHIPPED) -> Floors:
    """Read floors. Raises ConfigError at a mistake, also where a task or a figure is named that nobody measures."""
    floors = load_yaml(path, Floors)
    for name, of in floors.root.items():
        if name not in TASKS:
            raise ConfigError(f"{path}: {name}: no such task; there are {', '.join(TASKS)}", path=str(path))
        known = TASKS[name].score([], []).figures
        named = [*of.floors, *of.ceilings, *(f for b in of.baselines for f in b.figures)]
        unknown = [f for f in named if f not in known]
        if unknown:
            said = f"{name}: no figure {unknown[0]!r}; there are {', '.join(known)}"
            raise ConfigError(f"{path}: {said}", path=str(path))
    return floors


def judge(measured: Measured, floors: Floors) -> list[Judged]:
    """Each figure of a task beside its floor or ceiling and the best baseline."""
    of = floors.of(measured.task)
    out = []
    for figure, value in measured.score.figures.items():
        ceiling = of.ceilings.get(figure)
        told = [(b.figures[figure], b.tool) for b in of.baselines if figure in b.figures]
        best = min(told, default=None) if ceiling is not None else max(told, default=None)
        out.append(
            Judged(
                task=measured.task,
                figure=figure,
                value=value,
                floor=of.floors.get(figure),
                ceiling=ceiling,
                baseline=best[0] if best else None,
                tool=best[1] if best else None,
            )
        )
    return out


def fallen(before: Floors, now: Floors) -> list[str]:
    """Floors of `before` that are lower now, or gone, and ceilings that are higher: there must be none."""
    out = []
    for task, of in before.root.items():
        current = now.of(task)
        out += [
            f"{task} {figure}: floor {floor} fell to {current.floors.get(figure)}"
            for figure, floor in of.floors.items()
            if current.floors.get(figure, -1.0) < floor
        ]
        out += [
            f"{task} {figure}: ceiling {ceiling} rose to {current.ceilings.get(figure)}"
            for figure, ceiling in of.ceilings.items()
            if current.ceilings.get(figure, 2.0) > ceiling
        ]
    return out
