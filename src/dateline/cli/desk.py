"""`dateline desk`: the review desk in the browser."""

from __future__ import annotations

from typing import Annotated

import typer

from dateline.cli.decide import name
from dateline.cli.output import LedgerOption, fail, note, settings_for


def register(app: typer.Typer) -> None:
    app.command("desk", short_help="Open the review desk in the browser.")(desk)


def desk(
    ledger: LedgerOption = None,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes any that is free.")] = 8484,
    host: Annotated[str, typer.Option("--host", help="An address of this machine itself; others are refused.")] = (
        "127.0.0.1"
    ),
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open it in the browser.")] = True,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who decides; else the user's name.")] = None,
) -> None:
    """Example: dateline desk --ledger war.ledger

    Work through what the machine read: a queue of claims to accept, mend or reject, events with their sources side by
    side, documents with the claims marked, a map. Each decision is logged and can be undone. It answers this machine
    only, asks nothing of the network, and ends with Ctrl-C.
    """
    from dateline.desk.serve import bound, is_loopback, serve
    from dateline.desk.state import Desk

    if not is_loopback(host):
        fail(f"--host {host}: the desk has no accounts, so it answers this machine only; leave --host out")
    made = Desk(settings_for(ledger), name(by))
    with bound(host, port) as listening:
        serve(made, listening, opened=note, browser=browser)
