"""Geocoding of strings as monitors write them: 'Tabit, North Darfur', 'near the dam, Merowe'.

A string is cut into parts, from the most particular to the widest. The first part that names a place is the answer,
the parts after it say where to look. No answer is better than a wrong one: what stays unclear has a `why`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import fuzz

from dateline.know.country_names import country_code
from dateline.know.fold import loose, plain, without_articles
from dateline.know.gazetteer import Gazetteer, Match, Place, distance_km
from dateline.know.gazetteer_words import place_words
from dateline.resolve.places_context import prior

_NOT_LETTERS = re.compile(r"^[\W\d_]+|[\W_]+$")
_KM = re.compile(r"(\d[\d.,]*)\s?(?:km|kilomet\w+)", re.IGNORECASE)
_TOWNS = ("settlement", "neighbourhood", "camp")
_PCODE = re.compile(r"[A-Za-z]{2,3}\d{2,}$")
#: Candidates nearer than this to the best are the same answer.
_SAME_KM = 6.0
#: Likeness 0..1 of spellings that are surely one name.
_SURE = 0.8
#: Shorter names are a vowel away from too many others.
_LONG = 7
#: Between two guesses by likeness the lead must be so many times larger.
_GUESSES = 2.5
#: A river or a region that reaches further than this, km, has no point.
_WIDEST = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class GeoQuery:
    """What to look for: `country` ISO 2, `near` a point (lat, lon) that the place is close to."""

    id: str
    query: str
    country: str | None = None
    near: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GeoAnswer:
    """A place, or lat and lon None with the reason in `why`. `candidates`: ids by rank; `pcode` where it is known."""

    id: str
    lat: float | None = None
    lon: float | None = None
    place_id: str | None = None
    name: str | None = None
    country: str | None = None
    precision: str | None = None
    radius_km: float | None = None
    candidates: tuple[str, ...] = ()
    why: str | None = None
    pcode: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a string: the bare name, the kinds that its words say, and how it stands to what comes before.

    `whole`: 'Eastern Ghariya', where a direction written large is a part of the name. `half`: a word that is mostly
    the first half of names ('Beni'), and by itself only the name of a town of some size.
    """

    name: str
    kinds: frozenset[str]
    relation: str
    away_km: float = 0.0
    whole: str | None = None
    half: bool = False


def geocode(queries: Iterable[GeoQuery], gazetteer: Gazetteer) -> Iterator[GeoAnswer]:
    """Answers in the order of the queries."""
    for query in queries:
        yield geocode_one(query, gazetteer)


def geocode_one(query: GeoQuery, gazetteer: Gazetteer) -> GeoAnswer:
    """The place of one string, which may be a p-code."""
    coded = gazetteer.by_pcode(query.query) if _PCODE.match(query.query.strip()) else None
    if coded is not None:
        match = Match(coded, exact=True, main=True)
        answer = _answer(query, match, [Part(coded.name, frozenset(), "at")], 0, (coded.id,), "")
    else:
        answer = _found(query, gazetteer)
    place = gazetteer.by_id(answer.place_id) if answer.place_id else None
    return replace(answer, pcode=gazetteer.pcode(place)) if place else answer


def _found(query: GeoQuery, gazetteer: Gazetteer) -> GeoAnswer:
    held = _in_its_country(query)
    answer = _sought(held, gazetteer) if held else None
    return answer if answer is not None and answer.lat is not None else _sought(query, gazetteer)


def _in_its_country(query: GeoQuery) -> GeoQuery | None:
    """'Tripoli, Lebanon' is sought in that country only; None where the string names none at its end."""
    rest, comma, last = query.query.rpartition(",")
    code = country_code(last.strip()) if comma and query.country is None else None
    return replace(query, query=rest, country=code) if code and rest.strip() else None


