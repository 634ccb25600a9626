"""Our own rows: JSON Lines, CSV, Parquet and the data package say the same, and are read back."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from dateline.derive.filters import Filters
from dateline.ledger import Ledger, Review
from dateline.products.books import PackageBooks
from dateline.products.cells import parted, read_rows
from dateline.products.datapackage import write_folder as write_package
from dateline.products.loss import Losses
from dateline.products.material import Material, View
from dateline.products.parquet import write_folder as write_parquet
from dateline.products.tables import Table, table_lines, tables
from dateline.run.engine_products import Asked, material_of
from product_rows import make_war

Exported = Callable[..., tuple[str, Losses]]
OWN: list[View] = ["claims", "events", "control", "figures", "persons"]


@pytest.mark.parametrize("view", OWN)
def test_json_lines_are_the_rows(view: View, exported: Exported, material: Material) -> None:
    text, _ = exported(view)
    assert [json.loads(line) for line in text.splitlines()] == list(material.rows(view))


def valued(table: Table, row: dict[str, str]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    kinds: dict[str, Callable[[str], Any]] = {"integer": int, "number": float, "boolean": "true".__eq__}
    for name, column in table.columns.items():
        if column.type == "list":
            made[name] = parted(row[name])
        else:
            made[name] = kinds.get(column.type, str)(row[name]) if row[name] else None
    return made


@pytest.mark.parametrize("view", OWN)
def test_csv_is_read_back(view: View, exported: Exported, material: Material) -> None:
    text, _ = exported(f"{view}.csv")
    rows = [valued(tables()[view], row) for row in read_rows(StringIO(text, newline=""))]
    assert rows == list(table_lines(view, material))


def test_a_hostile_name_is_inert_in_csv(exported: Exported) -> None:
    assert ",'=cmd|' /C calc'!A0," in exported("events.csv")[0]


def test_parquet_is_read_back(material: Material, books: PackageBooks, tmp_path: Path) -> None:
    losses = Losses("parquet")
    write_parquet(material, books, tmp_path, losses)
    assert len(losses) == 0
    for name, table in tables().items():
        days = {c for c, column in table.columns.items() if column.type == "date"}
        read = pq.read_table(tmp_path / f"{name}.parquet")
        rows = [
            {k: v.isoformat() if k in days and v is not None else v for k, v in row.items()} for row in read.to_pylist()
        ]
        assert rows == list(table_lines(name, material))
        assert json.loads(read.schema.metadata[b"dateline"])["log_head"] == material.meta.head


def test_a_package_is_read_back_and_its_hashes_hold(material: Material, books: PackageBooks, tmp_path: Path) -> None:
    write_package(material, books, tmp_path, Losses("datapackage"))
    package = json.loads((tmp_path / "datapackage.json").read_text())
    assert [r["name"] for r in package["resources"]] == list(tables())
    for resource in package["resources"]:
        path = tmp_path / resource["path"]
        assert resource["hash"] == f"sha256:{sha256(path.read_bytes()).hexdigest()}"
        assert resource["bytes"] == path.stat().st_size
        table = tables()[resource["name"]]
        with path.open(encoding="utf-8", newline="") as lines:
            rows = [valued(table, row) for row in read_rows(lines)]
        assert rows == list(table_lines(resource["name"], material))
    assert package["dateline"]["log_head"] == material.meta.head
    assert "territory_captured" in (tmp_path / "codebook.md").read_text()


def test_filtered_material_is_closed(opened: Ledger) -> None:
    """Rows point at claims and documents that are there, and at no others."""
    material = material_of(opened, Asked(filters=Filters(type="displacement", from_="2024-06-30")))
    (event,) = material.rows("events")
    claims = {c["id"]: c for c in material.rows("claims")}
    assert set(event["claims"]) <= set(claims)
    assert {d["id"] for d in material.rows("documents")} == {c["document"] for c in claims.values()}
    assert len(claims) < len(list(material_of(opened, Asked()).rows("claims")))


def test_people_decisions_reach_the_claims(tmp_path: Path) -> None:
    with Ledger(make_war(tmp_path / "w.ledger")) as ledger:
        before = list(material_of(ledger, Asked()).rows("claims"))
        refused, edited = before[0]["id"], before[1]["id"]
        then = ledger.last()[1]
        ledger.review(Review(target_kind="claim", target=refused, action="reject", by="ana", reason="old"))
        ledger.review(Review(
            target_kind="claim", target=edited, action="edit", field="time.to", new="2024-06-30", by="ana", reason="x"
        ))  # fmt: skip
        material = material_of(ledger, Asked())
        now = {c["id"]: c for c in material.rows("claims")}
        assert refused not in now
        assert material.claim(refused) is None
        assert now[edited]["time"]["to"] == "2024-06-30"
        past = material_of(ledger, Asked(recorded_by=then))
        assert list(past.rows("claims")) == before
        assert past.meta.head != material.meta.head
        assert past.claim(refused) is not None
        assert list(past.rows("reviews")) == []
