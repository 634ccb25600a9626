"""What a command is to the system: the signals that end it and its standard input."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import BinaryIO

from dateline.cli.output import note


@contextmanager
def interruptible() -> Iterator[list[int]]:
    """The first Ctrl-C (or SIGTERM) asks to stop after the document in hand, the second one stops at once."""
    asked: list[int] = []

    def ask(number: int, _frame: FrameType | None) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append(number)
        note("Stopping after this document (Ctrl-C again to stop at once) ...")

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def own_stdin() -> BinaryIO | None:
    """Standard input under a lock of its own: a thread that still waits for it must not hold up the end.

    None where it is no stream of the system's.
    """
    try:
        return open(sys.stdin.fileno(), "rb", closefd=False)
    except (AttributeError, OSError, ValueError):
        return None


@contextmanager
def terminable() -> Iterator[None]:
    """SIGTERM ends as Ctrl-C does: with all that was begun put away."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
