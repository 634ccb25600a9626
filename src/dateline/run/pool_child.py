"""One process of a pool: pickles in on standard input, pickles out on standard output."""

from __future__ import annotations

import importlib
import os
import pickle
import queue
import sys
import threading
from collections.abc import Callable
from typing import Any, BinaryIO

from dateline.errors import DatelineError


def serve(jobs: BinaryIO, answers: BinaryIO) -> None:
    """The first message is (factory, given), each further one a job; each gets an answer."""
    waiting: queue.SimpleQueue[Any] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(jobs, waiting), daemon=True).start()
    factory, given = waiting.get()
    try:
        work = _named(factory)(given)
    except DatelineError as err:
        _send(answers, err)
        return
    _send(answers, None)
    while True:
        _send(answers, work(waiting.get()))


def _receive(jobs: BinaryIO, waiting: queue.SimpleQueue[Any]) -> None:
    """Jobs as they come. When the asking process has gone, this one ends at once, whatever it is at."""
    try:
        while True:
            waiting.put(pickle.load(jobs))
    finally:
        os._exit(0)


def _named(factory: str) -> Callable[[Any], Callable[[Any], Any]]:
    module, _, name = factory.partition(":")
    found: Callable[[Any], Callable[[Any], Any]] = getattr(importlib.import_module(module), name)
    return found


def _send(answers: BinaryIO, answer: object) -> None:
    pickle.dump(answer, answers, pickle.HIGHEST_PROTOCOL)
    answers.flush()


if __name__ == "__main__":
    own = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # Whatever a library prints must not come between the answers.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    serve(sys.stdin.buffer, own)
