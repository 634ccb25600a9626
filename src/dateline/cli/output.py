"""What all verbs share: rows as table, JSON Lines or CSV on standard output, words on standard error, options."""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NoReturn

import typer

if TYPE_CHECKING:
    from rich.text import Text

    from dateline.derive.areas import Area
    from dateline.ledger import Ledger
    from dateline.settings import Settings

Format = Literal["table", "jsonl", "csv"]
FormatOption = Annotated[Format, typer.Option("--format", help="How rows are written.")]
LedgerOption = Annotated[
    Path | None,
    typer.Option("--ledger", help="The ledger file. [default: DATELINE_LEDGER, dateline.toml or ./dateline.ledger]"),
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing on standard error but errors.")]
FromOption = Annotated[str | None, typer.Option("--from", metavar="DAY", help="In the world: on this day or later.")]
ToOption = Annotated[str | None, typer.Option("--to", metavar="DAY", help="In the world: on this day or earlier.")]
PlaceOption = Annotated[str | None, typer.Option("--place", help="A place's id or name, or a country's two letters.")]
StatusOption = Annotated[str | None, typer.Option("--status", help="How sure it is, as in the table.")]
ActorOption = Annotated[str | None, typer.Option("--actor", help="An actor's id or name.")]
SourceOption = Annotated[str | None, typer.Option("--source", help="A source's id or name.")]
AreaOption = Annotated[str | None, typer.Option("--area", metavar="NAME", help="In an area of `dateline area list`.")]
KnownByOption = Annotated[
    str | None,
    typer.Option("--known-by", metavar="DAY", help="Only documents published by this day; undated ones are left out."),
]
RecordedByOption = Annotated[
    str | None, typer.Option("--recorded-by", metavar="TIME", help="What the ledger held at this day or moment (UTC).")
]

_QUIET: ContextVar[bool] = ContextVar("quiet", default=False)
#: Longest cell of a table that is not on a terminal.
_CELL = 100
#: The same where a terminal would wrap it: such tables have many columns.
_WRAPPED = 44
#: Words up to this length are not broken in a wrapped cell; days and ids never are.
_WORD = 7
_STYLES = {"corroborated": "green", "contested": "yellow", "disputed": "yellow", "retracted": "red strike"}


def set_quiet(quiet: bool) -> None:
    """Turn notes off for this command."""
    if quiet:
        _QUIET.set(True)


def is_quiet() -> bool:
    """Whether notes and progress are off."""
    return _QUIET.get()


def note(message: str) -> None:
    """A message for people, on standard error; silent under --quiet."""
    if not _QUIET.get():
        typer.echo(message, err=True)


def warn(message: str) -> None:
    """A message on standard error that --quiet does not silence."""
    typer.echo(message, err=True)


def fail(message: str, code: int = 2) -> NoReturn:
    """Say what is wrong and end with this status: 2 usage or configuration, 1 some documents set aside."""
    typer.echo(f"dateline: {message}", err=True)
    raise typer.Exit(code)


def settings_for(ledger: Path | None = None, **flags: str | int | bool | None) -> Settings:
    """The settings in force under these flags (None = not given)."""
    from dateline.settings import load_settings

    return load_settings({"ledger": str(ledger) if ledger else None, **flags})


def open_ledger(ledger: Path | None, *, create: bool = False) -> Ledger:
    """The ledger that the flag, the environment or dateline.toml names. Raises NotFoundError naming the path."""
    from dateline.ledger import Ledger

    settings = settings_for(ledger)
    return Ledger(settings.ledger, create=create, busy_seconds=settings.busy_seconds)


def area_named(name: str | None, settings: Settings) -> Area | None:
    """The area of interest of this name. Raises NotFoundError naming those that there are."""
    if name is None:
        return None
    from difflib import get_close_matches

    from dateline.derive.areas import areas_of
    from dateline.errors import NotFoundError

    areas = areas_of(settings.areas, str(settings.file))
    if name not in areas:
        near = get_close_matches(name, areas, n=1)
        hint = f"did you mean '{near[0]}'?" if near else f"there are {', '.join(areas) or 'none'}"
        raise NotFoundError(
            f"no area '{name}' in {settings.file}; {hint} (`dateline area add NAME` makes one)", area=name
        )
    return areas[name]


def note_undated(ledger: Ledger, known_by: str | None) -> None:
    """Say how many documents `--known-by` leaves out for want of a date."""
    if known_by is not None and (count := ledger.undated()):
        note(f"{count} document{'s' if count != 1 else ''} without a publication date left out (--known-by)")


def emit(
    rows: Iterable[Mapping[str, Any]],
    *,
    format: Format = "table",
    columns: Sequence[str] = (),
    title: str | None = None,
    wrap: bool = False,
) -> int:
    """Write rows to standard output and return their number.

    `table`: the `columns` (dotted names reach into a row), as wide as the terminal, whole lines elsewhere. With `wrap`
    a cell that is too long goes on below itself, else it is cut with an ellipsis; elsewhere each row is one line.
    `jsonl`: every field, one row a line, as they come. `csv`: every field, nested ones under dotted names.
    """
    try:
        if format == "jsonl":
            count = _jsonl(rows)
        elif format == "csv":
            count = _csv(list(rows), columns)
        else:
            count = _table(list(rows), columns, title, wrap)
        sys.stdout.flush()
    except BrokenPipeError:
        close_quietly()
    return count


def close_quietly() -> NoReturn:
    """The reader of our output has gone (`| head`): end without a word."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise typer.Exit(0)


def _jsonl(rows: Iterable[Mapping[str, Any]]) -> int:
    from dateline.products.lines import json_line

    count = 0
    for count, row in enumerate(rows, 1):  # noqa: B007 - counted, not used
        sys.stdout.write(json_line(row))
    return count


def _csv(rows: list[Mapping[str, Any]], columns: Sequence[str]) -> int:
    from dateline.products.cells import inert

    flat = [dict(_flatten(row)) for row in rows]
    names = list(dict.fromkeys(name for row in flat for name in row)) or list(columns)
    # A field that is null in one row and nested in another has its dotted names only.
    names = [n for n in names if not any(other.startswith(n + ".") for other in names)]
    writer = csv.DictWriter(sys.stdout, names, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: inert(v) if isinstance(v, str) else v for name, v in row.items()} for row in flat)
    return len(rows)


def _flatten(row: Mapping[str, Any], prefix: str = "") -> Iterable[tuple[str, Any]]:
    for name, value in row.items():
        if isinstance(value, Mapping):
            yield from _flatten(value, f"{prefix}{name}.")
        elif isinstance(value, list | tuple):
            plain = all(isinstance(v, str) and ";" not in v for v in value)
            yield prefix + name, ";".join(value) if plain else json.dumps(value, ensure_ascii=False)
        else:
            yield prefix + name, value


def _table(rows: list[Mapping[str, Any]], columns: Sequence[str], title: str | None, wrap: bool) -> int:
    names = list(columns) or list(dict.fromkeys(name for row in rows for name in row))
    cells = [[words(reach(row, name)) for name in names] for row in rows]
    right = [any(isinstance(reach(row, name), int | float) for row in rows) for name in names]
    heads = [name.rsplit(".", 1)[-1] for name in names]
    if sys.stdout.isatty():
        _rich_table(heads, cells, right, title, wrap)
    else:
        _plain_table(heads, cells, right, _WRAPPED if wrap else _CELL)
    return len(rows)


def _rich_table(heads: list[str], cells: list[list[str]], right: list[bool], title: str | None, wrap: bool) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    console = Console(file=sys.stdout, highlight=False)
    table = Table(title=title, box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    room = console.width - 2 * len(heads)
    widths = _widths([heads, *cells], room) if wrap else _cut_widths(heads, cells, room)
    for head, is_right, width in zip(heads, right, widths, strict=True):
        table.add_column(
            head,
            no_wrap=not wrap,
            overflow="fold" if wrap else "ellipsis",
            justify="right" if is_right else "left",
            width=width,
        )
    for row in cells:
        table.add_row(*(_styled(cell) for cell in row))
    console.print(table)


def _widths(rows: list[list[str]], room: int) -> list[int]:
    """A width for each column: the widest ones give way until all fit, and words are broken only if they must be."""
    columns = list(zip(*rows, strict=True))
    widths = [max(len(cell) for cell in column) for column in columns]
    longest = [max((word for cell in column for word in cell.split()), key=len, default="") for column in columns]
    for breaking in (False, True):
        least = [min(len(w), _WORD) if breaking and w.isalpha() else len(w) for w in longest]
        while sum(widths) > room and (spare := [i for i, w in enumerate(widths) if w > least[i]]):
            widths[max(spare, key=widths.__getitem__)] -= 1
    return widths


def _cut_widths(heads: list[str], cells: list[list[str]], room: int) -> list[int]:
    """A width for each column of a table of one line a row: the widest are cut first, names to ask by after them."""
    widths = [max(len(cell) for cell in column) for column in zip(heads, *cells, strict=True)]
    for kept, least in ((_KEPT_WHOLE, _SHORT), (frozenset[str](), _SHORT), (frozenset[str](), 1)):
        while sum(widths) > room and (spare := [i for i, w in enumerate(widths) if heads[i] not in kept and w > least]):
            widths[max(spare, key=widths.__getitem__)] -= 1
    return widths


#: Columns that people copy from, and the width (of a date and a bit) down to which others are cut before them.
_KEPT_WHOLE, _SHORT = frozenset({"id", "document", "of"}), 12


def _styled(cell: str) -> Text:
    """A cell with the colour of its status, if it begins with one."""
    from rich.text import Text

    return Text(cell, style=_STYLES.get(cell.split(" ")[0].strip(","), ""))


def _plain_table(heads: list[str], cells: list[list[str]], right: list[bool], longest: int) -> None:
    """Aligned columns, each row on one line, long cells cut: for pipes and files."""
    short = [heads, *([c if len(c) <= longest else c[: longest - 1] + "…" for c in row] for row in cells)]
    widths = [max(len(row[i]) for row in short) for i in range(len(heads))]
    for row in short:
        padded = (c.rjust(w) if r else c.ljust(w) for c, w, r in zip(row, widths, right, strict=True))
        sys.stdout.write("  ".join(padded).rstrip() + "\n")


def reach(row: Mapping[str, Any], name: str) -> Any:
    """The value under a dotted name; None where the way ends."""
    value: Any = row
    for part in name.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def words(value: Any) -> str:
    """A value as a person reads it, on one line, without control characters."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        if "from" in value or "to" in value:
            return _interval(value.get("from"), value.get("to"))
        return words(value.get("name") or value.get("id"))
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, (words(v) for v in value)))
    return " ".join("".join(c if c.isprintable() or c.isspace() else "\ufffd" for c in str(value)).split())


def _interval(first: Any, last: Any) -> str:
    if first == last:
        return str(first or "")
    return f"{first or ''}..{last or ''}"
