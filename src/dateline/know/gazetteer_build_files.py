"""Files that users bring to the gazetteer: what each is, by its bytes and its columns."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from dateline.errors import ConfigError, NotFoundError
from dateline.know.gazetteer_build_cod import cod_rows, is_cod
from dateline.know.gazetteer_build_csv import columns_of, is_places, place_rows
from dateline.know.gazetteer_build_geonames import reader_of, rows_of
from dateline.know.gazetteer_build_grid import Grid, csv_grid, workbook_grids
from dateline.know.gazetteer_build_lines import Bytes
from dateline.know.gazetteer_rows import Resumable, Source
from dateline.know.gazetteer_store import sha256_file

_GEONAMES = ("GeoNames (geonames.org)", "CC BY 4.0")
_COD = ("OCHA COD-AB", "see the file's own terms")
_USER = ("user", "the user's")
#: Members of GeoNames' archives beside the table.
_BESIDE = ("readme", "iso-languagecodes")
_TABLES = (".txt", ".csv", ".tsv")


def file_sources(paths: Iterable[Path], mapping: Mapping[str, str] | None = None) -> list[Source]:
    """The sources that files are: one a table, several of an archive or a workbook.

    `mapping`: field -> column, for tables that are neither GeoNames' nor COD-AB. Raises NotFoundError or ConfigError
    naming the file. Two files of one name in two folders are told apart by their folders.
    """
    found = [source for path in paths for source in _sources(path, mapping or {})]
    names = [s.name for s in found]
    return [_renamed(s) if names.count(s.name) > 1 else s for s in found]


def mapping_from(pairs: Iterable[str]) -> dict[str, str]:
    """field=column pairs as a mapping. Raises ConfigError at what is no pair."""
    mapping: dict[str, str] = {}
    for pair in pairs:
        field, equals, column = pair.partition("=")
        if not equals or not field.strip() or not column.strip():
            raise ConfigError(f"--map takes field=column, not '{pair}'; as in --map name=village")
        mapping[field.strip()] = column.strip()
    return mapping


def _renamed(source: Source) -> Source:
    folder = Path(source.path).parent.name
    return replace(source, name=f"{folder}/{source.name}")


def _sources(path: Path, mapping: Mapping[str, str]) -> list[Source]:
    if not path.is_file():
        raise NotFoundError(f"{path}: no such file", path=str(path))
    if not zipfile.is_zipfile(path):
        return [_needed(path, _table(Bytes(path), sha256_file(path), mapping))]
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.namelist()
    except zipfile.BadZipFile as err:
        raise ConfigError(f"{path}: the archive cannot be read: {err}", path=str(path)) from err
    sha = sha256_file(path)
    if "xl/workbook.xml" in members:
        tables = [_grid(grid, path, sha, mapping) for grid in workbook_grids(path)]
    else:
        wanted = [m for m in members if m.casefold().endswith(_TABLES)]
        wanted = [m for m in wanted if not Path(m).name.casefold().startswith(_BESIDE)]
        tables = [_table(Bytes(path, m), sha, mapping) for m in wanted]
    return [s for s in tables if s is not None] or [_needed(path, None)]


def _needed(path: Path, source: Source | None) -> Source:
    if source is None:
        raise ConfigError(
            f"{path}:1: neither a GeoNames file nor a table with name, lat and lon or with ADM1_PCODE; "
            "say which columns they are with --map name=COLUMN --map lat=COLUMN --map lon=COLUMN",
            path=str(path),
        )
    return source


def _table(source: Bytes, sha: str, mapping: Mapping[str, str]) -> Source | None:
    parse = reader_of(source.head())
    if parse is None:
        return _grid(csv_grid(source), source.path, sha, mapping)
    return _source(str(source), source.path, sha, rows_of(source, parse), _GEONAMES, join=False)


def _grid(grid: Grid, path: Path, sha: str, mapping: Mapping[str, str]) -> Source | None:
    if is_cod(grid):
        return _source(grid.name, path, sha, cod_rows(grid), _COD, join=True)
    columns = columns_of(grid, mapping)
    if not is_places(columns):
        return None
    # Read with other columns, the same bytes are another source.
    asked = hashlib.sha256(json.dumps([sha, columns]).encode()).hexdigest() if mapping else sha
    return _source(grid.name, path, asked, place_rows(grid, columns), _USER, join=True)


def _source(where: str, path: Path, sha: str, rows: Resumable, made: tuple[str, str], *, join: bool) -> Source:
    name = where.removeprefix(str(path.parent)).lstrip("/\\") if path.parent != Path() else where
    return Source(
        name=name, sha256=sha, rows=rows, prefix="user", origin=made[0], licence=made[1], join=join, path=where
    )
