"""What follows from the id of a place or an actor, as a claim has it: so no old point stays under a new name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dateline.know.actors import actor_book
from dateline.know.gazetteer import Gazetteer, Place
from dateline.know.gazetteer_supplement import supplement_in_use
from dateline.resolve.places_describe import precision_of
from dateline.run.reviewing import Lookup
from dateline.settings import Settings


def gazetteer_of(settings: Settings) -> Gazetteer:
    """The gazetteer in use, with the user's own places over it; a context manager."""
    return Gazetteer.open(settings.gazetteer, supplement_in_use(settings.gazetteer_supplement))


def place_of(settings: Settings) -> Lookup:
    """Places of the gazetteer in use by id or p-code."""

    def find(key: str) -> Mapping[str, Any] | None:
        with gazetteer_of(settings) as places:
            place = places.by_id(key) or places.by_pcode(key)
        return None if place is None else facts_of(place)

    return find


def facts_of(place: Place) -> Mapping[str, Any]:
    """A place as a claim has it."""
    precision, radius = precision_of(place, "at", None)
    return {
        "id": place.id, "name": place.name, "country": place.country, "adm1": place.adm1, "lat": place.lat,
        "lon": place.lon, "precision": precision, "radius_km": radius, "relation": "at", "why": None,
    }  # fmt: skip


def actor_of(key: str) -> Mapping[str, Any] | None:
    """An actor of the book by id."""
    book = actor_book()
    return {"id": key, "name": book.get(key).name, "resolution": "named"} if key in book else None
