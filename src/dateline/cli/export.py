"""`dateline export`: what the ledger knows in the formats of others, with a report of what each could not hold."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.files import check_new, new_file, new_folder
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
    fail,
    note,
    settings_for,
)
from dateline.cli.taken import Made, ProtectionOption, PublicOption, taken, write_report
from dateline.cli.views import AsOfOption, MinOption, PolicyOption, TypeOption, WithinOption, asked_for

if TYPE_CHECKING:
    from dateline.products.exporter import Exporter
    from dateline.products.loss import Losses

OutOption = Annotated[
    Path | None, typer.Option("--out", "-o", metavar="PATH", help="A file, or the new folder of a folder format.")
]


#: Formats that are of one view.
OWN = ("claims", "events", "control", "figures", "persons")


def register(app: typer.Typer) -> None:
    app.command("export", short_help="Write what is known in a format of others.")(export)


def export(
    format: Annotated[str, typer.Argument(metavar="FORMAT", help="acled, ucdp, geojson, ...; `list` names all.")],
    out: OutOption = None,
    ledger: LedgerOption = None,
    csv: Annotated[bool, typer.Option("--csv", help="Our own rows as CSV; an --out of that name says so too.")] = False,
    from_: FromOption = None,
    to: ToOption = None,
    place: PlaceOption = None,
    within: WithinOption = None,
    actor: ActorOption = None,
    type: TypeOption = None,
    source: SourceOption = None,
    min_originators: MinOption = None,
    area: AreaOption = None,
    as_of: AsOfOption = None,
    known_by: KnownByOption = None,
    recorded_by: RecordedByOption = None,
    policy: PolicyOption = None,
    public: PublicOption = False,
    protection: ProtectionOption = None,
) -> None:
    """Example: dateline export acled --place Sudan --from 2025-03-01 --out sudan.csv

    Write events, control, figures and claims for other programs. What a format could not hold is said on standard
    error, and in loss.json where the product is a folder. --public withholds what could harm people, and says what.
    """
    from dateline.products.exporter import exporter_of, exporters
    from dateline.products.loss import Losses
    from dateline.run.engine_products import Asked

    if format == "list":
        for name in exporters():
            typer.echo(f"{name:16} {exporter_of(name).title}")
        return
    own = f"{format}.csv"
    exporter = exporter_of(own if (csv or (out and out.suffix == ".csv")) and own in exporters() else format)
    if csv and exporter.suffix != ".csv":
        fail(f"--csv: {format} is no CSV")
    _check_out(exporter, out)
    filters = asked_for(
        from_=from_, to=to, place=place, within=within, actor=actor, type=type, source=source,
        min_originators=min_originators, as_of=as_of, area=area_named(area, settings_for(ledger)),
    )  # fmt: skip
    only = exporter.name.removesuffix(".csv")
    if only == "claims" and (within is not None or min_originators is not None):
        fail("claims are of one source and one place: --within and --min-originators choose among events")
    asked = Asked(
        policy=policy or exporter.policy or settings_for(ledger).policy, known_by=known_by, recorded_by=recorded_by,
        filters=filters, area=area, only=only if only in OWN else None,  # type: ignore[arg-type]
    )  # fmt: skip
    losses = Losses(exporter.name)
    with taken(ledger, asked, exporter.name, public=public, protection=protection) as made:
        write_product(exporter, made, out, losses)
    for report in (losses, made.withheld):
        for line in report.lines() if report is not None else ():
            note(line)


def write_product(exporter: Exporter, made: Made, out: Path | None, losses: Losses) -> None:
    """Write a product where it is asked for, whole or not at all."""
    try:
        if exporter.write_folder is not None and out is not None:
            _write_folder(exporter, made, out, losses)
        elif exporter.write is not None and out is not None:
            _write_file(exporter, made, out, losses)
        elif exporter.write is not None:
            exporter.write(made.material, made.books, sys.stdout, losses)
            sys.stdout.flush()
    except BrokenPipeError:
        close_quietly()


def _write_file(exporter: Exporter, made: Made, out: Path, losses: Losses) -> None:
    assert exporter.write is not None
    with new_file(out) as stream:
        exporter.write(made.material, made.books, stream, losses)


def _write_folder(exporter: Exporter, made: Made, out: Path, losses: Losses) -> None:
    assert exporter.write_folder is not None
    with new_folder(out) as part:
        exporter.write_folder(made.material, made.books, part, losses)
        write_report(part / "loss.json", losses)
        if made.withheld is not None:
            write_report(part / "withheld.json", made.withheld)


def _check_out(exporter: Exporter, out: Path | None) -> None:
    """Refuse to write over what is there."""
    if exporter.write_folder is not None and out is None:
        fail(f"{exporter.name} is a folder; say where: --out FOLDER")
    if out is not None:
        check_new(out, folder=exporter.write_folder is not None)
