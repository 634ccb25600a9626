"""Work that the desk does beside its requests, one thing at a time: deriving views, weighing claims, comparing."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from dateline.errors import DatelineError

_LOG = logging.getLogger("dateline.desk")
Heard = Callable[[int, int], None]


@dataclass
class Job:
    """Something that is done once. `done` of `of` documents are gone through; `of` 0: not known yet."""

    name: str
    do: Callable[[Heard], None]
    over: threading.Event = field(default_factory=threading.Event)
    done: int = 0
    of: int = 0
    error: DatelineError | None = None

    def heard(self, done: int, of: int) -> None:
        """How far it is."""
        self.done, self.of = done, of


class Maker:
    """Does jobs in the order in which they were asked for. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._todo: dict[str, Job] = {}
        self._again: dict[str, Job] = {}
        self._running: str | None = None
        self._thread: threading.Thread | None = None

    def ask(self, name: str, do: Callable[[Heard], None], *, again: bool = False) -> Job:
        """The job of this name: the one that waits or is being done, else a new one. `again`: one that has begun may
        have begun too early, so another is done after it."""
        with self._lock:
            waits = self._todo.get(name)
            if waits is not None and not (again and self._running == name):
                return waits
            if waits is not None:
                return self._again.setdefault(name, Job(name, do))
            job = self._todo[name] = Job(name, do)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, daemon=True, name="desk-maker")
                self._thread.start()
            return job

    def job(self, name: str) -> Job | None:
        """The job of this name that waits or is being done."""
        with self._lock:
            return self._todo.get(name)

    def _work(self) -> None:
        while True:
            with self._lock:
                job = next(iter(self._todo.values()), None)
                if job is None:
                    self._thread = None
                    return
                self._running = job.name
            try:
                job.do(job.heard)
            except DatelineError as err:
                job.error = err
                _LOG.warning("%s: %s", job.name, err)
            except Exception:  # noqa: BLE001 what waits for the job must go on, and the next job be done
                _LOG.exception("%s failed", job.name)
            with self._lock:
                self._running = None
                del self._todo[job.name]
                if job.name in self._again:
                    self._todo[job.name] = self._again.pop(job.name)
            job.over.set()
