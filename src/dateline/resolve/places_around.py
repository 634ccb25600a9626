"""Where what no gazetteer has lies, by its neighbours in the text: in a town, near one, in what opens a paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from dateline.know.fold import plain
from dateline.know.gazetteer import distance_km
from dateline.know.gazetteer_words import place_words
from dateline.mentions import PlaceMention
from dateline.resolve.places_asked import LISTED, WORD, Asked, kinds_said
from dateline.text.segment import Parsed

#: What may stand between a site and the town that it lies in, and how far that may be, in characters.
_GOES_ON = re.compile(
    r"^(?:['’]s\b)?[\s,()'’\"“”-]*(?:(?:located|situated|administratively|affiliated|belonging|which|is|lies|in|of|the|to|"
    r"at|on|a|an|and|city|town|central|"
    r"(?:north|south|east|west|middle|centre|center)(?:ern|east|west|eastern|western)?|near|area|areas|part|parts|side|"
    r"countryside|outskirts|front|frontline|axis|sector|also|neighbou?rhood|quarter|district|suburb|village|camp|refugee|region|from)[\s,()’'-]*)*$",
    re.I,
)
_PHRASE = 60
_FINE = frozenset({"settlement", "near_settlement", "neighbourhood", "camp", "facility", "crossing", "near_place"})
_AROUND = _FINE | {"adm2"}
#: 'A, B and the bushes of C in the district of D': what is listed lies in D, which may itself be said to lie in E.
_LIST_GOES_ON = re.compile(r"^(?: [a-z]+)?(?:,? and|,|;) (?:the (?:[a-z]+ of )?)?$")
#: Steps from a site to the place that holds it.
_STEPS = 3
#: The least radius of what lies somewhere in a town.
_SOMEWHERE_KM = 5.0
#: How far before a quarter its town may have been named, in characters; it lies within so many km of its middle.
_QUARTER = 600
_QUARTER_KM = 30.0


def as_told_before(asked: Sequence[Asked], found: Sequence[PlaceMention]) -> list[PlaceMention]:
    """'the village of X, in Y region ... In X': where it lies is told once; a site in the town of its name."""
    told: dict[str, PlaceMention] = {}
    towns = {plain(a.name): m for a, m in zip(asked, found, strict=True) if m.precision == "settlement" and m.id}
    rows = []
    for one, mention in zip(asked, found, strict=True):
        name = plain(one.name)
        if one.site and mention.lat is None and mention.usage == "place" and name in towns:
            mention = _inside(mention, towns[name])  # 'the X shrine' in a text that speaks of the town X
        if mention.id is None and mention.lat is not None:
            told.setdefault(name, mention)
        elif mention.lat is None and mention.usage == "place" and name in told:
            there = told[name]
            mention = replace(
                mention, country=there.country, adm1=there.adm1, lat=there.lat, lon=there.lon, why=there.why,
                precision=there.precision, radius_km=there.radius_km, confidence=there.confidence,
            )  # fmt: skip
        rows.append(mention)
    return rows


def quarter_of(parsed: Parsed, found: Sequence[PlaceMention], i: int) -> PlaceMention:
    """'the Gweiran neighbourhood': a quarter that no gazetteer has lies in the town that was named just before."""
    mention = found[i]
    said = {*mention.text.casefold().split(), *_word_after(parsed, mention)}
    if not said & place_words().resolve.quarters or _holds_quarters(parsed, mention):
        return mention
    near = [m for m in found[:i] if m.usage == "place" and m.precision in _FINE and mention.start - m.end <= _QUARTER]
    if not near:
        return mention
    town = near[-1]
    if mention.lat is not None and mention.lon is not None and town.lat is not None and town.lon is not None:
        # 'In Marib city ... the Al-Rawdah neighbourhood': not the village of that name in another province.
        if distance_km(mention.lat, mention.lon, town.lat, town.lon) <= _QUARTER_KM or mention.country != town.country:
            return mention
        mention = replace(mention, id=None, name=None, adm1=None)
    return _inside(mention, town)


def _word_after(parsed: Parsed, mention: PlaceMention) -> list[str]:
    """The word right behind a mention, in small letters."""
    after = re.match(r" ([^\W\d]+)", parsed.text[mention.end : mention.end + WORD])
    return [after[1].casefold()] if after else []


def quarters_listed(parsed: Parsed, found: list[PlaceMention]) -> list[PlaceMention]:
    """'A and B neighbourhoods': what is listed with a quarter that lies somewhere in a town lies there as well."""
    rows = list(found)
    for i in range(len(rows) - 2, -1, -1):
        one, two = rows[i], rows[i + 1]
        listed = LISTED.match(parsed.text[one.end : two.start]) is not None
        if listed and one.lat is None and one.usage == "place" and two.id is None and two.precision == "near_place":
            many = _word_after(parsed, two) or two.text.casefold().split()[-1:]
            if many[0] in place_words().resolve.quarters and many[0].endswith("s"):
                rows[i] = replace(
                    one, country=two.country, adm1=two.adm1, lat=two.lat, lon=two.lon, precision=two.precision,
                    radius_km=two.radius_km, confidence=two.confidence, why=two.why,
                )  # fmt: skip
    return rows


def framed(parsed: Parsed, found: Sequence[PlaceMention]) -> list[PlaceMention]:
    """'In X, armed men came in May. They burned the hamlets of A and B.': what a paragraph opens with holds the
    villages of it that no gazetteer has."""
    frames: dict[int, PlaceMention] = {}
    rows = []
    for mention in found:
        sentence = parsed.sentence_at(mention.start)
        if sentence is None:
            rows.append(mention)
            continue
        first = parsed.text.rfind("\n", 0, mention.start) + 1
        opens = parsed.text[first : mention.start].strip(" \t-–—*•").casefold() == "in"
        closed = parsed.text[mention.end : mention.end + 1] == ","
        if opens and closed and mention.lat is not None and mention.precision in ("settlement", "adm2"):
            frames[sentence.paragraph] = mention
        frame = frames.get(sentence.paragraph)
        village = set(kinds_said(parsed.text[mention.start : mention.name_start])) & {"settlement"}
        listed = bool(rows) and rows[-1].id is None and rows[-1].lat is not None and rows[-1].precision == "near_place"
        listed = listed and LISTED.match(parsed.text[rows[-1].end : mention.start]) is not None
        if frame is not None and mention.lat is None and mention.usage == "place" and (village or listed):
            mention = _inside(mention, frame)
        rows.append(mention)
    return rows


#: 'X, a farming community some 20 km from Y': what stands between a village that no gazetteer has and a town.
_APART = re.compile(r"^,\s(?:[\w-]+\s){0,6}$")


def at_a_distance(parsed: Parsed, found: Sequence[PlaceMention], i: int) -> PlaceMention:
    """'X, a village some 20 km from Y', 'X, south of Y': where no gazetteer has X, it lies around Y as is said."""
    mention = found[i]
    if mention.lat is not None or mention.usage != "place" or i + 1 >= len(found) or not mention.text[:1].isupper():
        return mention
    town = found[i + 1]
    apart = town.relation == "near" or town.relation.endswith("_of")
    if not (apart and town.lat is not None and _APART.match(parsed.text[mention.end : town.start])):
        return mention
    return replace(
        mention, country=town.country, adm1=town.adm1, lat=town.lat, lon=town.lon, precision="near_place",
        radius_km=max(town.radius_km or 0.0, _SOMEWHERE_KM), confidence=0.4, why=f"{town.text}, by the text",
    )  # fmt: skip


def _holds_quarters(parsed: Parsed, mention: PlaceMention) -> bool:
    """'the A and B neighbourhoods of X', 'the A quarter of X': X is the town, and no quarter of another."""
    opening = parsed.text[mention.start : mention.name_start].split()
    if opening[-1:] != ["of"] or mention.lat is None:
        return False
    before = parsed.text[: mention.start].split()[-1:]
    return opening[-2][-1:] == "s" or bool(before and before[0][:1].isupper())


def _inside(mention: PlaceMention, town: PlaceMention) -> PlaceMention:
    return replace(
        mention, country=town.country, adm1=town.adm1, lat=town.lat, lon=town.lon, precision="near_place",
        radius_km=max(town.radius_km or 0.0, _SOMEWHERE_KM), confidence=0.4, why=f"somewhere in {town.name}",
    )  # fmt: skip


def somewhere_in(parsed: Parsed, found: Sequence[PlaceMention], i: int) -> PlaceMention:
    """'X Street, in the Y quarter of Z': what no gazetteer has lies somewhere in the town its phrase goes on to."""
    mention = found[i]
    if mention.lat is not None or mention.usage != "place" or not any(map(str.isupper, mention.text)):
        return mention
    beside: PlaceMention | None = None  # where no wider place closes the list, its comma may have said 'A in B'
    province: PlaceMention | None = None  # the province that it is said to lie in, where nothing narrower is told
    steps, gaps = 0, [parsed.text[a.end : b.start] for a, b in pairwise(found[i:])]
    for k, other in enumerate(found[i + 1 :]):
        between, after = gaps[k], gaps[k + 1] if k + 1 < len(gaps) else ""
        listed = steps == 0 and _LIST_GOES_ON.match(between) is not None
        # 'the villages of A, B and C' is a list, 'A, B' may say that A lies in B.
        listed = listed and ("and" in between or _LIST_GOES_ON.match(after) is not None)
        steps += not listed
        if steps > _STEPS or not (listed or (_GOES_ON.match(between) and len(between) <= _PHRASE)):
            break
        if other.lat is not None and other.precision in _AROUND and other.usage == "place":
            if not listed:
                return _inside(mention, other)
            if k == 0 and _GOES_ON.match(between) and other.precision in _FINE:
                beside = other
        elif other.lat is not None and other.precision == "adm1" and not listed and other.relation == "at":
            province = province or other
    if beside is not None:
        return _inside(mention, beside)
    return mention if province is None else replace(_inside(mention, province), precision="part_of_adm1")
