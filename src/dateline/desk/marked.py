"""A text cut where claims begin and end, so that each stretch knows whose words it is."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from dateline.desk.shapes import Stretch
from dateline.model import Claim


def stretches(text: str, claims: Sequence[Claim]) -> list[Stretch]:
    """The whole text in order. Claims of one stretch: the shortest first, as it is meant most by a click."""
    fitting = [c for c in claims if 0 <= c.start < c.end <= len(text)]
    starts: dict[int, list[Claim]] = {}
    for claim in sorted(fitting, key=lambda c: (c.end - c.start, c.id)):
        starts.setdefault(claim.start, []).append(claim)
    borders = sorted({0, len(text), *(b for c in fitting for b in (c.start, c.end))})
    open_: list[Claim] = []
    rows = []
    for start, end in pairwise(borders):
        open_ = [c for c in open_ if c.end > start] + starts.get(start, [])
        ids = [c.id for c in sorted(open_, key=lambda c: (c.end - c.start, c.id))]
        rows.append(Stretch(start=start, end=end, text=text[start:end], claims=ids))
    return rows
