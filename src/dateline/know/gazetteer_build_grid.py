"""Tables with a header: csv in any of the usual dialects, and the sheets of a workbook, as rows of named cells."""

from __future__ import annotations

import csv
import io
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from dateline.errors import ConfigError
from dateline.know.gazetteer_build_lines import Bytes

_DELIMITERS = ",;\t|"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. `name` for messages, `columns` in small letters; `rows(n)`: line and cells, behind the first n."""

    name: str
    columns: tuple[str, ...]
    rows: Callable[[int], Iterator[tuple[int, dict[str, str]]]]


def csv_grid(source: Bytes) -> Grid:
    """The table in a csv file. Its delimiter is the one that its first line has most of."""
    head = source.head(1)[0]
    delimiter = max(_DELIMITERS, key=head.count)
    columns = _columns(next(csv.reader([head], delimiter=delimiter), []))

    def rows(after: int) -> Iterator[tuple[int, dict[str, str]]]:
        with source.open() as raw, io.TextIOWrapper(raw, encoding="utf-8-sig", newline="") as text:
            reader = csv.reader(text, delimiter=delimiter)
            try:
                for cells in islice(reader, after + 1, None):
                    yield reader.line_num, _named(columns, cells)
            except UnicodeDecodeError as err:
                message = f"{source}:{reader.line_num + 1}: not UTF-8 ({err.reason}); save the table as UTF-8"
                raise ConfigError(message, path=str(source.path)) from err
            except csv.Error as err:
                raise ConfigError(f"{source}:{reader.line_num}: {err}", path=str(source.path)) from err

    return Grid(str(source), columns, rows)


def workbook_grids(path: Path) -> list[Grid]:
    """The sheets of an .xlsx workbook. Raises ConfigError when it cannot be read or openpyxl is not installed."""
    with _workbook(path) as book:
        names: list[str] = book.sheetnames
        heads = [_columns(next(book[n].iter_rows(values_only=True, max_row=1), ())) for n in names]
    return [_sheet(path, name, columns) for name, columns in zip(names, heads, strict=True) if columns]


def _sheet(path: Path, name: str, columns: tuple[str, ...]) -> Grid:
    def rows(after: int) -> Iterator[tuple[int, dict[str, str]]]:
        with _workbook(path) as book:
            found: Iterable[tuple[Any, ...]] = book[name].iter_rows(values_only=True, min_row=2 + after)
            for number, cells in enumerate(found, start=2 + after):
                yield number, _named(columns, cells)

    return Grid(f"{path}({name})", columns, rows)


@contextmanager
def _workbook(path: Path) -> Iterator[Any]:
    """The workbook, and whatever is wrong with its insides, now or while it is read, as a ConfigError."""
    try:
        from openpyxl import load_workbook
    except ImportError as err:
        raise ConfigError(
            f"{path}: an .xlsx table needs openpyxl: run `pip install dateline[gazetteer]`, or save it as csv"
        ) from err
    try:
        with path.open("rb") as file, closing(load_workbook(file, read_only=True, data_only=True)) as book:
            yield book
    except (OSError, ValueError, KeyError, TypeError, AttributeError, BadZipFile, ParseError, zlib.error) as err:
        raise ConfigError(f"{path}: the workbook cannot be read: {err}", path=str(path)) from err


def _columns(cells: Iterable[object]) -> tuple[str, ...]:
    names = ["" if c is None else str(c).strip().casefold() for c in cells]
    return tuple(names) if any(names) else ()


def _named(columns: tuple[str, ...], cells: Iterable[object]) -> dict[str, str]:
    """Cells by column; what is missing at the end of a row is empty, the first of two columns of a name wins."""
    row = dict.fromkeys(columns, "")
    for name, cell in zip(columns, cells, strict=False):
        if cell is not None and not row[name]:
            row[name] = str(cell).strip()
    row.pop("", None)
    return row
