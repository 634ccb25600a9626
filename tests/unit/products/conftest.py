"""The small war of `product_rows`, as material."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import StringIO

import pytest

from dateline.derive.filters import Filters
from dateline.ledger import Ledger
from dateline.products.books import PackageBooks
from dateline.products.exporter import exporter_of
from dateline.products.loss import Losses
from dateline.products.material import Material
from dateline.run.engine_products import Asked, material_of
from product_rows import make_war


@pytest.fixture(scope="session")
def books() -> Iterator[PackageBooks]:
    opened = PackageBooks()
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with Ledger(make_war(tmp_path_factory.mktemp("war") / "war.ledger")) as ledger:
        yield ledger


@pytest.fixture(scope="module")
def material(opened: Ledger) -> Material:
    return material_of(opened, Asked())


@pytest.fixture
def exported(opened: Ledger, books: PackageBooks) -> Callable[..., tuple[str, Losses]]:
    """exported(format, **filters): the text of a product and what it lost."""

    def export(name: str, **filters: str) -> tuple[str, Losses]:
        exporter = exporter_of(name)
        out, losses = StringIO(), Losses(name)
        material = material_of(opened, Asked(policy=exporter.policy, filters=Filters(**filters)))
        assert exporter.write is not None
        exporter.write(material, books, out, losses)
        return out.getvalue(), losses

    return export
