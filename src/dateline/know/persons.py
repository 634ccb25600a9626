"""Words for how persons fare: dead, alive, held (data/vocabulary/persons.yaml)."""

from __future__ import annotations

from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from dateline.vocabulary import load_data


class StatusWords(BaseModel):
    """The whole file. `leaves`: kinds of events that befall a person; `participles`: lemma -> what is reported."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    dead: frozenset[str]
    alive: frozenset[str]
    custody: frozenset[str]
    leaves: frozenset[str]
    participles: dict[str, str]

    def participle(self, lemma: str) -> tuple[str, ...]:
        """'kill', 'death' -> ('killed',); () for a word that says nothing of a person."""
        return (self.participles[lemma],) if lemma in self.participles else ()


@lru_cache(maxsize=1)
def status_words() -> StatusWords:
    """The words of persons' fates. Raises ConfigError with file and line on a mistake."""
    words: StatusWords = load_data("vocabulary/persons.yaml", StatusWords)
    return words
