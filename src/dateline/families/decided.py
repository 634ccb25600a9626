"""People's decisions about copies: two documents tell one story, or they do not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

Pair = tuple[str, str]


class Decision(Protocol):
    """A review, as far as copies go; ledger.Review has these."""

    @property
    def id(self) -> str: ...

    @property
    def target_kind(self) -> str: ...

    @property
    def target(self) -> str: ...

    @property
    def action(self) -> str: ...

    @property
    def new(self) -> str | None: ...

    @property
    def supersedes(self) -> str | None: ...


def decided(reviews: Iterable[Decision]) -> tuple[frozenset[Pair], frozenset[Pair]]:
    """(together, apart): pairs of document ids in the order of the ids. A later decision on a pair voids the earlier
    one, and `undo` the one that it supersedes."""
    rows = [r for r in reviews if r.target_kind == "document"]
    void = {r.supersedes for r in rows if r.supersedes}
    said: dict[Pair, str] = {}
    for row in rows:
        if row.id not in void and row.action in ("merge", "split") and row.new:
            said[ordered(row.target, row.new)] = row.action
    together = frozenset(pair for pair, action in said.items() if action == "merge")
    return together, frozenset(said) - together


def ordered(a: str, b: str) -> Pair:
    """Two ids in their own order."""
    return (a, b) if a <= b else (b, a)
