"""`dateline release`: a reviewer lets words of a claim, or title and address of a document, into public copies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.output import LedgerOption, fail, note, open_ledger

if TYPE_CHECKING:
    from dateline.ledger import Ledger, Review


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
    with open_ledger(ledger) as opened:
        for decision in [_decision(opened, key, by, reason, undo=undo) for key in ids]:
            opened.review(decision)
            note(f"{decision.action}: {decision.target_kind} {decision.target}")


def _decision(ledger: Ledger, key: str, by: str, reason: str, *, undo: bool) -> Review:
    from dateline.errors import NotFoundError
    from dateline.ledger import Review

    try:
        kind = "claim" if ledger.claim(key) else None
    except NotFoundError:
        kind = None
    if kind is None:
        ledger.document(key)  # raises NotFoundError for what is neither
    found = Review(target_kind="claim" if kind else "document", target=key, action="release", by=by, reason=reason)
    if not undo:
        return found
    rows = list(ledger.reviews(key))
    void = {r.supersedes for r in rows if r.supersedes}
    standing = [r.id for r in rows if r.action == "release" and r.id not in void]
    if not standing:
        fail(f"{key} is not released")
    return Review(
        target_kind=found.target_kind, target=key, action="undo", by=by, reason=reason, supersedes=standing[-1]
    )  # fmt: skip
