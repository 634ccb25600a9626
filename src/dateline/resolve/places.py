"""Which place in the world a mention means: kind word, neighbours in the text, country, and only then size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from dateline.know.fold import plain
from dateline.know.gazetteer import Gazetteer, Match, Place, distance_km
from dateline.know.gazetteer_words import place_words
from dateline.mentions import PlaceMention
from dateline.model import ELSEWHERE, NOT_LISTED
from dateline.resolve.places_around import (
    as_told_before,
    at_a_distance,
    framed,
    quarter_of,
    quarters_listed,
    somewhere_in,
)
from dateline.resolve.places_asked import Asked, Ranked, asked_of
from dateline.resolve.places_beside import in_its_unit, not_abroad, not_astray
from dateline.resolve.places_context import Scene, scene_of
from dateline.resolve.places_describe import moved, precision_of
from dateline.resolve.places_rank import (
    HOLDERS,
    SAME_KM,
    UNITS,
    countries_said,
    in_its_country,
    in_unit,
    inside_parent,
    like_listed,
    matches_of,
    one_sense,
    rank,
    spelled_alike,
    town_first,
)
from dateline.text.segment import Parsed

#: The halves of a town that a border cuts: Rafah, Rafah.
_TWINS_KM = 8.0
#: Likeness 0..100 from which two names of one sound are spellings of one.
_SPELLED_ALIKE = 75

_TOWNS = frozenset({"settlement", "adm1", "adm2", "country", "region"})

#: Uses of a country's name that tell who acts, not where: 'Turkish', 'the US-led coalition'.
_OF_PEOPLE = ("adjective", "organisation")
#: The same for how it stands in its sentence: 'the United States does not seek war', 'United States air strikes'.
_ACTING = ("nsubj", "compound")


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
    asked = [asked_of(parsed, mentions, i) for i in range(len(mentions))]
    matches = [matches_of(a.name, gazetteer) for a in asked]
    first = [rank(a, m, None) for a, m in zip(asked, matches, strict=True)]
    named = [(a.name, row, _tells_who(parsed, a.mention, row)) for a, row in zip(asked, first, strict=True)]
    scene = scene_of(parsed, named, publisher_country)
    countries = countries_said(parsed, asked, first)
    matches = [in_its_country(a, m, countries, gazetteer) for a, m in zip(asked, matches, strict=True)]
    matches = [m or spelled_alike(a, scene, gazetteer) for a, m in zip(asked, matches, strict=True)]
    ranked = [rank(a, m, scene) for a, m in zip(asked, matches, strict=True)]
    ranked = [like_listed(a, row, ranked) for a, row in zip(asked, ranked, strict=True)]
    ranked = [inside_parent(a, row, ranked) for a, row in zip(asked, ranked, strict=True)]
    ranked = [town_first(a, row) for a, row in zip(asked, ranked, strict=True)]
    ranked = not_abroad(parsed, mentions, in_its_unit(parsed, mentions, ranked))
    ranked = not_astray(parsed, mentions, [a.listed for a in asked], ranked)
    agreed = [_at_home(a, row, scene) for a, row in zip(asked, one_sense(asked, ranked), strict=True)]
    found = [_doubted(a, row, scene) or answer(a.mention, row, gazetteer) for a, row in zip(asked, agreed, strict=True)]
    found = [somewhere_in(parsed, found, i) for i in range(len(found))]
    found = [at_a_distance(parsed, found, i) for i in range(len(found))]
    found = framed(parsed, found)
    found = quarters_listed(parsed, [quarter_of(parsed, found, i) for i in range(len(found))])
    return as_told_before(asked, found)


def _tells_who(parsed: Parsed, mention: PlaceMention, row: Ranked) -> bool:
    """Whether a name tells who acts, and not where."""
    if mention.usage in _OF_PEOPLE:
        return True
    acting = parsed.tokens_in(mention.name_start, mention.name_end).root.dep_ in _ACTING
    return acting and bool(row) and row[0][1].place.kind == "country"


def _doubted(asked: Asked, row: Ranked, scene: Scene) -> PlaceMention | None:
    """The mention without a place, where the best bearer of its name is not believed: no answer beats a wrong one."""
    if not row:
        return None
    match = row[0][1]
    place, why = match.place, None
    if place.kind in _TOWNS and asked.site:
        why = f"a site named {asked.name}, of which no place is known"
    elif asked.quarter and (place.kind in HOLDERS or not match.exact):
        why = f"a quarter named {asked.name}, of which no place is known"
    elif place.kind not in ("country", "continent", "sea") and _is_foreign(
        row, scene, plain(asked.name), near=asked.mention.relation not in ("at", "part_of")
    ):
        why = f"{place.name} ({place.country}) {ELSEWHERE}"
    if why is None:
        return None
    return replace(asked.mention, candidates=tuple(m.place.id for _, m in row[:5]), why=why)


def _at_home(asked: Asked, row: Ranked, scene: Scene) -> Ranked:
    """What bears the name in the country spoken of, a district be it spelled otherwise, before a town elsewhere."""
    if not row or row[0][1].place.kind in ("country", "continent", "sea") or asked.site:
        return row
    own = plain(asked.name)
    if not _is_foreign(row, scene, own):
        return row
    home = [r for r in row if r[1].place.country in scene.home(own) and (r[1].main or r[1].place.kind in UNITS)]
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
    own_book = not match.place.id.startswith("geonames:")
    if reached and (own_book or match.place.population >= words.foreign_known):
        return False
    if match.owns or (match.main and match.place.population >= words.foreign_size):
        return False
    alone = not near and all(
        m.place.country == match.place.country
        or not (m.place.country in home or (m.main and m.exact) or _rivals(match.place, m.place))
        for _, m in row
    )
    return not (alone and match.main and (own_book or match.place.population >= words.foreign_alone))


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


def _same(a: Place, b: Place) -> bool:
    """Not rivals: close to each other, or a town and the province of its name (CODEBOOK R14: the town is meant)."""
    if in_unit(a, b) or in_unit(b, a):
        return True
    apart = distance_km(a.lat, a.lon, b.lat, b.lon)
    if {a.kind, b.kind} == {"adm1", "region"} and a.country == b.country and apart < max(a.radius_km, b.radius_km):
        return True  # one land under two words for it
    return apart < (SAME_KM if a.country == b.country else _TWINS_KM)


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
