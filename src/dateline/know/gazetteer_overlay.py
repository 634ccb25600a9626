"""The user's supplement as look-ups want it: by fold, by id, by likeness. Small enough to stand in memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from dateline.know.fold import loose, spelled_freely
from dateline.know.gazetteer_fuzzy import alike
from dateline.know.gazetteer_names import ranks
from dateline.know.gazetteer_place import Place
from dateline.know.gazetteer_supplement import Entry, Supplement
from dateline.know.gazetteer_words import place_words


@dataclass(slots=True)
class Overlay:
    """Names over those of the file. `plain` and `loose`: fold -> place id -> rank (0 an alias, 1 its own name)."""

    sha256: str = ""
    places: dict[str, Place] = field(default_factory=dict)
    plain: dict[str, dict[str, int]] = field(default_factory=dict)
    loose: dict[str, dict[str, int]] = field(default_factory=dict)
    names: dict[str, list[str]] = field(default_factory=dict)
    without_place: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, supplement: Supplement, by_id: Callable[[str], Place | None]) -> Overlay:
        """The overlay of a supplement; `by_id` finds the places that further names are of.

        Entries whose place this gazetteer does not have are listed in `without_place` and change nothing.
        """
        made = cls(sha256=supplement.sha256)
        for entry in supplement.entries.values():
            if entry.of is None:
                place: Place | None = place_of_entry(entry)
            else:
                place = made.places.get(entry.of) or by_id(entry.of)
            if place is None:
                made.without_place.append(entry.id)
                continue
            made.add(entry, place)
        return made

    def add(self, entry: Entry, place: Place) -> None:
        """Add a name of a place."""
        self.places[place.id] = place
        main = (entry.name,) if entry.of is None else ()
        arabic = place.country in place_words().scripts["ARABIC"]
        for name, rank in ranks((entry.name, *entry.aliases), main, (), short=arabic).items():
            _raise(self.plain.setdefault(name, {}), place.id, rank)
            self.names.setdefault(place.id, []).append(name)
            key = loose(name)
            if spelled_freely(place.country) and len(key) >= 3:
                _raise(self.loose.setdefault(key, {}), place.id, rank)

    def keys_alike(self, key: str, country: str | None) -> set[str]:
        """Loose keys alike to this one, of places in a country."""
        return {
            other
            for other, ids in self.loose.items()
            if alike(key, other) and any(country in (None, self.places[i].country) for i in ids)
        }


def place_of_entry(entry: Entry) -> Place:
    """The place that an entry without `of` makes."""
    radius = entry.radius_km if entry.radius_km is not None else place_words().radius[entry.kind]
    return Place(
        id=entry.id, name=entry.name, kind=entry.kind, country=entry.country, adm1=None, adm2=None,
        lat=float(entry.lat or 0.0), lon=float(entry.lon or 0.0), population=0, radius_km=radius,
        basis="added by the user",
    )  # fmt: skip


def _raise(ranks_of: dict[str, int], place_id: str, rank: int) -> None:
    ranks_of[place_id] = max(rank, ranks_of.get(place_id, 0))
