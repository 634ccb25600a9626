"""`dateline documents`: what was read, what was set aside and why, and the text that offsets refer to."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dateline.cli.output import (
    FormatOption,
    KnownByOption,
    LedgerOption,
    RecordedByOption,
    emit,
    note_undated,
    open_ledger,
)

if TYPE_CHECKING:
    from dateline.ledger import Ledger
    from dateline.model import DocumentRow, FamilyRow

COLUMNS = (
    "id",
    "published",
    "published_why",
    "publisher",
    "agency",
    "language",
    "claims",
    "copies",
    "title",
    "set_aside",
)
REFUSED = ("id", "path", "set_aside")


def register(app: typer.Typer) -> None:
    app.command("documents", short_help="List what was read and what was set aside.")(documents)


def documents(
    ledger: LedgerOption = None,
    text: Annotated[str | None, typer.Option("--text", metavar="ID", help="Print the text of this document.")] = None,
    set_aside: Annotated[bool, typer.Option("--set-aside", help="Only those that were not read, with why.")] = False,
    known_by: KnownByOption = None,
    recorded_by: RecordedByOption = None,
    format: FormatOption = "table",
) -> None:
    """Example: dateline documents --set-aside

    List the documents of the ledger by publication. `--text ID` prints, byte for byte, the text that the offsets of
    its claims refer to (also by the text's sha256).
    """
    with open_ledger(ledger) as opened:
        if text is not None:
            sys.stdout.write(opened.text(text))
            return
        rows = opened.documents(set_aside=True if set_aside else None, known_by=known_by, recorded_by=recorded_by)
        note_undated(opened, known_by)
        if set_aside:
            listed = [_refused(row) for row in rows] + list(_conflicts(opened))
            emit(listed, format=format, columns=REFUSED, title="Set aside")
            return
        families = _families(opened)
        shown = [_listed(row, families, table=format == "table") for row in rows]
        emit(shown, format=format, columns=[c for c in COLUMNS if any(row.get(c) for row in shown)], title="Documents")


def _listed(row: DocumentRow, families: Mapping[str, FamilyRow], *, table: bool) -> dict[str, Any]:
    """A document with its family; in a table with the number of its copies instead."""
    family = families.get(row.id)
    listed = {**row.to_json(), "family": family.id if family else None}
    return {**listed, "copies": family.size - 1 or None if family else None} if table else listed


def _refused(row: DocumentRow) -> dict[str, Any]:
    return {**row.to_json(), "path": row.path or row.url}


def _families(ledger: Ledger) -> dict[str, FamilyRow]:
    from dateline.run.engine_views import families_in

    return {m.document: family for family in families_in(ledger) for m in family.documents}


def _conflicts(ledger: Ledger) -> Iterator[dict[str, Any]]:
    from dateline.model import DocumentRow

    for conflict in ledger.conflicts():
        yield DocumentRow(id=conflict.document, path=conflict.path, set_aside=conflict.reason).to_json()
