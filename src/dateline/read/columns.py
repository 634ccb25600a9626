"""Which column of a table is the text, the date, the publisher: as told, as remembered, or by an obvious name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pydantic import BaseModel, ConfigDict

from dateline.errors import DocumentError
from dateline.issues import Issue
from dateline.read.item import FIELDS, ReadOptions
from dateline.vocabulary import load_data

#: Code of the issue that says which columns were taken for which fields.
GUESSED = "read.columns_guessed"


class _Columns(BaseModel):
    model_config = ConfigDict(extra="forbid")
    columns: dict[str, tuple[str, ...]]


def settled(header: Sequence[str], options: ReadOptions, where: str) -> tuple[ReadOptions, tuple[Issue, ...]]:
    """The options with a mapping that fits this header, and an issue that names what had to be guessed.

    Raises DocumentError where a column of `--map` is not there, or none can be the text.
    """
    mapping = dict(options.mapping)
    _check(header, mapping, where)
    mapping |= {f: c for f, c in options.remembered.items() if f not in mapping and c in header}
    guesses = _guesses(header, mapping)
    if "text" not in {**mapping, **guesses} and "text" not in header:
        raise _missing("text", "text", header, where)
    issues = (_said(guesses, where),) if guesses else ()
    return replace(options, mapping={**mapping, **guesses}, remembered={}), issues


def guess(header: Sequence[str]) -> dict[str, str]:
    """Field -> column for the fields whose own name is not in the header but a name that means the same."""
    return _guesses(header, {})


def _guesses(header: Sequence[str], mapping: Mapping[str, str]) -> dict[str, str]:
    plain: dict[str, str] = {}
    for column in header:
        plain.setdefault(_folded(column), column)
    taken = set(mapping.values()) | {f for f in FIELDS if f in header}
    found: dict[str, str] = {}
    for field in FIELDS:
        if field in header or field in mapping:
            continue
        names = (plain.get(_folded(name)) for name in _names()[field])
        chosen = next((c for c in names if c is not None and c not in taken), None)
        if chosen is not None:
            found[field] = chosen
            taken.add(chosen)
    return found


def _folded(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).lower()


def _names() -> dict[str, tuple[str, ...]]:
    table: _Columns = load_data("vocabulary/columns.yaml", _Columns)
    return table.columns


def _check(header: Sequence[str], mapping: Mapping[str, str], where: str) -> None:
    for field, column in mapping.items():
        if column not in header:
            raise _missing(field, column, header, where)


def _missing(field: str, column: str, header: Sequence[str], where: str) -> DocumentError:
    columns = ", ".join(header)[:300]
    return DocumentError(
        f"no column '{column}' (the columns are {columns}); use --map {field}=COLUMN", path=where, field=field
    )


def _said(guesses: Mapping[str, str], where: str) -> Issue:
    pairs = [f"{field}={column}" for field, column in guesses.items()]
    return Issue(
        level="info",
        code=GUESSED,
        message=f"columns taken by their names: {', '.join(pairs)} (--map says otherwise, --remember keeps it)",
        facts={"where": where, "columns": "\t".join(pairs)},
    )
