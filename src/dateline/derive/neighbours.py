"""Which reports are worth comparing: those of one neighbourhood, a cell of the map on a common day.

A batch of new documents touches only the components (connected neighbourhoods) that its reports fall into; all other
events stay as they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from math import floor

from dateline.derive.incident import Incident
from dateline.derive.places import is_area, located, place_key
from dateline.model import PlaceRef

#: Degrees. Wider than the farthest distance at which settlements are compared, up to 60 degrees of latitude.
CELL = 0.3
#: Days of an interval, less one, that may be the day of a report that tells no year.
_FEW = 2

Key = tuple[str, int, str]


class Map:
    """Incidents by the keys of their neighbourhoods. Numbers are positions in the list that it was made of."""

    def __init__(self, incidents: Sequence[Incident], max_days: int) -> None:
        self._incidents, self._max_days = incidents, max_days
        self._index: dict[Key, list[int]] = defaultdict(list)
        for i, incident in enumerate(incidents):
            for key in _homes(incident, max_days):
                self._index[key].append(i)

    def near(self, incident: Incident) -> set[int]:
        """Incidents of other documents on a day and in the neighbourhood of this one."""
        found = {j for key in _reach(incident, self._max_days) for j in self._index.get(key, ())}
        return {j for j in found if self._incidents[j].document != incident.document}


def candidate_pairs(incidents: Sequence[Incident], max_days: int) -> set[tuple[int, int]]:
    """Pairs (i < j) of incidents of different documents that share a day and a neighbourhood."""
    known = Map(incidents, max_days)
    return {(min(i, j), max(i, j)) for i, incident in enumerate(incidents) for j in known.near(incident)}


def neighbourhoods(incident: Incident, max_days: int) -> frozenset[Key]:
    """The keys under which an incident is compared with others; empty where it has no day or no place."""
    return frozenset(_homes(incident, max_days)) | frozenset(_reach(incident, max_days))


def _days(incident: Incident, max_days: int) -> range:
    time = incident.time
    if time.first is None or time.last is None or time.last - time.first + 1 > max_days:
        return range(0)
    return range(time.first, time.last + 1)


def _yearless(incident: Incident) -> Iterator[int]:
    """Days of some year as negative numbers: of what tells no year, and of what happened on a day or two."""
    time = incident.time
    if time.first is not None and time.last is not None:
        if time.last - time.first <= _FEW:
            for ordinal in range(time.first, time.last + 1):
                day = date.fromordinal(ordinal)
                yield -(100 * day.month + day.day)
    elif not time.known:
        yield from sorted(-int(told.replace("-", "")) for told in incident.yearless)


def _homes(incident: Incident, max_days: int) -> Iterator[Key]:
    yield from (("words", 0, f"{incident.family}: {words}") for words in sorted(incident.wordings))
    place = incident.place
    if place is None or not located(place):
        return
    for day in (*_days(incident, max_days), *_yearless(incident)):
        if is_area(place):
            yield "place", day, str(place_key(place))
        else:
            if place.lat is not None and place.lon is not None:
                x, y = _cell(place.lat, place.lon)
                yield "cell", day, f"{x},{y}"
            elif place.id is not None:
                yield "place", day, place.id
            yield "inside", day, _province(place)


def _reach(incident: Incident, max_days: int) -> Iterator[Key]:
    """Where to look for others: the own cell and those around it; for an area its namesake and the points inside;
    the same words in copies of the story."""
    yield from (("words", 0, f"{incident.family}: {words}") for words in sorted(incident.wordings))
    place = incident.place
    if place is None or not located(place):
        return
    for day in (*_days(incident, max_days), *_yearless(incident)):
        if is_area(place):
            yield "place", day, str(place_key(place))
            yield "inside", day, _province(place)
        elif place.lat is not None and place.lon is not None:
            x, y = _cell(place.lat, place.lon)
            yield from (("cell", day, f"{x + i},{y + j}") for i in (-1, 0, 1) for j in (-1, 0, 1))
        elif place.id is not None:
            yield "place", day, place.id


def _cell(lat: float, lon: float) -> tuple[int, int]:
    return floor(lat / CELL), floor(lon / CELL)


def _province(place: PlaceRef) -> str:
    return f"{place.country or '?'}/{(place.adm1 or place.name or '?').casefold()}"
