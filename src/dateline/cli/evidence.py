"""`dateline evidence` and `dateline profiles`: the bytes as fetched, and how publishers write their dates."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import Annotated

import typer

from dateline.cli.output import FormatOption, LedgerOption, emit, open_ledger


def register(app: typer.Typer) -> None:
    app.command("evidence", short_help="The bytes of a document as fetched: hash, when, from where.")(evidence)
    app.command("profiles", short_help="How publishers write dates, with the evidence.")(profiles)


def evidence(
    document: Annotated[str, typer.Argument(metavar="ID", help="A document's id.")],
    bytes_: Annotated[bool, typer.Option("--bytes", help="Write the newest bytes themselves.")] = False,
    ledger: LedgerOption = None,
    format: FormatOption = "table",
) -> None:
    """Example: dateline evidence doc_4a4ead665b02c28e5d1c9bb8 --bytes > page.html

    Show what is kept of a document as it was fetched: sha256, size, when and from where; the newest first.
    """
    with open_ledger(ledger) as opened:
        kept = opened.kept(document)
        if bytes_:
            sys.stdout.buffer.write(opened.evidence(document))
            return
        rows = [{k: v for k, v in asdict(row).items() if k != "content"} for row in kept]
        emit(rows, format=format, columns=("sha256", "size", "fetched_at", "path", "url"), title="Evidence")


def profiles(ledger: LedgerOption = None, format: FormatOption = "table") -> None:
    """Example: dateline profiles

    Show for each publisher whether it writes the day or the month first, as learned from dates that read one way only
    and from weekdays. Where its dates disagree the order stays unknown, and so do dates that read both ways.
    """
    with open_ledger(ledger) as opened:
        rows = [asdict(row) for row in opened.profiles()]
        emit(rows, format=format, columns=("publisher", "order", "numbers", "weekdays", "version"), title="Profiles")
