"""Parquet: a table by columns; one row, one document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dateline.errors import DocumentError
from dateline.read.blob import Blob
from dateline.read.cell import shared
from dateline.read.item import Item, ReadOptions
from dateline.read.rows import Row, read_rows


def read_parquet(blob: Blob, options: ReadOptions) -> Iterator[Item]:
    """Reader of `.parquet`. Raises DocumentError for a broken one or one without a column for the text."""
    with blob.on_disk() as path:
        answers = shared().ask("parquet", path)
        first = next(answers, None)
        if first is None or "header" not in first:
            raise DocumentError("not a Parquet file")
        yield from read_rows(first["header"], _rows(answers), options, path=blob.path, where=blob.where)


def _rows(answers: Iterator[dict[str, Any]]) -> Iterator[Row]:
    for number, answer in enumerate(answers, 1):
        yield number, answer["row"], ()
