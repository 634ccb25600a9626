"""A map as SVG, made here: points and areas on a grid of degrees, without borders, that no server is asked for."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dateline.products.codes import codes
from dateline.products.material import Row

_WIDTH, _MARGIN = 720.0, 34.0
_KM_A_DEGREE = 111.32
#: Smallest disc of an area, and how many numbers stand beside a mark.
_LEAST, _NUMBERS = 4.0, 3
#: Marks nearer than this on the map are one.
_NEAR = 14.0
#: Steps of the grid in degrees, and how many lines it has at most.
_STEPS, _LINES = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60), 7

#: Where a mark is and how far it reaches; an event's number, status and label.
_Spot = tuple[float, float, float]
_Told = tuple[int, str, str]


@dataclass(frozen=True, slots=True)
class Mark:
    """What is drawn of the events at one place, or at places that lie close together on the map: their numbers, the
    first of them, where, how far they reach on the map (0 = a point), their status."""

    nr: int
    numbers: str
    x: float
    y: float
    r: float
    status: str
    label: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the grid with its label."""

    at: float
    upright: bool
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A map: its size, the grid, the marks, and a bar of so many kilometres."""

    width: float
    height: float
    lines: tuple[Line, ...]
    marks: tuple[Mark, ...]
    bar_km: int
    bar: float


def chart(rows: Iterable[tuple[int, Row | None, str, str]]) -> Chart | None:
    """The map of (number, place, status, label); None where no place has a point."""
    placed = [(n, p, s, label) for n, p, s, label in rows if p is not None and p["lat"] is not None]
    if not placed:
        return None
    lats, lons = [p["lat"] for _, p, _, _ in placed], [p["lon"] for _, p, _, _ in placed]
    middle = (min(lats) + max(lats)) / 2
    squeeze = max(math.cos(math.radians(middle)), 0.1)
    span = max((max(lons) - min(lons)) * squeeze, max(lats) - min(lats), 0.5) * 1.3
    wide, high = span, max((max(lats) - min(lats)) * 1.3, span * 0.5)
    scale = (_WIDTH - 2 * _MARGIN) / wide
    west, north = (min(lons) + max(lons)) / 2 - wide / 2 / squeeze, middle + high / 2
    height = high * scale + 2 * _MARGIN

    def at(lat: float, lon: float) -> tuple[float, float]:
        return _MARGIN + (lon - west) * squeeze * scale, _MARGIN + (north - lat) * scale

    spots: dict[_Spot, list[_Told]] = {}
    for nr, place, status, label in placed:
        x, y = at(place["lat"], place["lon"])
        point = place["precision"] in codes().geojson.points
        reach = 0.0 if point else max((place["radius_km"] or 0.0) / _KM_A_DEGREE * scale, _LEAST)
        spots.setdefault((round(x, 1), round(y, 1), round(min(reach, _WIDTH), 1)), []).append((nr, status, label))
    marks = [_mark(spot, told) for spot, told in _apart(spots).items()]
    lines = [
        *(Line(round(at(0, v)[0], 1), True, _degrees(v, "E", "W")) for v in _ticks(west, west + wide / squeeze)),
        *(Line(round(at(v, 0)[1], 1), False, _degrees(v, "N", "S")) for v in _ticks(north - high, north)),
    ]
    bar_km = _round(wide * _KM_A_DEGREE / 5)
    marks.sort(key=lambda m: -m.r)
    return Chart(_WIDTH, round(height, 1), tuple(lines), tuple(marks), bar_km, round(bar_km / _KM_A_DEGREE * scale, 1))


def _apart(spots: Mapping[_Spot, list[_Told]]) -> dict[_Spot, list[_Told]]:
    """The spots with those taken together that would be drawn on each other: points with points, discs with discs."""
    kept: dict[_Spot, list[_Told]] = {}
    for spot, told in sorted(spots.items(), key=lambda item: item[1][0][0]):
        x, y, r = spot
        near = (k for k in kept if (k[2] > 0) == (r > 0) and max(k[2], r) < _NEAR and math.dist(k[:2], (x, y)) < _NEAR)
        kept.setdefault(next(near, spot), []).extend(told)
    return {spot: sorted(told) for spot, told in kept.items()}


def _mark(spot: _Spot, told: list[_Told]) -> Mark:
    """The events at one spot as one mark; of many numbers the first ones."""
    numbers = [str(nr) for nr, _, _ in told]
    shown = ", ".join(numbers[:_NUMBERS]) + (" …" if len(numbers) > _NUMBERS else "")
    statuses = {status for _, status, _ in told}
    status = next((s for s in ("contested", "corroborated") if s in statuses), told[0][1])
    label = "; ".join(f"{nr} {label}, {status}" for nr, status, label in told[:20])
    return Mark(told[0][0], shown, *spot, status, label)


def _ticks(low: float, high: float) -> list[float]:
    step = next((s for s in _STEPS if (high - low) / s <= _LINES), 60)
    return [round(n * step, 1) for n in range(math.ceil(low / step), math.floor(high / step) + 1)]


def _degrees(value: float, plus: str, minus: str) -> str:
    return f"{abs(value):g}°{plus if value > 0 else minus if value < 0 else ''}"


def _round(km: float) -> int:
    """1, 2 or 5 times a power of ten, at most so many km and at least 1."""
    power = 10 ** math.floor(math.log10(max(km, 1)))
    return int(next((f * power for f in (5, 2, 1) if f * power <= km), 1))
