"""Parquet: one file a table of the catalogue, typed, in batches, for DuckDB, Polars and pandas."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from dateline.products.books import Books
from dateline.products.codes import day_of
from dateline.products.exporter import Exporter
from dateline.products.loss import Losses
from dateline.products.material import Material
from dateline.products.tables import Table, lines_of, tables

_BATCH = 20_000


def write_folder(material: Material, _books: Books, folder: Path, losses: Losses) -> int:
    """`events.parquet` and so on; gives back the number of lines of all of them."""
    return sum(write_table(name, table, material, folder, losses) for name, table in tables().items())


def write_table(name: str, table: Table, material: Material, folder: Path, losses: Losses) -> int:
    """One table as a file. Days that are none are left empty and noted."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {
        "string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_(),
        "date": pa.date32(), "list": pa.list_(pa.string()),
    }  # fmt: skip
    fields = [pa.field(c, kinds[column.type], metadata={"text": column.text}) for c, column in table.columns.items()]
    schema = pa.schema(fields, metadata={"dateline": json.dumps(material.meta.to_json(), ensure_ascii=False)})
    count = 0
    with pq.ParquetWriter(folder / f"{name}.parquet", schema, compression="zstd") as writer:
        for batch in _batches(_typed(name, table, material, losses)):
            writer.write_table(pa.Table.from_pylist(batch, schema=schema))
            count += len(batch)
    return count


def _typed(name: str, table: Table, material: Material, losses: Losses) -> Iterator[dict[str, Any]]:
    days = [c for c, column in table.columns.items() if column.type == "date"]
    for line in lines_of(table, material.rows(table.of)):
        for column in days:
            value = line[column]
            line[column] = day_of(value)
            if value is not None and line[column] is None:
                losses.note(f"values of {name}.{column} that are no day", "left empty")
        yield line


def _batches(lines: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    source = iter(lines)
    while batch := list(islice(source, _BATCH)):
        yield batch


EXPORTER = Exporter(name="parquet", title="all tables, Parquet", write_folder=write_folder)
