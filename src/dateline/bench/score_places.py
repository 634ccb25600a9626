"""Toponyms: found and set on the map, after GeoVirus (Gritta and others, ACL 2018); and places in phrases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from dateline.bench.rows import GoldPlace, PlacePhrase, PlacesRow
from dateline.bench.scoring import Answer, Got, Miss, Score, overlap, pairs, prf, ratio, span_misses, spans_of
from dateline.know.gazetteer import distance_km

#: 100 miles, the field's usual tolerance, km.
_NEAR_KM = 161.0
#: Half the way round the earth, km: an answer without a point is as far off as can be.
_FARTHEST_KM = 20039.0


def score_places(rows: Sequence[PlacesRow], answers: Sequence[Answer]) -> Score:
    """A toponym that names a country is right when the answer is that country (points of countries differ between
    gazetteers); any other within 161 km. `wrong_of_matched`: the answer has a point and is neither.
    """
    n: Counter[str] = Counter()
    errors: list[float] = []
    misses: list[Miss] = []
    for row, answer in zip(rows, answers, strict=True):
        found = spans_of(answer.get("places", ()))
        n["gold"] += len(row.places)
        n["got"] += len(found)
        n["points"] += sum(p.lat is not None for p in row.places)
        n["local"] += sum(p.lat is not None and not p.country for p in row.places)
        paired = pairs(row.places, found)
        n["hit"] += len(paired)
        misses += span_misses(row.id, row.text, row.places, found, paired)
        for i, j in paired:
            g, s = row.places[i], found[j]
            if g.lat is None or g.lon is None:
                continue
            n["matched"] += 1
            if g.country is None or g.country == "":
                errors.append(_off(g.lat, g.lon, s.said))
                right = errors[-1] <= _NEAR_KM
                n["right_local"] += right
            else:
                right = _is_country(g, s)
            n["right"] += right
            n["wrong"] += not right and s.said.get("lat") is not None
            if not right:
                wanted = g.country or f"{g.lat}, {g.lon}"
                misses.append(
                    Miss(id=row.id, what="where", words=row.text[g.start : g.end], wanted=wanted, got=told(s.said))
                )
    errors.sort()
    figures = prf("recognised", n["hit"], n["got"], n["gold"]) | {
        "right_of_matched": ratio(n["right"], n["matched"]),
        "right_of_all_gold": ratio(n["right"], n["points"]),
        "right_below_country": ratio(n["right_local"], n["local"]),
        "wrong_of_matched": ratio(n["wrong"], n["matched"]),
    }
    details = {"median_error_km": errors[len(errors) // 2]} if errors else {}
    counts = {"places": n["gold"], "with_coordinates": n["points"], "below_country": n["local"]}
    return Score(figures=figures, counts=counts, misses=misses, details=details)


def score_place_phrases(rows: Sequence[PlacePhrase], answers: Sequence[Answer]) -> Score:
    """`right` over all, and by what is expected. What counts is the place (not an adjective, a dateline or a part of a
    name) that overlaps the phrase most; no place and an unknown one are right when the answer has no point.
    """
    right: Counter[str] = Counter()
    total: Counter[str] = Counter(row.expect for row in rows)
    misses: list[Miss] = []
    for row, answer in zip(rows, answers, strict=True):
        said = [s for s in spans_of(answer.get("places", ())) if overlap(row.span, (s.start, s.end))]
        used = [s for s in said if s.said["usage"] == "place"]
        best = max(used, key=lambda s: overlap(row.span, (s.start, s.end)), default=None)
        if _as_expected(row, best.said if best else None):
            right[row.expect] += 1
        else:
            shown = best or (said[0] if said else None)
            wanted = row.expect if row.lat is None else f"{row.lat}, {row.lon} within {row.km:g} km"
            got = told(shown.said) if shown else None
            misses.append(Miss(id=row.id, what=row.expect, words=row.phrase, wanted=wanted, got=got))
    figures = {"right": ratio(right.total(), len(rows))}
    figures |= {f"right_{k}": ratio(right[k], total[k]) for k in ("place", "area", "country", "none", "unknown")}
    return Score(figures=figures, counts={"phrases": len(rows)}, misses=misses)


def told(place: Answer) -> str:
    """An answer as a mistake shows it: name, country, point, precision, reason."""
    point = None if place.get("lat") is None else f"{place['lat']:.2f}, {place['lon']:.2f}"
    usage = place.get("usage") if place.get("usage") != "place" else None
    parts: list[Any] = [place.get("name"), place.get("country"), point, place.get("precision"), usage, place.get("why")]
    return "; ".join(str(p) for p in parts if p) or "no point"


def _off(lat: float, lon: float, place: Answer) -> float:
    if place.get("lat") is None:
        return _FARTHEST_KM
    return distance_km(lat, lon, place["lat"], place["lon"])


def _is_country(gold: GoldPlace, got: Got) -> bool:
    return got.said.get("country") == gold.country and got.said.get("precision", "country") == "country"


def _as_expected(row: PlacePhrase, place: Answer | None) -> bool:
    if row.expect in ("none", "unknown"):
        return place is None or place.get("lat") is None
    if place is None:
        return False
    if row.expect == "country":
        return bool(place["country"] == row.country and place["precision"] == "country")
    if row.lat is None or row.lon is None or row.km is None or place.get("lat") is None:
        return False
    near = distance_km(place["lat"], place["lon"], row.lat, row.lon) <= max(row.km, 0)
    return near and place["precision"] != "country"
