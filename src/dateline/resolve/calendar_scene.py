"""What the reader knows when meeting a temporal expression: the publication day, the tense, the last date."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from dateline.resolve.calendar_value import Value

Tense = Literal["past", "future", "present"]


@dataclass(slots=True)
class Scene:
    """Grows while a document is read: `anchor` is the value of the date mentioned last before this one.

    `near` is the anchor where it stands in the same or the sentence before; `spoken` maps a granularity to the
    last value of it. `full` are the dates that the document gives with their year, `months` their (year, month) and
    those of months that it gives with their year, `named` those days of `full` that stand beside their weekday. They
    are only told of texts without a publication date.
    """

    published: date | None
    order: Literal["DMY", "MDY", "YMD", "unknown"] = "unknown"
    tense: Tense | None = None
    anchor: Value | None = None
    near: Value | None = None
    spoken: dict[str, Value] = field(default_factory=dict)
    year_beside: int | None = None
    full: tuple[date, ...] = ()
    months: frozenset[tuple[int, int]] = frozenset()
    named: tuple[date, ...] = ()

    @property
    def future(self) -> bool:
        return self.tense == "future"
