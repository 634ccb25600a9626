"""`dateline annotate`: read without a ledger, JSON Lines in and out."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dateline.cli.output import close_quietly, settings_for
from dateline.cli.run import MapOption, read_options

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
) -> None:
    """Example: dateline annotate < stories.jsonl > annotated.jsonl

    Read {id, text, published?, title?, source?, url?} records and write one JSON line for each, in input order:
    sentences, times, places, actors, quantities, attributions, claims, events. A record that cannot be read yields
    {id, error}; with --gate one that is not about conflict by its words has `gated` with the reason and empty lists.
    """
    settings = settings_for(gate=gate, extractor=extractor)
    try:
        for row in _annotated(paths or ["-"], settings, map):
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
            sys.stdout.flush()
    except BrokenPipeError:
        close_quietly()


def _annotated(paths: list[str], settings: Settings, map: list[str]) -> Iterator[dict[str, Any]]:
    from dateline.know.gazetteer_supplement import supplement_in_use
    from dateline.read import read_paths
    from dateline.run.engine_annotate import annotate_items
    from dateline.run.gate import load_gate
    from dateline.run.pipeline import load_resources, read_document

    items = read_paths(paths, read_options(settings, map, None, None))
    resources = load_resources(settings.gazetteer, supplement_in_use(settings.gazetteer_supplement), settings.extractor)
    gate = load_gate() if settings.gate else None
    yield from annotate_items(items, lambda document: read_document(document, resources), gate)
