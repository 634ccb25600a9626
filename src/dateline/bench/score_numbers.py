"""Incidents: day, place and ranges of killed and injured of a text's main event, for Airwars assessments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from dateline.bench.rows import GoldIncident, IncidentRow
from dateline.bench.score_places import told
from dateline.bench.scoring import Answer, Miss, Score, ratio
from dateline.know.gazetteer import distance_km

MEASURES = ("killed", "injured")


def score_numbers(rows: Sequence[IncidentRow], answers: Sequence[Answer]) -> Score:
    """The first event of an answer is its main one.

    `date`: begins on the gold's first day and ends by its last. `range`: both ends right; `low`: the lower end;
    `invented`: a number above 0 where the coders have none, of those rows.
    """
    n: Counter[str] = Counter()
    misses: list[Miss] = []
    for row, answer in zip(rows, answers, strict=True):
        event = (answer.get("events") or [{}])[0]
        misses += _date(row, event.get("time") or {}, n)
        misses += _place(row, event.get("place") or {}, n)
        figures = {f["measure"]: f for f in event.get("figures", ()) if f.get("kind") == "incident"}
        for measure in MEASURES:
            misses += _figure(row, measure, figures.get(measure, {}), n)
    return Score(figures=_figures(n), counts={"incidents": len(rows)}, misses=misses)


def _figures(n: Counter[str]) -> dict[str, float]:
    figures = {
        "date": ratio(n["date"], n["dated"]),
        "within_1km": ratio(n["within_1km"], n["placed"]),
        "within_5km": ratio(n["within_5km"], n["placed"]),
    }
    for m in MEASURES:
        figures[f"{m}_range"] = ratio(n[f"{m}_range"], n[f"{m}_coded"])
        figures[f"{m}_low"] = ratio(n[f"{m}_low"], n[f"{m}_coded"])
        figures[f"{m}_invented"] = ratio(n[f"{m}_invented"], n[f"{m}_uncoded"])
    return figures


def _date(row: IncidentRow, time: Answer, n: Counter[str]) -> list[Miss]:
    if not row.gold.date_from:
        return []
    n["dated"] += 1
    first, last = (time.get("from") or "")[:10], (time.get("to") or time.get("from") or "")[:10]
    if first == row.gold.date_from and last <= (row.gold.date_to or ""):
        n["date"] += 1
        return []
    wanted, got = f"{row.gold.date_from}..{row.gold.date_to}", f"{first}..{last}" if first or last else None
    return [Miss(id=row.id, what="date", words=_opening(row), wanted=wanted, got=got)]


def _place(row: IncidentRow, place: Answer, n: Counter[str]) -> list[Miss]:
    lat, lon = row.gold.lat, row.gold.lon
    if lat is None or lon is None:
        return []
    n["placed"] += 1
    off = None if place.get("lat") is None else distance_km(lat, lon, place["lat"], place["lon"])
    n["within_1km"] += off is not None and off <= 1
    if off is not None and off <= 5:
        n["within_5km"] += 1
        return []
    got = told(place) + (f"; {off:.0f} km off" if off is not None else "")
    return [Miss(id=row.id, what="place", words=_opening(row), wanted=f"{lat}, {lon}", got=got)]


def _figure(row: IncidentRow, measure: str, figure: Answer, n: Counter[str]) -> list[Miss]:
    low, high = _range_of(row.gold, measure)
    told_ = [v for v in (figure.get(k) for k in ("min", "best", "max")) if v is not None]
    got = f"{min(told_)}..{max(told_)}" if told_ else None
    if low is None:
        n[f"{measure}_uncoded"] += 1
        if not any(v > 0 for v in told_):
            return []
        n[f"{measure}_invented"] += 1
        return [Miss(id=row.id, what=f"{measure} invented", words=_opening(row), got=got)]
    n[f"{measure}_coded"] += 1
    n[f"{measure}_low"] += bool(told_) and min(told_) == low
    if told_ and (min(told_), max(told_)) == (low, high):
        n[f"{measure}_range"] += 1
        return []
    return [Miss(id=row.id, what=measure, words=_opening(row), wanted=f"{low}..{high}", got=got)]


def _range_of(gold: GoldIncident, measure: str) -> tuple[int | None, int | None]:
    low: Any = getattr(gold, f"{measure}_min")
    high: Any = getattr(gold, f"{measure}_max")
    return low, high


def _opening(row: IncidentRow) -> str:
    return " ".join(row.text[:120].split())
