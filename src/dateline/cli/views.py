"""`dateline events | control | figures | persons`: what happened, who holds what, how many, who is alive."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dateline.cli.output import (
    ActorOption,
    Format,
    FormatOption,
    FromOption,
    KnownByOption,
    LedgerOption,
    PlaceOption,
    RecordedByOption,
    SourceOption,
    ToOption,
    emit,
    note_undated,
    open_ledger,
    settings_for,
)

if TYPE_CHECKING:
    from dateline.derive.views import Views
    from dateline.model import Shape

WithinOption = Annotated[float | None, typer.Option("--within", metavar="KM", help="Up to so many km around --place.")]
AsOfOption = Annotated[str | None, typer.Option("--as-of", metavar="DAY", help="The state in the world on this day.")]
MinOption = Annotated[int | None, typer.Option("--min-originators", min=1, help="At least so many independent ones.")]
PolicyOption = Annotated[str | None, typer.Option("--policy", help="range, conservative, majority or hierarchy.")]
TypeOption = Annotated[str | None, typer.Option("--type", help="An event type, a measure, a state or a status.")]

EVENTS = ("date", "type", "where", "side_a", "side_b", "killed", "status", "originators", "id")
CONTROL = ("place", "object", "from", "to", "holders", "state", "extent", "status", "id")
FIGURES = ("measure", "kind", "where", "period", "min", "best", "max", "by", "event", "id")
PERSONS = ("name", "life", "since", "whereabouts", "reports", "confirmed_by", "id")


def register(app: typer.Typer) -> None:
    app.command("events")(events)
    app.command("control")(control)
    app.command("figures")(figures)
    app.command("persons")(persons)


def events(
    ledger: LedgerOption = None,
    from_: FromOption = None,
    to: ToOption = None,
    place: PlaceOption = None,
    within: WithinOption = None,
    actor: ActorOption = None,
    type: TypeOption = None,
    source: SourceOption = None,
    min_originators: MinOption = None,
    known_by: KnownByOption = None,
    recorded_by: RecordedByOption = None,
    policy: PolicyOption = None,
    format: FormatOption = "table",
) -> None:
    """Example: dateline events --place "El Fasher" --within 30 --from 2025-10-20 --min-originators 2

    What happened: one row an event, however many reports tell of it.
    """
    from dateline.derive import filters

    asked = filters.Filters(
        from_=from_, to=to, place=place, within=within, actor=actor, type=type, source=source,
        min_originators=min_originators,
    )  # fmt: skip
    views = _views(ledger, policy, known_by, recorded_by)
    _show(filters.events(views, asked), format, EVENTS, "Events", _event_cells)


def control(
    ledger: LedgerOption = None,
    as_of: AsOfOption = None,
    from_: FromOption = None,
    to: ToOption = None,
    place: PlaceOption = None,
    within: WithinOption = None,
    actor: ActorOption = None,
    type: TypeOption = None,
    known_by: KnownByOption = None,
    recorded_by: RecordedByOption = None,
    format: FormatOption = "table",
) -> None:
    """Example: dateline control --place "Khartoum" --as-of 2025-03-26

    Who holds what, from when to when; without an end: still.
    """
    from dateline.derive import filters

    asked = filters.Filters(from_=from_, to=to, place=place, within=within, actor=actor, type=type, as_of=as_of)
    views = _views(ledger, None, known_by, recorded_by)
    _show(filters.control(views, asked), format, CONTROL, "Control", lambda row: row)


def figures(
    ledger: LedgerOption = None,
    from_: FromOption = None,
    to: ToOption = None,
    place: PlaceOption = None,
    within: WithinOption = None,
    type: TypeOption = None,
    source: SourceOption = None,
    min_originators: MinOption = None,
    known_by: KnownByOption = None,
    recorded_by: RecordedByOption = None,
    policy: PolicyOption = None,
    format: FormatOption = "table",
) -> None:
    """Example: dateline figures --type killed --place UA --policy conservative

    How many, originators side by side. Contradicting figures are never averaged, flows and stocks never summed.
    """
    from dateline.derive import filters

    asked = filters.Filters(
        from_=from_, to=to, place=place, within=within, type=type, source=source, min_originators=min_originators
    )
    views = _views(ledger, policy, known_by, recorded_by)
    _show(filters.figures(views, asked), format, FIGURES, "Figures", _figure_cells)


def persons(
    ledger: LedgerOption = None,
    actor: ActorOption = None,
    type: TypeOption = None,
    source: SourceOption = None,
    known_by: KnownByOption = None,
    recorded_by: RecordedByOption = None,
    format: FormatOption = "table",
) -> None:
    """Example: dateline persons --type killed

    Public figures: alive, dead or unknown, and who reported what. Nobody is dead by rumour.
    """
    from dateline.derive import filters

    views = _views(ledger, None, known_by, recorded_by)
    rows = filters.persons(views, filters.Filters(actor=actor, type=type, source=source))
    _show(rows, format, PERSONS, "Persons", _person_cells)


def _views(ledger: Path | None, policy: str | None, known_by: str | None, recorded_by: str | None) -> Views:
    """The views as the ledger keeps them, or derived for the times that are asked for."""
    from dateline.derive.views import Views
    from dateline.run.engine_views import view_rows, views_of

    named = policy or settings_for(ledger).policy
    with open_ledger(ledger) as opened:
        note_undated(opened, known_by)
        if known_by is not None or recorded_by is not None:
            return views_of(opened, named, known_by=known_by, recorded_by=recorded_by)
        rows = {name: tuple(view_rows(opened, name, named)) for name in ("events", "control", "figures", "persons")}
        return Views(**rows)  # type: ignore[arg-type]


def _show(
    rows: Iterable[Shape],
    format: Format,
    columns: tuple[str, ...],
    title: str,
    cells: Callable[[dict[str, Any]], dict[str, Any]],
) -> None:
    written = (row.to_json() for row in rows)
    emit((cells(r) for r in written) if format == "table" else written, format=format, columns=columns, title=title)


def _event_cells(row: dict[str, Any]) -> dict[str, Any]:
    killed = next((f for f in row["figures"] if f["measure"] == "killed"), None)
    where = row["places"] if len(row["places"]) > 1 else row["place"]
    return row | {"date": row["time"], "where": where, "killed": _range(killed)}


def _figure_cells(row: dict[str, Any]) -> dict[str, Any]:
    standing = [o for o in row["by_originator"] if o["superseded_by"] is None]
    by = [f"{o['id']} {_range(o)}" for o in standing]
    return row | {"where": row["place"], "by": by}


def _person_cells(row: dict[str, Any]) -> dict[str, Any]:
    reports = [f"{r['what']} ({r['by'] or 'nobody named'})" for r in row["reported"]]
    return row | {"reports": list(dict.fromkeys(reports))}


def _range(figure: dict[str, Any] | None) -> str:
    """'12', '8-12', 'at least 8', 'up to 12'; empty where no number is told."""
    if figure is None:
        return ""
    low, best, high = figure["min"], figure["best"], figure["max"]
    if low is None and high is None:
        return "" if best is None else str(best)
    if high is None:
        return f"at least {low}" if best is None else str(best)
    if low is None:
        return f"up to {high}"
    return str(low) if low == high else f"{low}-{high}"
