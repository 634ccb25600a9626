"""`dateline schema`: the JSON Schemas of the public shapes."""

from __future__ import annotations

import json
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    app.command("schema", short_help="Print the JSON Schema of a shape.")(schema)


def schema(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="claim, event, control, figure, ...")] = None,
) -> None:
    """Example: dateline schema claim > claim.schema.json

    Print the JSON Schema of a shape; without a name, the names.
    """
    from dateline.schemas import SHAPES
    from dateline.schemas import schema as schema_of

    typer.echo("\n".join(SHAPES) if name is None else json.dumps(schema_of(name), indent=2, ensure_ascii=False))
