"""`dateline desk`: the review desk in the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.decide import name
from dateline.cli.output import LedgerOption, fail, note, settings_for, warn

if TYPE_CHECKING:
    from pathlib import Path

    from dateline.desk.accounts import Accounts


def register(app: typer.Typer) -> None:
    app.command("desk", short_help="Open the review desk in the browser.")(desk)


def desk(
    ledger: LedgerOption = None,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes any that is free.")] = 8484,
    host: Annotated[
        str, typer.Option("--host", help="The address to listen at; without --accounts this machine's own only.")
    ] = "127.0.0.1",
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open it in the browser.")] = True,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who decides; else the user's name.")] = None,
    accounts: Annotated[
        bool,
        typer.Option("--accounts", help="People sign in (`dateline accounts add`); each decides by name and role."),
    ] = False,
    origin: Annotated[
        str | None,
        typer.Option("--origin", metavar="URL", help="The address by which people reach it, as they type it."),
    ] = None,
    proxy: Annotated[
        str | None,
        typer.Option("--proxy", metavar="ADDRESS", help="Of the reverse proxy, to learn who asks behind it."),
    ] = None,
) -> None:
    """Example: dateline desk --ledger war.ledger

    Work through what the machine read: a queue of claims to accept, mend or reject, events with their sources side by
    side, documents with the claims marked, a map. Each decision is logged and can be undone. It answers this machine
    only, asks nothing of the network, and ends with Ctrl-C.

    With --accounts people sign in, and it may answer other machines: `--host`, or a reverse proxy on this machine and
    `--origin https://desk.example.org --proxy 127.0.0.1`. The desk itself speaks plain HTTP: TLS is the proxy's work.
    """
    from dateline.desk.accounts_file import beside
    from dateline.desk.reach import reach_of
    from dateline.desk.serve import bound, is_loopback, serve
    from dateline.desk.state import Desk

    settings = settings_for(ledger)
    if not accounts:
        if not is_loopback(host):
            fail(
                f"--host {host}: a desk with no accounts answers this machine only; leave --host out, or use --accounts"
            )
        if origin or proxy:
            fail("--origin and --proxy are for a desk that others reach, which needs --accounts")
        if beside(settings.ledger).exists():
            note("This ledger has accounts. Without --accounts nobody signs in, and all decide as one.")
    elif by:
        fail("--by does not go with --accounts: whoever signs in decides")
    found = _accounts(settings.ledger) if accounts else None
    reach = reach_of(host, origin)
    made = Desk(settings, name(by))
    with bound(host, port) as listening:
        if not is_loopback(host):
            warn(
                f"Other machines can reach it at {host} in plain HTTP, so passwords can be read on the way: TLS is the "
                "work of a reverse proxy in front of it. docs/howto/desk.md shows one."
            )
        if reach.secure and proxy is None:
            warn("Without --proxy all people behind the proxy are one address: one who guesses slows all.")
        serve(made, listening, opened=note, browser=browser, accounts=found, reach=reach, proxy=proxy)


def _accounts(ledger: Path) -> Accounts:
    from dateline.cli.output import open_ledger
    from dateline.desk.accounts import Accounts

    open_ledger(ledger).close()
    found = Accounts.of(ledger)
    if not found.path.exists() or not found.all():
        fail("there are no accounts yet; `dateline accounts add NAME --role editor` adds the first")
    return found
