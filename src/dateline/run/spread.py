"""Reading by several processes at once. What comes out is what one process gives, in the same order."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from dateline.errors import DocumentError
from dateline.know.own_names import OwnName
from dateline.mentions import Document
from dateline.read import Item
from dateline.run.ahead import ahead
from dateline.run.engine import Read, Reading, read_safely
from dateline.run.pool import Pool

#: No more processes than this unless so many are asked for: each takes some 350 MB.
MOST = 8
#: What the processes of a pool call, by name.
ANNOTATOR, READER = f"{__name__}:annotator", f"{__name__}:reader"
_QUOTA = Path("/sys/fs/cgroup/cpu.max")


@dataclass(frozen=True, slots=True)
class Needs:
    """What a process must know to read: see `load_resources`. `gate`: whether `annotate` asks the gate first."""

    gazetteer: Path | None = None
    supplement: Path | None = None
    extractor: str = "both"
    gate: bool = False
    names: tuple[OwnName, ...] = ()


def workers_of(asked: int) -> int:
    """How many processes read: as many as are asked for; for 0 one a usable core, at most MOST.

    With DATELINE_DEBUG set it is this process alone, so that an error's trace can be seen.
    """
    return 1 if os.environ.get("DATELINE_DEBUG") else asked or min(usable_cores(), MOST)


def usable_cores() -> int:
    """The cores that this process may use; a container's quota of processor time counts."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        quota, period = _QUOTA.read_text(encoding="ascii").split()
        return max(1, min(cores, int(quota) // int(period)))
    except (OSError, ValueError):
        return cores


def annotate_lines(items: Iterable[Item], needs: Needs, workers: int) -> Iterator[str]:
    """A line of JSON for each item, in order (run.engine_annotate)."""
    if workers == 1:
        yield from map(annotator(needs), items)
        return
    own: Callable[[Item], str] | None = None
    with Pool(workers, ANNOTATOR, needs) as pool:
        taken = ahead(items, lambda item: pool.put(replace(item, content=None)), workers=workers)
        with closing(taken):
            for item, due in taken:
                if due is not None:
                    yield _line_to_come(item, due)
                    continue
                own = own or annotator(needs)
                yield own(item)


def annotator(needs: Needs) -> Callable[[Item], str]:
    """Gives the line of an item."""
    from dateline.run.engine_annotate import annotate_items
    from dateline.run.gate import load_gate
    from dateline.run.pipeline import load_resources, read_document

    resources = load_resources(needs.gazetteer, needs.supplement, needs.extractor)
    gate = load_gate() if needs.gate else None

    def line(item: Item) -> str:
        row = next(annotate_items([item], lambda document: read_document(document, resources), gate))
        return json.dumps(row, ensure_ascii=False)

    return line


def _line_to_come(item: Item, due: Future[str]) -> str:
    try:
        return due.result()
    except DocumentError as err:
        return json.dumps({"id": item.document.id, "error": str(err)}, ensure_ascii=False)


def reader(needs: Needs) -> Callable[[Document], Reading | str]:
    """Gives the reading of a document, or the reason why there is none."""
    from dateline.run.pipeline import load_resources, read_document

    resources = load_resources(needs.gazetteer, needs.supplement, needs.extractor, needs.names)

    def read(document: Document) -> Reading | str:
        reading = read_safely(lambda document: read_document(document, resources), document)
        # The row of `annotate` is as large as all the rest, and a ledger has no use for it.
        return reading if isinstance(reading, str) else replace(reading, annotated={})  # type: ignore[type-var]

    return read


class Spread:
    """Reads for an engine (`Engine.ahead` and `Engine.read`): documents that will be due are read by a pool.

    The engine decides what is read, and how, when a document's turn comes. What was foreseen otherwise, as where its
    publisher's habit has become known since, is read again by `own`: only time is lost.
    """

    def __init__(self, pool: Pool, own: Read, workers: int) -> None:
        self._pool, self._own, self._workers = pool, own, workers
        self._due: tuple[Document, Future[Reading | str]] | None = None

    def ahead(self, items: Iterable[Item], expected: Callable[[Item], Document | None]) -> Iterator[Item]:
        """The items in order; reading what is `expected` to be read of them begins before their turn."""

        def begin(item: Item) -> tuple[Document, Future[Reading | str]] | None:
            document = expected(item)
            return (document, self._pool.put(document)) if document is not None else None

        taken = ahead(items, begin, workers=self._workers)
        with closing(taken):
            for item, self._due in taken:
                yield item

    def read(self, document: Document) -> Reading:
        """Raises DocumentError for a document that cannot be read."""
        due, self._due = self._due, None
        if due is None or due[0] != document:
            return self._own(document)
        reading = due[1].result()
        if isinstance(reading, str):
            raise DocumentError(reading)
        return reading
