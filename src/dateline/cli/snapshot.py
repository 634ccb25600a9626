"""`dateline snapshot`: a citable copy that can be made again, byte for byte."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dateline.cli.files import check_new, new_folder
from dateline.cli.output import (
    AreaOption,
    FromOption,
    KnownByOption,
    LedgerOption,
    PlaceOption,
    RecordedByOption,
    ToOption,
    area_named,
    fail,
    note,
    open_ledger,
    settings_for,
    warn,
)
from dateline.cli.taken import ProtectionOption, PublicOption, taken, write_report
from dateline.cli.views import PolicyOption, WithinOption, asked_for

#: What comes into the log of a document without its older state being kept.
_LATER = ("document.changed", "document.redacted")


def register(app: typer.Typer) -> None:
    app.command("snapshot", short_help="Write a citable copy that can be made again.")(snapshot)


def snapshot(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Of the package, such as sudan-2025-03.")],
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="FOLDER", help="[default: ./NAME]")] = None,
    ledger: LedgerOption = None,
    title: Annotated[str | None, typer.Option("--title", help="A title for people.")] = None,
    author: Annotated[list[str] | None, typer.Option("--author", metavar="NAME", help="Once for each.")] = None,
    licence: Annotated[str | None, typer.Option("--licence", metavar="SPDX", help="Such as CC-BY-4.0.")] = None,
    from_: FromOption = None,
    to: ToOption = None,
    place: PlaceOption = None,
    within: WithinOption = None,
    area: AreaOption = None,
    known_by: KnownByOption = None,
    recorded_by: RecordedByOption = None,
    policy: PolicyOption = None,
    public: PublicOption = False,
    protection: ProtectionOption = None,
) -> None:
    """Example: dateline snapshot sudan-2025-03 --author "Our desk" --licence CC-BY-4.0 --public

    A data package with CITATION.cff, a digest and the hash of each file. It prints the digest and the moment; the same
    ledger gives the same bytes for that moment (`--recorded-by`), however much it has grown since.
    """
    from dateline.products.loss import Losses
    from dateline.products.snapshot import Citation, seal, write_snapshot
    from dateline.run.engine_products import Asked

    citation = Citation(name=name, title=title, authors=tuple(author or ()), licence=licence)
    filters = asked_for(from_=from_, to=to, place=place, within=within, area=area_named(area, settings_for(ledger)))
    folder = out or Path(name)
    check_new(folder, folder=True)
    with open_ledger(ledger) as opened:
        moment = opened.last(recorded_by=recorded_by)[1]
        if moment is None:
            fail("the ledger held nothing then")
        later = {kind: count for kind, count in opened.since(moment).items() if kind in _LATER}
    named = policy or settings_for(ledger).policy
    asked = Asked(policy=named, known_by=known_by, recorded_by=moment, filters=filters, area=area)
    losses = Losses(name)
    with new_folder(folder) as part:
        with taken(ledger, asked, name, public=public, protection=protection) as made:
            digest = write_snapshot(made.material, part, losses, citation)
        write_report(part / "loss.json", losses)
        if made.withheld is not None:
            write_report(part / "withheld.json", made.withheld)
        seal(part)
    for report in (losses, made.withheld):
        for line in report.lines() if report is not None else ():
            note(line)
    if later:
        warn(_changed(later))
    typer.echo(f"sha256:{digest}  {folder}  --recorded-by {moment}")


def _changed(later: dict[str, int]) -> str:
    changed, erased = (later.get(kind, 0) for kind in _LATER)
    return (
        f"Since that moment {changed} documents got another date or title and {erased} were erased; "
        "of these the copy has what is known today."
    )