def _sought(query: GeoQuery, gazetteer: Gazetteer) -> GeoAnswer:
    parts = parts_of(query.query)
    if not parts:
        return GeoAnswer(id=query.id, why="no name in the query")
    finder = _Finder(gazetteer, query)
    why, seen = "", tuple[str, ...]()
    middle = _between(query, finder, parts)
    if middle is not None:
        return middle
    for i, part in enumerate(parts):
        # A wider part that is only alike something, with nothing to hold it, would make a guess of a guess.
        ranked = finder.ranked(part, parts[i + 1 :], fuzzy=i == 0 or len(parts) > i + 1)
        seen = seen or tuple(m.place.id for _, m in ranked[:5])
        if part.away_km > place_words().geocode.widest_between_km:
            why = f"only known to be {part.away_km:.0f} km from {part.name}"
            break
        if not ranked and part.half and len(parts) > 1:
            continue
        if not ranked:
            why = why or f"{part.name!r} is not in the gazetteer"
            if _is_town(part, parts[i + 1 :]):
                break
            continue
        rival = _rival(ranked)
        if rival is not None:
            return GeoAnswer(id=query.id, candidates=seen, why=f"ambiguous: {_names(ranked[0][1].place, rival)}")
        place = ranked[0][1].place
        if place.kind not in ("country", "adm1", "adm2") and place.radius_km > _WIDEST:
            return GeoAnswer(
                id=query.id, candidates=seen, why=f"{place.name} is {place.radius_km:.0f} km wide: no point"
            )
        if part.whole and any(m.place.id == place.id for m in gazetteer.lookup(part.whole)):
            parts[i] = replace(part, relation="at")  # 'North Kivu' is all of it, and no part of a Kivu
        return _answer(query, ranked[0][1], parts, i, seen, why)
    return GeoAnswer(id=query.id, candidates=seen, why=why)


def _between(query: GeoQuery, finder: _Finder, parts: list[Part]) -> GeoAnswer | None:
    """'Area between Douma and Misraba': the middle of the two, with a radius that reaches both."""
    if len(parts) < 2 or parts[0].relation != "between" or parts[1].relation != "and":
        return None
    ends = [finder.ranked(p, parts[2:]) for p in parts[:2]]
    if not all(ends) or any(_rival(e) for e in ends):
        return None
    a, b = (e[0][1].place for e in ends)
    apart = distance_km(a.lat, a.lon, b.lat, b.lon)
    if apart > place_words().geocode.widest_between_km:
        return GeoAnswer(id=query.id, candidates=(a.id, b.id), why=f"somewhere on {apart:.0f} km between two places")
    return GeoAnswer(
        id=query.id, lat=round((a.lat + b.lat) / 2, 5), lon=round((a.lon + b.lon) / 2, 5), name=f"{a.name} - {b.name}",
        country=a.country, precision="near_place", radius_km=round(max(apart / 2, 3.0), 1), candidates=(a.id, b.id),
        why="middle between two places",
    )  # fmt: skip


def _is_town(part: Part, after: list[Part]) -> bool:
    """Whether an unknown part is a settlement of its own, so that the wider place after it would be a wrong answer."""
    words = place_words().geocode
    if part.kinds & words.minor_kinds or any(w in words.minor_words for w in part.name.casefold().split()):
        return False
    return not (after and after[0].relation in ("near", "between"))


def _rival(ranked: list[tuple[float, Match]]) -> Place | None:
    top, best = ranked[0]
    for score, match in ranked[1:]:
        place = match.place
        if distance_km(place.lat, place.lon, best.place.lat, best.place.lon) < _SAME_KM:
            continue
        if best.place.kind != place.kind and best.place.adm1 == place.adm1:
            continue
        # Two spellings that are only alike: the larger place is no likelier for that.
        least = place_words().geocode.margin * (1 if best.exact or match.exact else _GUESSES)
        return place if top - score < least else None
    return None


def _names(a: Place, b: Place) -> str:
    return " or ".join(f"{p.name} ({p.lat:.2f}, {p.lon:.2f})" for p in (a, b))


def _answer(query: GeoQuery, match: Match, parts: list[Part], i: int, seen: tuple[str, ...], why: str) -> GeoAnswer:
    place, words = match.place, place_words()
    precision, radius = words.precision.get(place.kind, "settlement"), place.radius_km
    if i > 0 or parts[i].relation in ("near", "off", "between") or (parts[i].kinds == {"facility"} != {place.kind}):
        precision = "near_settlement" if place.kind == "settlement" else "near_place"
        radius = max(radius, words.resolve.near_radius)
    if parts[i].relation == "part_of" and place.kind == "adm1":
        precision, radius = "part_of_adm1", round(radius * words.resolve.part_share, 1)
    if not match.exact:
        why = why or f"by likeness to {place.name!r}"
    return GeoAnswer(
        id=query.id, lat=place.lat, lon=place.lon, place_id=place.id, name=place.name, country=place.country,
        precision=precision, radius_km=radius, candidates=seen, why=why or place.basis,
    )  # fmt: skip


