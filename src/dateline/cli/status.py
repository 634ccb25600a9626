"""`dateline status`: what the ledger holds."""

from __future__ import annotations

import typer

from dateline.cli.output import FormatOption, LedgerOption, emit, open_ledger


def register(app: typer.Typer) -> None:
    app.command("status", short_help="Count what the ledger holds.")(status)


def status(ledger: LedgerOption = None, format: FormatOption = "table") -> None:
    """Example: dateline status

    Count what the ledger holds: documents, those set aside, claims, issues, reviews, and the head of the log.
    """
    with open_ledger(ledger) as opened:
        facts = {"ledger": str(opened.path), **opened.counts(), "log_head": opened.head()}
    rows = [facts] if format != "table" else [{"what": k.replace("_", " "), "value": str(v)} for k, v in facts.items()]
    emit(rows, format=format, columns=("what", "value"), title="Status")
