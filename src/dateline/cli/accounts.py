"""`dateline accounts`: who may sign in at the desk, and in which role."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.decide import name as name_of_user
from dateline.cli.output import FormatOption, LedgerOption, emit, fail, note, settings_for

if TYPE_CHECKING:
    from pathlib import Path

    from dateline.desk.accounts import Accounts

COLUMNS = ("name", "role", "added", "last", "sessions")
_ROLES = ("reader", "analyst", "editor")
NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="Letters and digits, with . _ - inside.")]
StdinOption = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from standard input, its first line.")
]


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="Accounts of the desk: who may sign in, in which role.", rich_markup_mode=None)
    group.callback()(_group)
    group.command("add", short_help="Let somebody sign in.")(add)
    group.command("list", short_help="List who may sign in.")(list_)
    group.command("role", short_help="Give an account another role.")(role)
    group.command("password", short_help="Set another password.")(password)
    group.command("remove", short_help="Let an account sign in no more.")(remove)
    app.add_typer(group, name="accounts", short_help="Who may sign in at the desk (desk --accounts).")


def _group() -> None:
    """Example: dateline accounts list"""


def add(
    name: NameArgument,
    role: Annotated[str, typer.Option("--role", metavar="ROLE", help="reader, analyst or editor.")],
    password_stdin: StdinOption = False,
    again: Annotated[bool, typer.Option("--again", help="The person of this removed name comes back.")] = False,
    ledger: LedgerOption = None,
) -> None:
    """Example: dateline accounts add ana --role analyst --ledger war.ledger

    Let somebody sign in at `dateline desk --accounts`. A reader reads; an analyst decides and takes own decisions
    back; an editor also takes back what others decided, releases words for public copies and sees the audit page. The
    password is asked for twice, 12 characters at least; the person can change it at the desk. Accounts are kept beside
    the ledger, in a file that only you can read and that no export or snapshot has.
    """
    accounts = _accounts(ledger)
    made = accounts.add(name, _role(role), _password(password_stdin), by=name_of_user(None), again=again)  # type: ignore[arg-type]
    note(f"{made.name} can sign in as {made.role}: dateline desk --accounts")


def list_(ledger: LedgerOption = None, format: FormatOption = "table") -> None:
    """Example: dateline accounts list --ledger war.ledger

    List who may sign in, when each last did, and how many sessions are open.
    """
    from dataclasses import asdict

    rows = [asdict(a) for a in _accounts(ledger).all()]
    if format == "table":
        rows = [{**r, **{k: r[k] and r[k][:16].replace("T", " ") for k in ("added", "last")}} for r in rows]
    shown = [{k: r[k] for k in COLUMNS} for r in rows]
    if not emit(shown, format=format, columns=COLUMNS, title="Accounts"):
        note("Nobody may sign in; `dateline accounts add NAME --role editor` adds somebody.")


def role(
    name: NameArgument,
    role: Annotated[str, typer.Argument(metavar="ROLE", help="reader, analyst or editor.")],
    ledger: LedgerOption = None,
) -> None:
    """Example: dateline accounts role ana editor

    Give an account another role. Its sessions end: the person signs in again.
    """
    made = _accounts(ledger).set_role(name, _role(role), by=name_of_user(None))  # type: ignore[arg-type]
    note(f"{made.name} is {made.role} now; open sessions have ended.")


def password(name: NameArgument, password_stdin: StdinOption = False, ledger: LedgerOption = None) -> None:
    """Example: dateline accounts password ana

    Set another password, for somebody who forgot it or whose browser was lost. Its sessions end.
    """
    accounts = _accounts(ledger)
    accounts.named(name)
    made = accounts.set_password(name, _password(password_stdin), by=name_of_user(None))
    note(f"The password of {made.name} is set; open sessions have ended.")


def remove(name: NameArgument, ledger: LedgerOption = None) -> None:
    """Example: dateline accounts remove ana

    Let an account sign in no more. Its sessions end; its decisions stay, under its name, and nobody else gets that
    name.
    """
    made = _accounts(ledger).remove(name, by=name_of_user(None))
    note(f"{made.name} can sign in no more; open sessions have ended.")


def _accounts(ledger: Path | None) -> Accounts:
    """The accounts of the ledger in force. Raises NotFoundError where there is no such ledger."""
    from dateline.cli.output import open_ledger
    from dateline.desk.accounts import Accounts

    open_ledger(ledger).close()
    return Accounts.of(settings_for(ledger).ledger)


def _role(word: str) -> str:
    if word not in _ROLES:
        fail(f"{word!r} is no role: reader, analyst or editor")
    return word


def _password(stdin: bool) -> str:
    """A password, typed twice at the terminal or read from standard input."""
    if stdin:
        line = sys.stdin.readline()
        if not line.strip("\r\n"):
            fail("--password-stdin: standard input has no password")
        return line.rstrip("\r\n")
    if not sys.stdin.isatty():
        fail("the password is asked for at a terminal; elsewhere give it with --password-stdin")
    from getpass import getpass

    first = getpass("Password (12 characters at least): ")
    if getpass("The same again: ") != first:
        fail("the two differ; nothing was changed")
    return first
