"""`dateline merge | split | undo`: people's decisions about which reports tell of one event."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.output import FormatOption, LedgerOption, emit, fail, note, open_ledger

if TYPE_CHECKING:
    from dateline.derive.views import Views
    from dateline.ledger import Ledger, Review

ReasonOption = Annotated[str, typer.Option("--reason", help="Why, for the log.")]
ByOption = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who decides; else the user's name.")]
_EVENT = Annotated[str, typer.Argument(metavar="EVENT", help="Its id, short or whole, an old one too.")]


def register(app: typer.Typer) -> None:
    app.command("merge", short_help="Decide that events are one.")(merge)
    app.command("split", short_help="Decide that claims are not of an event.")(split)
    app.command("undo", short_help="Take a decision back.")(undo)


def merge(
    events: Annotated[list[str], typer.Argument(metavar="EVENT EVENT...", help="Ids, short or whole, old ones too.")],
    reason: ReasonOption,
    by: ByOption = None,
    ledger: LedgerOption = None,
    format: FormatOption = "table",
) -> None:
    """Example: dateline merge ev_889f62b6 ev_1c40aa03 --reason "the same strike, reported a day later"

    Decide that these are one event. The decision wins over any score, is logged, and is kept when documents are read
    anew; `dateline undo` takes it back. Prints the event as it is now.
    """
    from dateline.run import reviewing
    from dateline.run.engine_views import views_of

    with open_ledger(ledger) as opened:
        views = views_of(opened)
        asked = [event_id(key, views) for key in events]
        made = reviewing.merge(opened, views, asked, by=name(by), reason=reason)
        _show(opened, asked[:1], format)
    note(f"Decided: {len(events)} events are one. Take it back with: dateline undo {made.id}")


def split(
    event: _EVENT,
    parts: Annotated[
        list[str], typer.Argument(metavar="CLAIM...", help="Claims to take out of it, or events to keep apart from it.")
    ],
    reason: ReasonOption,
    by: ByOption = None,
    ledger: LedgerOption = None,
    format: FormatOption = "table",
) -> None:
    """Example: dateline split ev_889f62b6 cl_0b1d77e2 --reason "the second strike, in the evening"

    Decide that claims do not tell of this event, together where several are named, or that another event is not this
    one: then it is no longer suggested. The decision wins over any score, is logged, and is kept when documents are
    read anew; `dateline undo` takes it back. Prints the events as they are now.
    """
    from dateline.derive.decisions import EVENT_PREFIX
    from dateline.run import reviewing
    from dateline.run.engine_views import views_of

    with open_ledger(ledger) as opened:
        views = views_of(opened)
        whole = event_id(event, views)
        out = [event_id(p, views) if p.startswith(EVENT_PREFIX) else claim_id(p, views.home) for p in parts]
        made = reviewing.split(opened, views, whole, out, by=name(by), reason=reason)
        _show(opened, [made.target, *(EVENT_PREFIX + key for key in (made.new or "").split())], format)
    note(f"Decided: they are apart. Take it back with: dateline undo {made.id}")


def undo(
    review: Annotated[str | None, typer.Argument(metavar="[REVIEW]", help="Its id; without it your last one.")] = None,
    reason: ReasonOption = "taken back",
    by: ByOption = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before the last one is taken back.")] = False,
    ledger: LedgerOption = None,
) -> None:
    """Example: dateline undo re_5d0c41aa

    Take a decision of any kind back. Without an id it is the last one of this user: it is shown, and at a terminal you
    are asked; elsewhere say --yes. What it replaced holds again. Decision and undoing both stay in the log.
    """
    from dateline.run import reviewing

    with open_ledger(ledger) as opened:
        if review is None:
            row = reviewing.last_by(opened, name(by))
            note(f"Your last decision: {line_of(row)}")
            _ask(row, yes)
            key = row.id
        else:
            key = _whole(review, [r.id for r in opened.reviews()])
        row = reviewing.undo(opened, key, by=name(by), reason=reason)
    note(f"Taken back: {line_of(row)}")


def _ask(row: Review, yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        fail(f"nothing was taken back; say --yes, or: dateline undo {row.id}")
    if not typer.confirm("Take it back?", err=True):
        raise typer.Exit


def _show(ledger: Ledger, keys: Iterable[str], format: str) -> None:
    """The events that now hold these ids."""
    from dateline.cli.cells import event_cells
    from dateline.cli.views import EVENTS
    from dateline.run.engine_views import views_of

    views = views_of(ledger)
    found = {e.id: e.to_json() for e in (views.event(key) for key in keys)}
    rows = [event_cells(r) for r in found.values()] if format == "table" else list(found.values())
    emit(rows, format=format, columns=EVENTS, title="Events", wrap=True)  # type: ignore[arg-type]


def line_of(row: Review) -> str:
    """A decision in a line: what, by whom, when, why."""
    from dateline.run.decision_words import what

    return f"{what(row)} ({row.by}, {row.at[:16].replace('T', ' ')}: {row.reason}) {row.id}"


def event_id(key: str, views: Views) -> str:
    """The whole id of an event, from a short one or one of before a merge."""
    return _whole(key, (f"ev_{claim}" for claim in views.home))


def claim_id(key: str, known: Iterable[str]) -> str:
    """The whole id of a claim among these."""
    return _whole(key, known)


def _whole(key: str, known: Iterable[str]) -> str:
    """The id that a shortened one stands for; unknown ones are left for others to refuse."""
    from dateline.cli.cells import ids_like

    found = ids_like(key, known)
    if len(found) > 1:
        fail(f"{key} is short for {len(found)} ids: {', '.join(found[:5])}")
    return found[0] if found else key


def name(by: str | None) -> str:
    """Who decides."""
    return by or getpass.getuser()
