"""Which place in the world a mention means: kind word, neighbours in the text, country, and only then size."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rapidfuzz import fuzz

from dateline.know.fold import loose, plain
from dateline.know.gazetteer import Gazetteer, Match, Place, distance_km
from dateline.know.gazetteer_words import place_words
from dateline.mentions import PlaceMention
from dateline.model import NOT_LISTED
from dateline.resolve.places_beside import in_its_unit, not_astray
from dateline.resolve.places_context import Scene, prior, scene_of
from dateline.resolve.places_describe import moved, precision_of
from dateline.text.segment import Parsed

#: Places nearer than this are one answer: a town and the district of its name do not contradict each other.
_SAME_KM = 40.0
#: The halves of a town that a border cuts: Rafah, Rafah.
_TWINS_KM = 8.0
#: A town of this population is meant by a name before the province that is called by it.
_TOWN = 5_000
#: Likeness 0..100 below which an alias has nothing of its place's own name.
_ALIKE = 45
#: Likeness 0..100 from which two names of one sound are spellings of one.
_SPELLED_ALIKE = 75
#: A name shorter than this, in the loose fold, is like too many others to be taken for another spelling.
_LONG = 7
#: The same where the text says which country the place lies in.
_SHORT = 5
#: Spellings that are less like the name than the best one by this much are no rivals of it.
_AS_LIKE = 0.04
_PARENT_AFTER = re.compile(r"^,\s(?:in\s|the\s)?$|^\s\($|^,?\s(?:\w+\s){0,2}(?:in|of)\s(?:the\s)?(?:[\w-]+\s){0,2}$")
_PARENT_BEFORE = re.compile(r"^['’]s?\s(?:[\w-]+\s){0,4}$")
_IN_COUNTRY = re.compile(r"^,?\s(?:\w+\s)?in\s(?:the\s)?$")
_LISTED = re.compile(r"^(?:,|,? and|,? or|;| &)\s(?:the\s|in\s|from\s)?$")

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
_STEPS = 3
_SOMEWHERE_KM = 5.0
#: How far before a quarter its town may have been named, in characters.
#: A quarter lies within so many km of its town's middle.
_QUARTER_KM = 30.0
_QUARTER = 600
#: Where the word after a name ends at the latest, in characters.
_WORD = 16
_UNITS = frozenset({"adm1", "adm2", "region"})
_SITES = frozenset({"facility", "road"})
_TOWNS = frozenset({"settlement", "adm1", "adm2", "country", "region"})
_HOLDERS = frozenset({"country", "adm1", "adm2", "region", "island"})

#: Uses of a country's name that tell who acts, not where: 'Turkish', 'the US-led coalition'.
_OF_PEOPLE = ("adjective", "organisation")

Ranked = list[tuple[float, Match]]


@dataclass(frozen=True, slots=True)
class _Asked:
    """One mention with its bare name, the kinds that its words say, the mentions that may name what it lies in,
    and those that are listed with it. `site`: 'X mosque', 'X street'; `quarter`: 'the X neighbourhood'."""

    mention: PlaceMention
    name: str
    kinds: frozenset[str]
    parents: tuple[int, ...]
    listed: tuple[int, ...]
    site: bool = False
    quarter: bool = False


def resolve_places(
    parsed: Parsed,
    mentions: Sequence[PlaceMention],
    gazetteer: Gazetteer,
    *,
    publisher_country: str | None = None,
) -> list[PlaceMention]:
    """The mentions with id, name, country, point, precision and radius, in the same order.

    Where no place leads clearly the point stays None, `candidates` lists ids by rank and `why` says the reason.
    """
    asked = [_asked(parsed, mentions, i) for i in range(len(mentions))]
    matches = [matches_of(a.name, gazetteer) for a in asked]
    first = [_rank(a, m, None) for a, m in zip(asked, matches, strict=True)]
    named = [(a.name, row, a.mention.usage in _OF_PEOPLE) for a, row in zip(asked, first, strict=True)]
    scene = scene_of(parsed, named, publisher_country)
    countries = _countries_said(parsed, asked, first)
    matches = [_in_its_country(a, m, countries, gazetteer) for a, m in zip(asked, matches, strict=True)]
    matches = [m or _alike(a, scene, gazetteer) for a, m in zip(asked, matches, strict=True)]
    ranked = [_rank(a, m, scene) for a, m in zip(asked, matches, strict=True)]
    ranked = [_like_listed(a, row, ranked) for a, row in zip(asked, ranked, strict=True)]
    ranked = [_inside_parent(a, row, ranked) for a, row in zip(asked, ranked, strict=True)]
    ranked = [_town_first(a, row) for a, row in zip(asked, ranked, strict=True)]
    ranked = in_its_unit(parsed, mentions, ranked)
    ranked = not_astray(parsed, mentions, [a.listed for a in asked], ranked)
    agreed = [_at_home(a, row, scene) for a, row in zip(asked, _one_sense(asked, ranked), strict=True)]
    found = [_doubted(a, row, scene) or answer(a.mention, row, gazetteer) for a, row in zip(asked, agreed, strict=True)]
    found = [_somewhere_in(parsed, found, i) for i in range(len(found))]
    found = [_at_a_distance(parsed, found, i) for i in range(len(found))]
    found = _framed(parsed, found)
    found = _quarters_listed(parsed, [_quarter_of(parsed, found, i) for i in range(len(found))])
    return _as_told_before(asked, found)


def _as_told_before(asked: Sequence[_Asked], found: Sequence[PlaceMention]) -> list[PlaceMention]:
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


def _quarter_of(parsed: Parsed, found: Sequence[PlaceMention], i: int) -> PlaceMention:
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
    after = re.match(r" ([^\W\d]+)", parsed.text[mention.end : mention.end + _WORD])
    return [after[1].casefold()] if after else []


def _quarters_listed(parsed: Parsed, found: list[PlaceMention]) -> list[PlaceMention]:
    """'A and B neighbourhoods': what is listed with a quarter that lies somewhere in a town lies there as well."""
    rows = list(found)
    for i in range(len(rows) - 2, -1, -1):
        one, two = rows[i], rows[i + 1]
        listed = _LISTED.match(parsed.text[one.end : two.start]) is not None
        if listed and one.lat is None and one.usage == "place" and two.id is None and two.precision == "near_place":
            many = _word_after(parsed, two) or two.text.casefold().split()[-1:]
            if many[0] in place_words().resolve.quarters and many[0].endswith("s"):
                rows[i] = replace(
                    one, country=two.country, adm1=two.adm1, lat=two.lat, lon=two.lon, precision=two.precision,
                    radius_km=two.radius_km, confidence=two.confidence, why=two.why,
                )  # fmt: skip
    return rows


def _framed(parsed: Parsed, found: Sequence[PlaceMention]) -> list[PlaceMention]:
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
        listed = listed and _LISTED.match(parsed.text[rows[-1].end : mention.start]) is not None
        if frame is not None and mention.lat is None and mention.usage == "place" and (village or listed):
            mention = _inside(mention, frame)
        rows.append(mention)
    return rows


#: 'X, a farming community some 20 km from Y': what stands between a village that no gazetteer has and a town.
_APART = re.compile(r"^,\s(?:[\w-]+\s){0,6}$")


def _at_a_distance(parsed: Parsed, found: Sequence[PlaceMention], i: int) -> PlaceMention:
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


def _somewhere_in(parsed: Parsed, found: Sequence[PlaceMention], i: int) -> PlaceMention:
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


def _doubted(asked: _Asked, row: Ranked, scene: Scene) -> PlaceMention | None:
    """The mention without a place, where the best bearer of its name is not believed: no answer beats a wrong one."""
    if not row:
        return None
    match = row[0][1]
    place, why = match.place, None
    if place.kind in _TOWNS and asked.site:
        why = f"a site named {asked.name}, of which no place is known"
    elif asked.quarter and (place.kind in _HOLDERS or not match.exact):
        why = f"a quarter named {asked.name}, of which no place is known"
    elif place.kind not in ("country", "continent", "sea") and _is_foreign(
        row, scene, plain(asked.name), near=asked.mention.relation not in ("at", "part_of")
    ):
        why = f"{place.name} ({place.country}) lies in no country that the text speaks of"
    if why is None:
        return None
    return replace(asked.mention, candidates=tuple(m.place.id for _, m in row[:5]), why=why)


def _at_home(asked: _Asked, row: Ranked, scene: Scene) -> Ranked:
    """What bears the name in the country spoken of, a district be it spelled otherwise, before a town elsewhere."""
    if not row or row[0][1].place.kind in ("country", "continent", "sea") or asked.site:
        return row
    own = plain(asked.name)
    if not _is_foreign(row, scene, own):
        return row
    home = [r for r in row if r[1].place.country in scene.home(own) and (r[1].main or r[1].place.kind in _UNITS)]
    return home if home and fuzz.ratio(own, plain(home[0][1].place.name)) >= _SPELLED_ALIKE else row


def _is_foreign(row: Ranked, scene: Scene, own: str, *, near: bool = False) -> bool:
    """In none of the countries spoken of, and neither large nor the only place that is called so. `near`: 'some 5 km
    from X' measures from what is beside the story."""
    match, home = row[0][1], scene.home(own)
    if not home or match.place.country is None or match.place.country in home:
        return False
    reached = match.place.country in scene.reach(own)
    if not match.exact:
        return not (reached and scene.is_beside(match.place, own))
    words = place_words().resolve
    if match.main and words.venues.get(own) == match.place.country:
        return False
    known = match.place.population >= words.foreign_known or not match.place.id.startswith("geonames:")
    if known and reached:
        return False
    if match.owns or (match.main and match.place.population >= words.foreign_size):
        return False
    alone = not near and all(
        m.place.country == match.place.country
        or not (m.place.country in home or (m.main and m.exact) or _rivals(match.place, m.place))
        for _, m in row
    )
    return not (alone and known and match.main)


