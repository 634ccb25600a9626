"""OCHA's COD-AB tables: administrative units with p-codes and names in several languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dateline.know.gazetteer_build_grid import Grid
from dateline.know.gazetteer_build_points import point_of
from dateline.know.gazetteer_rows import Bad, Item, Resumable, Skipped, Unit

#: 'ADM1_PCODE', 'adm2_name', 'admin1Name_en', 'ADM2ALT1_EN', 'ADM3_REF': a level and what of it.
_COLUMN = re.compile(r"adm(?:in)?([0-4])_?(.+)$")
_NAME = re.compile(r"(?:(?:ref_?)?name\d?|ref|alt_?(?:name)?\d?)?_?(?:[a-z]{2})?$")
_FIRST = ("en", "name_en", "nameen", "name", "refname", "ref_name")
_COUNTRY = re.compile(r"[A-Za-z]{2}(?=\d|$)")


def is_cod(grid: Grid) -> bool:
    """Whether a table has a column of p-codes of units below the country."""
    return any(level != "0" and what == "pcode" for level, what in map(_parts, grid.columns))


def cod_rows(grid: Grid) -> Resumable:
    """A unit for each row: the lowest level that the row has, and the levels above it."""
    names = _names_by_level(grid.columns)
    pcodes = {int(level): c for c in grid.columns for level, what in [_parts(c)] if what == "pcode"}

    def after(count: int) -> Iterator[Item]:
        for line, row in grid.rows(count):
            yield _item(line, row, names, pcodes)

    return Resumable(after)


def _parts(column: str) -> tuple[str, str]:
    found = _COLUMN.match(column)
    return (found.group(1), found.group(2)) if found else ("", "")


def _names_by_level(columns: tuple[str, ...]) -> dict[int, list[str]]:
    """Level -> its columns of names, the English one first."""
    found: dict[int, list[str]] = {}
    for column in columns:
        level, what = _parts(column)
        if level and _NAME.match(what):
            found.setdefault(int(level), []).append(column)
    return {level: sorted(those, key=_place_among_names) for level, those in found.items()}


def _place_among_names(column: str) -> int:
    what = _parts(column)[1]
    return _FIRST.index(what) if what in _FIRST else len(_FIRST)


def _item(line: int, row: dict[str, str], names: dict[int, list[str]], pcodes: dict[int, str]) -> Item:
    if not any(row.values()) or next(iter(row.values())).startswith("#"):
        return Skipped("an empty line or one of tags")
    levels = sorted(n for n, column in pcodes.items() if row[column])
    if not levels:
        return Bad(line, "a row without a p-code")
    if levels[-1] == 0:
        return Skipped("a country")
    country = row.get("iso2") or _country(row.get("adm0_pcode", "")) or _country(row[pcodes[levels[-1]]])
    if not country:
        return Bad(line, f"p-code {row[pcodes[levels[-1]]]!r} does not begin with a country's two letters")
    try:
        point = point_of(row)
    except ValueError as err:
        return Bad(line, str(err))
    units: list[Unit] = []
    for level in [n for n in levels if n > 0]:
        called = tuple(dict.fromkeys(v for c in names.get(level, ()) if (v := row[c]) and not v.isdigit()))
        if called:
            pcode = row[pcodes[level]].upper()
            last = level == levels[-1]
            units.append(
                Unit(
                    pcode=pcode, names=called, level=level, country=country.upper(), point=point if last else None,
                    above=tuple(units) if last else (),
                )
            )  # fmt: skip
    if not units or units[-1].level != levels[-1]:
        return Bad(line, f"p-code {row[pcodes[levels[-1]]]} has no name")
    return units[-1]


def _country(pcode: str) -> str | None:
    found = _COUNTRY.match(pcode)
    return found.group() if found else None
