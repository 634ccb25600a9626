"""`dateline import acled`: our events beside the user's own copy of ACLED's."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from dateline.cli.output import FormatOption, KnownByOption, LedgerOption, emit, note, settings_for, warn

if TYPE_CHECKING:
    from dateline.derive.beside import Beside, Theirs

Match = Literal["both", "ours", "theirs"]
COLUMNS = ("in", "date", "event", "where", "differs", "id", "theirs")


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="Other data sets beside ours.", rich_markup_mode=None)
    group.callback()(_group)
    group.command("acled", short_help="Our events beside your copy of ACLED's.")(acled)
    app.add_typer(group, name="import", short_help="Put other data sets beside ours.")


def _group() -> None:
    """Example: dateline import acled my_acled.csv"""


def acled(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="An export of ACLED, your own copy.")],
    only: Annotated[
        Match | None, typer.Option("--only", help="Events of both, of ours only or of theirs only.")
    ] = None,
    differing: Annotated[bool, typer.Option("--differing", help="Of those in both, only what differs.")] = False,
    ledger: LedgerOption = None,
    known_by: KnownByOption = None,
    format: FormatOption = "table",
) -> None:
    """Example: dateline import acled sudan_2025.csv --only theirs

    Put our events beside ACLED's: in both and how they differ (type, day, place, actors, deaths), in ours only, in
    theirs only. Their rows are read from the file each time and not stored: they are their coding of reports and no
    claims, and the ledger stays free to share. Ours count as missing with them only in the countries and days that
    the file has. Rows that cannot be read are listed (exit status 1).
    """
    from dateline.cli.output import note_undated, open_ledger
    from dateline.derive.beside import beside
    from dateline.derive.beside_rules import acled_rules
    from dateline.derive.knowledge import default_world
    from dateline.know.actors import actor_book
    from dateline.read.acled import read_acled
    from dateline.run.engine_views import views_of

    theirs, problems = read_acled(file)
    with open_ledger(ledger) as opened:
        note_undated(opened, known_by)
        events = views_of(opened, settings_for(ledger).policy, known_by=known_by).events
    found = beside(events, theirs, default_world(), actor_book(), acled_rules())
    counts = Counter(row.match for row in found.rows)
    differ = sum(1 for row in found.rows if row.differs)
    note(
        f"{counts['both']:,} of {len(theirs):,} rows of theirs are events of ours ({differ:,} differ), "
        f"{counts['theirs only']:,} are theirs only; {counts['ours only']:,} events are ours only."
    )
    if found.left_out:
        note("Not compared: " + ", ".join(f"{n:,} of ours {reason}" for reason, n in sorted(found.left_out.items())))
    if found.unknown:
        warn(f"no country of this name is known: {', '.join(found.unknown)}")
    wanted = {"both": "both", "ours": "ours only", "theirs": "theirs only"}
    rows = [
        row
        for row in found.rows
        if (only is None or row.match == wanted[only]) and (not differing or row.differs)
    ]  # fmt: skip
    emit((_cells(r) if format == "table" else _row(r) for r in rows), format=format, columns=COLUMNS, title="Beside",
         wrap=True)  # fmt: skip
    for problem in problems:
        warn(f"set aside: {problem}")
    if problems:
        raise typer.Exit(1)


def _row(row: Beside) -> dict[str, Any]:
    from dataclasses import asdict

    return {
        "schema": "beside/1", "match": row.match, "score": row.score, "event": row.event and row.event.id,
        "theirs": row.theirs and row.theirs.id, "differs": [asdict(d) for d in row.differs],
        "ours_row": row.event and row.event.to_json(), "theirs_row": _fields(row.theirs),
    }  # fmt: skip


def _fields(theirs: Theirs | None) -> dict[str, str] | None:
    return None if theirs is None else dict(getattr(theirs, "fields", {}))


def _cells(row: Beside) -> dict[str, str]:
    from dateline.cli.cells import event_cells
    from dateline.ids import short_id

    differs = "; ".join(f"{d.field}: {d.ours} / {d.theirs}" for d in row.differs)
    cells = {"in": row.match, "differs": differs, "theirs": row.theirs.id if row.theirs else "", "id": ""}
    if row.event is not None:
        ours = event_cells(row.event.to_json())
        return {**cells, **{k: ours[k] for k in ("date", "event", "where")}, "id": short_id(row.event.id)}
    if row.theirs is None:
        return cells
    where = ", ".join(filter(None, (row.theirs.location, row.theirs.country)))
    kind = row.theirs.sub_event_type or row.theirs.event_type
    return {**cells, "date": row.theirs.day.isoformat(), "event": kind, "where": where}
