"""`dateline report`: a situation report for people, one self-contained page."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.files import check_new, new_file
from dateline.cli.output import (
    ActorOption,
    AreaOption,
    FromOption,
    KnownByOption,
    LedgerOption,
    PlaceOption,
    RecordedByOption,
    SourceOption,
    ToOption,
    area_named,
    close_quietly,
    note,
    settings_for,
)
from dateline.cli.taken import ProtectionOption, PublicOption, taken
from dateline.cli.views import MinOption, PolicyOption, TypeOption, WithinOption, asked_for

if TYPE_CHECKING:
    from dateline.products.material import View

PageOption = Annotated[
    Path | None, typer.Option("--out", "-o", metavar="FILE.html", help="A new file. [default: standard output]")
]


#: What a report tells of; where none of it fits, the user hears of it.
_TOLD_OF: tuple[View, ...] = ("events", "control", "figures")


def register(app: typer.Typer) -> None:
    app.command("report", short_help="Write a situation report: one page for people.")(report)


def report(
    out: PageOption = None,
    ledger: LedgerOption = None,
    title: Annotated[str, typer.Option("--title", help="What stands above it.")] = "Situation report",
    since: Annotated[
        str | None, typer.Option("--since", metavar="TIME", help="Say what changed since the ledger stood so (UTC).")
    ] = None,
    from_: FromOption = None,
    to: ToOption = None,
    place: PlaceOption = None,
    within: WithinOption = None,
    actor: ActorOption = None,
    type: TypeOption = None,
    source: SourceOption = None,
    min_originators: MinOption = None,
    area: AreaOption = None,
    known_by: KnownByOption = None,
    recorded_by: RecordedByOption = None,
    policy: PolicyOption = None,
    public: PublicOption = False,
    protection: ProtectionOption = None,
) -> None:
    """Example: dateline report --from 2025-03-03 --to 2025-03-09 --place Sudan --out week.html

    What happened, where, who holds what, how many, what is contested, and the words behind each sentence. One file
    that asks nothing of the network, reads on a phone and prints.
    """
    from dateline.products.loss import Losses
    from dateline.products.report import Asked as Shown
    from dateline.products.report import write_report
    from dateline.run.engine_products import Asked

    if out is not None:
        check_new(out)
    filters = asked_for(
        from_=from_, to=to, place=place, within=within, actor=actor, type=type, source=source,
        min_originators=min_originators, area=area_named(area, settings_for(ledger)),
    )  # fmt: skip
    named = policy or settings_for(ledger).policy
    asked = Asked(policy=named, known_by=known_by, recorded_by=recorded_by, filters=filters, area=area)
    losses = Losses("report")
    with ExitStack() as stack:
        made = stack.enter_context(taken(ledger, asked, "report", public=public, protection=protection))
        before = None
        if since is not None:
            old = replace(asked, recorded_by=since)
            before = stack.enter_context(taken(ledger, old, "report", public=public, protection=protection)).material
        shown = Shown(title=title, first=from_, last=to, before=before, since=since)
        try:
            if out is None:
                write_report(made.material, made.books, sys.stdout, losses, shown)
                sys.stdout.flush()
            else:
                with new_file(out) as stream:
                    write_report(made.material, made.books, stream, losses, shown)
        except BrokenPipeError:
            close_quietly()
        is_empty = not any(True for view in _TOLD_OF for _ in made.material.rows(view))
    if is_empty:
        note(
            "Nothing in the ledger fits what was asked: the report is empty. See how names are spelled there: "
            "`dateline events`, `dateline control`."
        )
    for kept in (losses if len(losses) else None, made.withheld):
        for line in kept.lines() if kept is not None else ():
            note(line)
