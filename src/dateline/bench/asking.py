"""Asking the house: each row of a set is read as a user's would be, by worker processes that share nothing."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import lru_cache, partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Literal

from dateline.bench.scoring import Answer
from dateline.find.times import find_times
from dateline.mentions import Document
from dateline.read import ReadOptions
from dateline.read.jsonlines import read_lines
from dateline.resolve.calendar import resolve_times
from dateline.resolve.places_geocode import GeoQuery, geocode_one
from dateline.resolve.publication import publication_of
from dateline.run.engine_annotate import annotate_items
from dateline.run.pipeline import Resources, inputs_of, load_resources, read_document
from dateline.text.parse import parse

#: Rows that a worker takes at a time.
_HANDFUL = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One row as the house gets it. `keep`: the fields of the answer that the scorer looks at."""

    kind: Literal["annotate", "geocode", "times", "places"]
    record: Mapping[str, Any]
    keep: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """Which gazetteer and supplement are read, None: the package's own; and what tells of the kind of an event."""

    gazetteer: Path | None = None
    supplement: Path | None = None
    extractor: str = "both"


#: Answers to questions, in their order, as they come.
Ask = Callable[[Iterable[Question]], Iterator[Answer]]


@contextmanager
def asking(jobs: int, books: Books) -> Iterator[Ask]:
    """Worker processes for as long as the block lasts; with one job, none but this process."""
    one = partial(answer, books=books)
    if jobs <= 1:
        yield lambda questions: map(one, questions)
        return
    # Spawned: a fork would copy open databases and threads.
    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_worker)
    try:
        yield lambda questions: pool.map(one, questions, chunksize=_HANDFUL)
    finally:
        pool.shutdown(cancel_futures=True)


def answer(question: Question, books: Books) -> Answer:
    """The answer, cut to the fields that are kept; {error} where the house could not read the row."""
    said = _KINDS[question.kind](question.record, _resources(books))
    return {k: said[k] for k in ("error", *question.keep) if k in said} if question.keep else said


def _worker() -> None:
    """Ctrl-C is the parent's to handle."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@lru_cache(maxsize=1)
def _resources(books: Books) -> Resources:
    return load_resources(books.gazetteer, books.supplement, books.extractor)


def _annotate(record: Mapping[str, Any], resources: Resources) -> Answer:
    """What `dateline annotate` writes for the record."""
    line = json.dumps(record, ensure_ascii=False).encode("utf-8", "surrogatepass")
    items = read_lines([line], None, ReadOptions(), limit=len(line) + 1)
    return next(annotate_items(items, lambda document: read_document(document, resources)))


def _geocode(record: Mapping[str, Any], resources: Resources) -> Answer:
    """What `dateline geocode` writes for the record."""
    country = record["country"]
    query = GeoQuery(id=record["id"], query=record["query"], country=country.upper() if country else None)
    return asdict(geocode_one(query, resources.gazetteer))


def _times(record: Mapping[str, Any], resources: Resources) -> Answer:  # noqa: ARG001 - one shape for all kinds
    """The temporal expressions of a sentence."""
    parsed = parse(Document(**record))
    found = resolve_times(find_times(parsed), parsed, publication_of(parsed))
    return {
        "times": [
            {
                "start": t.start,
                "end": t.end,
                "text": t.text,
                "from": t.from_,
                "to": t.to,
                "timex": t.timex,
                "why": t.why,
            }
            for t in found
        ]
    }


def _places(record: Mapping[str, Any], resources: Resources) -> Answer:
    """The places of a sentence, with all the words that say where ('12 km north of Kutum')."""
    return {"places": [asdict(p) for p in inputs_of(Document(**record), resources).places]}


_KINDS: dict[str, Callable[[Mapping[str, Any], Resources], Answer]] = {
    "annotate": _annotate,
    "geocode": _geocode,
    "times": _times,
    "places": _places,
}
