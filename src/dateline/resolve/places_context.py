"""What a text says of where it plays: countries and units named in it, and places that are certain."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from dateline.know.fold import plain
from dateline.know.gazetteer import Gazetteer, Match, Place, distance_km
from dateline.know.gazetteer_words import place_words
from dateline.text.segment import Parsed


@dataclass(frozen=True, slots=True)
class Scene:
    """Support for countries and first-level units, 0..1, and the points of certain places."""

    countries: dict[str, float] = field(default_factory=dict)
    units: dict[str, float] = field(default_factory=dict)
    anchors: tuple[Place, ...] = ()
    publisher: str | None = None

    def support(self, place: Place, *, own: str) -> float:
        """What the scene adds to a place. `own`: the folded name asked for, which must not support itself."""
        w, resolve = place_words().resolve.weights, place_words().resolve
        score = w["country_support"] * self.countries.get(place.country or "", 0.0)
        if place.kind not in ("country", "continent"):
            score += w["adm1_support"] * self.units.get(place.adm1 or "", 0.0)
            others = [a for a in self.anchors if plain(a.name) != own and a.id != place.id]
            near = min((distance_km(place.lat, place.lon, a.lat, a.lon) for a in others), default=resolve.near_km)
            score += w["near"] * max(0.0, 1 - near / resolve.near_km)
        return score + (w["publisher"] if self.publisher and place.country == self.publisher else 0.0)


def prior(match: Match) -> float:
    """How likely the place is meant when nothing else is known: level, size, and whether it is its own name."""
    w, place = place_words().resolve.weights, match.place
    size = math.log10(place.population) if place.population > 9 else w["size_unknown"]
    if place.kind in ("country", "continent"):
        score = w[place.kind]
    elif place.kind == "adm1":
        score = w["adm1"] + w["adm1_size"] * size
    elif place.id.startswith("dateline:") and place.kind != "settlement":
        score = w["curated"]
    elif place.kind == "adm2":
        score = w["adm2_size"] * size
    elif not place.id.startswith("geonames:"):
        score = w["ucdp"]
    else:
        score = w["settlement_size"] * (size - 1.0) + (w["famous"] if size > 6 else 0.0)
    score += (w["main"] if match.main else 0.0) + (w["owns"] if match.owns else 0.0)
    return score + (0.0 if match.exact else w["loose"])


def scene_of(
    parsed: Parsed, ranked: Iterable[Sequence[tuple[float, Match]]], gazetteer: Gazetteer, publisher: str | None
) -> Scene:
    """The scene from the names' places ranked by prior: certain ones vote for their country and unit."""
    countries: Counter[str] = Counter()
    units: Counter[str] = Counter()
    anchors: dict[str, Place] = {}
    for row in ranked:
        place = _certain(row)
        if place is None:
            continue
        countries[place.country or ""] += 2 if place.kind == "country" else 1
        if place.adm1:
            units[place.adm1] += 1
        if place.kind not in ("country", "continent", "adm1"):
            anchors[place.id] = place
    for entity in parsed.doc.ents:
        if entity.label_ == "NORP" and (iso := country_of_adjective(entity.text, gazetteer)):
            countries[iso] += 1
    del countries[""]
    top, top_unit = max(countries.values(), default=1), max(units.values(), default=1)
    return Scene(
        countries={c: (n / top) ** 0.5 for c, n in countries.items()},
        units={u: (n / top_unit) ** 0.5 for u, n in units.items()},
        anchors=tuple(anchors.values())[:60],
        publisher=publisher,
    )


def _certain(row: Sequence[tuple[float, Match]]) -> Place | None:
    """The best place when it leads those of other countries clearly."""
    if not row:
        return None
    best = row[0]
    rival = next((s for s, m in row[1:] if m.place.country != best[1].place.country), None)
    if rival is not None and best[0] - rival < place_words().resolve.anchor_margin:
        return None
    return best[1].place if best[1].exact else None


@lru_cache(maxsize=4096)
def country_of_adjective(word: str, gazetteer: Gazetteer) -> str | None:
    """ISO code of the country whose name an adjective grows from ('Sudanese', 'Ukrainian'), or None."""
    stem = plain(word)
    best: tuple[int, str] | None = None
    for iso, name in _country_names(gazetteer):
        shared = _shared_prefix(stem, name)
        if shared >= 4 and shared >= len(name) - 2 and shared >= len(stem) - 4 and (best is None or shared > best[0]):
            best = (shared, iso)
    return best[1] if best else None


@lru_cache(maxsize=4)
def _country_names(gazetteer: Gazetteer) -> tuple[tuple[str, str], ...]:
    found = ((place.country or "", plain(place.name)) for place in gazetteer.countries())
    return tuple(found)


def _shared_prefix(a: str, b: str) -> int:
    n = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        n += 1
    return n
