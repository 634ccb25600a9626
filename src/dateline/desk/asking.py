"""What can be asked of the lists: the filters of the command line, as parameters of an address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal, TypeVar

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from dateline.derive.filters import Filters
from dateline.desk.cursors import MOST, USUAL, cut
from dateline.desk.shapes import Listing
from dateline.desk.state import Desk, Seen
from dateline.errors import ConfigError
from dateline.know.country_names import country_code
from dateline.ledger import Ledger

T = TypeVar("T")
_Word = Annotated[str | None, Field(default=None, max_length=300)]
_Day = Annotated[str | None, Field(default=None, max_length=40)]


class Paged(BaseModel):
    """Where a list begins and how long a page of it is."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    cursor: Annotated[str | None, Field(default=None, max_length=3000)]
    limit: Annotated[int, Field(default=USUAL, ge=1, le=MOST)]

    def listing(self, rows: list[T], key: Callable[[T], str], *, stale: bool = False) -> Listing[T]:
        """The page of these rows that was asked for. Raises ConfigError for what is no cursor."""
        page, following = cut(rows, key, self.cursor, self.limit)
        return Listing(items=page, next=following, total=len(rows), stale=stale)


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
    min_originators: Annotated[int | Literal[""] | None, Field(default=None)]
    policy: _Word

    def seen(self, desk: Desk, ledger: Ledger) -> Seen:
        known_by, recorded_by = self.known_by or None, self.recorded_by or None
        return desk.rows(ledger, known_by=known_by, recorded_by=recorded_by, policy=self.policy or None)

    def filters(self, *, as_of: str | None = None) -> Filters:
        """As the views know them. Raises ConfigError for what does not fit."""
        place = self.place.strip() if self.place else None
        if place and len(place) > 2:
            place = country_code(place) or place
        if self.from_ and self.to and self.from_ > self.to:
            raise ConfigError(f"from {self.from_} is after to {self.to}")
        return Filters(
            from_=self.from_ or None, to=self.to or None, place=place or None, within=self.within or None,
            actor=self.actor or None, type=(self.type or "").strip().replace(" ", "_") or None,
            source=self.source or None, min_originators=self.min_originators or None, as_of=as_of or None,
        )  # fmt: skip

    def given(self) -> Mapping[str, Any]:
        """What was asked, by the names of the address."""
        rows = self.model_dump(by_alias=True, exclude={"cursor", "limit"})
        return {k: v for k, v in rows.items() if v not in (None, "")}


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
