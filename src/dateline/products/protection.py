"""The policy of public copies: `data/products/public.yaml`, or a file of the user's, checked when it is loaded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from dateline.products.codes import day_of
from dateline.products.material import Row, View
from dateline.vocabulary import DATA, load_yaml

#: The package's own policy.
DEFAULT = DATA / "products" / "public.yaml"


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Movements(_Row):
    """What tells of people on the move: event types, measures of figures, objects of control."""

    event_types: frozenset[str]
    measures: frozenset[str]
    objects: frozenset[str]


class Places(_Row):
    """Which places may be named and drawn; all others give way to their province."""

    kinds: frozenset[str]
    precisions: frozenset[str]
    words: frozenset[str]
    coarse_types: frozenset[str]
    decimals: int = Field(ge=0, le=3)


class Protection(_Row):
    """The whole policy. `rows`: view -> field -> what it may hold; a field that is not named stays behind."""

    delay_days: int = Field(ge=0)
    movements: Movements
    places: Places
    unnamed_sources: frozenset[str]
    words: Mapping[str, tuple[str, ...]]
    rows: Mapping[View, Mapping[str, Any]]

    @cached_property
    def allowed(self) -> Mapping[str, frozenset[str]]:
        """The closed lists of words as sets."""
        return {name: frozenset(words) for name, words in self.words.items()}

    def is_movement(self, view: View, row: Row) -> bool:
        """Whether a row tells of people on the move."""
        moves = self.movements
        if view == "events":
            return row["type"] in moves.event_types
        if view == "control":
            return row["object"] in moves.objects
        if view == "figures":
            return row["measure"] in moves.measures
        if view == "claims":
            return (
                row["event_type"] in moves.event_types
                or (row["figure"] or {}).get("measure") in moves.measures
                or (row["control"] or {}).get("object") in moves.objects
            )
        return False

    def is_fresh(self, view: View, row: Row, today: date | None) -> bool:
        """Whether what a row tells of ended less than the delay before `today`, has no known day, or still lasts."""
        if view == "control":
            last = day_of(row["to"])
        else:
            time = row["period"] if view == "figures" else row["time"]
            last = day_of(time["to"]) or day_of(time["from"])
        if self.delay_days == 0:
            return False
        return today is None or last is None or last > today - timedelta(days=self.delay_days)


def load_protection(path: Path | None = None) -> Protection:
    """The policy of a file (None = the package's). Raises ConfigError with file and line."""
    return load_yaml(path or DEFAULT, Protection)
