"""Comparing places: the same, near each other, one inside the other, or apart. A city is not its province."""

from __future__ import annotations

from collections.abc import Iterable
from math import asin, cos, radians, sin, sqrt
from typing import Literal

from dateline.derive.policy import Identity
from dateline.know.fold import loose
from dateline.know.gazetteer_fuzzy import bones
from dateline.model import ELSEWHERE, NOT_LISTED, Claim, PlaceRef, PlaceValue

Likeness = Literal["same", "near", "site", "part", "unknown", "other_name", "apart"]

#: From precise to vague. What is not listed counts as a settlement where it has a point, else as unlocated.
_LEVELS = {
    "exact": 0, "facility": 0, "crossing": 0, "camp": 0, "neighbourhood": 1, "settlement": 2,
    "near_settlement": 3, "near_place": 3, "adm2": 5, "part_of_adm2": 5, "part_of_adm1": 6, "natural_feature": 6,
    "adm1": 7, "country": 9, "direction_only": 10, "vague": 10, "unlocated": 11,
}  # fmt: skip
#: Shorter names, in the loose fold, are like too many others.
_LONG = 4
_AREA = 5
_COUNTRY = 9
_NOWHERE = 10
#: Precisions of places that no map shows.
NOWHERE = tuple(name for name, vague in _LEVELS.items() if vague >= _NOWHERE)


def level(place: PlaceRef | PlaceValue) -> int:
    """Vagueness of a place, 0 = a building. 10 and above: no place that a map could show."""
    if place.precision in _LEVELS:
        return _LEVELS[place.precision]
    return 2 if place.lat is not None else 11


def located(place: PlaceRef | PlaceValue) -> bool:
    """Whether a place can be told from others: it has an id or a point, and more than a direction."""
    return (place.id is not None or place.lat is not None) and level(place) < _NOWHERE


def is_area(place: PlaceRef | PlaceValue) -> bool:
    """A district, province, region or country: something that has towns inside it."""
    return level(place) >= _AREA


def place_key(place: PlaceRef | PlaceValue) -> str | None:
    """What makes two references the same place: the id, else the point with its precision; None if unlocated."""
    if not located(place):
        return None
    if place.id is not None:
        return place.id
    name = f",{place.name.casefold()}" if place.name else ""
    return f"{place.lat:.3f},{place.lon:.3f},{'area' if is_area(place) else 'point'}{name}"


