"""Spreadsheets: each sheet a table with a header row. Formulas are never computed: what was last stored is read."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any

from dateline.errors import DocumentError
from dateline.issues import Issue
from dateline.read.blob import Blob
from dateline.read.item import Item, ReadOptions, unread
from dateline.read.ooxml import check_parts
from dateline.read.rows import Row, read_rows

#: Columns that are read of a row.
_COLUMNS = 256


def read_xlsx(blob: Blob, options: ReadOptions) -> Iterator[Item]:
    """Reader of `.xlsx`; a sheet without a column for the text is set aside, the next one is read."""
    import openpyxl

    if blob.size > options.max_file:
        raise DocumentError(f"too large: {blob.size:,} bytes; write it as CSV or Parquet")
    with blob.on_disk() as path, path.open("rb") as one, path.open("rb") as two, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        check_parts(path)
        try:
            values = openpyxl.load_workbook(one, read_only=True, data_only=True, keep_links=False)
            formulas = openpyxl.load_workbook(two, read_only=True, data_only=False, keep_links=False)
        except (KeyError, ValueError, TypeError, zipfile.BadZipFile, OSError) as err:
            raise DocumentError(f"not a spreadsheet, or broken: {err}") from err
        try:
            for name in (s.title for s in values.worksheets):
                yield from _sheet(name, values[name], formulas[name], blob, options)
        finally:
            values.close()
            formulas.close()


def _sheet(name: str, values: Any, formulas: Any, blob: Blob, options: ReadOptions) -> Iterator[Item]:
    where = f"{blob.where}[{name}]"
    rows = _rows(values, formulas)
    first = next((row for row in rows if any(v not in (None, "") for v in row[1])), None)
    if first is None:
        return
    header = [str(v).strip() if v is not None else "" for v in first[1]]
    try:
        yield from read_rows(header, rows, options, path=blob.path, where=where)
    except DocumentError as err:
        yield unread(where, str(err), path=blob.path)


def _rows(values: Any, formulas: Any) -> Iterator[Row]:
    """Number, cells and issues of each row. A formula that was saved without its value leaves its cell empty."""
    pairs = zip_longest(
        values.iter_rows(values_only=True, max_col=_COLUMNS), formulas.iter_rows(values_only=True, max_col=_COLUMNS)
    )
    for number, (cells, written) in enumerate(pairs, 1):
        yield number, cells or (), _unstored(cells or (), written or ())


def _unstored(cells: Sequence[object], written: Sequence[object]) -> tuple[Issue, ...]:
    empty = [
        i + 1
        for i, (value, formula) in enumerate(zip(cells, written, strict=False))
        if value is None and isinstance(formula, str) and formula.startswith("=")
    ]
    if not empty:
        return ()
    columns = ", ".join(map(str, empty))
    message = f"a formula without a stored value in column {columns}: formulas are not computed"
    return (Issue(level="warning", code="read.formula_without_value", message=message, facts={"columns": columns}),)