def matches_of(name: str, gazetteer: Gazetteer) -> tuple[Match, ...]:
    """Places of a name: exact ones, and other transliterations where they are of better known places."""
    exact = gazetteer.lookup(name)
    known = {m.place.id for m in exact}
    return (*exact, *(m for m in gazetteer.lookup_loose(name) if m.place.id not in known))


def _alike(asked: _Asked, scene: Scene, gazetteer: Gazetteer) -> tuple[Match, ...]:
    """Places of one other spelling, in the countries that the text speaks of, for a name that no place bears."""
    name = plain(asked.name)
    if asked.site or len(loose(name)) < _LONG:
        return ()
    words = place_words().geocode
    found = [m for c in sorted(scene.home(name)) for m in gazetteer.fuzzy(asked.name, c, cutoff=words.likeness)]
    best = max((m.score for m in found), default=0.0)
    return tuple(m for m in found if m.score >= best - _AS_LIKE)


def _countries_said(parsed: Parsed, asked: Sequence[_Asked], first: Sequence[Ranked]) -> dict[str, str]:
    """'X in southern Mali': the country that a name is once said to lie in, by its plain form."""
    said: dict[str, str] = {}
    for (one, row), (two, holders) in pairwise(zip(asked, first, strict=True)):
        holder = holders[0][1].place if holders else None
        if holder is None or holder.kind != "country" or holder.country is None:
            continue
        wide = bool(row) and row[0][1].place.kind in ("country", "continent")
        if not wide and _IN_COUNTRY.match(parsed.text[one.mention.end : two.mention.start]):
            said.setdefault(plain(one.name), holder.country)
    return said


