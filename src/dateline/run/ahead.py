"""Items from an input, some way ahead of the one that is due: so that others can work on them meanwhile.

A thread takes them, so that what is done is told even while the input has nothing more to give.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable
from typing import TypeVar

from dateline.read import Item

T = TypeVar("T")

#: An input of no more documents than this is read faster by one process than others take to start.
FEW = 40
#: How many items a worker, and how many bytes of text and content in all, are held beyond the one that is due.
A_WORKER, BYTES = 16, 64 << 20
#: Seconds in which an input shows whether it has more than a few; one that comes drop by drop is read as it comes.
PATIENCE = 0.25


def ahead(
    items: Iterable[Item], begin: Callable[[Item], T | None], *, workers: int
) -> Generator[tuple[Item, T | None]]:
    """Each item in order, with what `begin` gave for it when it was taken; None while few are known to come."""
    feed = _Feed(items)
    try:
        feed.wait_for_many()
        held: deque[tuple[Item, T | None]] = deque()
        size, most, many = 0, A_WORKER * workers, False
        while True:
            many = many or len(feed) > FEW
            while not held or (many and len(held) < most and size < BYTES):
                item = feed.take(wait=not held)
                if item is None:
                    break
                held.append((item, begin(item) if many else None))
                size += _size(item)
            if not held:
                return
            size -= _size(held[0][0])
            yield held.popleft()
    finally:
        feed.stop()


class _Feed:
    """Items as a thread takes them, a few more than FEW at most."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._items = items
        self._waiting: deque[Item] = deque()
        self._size = 0
        self._news = threading.Condition()
        self._ended = self._stopped = False
        self._error: BaseException | None = None
        # A daemon: an input that never says anything more must not keep this process alive.
        threading.Thread(target=self._fill, daemon=True, name="dateline-input").start()

    def __len__(self) -> int:
        return len(self._waiting)

    def wait_for_many(self) -> None:
        """Wait till more than a few are there, the input has ended or PATIENCE is over."""
        until = time.monotonic() + PATIENCE
        with self._news:
            while not self._ended and not self._is_full() and (left := until - time.monotonic()) > 0:
                self._news.wait(left)

    def take(self, *, wait: bool) -> Item | None:
        """The next item; None at the end, or when there is none now and it should not `wait`.

        Raises what the input raised, once the items before it are taken.
        """
        with self._news:
            while wait and not self._waiting and not self._ended:
                self._news.wait()
            if self._waiting:
                item = self._waiting.popleft()
                self._size -= _size(item)
                self._news.notify_all()
                return item
            if self._error is not None and wait:
                raise self._error
        return None

    def stop(self) -> None:
        """Take no more."""
        with self._news:
            self._stopped = True
            self._news.notify_all()

    def _is_full(self) -> bool:
        return len(self._waiting) > FEW or self._size > BYTES

    def _fill(self) -> None:
        try:
            for item in self._items:
                with self._news:
                    self._waiting.append(item)
                    self._size += _size(item)
                    self._news.notify_all()
                    while self._is_full() and not self._stopped:
                        self._news.wait()
                    if self._stopped:
                        break
            close = getattr(self._items, "close", None)
            if close is not None:
                close()
        except BaseException as err:  # noqa: BLE001 - raised where the items are taken
            self._error = err
        finally:
            with self._news:
                self._ended = True
                self._news.notify_all()


def _size(item: Item) -> int:
    return len(item.document.text) + len(item.content or b"")
