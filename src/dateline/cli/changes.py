"""`dateline changes`: what is otherwise than it was known to be at some moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from dateline.cli.output import (
    ActorOption,
    AreaOption,
    Format,
    FormatOption,
    FromOption,
    LedgerOption,
    PlaceOption,
    SourceOption,
    ToOption,
    area_named,
    emit,
    fail,
    note,
    open_ledger,
    settings_for,
)
from dateline.cli.views import PolicyOption, TypeOption, WithinOption

if TYPE_CHECKING:
    from dateline.derive.changes import Change
    from dateline.derive.filters import Filters
    from dateline.run.changes import Since

COLUMNS = ("change", "date", "what", "where", "before", "after", "id")


def register(app: typer.Typer) -> None:
    app.command("changes", short_help="List what is new, and what is otherwise now.")(changes)


def changes(
    since: Annotated[
        str, typer.Option("--since", metavar="TIME", help="'yesterday 17:00', '3 days ago', 2017-11-09T17:00.")
    ],
    kind: Annotated[
        list[str], typer.Option("--kind", help="Only these kinds: new, corroborated, 'toll rose' ... Repeatable.")
    ] = [],  # noqa: B006 - typer copies it
    ledger: LedgerOption = None,
    from_: FromOption = None,
    to: ToOption = None,
    place: PlaceOption = None,
    within: WithinOption = None,
    area: AreaOption = None,
    actor: ActorOption = None,
    type: TypeOption = None,
    source: SourceOption = None,
    policy: PolicyOption = None,
    format: FormatOption = "table",
) -> None:
    """Example: dateline changes --since "yesterday 17:00" --area sennar

    What this ledger says now and did not say then: new events; what was corroborated, contradicted, corrected,
    retracted; tolls that rose or fell; places that changed hands; persons of whom something new is reported. Then and
    now are those of the ledger's own log, whatever brought the change: a new report, a new reading, a person's
    decision. A time without a zone is local time, a day its beginning.
    """
    from datetime import datetime

    from dateline.derive.filters import Filters
    from dateline.model import ChangeKind
    from dateline.run.changes import changes_since
    from dateline.run.since import since as moment_of

    unknown = set(kind) - set(get_args(ChangeKind))
    if unknown:
        fail(f"--kind: {', '.join(sorted(unknown))}: there are {', '.join(get_args(ChangeKind))}")
    settings = settings_for(ledger)
    moment = moment_of(since, datetime.now().astimezone())
    asked = Filters(
        from_=from_, to=to, place=place, within=within, actor=actor, source=source,
        type=type.replace(" ", "_") if type and type.islower() else type, area=area_named(area, settings),
    )  # fmt: skip
    with open_ledger(ledger) as opened:
        found = changes_since(opened, moment, policy or settings.policy)
    note(
        f"Since {moment:%Y-%m-%d %H:%M %Z}: {found.documents:,} new document{'s' * (found.documents != 1)}, "
        f"{found.decisions:,} decision{'s' * (found.decisions != 1)}"
    )
    passing = _passing(found, asked)
    rows = [c for c in found.rows if c.row.id in passing[c.view] and (not kind or c.kind in kind)]
    if not show(rows, format):
        note("Nothing changed.")


def show(rows: Sequence[Change], format: Format) -> int:
    """Write changes to standard output, and how many there are of each kind to standard error; returns their number."""
    from dateline.model import ChangeKind

    counts = Counter(c.kind for c in rows)
    if counts:
        note(", ".join(f"{counts[k]:,} {k}" for k in get_args(ChangeKind) if counts[k]))
    shown = (_cells(c) if format == "table" else row_of(c) for c in rows)
    return emit(shown, format=format, columns=COLUMNS, title="Changes", wrap=True)


def _passing(found: Since, asked: Filters) -> dict[str, set[str]]:
    """Ids of the rows that pass the filters, then or now."""
    from dateline.derive import filters

    passing: dict[str, set[str]] = {"event": set(), "control": set(), "figure": set(), "person": set()}
    for views in (found.then, found.now):
        claims = {c.id: c for c in views.claims}.get
        rows: dict[str, Iterable[Any]] = {
            "event": filters.events(views, asked),
            "control": filters.control(views, asked),
            "figure": filters.figures(views, asked, claims),
            "person": filters.persons(views, asked, claims),
        }
        for view, kept in rows.items():
            passing[view] |= {row.id for row in kept}
    return passing


def row_of(change: Change) -> dict[str, Any]:
    """A change for programs, with the whole row that it is about."""
    from dateline.model import ChangeRow

    return ChangeRow(
        kind=change.kind, view=change.view, id=change.row.id, was=change.old and change.old.id, before=change.before,
        after=change.after, documents=change.documents, row=change.row,
    ).to_json()  # fmt: skip


def _cells(change: Change) -> dict[str, str]:
    from dateline.cli import cells
    from dateline.ids import short_id

    row = change.row.to_json()
    name = {"event": "type", "control": "object", "figure": "measure", "person": "name"}[change.view]
    return {
        "change": change.kind,
        "date": cells.days(change.time.from_, change.time.to) if change.view != "person" else "",
        "what": "control" if change.view == "control" else cells.words_of(str(row[name] or row["id"])),
        "where": cells.where(row.get("place")) if change.view != "person" else "",
        "before": _words(change, change.old, change.before),
        "after": _words(change, None if change.kind == "gone" else change.row, change.after),
        "id": short_id(change.row.id),
    }


def _words(change: Change, row: Any, told: str | None) -> str:
    """What it was or is; of a new event its toll, too; ids short."""
    from dateline.cli import cells
    from dateline.ids import short_id

    if change.view == "control" and row is not None:
        state = row.to_json()
        return f"{cells.parties(state['holders']) or '?'}, {cells.state(state)}, {state['status']}"
    if change.kind == "merged":
        return ", ".join(short_id(key) for key in (told or "").split(", "))
    counts = cells.toll(row.to_json()["figures"]) if change.kind == "new" and change.view == "event" and row else ""
    return "; ".join(filter(None, (counts, told)))
