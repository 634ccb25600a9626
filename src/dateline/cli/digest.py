"""`dateline digest`: one hash of what the ledger says."""

from __future__ import annotations

import typer

from dateline.cli.output import LedgerOption, open_ledger


def register(app: typer.Typer) -> None:
    app.command("digest", short_help="Print one hash of what the ledger says.")(digest)


def digest(ledger: LedgerOption = None) -> None:
    """Example: dateline digest --ledger war.ledger

    Print a sha256 of the ledger's logical content. Two ledgers with the same content have the same digest, whatever
    the order in which it came and the bytes of their files.
    """
    with open_ledger(ledger) as opened:
        typer.echo(opened.digest())
