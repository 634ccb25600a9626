"""The seam of the readers: bytes to items, by the reader that is registered for their kind. No failure crosses it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import cast

from dateline.errors import ConfigError, DocumentError
from dateline.read.blob import Blob
from dateline.read.item import Item, ReadOptions, unread
from dateline.read.kinds import kind_of, suffix_of
from dateline.registry import load

#: What an entry point of the group `dateline.readers` is, named by the suffix that it reads without the first dot.
#: It raises DocumentError for bytes that it cannot read; items that it has given by then stand.
Reader = Callable[[Blob, ReadOptions], Iterable[Item]]


def read_blob(blob: Blob, options: ReadOptions) -> Iterator[Item]:
    """The documents in some bytes. What cannot be read comes as an item with the reason; the next bytes are read."""
    try:
        kind = kind_of(blob)
        if kind is None:
            yield _without_reader(blob, options)
            return
        yield from reader_of(kind)(blob, options)
    except DocumentError as err:
        yield _refused(blob, str(err), options)
    except ConfigError:
        raise
    except OSError as err:
        yield _refused(blob, f"cannot be opened: {err.strerror or err}", options)
    except Exception as err:  # the border of a document: libraries fail in their own ways on hostile bytes
        if os.environ.get("DATELINE_DEBUG"):
            raise
        yield _refused(blob, f"broken: its reader failed with {type(err).__name__}: {str(err)[:200]}", options)


@cache
def reader_of(kind: str) -> Reader:
    """The reader of this name. Raises ConfigError when there is none or its library is missing."""
    return cast("Reader", load("dateline.readers", kind))


def _without_reader(blob: Blob, options: ReadOptions) -> Item:
    suffix = suffix_of(blob.name)
    named = f"no reader for {suffix} in this version" if suffix else "no reader for a file without a suffix"
    with blob.open() as stream:
        content = stream.read(options.max_bytes)
    return unread(blob.where, named, content=content, path=blob.path, context=blob.context)


def _refused(blob: Blob, reason: str, options: ReadOptions) -> Item:
    """An item with the bytes, where they are few enough to be kept as evidence of what was refused."""
    content = None
    if blob.size <= options.max_bytes:
        try:
            content = blob.read(options.max_bytes)
        except (DocumentError, OSError):
            content = None
    return unread(blob.where, reason, content=content, path=blob.path, context=blob.context)
