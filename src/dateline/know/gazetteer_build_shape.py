"""The middle of a unit whose border is not known: the centroid of the convex hull of its settlements."""

from __future__ import annotations

import math

Point = tuple[float, float]


def middle(points: list[Point]) -> Point:
    """(lat, lon) of the hull's centroid, degrees; the mean where points are few or in a line.

    Longitudes are taken around their own mean, so a unit may lie across the antimeridian.
    """
    points = _without_strays(points)
    lon0 = _mean_longitude([lon for _, lon in points])
    scale = max(0.05, math.cos(math.radians(sum(lat for lat, _ in points) / len(points))))
    flat = sorted({(((lon - lon0 + 540) % 360 - 180) * scale, lat) for lat, lon in points})
    x, y = _centroid(_hull(flat))
    return y, (x / scale + lon0 + 540) % 360 - 180


def _without_strays(points: list[Point]) -> list[Point]:
    """Points in another ocean left out: beyond ten times the median distance and beyond 20 degrees."""
    if len(points) < 8:
        return points
    mid_lat, mid_lon = (sorted(p[i] for p in points)[len(points) // 2] for i in (0, 1))
    away = [math.hypot(lat - mid_lat, (lon - mid_lon) * math.cos(math.radians(mid_lat))) for lat, lon in points]
    reach = max(10 * sorted(away)[len(away) // 2], 20.0)
    return [p for p, d in zip(points, away, strict=True) if d <= reach]


def _mean_longitude(longitudes: list[float]) -> float:
    sines = sum(math.sin(math.radians(v)) for v in longitudes)
    cosines = sum(math.cos(math.radians(v)) for v in longitudes)
    return math.degrees(math.atan2(sines, cosines))


def _hull(points: list[Point]) -> list[Point]:
    """Convex hull of sorted points, counter-clockwise (Andrew's monotone chain)."""
    if len(points) < 3:
        return points
    half = _chain(points)[:-1] + _chain(points[::-1])[:-1]
    return half if len(half) > 2 else points


def _chain(points: list[Point]) -> list[Point]:
    kept: list[Point] = []
    for p in points:
        while len(kept) > 1 and _turn(kept[-2], kept[-1], p) <= 0:
            kept.pop()
        kept.append(p)
    return kept


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _centroid(hull: list[Point]) -> Point:
    area = x = y = 0.0
    for (x0, y0), (x1, y1) in zip(hull, hull[1:] + hull[:1], strict=True):
        cross = x0 * y1 - x1 * y0
        area, x, y = area + cross, x + (x0 + x1) * cross, y + (y0 + y1) * cross
    if abs(area) < 1e-9:
        return sum(p[0] for p in hull) / len(hull), sum(p[1] for p in hull) / len(hull)
    return x / (3 * area), y / (3 * area)
