"""CSV and TSV: one row, one document. Each row's own bytes are kept; the order of day and month is learned first."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from dateline.errors import DocumentError
from dateline.issues import Issue
from dateline.read.decode import decode
from dateline.read.item import Item, ReadOptions, unread
from dateline.read.published import learn_order
from dateline.read.records import Raw, column_of, read_record


def read_table(content: bytes, where: str, options: ReadOptions, *, delimiter: str) -> Iterator[Item]:
    """The documents of a table with a header row. A table without the column of the text is set aside whole."""
    try:
        text, issues = decode(content)
        rows = list(_rows(text, delimiter, options.max_chars))
        header = _header(rows, where, options)
    except DocumentError as err:
        yield unread(where, str(err), content=content, path=where)
        return
    date_column = header.index(name) if (name := column_of("published", options)) in header else None
    order = learn_order(r[1][date_column] for r in rows[1:] if date_column is not None and len(r[1]) > date_column)
    encoding = str(issues[0].facts["encoding"]) if issues else "utf-8"
    for line, cells, source in rows[1:]:
        if any(cells):
            fields = _fields(header, cells)
            raw_bytes = source.encode(encoding, "replace")
            place = f"{where}:{line}"
            raw = Raw(fields=fields, content=raw_bytes, path=where, where=place, issues=_ragged(header, cells, issues))
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


def _header(rows: list[tuple[int, list[str], str]], where: str, options: ReadOptions) -> list[str]:
    if not rows:
        raise DocumentError("empty")
    header = [cell.strip() for cell in rows[0][1]]
    name = column_of("text", options)
    missing = [c for c in (name, *options.mapping.values()) if c not in header]
    if missing:
        columns = ", ".join(header)[:300]
        field = next((f for f, c in options.mapping.items() if c == missing[0]), "text")
        raise DocumentError(
            f"no column '{missing[0]}' (the columns are {columns}); use --map {field}=COLUMN", path=where
        )
    return header


def _fields(header: list[str], cells: list[str]) -> dict[str, object]:
    fields: dict[str, object] = dict(zip(header, cells, strict=False))
    if len(cells) > len(header):
        fields["_more_cells"] = cells[len(header) :]
    return fields


def _ragged(header: list[str], cells: list[str], issues: tuple[Issue, ...]) -> tuple[Issue, ...]:
    if len(cells) == len(header):
        return issues
    message = f"the row has {len(cells)} cells, the header {len(header)}"
    return (*issues, Issue(level="warning", code="read.ragged_row", message=message, facts={"cells": len(cells)}))
