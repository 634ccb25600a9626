"""The words of attribution, read from `data/vocabulary/speech.yaml`."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import Literal

from pydantic import BaseModel, ConfigDict
from spacy.tokens import Token

from dateline.vocabulary import load_data

Stance = Literal[
    "say", "claim", "confirm", "deny", "acknowledge", "warn", "estimate", "expect", "accuse", "report", "doubt",
    "promise", "ask", "believe", "intend", "feel", "know", "evaluate", "show", "order", "agree", "silent", "quote",
]  # fmt: skip
Complement = Literal["quote", "clause", "infinitive", "gerund", "object", "as"]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class VerbCue(_Entry):
    """A class of cue verbs: what the speaker does, and which complements hold the content."""

    stance: Stance
    takes: tuple[Complement, ...]
    lemmas: tuple[str, ...]
    preps: tuple[str, ...] = ()
    with_: tuple[str, ...] | None = None
    addressee: bool = False
    objects: frozenset[str] | None = None
    not_objects: frozenset[str] = frozenset()
    subjects: frozenset[str] | None = None
    pair: bool = False

    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=lambda name: name.rstrip("_"), populate_by_name=True
    )


class NounCue(_Entry):
    stance: Stance
    lemmas: tuple[str, ...]


class Preposition(_Entry):
    """A prepositional cue such as 'according to': its words in order."""

    words: tuple[str, ...]
    stance: Stance


class SpeechWords(_Entry):
    """The whole file. See its comments for what each list means."""

    verbs: tuple[VerbCue, ...]
    not_speakers: frozenset[str]
    issuing: frozenset[str]
    issued: frozenset[str]
    passive: frozenset[str]
    passive_of_events: frozenset[str]
    hearsay: frozenset[str]
    expletives: frozenset[str]
    never: frozenset[str]
    nested: frozenset[Stance]
    prepositions: tuple[Preposition, ...]
    relay: frozenset[str]
    carried: frozenset[str]
    carried_on: frozenset[str]
    nouns: tuple[NounCue, ...]
    noun_preps: dict[str, frozenset[str]]
    light: frozenset[str]
    nobodys: frozenset[Stance]
    quotable: frozenset[str]
    documents: frozenset[str]
    headline_marks: frozenset[str]
    headline_not: frozenset[str]

    @cached_property
    def by_lemma(self) -> dict[str, tuple[VerbCue, ...]]:
        """The verb classes of each lemma, those bound to a particle first."""
        found: dict[str, list[VerbCue]] = {}
        for entry in sorted(self.verbs, key=lambda e: e.with_ is None):
            for lemma in entry.lemmas:
                found.setdefault(lemma, []).append(entry)
        return {lemma: tuple(entries) for lemma, entries in found.items()}

    @cached_property
    def noun_stance(self) -> dict[str, Stance]:
        return {lemma: entry.stance for entry in self.nouns for lemma in entry.lemmas}

    def entries(self, verb: Token) -> tuple[VerbCue, ...]:
        """The classes that a verb token may belong to, judged by its lemma, particles and prepositions."""
        around = {c.lower_ for c in verb.children if c.dep_ in ("prt", "prep", "agent", "dative", "advmod")}
        found = self.by_lemma.get(verb.lemma_.lower(), ())
        bound = tuple(e for e in found if e.with_ and around & set(e.with_))
        return bound or tuple(e for e in found if not e.with_)


@lru_cache(maxsize=1)
def speech_words() -> SpeechWords:
    """The vocabulary of attribution. Raises ConfigError where the file is wrong."""
    return load_data("vocabulary/speech.yaml", SpeechWords)
