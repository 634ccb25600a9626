"""The words of figures, read from `data/vocabulary/figures.yaml` and laid out for look-up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from dateline.vocabulary import load_data

#: Where the counted group stands: before the words, after them, or as a verb's object (after, or before a passive).
Slot = Literal["before", "after", "object"]


class Verbs(BaseModel):
    """Forms of verbs, five a line; `object`: the victim is the object, `subject`: the victim is the subject."""

    model_config = ConfigDict(extra="forbid")
    object: list[str]
    subject: list[str]


class Phrase(BaseModel):
    """Several words that act as one; `measure` null blocks a shorter reading."""

    model_config = ConfigDict(extra="forbid")
    words: str
    measure: str | None
    slot: Slot


class Zero(BaseModel):
    model_config = ConfigDict(extra="forbid")
    nobody: list[str]
    determiner: list[str]
    denial: list[str]
    one: list[str]
    reported: list[str]


class Figures(BaseModel):
    """The whole file. Sections are explained in its own comments."""

    model_config = ConfigDict(extra="forbid", ignored_types=(cached_property,))
    units: dict[str, int]
    tens: dict[str, int]
    scales: dict[str, int]
    fractions: dict[str, int]
    ordinals: dict[str, int]
    vague_plurals: dict[str, int]
    vague_quantifiers: list[str]
    small_fixed: dict[str, int]
    approximators: dict[str, list[str]]
    after_number: dict[str, list[str]]
    preliminary: list[str]
    not_counted: frozenset[str]
    dimensions: frozenset[str]
    labels: frozenset[str]
    shares: frozenset[str]
    calendar: frozenset[str]
    no_count_after: frozenset[str]
    function_words: frozenset[str]
    name_particles: frozenset[str]
    families: frozenset[str]
    perpetrators: frozenset[str]
    persons: dict[Literal["civilian", "combatant", "any"], list[str]]
    irregular_plurals: dict[str, str]
    person_endings: list[str]
    households: frozenset[str]
    containers: frozenset[str]
    buildings: frozenset[str]
    events: frozenset[str]
    objects: frozenset[str]
    crowd: frozenset[str]
    female: frozenset[str]
    male: frozenset[str]
    ages: dict[str, frozenset[str]]
    count_nouns: dict[str, frozenset[str]]
    remains: frozenset[str]
    needs_company: dict[str, frozenset[str]]
    nominals: dict[str, frozenset[str]]
    tolls: dict[str, list[str]]
    toll_links: frozenset[str]
    toll_rises: frozenset[str]
    verbs: dict[str, Verbs]
    adjectives: dict[str, frozenset[str]]
    phrases: list[Phrase]
    #: what a verb did, by the words behind its object: 'beat two men to death'
    around: dict[str, str]
    #: verbs whose object, where it is people, died
    losing: frozenset[str]
    #: leaf of an event -> what it counts of those to whom it happens
    by_leaf: dict[str, str]
    zero: Zero
    part_cues: list[str]
    of_what: frozenset[str]
    chain_words: frozenset[str]
    soft_words: frozenset[str]
    object_soft: frozenset[str]
    subject_light: frozenset[str]
    #: after a passive: those killed beside its subject
    company: list[str]
    #: the end of the wounded: 'and later died of'
    dying_after: list[str]
    kinds: dict[str, list[str]]
    incident_ceiling: int
    flow_measures: frozenset[str]
    stock_measures: frozenset[str]
    stock_firm: frozenset[str]
    version: int = Field(default=1)


@dataclass(frozen=True, slots=True)
class VerbForm:
    """One form of a verb: its measure, whose place the victim takes, and which form it is."""

    measure: str
    slot: Literal["object", "subject"]
    form: Literal["base", "third", "past", "participle", "ing"]


_FORMS: tuple[Literal["base", "third", "past", "participle", "ing"], ...] = (
    "base",
    "third",
    "past",
    "participle",
    "ing",
)


@lru_cache(maxsize=1)
def figures() -> Figures:
    """The vocabulary of figures. Raises ConfigError naming file and line of a mistake."""
    found: Figures = load_data("vocabulary/figures.yaml", Figures)
    return found


@lru_cache(maxsize=1)
def verb_forms() -> dict[str, VerbForm]:
    """Lower-case form -> what it says. A form that is past and participle alike is kept as participle."""
    found: dict[str, VerbForm] = {}
    for measure, verbs in figures().verbs.items():
        for slot, lines in (("object", verbs.object), ("subject", verbs.subject)):
            for line in lines:
                for form, word in zip(_FORMS, line.split(), strict=True):
                    found[word] = VerbForm(measure, "object" if slot == "object" else "subject", form)
    return found


def phrase_index(phrases: list[str]) -> dict[str, list[tuple[str, ...]]]:
    """Phrases by first word, longest first, for matching over tokens."""
    index: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        words = tuple(phrase.lower().split())
        index.setdefault(words[0], []).append(words)
    for rows in index.values():
        rows.sort(key=len, reverse=True)
    return index


@lru_cache(maxsize=4096)
def singular(word: str) -> str:
    """Singular of a lower-case noun, by the list of irregular ones and the regular endings."""
    irregular = figures().irregular_plurals.get(word)
    if irregular is not None:
        return irregular
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 2:
        return word[:-1]
    return word


@lru_cache(maxsize=1)
def _person_status() -> dict[str, str]:
    rows: dict[str, str] = {}
    for status, words in figures().persons.items():
        for word in words:
            rows.setdefault(word, status)
    return rows


def person_status(noun: str) -> str | None:
    """civilian, combatant or any for a singular person noun; None where the noun is no known person."""
    status = _person_status().get(noun)
    if status is None and len(noun) > 5 and noun.endswith(tuple(figures().person_endings)):
        return "any"
    return status


@lru_cache(maxsize=1)
def count_noun_measures() -> dict[str, str]:
    return {noun: measure for measure, nouns in figures().count_nouns.items() for noun in nouns}


@lru_cache(maxsize=1)
def adjective_measures() -> dict[str, str]:
    return {word: measure for measure, words in figures().adjectives.items() for word in words}


@lru_cache(maxsize=1)
def nominal_measures() -> dict[str, str]:
    return {word: measure for measure, words in figures().nominals.items() for word in words}
