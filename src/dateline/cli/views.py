"""`dateline events | control | figures | persons`: what happened, who holds what, how many, who is alive."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dateline.cli.cells import control_cells, event_cells, figure_cells, person_cells
from dateline.cli.output import (
    ActorOption,
    AreaOption,
    Format,
    FormatOption,
    FromOption,
    KnownByOption,
    LedgerOption,
    PlaceOption,
    RecordedByOption,
    SourceOption,
    StatusOption,
    ToOption,
    area_named,
    emit,
    fail,
    note,
    note_undated,
    open_ledger,
    settings_for,
)
from dateline.know.country_names import country_code, country_name

if TYPE_CHECKING:
    from dateline.derive.areas import Area, Claims
    from dateline.derive.filters import Filters
    from dateline.derive.views import Views
    from dateline.model import Shape

WithinOption = Annotated[float | None, typer.Option("--within", metavar="KM", help="Up to so many km around --place.")]
AsOfOption = Annotated[str | None, typer.Option("--as-of", metavar="DAY", help="The state in the world on this day.")]
MinOption = Annotated[int | None, typer.Option("--min-originators", min=1, help="At least so many independent ones.")]
PolicyOption = Annotated[str | None, typer.Option("--policy", help="range, conservative, majority or hierarchy.")]
TypeOption = Annotated[str | None, typer.Option("--type", help="An event type, a measure, a state or a status.")]

EVENTS = ("date", "event", "where", "by", "against or of", "toll", "status (voices)", "id")
CONTROL = ("place", "holder", "from", "to", "state", "status", "id")
FIGURES = ("date", "where", "count", "what", "kind", "said by", "id")
PERSONS = ("name", "what is known", "whereabouts", "id")

EVENT_STATUSES = ("reported", "corroborated", "contested", "retracted")
CONTROL_STATUSES = ("claimed", "corroborated", "disputed")


def register(app: typer.Typer) -> None:
    app.command("events", short_help="List what happened, one row an event.")(events)
    app.command("control", short_help="List who holds what, from when to when.")(control)
    app.command("figures", short_help="List how many, originators side by side.")(figures)
    app.command("persons", short_help="List who is said to be dead or alive.")(persons)


def events(
    ledger: LedgerOption = None,
    from_: FromOption = None,
    to: ToOption = None,
    place: PlaceOption = None,
    within: WithinOption = None,
    actor: ActorOption = None,
    type: TypeOption = None,
    source: SourceOption = None,
    status: StatusOption = None,
    min_originators: MinOption = None,
    area: AreaOption = None,
    known_by: KnownByOption = None,
    recorded_by: RecordedByOption = None,
    policy: PolicyOption = None,
    format: FormatOption = "table",
) -> None:
    """Example: dateline events --place "El Fasher" --within 30 --from 2025-10-20 --min-originators 2

    What happened: one row an event, however many reports tell of it.
    """
    from dateline.derive import filters

    _check(within, from_, to, status, EVENT_STATUSES)
    asked = filters.Filters(
        from_=from_, to=to, place=_place(place), within=within, actor=actor, type=_name(type), source=source,
        min_originators=min_originators, area=_area(area, ledger),
    )  # fmt: skip
    views = _views(ledger, policy, known_by, recorded_by)
    rows = [e for e in filters.events(views, asked) if status in (None, e.status)]
    if type and not rows:
        check_type(type)
    rows.sort(key=lambda e: (e.time.from_ or e.time.to or "9999", e.time.to or "9999"))
    _show(rows, format, EVENTS, "Events", event_cells)


def control(
    ledger: LedgerOption = None,
    as_of: AsOfOption = None,
    from_: FromOption = None,
    to: ToOption = None,
    place: PlaceOption = None,
    within: WithinOption = None,
    actor: ActorOption = None,
    type: TypeOption = None,
    status: StatusOption = None,
    area: AreaOption = None,
    known_by: KnownByOption = None,
    recorded_by: RecordedByOption = None,
    format: FormatOption = "table",
) -> None:
    """Example: dateline control --place "Khartoum" --as-of 2025-03-26

    Who holds what, from when to when; without an end: still.
    """
    from dateline.derive import filters

    _check(within, from_, to, status, CONTROL_STATUSES)
    asked = filters.Filters(
        from_=from_,
        to=to,
        place=_place(place),
        within=within,
        actor=actor,
        type=_name(type),
        as_of=as_of,
        area=_area(area, ledger),
    )
    views = _views(ledger, None, known_by, recorded_by)
    rows = [k for k in filters.control(views, asked) if status in (None, k.status)]
    rows.sort(
        key=lambda k: (country_name(k.place.country) or "", k.place.name or "", k.object, k.from_ or "", k.to or "9999")
    )
    _show(rows, format, CONTROL, "Control", control_cells)


def figures(
    ledger: LedgerOption = None,
    from_: FromOption = None,
    to: ToOption = None,
    place: PlaceOption = None,
    within: WithinOption = None,
    type: TypeOption = None,
    source: SourceOption = None,
    min_originators: MinOption = None,
    area: AreaOption = None,
    known_by: KnownByOption = None,
    recorded_by: RecordedByOption = None,
    policy: PolicyOption = None,
    format: FormatOption = "table",
) -> None:
    """Example: dateline figures --type killed --place UA --policy conservative

    How many, originators side by side. Contradicting figures are never averaged, flows and stocks never summed.
    """
    from dateline.derive import filters

    _check(within, from_, to)
    asked = filters.Filters(
        from_=from_, to=to, place=_place(place), within=within, type=_name(type), source=source,
        min_originators=min_originators, area=_area(area, ledger),
    )  # fmt: skip
    views = _views(ledger, policy, known_by, recorded_by)
    rows = filters.figures(views, asked, _claims(ledger, asked))
    rows.sort(
        key=lambda f: (f.period.from_ or f.period.to or "9999", f.place.name or "" if f.place else "", f.of is not None)
    )
    _show(rows, format, FIGURES, "Figures", figure_cells)


def persons(
    ledger: LedgerOption = None,
    actor: ActorOption = None,
    type: TypeOption = None,
    source: SourceOption = None,
    area: AreaOption = None,
    known_by: KnownByOption = None,
    recorded_by: RecordedByOption = None,
    format: FormatOption = "table",
) -> None:
    """Example: dateline persons --type killed

    Public figures: alive, dead or unknown, and who reported what. Nobody is dead by rumour.
    """
    from dateline.derive import filters

    views = _views(ledger, None, known_by, recorded_by)
    asked = filters.Filters(actor=actor, type=type, source=source, area=_area(area, ledger))
    rows = filters.persons(views, asked, _claims(ledger, asked))
    _show(rows, format, PERSONS, "Persons", person_cells)


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


def _area(name: str | None, ledger: Path | None) -> Area | None:
    return area_named(name, settings_for(ledger))


def _claims(ledger: Path | None, asked: Filters) -> Claims:
    """Claims by id, for rows that are in an area by the claims that they rest on; none are read without an area."""
    if asked.area is None:
        return lambda _: None
    with open_ledger(ledger) as opened:
        return {c.id: c for c in opened.claims()}.get


def asked_for(
    *,
    from_: str | None = None,
    to: str | None = None,
    place: str | None = None,
    within: float | None = None,
    actor: str | None = None,
    type: str | None = None,
    source: str | None = None,
    min_originators: int | None = None,
    as_of: str | None = None,
    area: Area | None = None,
) -> Filters:
    """The filters as given on a command line, checked. Exits with status 2 for what can match nothing."""
    from dateline.derive.filters import Filters

    _check(within, from_, to)
    return Filters(
        from_=from_, to=to, place=_place(place), within=within, actor=actor, type=_name(type), source=source,
        min_originators=min_originators, as_of=as_of, area=area,
    )  # fmt: skip


def _check(
    within: float | None, from_: str | None, to: str | None, status: str | None = None, statuses: tuple[str, ...] = ()
) -> None:
    """Refuse what can match nothing."""
    if within is not None and within < 0:
        fail(f"--within: {within:g} km is less than nothing")
    if from_ and to and from_ > to:
        fail(f"--from {from_} is after --to {to}")
    if status is not None and status not in statuses:
        fail(f"--status: {status!r} is none of {', '.join(statuses)}")


def check_type(type: str) -> None:
    """Refuse an event type that no event can have."""
    from difflib import get_close_matches

    from dateline.know.events import load_crosswalk, load_events

    leaves = load_events().leaves
    rows = load_crosswalk().values()
    acled = {str(n).casefold() for r in rows for n in (r.acled.event_type, r.acled.sub_event_type)}
    if not {_name(type), type.casefold()} & {*leaves, *acled}:
        near = get_close_matches(str(_name(type)), leaves, n=3)
        known = f"near: {', '.join(near)}" if near else f"known: {', '.join(sorted(leaves))}"
        fail(f"--type: no event type is called {type!r}; {known}")


def _place(place: str | None) -> str | None:
    """A country's name as its letters, so that its towns are found; other names as they are."""
    return (country_code(place) or place) if place else place


def _name(type: str | None) -> str | None:
    """'territory captured' as `territory_captured`; the names of other codebooks as they are."""
    return type.replace(" ", "_") if type and type.islower() else type


def _show(
    rows: Iterable[Shape],
    format: Format,
    columns: tuple[str, ...],
    title: str,
    cells: Callable[[dict[str, Any]], dict[str, str]],
) -> None:
    written = (row.to_json() for row in rows)
    shown = (cells(r) for r in written) if format == "table" else written
    if not emit(shown, format=format, columns=columns, title=title, wrap=True):
        note("Nothing matches.")