def _in_its_country(
    asked: _Asked, matches: tuple[Match, ...], countries: Mapping[str, str], gazetteer: Gazetteer
) -> tuple[Match, ...]:
    """Of the places of a name those of the country it is said to lie in; if there is none, the one spelled alike."""
    country = countries.get(plain(asked.name))
    if country is None:
        return matches
    kept = tuple(m for m in matches if m.place.country in (None, country))
    if kept or asked.site:
        return kept
    likeness = place_words().resolve.alike_in_country
    found = gazetteer.fuzzy(asked.name, country, cutoff=likeness, shortest=_SHORT)
    return found if len({m.place.id for m in found}) == 1 else ()


def _asked(parsed: Parsed, mentions: Sequence[PlaceMention], i: int) -> _Asked:
    mention = mentions[i]
    before = parsed.text[mention.start : mention.name_start]
    after = parsed.text[mention.name_end : mention.end]
    name = parsed.text[mention.name_start : mention.name_end]
    left = parsed.text[mentions[i - 1].end : mention.start] if i else None
    right = parsed.text[mention.end : mentions[i + 1].start] if i + 1 < len(mentions) else None
    parents = [i + 1] if right is not None and _PARENT_AFTER.match(right) else []
    parents += [i - 1] if left is not None and _PARENT_BEFORE.match(left) else []
    listed = [i + 1] if right is not None and _LISTED.match(right) else []
    listed += [i - 1] if left is not None and _LISTED.match(left) else []
    # 'the market of X' is in X, 'X market' may be called so: only the second says what X is.
    kinds = kinds_said(after) | frozenset(k for k in kinds_said(before) if k not in _SITES)
    site = bool(place_words().resolve.namesakes & set(after.casefold().split()))
    words = (*after.casefold().split(), *parsed.text[mention.end : mention.end + _WORD].casefold().split()[:1])
    quarter = bool(place_words().resolve.quarters & set(words))
    return _Asked(mention, name, kinds, tuple(parents), tuple(listed), site, quarter)


