"""What a text says of where it plays: countries and units named in it, and places that are certain."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dateline.know.borders import neighbours_of
from dateline.know.demonyms import country_of_demonym
from dateline.know.fold import plain
from dateline.know.gazetteer import Match, Place, distance_km
from dateline.know.gazetteer_words import place_words
from dateline.text.segment import Parsed


@dataclass(frozen=True, slots=True)
class Vote:
    """A name that is certain speaks for its country and unit. `own` is its folded form.

    `sure`: it is a country, a word of nationality, a province or a large town, and not a small place's guess.
    `who`: it is said of people ('Turkish', 'US' before a noun), who may be far from home.
    """

    own: str
    country: str
    unit: str | None
    weight: int
    sure: bool = False
    who: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a text plays: votes for countries and first-level units, and the points of certain places."""

    votes: tuple[Vote, ...] = ()
    anchors: tuple[Place, ...] = ()
    publisher: str | None = None

    def home(self, own: str) -> frozenset[str]:
        """The countries that the text speaks of, by all names but `own`; empty where it speaks of none.

        Where it names countries and provinces as such, nationalities only tell who is there: 'US troops in Niger'.
        """
        votes = [v for v in self.votes if v.own != own]
        # 'Russian jets', 'Idlib', 'Hama': small places of one country vouch for each other.
        together = Counter(country for _, country in {(v.own, v.country) for v in votes if not v.sure and not v.who})
        sure = [v for v in votes if v.sure or (not v.who and together[v.country] > 1)]
        countries: Counter[str] = Counter()
        for vote in sure:
            countries[vote.country] += vote.weight
        least = place_words().resolve.home_share * max(countries.values(), default=0)
        named = {v.country for v in votes if not v.who}
        kept = named if any(not v.who for v in sure) else countries.keys()
        found = {c for c, n in (+countries).items() if n >= least and c in kept}
        return frozenset(found | ({self.publisher} if self.publisher and found else set()))

    def reach(self, own: str) -> frozenset[str]:
        """The countries spoken of, and their neighbours where the text names no other place in them.

        'Russian troops entered Bucha' tells who came, not where.
        """
        home = self.home(own)
        if any(a.country in home and plain(a.name) != own for a in self.anchors):
            return home
        return home | neighbours_of(home)

    def is_beside(self, place: Place, own: str) -> bool:
        """Whether another place of its country that the text names is near."""
        near = place_words().resolve.near_km
        return any(
            a.country == place.country
            and plain(a.name) != own
            and distance_km(place.lat, place.lon, a.lat, a.lon) <= near
            for a in self.anchors
        )

    def shares(self, own: str) -> tuple[dict[str, float], dict[str, float]]:
        """Support of countries and of units, 0..1, by all names but `own`: no name speaks for itself."""
        countries: Counter[str] = Counter()
        units: Counter[str] = Counter()
        for vote in self.votes:
            if vote.own != own:
                countries[vote.country] += vote.weight
                if vote.unit:
                    units[vote.unit] += vote.weight
        return _relative(countries), _relative(units)

    def support(self, places: Sequence[Place], own: str) -> list[float]:
        """What the scene adds to each of the places of a name. `own`: the folded name."""
        resolve = place_words().resolve
        w = resolve.weights
        countries, units = self.shares(own)
        home = self.home(own)
        around = frozenset[str]() if any(p.country in home for p in places) else self.reach(own) - home
        others = [a for a in self.anchors if plain(a.name) != own]
        found = []
        for place in places:
            score = w["country_support"] * countries.get(place.country or "", 0.0)
            if place.country in around:
                score += w["reach_support"]
            if place.kind not in ("country", "continent"):
                score += w["adm1_support"] * units.get(place.adm1 or "", 0.0)
                away = (distance_km(place.lat, place.lon, a.lat, a.lon) for a in others if a.id != place.id)
                score += w["near"] * max(0.0, 1 - min(away, default=resolve.near_km) / resolve.near_km)
            found.append(score + (w["publisher"] if self.publisher and place.country == self.publisher else 0.0))
        return found


def _relative(counts: Counter[str]) -> dict[str, float]:
    top = max(counts.values(), default=1)
    return {key: (n / top) ** 0.5 for key, n in counts.items()}


def prior(match: Match) -> float:
    """How likely the place is meant when nothing else is known: level, size, and whether it is its own name."""
    w, place = place_words().resolve.weights, match.place
    size = math.log10(place.population) if place.population > 9 else w["size_unknown"]
    if place.kind in ("country", "continent"):
        score = w[place.kind]
    elif place.kind == "adm1":
        score = w["adm1"] + w["adm1_size"] * size
    elif place.id.startswith("dateline:") and place.kind != "settlement":
        score = w["curated"]
    elif place.kind == "adm2":
        score = w["adm2_size"] * size
    elif not place.id.startswith("geonames:"):
        score = w["ucdp"]
    else:
        score = w["settlement_size"] * (size - 1.0) + (w["famous"] if size > 6 else 0.0)
    score += (w["main"] if match.main else 0.0) + (w["owns"] if match.owns else 0.0)
    return score + (0.0 if match.exact else w["loose"])


def scene_of(
    parsed: Parsed,
    named: Iterable[tuple[str, Sequence[tuple[float, Match]], bool]],
    publisher: str | None,
) -> Scene:
    """The scene from (name, its places ranked by prior, said of people?): certain ones vote for country and unit."""
    votes: list[Vote] = []
    anchors: dict[str, Place] = {}
    for name, row, said in named:
        who = said or country_of_demonym(name) is not None
        place = _certain(row)
        if place is None and row and row[0][1].place.kind == "country":
            # 'Georgia' may be a state of another country; that it is spoken of as a country is no far guess.
            votes.append(Vote(plain(name), str(row[0][1].place.country), None, 1, sure=True, who=who))
        if place is None:
            continue
        if place.country:
            weight = 2 if place.kind == "country" else 1
            votes.append(Vote(plain(name), place.country, place.adm1, weight, _is_large(row[0][1]), who))
        if place.kind not in ("country", "continent", "adm1"):
            anchors[place.id] = place
    for token in parsed.doc:
        if token.is_title and (iso := country_of_demonym(token.text)):
            votes.append(Vote(plain(token.text), iso, None, 1, sure=True, who=True))
    return Scene(votes=tuple(votes), anchors=tuple(anchors.values())[:60], publisher=publisher)


def _is_large(match: Match) -> bool:
    place = match.place
    if place.kind in ("country", "adm1", "region"):
        return match.main or match.owns
    return match.main and place.population >= place_words().resolve.foreign_size


def _certain(row: Sequence[tuple[float, Match]]) -> Place | None:
    """The best place when it leads those of other countries clearly."""
    if not row:
        return None
    best = row[0]
    rival = next((s for s, m in row[1:] if m.place.country != best[1].place.country), None)
    if rival is not None and best[0] - rival < place_words().resolve.anchor_margin:
        return None
    return best[1].place if best[1].exact else None
