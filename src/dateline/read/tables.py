"""CSV and TSV: one row, one document. Each row's own bytes are kept; the order of day and month is learned first."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from dateline.errors import DocumentError
from dateline.issues import Issue
from dateline.read.blob import Blob
from dateline.read.columns import settled
from dateline.read.decode import decode
from dateline.read.item import Item, ReadOptions, unread
from dateline.read.published import learn_order
from dateline.read.records import Raw, column_of, read_record

#: Tables are held in memory whole; beyond this they should be JSON Lines or Parquet.
_WHOLE_BYTES = 1 << 30


def read_csv(blob: Blob, options: ReadOptions) -> Iterator[Item]:
    """Reader of `.csv`."""
    yield from read_table(_whole(blob), blob.path or blob.where, options, delimiter=",")


def read_tsv(blob: Blob, options: ReadOptions) -> Iterator[Item]:
    """Reader of `.tsv`."""
    yield from read_table(_whole(blob), blob.path or blob.where, options, delimiter="\t")


def _whole(blob: Blob) -> bytes:
    if blob.size > _WHOLE_BYTES:
        raise DocumentError(f"too large: {blob.size:,} bytes (at most {_WHOLE_BYTES:,}); write it as JSON Lines")
    return blob.read(_WHOLE_BYTES)


def read_table(content: bytes, where: str, options: ReadOptions, *, delimiter: str) -> Iterator[Item]:
    """The documents of a table with a header row. A table without a column for the text is set aside whole."""
    try:
        text, issues = decode(content)
        rows = list(_rows(text, delimiter, options.max_chars))
        header = _header(rows)
        options, guessed = settled(header, options, where)
    except DocumentError as err:
        yield unread(where, str(err), content=content, path=where)
        return
    issues += guessed
    date_column = header.index(name) if (name := column_of("published", options)) in header else None
    order = learn_order(r[1][date_column] for r in rows[1:] if date_column is not None and len(r[1]) > date_column)
    encoding = next((str(i.facts["encoding"]) for i in issues if "encoding" in i.facts), "utf-8")
    for line, cells, source in rows[1:]:
        if any(cells):
            fields = fields_of(header, cells)
            raw_bytes = source.encode(encoding, "replace")
            place = f"{where}:{line}"
            raw = Raw(fields=fields, content=raw_bytes, path=where, where=place, issues=ragged(header, cells, issues))
            yield read_record(raw, options, order)


def _rows(text: str, delimiter: str, limit: int) -> Iterator[tuple[int, list[str], str]]:
    """Line number, cells and source of each row."""
    csv.field_size_limit(max(4 * limit, 131_072))
    taken: list[str] = []

    def lines() -> Iterator[str]:
        for line in io.StringIO(text, newline=""):
            taken.append(line)
            yield line

    reader = csv.reader(lines(), delimiter=delimiter)
    at = 1
    try:
        for cells in reader:
            yield at, cells, "".join(taken)
            taken.clear()
            at = reader.line_num + 1
    except csv.Error as err:
        raise DocumentError(f"not a table: line {reader.line_num}: {err}") from err


def _header(rows: list[tuple[int, list[str], str]]) -> list[str]:
    if not rows:
        raise DocumentError("empty")
    return [cell.strip() for cell in rows[0][1]]


def fields_of(header: list[str], cells: list[str]) -> dict[str, object]:
    """Column -> cell; cells beyond the header under `_more_cells`."""
    fields: dict[str, object] = dict(zip(header, cells, strict=False))
    if len(cells) > len(header):
        fields["_more_cells"] = cells[len(header) :]
    return fields


def ragged(header: list[str], cells: list[str], issues: tuple[Issue, ...]) -> tuple[Issue, ...]:
    """The issues, and one more where a row has more or fewer cells than the header."""
    if len(cells) == len(header):
        return issues
    message = f"the row has {len(cells)} cells, the header {len(header)}"
    return (*issues, Issue(level="warning", code="read.ragged_row", message=message, facts={"cells": len(cells)}))
