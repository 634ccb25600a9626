"""`dateline bench`: how well the house reads, on public sets, against floors and other tools."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from dateline.cli.output import QuietOption, close_quietly, emit, is_quiet, note, set_quiet, settings_for, warn

if TYPE_CHECKING:
    from dateline.bench.floors import Floors, Judged
    from dateline.bench.measure import Measured

_COLUMNS = ("task", "figure", "value", "floor", "holds", "baseline", "of")


def register(app: typer.Typer) -> None:
    app.command("bench", short_help="Measure on public sets, against floors and other tools.")(bench)


def bench(
    tasks: Annotated[
        list[str],
        typer.Argument(
            metavar="TASK...",
            help="times, attributions, numbers, places, geocode, entities, phrases-times, phrases-places, or all.",
        ),
    ],
    data: Annotated[Path | None, typer.Option("--data", metavar="DIR", help="Your copies of the sets.")] = None,
    first: Annotated[int | None, typer.Option("--first", min=1, metavar="N", help="Only the first N rows.")] = None,
    form: Annotated[Literal["table", "json"], typer.Option("--format", help="How the figures are written.")] = "table",
    errors: Annotated[int, typer.Option("--errors", min=0, metavar="N", help="Also the first N mistakes.")] = 0,
    floors: Annotated[
        Path | None, typer.Option("--floors", metavar="FILE", help="Other floors than the package's.")
    ] = None,
    jobs: Annotated[int, typer.Option("--jobs", min=1, metavar="N", help="Worker processes.")] = 2,
    quiet: QuietOption = False,
) -> None:
    """Example: dateline bench times geocode --data sets/ --errors 20

    Read the rows of public sets as `annotate` and `geocode` would, and print each figure beside its floor and what
    another tool scores. The exit status is 1 when a figure is below its floor (or above its ceiling); with --first,
    floors are shown and not judged. docs/howto/bench.md says where the sets come from and which form they have.
    """
    from dateline.bench.floors import SHIPPED, judge, load_floors
    from dateline.bench.tasks import chosen, find_all

    set_quiet(quiet)
    asked = chosen(tasks)
    held = load_floors(floors or SHIPPED)
    paths = find_all(asked, data)
    measured = _measured([t.name for t in asked], paths, first, jobs)
    judged = [j for m in measured for j in judge(m, held)]
    for m in measured:
        _remark(m, held, whole=first is None)
    below = [j for j in judged if j.holds is False] if first is None else []
    if form == "json":
        _write(_json(measured, judged, below, errors, judging=first is None))
    else:
        emit(_rows(judged, judging=first is None), columns=_COLUMNS)
        if errors:
            _write("\n" + "\n".join(_mistakes(measured, errors)))
    for j in below:
        warn(f"{j.task} {j.figure}: {j.value:.4f} is {_bound(j, 'below the floor', 'above the ceiling')}")
    if below:
        raise typer.Exit(1)


def _measured(names: Sequence[str], paths: Mapping[str, Path], first: int | None, jobs: int) -> list[Measured]:
    from dateline.bench.asking import Books, asking
    from dateline.bench.measure import measure
    from dateline.bench.tasks import TASKS
    from dateline.know.gazetteer_supplement import supplement_in_use

    settings = settings_for()
    books = Books(
        gazetteer=settings.gazetteer,
        supplement=supplement_in_use(settings.gazetteer_supplement),
        extractor=settings.extractor,
    )
    out = []
    with asking(jobs, books) as ask, _progress() as bar:
        for name in names:
            bar.begin(name)
            out.append(measure(TASKS[name], paths[name], ask, first=first, started=bar.total, advance=bar.step))
    return out


def _remark(measured: Measured, floors: Floors, *, whole: bool) -> None:
    """What a reader of the figures must know beside them, on standard error."""
    counts = ", ".join(f"{n:,} {what.replace('_', ' ')}" for what, n in measured.score.counts.items())
    note(f"{measured.task}: {measured.rows:,} rows of {measured.set} ({counts}), {measured.seconds:.0f} s")
    if measured.unread:
        row, why = next(iter(measured.unread.items()))
        warn(f"{measured.task}: {len(measured.unread)} rows could not be read and count as empty: {row}: {why}")
    pinned = floors.of(measured.task).sha256
    if pinned not in (None, measured.sha256):
        note(f"{measured.task}: not the copy of the set that the floors were measured on (another sha256)")
    if not whole:
        note(f"{measured.task}: a part of the set (--first): floors are not judged")


def _rows(judged: Sequence[Judged], *, judging: bool) -> Iterator[dict[str, str | None]]:
    """Rows of the table. Precision and recall stay out of it, but where they have a floor or a baseline."""
    for j in judged:
        if j.figure.endswith(("_p", "_r")) and j.holds is None and j.baseline is None:
            continue
        yield {
            "task": j.task,
            "figure": j.figure,
            "value": f"{j.value:.3f}",
            "floor": _bound(j, ">=", "<="),
            "holds": {True: "yes", False: "NO", None: None}[j.holds if judging else None],
            "baseline": None if j.baseline is None else f"{j.baseline:.3f}",
            "of": j.tool,
        }


def _bound(j: Judged, floor: str, ceiling: str) -> str | None:
    """The bound in words; the one that does not hold where there are two."""
    if j.floor is not None and (j.ceiling is None or j.value < j.floor):
        return f"{floor} {j.floor:.3f}"
    return None if j.ceiling is None else f"{ceiling} {j.ceiling:.3f}"


def _mistakes(measured: Sequence[Measured], most: int) -> Iterator[str]:
    """The first mistakes of each task, one a line."""
    for m in measured:
        yield f"{m.task}: {min(most, len(m.score.misses))} of {len(m.score.misses):,} mistakes"
        for miss in m.score.misses[:most]:
            words = " ".join(miss.words.split())
            ends = [f"wanted {miss.wanted}" if miss.wanted else "", f"got {miss.got}" if miss.got else ""]
            yield "  " + "  ".join(
                filter(None, (miss.id, miss.what, f"[{words}]", *(" ".join(e.split()) for e in ends)))
            )


def _json(
    measured: Sequence[Measured], judged: Sequence[Judged], below: Sequence[Judged], errors: int, *, judging: bool
) -> str:
    tasks = []
    for m in measured:
        row: dict[str, Any] = {
            "task": m.task, "set": m.set, "sha256": m.sha256, "rows": m.rows, "seconds": round(m.seconds, 1),
            "unread": m.unread, "counts": m.score.counts,
            "figures": {j.figure: _figure(j) for j in judged if j.task == m.task}, "details": m.score.details,
        }  # fmt: skip
        if errors:
            row["errors"] = [asdict(miss) for miss in m.score.misses[:errors]]
        tasks.append(row)
    whole = {"judged": judging, "below": [f"{j.task} {j.figure}" for j in below], "tasks": tasks}
    return json.dumps(whole, ensure_ascii=False, indent=1)


def _figure(j: Judged) -> dict[str, Any]:
    row = {"value": j.value, "floor": j.floor, "ceiling": j.ceiling, "holds": j.holds}
    return {**row, "baseline": j.baseline, "tool": j.tool}


def _write(text: str) -> None:
    try:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        close_quietly()


class _Silent:
    """Progress where nobody looks."""

    def begin(self, name: str) -> None: ...
    def total(self, rows: int) -> None: ...
    def step(self) -> None: ...


class _Bar(_Silent):
    """Progress at a terminal: task, rows, time left."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("{task.description:14}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self.bar = Progress(*columns, console=Console(stderr=True), transient=True)
        self._task = self.bar.add_task("", total=None)

    def begin(self, name: str) -> None:
        self.bar.reset(self._task, description=name, total=None)

    def total(self, rows: int) -> None:
        self.bar.update(self._task, total=rows)

    def step(self) -> None:
        self.bar.advance(self._task)


@contextmanager
def _progress() -> Iterator[_Silent]:
    if is_quiet() or not sys.stderr.isatty():
        yield _Silent()
        return
    bar = _Bar()
    with bar.bar:
        yield bar
