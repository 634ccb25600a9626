"""JSON and JSON Lines: one record, one document. A broken line is set aside, the next one is read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from dateline.errors import DocumentError
from dateline.read.blob import Blob
from dateline.read.decode import bounded_lines, decode
from dateline.read.item import Item, ReadOptions, unread
from dateline.read.published import Order, learn_order
from dateline.read.records import Raw, column_of, read_record

#: A JSON array is held in memory whole; beyond this it should be JSON Lines.
_WHOLE_BYTES = 1 << 30


def read_jsonl(blob: Blob, options: ReadOptions) -> Iterator[Item]:
    """Reader of `.jsonl`, `.ndjson`: one pass for the order of day and month, one for the documents."""
    limit = options.max_bytes
    with blob.open() as stream:
        order = learn_order(dates_in(bounded_lines(stream, limit), options))
    with blob.open() as stream:
        yield from read_lines(bounded_lines(stream, limit), blob.path, options, limit=limit, order=order)


def read_json_file(blob: Blob, options: ReadOptions) -> Iterator[Item]:
    """Reader of `.json`: one record or an array of them. Raises DocumentError for a file too large to be held."""
    yield from read_json(blob.read(_WHOLE_BYTES), blob.path or blob.where, options)


def read_lines(
    lines: Iterable[bytes], path: str | None, options: ReadOptions, *, limit: int, order: Order | None = None
) -> Iterator[Item]:
    """Documents of JSON Lines as they come; blank lines are skipped. A line of `limit` bytes was cut: set aside."""
    for number, line in enumerate(lines, 1):
        where = f"{path or 'standard input'}:{number}"
        if not line.strip():
            continue
        if len(line) >= limit:
            yield unread(where, f"too long: a line of {limit:,} bytes or more (max_document_chars)", path=path)
            continue
        yield _read_line(line, where, path, options, order)


def _read_line(line: bytes, where: str, path: str | None, options: ReadOptions, order: Order | None) -> Item:
    content = line.rstrip(b"\r\n")
    try:
        text, issues = decode(content)
        fields = _loads(text)
        if not isinstance(fields, dict):
            raise DocumentError(f"not a record: a JSON {type(fields).__name__}, not an object")
    except DocumentError as err:
        return unread(where, str(err), content=content, path=path)
    return read_record(Raw(fields=fields, content=content, path=path, where=where, issues=issues), options, order)


def read_json(content: bytes, path: str, options: ReadOptions) -> Iterator[Item]:
    """Documents of one JSON value: an array of records, one record, or JSON Lines under the wrong name."""
    try:
        text, issues = decode(content)
        value = _loads(text)
    except DocumentError as err:
        rows = content.splitlines()
        if len(rows) > 1 and rows[0].lstrip().startswith(b"{") and rows[0].rstrip().endswith(b"}"):
            yield from read_lines(rows, path, options, limit=len(content) + 1)
            return
        yield unread(path, str(err), content=content, path=path)
        return
    records = value if isinstance(value, list) else [value]
    column = column_of("published", options)
    order = learn_order(str(r[column]) for r in records if isinstance(r, dict) and column in r)
    for number, record in enumerate(records, 1):
        where = f"{path}[{number}]"
        own = json.dumps(record, ensure_ascii=False).encode("utf-8", "surrogatepass")
        if isinstance(record, dict):
            yield read_record(Raw(fields=record, content=own, path=path, where=where, issues=issues), options, order)
        else:
            yield unread(where, f"not a record: a JSON {type(record).__name__}, not an object", content=own, path=path)


def dates_in(lines: Iterable[bytes], options: ReadOptions) -> Iterator[str]:
    """The values of the column of dates, for learning their order; broken lines are passed over."""
    column = column_of("published", options)
    mark = json.dumps(column).encode()
    for line in lines:
        if mark in line:
            try:
                fields = json.loads(line)
            except (ValueError, RecursionError):
                continue
            if isinstance(fields, dict) and isinstance(fields.get(column), str):
                yield fields[column]


def _loads(text: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as err:
        raise DocumentError(f"not JSON: {err.msg} at column {err.colno}") from err
    except (RecursionError, ValueError) as err:
        raise DocumentError(f"not JSON that can be read: {type(err).__name__}") from err