def kinds_said(words: str) -> frozenset[str]:
    """Kinds that the words around a name say: 'province' -> adm1."""
    table = place_words().kind_of
    lower = re.findall(r"[\w-]+", words.casefold())
    pairs = [" ".join(p) for p in pairwise(lower)]
    said = [kind for word in (*pairs, *lower) for kind in table.get(word.removesuffix("s"), table.get(word, ()))]
    return frozenset(said)


def _rank(asked: _Asked, matches: Sequence[Match], scene: Scene | None) -> Ranked:
    own = plain(asked.name)
    lent = scene.support([m.place for m in matches], own) if scene else [0.0] * len(matches)
    w = place_words().resolve.weights
    known = any(m.exact and m.place.kind == "settlement" and not _is_unlike(asked.name, m) for m in matches)
    scored = [
        (
            _score(asked.kinds, m, matches)
            + s
            + (w["unlike_alias"] if _is_unlike(asked.name, m) else 0.0)
            + (w["loose_beside_exact"] if known and not m.exact else 0.0),
            m,
        )
        for m, s in zip(matches, lent, strict=True)
    ]
    return sorted(scored, key=lambda row: (-row[0], row[1].place.id))


def _is_unlike(name: str, match: Match) -> bool:
    """An alias with nothing of the place's own name in it, which may be old, local or another language's word."""
    return not match.main and fuzz.ratio(loose(name), loose(match.place.name)) < _ALIKE


def _score(kinds: frozenset[str], match: Match, matches: Sequence[Match]) -> float:
    w = place_words().resolve.weights
    score = prior(match)
    own = {m.place.country for m in matches if m.place.kind == "country"}
    if "region" in kinds and match.place.kind == "adm1":
        score += w["countryside"] - w["kind_differs"]
    if not kinds and match.place.kind != "country" and match.place.country in own:
        # 'Mexico', 'Luxembourg': the country, not its capital or a province of the same name.
        score += w["inside_namesake_country"]
    if kinds:
        score += w["kind_agrees"] if match.place.kind in kinds else w["kind_differs"]
    elif match.place.kind == "adm1" and any(
        m.place.population > _TOWN and _in_unit(m.place, match.place) for m in matches
    ):
        # CODEBOOK R14: without a head noun the town is meant, not the province of its name.
        score -= w["namesake_capital"]
    return score


