"""`dateline rerun`: read documents anew from the ledger by newer rules, books or vocabulary, and say what changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dateline.cli.output import Format, FormatOption, LedgerOption, emit, note, settings_for, warn

if TYPE_CHECKING:
    from datetime import datetime

    from dateline.ledger import Ledger
    from dateline.run.rerun import Reread

COLUMNS = ("change", "what", "words", "document", "id")


def register(app: typer.Typer) -> None:
    app.command("rerun", short_help="Read anew by newer rules or books; say what changed.")(rerun)


def rerun(
    documents: Annotated[list[str], typer.Argument(metavar="[ID]", help="These documents; all if none.")] = [],  # noqa: B006
    all_: Annotated[bool, typer.Option("--all", help="Also what was read by the same rules and books.")] = False,
    claims: Annotated[bool, typer.Option("--claims", help="Show claims that changed, in place of events.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show the claims that would change; store nothing.")
    ] = False,
    ledger: LedgerOption = None,
    format: FormatOption = "table",
) -> None:
    """Example: dateline rerun --dry-run

    Read the documents of the ledger anew, from the texts that it keeps, where rules, books, vocabulary, gazetteer or
    model are newer than those that read them. Says what changed and which of these changed: in events, control,
    figures and persons as `dateline changes` shows it, with --claims claim by claim. Older readings are retired and
    kept; what people decided holds on, and a decision about a claim that is no longer read is listed. Cut off, it goes
    on where it stopped when repeated.
    """
    from datetime import UTC, datetime

    from dateline.cli.process import interruptible
    from dateline.cli.run import open_engine
    from dateline.errors import NotFoundError
    from dateline.run.rerun import outdated
    from dateline.run.rerun import rerun as reread

    settings = settings_for(ledger)
    if not settings.ledger.exists():
        raise NotFoundError(f"no ledger {settings.ledger}; `dateline run PATH` makes one", path=str(settings.ledger))
    with open_engine(settings) as engine, interruptible() as asked:
        opened = engine.ledger
        todo = outdated(opened, engine.resources, documents, all_=all_, names=engine.names)
        lost, start = _lost(opened), datetime.now(UTC)
        rows = list(reread(engine, todo, store=not dry_run, stop=lambda: bool(asked)))
        settled = [] if dry_run or asked else list(engine.settle_dates())
        if claims or dry_run:
            _show_claims(rows, format)
        elif rows or settled:
            _show_views(opened, start, settings.policy, format)
        _summary(rows, len(todo), dry_run)
        if not dry_run:
            _decisions(opened, lost)
    if asked:
        note("Interrupted: run the same command again to go on.")
        raise typer.Exit(130)
    aside = [row.outcome for row in rows if row.outcome is not None and row.outcome.status == "set_aside"]
    for outcome in aside:
        warn(f"set aside: {outcome.where}: {outcome.reason}")
    if aside:
        raise typer.Exit(1)


def _lost(ledger: Ledger) -> set[str]:
    """Decisions that name a claim which is not read today."""
    from dateline.run.reviewing import NOT_READ, states

    return {row.id for row, state in states(ledger) if state == NOT_READ}


def _decisions(ledger: Ledger, before: set[str]) -> None:
    from dateline.cli.decide import line_of
    from dateline.run.reviewing import HOLDS, NOT_READ, states

    rows = states(ledger)
    held = sum(1 for _, state in rows if state in (HOLDS, NOT_READ))
    if held:
        note(f"{held:,} decision{'s' if held != 1 else ''} of people kept.")
    for row, state in rows:
        if state == NOT_READ and row.id not in before:
            warn(f"names a claim that is no longer read: {line_of(row)}")


def _summary(rows: list[Reread], asked: int, dry_run: bool) -> None:
    if not asked:
        note("Every document was read by these rules and books already; --all reads them all the same.")
        return
    counts = Counter(c.change for row in rows for c in row.changes)
    fields = Counter(f.field.split(".")[0] for row in rows for c in row.changes for f in _once(c.fields))
    told = f"claims: {counts['new']:,} new, {counts['gone']:,} gone, {counts['changed']:,} otherwise"
    if fields:
        told += f" ({', '.join(f'{name} {n:,}' for name, n in fields.most_common())})"
    note(f"{len(rows):,} of {asked:,} read anew; {told}." + (" Nothing was stored." if dry_run else ""))
    why = Counter("what had changed was not noted" if row.why is None else ", ".join(row.why) for row in rows)
    for reason, n in why.most_common():
        note(f"{n:,} because of: {reason or 'nothing: asked for with --all'}")


def _once(fields: Iterable[Any]) -> Iterable[Any]:
    """One field change for each part of a claim."""
    return {f.field.split(".")[0]: f for f in fields}.values()


def _show_claims(rows: list[Reread], format: Format) -> None:
    from dataclasses import asdict

    from dateline.ids import short_id

    shown: list[dict[str, Any]] = []
    for row in rows:
        for c in row.changes:
            if format == "table":
                told = "; ".join(f"{f.field} {_word(f.before)} > {_word(f.after)}" for f in c.fields)
                shown.append({"change": c.change, "what": told, "words": c.text, "document": row.document,
                              "id": short_id(c.claim)})  # fmt: skip
            else:
                shown.append({**asdict(c), "why": None if row.why is None else list(row.why)})
    emit(shown, format=format, columns=COLUMNS, title="Claims")


def _show_views(ledger: Ledger, start: datetime, policy: str, format: Format) -> None:
    from dateline.cli.changes import show
    from dateline.run.changes import changes_since

    show(changes_since(ledger, start, policy).rows, format)


def _word(value: Any) -> str:
    return "unknown" if value is None else str(value)
