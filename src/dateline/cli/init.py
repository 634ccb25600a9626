"""`dateline init`: a settings file to start from."""

from __future__ import annotations

from pathlib import Path

import typer

from dateline.cli.output import fail, note


def register(app: typer.Typer) -> None:
    app.command("init", short_help="Write a commented dateline.toml.")(init)


def init() -> None:
    """Example: dateline init

    Write a dateline.toml into this folder with every setting, its help and its default. An existing one is kept.
    """
    from dateline.settings import template

    path = Path("dateline.toml")
    try:
        with path.open("x", encoding="utf-8") as stream:
            stream.write(template())
    except FileExistsError:
        fail(f"{path} is there already; remove it first to start anew")
    note(f"Wrote {path}. Next: dateline run PATH")
