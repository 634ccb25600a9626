"""The rows of a Parquet file, a few at a time. Runs in a process of its own (see `cell`)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dateline.errors import DocumentError

_BATCH = 64


def rows_of(path: Path) -> Iterator[dict[str, object]]:
    """First {"header": names}, then {"row": cells} for each row; days and times as ISO 8601. Raises DocumentError."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        opened = pq.ParquetFile(path, memory_map=False, pre_buffer=False)
    except (pa.ArrowException, OSError) as err:
        raise DocumentError(f"not a Parquet file, or broken: {err}") from err
    names = [str(name) for name in opened.schema_arrow.names]
    yield {"header": names}
    try:
        for batch in opened.iter_batches(batch_size=_BATCH, use_threads=False):
            for row in batch.to_pylist():
                yield {"row": [_cell(row.get(name)) for name in names]}
    except (pa.ArrowException, OSError, UnicodeDecodeError) as err:
        raise DocumentError(f"broken: {err}") from err


def _cell(value: object) -> object:
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | list | dict) or value is None else str(value)
