"""Who did what when: sign-ins and account changes from the file of accounts, decisions from the ledger, in one list."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Annotated, Any, Literal, NamedTuple, get_args

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from dateline.desk.accounts import Accounts, key_of
from dateline.desk.accounts_file import opened
from dateline.desk.asking import Paged
from dateline.desk.shapes import Listing
from dateline.desk.state import Desk
from dateline.desk.who import who
from dateline.ledger import Ledger, Review
from dateline.ledger.clock import moment
from dateline.run.decision_words import what

What = Literal[
    "sign_in", "sign_in_failed", "sign_out", "password_changed", "password_refused", "refused", "account_added",
    "role_changed", "account_removed", "accept", "edit", "reject", "merge", "split", "rate", "release", "name", "undo",
]  # fmt: skip
WORDS: dict[str, str] = {
    "sign_in": "signed in", "sign_in_failed": "failed to sign in", "sign_out": "signed out",
    "password_changed": "password changed", "password_refused": "wrong old password", "refused": "not allowed",
    "account_added": "account added", "role_changed": "role changed", "account_removed": "account removed",
    "accept": "accepted", "edit": "mended", "reject": "rejected", "merge": "merged", "split": "split", "rate": "rated",
    "release": "released", "name": "named", "undo": "taken back",
}  # fmt: skip


class AuditRow(BaseModel):
    """`who`: null where the name is not known. `what`: one of those to filter by, or another that the ledger has.
    `address`: null for decisions, which the ledger keeps without."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    at: str
    who: str | None
    what: str
    about: str | None
    reason: str | None
    address: str | None


class AskedAudit(Paged):
    """Filters; an empty one counts as absent, as a form sends it."""

    who: Annotated[str | None, Field(default=None, max_length=200)]
    what: Annotated[What | Literal[""] | None, Field(default=None)]
    from_: Annotated[str | None, Field(default=None, alias="from", max_length=40, description="A day or moment, UTC.")]
    to: Annotated[str | None, Field(default=None, max_length=40, description="A day or moment, UTC.")]


AskAudit = Annotated[AskedAudit, Query()]


def add_audit(api: APIRouter, desk: Desk, accounts: Accounts) -> None:
    """Add the route."""

    @api.get("/audit", tags=["lists"])
    def get_audit(asked: AskAudit) -> Listing[AuditRow]:
        """Who did what when, the latest first. For editors."""
        who().need("editor", "the audit page")
        with desk.open() as ledger:
            return audit(accounts, ledger, asked)


def audit(accounts: Accounts, ledger: Ledger, asked: AskedAudit) -> Listing[AuditRow]:
    """The page of the log that was asked for. Raises ConfigError for what is no day or moment and no cursor."""
    first = _first(asked.from_) if asked.from_ else ""
    last = moment(asked.to) if asked.to else "9999"
    name = key_of(asked.who) if asked.who else None
    lines = [
        line
        for line in (*_of_accounts(accounts), *_of_ledger(ledger))
        if first <= line.place[0] <= last
        and asked.what in (None, "", line.what)
        and (name is None or (line.who is not None and key_of(line.who) == name))
    ]
    lines.sort(key=lambda line: line.place, reverse=True)
    after = asked.after(str, int, int)
    start = 0 if after is None else next((n for n, line in enumerate(lines) if line.place < after), len(lines))
    shown = lines[start : start + asked.limit + 1]
    return asked.listing([(line.place, line.row()) for line in shown], len(lines))


class _Line(NamedTuple):
    """A line of either log; its words are made for the page that is shown. `place`: the moment, which log, the number
    in it."""

    place: tuple[str, int, int]
    who: str | None
    what: str
    row: Callable[[], AuditRow]


def _first(value: str) -> str:
    """The beginning of what `value` names."""
    end = moment(value)
    return f"{end[:10]}T00:00:00.000000+00:00" if len(value.strip()) <= 10 else end


def _of_accounts(accounts: Accounts) -> Iterator[_Line]:
    with opened(accounts.path) as db:
        rows = db.execute("SELECT at, id, who, what, about, address FROM audit").fetchall()
    for row in rows:
        at, number, name, done, _, _ = row
        yield _Line((at, 0, number), name, done, partial(_of_file, row))


def _of_file(row: tuple[Any, ...]) -> AuditRow:
    at, number, name, done, about, address = row
    return AuditRow(id=f"au_{number}", at=at, who=name, what=done, about=about, reason=None, address=address)


def _of_ledger(ledger: Ledger) -> Iterator[_Line]:
    for number, row in enumerate(ledger.reviews()):
        yield _Line((row.at, 1, number), row.by, row.action, partial(_of_review, row))


def _of_review(row: Review) -> AuditRow:
    return AuditRow(id=row.id, at=row.at, who=row.by, what=row.action, about=what(row), reason=row.reason, address=None)


assert set(WORDS) == set(get_args(What))
