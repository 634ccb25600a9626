"""What stands beside a place's name speaks for one of its bearers or against all: sentence, paragraph, list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations, pairwise

from dateline.know.gazetteer_place import Match, Place, distance_km
from dateline.know.gazetteer_words import place_words
from dateline.mentions import PlaceMention
from dateline.text.segment import Parsed

Ranked = list[tuple[float, Match]]
#: Another spelling is only believed within so many km of what its paragraph names exactly.
_NEAR_ITS_OWN = 200.0
#: Villages listed together lie within `_TOGETHER` km of each other; one `_ASTRAY` from all of them is another.
_TOGETHER, _ASTRAY = 60.0, 100.0
_UNITS = ("adm1", "adm2")
_LIST = 3
#: What stands between a place and the unit that it is said to lie in.
_SAID_TO_LIE = re.compile(r"^,?\s(?:in|of)\s(?:the\s)?$|^,\s$")
#: So many names of a list or a paragraph are compared with each other.
_LONGEST = 60


def in_its_unit(parsed: Parsed, mentions: Sequence[PlaceMention], ranked: Sequence[Ranked]) -> list[Ranked]:
    """'In the Zaporizhzhia region, drones hit a farm in Komyshuvakha': of bearers that nothing else tells apart the one
    in the unit that the same sentence names."""
    words = place_words().resolve
    bonus = words.weights["unit_in_sentence"]
    sentences = [_sentence(parsed, m) for m in mentions]
    units: dict[int, list[Place]] = {}
    for mention, row, at in zip(mentions, ranked, sentences, strict=True):
        if mention.usage == "place" and row and row[0][1].place.kind in _UNITS:
            units.setdefault(at, []).append(row[0][1].place)
    rows = []
    for mention, row, at in zip(mentions, ranked, sentences, strict=True):
        around = [u for u in units.get(at, []) if row and u.id != row[0][1].place.id]
        if mention.usage == "place" and len(row) > 1 and row[0][0] - row[1][0] < words.margin and around:
            held = [(s + (bonus if any(_inside(m.place, u) for u in around) else 0.0), m) for s, m in row]
            row = sorted(held, key=lambda r: (-r[0], r[1].place.id))
        rows.append(row)
    return rows


def not_abroad(parsed: Parsed, mentions: Sequence[PlaceMention], ranked: Sequence[Ranked]) -> list[Ranked]:
    """'X village in Deir Ezzor governorate': without bearers in other countries than its unit's.

    What is then left without any is a village that no gazetteer has.
    """
    rows = list(ranked)
    for i, (one, two) in enumerate(pairwise(mentions)):
        unit = ranked[i + 1][0][1].place if ranked[i + 1] else None
        said = unit is not None and unit.kind in _UNITS and _names_a_unit(parsed, two)
        if unit is None or not said or not _SAID_TO_LIE.match(parsed.text[one.end : two.start]):
            continue
        if ranked[i] and ranked[i][0][1].place.kind not in ("country", "continent", *_UNITS):
            rows[i] = [r for r in ranked[i] if r[1].place.country in (None, unit.country) or _is_known(r[1])]
    return rows


def _is_known(match: Match) -> bool:
    """'He left Amman, Deir Ezzor governorate and Homs': a large town is in no need of a unit behind it."""
    return match.main and match.place.population >= place_words().resolve.foreign_size


def _names_a_unit(parsed: Parsed, mention: PlaceMention) -> bool:
    """Whether a word such as 'province' stands in a mention."""
    words = parsed.text[mention.name_end : mention.end].casefold().split()
    return bool(words) and any(place_words().kind_of.get(w, frozenset()) for w in words)


def not_astray(
    parsed: Parsed, mentions: Sequence[PlaceMention], listed: Sequence[tuple[int, ...]], ranked: Sequence[Ranked]
) -> list[Ranked]:
    """Without bearers that what stands beside them speaks against: another spelling far from all exact names of its
    paragraph, and a namesake far from the villages with which it is listed."""
    paragraphs = [_paragraph(parsed, m) for m in mentions]
    sure: dict[int, list[Place]] = {}
    for mention, row, at in zip(mentions, ranked, paragraphs, strict=True):
        if mention.usage == "place" and row and row[0][1].exact and row[0][1].place.kind == "settlement":
            sure.setdefault(at, []).append(row[0][1].place)
    sure = {at: places[:_LONGEST] for at, places in sure.items()}
    rows = [_without_far(row, sure.get(at, [])) for row, at in zip(ranked, paragraphs, strict=True)]
    for group in _lists(listed, len(rows)):
        rows = _together(rows, group)
    return rows


def _without_far(row: Ranked, beside: Sequence[Place]) -> Ranked:
    if not row or row[0][1].exact or not beside:
        return row
    # A district that bears the very name is beside its town, however that is spelled.
    beside = [*beside, *(m.place for _, m in row if m.exact)]
    return [r for r in row if r[1].exact or _least(r[1].place, beside) <= _NEAR_ITS_OWN or not _is_town(r[1].place)]


def _lists(listed: Sequence[tuple[int, ...]], count: int) -> list[list[int]]:
    """Runs of mentions of which each is listed with the next, of three and more."""
    groups: list[list[int]] = []
    run: list[int] = []
    for i in range(count):
        run.append(i)
        if i + 1 not in listed[i]:
            groups.append(run)
            run = []
    # Names of a long list lie with those around them: comparing all with all would let a page of names stop a run.
    parts = (g[n : n + _LONGEST] for g in [*groups, run] for n in range(0, len(g), _LONGEST))
    return [g for g in parts if len(g) >= _LIST]


def _together(rows: list[Ranked], group: Sequence[int]) -> list[Ranked]:
    tops = {i: rows[i][0][1].place for i in group if rows[i] and _is_town(rows[i][0][1].place)}
    towns = {p.id: p for p in tops.values()}
    near: dict[str, set[str]] = {key: set() for key in towns}
    for one, two in combinations(towns.values(), 2):
        if _km(one, two) <= _TOGETHER:
            near[one.id].add(two.id)
            near[two.id].add(one.id)
    found = list(rows)
    for i, place in tops.items():
        close = [p for key, p in towns.items() if key != place.id and near[key] - {place.id}]
        if close and _least(place, close) > _ASTRAY:
            found[i] = [r for r in rows[i] if _is_town(r[1].place) and _least(r[1].place, close) <= _TOGETHER]
    return found


def _inside(place: Place, unit: Place) -> bool:
    if place.id == unit.id or place.country != unit.country:
        return False
    if unit.kind == "adm2" and place.adm2 is not None and unit.adm2 is not None:
        return place.adm2 == unit.adm2
    return place.adm1 is not None and place.adm1 == unit.adm1 and unit.kind == "adm1"


def _is_town(place: Place) -> bool:
    return place.kind in ("settlement", "neighbourhood")


def _least(place: Place, others: Sequence[Place]) -> float:
    return min(_km(place, other) for other in others)


def _km(a: Place, b: Place) -> float:
    return distance_km(a.lat, a.lon, b.lat, b.lon)


def _sentence(parsed: Parsed, mention: PlaceMention) -> int:
    sentence = parsed.sentence_at(mention.start)
    return sentence.index if sentence is not None else -1


def _paragraph(parsed: Parsed, mention: PlaceMention) -> int:
    sentence = parsed.sentence_at(mention.start)
    return sentence.paragraph if sentence is not None else -1
