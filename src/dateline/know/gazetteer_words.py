"""The vocabulary of places: data/vocabulary/places.yaml, checked and loaded once."""

from __future__ import annotations

from functools import cached_property

from pydantic import BaseModel, ConfigDict

from dateline.vocabulary import load_data


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FoldRules(_Strict):
    """How names are folded (dateline.know.fold)."""

    letters: dict[str, str]
    silent: str
    articles: tuple[str, ...]
    words: dict[str, tuple[str, ...]]
    rules: tuple[tuple[str, str], ...]
    fixed_spelling: tuple[str, ...]


class FindWords(_Strict):
    """How places are found in text (dateline.find.places). `weights` add up to a score, kept above `threshold`."""

    prepositions: frozenset[str]
    strong_prepositions: frozenset[str]
    banned: frozenset[str]
    seated: frozenset[str]
    fought_for: frozenset[str]
    small_kinds: frozenset[str]
    lies: frozenset[str]
    seats: frozenset[str]
    regions: frozenset[str]
    nationwide: frozenset[str]
    locals: frozenset[str]
    arrivals: frozenset[str]
    not_places: frozenset[str]
    particles: frozenset[str]
    not_names: frozenset[str]
    titles: frozenset[str]
    directions: dict[str, str]
    relations: dict[str, tuple[str, ...]]
    part_nouns: dict[str, str]
    organisation_heads: frozenset[str]
    not_places_after: frozenset[str]
    verbs: frozenset[str]
    place_subject_verbs: frozenset[str]
    place_object_verbs: frozenset[str]
    aims: frozenset[str]
    ways: frozenset[str]
    holders: frozenset[str]
    weights: dict[str, float]
    threshold: float


class ResolveWords(_Strict):
    """Which of the places of a name is meant (dateline.resolve.places). Radii and distances in km."""

    namesakes: frozenset[str]
    quarters: frozenset[str]
    around: frozenset[str]
    provinces: frozenset[str]
    province_radius: float
    sectors: frozenset[str]
    sector_radius: float
    home_share: float
    foreign_size: int
    venues: dict[str, str]
    foreign_known: int
    foreign_alone: int
    alike_in_country: float
    weights: dict[str, float]
    margin: float
    anchor_margin: float
    near_km: float
    near_radius: float
    part_share: float


class GeocodeWords(_Strict):
    """Strings that monitors write (dateline.resolve.places_geocode). `likeness` 0..100, distances in km."""

    relations: dict[str, str]
    filler: frozenset[str]
    directions: dict[str, tuple[str, ...]]
    minor_kinds: frozenset[str]
    minor_words: frozenset[str]
    most_prior: float
    prior_share: float
    kind: float
    other_kind: float
    unit: float
    inside: float
    near_km: float
    unlike: float
    common: float
    common_loose: float
    known_size: int
    widest_between_km: float
    likeness: float
    margin: float
    floor: float


class PlaceWords(_Strict):
    """The whole file. `radius` in km."""

    fold: FoldRules
    kinds: dict[str, tuple[str, ...]]
    radius: dict[str, float]
    precision: dict[str, str]
    feature_codes: dict[str, str]
    scripts: dict[str, frozenset[str]]
    columns: dict[str, tuple[str, ...]]
    not_languages: frozenset[str]
    find: FindWords
    resolve: ResolveWords
    geocode: GeocodeWords

    @cached_property
    def kind_of(self) -> dict[str, tuple[str, ...]]:
        """Kind word -> the kinds that it may mean ('locality' -> settlement, adm2)."""
        found: dict[str, tuple[str, ...]] = {}
        for kind, words in self.kinds.items():
            for word in words:
                found[word] = (*found.get(word, ()), kind)
        return found


def place_words() -> PlaceWords:
    """The vocabulary; ConfigError with file and line when it has a mistake."""
    words: PlaceWords = load_data("vocabulary/places.yaml", PlaceWords)
    return words