def _town_first(asked: _Asked, row: Ranked) -> Ranked:
    """CODEBOOK R14: without a word for the unit, the town that it is called by is meant, if it ranks close behind."""
    if not row or row[0][1].place.kind not in ("adm1", "adm2") or asked.kinds & _UNITS:
        return row
    if row[0][1].place.kind == "adm2":
        return _town_of_district(row)
    least = row[0][0] - place_words().resolve.weights["namesake_capital"]
    town = next((r for r in row[1:] if r[0] > least and _in_unit(r[1].place, row[0][1].place)), None)
    if town is None or town[1].place.population < _TOWN:
        return row
    return [(row[0][0], town[1]), *(r for r in row if r is not town)]


def _town_of_district(row: Ranked) -> Ranked:
    """A district is called by its town, which another transliteration may write: the town is meant."""
    unit = row[0][1].place
    for ranked in row[1:]:
        town = ranked[1].place
        same_unit = town.kind == "settlement" and town.country == unit.country and town.adm1 == unit.adm1
        if same_unit and distance_km(town.lat, town.lon, unit.lat, unit.lon) <= _SAME_KM:
            return [(row[0][0], ranked[1]), *(r for r in row if r is not ranked)]
    return row


def _like_listed(asked: _Asked, row: Ranked, ranked: list[Ranked]) -> Ranked:
    """'New York, Pennsylvania and New Jersey': what is listed together tends to be of one level."""
    if asked.kinds:
        return row
    tops = [ranked[i][0][1].place for i in asked.listed if ranked[i]]
    if not tops or any(t.kind != tops[0].kind for t in tops):
        return row
    bonus = place_words().resolve.weights["listed_level"]
    rescored = [(s + (bonus if m.place.kind == tops[0].kind else 0.0), m) for s, m in row]
    return sorted(rescored, key=lambda r: (-r[0], r[1].place.id))


def _inside_parent(asked: _Asked, row: Ranked, ranked: list[Ranked]) -> Ranked:
    """'Albu Kamal, Deir Ezzor', 'Iraq's Anbar': the unit or country named beside it holds the place."""
    bonus = place_words().resolve.weights["parent_inside"]
    for i in asked.parents:
        holders = [m.place for _, m in ranked[i] if m.place.kind in _HOLDERS][:4]
        if not row or not holders or _peers(row[0][1].place, holders[0], i in asked.listed):
            continue
        rescored = [(s + (bonus if any(_holds(h, m.place) for h in holders) else 0.0), m) for s, m in row]
        row = sorted(rescored, key=lambda r: (-r[0], r[1].place.id))
    return row


def _peers(place: Place, holder: Place, listed: bool) -> bool:
    """'Oregon, Washington': two units of one level in a list do not hold each other."""
    return listed and place.kind == holder.kind and place.kind in ("country", "adm1", "continent")


def _holds(parent: Place, child: Place) -> bool:
    """Whether a unit, a country or a region lies around a place. A place does not hold itself."""
    if parent.id == child.id or child.kind in ("country", "continent"):
        return False
    if parent.kind == "country":
        return parent.country == child.country
    if parent.kind == "adm1":
        return parent.adm1 is not None and parent.adm1 == child.adm1 and child.kind != "adm1"
    if parent.kind == "adm2" and parent.adm2 == child.adm2:
        return True
    return distance_km(parent.lat, parent.lon, child.lat, child.lon) <= parent.radius_km


def _one_sense(asked: Sequence[_Asked], ranked: Sequence[Ranked]) -> list[Ranked]:
    """One name with one kind word means one place in a text: the mention with the clearest answer speaks for all."""
    best: dict[tuple[str, frozenset[str]], Ranked] = {}
    for a, row in zip(asked, ranked, strict=True):
        key = (plain(a.name), a.kinds)
        if not best.get(key) or (row and row[0][0] > best[key][0][0]):
            best[key] = row
    return [best[(plain(a.name), a.kinds)] for a in asked]


