"""The command line. `main` maps every ending to its exit status; each module of verbs registers its own."""

from __future__ import annotations

import contextlib
import importlib
import io
import os
import sys
import traceback
from collections.abc import Sequence
from typing import Annotated, NoReturn

import typer

from dateline.errors import ConfigError, DatelineError, LedgerError, NotFoundError

#: The modules of verbs, in the order of the help.
MODULES = (
    "run",
    "watch",
    "annotate",
    "documents",
    "families",
    "evidence",
    "retry",
    "rerun",
    "claims",
    "views",
    "explain",
    "changes",
    "decide",
    "review",
    "import_acled",
    "export",
    "release",
    "report",
    "desk",
    "accounts",
    "snapshot",
    "status",
    "digest",
    "redact",
    "geocode",
    "gazetteer",
    "bench",
    "schema",
    "init",
    "area",
    "config",
    "doctor",
)

GOOD, SET_ASIDE, USAGE, INTERNAL, INTERRUPTED = 0, 1, 2, 3, 130


def build() -> typer.Typer:
    """The application with all verbs."""
    app = typer.Typer(
        name="dateline",
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback(invoke_without_command=True)(_root)
    for name in MODULES:
        importlib.import_module(f"dateline.cli.{name}").register(app)
    return app


def _root(
    ctx: typer.Context,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing on standard error but errors.")] = False,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Puts a source, a place and a date on every claim in conflict reporting.

    Example: dateline run reports/ && dateline events
    """
    from dateline.cli.output import set_quiet

    set_quiet(quiet)
    if version:
        from importlib.metadata import version as version_of

        typer.echo(version_of("dateline"))
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


def main(argv: Sequence[str] | None = None) -> NoReturn:
    """Run a command line and exit: 0 good, 1 documents set aside, 2 usage or configuration, 3 internal, 130 cut off."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(_status(argv))


def _status(argv: Sequence[str] | None) -> int:
    try:
        build()(args=None if argv is None else list(argv), prog_name="dateline")
    except SystemExit as ending:
        return _flushed(ending.code if isinstance(ending.code, int) else GOOD)
    except KeyboardInterrupt:
        return INTERRUPTED
    except (ConfigError, NotFoundError, LedgerError) as err:
        return _said(err, USAGE)
    except DatelineError as err:
        return _said(err, SET_ASIDE)
    except Exception as err:  # noqa: BLE001 - the outermost border: a status and a way to the trace
        return _internal(err)
    return GOOD


def _flushed(code: int) -> int:
    """Empty standard output now, so that a closed pipe is not complained of at exit."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return GOOD
    return code


def _said(err: DatelineError, code: int) -> int:
    if os.environ.get("DATELINE_DEBUG"):
        traceback.print_exc()
    typer.echo(f"dateline: {err}", err=True)
    return code


def _internal(err: Exception) -> int:
    if os.environ.get("DATELINE_DEBUG"):
        traceback.print_exc()
    typer.echo(f"dateline: internal error: {type(err).__name__}: {err}", err=True)
    if not os.environ.get("DATELINE_DEBUG"):
        typer.echo("This is a fault of Dateline; run again with DATELINE_DEBUG=1 to see the trace.", err=True)
    return INTERNAL
