"""Manners: robots.txt is obeyed, and a host is asked no oftener than it likes."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from dateline.read.transport import AGENT, Answer, FetchError, Transport

#: The longest robots.txt, in bytes, that is read; the longest wait between two requests that it may ask for.
_ROBOTS, _LONGEST = 512 << 10, 60.0


class Polite:
    """A transport that asks robots.txt first and waits `delay` seconds between requests to one host."""

    def __init__(
        self,
        transport: Transport,
        *,
        delay: float = 1.0,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.transport, self.delay, self._clock, self._sleep = transport, delay, clock, sleep
        self._robots: dict[str, Any] = {}
        self._next: dict[str, float] = {}

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """The answer. Raises FetchError, also when robots.txt forbids it."""
        rules = self._rules(url)
        if rules is not None and not rules.can_fetch(url, AGENT):
            raise FetchError(f"{url}: robots.txt forbids it", robots=True)
        wait = float(rules.crawl_delay(AGENT) or 0) if rules is not None else 0.0
        self._turn(url, min(max(self.delay, wait), _LONGEST))
        return self.transport.fetch(url, headers)

    def close(self) -> None:
        """Close the connections."""
        self.transport.close()

    def forget(self) -> None:
        """Ask for robots.txt anew from here on."""
        self._robots.clear()

    def _turn(self, url: str, gap: float) -> None:
        """Wait for this host's turn."""
        host, now = urlsplit(url).netloc, self._clock()
        due = self._next.get(host, now)
        if due > now:
            self._sleep(due - now)
        self._next[host] = max(now, due) + gap

    def _rules(self, url: str) -> Any:
        """The parsed robots.txt of a host; None where it has none. Raises FetchError while the server fails to say."""
        from protego import Protego

        parts = urlsplit(url)
        home = f"{parts.scheme}://{parts.netloc}"
        if home not in self._robots:
            try:
                self._turn(url, self.delay)
                content = self.transport.fetch(f"{home}/robots.txt").content[:_ROBOTS]
                self._robots[home] = Protego.parse(content.decode("utf-8", "replace"))
            except FetchError as err:
                if err.facts.get("retry"):
                    raise
                self._robots[home] = None
        return self._robots[home]
