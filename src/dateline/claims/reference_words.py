"""The vocabulary of reference: data/vocabulary/reference.yaml."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from dateline.know.actors import Kind
from dateline.vocabulary import load_data


class Nominal(BaseModel):
    model_config = ConfigDict(extra="forbid")
    nouns: frozenset[str]
    kinds: frozenset[Kind]
    proper: bool = True


class PlaceNoun(BaseModel):
    model_config = ConfigDict(extra="forbid")
    nouns: frozenset[str]
    precisions: frozenset[str]


class Owners(BaseModel):
    """What leads from a weapon to those whose it is: told outright, or with doubt."""

    model_config = ConfigDict(extra="forbid")
    plain: frozenset[str]
    alleged: frozenset[str]


class ReferenceWords(BaseModel):
    """Pronouns by what they can stand for, nouns that point back, verbs whose subject acts on purpose."""

    model_config = ConfigDict(extra="forbid")
    pronouns: dict[str, frozenset[str]]
    nominals: dict[str, Nominal]
    determiners: frozenset[str]
    places: dict[str, PlaceNoun]
    qualifiers: frozenset[str]
    others: frozenset[str]
    owners: Owners
    same: frozenset[str]
    agent_verbs: frozenset[str]
    speech_verbs: frozenset[str]
    speech_prepositions: frozenset[str]

    def pronoun_class(self, word: str) -> str | None:
        """'person', 'thing' or 'plural' for a pronoun."""
        return next((name for name, words in self.pronouns.items() if word in words), None)

    def nominal_class(self, phrase: str) -> str | None:
        """The class of a nominal anaphor, longest noun of the phrase's end first."""
        words = phrase.split()
        for n in range(min(3, len(words)), 0, -1):
            tail = " ".join(words[-n:])
            if found := next((name for name, row in self.nominals.items() if tail in row.nouns), None):
                return found
        return None

    def place_class(self, noun: str) -> str | None:
        """The class of a noun for places: settlement, province, area, ..."""
        return next((name for name, row in self.places.items() if noun in row.nouns), None)


def reference_words() -> ReferenceWords:
    """The package's own vocabulary, loaded once a process."""
    words: ReferenceWords = load_data("vocabulary/reference.yaml", ReferenceWords)
    return words
