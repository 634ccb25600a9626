"""Under what circumstances: words beside an event that tell how it is coded, and whether it is one of its own.

'Artillery fire was exchanged' is a clash to ACLED, 'left under a deal' an agreement; 'a second strike hit the rescuers'
is an event of its own (R80). A claim bears the circumstances as flags.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pydantic import BaseModel, ConfigDict, RootModel

from dateline.claims.inputs import Inputs
from dateline.find.triggers_match import Keys, Pattern, compile_pattern, match
from dateline.find.triggers_tokens import word_keys
from dateline.mentions import Sentence
from dateline.model import SECOND_STRIKE, Claim
from dateline.vocabulary import load_data


class _Circumstance(BaseModel):
    """One entry of data/vocabulary/circumstances.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    leaves: frozenset[str]
    cues: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    killing: bool = False


class _Book(RootModel[Mapping[str, _Circumstance]]):
    pass


@dataclass(frozen=True)
class _Compiled:
    """A circumstance with its cues as patterns."""

    name: str
    leaves: frozenset[str]
    killing: bool
    cues: tuple[Pattern, ...]
    beside: tuple[Pattern, ...]
    unless: tuple[Pattern, ...]

    def holds(self, keys: Keys) -> bool:
        """Whether the words of a sentence, by their keys, tell of it."""
        return _told(self.cues, keys) and _told(self.beside, keys) and not _any(self.unless, keys)


@lru_cache(maxsize=1)
def _book() -> tuple[_Compiled, ...]:
    rows = load_data("vocabulary/circumstances.yaml", _Book).root
    return tuple(
        _Compiled(
            name, row.leaves, row.killing, *(tuple(compile_pattern(c, "phrase") for c in part) for part in _parts(row))
        )
        for name, row in rows.items()
    )


def _parts(row: _Circumstance) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    return row.cues, row.beside, row.unless


def _told(patterns: Sequence[Pattern], keys: Keys) -> bool:
    """Whether one of them stands there; none need where none are given."""
    return not patterns or _any(patterns, keys)


def _any(patterns: Sequence[Pattern], keys: Keys) -> bool:
    return any(
        match(pattern, keys, at, 0, len(keys)) is not None
        for pattern in patterns
        for at in range(len(keys))
        if keys[at] & pattern.head
    )


def with_circumstances(inputs: Inputs, told: Sequence[Claim], generic: Collection[str]) -> list[Claim]:
    """Event claims with flags for the circumstances that their sentences tell of. `generic`: ids of claims whose words
    only say that people were killed."""
    read: dict[int, Keys] = {}
    found = []
    for claim in told:
        asked = [c for c in _book() if claim.event_type in c.leaves and (claim.id in generic or not c.killing)]
        flags = _flags(inputs, claim, asked, told, read) if claim.type == "event" else []
        found.append(claim.model_copy(update={"flags": (*claim.flags, *flags)}) if flags else claim)
    return found


def _flags(
    inputs: Inputs, claim: Claim, asked: Sequence[_Compiled], told: Sequence[Claim], read: dict[int, Keys]
) -> list[str]:
    """`read`: the keys of sentences that were asked about already."""
    sentence = inputs.parsed.sentence_at(claim.start) if asked else None
    if sentence is None:
        return []
    if sentence.index not in read:
        read[sentence.index] = _keys(inputs, sentence)
    flags = [c.name for c in asked if c.holds(read[sentence.index])]
    if SECOND_STRIKE in flags and not _follows(inputs, sentence, told):
        flags.remove(SECOND_STRIKE)
    return flags


def _keys(inputs: Inputs, sentence: Sentence) -> Keys:
    forms: Mapping[str, str] = inputs.vocabulary.forms
    return [frozenset(word_keys(t, forms)) for t in inputs.parsed.doc[sentence.first : sentence.last]]


def _follows(inputs: Inputs, sentence: Sentence, told: Collection[Claim]) -> bool:
    """Whether an attack is told of before it in the text: 'another bomb' of a headline is another than last week's."""
    before = (c for c in told if c.type == "event" and c.start < sentence.start)
    leaves = inputs.vocabulary.leaves
    return sentence.kind != "headline" and any(
        c.event_type and leaves[c.event_type].family == "explosion" for c in before
    )
