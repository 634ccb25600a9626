"""The tasks: which set each one measures on, where that comes from and under which licence, how it is asked and scored.

The sets are public; each user brings copies of their own, in the form that docs/howto/bench.md gives.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dateline
from dateline.bench.asking import Question
from dateline.bench.rows import (
    AttributionsRow,
    EntitiesRow,
    GeocodeRow,
    IncidentRow,
    Phrase,
    PlacesRow,
    TextRow,
    TimesRow,
    load_place_phrases,
    load_rows,
    load_time_phrases,
)
from dateline.bench.score_attributions import score_attributions
from dateline.bench.score_entities import score_entities
from dateline.bench.score_geocode import score_geocode
from dateline.bench.score_numbers import score_numbers
from dateline.bench.score_places import score_place_phrases, score_places
from dateline.bench.score_times import score_time_phrases, score_times
from dateline.bench.scoring import Score
from dateline.errors import ConfigError, NotFoundError

#: Where the tables of phrases lie in a checkout.
_CHECKOUT = Path(dateline.__file__).parents[2] / "tests" / "quality"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One measurement. `file` is looked for in the user's folder, and in `beside` where the project keeps it itself."""

    name: str
    file: str
    about: str
    origin: str
    licence: str
    load: Callable[[Path, int | None], Sequence[Any]]
    question: Callable[[Any], Question]
    score: Callable[[Sequence[Any], Sequence[Any]], Score]
    beside: Path | None = None

    def find(self, data: Path | None) -> Path:
        """The file of the set. Raises NotFoundError that says what is missing, where, and how to get it."""
        folders = [f for f in (data, self.beside) if f is not None]
        for folder in folders:
            if (folder / self.file).is_file():
                return folder / self.file
        looked = str((data or folders[0]) / self.file) if folders else self.file
        where = f"{looked} is not there" if folders else "say where your copies of the sets are: --data DIR"
        raise NotFoundError(
            f"{self.name}: {where}. {self.file} is {self.about}: {self.origin} ({self.licence}). "
            "docs/howto/bench.md says how to make it.",
            task=self.name,
            file=self.file,
        )


def _reading(*keep: str) -> Callable[[TextRow], Question]:
    def question(row: TextRow) -> Question:
        return Question(kind="annotate", record=row.model_dump(include={"id", "text", "published"}), keep=keep)

    return question


def _geocoding(row: GeocodeRow) -> Question:
    return Question(kind="geocode", record={"id": row.id, "query": row.query, "country": row.country})


def _time_phrase(row: Phrase) -> Question:
    return Question(kind="times", record={"id": row.id, "text": row.text, "published": row.published})


def _place_phrase(row: Phrase) -> Question:
    return Question(kind="places", record={"id": row.id, "text": row.text, "published": row.published})


_OWN = "the project's own table, in the repository under tests/quality/phrases"

TASKS: dict[str, Task] = {
    task.name: task
    for task in (
        Task(
            name="times",
            file="times_tbaq.jsonl",
            about="255 news stories with 1,810 temporal expressions",
            origin="TimeBank and AQUAINT as given out for TempEval-3, https://www.cs.york.ac.uk/semeval-2013/task1/",
            licence="newswire, no free licence: measure only",
            load=lambda path, first: load_rows(path, TimesRow, first),
            question=_reading("times"),
            score=score_times,
        ),
        Task(
            name="attributions",
            file="attributions_polnear_dev.jsonl",
            about="84 stories of US politics with 2,193 attributions",
            origin="PolNeAR, dev part, https://github.com/networkdynamics/PolNeAR",
            licence="none stated: measure only",
            load=lambda path, first: load_rows(path, AttributionsRow, first),
            question=_reading("attributions"),
            score=score_attributions,
        ),
        Task(
            name="numbers",
            file="incidents_airwars_gaza.jsonl",
            about="300 assessments of incidents in Gaza with day, point, killed and injured",
            origin="Airwars, https://airwars.org",
            licence="none stated: measure only",
            load=lambda path, first: load_rows(path, IncidentRow, first),
            question=_reading("events"),
            score=score_numbers,
        ),
        Task(
            name="places",
            file="places_geovirus.jsonl",
            about="229 Wikinews stories of epidemics with 2,170 toponyms",
            origin="GeoVirus, https://github.com/milangritta/Geocoding-with-Map-Vector",
            licence="text CC BY 2.5, repository GPL-3.0",
            load=lambda path, first: load_rows(path, PlacesRow, first),
            question=_reading("places"),
            score=score_places,
        ),
        Task(
            name="geocode",
            file="geocode_airwars_syria.jsonl",
            about="813 place strings in Syria with points",
            origin="Airwars, https://airwars.org",
            licence="none stated: measure only",
            load=lambda path, first: load_rows(path, GeocodeRow, first),
            question=_geocoding,
            score=score_geocode,
        ),
        Task(
            name="entities",
            file="entities_re3d.jsonl",
            about="98 texts on Syria and Iraq with 4,838 entities",
            origin="re3d by Dstl, https://github.com/dstl/re3d",
            licence="by publisher: UK OGL 3, US public domain, CC BY and CC BY-SA; the BBC part is non-commercial",
            load=lambda path, first: load_rows(path, EntitiesRow, first),
            question=_reading("places", "actors"),
            score=score_entities,
        ),
        Task(
            name="phrases-times",
            file="phrases/times.yaml",
            about="502 invented sentences with a temporal phrase each",
            origin=_OWN,
            licence="Apache-2.0",
            load=load_time_phrases,
            question=_time_phrase,
            score=score_time_phrases,
            beside=_CHECKOUT,
        ),
        Task(
            name="phrases-places",
            file="phrases/places.yaml",
            about="449 invented sentences with a place each",
            origin=_OWN,
            licence="Apache-2.0",
            load=load_place_phrases,
            question=_place_phrase,
            score=score_place_phrases,
            beside=_CHECKOUT,
        ),
    )
}

#: Stands for every task.
ALL = "all"


def chosen(names: Sequence[str]) -> tuple[Task, ...]:
    """The tasks of these names, each once, in the order of the table. Raises ConfigError for an unknown name."""
    unknown = [n for n in names if n not in TASKS and n != ALL]
    if unknown:
        raise ConfigError(f"{unknown[0]!r} is no task; there are {', '.join(TASKS)} and {ALL}", task=unknown[0])
    return tuple(task for name, task in TASKS.items() if ALL in names or name in names)


def find_all(tasks: Sequence[Task], data: Path | None) -> dict[str, Path]:
    """The file of each task. Raises NotFoundError that names every missing one, before anything is read."""
    if data is not None and not data.is_dir():
        raise NotFoundError(
            f"{data}: no such folder; --data names the one with your copies of the sets", path=str(data)
        )
    found, missing = {}, []
    for task in tasks:
        try:
            found[task.name] = task.find(data)
        except NotFoundError as err:
            missing.append(str(err))
    if missing:
        raise NotFoundError("\n".join(missing), missing=len(missing))
    return found
