"""Opaque cursors: where a list goes on. A list that changed in between goes on behind the row that was last."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from typing import TypeVar

from dateline.errors import ConfigError

T = TypeVar("T")
#: Rows of a page of a list.
USUAL, MOST = 50, 500


def cut(rows: Sequence[T], key: Callable[[T], str], cursor: str | None, limit: int) -> tuple[list[T], str | None]:
    """A page of rows and the cursor of the next one; None at the end. Raises ConfigError for what is no cursor."""
    start = 0
    if cursor is not None:
        number, last = _read(cursor)
        start = next((n + 1 for n, row in enumerate(rows) if key(row) == last), min(number, len(rows)))
    page = list(rows[start : start + limit])
    end = start + len(page)
    return page, _write(end, key(page[-1])) if page and end < len(rows) else None


def _write(number: int, last: str) -> str:
    return base64.urlsafe_b64encode(json.dumps([number, last]).encode()).decode().rstrip("=")


def _read(cursor: str) -> tuple[int, str]:
    try:
        raw = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error):
        raw = None
    match raw:
        case [int(number), str(last)] if number >= 0:
            return number, last
    raise ConfigError("this is no cursor of this list; begin without one")
