"""Points, kinds and columns of tables that people bring."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from dateline.know.gazetteer_words import place_words

_DECIMAL_COMMA = re.compile(r"(-?\d+),(\d+)$")


def column_of(field: str, columns: Iterable[str]) -> str | None:
    """The column that holds a field, by the names of vocabulary/places.yaml, `columns`; None when there is none."""
    there = set(columns)
    return next((c for c in place_words().columns[field] if c in there), None)


def point_of(row: Mapping[str, str], lat: str | None = None, lon: str | None = None) -> tuple[float, float] | None:
    """(lat, lon) in degrees WGS84, None where the row has none. Raises ValueError when it is no point on Earth.

    `lat` and `lon` are the columns; without them they are looked for.
    """
    said = [row.get(c or column_of(f, row) or "", "") for f, c in (("lat", lat), ("lon", lon))]
    if not all(said):
        return None
    try:
        point = degrees(said[0]), degrees(said[1])
    except ValueError:
        raise ValueError(f"lat {said[0]!r} or lon {said[1]!r} is no number") from None
    if not (abs(point[0]) <= 90 and abs(point[1]) <= 180):
        raise ValueError(f"lat {said[0]}, lon {said[1]} is no point on Earth")
    return point


def degrees(text: str) -> float:
    """A number with a point or a comma before its decimals."""
    return float(_DECIMAL_COMMA.sub(r"\1.\2", text))


def kind_of(word: str) -> str:
    """The kind that a table's word says: a kind itself, or what vocabulary/places.yaml, `kinds`, calls so.

    Empty: settlement. Raises ValueError when the word is unknown.
    """
    words, said = place_words(), word.casefold().strip()
    if not said:
        return "settlement"
    if said in words.radius:
        return said
    if said in words.kind_of:
        return words.kind_of[said][0]
    raise ValueError(f"kind {word!r} is none of {', '.join(sorted(words.radius))}")
