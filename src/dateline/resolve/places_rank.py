"""The places of a name by rank: kind word, what holds it, what is listed with it, country, and only then size."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from rapidfuzz import fuzz

from dateline.know.fold import loose, plain
from dateline.know.gazetteer import Gazetteer, Match, Place, distance_km
from dateline.know.gazetteer_words import place_words
from dateline.resolve.places_asked import Asked, Ranked
from dateline.resolve.places_context import Scene, prior
from dateline.text.segment import Parsed

#: Likeness 0..100 below which an alias has nothing of its place's own name.
_ALIKE = 45
#: Kinds of units, and kinds that hold places.
UNITS = frozenset({"adm1", "adm2", "region"})
HOLDERS = frozenset({"country", "adm1", "adm2", "region", "island"})
#: A town of this population is meant by a name before the province that is called by it.
_TOWN = 5_000
#: Places nearer than this are one answer: a town and the district of its name do not contradict each other.
SAME_KM = 40.0
#: A name shorter than this, in the loose fold, is like too many others to be taken for another spelling.
_LONG = 7
#: The same where the text says which country the place lies in.
_SHORT = 5
#: Spellings that are less like the name than the best one by this much are no rivals of it.
_AS_LIKE = 0.04
#: What stands between a name and the country that it is said to lie in.
_IN_COUNTRY = re.compile(r"^,?\s(?:\w+\s)?in\s(?:the\s)?$")


def matches_of(name: str, gazetteer: Gazetteer) -> tuple[Match, ...]:
    """Places of a name: exact ones, and other transliterations where they are of better known places."""
    exact = gazetteer.lookup(name)
    known = {m.place.id for m in exact}
    return (*exact, *(m for m in gazetteer.lookup_loose(name) if m.place.id not in known))


def spelled_alike(asked: Asked, scene: Scene, gazetteer: Gazetteer) -> tuple[Match, ...]:
    """Places of one other spelling, in the countries that the text speaks of, for a name that no place bears."""
    name = plain(asked.name)
    if asked.site or len(loose(name)) < _LONG:
        return ()
    words = place_words().geocode
    found = [m for c in sorted(scene.home(name)) for m in gazetteer.fuzzy(asked.name, c, cutoff=words.likeness)]
    best = max((m.score for m in found), default=0.0)
    return tuple(m for m in found if m.score >= best - _AS_LIKE)


def countries_said(parsed: Parsed, asked: Sequence[Asked], first: Sequence[Ranked]) -> dict[str, str]:
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


def in_its_country(
    asked: Asked, matches: tuple[Match, ...], countries: Mapping[str, str], gazetteer: Gazetteer
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


def rank(asked: Asked, matches: Sequence[Match], scene: Scene | None) -> Ranked:
    """The places that bear a name, best first. `scene` None: by what the mention says alone."""
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
        m.place.population > _TOWN and in_unit(m.place, match.place) for m in matches
    ):
        # CODEBOOK R14: without a head noun the town is meant, not the province of its name.
        score -= w["namesake_capital"]
    return score


def town_first(asked: Asked, row: Ranked) -> Ranked:
    """CODEBOOK R14: without a word for the unit, the town that it is called by is meant, if it ranks close behind."""
    if not row or row[0][1].place.kind not in ("adm1", "adm2") or asked.kinds & UNITS:
        return row
    if row[0][1].place.kind == "adm2":
        return _town_of_district(row)
    least = row[0][0] - place_words().resolve.weights["namesake_capital"]
    town = next((r for r in row[1:] if r[0] > least and in_unit(r[1].place, row[0][1].place)), None)
    if town is None or town[1].place.population < _TOWN:
        return row
    return [(row[0][0], town[1]), *(r for r in row if r is not town)]


def _town_of_district(row: Ranked) -> Ranked:
    """A district is called by its town, which another transliteration may write: the town is meant."""
    unit = row[0][1].place
    for ranked in row[1:]:
        town = ranked[1].place
        same_unit = town.kind == "settlement" and town.country == unit.country and town.adm1 == unit.adm1
        if same_unit and distance_km(town.lat, town.lon, unit.lat, unit.lon) <= SAME_KM:
            return [(row[0][0], ranked[1]), *(r for r in row if r is not ranked)]
    return row


def like_listed(asked: Asked, row: Ranked, ranked: list[Ranked]) -> Ranked:
    """'New York, Pennsylvania and New Jersey': what is listed together tends to be of one level."""
    if asked.kinds:
        return row
    tops = [ranked[i][0][1].place for i in asked.listed if ranked[i]]
    if not tops or any(t.kind != tops[0].kind for t in tops):
        return row
    bonus = place_words().resolve.weights["listed_level"]
    rescored = [(s + (bonus if m.place.kind == tops[0].kind else 0.0), m) for s, m in row]
    return sorted(rescored, key=lambda r: (-r[0], r[1].place.id))


def inside_parent(asked: Asked, row: Ranked, ranked: list[Ranked]) -> Ranked:
    """'Albu Kamal, Deir Ezzor', 'Iraq's Anbar': the unit or country named beside it holds the place."""
    bonus = place_words().resolve.weights["parent_inside"]
    for i in asked.parents:
        holders = [m.place for _, m in ranked[i] if m.place.kind in HOLDERS][:4]
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


def one_sense(asked: Sequence[Asked], ranked: Sequence[Ranked]) -> list[Ranked]:
    """One name with one kind word means one place in a text: the mention with the clearest answer speaks for all."""
    best: dict[tuple[str, frozenset[str]], Ranked] = {}
    for a, row in zip(asked, ranked, strict=True):
        key = (plain(a.name), a.kinds)
        if not best.get(key) or (row and row[0][0] > best[key][0][0]):
            best[key] = row
    return [best[(plain(a.name), a.kinds)] for a in asked]


def in_unit(town: Place, unit: Place) -> bool:
    """A settlement in a first-level unit, by its code or by its distance from the unit's middle."""
    if town.kind != "settlement" or unit.kind != "adm1" or town.country != unit.country:
        return False
    return town.adm1 == unit.adm1 or distance_km(town.lat, town.lon, unit.lat, unit.lon) <= unit.radius_km
