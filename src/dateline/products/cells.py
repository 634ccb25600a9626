"""Cells of CSV that no spreadsheet runs: formulas and hidden marks are made harmless, and can be read back."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TextIO

#: How a cell begins that a spreadsheet may take for a formula or cut, the full-width forms too.
_START = r"[\t\r\n]|[\s\x00-\x1f]*[=+\-@\uff1d\uff0b\uff0d\uff20|%]"
_FORMULA = re.compile(rf"^(?:{_START})")
#: Controls (but tab and line feed) and marks that turn the direction of writing.
_HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_QUOTED = re.compile(rf"^'+(?={_START})")


def cell(value: Any) -> str:
    """A value as a cell. Text that could be a formula gets an apostrophe before it; hidden marks become U+FFFD."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, list | tuple):
        value = joined(value)
    return inert(_HIDDEN.sub("\ufffd", str(value)))


def inert(text: str) -> str:
    """A text with an apostrophe before it where a spreadsheet could run it."""
    return f"'{text}" if _FORMULA.match(text) or _QUOTED.match(text) else text


def plain(text: str) -> str:
    """A text cell as it was before `cell` made it harmless (hidden marks stay U+FFFD)."""
    return text[1:] if _QUOTED.match(text) else text


def joined(values: Sequence[Any]) -> str:
    """A list in one cell: joined by ';', or as JSON where an item has one or is no text."""
    if all(isinstance(v, str) and ";" not in v and not v.startswith("[") for v in values):
        return ";".join(values)
    return json.dumps(list(values), ensure_ascii=False)


def parted(text: str) -> list[Any]:
    """The list that `joined` wrote."""
    if not text:
        return []
    return list(json.loads(text)) if text.startswith("[") else text.split(";")


def hides(value: Any) -> bool:
    """Whether a text has marks that a cell does not keep."""
    return isinstance(value, str) and _HIDDEN.search(value) is not None


def write_rows(out: TextIO, names: Sequence[str], rows: Iterable[Mapping[str, Any]], *, header: bool = True) -> int:
    """Rows as CSV with a header, as they come; gives back how many."""
    writer = csv.writer(out, lineterminator="\n")
    if header:
        writer.writerow(names)
    count = 0
    for count, row in enumerate(rows, 1):  # noqa: B007 - counted, not used
        writer.writerow([cell(row.get(name)) for name in names])
    return count


def read_rows(lines: Iterable[str]) -> Iterator[dict[str, str]]:
    """Rows of such a CSV, with texts as they were."""
    for row in csv.DictReader(lines):
        yield {name: plain(value) for name, value in row.items()}
