"""Opaque cursors: where a list goes on. A list that changed in between goes on behind the row that was last."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from typing import TypeVar

from dateline.errors import ConfigError

T = TypeVar("T")
#: Rows of a page of a list.
USUAL, MOST = 50, 500
#: What a row is sorted by.
Place = tuple[str | int | float, ...]


def write(place: Place) -> str:
    """The cursor of what stands behind a place."""
    return base64.urlsafe_b64encode(json.dumps(list(place)).encode()).decode().rstrip("=")


def read(cursor: str | None, shape: Sequence[type]) -> Place | None:
    """The place that a cursor names; None without one. Raises ConfigError for what is no cursor of such a list."""
    if cursor is None:
        return None
    try:
        raw = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error, RecursionError):
        raw = None
    if (
        isinstance(raw, list)
        and len(raw) == len(shape)
        and all(isinstance(x, t) and not isinstance(x, bool) for x, t in zip(raw, shape, strict=True))
        and all(abs(x) < 2**53 for x in raw if isinstance(x, int | float))
    ):
        return tuple(raw)
    raise ConfigError("this is no cursor of this list; begin without one")


def page(rows: Sequence[tuple[Place, T]], limit: int) -> tuple[list[T], str | None]:
    """A page out of one row more than it holds, where there are so many, and the cursor of the next."""
    shown = rows[:limit]
    return [row for _, row in shown], write(shown[-1][0]) if len(rows) > limit else None
