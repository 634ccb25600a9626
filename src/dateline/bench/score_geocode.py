"""Place strings of monitors: how far from the coders' point, for Airwars (Syria)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dateline.bench.rows import GeocodeRow
from dateline.bench.score_places import told
from dateline.bench.scoring import Answer, Miss, Score, ratio
from dateline.know.gazetteer import distance_km


def score_geocode(rows: Sequence[GeocodeRow], answers: Sequence[Answer]) -> Score:
    """`acc5`, `acc25`: within so many km, of all strings. `wrong25`: more than 25 km off, of those answered.

    The details give `acc5` by the coders' own precision.
    """
    answered = near = around = 0
    right: Counter[str] = Counter()
    total: Counter[str] = Counter(row.precision for row in rows)
    misses: list[Miss] = []
    for row, answer in zip(rows, answers, strict=True):
        off = None if answer.get("lat") is None else distance_km(row.lat, row.lon, answer["lat"], answer["lon"])
        answered += off is not None
        around += off is not None and off <= 25
        if off is not None and off <= 5:
            near += 1
            right[row.precision] += 1
            continue
        what = "no answer" if off is None else f"{off:.0f} km off"
        misses.append(Miss(id=row.id, what=what, words=row.query, wanted=f"{row.lat}, {row.lon}", got=told(answer)))
    n = len(rows)
    figures = {
        "answered": ratio(answered, n),
        "acc5": ratio(near, n),
        "acc25": ratio(around, n),
        "wrong25": 1 - around / answered if answered else 0.0,
    }
    details = {f"acc5_{k}": ratio(right[k], total[k]) for k in sorted(total)}
    return Score(figures=figures, counts={"strings": n}, misses=misses, details=details)
