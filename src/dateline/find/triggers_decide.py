"""The leaf of a short note's main event, from its triggers: weight of the words, the codebook's ranks, scenes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dateline.know.events import EventVocabulary
from dateline.mentions import TriggerMention

#: Leaves of one crowd scene, the telling one first: a crowd's own force outweighs what is done to it.
_SCENE = (
    "violent_demonstration",
    "excessive_force_against_protesters",
    "protest_with_intervention",
    "peaceful_protest",
)
#: Leaves whose score lies within this of the best are told apart by rank.
MARGIN = 0.12
#: Below this no event is named.
FLOOR = 0.30
_AGAIN, _AGAIN_MOST = 0.06, 0.18
_DEFINITE = 0.75


@dataclass(frozen=True, slots=True)
class RankedLeaf:
    """A leaf with its score 0..1 and the triggers that speak for it, the first of them foremost."""

    leaf: str
    score: float
    triggers: tuple[TriggerMention, ...]


def decide_leaf(triggers: Iterable[TriggerMention], vocabulary: EventVocabulary) -> list[RankedLeaf]:
    """The leaves that the triggers of a note (or sentence) speak for, the main event first; empty = no event.

    Triggers that a guard doubts (denied, forecast, past) do not count. Among leaves of like weight the highest row
    of the codebook's table wins; within a crowd scene the crowd's own force wins.
    """
    news = [t for t in triggers if t.leaf is not None and t.claim_type == "event" and t.note in (None, "definite")]
    scored = [
        _score(leaf, [t for t in news if t.leaf == leaf]) for leaf in dict.fromkeys(t.leaf for t in news if t.leaf)
    ]
    scored = [row for row in _scene(scored) if row.score >= FLOOR]
    if not scored:
        return []
    best = max(row.score for row in scored)
    near = sorted((r for r in scored if r.score >= best - MARGIN), key=lambda r: vocabulary.rank(r.leaf))
    far = sorted((r for r in scored if r.score < best - MARGIN), key=lambda r: -r.score)
    return [*near, *far]


def _score(leaf: str, rows: Sequence[TriggerMention]) -> RankedLeaf:
    ordered = sorted(rows, key=lambda t: (-_weight(t), t.token))
    again = min(_AGAIN * (len(rows) - 1), _AGAIN_MOST)
    return RankedLeaf(leaf, min(_weight(ordered[0]) + again, 1.0), tuple(ordered))


def _weight(trigger: TriggerMention) -> float:
    return trigger.confidence * (_DEFINITE if trigger.note == "definite" else 1.0)


def _scene(rows: list[RankedLeaf]) -> list[RankedLeaf]:
    """Of a crowd scene only its telling leaf stays: 'marched', 'tear gas' and 'threw stones' are one event."""
    present = [r for leaf in _SCENE for r in rows if r.leaf == leaf]
    if len(present) < 2:
        return rows
    score = max(r.score for r in present)
    chief = RankedLeaf(present[0].leaf, score, present[0].triggers)
    return [chief, *(r for r in rows if r.leaf not in _SCENE)]
