"""What every exporter of the seam `dateline.exporters` must do, those of plug-ins too. Run it over your own."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest

from dateline.errors import ConfigError
from dateline.ledger import Ledger
from dateline.products.books import PackageBooks
from dateline.products.exporter import exporter_of, exporters
from dateline.products.loss import Losses
from dateline.products.material import Material, Meta
from dateline.run.engine_products import Asked, material_of
from product_rows import make_war

#: Names once released never go away.
RELEASED = {
    "acled", "claims", "claims.csv", "control", "control.csv", "datapackage", "events", "events.csv", "figures",
    "figures.csv", "followthemoney", "geojson", "hxl", "parquet", "persons", "persons.csv", "prov", "ucdp",
}  # fmt: skip
EMPTY = Material(
    meta=Meta(version="0", rules="0", policy="range", head="0" * 64, recorded_at=None),
    rows=lambda _view: [],
    claim=lambda _key: None,
    document=lambda _key: None,
)


@pytest.fixture(scope="module")
def books() -> Iterator[PackageBooks]:
    opened = PackageBooks()
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with Ledger(make_war(tmp_path_factory.mktemp("war") / "war.ledger")) as opened:
        yield opened


def product(name: str, material: Material, books: PackageBooks, folder: Path) -> tuple[dict[str, bytes], Losses]:
    """The files of a product, by name, and what it lost."""
    exporter, losses = exporter_of(name), Losses(name)
    folder.mkdir(parents=True)
    if exporter.write is not None:
        out = StringIO(newline="")
        exporter.write(material, books, out, losses)
        (folder / "text").write_bytes(out.getvalue().encode())
    else:
        assert exporter.write_folder is not None
        exporter.write_folder(material, books, folder, losses)
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}, losses


def test_no_format_has_disappeared() -> None:
    assert set(exporters()) >= RELEASED


@pytest.mark.parametrize("name", exporters())
def test_a_format_is_called_what_it_is_registered_as(name: str) -> None:
    assert exporter_of(name).name == name
    assert exporter_of(name).title


def test_an_unknown_format_is_explained() -> None:
    with pytest.raises(ConfigError, match="geojson"):
        exporter_of("geojsom")


@pytest.mark.parametrize("name", exporters())
def test_nothing_gives_an_empty_product(name: str, books: PackageBooks, tmp_path: Path) -> None:
    files, _ = product(name, EMPTY, books, tmp_path / "out")
    assert files


@pytest.mark.parametrize("name", exporters())
def test_the_same_material_gives_the_same_bytes(name: str, ledger: Ledger, books: PackageBooks, tmp_path: Path) -> None:
    asked = Asked(policy=exporter_of(name).policy)
    one = product(name, material_of(ledger, asked), books, tmp_path / "one")
    two = product(name, material_of(ledger, asked), books, tmp_path / "two")
    assert one[0] == two[0]
    assert one[1].to_json() == two[1].to_json()


@pytest.mark.parametrize("name", exporters())
def test_losses_say_what_and_what_was_done(name: str, ledger: Ledger, books: PackageBooks, tmp_path: Path) -> None:
    _, losses = product(name, material_of(ledger, Asked()), books, tmp_path / "out")
    for row in losses.to_json()["losses"]:
        assert row["what"]
        assert row["choice"]
        assert row["rows"] >= 1
    assert losses.lines()[0].startswith(name)


@pytest.mark.parametrize("name", exporters())
def test_no_cell_is_a_formula(name: str, ledger: Ledger, books: PackageBooks, tmp_path: Path) -> None:
    import csv

    files, _ = product(name, material_of(ledger, Asked()), books, tmp_path / "out")
    texts = [f.decode() for path, f in files.items() if path.endswith(".csv") or exporter_of(name).suffix == ".csv"]
    cells = [cell for text in texts for row in csv.reader(StringIO(text, newline="")) for cell in row]
    assert [c for c in cells if c[:1] in "=+@|%\t\r" and c] == []
    assert all(c.lstrip("-").replace(".", "").replace("e", "").isdigit() for c in cells if c[:1] == "-")
