"""`dateline release`: a reviewer lets words of a claim, or title and address of a document, into public copies."""

from __future__ import annotations

from typing import Annotated

import typer

from dateline.cli.output import LedgerOption, note, open_ledger


def register(app: typer.Typer) -> None:
    app.command("release", short_help="Let words of a claim or a document into public copies.")(release)


def release(
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="Of claims or documents, whole.")],
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who decides.")],
    reason: Annotated[str, typer.Option("--reason", metavar="WORDS", help="Why it can harm nobody.")],
    undo: Annotated[bool, typer.Option("--undo", help="Take the release back.")] = False,
    ledger: LedgerOption = None,
) -> None:
    """Example: dateline release cl_1d22d6353d345858659759ef --by ana --reason "names nobody"

    Public copies (--public) have no words, offsets, titles or addresses. A release lets those of one claim, or of one
    document, into them; it is a decision in the log like any other.
    """
    from dateline.run import releasing

    decide = releasing.take_back if undo else releasing.release
    with open_ledger(ledger) as opened:
        for key in ids:
            decision = decide(opened, key, by=by, reason=reason)
            note(f"{decision.action}: {decision.target_kind} {decision.target}")
