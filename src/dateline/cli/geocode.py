"""`dateline geocode`: place strings to points, JSON Lines in and out."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dateline.settings import load_settings

if TYPE_CHECKING:
    from dateline.know.gazetteer import Gazetteer
    from dateline.resolve.places_geocode import GeoQuery

_HELP = """Example: echo '{"id": 1, "query": "Tabit, North Darfur", "country": "SD"}' | dateline geocode

Reads JSON Lines {id, query, country?, near?} and writes one answer a line, in the same order: {id, lat, lon, place_id,
name, country, precision, radius_km, candidates, why, pcode}. `country` is an ISO code of two letters, `near` is
[lat, lon]; a query may be a p-code. What stays unclear has lat and lon null and the reason in `why`. A line that
cannot be read gives {"id", "error"}, and the exit status is 1."""


def register(app: typer.Typer) -> None:
    """Add `geocode` to the command line."""
    app.command("geocode", help=_HELP)(_geocode)


def _geocode(
    file: Annotated[
        Path | None,
        typer.Argument(exists=True, dir_okay=False, allow_dash=True, help="JSON Lines; without it, standard input."),
    ] = None,
    gazetteer: Annotated[Path | None, typer.Option(help="A built gazetteer; without it, the shipped one.")] = None,
    supplement: Annotated[Path | None, typer.Option(help="A table of your own places; see `gazetteer add`.")] = None,
) -> None:
    # Imported here: they bring the parser, and other verbs must not wait for it.
    from dateline.know.gazetteer import Gazetteer
    from dateline.know.gazetteer_supplement import supplement_in_use

    settings = load_settings()
    chosen, own = gazetteer or settings.gazetteer, supplement_in_use(supplement or settings.gazetteer_supplement)
    lines = file.open(encoding="utf-8") if file and str(file) != "-" else sys.stdin
    failed = False
    with lines, Gazetteer.open(chosen, own) as places:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            answer = _answer(line, number, places)
            failed |= "error" in answer
            typer.echo(json.dumps(answer, ensure_ascii=False))
    if failed:
        raise typer.Exit(1)


def _answer(line: str, number: int, places: Gazetteer) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except ValueError as err:
        return {"id": None, "error": f"line {number}: not JSON: {err}"}
    if not isinstance(record, dict):
        return {"id": None, "error": f"line {number}: not a JSON object"}
    try:
        query = _query(record)
    except ValueError as err:
        return {"id": record.get("id"), "error": f"line {number}: {err}"}
    from dateline.resolve.places_geocode import geocode_one

    return asdict(geocode_one(query, places)) | {"id": record.get("id")}


def _query(record: dict[str, Any]) -> GeoQuery:
    from dateline.resolve.places_geocode import GeoQuery

    text, country, near = record.get("query"), record.get("country"), record.get("near")
    if not isinstance(text, str):
        raise ValueError("query must be a string")
    if country is not None and not (isinstance(country, str) and len(country) == 2):
        raise ValueError(f"country {country!r} is not an ISO code of two letters")
    point = None
    if near is not None:
        if not (isinstance(near, list) and len(near) == 2 and all(isinstance(v, int | float) for v in near)):
            raise ValueError("near must be [lat, lon]")
        point = float(near[0]), float(near[1])
    return GeoQuery(id=str(record.get("id")), query=text, country=country.upper() if country else None, near=point)
