"""Watching feeds and pages: asked politely, read once, gone on with after any ending.

An entry is marked as read after its documents are stored, and a feed's validators are kept only when all of its
entries are: a process killed at any moment reads some entry again, which changes nothing, and loses none.
"""

from __future__ import annotations

import random
import time
import tomllib
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dateline.errors import ConfigError, DocumentError
from dateline.ledger import Ledger
from dateline.ledger.feeds import Watched
from dateline.read import ReadOptions
from dateline.read.feeds import Linked, entries_of, kind_of_list, pages_of
from dateline.read.polite import Polite
from dateline.read.transport import Answer, FetchError
from dateline.read.web import read_answer, read_linked
from dateline.run.engine import Engine, Outcome

#: The longest time, in seconds, for which a failing address is left alone.
LONGEST = 6 * 3600.0


class Feed(BaseModel):
    """An address to watch. `every` in minutes; `source`: its publisher, where its pages name none."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: str = Field(pattern=r"^https?://")
    every: float | None = Field(default=None, gt=0)
    source: str | None = None


class Feeds(BaseModel):
    """The file of `dateline watch`. `every` in minutes, for those that name none."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    every: float = Field(default=30, gt=0)
    feed: tuple[Feed, ...] = Field(min_length=1)


def load_feeds(path: Path) -> Feeds:
    """The feeds that a TOML file names. Raises ConfigError with the file and the field."""
    try:
        return Feeds.model_validate(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except (OSError, UnicodeDecodeError) as err:
        raise ConfigError(f"{path}: cannot be read: {err}", path=str(path)) from err
    except tomllib.TOMLDecodeError as err:
        raise ConfigError(f"{path}: not TOML: {err}", path=str(path)) from err
    except ValidationError as err:
        first = err.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ConfigError(
            f"{path}: {where}: {first['msg']}; each is [[feed]] with url, and every or source", path=str(path)
        ) from err


@dataclass(kw_only=True)
class Watch:
    """`stop` is asked after each document; `clock` gives seconds since 1970."""

    ledger: Ledger
    engine: Engine
    polite: Polite
    feeds: Feeds
    options: ReadOptions
    stop: Callable[[], bool] = lambda: False
    clock: Callable[[], float] = time.time
    problems: dict[str, str] = field(default_factory=dict)

    def round(self) -> Iterator[Outcome]:
        """Ask every address that is due, once; what became of each document that was new."""
        self.polite.forget()
        for feed in self.feeds.feed:
            watched = self.ledger.watched(feed.url)
            if watched.next_at <= self.clock() and not self.stop():
                yield from self._ask(feed, watched)
        yield from self.engine.settle_dates()

    def wait(self) -> float:
        """Seconds until the next address is due."""
        return max(0.0, min(self.ledger.watched(f.url).next_at for f in self.feeds.feed) - self.clock())

    def _ask(self, feed: Feed, watched: Watched) -> Iterator[Outcome]:
        known = {"If-None-Match": watched.etag, "If-Modified-Since": watched.modified}
        try:
            answer = self.polite.fetch(feed.url, {k: v for k, v in known.items() if v})
            problem = None
            if answer.status != 304:
                problem = yield from self._read(feed, answer)
        except DocumentError as err:
            self._failed(feed, watched, err)
            return
        if self.stop():
            return
        if problem is not None:
            self._failed(feed, replace(watched, etag=None, modified=None), problem)
            return
        self.problems.pop(feed.url, None)
        if answer.status != 304:
            watched = replace(watched, etag=answer.headers.get("etag"), modified=answer.headers.get("last-modified"))
        self.ledger.watch(replace(watched, next_at=self._next(feed), failures=0, problem=None))

    def _read(self, feed: Feed, answer: Answer) -> Generator[Outcome, None, DocumentError | None]:
        """The new documents of an answer. Returns the error of an entry that may be had later, if there is one."""
        options = replace(self.options, source=feed.source or self.options.source)
        kind = kind_of_list(answer)
        if kind is None:
            yield from self.engine.outcomes(read_answer(answer, options), self.stop)
            return None
        rows = entries_of(answer) if kind == "feed" else pages_of(answer)[0]
        failed: DocumentError | None = None
        for row in rows:
            if self.stop():
                return failed
            if not self.ledger.is_seen(feed.url, row.key):
                try:
                    yield from self._entry(feed, row, options)
                except FetchError as err:
                    failed = err
        return failed

    def _entry(self, feed: Feed, row: Linked, options: ReadOptions) -> Iterator[Outcome]:
        yield from self.engine.outcomes(read_linked(row, options, self.polite))
        self.ledger.see(feed.url, row.key)

    def _failed(self, feed: Feed, watched: Watched, err: DocumentError) -> None:
        """Leave it alone for longer each time, and at least for as long as the server asks."""
        failures = watched.failures + 1
        after = err.facts.get("after")
        gap = min(self._minutes(feed) * 60 * 2 ** min(failures - 1, 10), LONGEST)
        gap = max(gap, min(float(after), 4 * LONGEST)) if isinstance(after, float) else gap
        self.problems[feed.url] = str(err)
        at = self.clock() + gap
        self.ledger.watch(replace(watched, next_at=at, failures=failures, problem=str(err)))

    def _minutes(self, feed: Feed) -> float:
        return feed.every or self.feeds.every

    def _next(self, feed: Feed) -> float:
        """A little scattered, so that many feeds of one host are not asked at once."""
        return self.clock() + self._minutes(feed) * 60 * random.uniform(0.95, 1.05)
