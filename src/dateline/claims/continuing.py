"""Sentences that go on with what their neighbour tells: 'Five of them died in ...', 'Another three were killed ...'.

The originator who was named there is theirs too, while nobody else is named (CODEBOOK R71).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from dateline.claims.inputs import Inputs
from dateline.mentions import Sentence
from dateline.model import Attribution, Claim
from dateline.vocabulary import load_data

#: Claims that tell what happened; judgements and forecasts are somebody's own.
_TOLD = ("event", "figure", "control", "person_status")


class _Words(BaseModel):
    """data/vocabulary/continuing.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    openings: tuple[str, ...]
    within: tuple[str, ...]


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    words = load_data("vocabulary/continuing.yaml", _Words)
    openings, within = ("|".join(map(re.escape, row)) for row in (words.openings, words.within))
    return re.compile(rf"\W*(?:{openings})\b|.*\b(?:{within})\b", re.IGNORECASE | re.DOTALL)


def gone_on(inputs: Inputs, claims: Sequence[Claim]) -> list[Claim]:
    """The claims, those of narration with the originator of the sentence before where theirs goes on with it."""
    rows: dict[int, list[Claim]] = {}
    for claim in claims:
        sentence = inputs.parsed.sentence_at(claim.start)
        if sentence is not None:
            rows.setdefault(sentence.index, []).append(claim)
    spoken: dict[int, Attribution] = {}
    inherited: dict[int, Attribution] = {}
    for index in sorted(rows):
        sentence = inputs.parsed.sentences[index]
        own = [c.attribution for c in rows[index] if _is_said(c.attribution)]
        before = spoken.get(index - 1)
        if own:
            spoken[index] = own[-1]
        elif before is not None and _goes_on(inputs, sentence):
            spoken[index] = inherited[index] = before.model_copy(update={"kind": "ambiguous_continuation"})
    if not inherited:
        return list(claims)
    homes = {c.id: index for index, row in rows.items() for c in row}
    return [_with_source(c, inherited.get(homes.get(c.id, -1))) for c in claims]


def _with_source(claim: Claim, attribution: Attribution | None) -> Claim:
    told = attribution is not None and claim.type in _TOLD and claim.attribution.kind == "narration"
    return claim.model_copy(update={"attribution": attribution}) if told else claim


def _is_said(attribution: Attribution) -> bool:
    """Whether somebody is named as the one who says it."""
    return attribution.cue is not None and any(s.role != "carrier" for s in attribution.sources)


def _goes_on(inputs: Inputs, sentence: Sentence) -> bool:
    if sentence.kind != "body":
        return False
    return _pattern().match(inputs.parsed.text[sentence.start : sentence.end]) is not None