def km(a: PlaceRef | PlaceValue, b: PlaceRef | PlaceValue) -> float | None:
    """Great-circle distance in kilometres, None without two points."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    return distance_km(a.lat, a.lon, b.lat, b.lon)


def distance_km(lat: float, lon: float, lat2: float, lon2: float) -> float:
    """Great-circle distance in kilometres between two points in degrees."""
    lat, lon, lat2, lon2 = map(radians, (lat, lon, lat2, lon2))
    half = sin((lat2 - lat) / 2) ** 2 + cos(lat) * cos(lat2) * sin((lon2 - lon) / 2) ** 2
    return 12742 * asin(min(1.0, sqrt(half)))


def likeness(a: PlaceRef | PlaceValue, b: PlaceRef | PlaceValue, rules: Identity) -> Likeness:
    """How two places stand to each other. Of unlocated ones only the names tell, and that in one document only."""
    if not located(a) or not located(b):
        return _by_name(a, b)
    if a.id is not None and a.id == b.id:
        return "same" if is_area(a) == is_area(b) else "part"
    if is_area(a) and is_area(b):
        return _two_areas(a, b)
    if is_area(a) or is_area(b):
        area, point = (a, b) if is_area(a) else (b, a)
        return "part" if lies_in(point, area) else "apart"
    return _two_points(a, b, rules)


def _by_name(a: PlaceRef | PlaceValue, b: PlaceRef | PlaceValue) -> Likeness:
    one, two = (p.name.casefold() if p.name else None for p in (a, b))
    if one is None or two is None:
        return "unknown"
    if one == two:
        return "same"
    if one in two or two in one:
        return "unknown"
    return "apart" if not located(a) and not located(b) else "other_name"


def _two_points(a: PlaceRef | PlaceValue, b: PlaceRef | PlaceValue, rules: Identity) -> Likeness:
    distance = km(a, b)
    if distance is None:
        return "apart"
    if distance <= 0.5:
        return _at_one_point(a, b)
    radii = [p.radius_km if p.radius_km is not None else rules.nearby_km for p in (a, b)]
    fine, coarse = sorted((a, b), key=level)
    if level(fine) <= 1 < level(coarse):
        reach = max(coarse.radius_km or 0.0, rules.nearby_km)
        return "site" if distance <= min(reach, rules.most_km) else "apart"
    reach = max(*radii) if max(level(a), level(b)) == 2 else sum(radii)
    return "near" if distance <= min(reach, rules.most_km) else "apart"


def _at_one_point(a: PlaceRef | PlaceValue, b: PlaceRef | PlaceValue) -> Likeness:
    """The same, unless one is only said to lie somewhere around there: two such villages are two places."""
    named = [p.name.casefold() for p in (a, b) if p.id is None and p.precision == "near_place" and p.name]
    if not named or (a.name and b.name and a.name.casefold() == b.name.casefold()):
        return "same"
    return "apart" if len(named) == 2 else "site"


def _two_areas(a: PlaceRef | PlaceValue, b: PlaceRef | PlaceValue) -> Likeness:
    fine, coarse = sorted((a, b), key=level)
    if level(fine) == level(coarse):
        distance = km(a, b)
        unlisted = a.id is None or b.id is None
        # Villages that are only known to lie in one province are told apart by their names.
        one_name = not (a.name and b.name) or a.name.casefold() == b.name.casefold()
        return "same" if unlisted and one_name and distance is not None and distance <= 0.5 else "apart"
    return "part" if lies_in(fine, coarse) else "apart"


def lies_in(inner: PlaceRef | PlaceValue, area: PlaceRef | PlaceValue) -> bool:
    """Whether a place lies in an area, as far as names and radii tell."""
    if inner.country and area.country and inner.country != area.country:
        return False
    if level(area) == _COUNTRY:
        return bool(inner.country and inner.country == area.country)
    if inner.adm1 and area.adm1 and level(area) >= 6:
        return inner.adm1 == area.adm1
    if inner.adm1 and area.name and inner.adm1.casefold() == area.name.casefold():
        return True
    distance = km(inner, area)
    return distance is not None and area.radius_km is not None and distance <= area.radius_km


def where(claim: Claim, order: tuple[str, ...]) -> tuple[PlaceRef, ...]:
    """The places at which a claim's event happened: of the first role that is present, the named before the topical.

    A province that only frames a town of the same claim is left out. Places that no gazetteer has stand by their names
    where a claim has no other; no view puts them on a map.
    """
    for role in order:
        rows = [p for p in claim.places if p.role == role and located(p)]
        if rows:
            return _without_frames([p for p in rows if p.resolution != "topic"] or rows)
    return _without_frames([p for p in claim.places if p.role == order[0] and _has_name(p)])


def _has_name(place: PlaceRef) -> bool:
    """'Tat Marash' is a name, 'desert hideouts' is none."""
    return place.name is not None and place.name != place.name.lower()


def unlisted_name(place: PlaceRef) -> str | None:
    """The name of a village that no gazetteer has, folded so that transliterations of it meet; None for all others.

    Names that several places bear are no evidence; one that only a place elsewhere bears is of a village here.
    """
    why = place.why or ""
    unlisted = why == NOT_LISTED or why.endswith(ELSEWHERE) or (place.id is None and located(place))
    if not unlisted or place.role != "event" or place.resolution == "topic" or not _has_name(place):
        return None
    key = loose(place.name or "")
    return (bones(key) if len(bones(key)) >= _LONG else key) if len(key) >= _LONG else None


def _without_frames(rows: list[PlaceRef]) -> tuple[PlaceRef, ...]:
    kept: dict[str, PlaceRef] = {}
    for row in rows:
        frames = any(is_area(row) and level(o) < level(row) and lies_in(o, row) for o in rows)
        if not frames:
            kept.setdefault(place_key(row) or f"name {row.name}", row)
    return tuple(kept.values())


def finest(places: Iterable[PlaceRef]) -> PlaceRef | None:
    """The most precise place: named before topical, precise before vague, then the most frequent."""
    rows = list(places)
    if not rows:
        return None
    counts: dict[str | None, int] = {}
    for row in rows:
        counts[place_key(row)] = counts.get(place_key(row), 0) + 1
    return min(
        rows, key=lambda p: (p.resolution == "topic", level(p), -counts[place_key(p)], str(place_key(p)), p.name or "")
    )


def place_value(place: PlaceRef) -> PlaceValue:
    """The public form of a place in a view."""
    return PlaceValue(
        id=place.id, name=place.name, country=place.country, adm1=place.adm1, lat=place.lat, lon=place.lon,
        precision=place.precision, radius_km=place.radius_km,
    )  # fmt: skip
