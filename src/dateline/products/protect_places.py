"""Places of a public copy: as the gazetteer has them, a settlement at the finest, what is sensitive by its province."""

from __future__ import annotations

import re
from typing import Any

from dateline.know.gazetteer import Place
from dateline.products.books import Books
from dateline.products.material import Row
from dateline.products.protection import Protection

_WORD = re.compile(r"[^\W_]+")
#: Fields of a place that is a reference in a text.
_REFERENCE = {"role": "place_role", "resolution": "resolution"}


class PlaceGuard:
    """Names and points come from the gazetteer by id; what it does not have, or may not be shown, gives way."""

    def __init__(self, protection: Protection, books: Books) -> None:
        self.protection, self.books = protection, books

    def place(self, row: Row, *, coarse: bool) -> tuple[dict[str, Any], bool]:
        """The place as it may be shown, and whether it gave way to its province (or country, or to nothing)."""
        found = self.books.place(row.get("id"))
        shown = None if coarse and not self._is_wide(found) else self._shown(row, found)
        if shown is not None:
            return self._made(row, shown, row["precision"]), False
        above = self._above(row, found)
        precision = None if above is None else "country" if above.kind == "country" else "adm1"
        return self._made(row, above, precision), True

    def _shown(self, row: Row, found: Place | None) -> Place | None:
        rules = self.protection.places
        if found is None or found.kind not in rules.kinds or row.get("precision") not in rules.precisions:
            return None
        written = " ".join(name or "" for name in (found.name, row.get("name"), row.get("text")))
        words = {w.casefold() for w in _WORD.findall(written)}
        return None if words & rules.words else found

    def _is_wide(self, found: Place | None) -> bool:
        return found is not None and found.kind in ("adm1", "country", "continent")

    def _above(self, row: Row, found: Place | None) -> Place | None:
        country = (found.country if found else None) or row.get("country")
        province = self.books.admin((found.adm1 if found else None) or row.get("adm1"))
        return province or self.books.admin(country)

    def _made(self, row: Row, place: Place | None, precision: str | None) -> dict[str, Any]:
        """The row's own fields with the gazetteer's values; words and offsets are gone."""
        digits = self.protection.places.decimals
        known: dict[str, Any] = {
            "id": place.id if place else None,
            "name": place.name if place else None,
            "country": place.country if place else None,
            "adm1": place.adm1 if place else None,
            "lat": round(place.lat, digits) if place else None,
            "lon": round(place.lon, digits) if place else None,
            "precision": precision,
            "radius_km": max(place.radius_km, 1.0) if place else None,
        }
        allowed = self.protection.allowed
        for field, words in _REFERENCE.items():
            known[field] = row.get(field) if row.get(field) in allowed[words] else None
        return {name: known.get(name) for name in row}
