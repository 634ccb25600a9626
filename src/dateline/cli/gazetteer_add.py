"""`dateline gazetteer add` and `remove`: names of your own, read over the gazetteer without a rebuild."""

from __future__ import annotations

import getpass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from dateline.cli.output import note
from dateline.errors import NotFoundError
from dateline.know.gazetteer import Gazetteer
from dateline.know.gazetteer_supplement import (
    Entry,
    add_entry,
    default_supplement,
    read_supplement,
    remove_entry,
    supplement_in_use,
)
from dateline.settings import load_settings

#: A place of the same name nearer than this is likely the same one, km.
_NEAR_KM = 10.0
_ADD = """Example: dateline gazetteer add Shagra --country SD --lat 13.71 --lon 25.2 --alias Shaqra

Adds a place, or with --of further names of a place that is there, to your supplement: a table that look-ups read over
the gazetteer at once. Prints the id of the entry; `dateline gazetteer remove ID` undoes it. A read with another
supplement is another version: `dateline run` then reads its documents anew."""
_REMOVE = """Example: dateline gazetteer remove user:0123456789abcdef

Takes an entry of your supplement back. The row stays in the table, with another that removes it."""

_SUPPLEMENT = typer.Option(help="The table. [default: gazetteer_supplement, or one in your settings folder]")
_BY = typer.Option("--by", help="Who does it. [default: your user name]")


def register_additions(group: typer.Typer) -> None:
    """Add the two verbs to `dateline gazetteer`."""
    group.command("add", help=_ADD)(_add)
    group.command("remove", help=_REMOVE)(_remove)


def _add(
    name: Annotated[str, typer.Argument(help="The name as reports write it.")],
    country: Annotated[str | None, typer.Option(help="ISO code of two letters.")] = None,
    lat: Annotated[float | None, typer.Option(help="Degrees north.")] = None,
    lon: Annotated[float | None, typer.Option(help="Degrees east.")] = None,
    kind: Annotated[str, typer.Option(help="settlement, camp, crossing, ...")] = "settlement",
    radius: Annotated[float | None, typer.Option("--radius-km", help="How far it reaches, km.")] = None,
    alias: Annotated[list[str] | None, typer.Option(help="Another name; may be given several times.")] = None,
    of: Annotated[str | None, typer.Option(metavar="PLACE_ID", help="The place that has this name.")] = None,
    supplement: Annotated[Path | None, _SUPPLEMENT] = None,
    by: Annotated[str | None, _BY] = None,
) -> None:
    entry = Entry(
        name=name.strip(), kind=kind, country=country.upper() if country else None, lat=lat, lon=lon, radius_km=radius,
        aliases=tuple(a.strip() for a in alias or () if a.strip()), of=of, at=_now(), by=by or getpass.getuser(),
    )  # fmt: skip
    entry.check("gazetteer add")
    path = _path(supplement)
    with Gazetteer.open(load_settings().gazetteer, path if path.is_file() else None) as gazetteer:
        if of is not None and gazetteer.by_id(of) is None:
            raise NotFoundError(f"{of}: no place of this id; `dateline geocode` shows ids", id=of)
        _warn_of_twins(gazetteer, entry)
    add_entry(path, entry)
    note(f"added to {path}")
    typer.echo(entry.id)


def _remove(
    entry: Annotated[str, typer.Argument(metavar="ID", help="The id that `add` printed.")],
    supplement: Annotated[Path | None, _SUPPLEMENT] = None,
    by: Annotated[str | None, _BY] = None,
) -> None:
    path = _path(supplement)
    removed = remove_entry(path, entry, at=_now(), by=by or getpass.getuser())
    note(f"removed {removed.name} from {path}; {len(read_supplement(path).entries)} entries are in force")


def _warn_of_twins(gazetteer: Gazetteer, entry: Entry) -> None:
    if entry.of is not None or entry.lat is None or entry.lon is None:
        return
    for match in gazetteer.lookup(entry.name):
        away = match.place.km_to(entry.lat, entry.lon)
        if away < _NEAR_KM and match.place.country in (entry.country, None):
            note(f"{match.place.name} is {away:.1f} km away; if it is the same: --of {match.place.id}")


def _path(given: Path | None) -> Path:
    return given or load_settings().gazetteer_supplement or supplement_in_use(None) or default_supplement()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
