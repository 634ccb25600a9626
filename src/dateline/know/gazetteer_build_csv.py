"""Any table of places: its columns are guessed by their names, or said with a mapping."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from dateline.errors import ConfigError
from dateline.know.gazetteer_build_grid import Grid
from dateline.know.gazetteer_build_points import column_of, kind_of, point_of
from dateline.know.gazetteer_rows import Bad, Item, Resumable, Row, Skipped
from dateline.know.gazetteer_words import place_words

_NEEDED = ("name", "lat", "lon")
_BETWEEN_ALIASES = re.compile(r"[|;]")


def columns_of(grid: Grid, mapping: Mapping[str, str]) -> dict[str, str]:
    """Field -> column, as said or as guessed. Raises ConfigError: an unknown field, a column that is not there."""
    known = place_words().columns
    found = {f: c for f in known if (c := column_of(f, grid.columns)) is not None}
    for field, column in mapping.items():
        if field not in known:
            raise ConfigError(f"--map {field}={column}: no such field; known are {', '.join(known)}")
        if column.casefold() not in grid.columns:
            raise ConfigError(f"{grid.name}:1: no column {column!r}; it has {', '.join(grid.columns)}", path=grid.name)
        found[field] = column.casefold()
    return found


def is_places(columns: Mapping[str, str]) -> bool:
    """Whether there is a name and a point."""
    return all(field in columns for field in _NEEDED)


def place_rows(grid: Grid, columns: Mapping[str, str]) -> Resumable:
    """A place for each row. Country ISO 2 or a name, aliases parted by | or ;, radius in km."""

    def after(count: int) -> Iterator[Item]:
        for line, row in grid.rows(count):
            yield _item(line, row, columns)

    return Resumable(after)


def _item(line: int, row: dict[str, str], columns: Mapping[str, str]) -> Item:
    if not any(row.values()) or next(iter(row.values())).startswith("#"):
        return Skipped("an empty line or one of tags")
    cell = {field: row.get(column, "") for field, column in columns.items()}
    try:
        point = point_of(row, columns["lat"], columns["lon"])
        if point is None or not cell["name"]:
            return Bad(line, "a row needs name, lat and lon")
        return _row(cell, point)
    except ValueError as err:
        return Bad(line, str(err))


def _row(cell: Mapping[str, str], point: tuple[float, float]) -> Row:
    aliases = (a.strip() for a in _BETWEEN_ALIASES.split(cell.get("alias", "")))
    country, radius, geonames = (cell.get(f) or None for f in ("country", "radius_km", "geonames"))
    return Row(
        name=cell["name"], kind=kind_of(cell.get("kind", "")), lat=point[0], lon=point[1],
        country=country.upper() if country and len(country) == 2 else country, names=tuple(a for a in aliases if a),
        population=int(float(cell.get("population") or 0)), radius_km=float(radius) if radius else None,
        pcode=(cell.get("pcode") or "").upper() or None, geonames=int(geonames) if geonames else None,
    )  # fmt: skip
