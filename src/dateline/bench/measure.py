"""One task from its file to its figures."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dateline.bench.asking import Ask
from dateline.bench.rows import sha256_of
from dateline.bench.scoring import Answer, Score
from dateline.bench.tasks import Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The figures of one task. `unread`: rows that the house could not read, counted as empty answers, with reasons."""

    task: str
    set: str
    sha256: str
    rows: int
    seconds: float
    score: Score
    unread: dict[str, str]


def measure(
    task: Task,
    path: Path,
    ask: Ask,
    *,
    first: int | None = None,
    started: Callable[[int], object] = int,
    advance: Callable[[], object] = int,
) -> Measured:
    """Read the set (or its `first` rows), ask for each row, score. `started` hears how many rows, `advance` each one.

    Raises ConfigError with file and line where the set is not in its form.
    """
    begun = time.monotonic()
    rows = task.load(path, first)
    started(len(rows))
    answers: list[Answer] = []
    for said in ask(map(task.question, rows)):
        answers.append(said)
        advance()
    unread = {row.id: str(said["error"]) for row, said in zip(rows, answers, strict=True) if "error" in said}
    return Measured(
        task=task.name,
        set=task.file,
        sha256=sha256_of(path),
        rows=len(rows),
        seconds=time.monotonic() - begun,
        score=task.score(rows, [{} if "error" in said else said for said in answers]),
        unread=unread,
    )