class _Finder:
    """Ranks the places of a part under the parts after it."""

    def __init__(self, gazetteer: Gazetteer, query: GeoQuery) -> None:
        self.gazetteer = gazetteer
        self.query = query

    def ranked(self, part: Part, wider: list[Part], *, fuzzy: bool = True) -> list[tuple[float, Match]]:
        told = [self._matches(w, fuzzy=False)[:12] for w in wider]
        # 'Syria' is the country, whatever else bears the name, and holds every place of the query.
        told = [rows for rows in told if not any(m.place.kind == "country" for m in rows)]
        wider = wider if told else []
        holders = [m.place for rows in told for m in rows]
        matches = self._matches(part, fuzzy=fuzzy)
        if (not fuzzy and not wider) or (wider and not holders):
            # Nothing says where to look, though the string meant to: only a sure spelling is believed.
            matches = [m for m in matches if m.exact or self._closeness(part.name, m.place) >= _SURE]
        minor = part.kinds <= place_words().geocode.minor_kinds
        scored = [
            (self._score(m, part, holders), m)
            for m in matches
            if _may_lie(m.place, holders)
            and not (part.kinds and minor and m.place.kind not in part.kinds and not _lends_its_name(part, m))
        ]
        kept = [(s, m) for s, m in scored if s > place_words().geocode.floor]
        return sorted(kept, key=lambda row: (-row[0], row[1].place.id))

    def _matches(self, part: Part, *, fuzzy: bool) -> list[Match]:
        """Exact ones; then other transliterations; then, in a known country, names that look alike."""
        if part.whole is not None:
            return self._twins(part)
        if part.half:
            large = place_words().geocode.known_size
            return [m for m in self._here(self.gazetteer.lookup(part.name)) if m.exact and m.place.population >= large]
        found = self._here(self.gazetteer.lookup(part.name))
        known = {m.place.id for m in found}
        found += [m for m in self._here(self.gazetteer.lookup_loose(part.name)) if m.place.id not in known]
        if found or not fuzzy or self.query.country is None or len(loose(part.name)) < _LONG:
            return found
        return list(self.gazetteer.fuzzy(part.name, self.query.country, cutoff=place_words().geocode.likeness))

    def _twins(self, part: Part) -> list[Match]:
        """'Eastern X' is one of several X: the one that is called so here or in Arabic, or the part of a unit."""
        direction = str(part.whole).split()[0].casefold()
        names = [
            str(part.whole),
            *(f"{part.name} {word}" for word in place_words().geocode.directions.get(direction, ())),
        ]
        found = [m for n in names for m in self._here((*self.gazetteer.lookup(n), *self.gazetteer.lookup_loose(n)))]
        units = [m for m in self._here(self.gazetteer.lookup(part.name)) if m.place.kind not in _TOWNS]
        return found or units

    def _here(self, matches: Iterable[Match]) -> list[Match]:
        country = self.query.country
        return [m for m in matches if country is None or m.place.country in (country, None)]

    def _score(self, match: Match, part: Part, holders: list[Place]) -> float:
        w, place = place_words().geocode, match.place
        score = min(prior(match), w.most_prior) * w.prior_share
        if part.kinds:
            score += w.kind if place.kind in part.kinds else -w.other_kind
        elif place.kind in ("adm1", "adm2"):
            score -= w.unit
        if holders:
            score += w.inside * max((_inside(h, place) for h in holders), default=0.0)
        if self.query.near is not None:
            away = distance_km(place.lat, place.lon, *self.query.near)
            score += w.inside * max(0.0, 1 - away / w.near_km)
        if not match.exact:
            score -= w.unlike * (1 - self._closeness(part.name, place)) * (1 if _one_word(part.name) else 0.5)
        if not holders and self.query.near is None and (not match.exact or place.population < w.known_size):
            share = w.common if match.exact else w.common_loose
            score -= share * min(self._namesakes(part.name, place), 4)
        return score

    def _closeness(self, name: str, place: Place) -> float:
        """0..1: how much of the spelling, articles aside, a name shares with the nearest name of a place."""
        asked = without_articles(name)
        return max((fuzz.ratio(asked, without_articles(n)) / 100 for n in self.gazetteer.names(place)), default=0.0)

    def _namesakes(self, name: str, place: Place) -> int:
        """How many countries have a place of this name: a common name is likely to have bearers nobody listed."""
        matches = self.gazetteer.lookup_loose(name)
        return len({m.place.country for m in matches if m.place.country != place.country})


def _lends_its_name(part: Part, match: Match) -> bool:
    """'Saraqeb Hospital' stands in Saraqeb: a town of some size lends its name to its hospital, not to far streets."""
    large = match.place.population >= place_words().geocode.known_size
    return part.kinds == {"facility"} and match.place.kind == "settlement" and match.exact and large


def _one_word(name: str) -> bool:
    return " " not in without_articles(name)


