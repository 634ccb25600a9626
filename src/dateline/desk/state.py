"""What all requests of a desk share: where the ledger is, who decides, and the views as they are kept.

No request derives views. It reads the rows that the ledger keeps, and says where these are behind what the ledger holds
or are not there yet; the desk then brings them up beside its requests. What was known or recorded by then is derived
beside them too, into a shelf of its own.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from dateline.derive.decisions import Decisions, decisions_of, in_force
from dateline.derive.knowledge import default_world
from dateline.desk.making import Heard, Job, Maker
from dateline.desk.queue import weigh
from dateline.desk.shapes import Making, MakingAnswer
from dateline.errors import ConfigError, NotFoundError
from dateline.ledger import Ledger
from dateline.ledger.clock import day, moment
from dateline.ledger.shelf import Extent, Shelf, Wanted
from dateline.ledger.shelf_schema import ROWS, SHELF
from dateline.ledger.views import put_rows
from dateline.model import DocumentRow
from dateline.run.engine_views import SHAPES, grow_views, rules_version, views_of
from dateline.settings import Settings

#: Shelves of so many past moments are kept.
_KEPT, _EXTENTS = 6, 50
#: A request waits so long for newer views, in seconds: where few documents have to be gone through, and else.
PATIENCE, IMPATIENCE = 5.0, 0.1
#: So many documents are few.
FEW = 400
#: So often is growing tried where a run writes meanwhile; then the desk rests from it so long, in seconds.
_TRIES, _REST = 4, 30.0

Key = tuple[str, str | None, str | None]


@dataclass(frozen=True)
class Seen:
    """Rows of the views. `stale`: the ledger has changed since, newer ones are being made; `made`: there are any."""

    shelf: Shelf
    head: str | None
    stale: bool = False
    made: bool = True
    making: Making | None = None


@dataclass(frozen=True)
class _Past:
    """The views as of then, in memory, with the head of the log that they are of."""

    shelf: Shelf
    head: str


@dataclass
class Desk:
    """A desk on a ledger. `by` is who decides here. Safe to share between threads; each request opens the ledger."""

    settings: Settings
    by: str
    patience: float = PATIENCE
    maker: Maker = field(default_factory=Maker)
    #: What is made ready for whoever asks first, once the views are brought up.
    afterwards: list[Callable[[Ledger], None]] = field(default_factory=list)
    _past: OrderedDict[Key, _Past] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _extents: OrderedDict[tuple[object, ...], Extent] = field(default_factory=OrderedDict)
    _rests_until: float = 0.0
    _decided: tuple[str, Decisions, frozenset[str]] | None = None
    _counted: tuple[str, dict[str, int]] | None = None

    def open(self) -> Ledger:
        """The ledger, opened for one request. Raises NotFoundError and LedgerError."""
        return Ledger(self.settings.ledger, busy_seconds=self.settings.busy_seconds)

    def rows(
        self, ledger: Ledger, *, known_by: str | None = None, recorded_by: str | None = None, policy: str | None = None
    ) -> Seen:
        """The views as of now or then, as far as they are made. Newer ones are waited for a moment only.

        Raises ConfigError for an unknown policy and for what is no day or moment.
        """
        name, _ = default_world().policies.figure_policy(policy or self.settings.policy)
        if known_by is None and recorded_by is None:
            return self._today(ledger, name)
        known_by = None if known_by is None else day(known_by)
        recorded_by = None if recorded_by is None else moment(recorded_by)
        return self._then(ledger, (name, known_by, recorded_by))

    def fresh(self, ledger: Ledger) -> Seen:
        """Today's views, of all that the ledger holds now: they are waited for. Raises ConfigError where others change
        the ledger all the time."""
        name, _ = default_world().policies.figure_policy(self.settings.policy)
        for _ in range(_TRIES):
            shelf = ledger.shelf(f"{name}/{rules_version()}")
            if shelf.head() == ledger.head():
                return Seen(shelf, shelf.head())
            job = self._grow(name, again=True)
            job.over.wait()
            if job.error is not None:
                raise job.error
        raise ConfigError("the ledger is being written to all the time, so its events cannot be judged now; try again")

    def head(self, ledger: Ledger) -> str | None:
        """The head of the log that today's views are of; None where there are none."""
        name, _ = default_world().policies.figure_policy(self.settings.policy)
        return ledger.shelf(f"{name}/{rules_version()}").head()

    def begin(self) -> None:
        """Bring today's views up beside all else, so that the first who asks need not wait for them."""
        name, _ = default_world().policies.figure_policy(self.settings.policy)
        self._grow(name)

    def decided(self, ledger: Ledger) -> tuple[Decisions, frozenset[str]]:
        """People's decisions, and the claims that a verdict or an edit in force is about."""
        head = ledger.head()
        kept = self._decided
        if kept is None or kept[0] != head:
            rows = list(ledger.decided())
            claims = frozenset(r.target for r in in_force(rows) if r.action in ("accept", "reject", "edit"))
            kept = self._decided = (head, decisions_of(rows), claims)
        return kept[1], kept[2]

    def counts(self, ledger: Ledger) -> dict[str, int]:
        """Sizes of the ledger, counted once for a state of it."""
        head = ledger.head()
        kept = self._counted
        if kept is None or kept[0] != head:
            kept = self._counted = (head, ledger.counts())
        return kept[1]

    def extent(self, seen: Seen, view: str, wanted: Wanted) -> Extent:
        """Days and box of some rows, looked up once for a state of the views."""
        if wanted.near is not None:
            return seen.shelf.extent(view, wanted)
        key = (seen.head, id(seen.shelf.db) if seen.shelf.in_memory else 0, seen.shelf.policy, view, wanted)
        with self._lock:
            found = self._extents.get(key)
        if found is None:
            found = seen.shelf.extent(view, wanted)
            with self._lock:
                self._extents[key] = found
                while len(self._extents) > _EXTENTS:
                    self._extents.popitem(last=False)
        return found

    def state(self, ledger: Ledger) -> MakingAnswer:
        """Whether today's views are of all that the ledger holds, and how far newer ones are; begins to make them."""
        name, _ = default_world().policies.figure_policy(self.settings.policy)
        built = ledger.shelf(f"{name}/{rules_version()}").head()
        ready = built == ledger.head()
        job = self.maker.job(f"views {name}") if ready else self._grow(name)
        return MakingAnswer(ready=ready and job is None, made=built is not None, making=_told(job))

    def _today(self, ledger: Ledger, name: str) -> Seen:
        shelf = ledger.shelf(f"{name}/{rules_version()}")
        built, head = shelf.head(), ledger.head()
        if built == head:
            return Seen(shelf, built)
        resting = time.monotonic() < self._rests_until and built is not None
        job = None if resting else self._grow(name, again=True)
        if job is not None:
            job.over.wait(self._patience(ledger))
        built = shelf.head()
        behind = built != ledger.head()
        return Seen(shelf, built, stale=behind, made=built is not None, making=_told(job) if behind else None)

    def _patience(self, ledger: Ledger) -> float:
        if self.patience <= IMPATIENCE:
            return self.patience
        return self.patience if self.counts(ledger)["documents"] <= FEW else IMPATIENCE

    def _grow(self, name: str, *, again: bool = False) -> Job:
        def do(heard: Heard) -> None:
            with self.open() as ledger:
                for _ in range(_TRIES):
                    shelf = ledger.shelf(f"{name}/{rules_version()}")
                    if shelf.head() == ledger.head() or grow_views(ledger, name, heard):
                        break
                else:
                    self._rests_until = time.monotonic() + _REST
                weigh(ledger, f"{name}/{rules_version()}")
                for then in self.afterwards:
                    then(ledger)

        return self.maker.ask(f"views {name}", do, again=again)

    def _then(self, ledger: Ledger, key: Key) -> Seen:
        kept, head = self._kept(key), ledger.head()
        if kept is not None and kept.head == head:
            return Seen(kept.shelf, kept.head)
        job = self.maker.ask(f"past {key}", lambda _: self._derive(key))
        job.over.wait(self._patience(ledger))
        kept = self._kept(key)
        if kept is None:
            return Seen(_shelf_in_memory(key[0]), None, stale=True, made=False, making=_told(job))
        return Seen(kept.shelf, kept.head, stale=kept.head != head, making=_told(job) if kept.head != head else None)

    def _kept(self, key: Key) -> _Past | None:
        with self._lock:
            return self._past.get(key)

    def _derive(self, key: Key) -> None:
        policy, known_by, recorded_by = key
        with self.open() as ledger:
            head = ledger.head()
            views = views_of(ledger, policy, known_by=known_by, recorded_by=recorded_by)
        shelf = _shelf_in_memory(policy)
        for view in SHAPES:
            put_rows(shelf.db, view, policy, (row.to_json() for row in getattr(views, view)))
        with self._lock:
            self._past[key] = _Past(shelf, head)
            self._past.move_to_end(key)
            while len(self._past) > _KEPT:
                self._past.popitem(last=False)


def _shelf_in_memory(policy: str) -> Shelf:
    """An empty shelf that goes with the process: words of a ledger are written nowhere else."""
    db = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
    db.executescript(ROWS + SHELF)
    return Shelf(db, policy, in_memory=True)


def _told(job: Job | None) -> Making | None:
    return None if job is None or job.over.is_set() else Making(done=job.done, of=job.of or None)


class Titles(Mapping[str, DocumentRow]):
    """Documents by id, read when they are asked for: an answer names few of many."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._read: dict[str, DocumentRow] = {}

    def __getitem__(self, key: str) -> DocumentRow:
        if key not in self._read:
            try:
                self._read[key] = self._ledger.document(key)
            except NotFoundError as err:
                raise KeyError(key) from err
        return self._read[key]

    def __iter__(self) -> Iterator[str]:
        return (row.id for row in self._ledger.documents())

    def __len__(self) -> int:
        return self._ledger.counts()["documents"]
