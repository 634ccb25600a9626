"""`dateline annotate`: read without a ledger, JSON Lines in and out."""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.output import close_quietly, settings_for
from dateline.cli.process import own_stdin, terminable
from dateline.cli.run import MapOption, WorkersOption, read_options

if TYPE_CHECKING:
    from dateline.settings import Settings


def register(app: typer.Typer) -> None:
    app.command("annotate", short_help="Read without a ledger: JSON Lines in and out.")(annotate)


def annotate(
    paths: Annotated[
        list[str], typer.Argument(metavar="[PATH]", help="Files or folders; standard input if none.")
    ] = [],  # noqa: B006
    gate: Annotated[bool, typer.Option("--gate", help="Leave unparsed what is not about conflict.")] = False,
    extractor: Annotated[str | None, typer.Option("--extractor", help="Which extractor reads claims.")] = None,
    map: MapOption = [],  # noqa: B006 - typer copies it
    workers: WorkersOption = None,
) -> None:
    """Example: dateline annotate < stories.jsonl > annotated.jsonl

    Read {id, text, published?, title?, source?, url?} records and write one JSON line for each, in input order:
    sentences, times, places, actors, quantities, attributions, claims, events. A record that cannot be read yields
    {id, error}; with --gate one that is not about conflict by its words has `gated` with the reason and empty lists.
    """
    settings = settings_for(gate=gate, extractor=extractor, workers=workers)
    try:
        with terminable(), closing(_annotated(paths or ["-"], settings, map)) as lines:
            for line in lines:
                sys.stdout.write(line + "\n")
                sys.stdout.flush()
    except BrokenPipeError:
        close_quietly()


def _annotated(paths: list[str], settings: Settings, map: list[str]) -> Generator[str]:
    from dateline.know.gazetteer_supplement import supplement_in_use
    from dateline.read import read_paths
    from dateline.run.spread import Needs, annotate_lines, workers_of

    items = read_paths(paths, read_options(settings, map, None, None), stdin=own_stdin())
    needs = Needs(
        gazetteer=settings.gazetteer,
        supplement=supplement_in_use(settings.gazetteer_supplement),
        extractor=settings.extractor,
        gate=settings.gate,
    )
    yield from annotate_lines(items, needs, workers_of(settings.workers))
