"""Processes that read for this one: each loads what it needs once, then answers one job after the other.

They are in a session of their own, so that Ctrl-C is this process's alone to handle, and end when it does, whatever
ended it. A process that dies takes its job with it and no other: that job fails with the reason, and a new process
takes the next.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from dateline.errors import DatelineError, DocumentError
from dateline.run.engine import FAULT

#: So many processes in a row may end before they have loaded, till the pool gives up.
_TRIES = 3


class Pool:
    """At most `count` processes, started as jobs come; close it.

    `factory` names what each of them calls once, as 'module:function'; it is given `given` and returns what answers
    jobs. Jobs, answers and `given` must be picklable; what `factory` raises must be a DatelineError to be told well.
    """

    def __init__(self, count: int, factory: str, given: object) -> None:
        self._start = factory, given
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="dateline-pool")
        self._own = threading.local()
        self._lock = threading.Lock()
        self._children: list[_Child] = []
        self._closed = False

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def put(self, job: object) -> Future[Any]:
        """The answer to come. It raises DocumentError where the process died of the job, DatelineError where none
        could be started.
        """
        return self._threads.submit(self._ask, job)

    def pids(self) -> list[int]:
        """The processes that live."""
        with self._lock:
            return [child.process.pid for child in self._children]

    def close(self) -> None:
        """End all processes at once; jobs without an answer have none."""
        with self._lock:
            self._closed = True
            for child in self._children:
                child.process.kill()
        self._threads.shutdown(cancel_futures=True)
        for child in self._children:
            child.end()

    def _ask(self, job: object) -> Any:
        child = self._ready()
        try:
            return child.ask(job)
        except _GoneError:
            code = self._drop(child)
            raise DocumentError(f"{FAULT}: the process that read it ended with {code}") from None

    def _ready(self) -> _Child:
        """This thread's process, which has loaded."""
        child: _Child | None = getattr(self._own, "child", None)
        tries = 0
        while child is None:
            child = self._new()
            try:
                child.ask(self._start)
            except _GoneError:
                code = self._drop(child)
                child, tries = None, tries + 1
                if tries == _TRIES or self._closed:
                    raise DatelineError(
                        f"a reading process ended with {code} before it had loaded; try again with --workers 1"
                    ) from None
        self._own.child = child
        return child

    def _new(self) -> _Child:
        with self._lock:
            if self._closed:
                raise DatelineError("the pool is closed")
            child = _Child()
            self._children.append(child)
        return child

    def _drop(self, child: _Child) -> int:
        """Its exit status: minus the signal's number where one ended it."""
        self._own.child = None
        with self._lock:
            self._children.remove(child)
        return child.end()


class _GoneError(Exception):
    """The process ended without an answer."""


class _Child:
    """One process of `dateline.run.pool_child`, spoken to in pickles. For one thread."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "dateline.run.pool_child"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}, start_new_session=True,
        )  # fmt: skip

    def ask(self, message: object) -> Any:
        """The answer. Raises the DatelineError that the process gives in its place, _GoneError where it dies."""
        pipes = self.process.stdin, self.process.stdout
        if pipes[0] is None or pipes[1] is None:
            raise _GoneError
        try:
            pickle.dump(message, pipes[0], pickle.HIGHEST_PROTOCOL)
            pipes[0].flush()
            answer = pickle.load(pipes[1])
        except (EOFError, OSError, ValueError, pickle.UnpicklingError) as err:
            raise _GoneError from err
        if isinstance(answer, DatelineError):
            raise answer
        return answer

    def end(self) -> int:
        self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        return self.process.wait()
