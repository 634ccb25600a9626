"""A Frictionless data package: every table as CSV with a Table Schema, hashes, a codebook and what it is made of."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from dateline.know.events import load_events
from dateline.products.books import Books
from dateline.products.cells import hides, write_rows
from dateline.products.exporter import Exporter
from dateline.products.loss import Losses
from dateline.products.material import Material
from dateline.products.tables import Table, lines_of, tables

#: How the columns of a table are called by Table Schema.
_TYPES = {"list": "string"}
_LICENCE = {
    "name": "notspecified",
    "title": "Not specified: whoever publishes this package decides. Quoted words remain their publishers'.",
}
_GEONAMES = {"title": "GeoNames, CC BY 4.0", "path": "https://www.geonames.org/"}
_APOSTROPHE = "A text that a spreadsheet could run as a formula has an apostrophe before it."


def write_folder(material: Material, _books: Books, folder: Path, losses: Losses) -> int:
    """A package that is no snapshot; gives back the number of lines of all tables."""
    return write_package(material, folder, losses).lines


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a package: the digest of its tables, and how many lines they have."""

    digest: str
    lines: int


def write_package(
    material: Material, folder: Path, losses: Losses, *, name: str = "dateline", given: Mapping[str, Any] | None = None
) -> Written:
    """`datapackage.json`, `codebook.md` and `data/*.csv` in an empty folder. `given`: fields of the package."""
    (folder / "data").mkdir()
    resources, total = [], 0
    for called, table in tables().items():
        resource, count = _resource(called, table, material, folder, losses)
        resources.append(resource)
        total += count
    (folder / "codebook.md").write_text(codebook(), encoding="utf-8")
    digest = digest_of(resources)
    package = {
        "profile": "tabular-data-package",
        "name": name,
        "title": "Claims, events, control and figures of a conflict, with who said so",
        "description": f"One row a line; an empty cell is unknown, never zero. {_APOSTROPHE}",
        "licenses": [_LICENCE],
        "sources": [_GEONAMES],
        "dateline": {**material.meta.to_json(), "digest": digest, "codebook": "codebook.md"},
        "resources": resources,
        **(given or {}),
    }
    text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
    (folder / "datapackage.json").write_text(text, encoding="utf-8")
    return Written(digest, total)


def digest_of(resources: list[dict[str, Any]]) -> str:
    """One sha256 over the names and hashes of the tables: the same content, the same digest."""
    named = sorted([r["name"], r["hash"]] for r in resources)
    return sha256(json.dumps(named, separators=(",", ":")).encode()).hexdigest()


def _resource(name: str, table: Table, material: Material, folder: Path, losses: Losses) -> tuple[dict[str, Any], int]:
    path = folder / "data" / f"{name}.csv"
    hidden = 0
    with path.open("w", encoding="utf-8", newline="") as out:

        def counted() -> Any:
            nonlocal hidden
            for line in lines_of(table, material.rows(table.of)):
                hidden += any(map(hides, line.values()))
                yield line

        count = write_rows(out, list(table.columns), counted())
    losses.note("hidden marks and control characters", "U+FFFD", hidden)
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": f"data/{name}.csv",
        "description": table.text,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{_sha256(path)}",
        "dialect": {"lineTerminator": "\n"},
        "schema": _schema(table),
    }, count  # fmt: skip


def _schema(table: Table) -> dict[str, Any]:
    """Table Schema, with the links between tables: filtered material keeps every claim that its rows point at."""
    fields = [
        {
            "name": name,
            "type": _TYPES.get(column.type, column.type),
            "description": _described(column.type, column.text),
        }
        for name, column in table.columns.items()
    ]
    schema: dict[str, Any] = {"fields": fields, "primaryKey": list(table.key), "missingValues": [""]}
    if table.links:
        schema["foreignKeys"] = [
            {"fields": [column], "reference": {"resource": target.split(".")[0], "fields": [target.split(".")[1]]}}
            for column, target in table.links.items()
        ]
    return schema


def _described(type_: str, text: str) -> str:
    return f"{text}; several are joined by ';'" if type_ == "list" else text


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        total = sha256()
        while block := stream.read(1 << 20):
            total.update(block)
    return total.hexdigest()


def codebook() -> str:
    """The tables, their columns and the event types, in words."""
    lines = ["# Codebook", "", "An empty cell is unknown, never zero. Days are ISO 8601, intervals closed.", ""]
    for name, table in tables().items():
        lines += [f"## {name}", table.text, "", "| column | type | what it is |", "|---|---|---|"]
        lines += [f"| {column} | {c.type} | {c.text} |" for column, c in table.columns.items()]
        lines.append("")
    lines += ["## Event types", "", "| type | what it is |", "|---|---|"]
    leaves = load_events().leaves
    lines += [f"| {n} | {leaves[n].definition} |" for n in sorted(leaves, key=lambda n: leaves[n].rank)]
    return "\n".join(lines) + "\n"


EXPORTER = Exporter(name="datapackage", title="all tables, Frictionless data package", write_folder=write_folder)
