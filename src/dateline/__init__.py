"""Dateline puts a source, a place and a date on every claim in conflict reporting.

    import dateline

    dateline.run(["reports/"], ledger="war.ledger")
    with dateline.open("war.ledger") as ledger:
        for claim in ledger.claims():
            print(claim.time.from_, claim.event_type, claim.text)

Importing this is light: the parser and the books are loaded when something is read.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dateline.errors import (
        ConfigError,
        DatelineError,
        DocumentError,
        LedgerConflictError,
        LedgerError,
        NotFoundError,
    )
    from dateline.ledger import ClaimFilter, Ledger, Redaction, Review
    from dateline.model import Claim, ControlState, DocumentRow, Event, FigureRow, PersonRow
    from dateline.run.engine import Outcome, Summary
    from dateline.run.engine_open import OpenLedger

__all__ = [
    "Claim",
    "ClaimFilter",
    "ConfigError",
    "ControlState",
    "DatelineError",
    "DocumentError",
    "DocumentRow",
    "Event",
    "FigureRow",
    "Ledger",
    "LedgerConflictError",
    "LedgerError",
    "NotFoundError",
    "OpenLedger",
    "Outcome",
    "PersonRow",
    "Redaction",
    "Review",
    "Summary",
    "annotate",
    "open",
    "run",
]

_HOMES = {
    "dateline.errors": (
        "ConfigError",
        "DatelineError",
        "DocumentError",
        "LedgerConflictError",
        "LedgerError",
        "NotFoundError",
    ),
    "dateline.ledger": ("ClaimFilter", "Ledger", "Redaction", "Review"),
    "dateline.model": ("Claim", "ControlState", "DocumentRow", "Event", "FigureRow", "PersonRow"),
    "dateline.run.engine": ("Outcome", "Summary"),
    "dateline.run.engine_open": ("OpenLedger",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

# The room `dateline.run` and the function `run` share a name: the room is imported first, so the function keeps it.
importlib.import_module("dateline.run")


def __getattr__(name: str) -> object:
    """Import a public type when it is first asked for."""
    if name not in _HOME_OF:
        raise AttributeError(f"module 'dateline' has no attribute '{name}'")
    return getattr(importlib.import_module(_HOME_OF[name]), name)


def open(path: str | Path, *, create: bool = False) -> OpenLedger:
    """Open a ledger with its claims, documents, events, control, figures and persons.

    Raises NotFoundError when there is none at `path` and `create` is off, LedgerError when it is not a ledger.
    """
    from dateline.run.engine_open import OpenLedger

    return OpenLedger(path, create=create)


def run(
    paths: Iterable[str | Path],
    *,
    ledger: str | Path,
    mapping: Mapping[str, str] | None = None,
    source: str | None = None,
) -> Summary:
    """Read files and folders into a ledger, made new where there is none. What cannot be read is set aside.

    `mapping`: known field (id, text, title, published, source, url, language) -> column of a table.
    """
    from dateline.run.engine_open import run_paths

    return run_paths(paths, ledger=ledger, mapping=mapping or {}, source=source)


def annotate(records: Iterable[str | Mapping[str, object]]) -> Iterator[dict[str, Any]]:
    """Read texts or {id, text, published?, ...} records without a ledger: one row each, in order, as they come.

    A record that cannot be read gives {id, error}.
    """
    from dateline.run.engine_open import annotate_records

    return annotate_records(records)
