"""What all requests of a desk share: where the ledger is, who decides, and the views derived last."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from dateline.derive.views import Views
from dateline.desk.queue import Waiting, ranked
from dateline.errors import NotFoundError
from dateline.ledger import Ledger
from dateline.model import DocumentRow
from dateline.run.engine_views import kept_views, views_of
from dateline.settings import Settings

#: Views of so many moments and policies are kept.
_KEPT = 6
#: Where deriving takes longer than this, the views of a moment ago are shown while new ones are made, in seconds.
PATIENCE = 2.0

Key = tuple[str, str | None, str | None]


@dataclass(frozen=True, slots=True)
class Seen:
    """Views with the log's head that they are of. `stale`: the ledger has changed since, newer ones are being made."""

    views: Views
    head: str
    seconds: float
    stale: bool = False


@dataclass
class Desk:
    """A desk on a ledger. `by` is who decides here. Safe to share between threads; each request opens the ledger."""

    settings: Settings
    by: str
    patience: float = PATIENCE
    _seen: OrderedDict[Key, Seen] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _deriving: threading.Lock = field(default_factory=threading.Lock)
    _behind: threading.Thread | None = None
    _queue: tuple[Views, list[Waiting]] | None = None

    def open(self) -> Ledger:
        """The ledger, opened for one request. Raises NotFoundError and LedgerError."""
        return Ledger(self.settings.ledger, busy_seconds=self.settings.busy_seconds)

    def views(
        self, ledger: Ledger, *, known_by: str | None = None, recorded_by: str | None = None,
        policy: str | None = None, fresh: bool = False,
    ) -> Seen:  # fmt: skip
        """The views as of now or then. Those of today may be a moment old (`Seen.stale`) unless `fresh` is asked for.

        Raises ConfigError for an unknown policy and for what is no day or moment.
        """
        key = self._key(policy, known_by, recorded_by)
        seen, head = self._get(key), ledger.head()
        if seen is not None and seen.head == head:
            return seen
        if seen is not None and not fresh and seen.seconds > self.patience:
            self._refresh(key)
            return Seen(seen.views, seen.head, seen.seconds, stale=True)
        return self._derive(ledger, key)

    def rows(
        self, ledger: Ledger, *, known_by: str | None = None, recorded_by: str | None = None, policy: str | None = None
    ) -> Seen:
        """The views for a list of their rows: as the ledger keeps them, where nothing was derived here yet. Such have
        no claims and no suggestions, and whole ones are made meanwhile."""
        key = self._key(policy, known_by, recorded_by)
        if key == self._key(None, None, None) and self._get(key) is None:
            head = ledger.head()
            kept = kept_views(ledger, key[0])
            if kept is not None:
                self._refresh(key)
                return Seen(kept, head, 0.0)
        return self.views(ledger, known_by=known_by, recorded_by=recorded_by, policy=policy)

    def ranked(self, seen: Seen) -> list[Waiting]:
        """All claims of some views in the order of the queue; worked out once."""
        with self._lock:
            if self._queue is not None and self._queue[0] is seen.views:
                return self._queue[1]
        rows = ranked(seen.views)
        with self._lock:
            self._queue = (seen.views, rows)
        return rows

    def begin(self) -> None:
        """Derive today's views beside all else, so that the first who asks need not wait for them."""
        self._refresh(self._key(None, None, None))

    def _key(self, policy: str | None, known_by: str | None, recorded_by: str | None) -> Key:
        return (policy or self.settings.policy, known_by, recorded_by)

    def _derive(self, ledger: Ledger, key: Key) -> Seen:
        with self._deriving:
            head = ledger.head()
            seen = self._get(key)
            if seen is not None and seen.head == head:
                return seen
            start = time.monotonic()
            policy, known_by, recorded_by = key
            views = views_of(ledger, policy, known_by=known_by, recorded_by=recorded_by)
            seen = Seen(views, head, time.monotonic() - start)
        with self._lock:
            self._seen[key] = seen
            self._seen.move_to_end(key)
            while len(self._seen) > _KEPT:
                self._seen.popitem(last=False)
        return seen

    def _get(self, key: Key) -> Seen | None:
        with self._lock:
            return self._seen.get(key)

    def _refresh(self, key: Key) -> None:
        """Derive anew beside the requests, one at a time."""
        with self._lock:
            if self._behind is not None and self._behind.is_alive():
                return
            self._behind = threading.Thread(target=self._derive_alone, args=(key,), daemon=True)
            self._behind.start()

    def _derive_alone(self, key: Key) -> None:
        with self.open() as ledger:
            self._derive(ledger, key)


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
