"""The tables of `data/products/tables.yaml`: flat rows of the views, one catalogue for CSV, Parquet and packages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from dateline.products.material import Material, Row, View, reach
from dateline.vocabulary import load_data

Type = Literal["string", "integer", "number", "boolean", "date", "list"]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Column(_Row):
    """A column: where its value stands in a row, of which type it is and what it means."""

    path: str
    type: Type
    text: str = Field(min_length=2)


class Table(_Row):
    """A table of a view. `each`: a list in its rows of which every item is a line. `links`: column -> table.column."""

    of: View
    text: str
    each: str | None = None
    key: tuple[str, ...]
    links: Mapping[str, str] = {}
    columns: Mapping[str, Column]


class _File(_Row):
    tables: Mapping[str, Table]


@lru_cache(maxsize=1)
def tables() -> Mapping[str, Table]:
    """All tables by name, in the order of the file. Raises ConfigError with file and line."""
    return load_data("products/tables.yaml", _File).tables


def lines_of(table: Table, rows: Iterable[Row]) -> Iterator[dict[str, Any]]:
    """The lines of a table that some rows of its view give, by column."""
    for row in rows:
        if table.each is None:
            yield _line(table, row)
        else:
            for nr, item in enumerate(reach(row, table.each) or (), 1):
                yield _line(table, {**row, "each": item, "nr": nr})


def table_lines(name: str, material: Material) -> Iterator[dict[str, Any]]:
    """The lines of a table by its name."""
    table = tables()[name]
    return lines_of(table, material.rows(table.of))


def _line(table: Table, row: Row) -> dict[str, Any]:
    return {name: _value(column, reach(row, column.path)) for name, column in table.columns.items()}


def _value(column: Column, value: Any) -> Any:
    if column.type == "list":
        return [str(v) for v in value or () if v is not None]
    return value
