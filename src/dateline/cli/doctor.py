"""`dateline doctor`: whether all that Dateline needs is there and whole."""

from __future__ import annotations

import platform
import sqlite3
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import version

import typer

from dateline.cli.output import FormatOption, LedgerOption, emit, note, settings_for

Check = Callable[[], str]
_OLDEST_SQLITE = (3, 37, 0)


def register(app: typer.Typer) -> None:
    app.command("doctor", short_help="Check that all is there and whole.")(doctor)


def doctor(ledger: LedgerOption = None, format: FormatOption = "table") -> None:
    """Example: dateline doctor

    Check Python, SQLite, the English model's bytes, the gazetteer, the settings, and the ledger: its log's chain and
    every stored hash. Finishes a redaction that was cut off. Exit status 1 when something is wrong.
    """
    rows = list(_checks(ledger))
    emit(rows, format=format, columns=("check", "good", "found"), title="Doctor")
    if not all(row["good"] for row in rows):
        note("Something is wrong: see the lines with 'no'.")
        raise typer.Exit(1)


def _checks(ledger: object) -> Iterator[dict[str, object]]:
    from pathlib import Path

    checks: dict[str, Check] = {
        "dateline": lambda: version("dateline"),
        "python": _python,
        "sqlite": _sqlite,
        "parser": _parser,
        "event types": _event_types,
        "gazetteer": _gazetteer,
        "settings": _settings,
        "ledger": lambda: _ledger(ledger if isinstance(ledger, Path) else None),
    }
    from dateline.errors import DatelineError

    for name, check in checks.items():
        try:
            yield {"check": name, "good": True, "found": check()}
        except (DatelineError, OSError, sqlite3.Error) as err:
            yield {"check": name, "good": False, "found": str(err)}


def _python() -> str:
    return f"{platform.python_version()} ({sys.executable})"


def _sqlite() -> str:
    from dateline.errors import ConfigError

    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        raise ConfigError(f"{sqlite3.sqlite_version} is too old: 3.37 or newer is needed")
    return sqlite3.sqlite_version


def _parser() -> str:
    from dateline.text.parse import load, model_name

    load()
    return f"{model_name()}, bytes as pinned"


def _event_types() -> str:
    from dateline.find.types_learned import check_model
    from dateline.know.events import load_events

    own = load_events().own
    added = f"; {len(own)} of your own: {', '.join(t.leaf for t in own)}" if own else ""
    return f"model {check_model()[:12]}, bytes as on its card{added}"


def _gazetteer() -> str:
    from dateline.know.gazetteer_store import read_card, shipped_file

    own = settings_for().gazetteer
    if own is not None:
        return f"{own} ({own.stat().st_size:,} bytes)"
    card = read_card()
    return f"{shipped_file()} (sha256 {str(card.get('sqlite_sha256', 'unknown'))[:12]})"


def _settings() -> str:
    origins = settings_for().origins.values()
    changed = sum(o.where != "default" for o in origins)
    return f"{len(origins)} settings, {changed} not at their default"


def _ledger(path: object) -> str:
    from pathlib import Path

    from dateline.errors import LedgerError
    from dateline.ledger import Ledger

    settings = settings_for(path if isinstance(path, Path) else None)
    if path is None and not settings.ledger.exists():
        return f"none at {settings.ledger} yet"
    with Ledger(settings.ledger, busy_seconds=settings.busy_seconds) as opened:
        opened.scrub()
        problems = opened.verify()
        if problems:
            raise LedgerError(f"{settings.ledger}: {len(problems)} problems: {'; '.join(problems[:5])}")
        return f"{settings.ledger}: {opened.counts()['log_rows']:,} log rows, chain and hashes whole"
