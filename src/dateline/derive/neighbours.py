"""Which reports are worth comparing: those of one neighbourhood, a cell of the map on a common day.

A batch of new documents touches only the components (connected neighbourhoods) that its reports fall into; all other
events stay as they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from hashlib import blake2b
from math import floor

from dateline.derive.incident import Incident
from dateline.derive.places import is_area, place_key
from dateline.model import PlaceRef

#: Degrees. Wider than the farthest distance at which settlements are compared, up to 60 degrees of latitude.
CELL = 0.3
#: Days of an interval, less one, that may be the day of a report that tells no year.
_FEW = 2
#: Lower tolls are too common to lead to another report. (Never above `toll.rare` of the policies.)
_RARE = 5
#: Days after an event on which a report that tells no day is news of it. (Never below `agreeing.published_days`.)
_NEWS = 1

Key = tuple[str, int, str]


class Map:
    """Incidents by the keys of their neighbourhoods. Numbers are positions in the list that it was made of."""

    def __init__(self, incidents: Sequence[Incident], max_days: int) -> None:
        self._incidents, self._max_days = incidents, max_days
        self._index: dict[Key, list[int]] = defaultdict(list)
        for i, incident in enumerate(incidents):
            for key in homes(incident, max_days):
                self._index[key].append(i)

    def near(self, incident: Incident) -> set[int]:
        """Incidents of other documents on a day and in the neighbourhood of this one. Nearness is mutual."""
        found = {j for key in reach(incident, self._max_days) for j in self._index.get(key, ())}
        return {j for j in found if self._incidents[j].document != incident.document}


def candidate_pairs(incidents: Sequence[Incident], max_days: int) -> set[tuple[int, int]]:
    """Pairs (i < j) of incidents of different documents that share a day and a neighbourhood."""
    known = Map(incidents, max_days)
    return {(min(i, j), max(i, j)) for i, incident in enumerate(incidents) for j in known.near(incident)}


def number_of(key: Key) -> int:
    """A key as a number of 64 bits with a sign, by which it is kept: no words can be read back from it."""
    raw = "\n".join(map(str, key)).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(raw, digest_size=8).digest(), "big", signed=True)


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


def homes(incident: Incident, max_days: int) -> Iterator[Key]:
    """The keys under which others find an incident; none where it has no day or no place, save those of its words
    and of villages that no gazetteer has."""
    yield from _words(incident)
    yield from _names(incident, max_days)
    found: dict[Key, None] = {}
    for place in incident.spots:
        found |= dict.fromkeys(_home(incident, place, max_days))
    yield from found


def _home(incident: Incident, place: PlaceRef, max_days: int) -> Iterator[Key]:
    yield from _tolls(incident, place, ("dated" if incident.dated else "undated",), reach=0)
    yield from _stretches(incident, place, max_days, reach=0)
    for day in (*_days(incident, max_days), *_yearless(incident)):
        if is_area(place):
            yield "place", day, str(place_key(place))
            yield "around", day, _province(place)
        else:
            if place.lat is not None and place.lon is not None:
                x, y = _cell(place.lat, place.lon)
                yield "cell", day, f"{x},{y}"
            elif place.id is not None:
                yield "place", day, place.id
            yield "inside", day, _province(place)


def reach(incident: Incident, max_days: int) -> Iterator[Key]:
    """Where to look for others: the own cell and those around it, and the area around; for an area its namesake and the
    points inside; the same words in copies of the story; villages that no gazetteer has, by name."""
    yield from _words(incident)
    yield from _names(incident, max_days)
    found: dict[Key, None] = {}
    for place in incident.spots:
        found |= dict.fromkeys(_reached(incident, place, max_days))
    yield from found


def _reached(incident: Incident, place: PlaceRef, max_days: int) -> Iterator[Key]:
    yield from _tolls(incident, place, ("undated",) if incident.dated else ("dated", "undated"), reach=1)
    yield from _stretches(incident, place, max_days, reach=1)
    for day in (*_days(incident, max_days), *_yearless(incident)):
        if is_area(place):
            yield "place", day, str(place_key(place))
            yield "inside", day, _province(place)
        else:
            if place.lat is not None and place.lon is not None:
                x, y = _cell(place.lat, place.lon)
                yield from (("cell", day, f"{x + i},{y + j}") for i in (-1, 0, 1) for j in (-1, 0, 1))
            elif place.id is not None:
                yield "place", day, place.id
            yield "around", day, _province(place)


def _words(incident: Incident) -> Iterator[Key]:
    return (("words", 0, f"{incident.family}: {words}") for words in sorted(incident.wordings))


def _names(incident: Incident, max_days: int) -> Iterator[Key]:
    """Villages that no gazetteer has, by their names on a day, be it of some year."""
    days = (*_days(incident, max_days), *_yearless(incident)) if incident.names else ()
    return (("named", day, name) for day in days for name in sorted(incident.names))


def _tolls(incident: Incident, place: PlaceRef, sorts: Sequence[str], *, reach: int) -> Iterator[Key]:
    """What is told without a day is found by its toll in its place. `reach`: how many cells around are looked at."""
    if is_area(place) or place.lat is None or place.lon is None:
        return
    x, y = _cell(place.lat, place.lon)
    around = range(-reach, reach + 1)
    for measure, (low, high) in sorted(incident.toll.items()):
        if low >= _RARE:
            for sort in sorts:
                yield from ((sort, 0, f"{x + i},{y + j} {measure} {low} {high}") for i in around for j in around)
    yield from ((sort, day, words) for sort in sorts for day, words in _common_tolls(incident, place))


def _common_tolls(incident: Incident, place: PlaceRef) -> Iterator[tuple[int, str]]:
    """Tolls that many have, in one province: with the weekday, with the day that it was in the news, or two at once.

    One such toll alone leads nowhere: in a province thousands share it.
    """
    rows = [
        (f"{_province(place)} {m} {low} {high}", low) for m, (low, high) in sorted(incident.toll.items()) if low > 0
    ]
    common = [words for words, low in rows if low < _RARE]
    if len(rows) > 1 and common:
        yield 0, " ".join(words for words, _ in rows)
    for words in common:
        yield from ((weekday, words) for weekday in sorted(incident.on_weekdays))
        yield from ((day, words) for day in _in_the_news(incident))


def _in_the_news(incident: Incident) -> range:
    """The days on which an incident was news: its own, or for one without a day those up to its publication."""
    time, published = incident.time, incident.published
    if time.first is not None and time.last is not None and time.last - time.first <= _FEW:
        return range(time.first, time.last + 1)
    if incident.dated or incident.background or published is None:
        return range(0)
    return range(published - _NEWS, published + 1)


def _stretches(incident: Incident, place: PlaceRef, max_days: int, *, reach: int) -> Iterator[Key]:
    """What lasts too long to be found by each of its days is found by its first and its last one."""
    days = incident.stretch
    if days is None or days.first is None or (days.days or 0) <= max_days or place.lat is None or place.lon is None:
        return
    x, y = _cell(place.lat, place.lon)
    around = range(-reach, reach + 1)
    yield from (("stretch", days.first, f"{days.last} {x + i},{y + j}") for i in around for j in around)


def _days(incident: Incident, max_days: int) -> list[int]:
    """The days of an incident, and those that it takes back: there lie the reports that it corrects."""
    time = incident.time
    if time.first is None or time.last is None or time.last - time.first + 1 > max_days:
        return []
    return [*range(time.first, time.last + 1), *sorted(incident.corrects)]


def _cell(lat: float, lon: float) -> tuple[int, int]:
    return floor(lat / CELL), floor(lon / CELL)


def _province(place: PlaceRef) -> str:
    return f"{place.country or '?'}/{(place.adm1 or place.name or '?').casefold()}"
