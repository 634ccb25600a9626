"""`dateline claims`: who said what, word for word."""

from __future__ import annotations

from typing import Annotated

import typer

from dateline.cli.output import (
    ActorOption,
    AreaOption,
    FormatOption,
    FromOption,
    KnownByOption,
    LedgerOption,
    PlaceOption,
    RecordedByOption,
    SourceOption,
    ToOption,
    area_named,
    emit,
    note_undated,
    open_ledger,
    settings_for,
)

COLUMNS = ("document", "start", "type", "event_type", "factuality", "by", "places", "when", "text", "id")


def register(app: typer.Typer) -> None:
    app.command("claims", short_help="List who said what, word for word.")(claims)


def claims(
    ledger: LedgerOption = None,
    document: Annotated[str | None, typer.Option("--document", metavar="ID", help="Of this document only.")] = None,
    type: Annotated[str | None, typer.Option("--type", help="event, control, figure, ... or an event type.")] = None,
    from_: FromOption = None,
    to: ToOption = None,
    place: PlaceOption = None,
    actor: ActorOption = None,
    source: SourceOption = None,
    news_role: Annotated[str | None, typer.Option("--news-role", help="news, recent, background, ...")] = None,
    area: AreaOption = None,
    known_by: KnownByOption = None,
    recorded_by: RecordedByOption = None,
    format: FormatOption = "table",
) -> None:
    """Example: dateline claims --place "Albu Kamal" --type territory_captured --format jsonl

    List claims in the order in which their documents were published.
    """
    from typing import get_args

    from dateline.ledger import ClaimFilter
    from dateline.model import ClaimType

    kind = type if type in get_args(ClaimType) else None
    where = ClaimFilter(
        type=kind,
        event_type=None if kind else type,
        news_role=news_role,
        actor=actor,
        place=place,
        source=source,
        from_=from_,
        to=to,
    )
    chosen = area_named(area, settings_for(ledger))
    with open_ledger(ledger) as opened:
        note_undated(opened, known_by)
        found = opened.claims(document, where=where, known_by=known_by, recorded_by=recorded_by)
        rows = (c.to_json() for c in found if chosen is None or chosen.has_claim(c))
        if format == "table":
            rows = (row | {"by": row["attribution"]["sources"], "when": row["time"]} for row in rows)
        emit(rows, format=format, columns=COLUMNS, title="Claims")