def _rivals(place: Place, other: Place) -> bool:
    """Whether the other bearer of a name is large enough beside a place to be thought of."""
    if place.population == 0:
        return other.kind == "settlement" and not other.id.startswith("geonames:")
    return other.population * 10 >= place.population


def answer(mention: PlaceMention, row: Ranked, gazetteer: Gazetteer) -> PlaceMention:
    """The mention with its place, or without one and with the reason."""
    if not row:
        return replace(mention, why=NOT_LISTED)
    top, match = row[0]
    rival = next((r for r in row[1:] if not _same(match.place, r[1].place)), None)
    margin = top - rival[0] if rival else 5.0
    candidates = tuple(m.place.id for _, m in row[:5])
    if rival is not None and margin < place_words().resolve.margin:
        other = rival[1].place
        why = f"{match.place.name} ({_where(match.place, gazetteer)}) or {other.name} ({_where(other, gazetteer)})"
        return replace(mention, candidates=candidates, why=f"ambiguous: {why}")
    return _placed(mention, match, margin, candidates)


def country_mention(country: Place) -> PlaceMention:
    """A country that no words of the text name."""
    bare = PlaceMention(start=0, end=0, text=country.name, name_start=0, name_end=0)
    return _placed(bare, Match(country, exact=True, main=True), 5.0, (country.id,))


def _in_unit(town: Place, unit: Place) -> bool:
    """A settlement in a first-level unit, by its code or by its distance from the unit's middle."""
    if town.kind != "settlement" or unit.kind != "adm1" or town.country != unit.country:
        return False
    return town.adm1 == unit.adm1 or distance_km(town.lat, town.lon, unit.lat, unit.lon) <= unit.radius_km


def _same(a: Place, b: Place) -> bool:
    """Not rivals: close to each other, or a town and the province of its name (CODEBOOK R14: the town is meant)."""
    if _in_unit(a, b) or _in_unit(b, a):
        return True
    apart = distance_km(a.lat, a.lon, b.lat, b.lon)
    if {a.kind, b.kind} == {"adm1", "region"} and a.country == b.country and apart < max(a.radius_km, b.radius_km):
        return True  # one land under two words for it
    return apart < (_SAME_KM if a.country == b.country else _TWINS_KM)


def _where(place: Place, gazetteer: Gazetteer) -> str:
    unit = gazetteer.admin(place.adm1)
    return ", ".join(p for p in (unit.name if unit and unit.id != place.id else None, place.country) if p) or place.kind


def _wider(mention: PlaceMention) -> tuple[str, float] | None:
    """'Timbuktu region', 'the Kupiansk sector': more than the town of that name, as (precision, radius in km)."""
    words = place_words().resolve
    said = set(mention.text.casefold().split()) - set(
        mention.text[: mention.name_end - mention.start].casefold().split()
    )
    if said & words.provinces:
        return "adm1", words.province_radius
    return ("near_settlement", words.sector_radius) if said & words.sectors else None


def _placed(mention: PlaceMention, match: Match, margin: float, candidates: tuple[str, ...]) -> PlaceMention:
    place = match.place
    if mention.relation == "adjacent_to" and place.kind == "country":
        return replace(mention, candidates=candidates, why=f"a border with {place.name} has no point")
    precision, radius = precision_of(place, mention.relation, mention.qualifier)
    lat, lon, radius = moved(place, mention, radius)
    if place.kind == "settlement" and mention.relation == "at" and (wider := _wider(mention)) is not None:
        precision, radius = wider[0], max(radius, wider[1])
    confidence = round(min(0.99, 0.5 + 0.1 * min(margin, 4.5)) * (1.0 if match.exact else 0.85), 2)
    return replace(
        mention, id=place.id, name=place.name, country=place.country, adm1=place.adm1, lat=lat, lon=lon,
        precision=precision, radius_km=radius, confidence=confidence, candidates=candidates, why=place.basis,
    )  # fmt: skip
