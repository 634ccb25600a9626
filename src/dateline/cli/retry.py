"""`dateline retry`: read again what was set aside, from the bytes and texts in the ledger."""

from __future__ import annotations

from typing import Annotated

import typer

from dateline.cli.output import LedgerOption, QuietOption, set_quiet, settings_for


def register(app: typer.Typer) -> None:
    app.command("retry", short_help="Read again what was set aside.")(retry)


def retry(
    documents: Annotated[list[str], typer.Argument(metavar="[ID]", help="These documents; all if none.")] = [],  # noqa: B006
    ledger: LedgerOption = None,
    quiet: QuietOption = False,
) -> None:
    """Example: dateline retry

    Read documents that were set aside again, from what the ledger keeps of them: after an update of Dateline that has
    a reader for them, or that mends a fault. What still cannot be read stays set aside (exit status 1).
    """
    from dateline.cli.run import finish, read_options, run_items
    from dateline.ledger import Ledger
    from dateline.run.retry import items_of

    set_quiet(quiet)
    settings = settings_for(ledger)
    with Ledger(settings.ledger, busy_seconds=settings.busy_seconds) as opened:
        items = list(items_of(opened, documents, read_options(settings, [], None, None)))
    finish(run_items(items, settings, again=True), settings)
