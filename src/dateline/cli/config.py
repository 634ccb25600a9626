"""`dateline config explain`: which value is in force, and why."""

from __future__ import annotations

import typer

from dateline.cli.output import FormatOption, emit


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="The settings in force.", rich_markup_mode=None)
    group.callback()(_group)
    group.command("explain", short_help="Show each value and where it comes from.")(explain)
    app.add_typer(group, name="config", short_help="Explain the settings in force.")


def _group() -> None:
    """Example: dateline config explain"""


def explain(format: FormatOption = "table") -> None:
    """Example: dateline config explain

    Show each setting's value, where it comes from and the places that were looked at, first to last.
    """
    from dateline.settings import SETTINGS, load_settings

    origins = load_settings().origins
    rows = [
        {
            "name": s.name,
            "value": origins[s.name].value,
            "origin": origins[s.name].where,
            "tried": list(origins[s.name].tried),
            "help": s.help,
        }
        for s in SETTINGS
    ]
    emit(rows, format=format, columns=("name", "value", "origin", "tried", "help"), title="Settings")
