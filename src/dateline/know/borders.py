"""Which countries border on each other by land (GeoNames countryInfo)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from pydantic import BaseModel, ConfigDict

from dateline.vocabulary import load_data


class Borders(BaseModel):
    """data/vocabulary/borders.yaml: ISO code -> ISO codes of its neighbours."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    borders: dict[str, frozenset[str]]


@cache
def _table() -> dict[str, frozenset[str]]:
    table: Borders = load_data("vocabulary/borders.yaml", Borders)
    return table.borders


def neighbours_of(countries: Iterable[str]) -> frozenset[str]:
    """ISO codes of all countries that border on one of these; an unknown code has none."""
    return frozenset(n for c in countries for n in _table().get(c, ()))
