"""'27 km north of X', 'near X', 'the north of X province': the point, the precision and the radius of a description."""

from __future__ import annotations

import math
import re

from dateline.know.gazetteer import Place
from dateline.know.gazetteer_words import place_words
from dateline.mentions import PlaceMention

_KM_A_DEGREE = 111.2
#: 'Northern X' lies this share of its radius off its middle.
_PART_SHIFT = 0.5
_NUMBER = re.compile(r"\d[\d.,]*")
_MILES = re.compile(r"\bmi(?:les?)?\b")
_BEARINGS = {"north": 0, "northeast": 45, "east": 90, "southeast": 135, "south": 180, "southwest": 225, "west": 270,
             "northwest": 315}  # fmt: skip


def moved(place: Place, mention: PlaceMention, radius: float) -> tuple[float, float, float]:
    """'60 km north of X' lies that far off, give or take a third; without a distance or a direction it is around X."""
    away = _distance(mention.qualifier)
    bearing = _BEARINGS.get(mention.relation.removesuffix("_of"))
    if place.kind in ("country", "adm1", "region"):
        part = _bearing_of_part(mention)
        if part is None:
            return place.lat, place.lon, radius
        bearing, away = part, place.radius_km * _PART_SHIFT
        return *_towards(place, bearing, away), radius
    if away is None or bearing is None:
        return place.lat, place.lon, radius
    return *_towards(place, bearing, away), round(max(place.radius_km, away / 3), 1)


def _bearing_of_part(mention: PlaceMention) -> int | None:
    """'Northern X', 'the north-west of X': the bearing of the part from the middle, in degrees."""
    if mention.relation != "part_of" or not mention.qualifier:
        return None
    words = place_words().find.directions
    said = [words[w] for w in re.findall(r"[\w-]+", mention.qualifier.casefold()) if w in words]
    return _BEARINGS.get(said[0]) if len(set(said)) == 1 else None


def _towards(place: Place, bearing: float, away: float) -> tuple[float, float]:
    """The point that lies `away` km off a place on a bearing in degrees."""
    north, east = away * math.cos(math.radians(bearing)), away * math.sin(math.radians(bearing))
    lat = max(-89.9, min(89.9, place.lat + north / _KM_A_DEGREE))
    lon = place.lon + east / (_KM_A_DEGREE * max(0.1, math.cos(math.radians(place.lat))))
    return round(lat, 4), round((lon + 180) % 360 - 180, 4)


def precision_of(place: Place, relation: str, qualifier: str | None) -> tuple[str, float]:
    """(precision, radius in km) of a place under a relation: a part of a province is no point in it."""
    words = place_words()
    plain_precision = words.precision.get(place.kind, "settlement")
    if relation == "at":
        return plain_precision, place.radius_km
    away = _distance(qualifier)
    if place.kind in ("adm1", "country", "adm2", "region"):
        share = words.resolve.part_share if relation == "part_of" else 1.0
        return ("part_of_adm1" if place.kind == "adm1" else plain_precision), round(place.radius_km * share, 1)
    if place.kind == "settlement":
        if relation == "part_of" and not words.resolve.around & set(re.findall(r"\w+", (qualifier or "").casefold())):
            return "settlement", place.radius_km
        return "near_settlement", max(away or words.resolve.near_radius, place.radius_km)
    return "near_place", max(away or words.resolve.near_radius / 2, place.radius_km)


def _distance(qualifier: str | None) -> float | None:
    """Kilometres in words such as '27 km north of' and 'about 10 miles from'."""
    found = _NUMBER.search(qualifier or "")
    if found is None:
        return None
    km = float(found.group().rstrip(".,").replace(",", "") or 0)
    return round(km * 1.609, 1) if _MILES.search(qualifier or "") else km
