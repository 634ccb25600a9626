"""Word documents: paragraphs and tables in their order. Macros, fields and links are text at most."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from dateline.errors import DocumentError
from dateline.mentions import Document
from dateline.read.blob import Blob
from dateline.read.front import author_of
from dateline.read.item import Item, ReadOptions, bytes_id
from dateline.read.ooxml import check_parts
from dateline.read.plain import unfit


def read_docx(blob: Blob, options: ReadOptions) -> Iterator[Item]:
    """Reader of `.docx`. The days in its properties say when the file was made, not when it was published."""
    import docx

    content = blob.read(options.max_file)
    with blob.on_disk() as path:
        check_parts(path)
        try:
            opened = docx.Document(str(path))
        except (KeyError, ValueError, OSError) as err:
            raise DocumentError(f"not a Word document, or broken: {err}") from err
    text = "\n\n".join(_blocks(opened, options.max_chars))
    properties = opened.core_properties
    made = {"created": properties.created, "modified": properties.modified}
    extra: dict[str, object] = {k: v.isoformat() for k, v in made.items() if v}
    extra |= {k: v for k, v in (("author", author_of(properties.author)), ("byline", properties.author)) if v}
    document = Document(
        id=bytes_id(content),
        text=text,
        title=(properties.title or "").strip() or None,
        published=options.published,
        source=options.source,
        path=blob.path,
        bytes_sha256=sha256(content).hexdigest(),
        extra=extra,
    )
    yield Item(document=document, where=blob.where, content=content, set_aside=unfit(text, options))


def _blocks(opened: Any, limit: int) -> Iterator[str]:
    """Paragraphs, and rows of tables with their cells parted by tabs, until there is too much to be read."""
    size = 0
    for block in opened.iter_inner_content():
        rows = [block.text] if hasattr(block, "runs") else [_row(row) for row in block.rows]
        for row in rows:
            if row.strip():
                size += len(row)
                yield row.strip()
            if size > limit:
                return


def _row(row: Any) -> str:
    cells: list[str] = []
    for cell in row.cells:
        text = " ".join(cell.text.split())
        if not cells or cells[-1] != text:  # a merged cell comes once a column
            cells.append(text)
    return "\t".join(cells)
