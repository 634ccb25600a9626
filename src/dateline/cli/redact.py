"""`dateline redact`: lawful erasure."""

from __future__ import annotations

from typing import Annotated

import typer

from dateline.cli.output import LedgerOption, fail, note, open_ledger


def register(app: typer.Typer) -> None:
    app.command("redact", short_help="Destroy words and bytes on lawful request.")(redact)


def redact(
    target: Annotated[str, typer.Argument(metavar="DOCUMENT|DOCUMENT:START-END", help="A document's id, or a span.")],
    reason: Annotated[str, typer.Option("--reason", help="Why, for the log; do not name the person here.")],
    ledger: LedgerOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be destroyed; destroy nothing.")] = False,
) -> None:
    """Example: dateline redact doc_3f2a...:120-141 --reason "request 12/2026"

    Destroy a document's words and bytes, or a span's, in the ledger file itself. This cannot be undone. Hashes, the
    reason and the log stay, the log still verifies, and the document is not read again. A span's words are blocked
    out wherever they stand in that document; the bytes as fetched go entirely.
    """
    with open_ledger(ledger) as opened:
        if dry_run:
            _preview(opened.redact_preview(target))
            return
        if not reason.strip():
            fail("a redaction needs a reason")
        done = opened.redact(target, reason=reason)
    note(f"Destroyed: {done.document}{_span(done.start, done.end)}, {done.claims} claims touched. Verified by the log.")


def _preview(seen: tuple[str, str | None, int]) -> None:
    document, words, claims = seen
    what = f"the words {words!r}" if words is not None else "all words and bytes"
    typer.echo(f"Would destroy {what} of {document}; {claims} claims of it are in the ledger.")


def _span(start: int | None, end: int | None) -> str:
    return "" if start is None else f":{start}-{end}"
