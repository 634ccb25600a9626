"""`dateline area`: places, actors and types saved under a name, for --area of every list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dateline.cli.output import FormatOption, emit, fail, note, settings_for

if TYPE_CHECKING:
    from dateline.know.gazetteer import Gazetteer
    from dateline.settings import Settings

_NAME = re.compile(r"[A-Za-z0-9_-]+")
COLUMNS = ("name", "places", "km", "actors", "types")


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="Areas of interest: filters saved by name.", rich_markup_mode=None)
    group.callback()(_group)
    group.command("add", short_help="Save places, actors and types by name.")(add)
    group.command("list", short_help="List the areas.")(list_)
    group.command("remove", short_help="Forget an area.")(remove)
    app.add_typer(group, name="area", short_help="Save filters by name, for --area.")


def _group() -> None:
    """Example: dateline area list"""


def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Letters, digits, - and _.")],
    place: Annotated[
        list[str], typer.Option("--place", help="A name ('Tabit, North Darfur'), id, p-code or LAT,LON. Repeatable.")
    ] = [],  # noqa: B006 - typer copies it
    within: Annotated[float | None, typer.Option("--within", metavar="KM", min=0, help="Around each town.")] = None,
    actor: Annotated[list[str], typer.Option("--actor", help="An actor's id or name. Repeatable.")] = [],  # noqa: B006
    type: Annotated[list[str], typer.Option("--type", help="An event type. Repeatable.")] = [],  # noqa: B006
) -> None:
    """Example: dateline area add sennar --place Singa --place Sennar --within 40 --actor RSF

    Save an area of interest in dateline.toml, in place of an older one of that name. A row is in it when it is at any
    of its places, by any of its actors and of any of its types, as far as the area names them. A province or a country
    has all that lies inside it. Places are looked up now: one that is not found, or is ambiguous, is refused.
    """
    from dateline.cli.views import check_type
    from dateline.settings import remember_area

    if not _NAME.fullmatch(name):
        fail(f"{name!r} is no name for an area: letters, digits, - and _ only")
    if not (place or actor or type):
        fail("an area needs a --place, an --actor or a --type")
    for kind in type:
        check_type(kind)
    settings = settings_for()
    table: dict[str, Any] = {"places": _places(place, settings)} if place else {}
    if within is not None:
        table["km"] = within
    if actor:
        table["actors"] = actor
    if type:
        table["types"] = [t.replace(" ", "_") if t.islower() else t for t in type]
    note(f"Saved as [areas.{name}] in {remember_area(name, table)}. Use it: dateline events --area {name}")


def list_(format: FormatOption = "table") -> None:
    """Example: dateline area list

    List the areas of dateline.toml.
    """
    from dateline.derive.areas import areas_of

    settings = settings_for()
    rows = []
    for name, area in areas_of(settings.areas, str(settings.file)).items():
        row = {"name": name, **area.model_dump(mode="json", exclude_none=True)}
        if format == "table":
            row["places"] = [p.name or p.id or p.adm1 or p.country or f"{p.lat},{p.lon}" for p in area.places]
        rows.append(row)
    if not emit(rows, format=format, columns=COLUMNS, title="Areas"):
        note("There are no areas; `dateline area add NAME --place PLACE --within KM` makes one.")


def remove(name: Annotated[str, typer.Argument(metavar="NAME", help="As `area list` shows it.")]) -> None:
    """Example: dateline area remove sennar

    Forget an area. No row of the ledger changes.
    """
    from dateline.cli.output import area_named
    from dateline.settings import remember_area

    area_named(name, settings_for())
    note(f"Removed [areas.{name}] from {remember_area(name, None)}.")


def _places(words: list[str], settings: Settings) -> list[dict[str, Any]]:
    from dateline.know.gazetteer import Gazetteer
    from dateline.know.gazetteer_supplement import supplement_in_use

    with Gazetteer.open(settings.gazetteer, supplement_in_use(settings.gazetteer_supplement)) as gazetteer:
        return [_place(word, gazetteer) for word in words]


def _place(word: str, gazetteer: Gazetteer) -> dict[str, Any]:
    """A place as an area keeps it: a unit by its code, a town by its id and point."""
    from dateline.derive.areas import AreaPlace
    from dateline.know.country_names import country_code
    from dateline.resolve.places_geocode import GeoQuery, geocode_one

    code = word.upper() if len(word) == 2 else country_code(word)
    if code is not None and gazetteer.country(code) is not None:
        return {"name": word, "country": code}
    if re.fullmatch(r"\s*-?[\d.]+\s*,\s*-?[\d.]+\s*", word):
        lat, lon = (float(part) for part in word.split(","))
        if abs(lat) > 90 or abs(lon) > 180:
            fail(f"--place: {word} is no point; write LAT,LON in degrees")
        return {"lat": lat, "lon": lon}
    found = gazetteer.by_id(word)
    if found is None:
        answer = geocode_one(GeoQuery(id="area", query=word), gazetteer)
        found = gazetteer.by_id(answer.place_id) if answer.place_id else None
        if found is None:
            why = answer.why or "not found"
            fail(f"--place: {word!r}: {why}; say more ('Tabit, North Darfur'), or give an id or LAT,LON")
    note(f"{word}: {found.name}, {found.country or '?'} ({found.kind}, {found.lat:.3f},{found.lon:.3f}) {found.id}")
    unit = {"adm1": found.adm1} if found.kind == "adm1" and found.adm1 else {}
    kept = {"name": found.name, "id": found.id, "lat": found.lat, "lon": found.lon, **unit}
    return AreaPlace.model_validate(kept).model_dump(exclude_none=True)
