"""Rows that come one by one from a library -> items: what spreadsheets and columnar files share."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time

from dateline.issues import Issue
from dateline.read.columns import settled
from dateline.read.item import Item, ReadOptions
from dateline.read.published import learn_order
from dateline.read.records import Raw, column_of, read_record

#: So many rows are looked at for the order of day and month before the first one is given.
_AHEAD = 2_000

Row = tuple[int, Sequence[object], tuple[Issue, ...]]


def read_rows(
    header: list[str], rows: Iterable[Row], options: ReadOptions, *, path: str | None, where: str
) -> Iterator[Item]:
    """A document for each row with a value. Evidence of a row is its cells as one JSON object.

    Raises DocumentError for a header without a column for the text.
    """
    options, guessed = settled(header, options, where)
    iterator = iter(rows)
    ahead = [row for row, _ in zip(iterator, range(_AHEAD), strict=False)]
    name = column_of("published", options)
    at = header.index(name) if name in header else None
    order = learn_order(str(r[1][at]) for r in ahead if at is not None and len(r[1]) > at and isinstance(r[1][at], str))
    for source in (ahead, iterator):
        for number, cells, issues in source:
            fields = {k: _plain(v) for k, v in zip(header, cells, strict=False) if k}
            if any(v not in (None, "") for v in fields.values()):
                content = json.dumps(fields, ensure_ascii=False, default=str).encode("utf-8", "surrogatepass")
                place = f"{where}:{number}"
                raw = Raw(fields=fields, content=content, path=path, where=place, issues=(*guessed, *issues))
                yield read_record(raw, options, order)


def _plain(value: object) -> object:
    """A cell as JSON knows it: days as ISO 8601, whole numbers without a point."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1 << 53:
        return int(value)
    return value if isinstance(value, str | int | float | bool | list | dict) or value is None else str(value)
