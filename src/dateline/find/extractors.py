"""What tells of which kind an event is: the seam `dateline.extractors`; `rules`, `learned`, and `both` together.

tests/contract/test_extractors.py is what an extractor must pass, a plug-in's too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from dateline.errors import ConfigError
from dateline.find.triggers import find_triggers, read_triggers
from dateline.find.triggers_both import Judged, Model, judge, learned_only
from dateline.know.events import EventVocabulary
from dateline.mentions import ActorMention, PlaceMention
from dateline.registry import load, plugins
from dateline.text.segment import Parsed


@dataclass(frozen=True, slots=True)
class Known:
    """What an extractor reads by. `model` is None for one that asks for none."""

    vocabulary: EventVocabulary
    model: Model | None = None


@dataclass(frozen=True, slots=True)
class Extractor:
    """`judge` gives the triggers of a text, each with its `origin`, in the order of their tokens, from the text and its
    actors and places. The same text gives the same triggers."""

    name: str
    judge: Callable[[Parsed, Known, Sequence[ActorMention], Sequence[PlaceMention]], Judged]
    needs_model: bool = True


def extractor_of(name: str) -> Extractor:
    """The extractor of this name, shipped or of a plug-in. Raises ConfigError naming those that there are."""
    if name in EXTRACTORS:
        return EXTRACTORS[name]
    known = [*EXTRACTORS, *plugins("dateline.extractors")]
    if name not in known:
        near = get_close_matches(name, known, n=1)
        hint = f"did you mean '{near[0]}'?" if near else f"known are {', '.join(known)}"
        raise ConfigError(f"no extractor is called '{name}'; {hint}", name=name)
    found = load("dateline.extractors", name)
    if not isinstance(found, Extractor):
        raise ConfigError(f"the plug-in '{name}' of dateline.extractors is no Extractor", name=name)
    return found


def _rules(parsed: Parsed, known: Known, actors: Sequence[ActorMention], places: Sequence[PlaceMention]) -> Judged:
    rules = read_triggers(parsed, known.vocabulary, actors, places)
    return Judged(rules.triggers, staged=rules.staged)


def _learned(parsed: Parsed, known: Known, actors: Sequence[ActorMention], places: Sequence[PlaceMention]) -> Judged:
    """Events by the model alone; states are read by rules alone."""
    assert known.model is not None
    states = (t for t in find_triggers(parsed, known.vocabulary, actors, places) if t.claim_type != "event")
    learned = learned_only(parsed, known.model)
    return replace(learned, triggers=[*states, *learned.triggers])


def _both(parsed: Parsed, known: Known, actors: Sequence[ActorMention], places: Sequence[PlaceMention]) -> Judged:
    assert known.model is not None
    rules = read_triggers(parsed, known.vocabulary, actors, places)
    judged = judge(parsed, rules.triggers, known.model, known.vocabulary, rules.dropped)
    return replace(judged, staged=rules.staged)


EXTRACTORS = {
    e.name: e
    for e in (Extractor("both", _both), Extractor("rules", _rules, needs_model=False), Extractor("learned", _learned))
}
