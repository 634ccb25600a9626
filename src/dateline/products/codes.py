"""Our values in the codes of other codebooks: `data/products/codes.yaml`, checked when it is loaded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from pydantic import BaseModel, ConfigDict

from dateline.products.material import Row
from dateline.vocabulary import load_data

_PERSONS = "persons"


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AcledCodes(_Row):
    """The columns, codes and habits of ACLED."""

    columns: tuple[str, ...]
    inter: Mapping[str, int]
    rioters: int
    abroad: int
    geo_precision: Mapping[str, int]
    time_precision: Mapping[int, int]
    most_days: int
    disorder: Mapping[str, str]
    violent: frozenset[str]
    unidentified: str
    names: Mapping[str, str]
    plural: int
    civilian_targeting: str


class UcdpCodes(_Row):
    """The columns and codes of UCDP GED."""

    columns: tuple[str, ...]
    where_prec: Mapping[str, int]
    date_prec: Mapping[int, int]


class HxlCodes(_Row):
    """Columns with their hashtags, and the measures that have columns."""

    columns: Mapping[str, str]
    measures: tuple[str, ...]


class GeojsonCodes(_Row):
    """The precisions that are drawn as points; all others are areas, of so many corners."""

    points: frozenset[str]
    corners: int


class Codes(_Row):
    """The whole file."""

    acled: AcledCodes
    ucdp: UcdpCodes
    hxl: HxlCodes
    geojson: GeojsonCodes


@lru_cache(maxsize=1)
def codes() -> Codes:
    """The codes of all formats. Raises ConfigError with file and line."""
    return load_data("products/codes.yaml", Codes)


def day_of(value: Any) -> date | None:
    """An ISO day; None where it is none."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def interval_of(row: Row) -> tuple[date, date] | None:
    """The days of an event as a closed interval; None where an end is open or unknown."""
    first, last = day_of(row["time"]["from"]), day_of(row["time"]["to"])
    return None if first is None or last is None or last < first else (first, last)


def days_in(first: date, last: date) -> int:
    """How many days a closed interval has."""
    return (last - first).days + 1


def midpoint(first: date, last: date) -> date:
    """The middle day, the earlier of two."""
    return first + timedelta(days=(last - first).days // 2)


def figure_of(event: Row, measure: str) -> Row | None:
    """The toll of an event: that of the incident, or else of the day, or else a flow; None where none is told.

    Of people only: a count of households or objects is no toll.
    """
    rows = {f["kind"]: f for f in event["figures"] if f["measure"] == measure and f["unit"] == _PERSONS}
    return next((rows[kind] for kind in ("incident", "daily", "flow", None) if kind in rows), None)