def _may_lie(place: Place, holders: list[Place]) -> bool:
    """A place far from everything that the wider parts may mean is another one of the same name."""
    narrow = [h for h in holders if h.kind != "country" and h.id != place.id]
    return not narrow or max(_inside(h, place) for h in narrow) > 0


def _inside(holder: Place, place: Place) -> float:
    """1 for a place in or beside the holder, falling to 0 at three radii; -0.5 far outside."""
    if holder.id == place.id:
        return 0.0
    if holder.kind == "country":
        return 0.0
    if holder.kind == "adm1" and holder.adm1 and place.adm1:
        return 1.0 if holder.adm1 == place.adm1 else -0.5
    reach = {"settlement": 30.0, "adm2": 30.0}.get(holder.kind, max(20.0, holder.radius_km))
    away = distance_km(holder.lat, holder.lon, place.lat, place.lon)
    return 1.0 if away <= reach else max(-0.5, 1 - (away - reach) / (2 * reach))


@lru_cache(maxsize=1)
def _cutter() -> re.Pattern[str]:
    """Cuts at punctuation and at relation words, which are kept."""
    words = place_words().geocode.relations
    either = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    return re.compile(
        rf"\s*[,;:/()|\n]+\s*|\.\s+(?=[A-Z])|\s+(?:[-–—]+|or)\s+|(?:^|(?<=\s))({either})(?=\s)", re.IGNORECASE
    )


def parts_of(query: str) -> list[Part]:
    """The parts of a string that name something, Latin ones before those in another script."""
    relations = place_words().geocode.relations
    parts: list[Part] = []
    relation, at, km = "at", 0, 0.0
    text = re.sub(r"(?<=[A-Za-z'’)])\s+(?=[\u0600-\u06ff])|(?<=[\u0600-\u06ff])\s+(?=[A-Za-z])", " , ", query)
    for match in [*_cutter().finditer(text), None]:
        end = match.start() if match else len(text)
        away = _KM.search(text[at:end])
        km = float(away.group(1).rstrip(".,").replace(",", ".")) if away else km
        part = _part(_KM.sub(" ", text[at:end]), relation, km)
        if part is not None:
            parts.append(part)
            relation, km = "in", 0.0
        elif _is_site(text[at:end]):
            relation = "near"  # 'a bakery in Djibo': somewhere in the town
        if match is None:
            break
        at = match.end()
        said = relations[match.group(1).casefold()] if match.group(1) else relation
        relation = said if (relation, said) != ("near", "in") else relation
    return sorted(parts, key=lambda p: not p.name[:1].isascii() and not p.name[:1].isupper())


def _is_site(text: str) -> bool:
    """A building or a road without a name of its own."""
    words = place_words()
    return any(set(words.kind_of.get(w, ())) & words.geocode.minor_kinds for w in text.casefold().split())


def _part(text: str, relation: str, km: float) -> Part | None:
    """The bare name of a part: kind words, directions, distances and words for 'several places' are taken off."""
    words = place_words()
    kinds: set[str] = set()
    tokens = text.split()
    changed = True
    while changed and tokens:
        changed = False
        for side in (0, -1):
            if not tokens:
                break
            word = _NOT_LETTERS.sub("", tokens[side]).casefold()
            if not word or word in words.geocode.filler or word in words.find.directions:
                relation = "part_of" if word in words.find.directions and relation not in ("near", "off") else relation
                changed = True
                tokens.pop(side)
                continue
            said = words.kind_of.get(word) or words.kind_of.get(word.removesuffix("s"))
            if said and (len(tokens) > 1 or side == 0):
                kinds.update(said)
                changed = True
                tokens.pop(side)
    name = " ".join(tokens).strip(" .'\"“”")
    bare = plain(name)
    if (bare in _generic() or bare in words.fold.articles) and len(text.split()) > 1:
        kinds, name = set(), text.strip(" .'\"“”")  # 'Tal Ward' is a name of two words, and no ward
    if len(loose(name)) < 2:
        return None
    if plain(name) in _generic():
        return Part(name, frozenset(), relation, km, half=True) if name == text.strip() and name.istitle() else None
    first = text.split()[0]
    whole = text.strip() if first[:1].isupper() and _is_direction(first) else None
    return Part(name, frozenset(kinds), relation, km, whole if whole and plain(whole) != plain(name) else None)


def _is_direction(word: str) -> bool:
    words = place_words()
    return word.casefold() in words.geocode.directions or word.casefold() in words.find.directions


@lru_cache(maxsize=1)
def _generic() -> frozenset[str]:
    """Words that are only the first half of names: 'Tal', 'Kafr'."""
    words = place_words().fold.words
    return frozenset(w for key, spellings in words.items() for w in (key, *spellings))
