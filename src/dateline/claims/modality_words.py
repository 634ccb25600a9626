"""The words of modality, read from `data/vocabulary/modality.yaml`."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from dateline.vocabulary import load_data

Effect = Literal[
    "none", "negated", "denied", "planned", "expected", "unlikely", "wanted", "attempted", "foiled", "repelled",
    "ongoing", "ended", "alleged", "hearsay", "apparent", "possible", "probable", "counterfactual", "future", "would",
    "ability", "obligation", "condition", "question", "doubted", "believed", "feared", "estimated", "warned", "silent",
    "party", "confirmed", "unconfirmed",
]  # fmt: skip


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Governor(_Row):
    effect: Effect
    lemmas: frozenset[str]


class StanceEffect(_Row):
    """What a stance does. `clause`: only to the verbs of the content, not to what its nouns take for granted."""

    effect: Effect
    clause: bool = False


class ModalityWords(_Row):
    """The whole file. See its comments for what each list means."""

    governors: tuple[Governor, ...]
    vouching: frozenset[str]
    object_effects: frozenset[Effect]
    object_lemmas: dict[Effect, frozenset[str]]
    goes_on: frozenset[str]
    achieved: frozenset[str]
    achieved_ranks: frozenset[str]
    voiced: frozenset[str]
    passage: frozenset[str]
    declaring: frozenset[str]
    announcing: frozenset[str]
    modals: dict[str, Effect]
    negators: frozenset[str]
    negative_subjects: frozenset[str]
    conditions: frozenset[str]
    adverbs: dict[str, Effect]
    adjectives: dict[str, Effect]
    carriers: dict[str, Effect]
    negative_determiners: frozenset[str]
    open_determiners: frozenset[str]
    prepositions: dict[str, Effect]
    stances: dict[str, StanceEffect]
    unattributed: dict[str, Effect]
    ranks: frozenset[str]
    rank_of: frozenset[str]
    evaluations: frozenset[str]
    phrases: tuple[str, ...]
    ahead: tuple[str, ...]

    @cached_property
    def governor(self) -> dict[str, Effect]:
        found: dict[str, Effect] = {}
        for row in self.governors:
            for lemma in row.lemmas:
                found.setdefault(lemma, row.effect)
        return found

    @cached_property
    def object_governor(self) -> dict[str, Effect]:
        return {lemma: effect for effect, lemmas in self.object_lemmas.items() for lemma in lemmas}


@lru_cache(maxsize=1)
def modality_words() -> ModalityWords:
    """The vocabulary of modality. Raises ConfigError where the file is wrong."""
    return load_data("vocabulary/modality.yaml", ModalityWords)
