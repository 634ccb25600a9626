"""A small gazetteer, built from rows as a source would give them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from dateline.know.gazetteer import Gazetteer
from dateline.know.gazetteer_build import Alias, Row, Source, build

Maker = Callable[..., Source]


@pytest.fixture
def source() -> Maker:
    def make(rows: Sequence[Row | Alias], name: str = "base", prefix: str = "user", *, join: bool = False) -> Source:
        return Source(
            name=name,
            sha256=f"sha-{name}-{len(rows)}",
            rows=rows,
            prefix=prefix,
            origin="test",
            licence="none",
            join=join,
        )

    return make


@pytest.fixture
def towns() -> list[Row | Alias]:
    return [
        Row(name="Sudan", kind="country", country="SD", lat=15.2, lon=30.2, geonames=366755, code="SD"),
        Row(name="North Darfur", kind="adm1", country="SD", lat=15.5, lon=25.3, geonames=408666, code="SD.55"),
        Row(
            name="El Fasher", kind="settlement", country="SD", lat=13.63, lon=25.35, geonames=379555, adm1="SD.55",
            population=252_609, names=("Al-Fashir", "الفاشر"),
        ),
        Row(
            name="Kutum", kind="settlement", country="SD", lat=14.2, lon=24.67, geonames=371760, adm1="SD.55",
            population=45_000,
        ),
        Alias(names=("Fasher",), geonames=379555),
    ]  # fmt: skip


@pytest.fixture
def small(tmp_path: Path, source: Maker, towns: list[Row | Alias]) -> Gazetteer:
    build([source(towns)], tmp_path / "small.sqlite", {"test": "1"})
    return Gazetteer.open(tmp_path / "small.sqlite")
