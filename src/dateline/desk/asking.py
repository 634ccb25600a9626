"""What can be asked of the lists: the filters of the command line, as parameters of an address."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import cos, isfinite, radians
from typing import Annotated, Any, Literal, TypeVar

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from dateline.derive.filters import Filters, point
from dateline.derive.places import distance_km
from dateline.derive.times import day_ordinal, iso
from dateline.desk.cursors import MOST, USUAL, Place, page, read
from dateline.desk.shapes import Listing
from dateline.desk.state import Desk, Seen
from dateline.errors import ConfigError
from dateline.know.country_names import country_code
from dateline.ledger import Ledger
from dateline.ledger.shelf import Shelf, Wanted
from dateline.model import Shape

T = TypeVar("T")
R = TypeVar("R", bound=Shape)
_Word = Annotated[str | None, Field(default=None, max_length=300)]
_Day = Annotated[str | None, Field(default=None, max_length=40)]


class Paged(BaseModel):
    """Where a list begins and how long a page of it is."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    cursor: Annotated[str | None, Field(default=None, max_length=3000)]
    limit: Annotated[int, Field(default=USUAL, ge=1, le=MOST)]

    def after(self, *shape: type) -> Place | None:
        """Behind what the page begins. Raises ConfigError for what is no cursor of such a list."""
        return read(self.cursor, shape)

    def listing(self, rows: Sequence[tuple[Place, T]], total: int | None, seen: Seen | None = None) -> Listing[T]:
        """The page that was asked for, out of one row more than it holds."""
        items, following = page(rows, self.limit)
        how = {} if seen is None else {"stale": seen.stale, "made": seen.made, "making": seen.making}
        return Listing(items=items, next=following, total=total, **how)

    def rows(self, seen: Seen, view: str, shape: type[R], wanted: Wanted, *, down: bool = False) -> Listing[R]:
        """The page of a view that was asked for."""
        after = self.after(str, str)
        found = seen.shelf.page(view, wanted, after, self.limit + 1, down=down)  # type: ignore[arg-type]
        rows = [(place, shape.model_validate(row)) for place, row in found]
        return self.listing(rows, seen.shelf.count(view, wanted), seen)


class Past(Paged):
    """Also as of when: `known_by` by publication, `recorded_by` by the ledger's own log."""

    known_by: _Day
    recorded_by: _Day

    def seen(self, desk: Desk, ledger: Ledger) -> Seen:
        """The views as of then."""
        return desk.rows(ledger, known_by=self.known_by or None, recorded_by=self.recorded_by or None)


class Asked(Past):
    """The filters of views. An empty parameter counts as absent, as a form sends it."""

    from_: Annotated[str | None, Field(default=None, alias="from", max_length=40)]
    to: _Day
    place: _Word
    within: Annotated[float | Literal[""] | None, Field(default=None)]
    actor: _Word
    type: _Word
    source: _Word
    status: _Word
    min_originators: Annotated[Annotated[int, Field(ge=0, le=10_000)] | Literal[""] | None, Field(default=None)]
    policy: _Word

    def seen(self, desk: Desk, ledger: Ledger) -> Seen:
        known_by, recorded_by = self.known_by or None, self.recorded_by or None
        return desk.rows(ledger, known_by=known_by, recorded_by=recorded_by, policy=self.policy or None)

    def wanted(self, shelf: Shelf, *, on: str | None = None) -> Wanted:
        """As a shelf knows them. Raises ConfigError for what does not fit."""
        place = self.place.strip() if self.place else None
        if place and len(place) > 2:
            place = country_code(place) or place
        if self.from_ and self.to and self.from_ > self.to:
            raise ConfigError(f"from {self.from_} is after to {self.to}")
        near, reach = _near(shelf, place, float(self.within)) if place and self.within else (None, None)
        Filters(from_=self.from_ or None, to=self.to or None, as_of=on or None, place=place, within=self.within or None)
        return Wanted(
            from_=iso(day_ordinal(self.from_)), to=iso(day_ordinal(self.to, end=True)), on=iso(day_ordinal(on)),
            place=place or None, near=near, reach=reach,
            actor=self.actor or None, type=(self.type or "").strip().replace(" ", "_") or None,
            source=self.source or None, voices=self.min_originators or None, status=self.status or None,
        )  # fmt: skip

    def given(self) -> Mapping[str, Any]:
        """What was asked, by the names of the address."""
        rows = self.model_dump(by_alias=True, exclude={"cursor", "limit"})
        return {k: v for k, v in rows.items() if v not in (None, "")}


Box = tuple[float, float, float, float]


def _near(shelf: Shelf, place: str, km: float) -> tuple[Callable[[float, float], bool], Box | None]:
    """Whether a point lies within some km around a point, or around the places of a name; and a box around all that
    do, None where it would go round the world."""
    if not isfinite(km):
        raise ConfigError("within is a number of km")
    given = point(place)
    centres = [given] if given is not None else shelf.points(place)
    lats, lons = [lat for lat, _ in centres] or [0.0], [lon for _, lon in centres] or [0.0]
    north = km / 110.0
    east = north / max(cos(radians(min(max(abs(lat) for lat in lats) + north, 89.0))), 0.02)
    box = min(lons) - east, min(lats) - north, max(lons) + east, max(lats) + north
    return (
        lambda lat, lon: any(distance_km(a, b, lat, lon) <= km for a, b in centres),
        box if box[0] > -180 and box[2] < 180 else None,
    )


class AskedControl(Asked):
    as_of: _Day


class AskedClaims(Paged):
    document: Annotated[str | None, Field(default=None, max_length=2000)]
    type: _Word
    event_type: _Word
    actor: _Word
    place: _Word
    source: _Word
    from_: Annotated[str | None, Field(default=None, alias="from", max_length=40)]
    to: _Day
    known_by: _Day
    recorded_by: _Day


class AskedDocuments(Paged):
    set_aside: Annotated[bool | None, Field(default=None)]
    q: _Word
    known_by: _Day
    recorded_by: _Day


AskPaged = Annotated[Paged, Query()]
AskPast = Annotated[Past, Query()]
Ask = Annotated[Asked, Query()]
AskControl = Annotated[AskedControl, Query()]
AskClaims = Annotated[AskedClaims, Query()]
AskDocuments = Annotated[AskedDocuments, Query()]
