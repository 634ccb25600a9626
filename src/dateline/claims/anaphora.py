"""'the attack', 'this bombing': a bare noun has the type of the event that it takes up (CODEBOOK R52)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from functools import cache

from pydantic import BaseModel, ConfigDict
from spacy.tokens import Token

from dateline.claims.inputs import Inputs
from dateline.know.events import VIOLENT, load_events
from dateline.model import Claim
from dateline.vocabulary import load_data

#: Words before a noun that say nothing new of it.
_EMPTY = ("det", "punct", "predet", "poss")


class Anaphors(BaseModel):
    """data/vocabulary/anaphors.yaml: noun -> leaves that it can take up."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    definite: tuple[str, ...]
    further: tuple[str, ...]
    ordinals: tuple[str, ...]
    means: dict[str, tuple[str, ...]]
    means_by: tuple[str, ...]
    made_of: tuple[str, ...]


@cache
def _words() -> Anaphors:
    words: Anaphors = load_data("vocabulary/anaphors.yaml", Anaphors)
    return words


def taken_up(claim: Claim, head: Token, told: Sequence[Claim]) -> Claim:
    """The claim with the type of the last event that its bare, definite noun can mean; else the claim itself."""
    head = _taken_up_by(head)
    leaves = _words().means.get(head.lemma_.lower())
    if claim.type != "event" or not leaves or not _is_bare(head):
        return claim
    before = [c for c in told if c.type == "event" and c.event_type in leaves and c.start < claim.start]
    if any(c.event_type == claim.event_type for c in before) or not before:
        return claim
    last = max(before, key=lambda c: (c.start, c.end))
    return claim.model_copy(update={"event_type": last.event_type}) if _may_be(claim, last) else claim


def _taken_up_by(head: Token) -> Token:
    """'30 were wounded in the blasts': the noun that takes up what was told, where a verb tells of its toll."""
    nouns = [c for prep in head.children if prep.lower_ in ("in", "by") for c in prep.children if c.dep_ == "pobj"]
    toll = head.pos_ == "VERB"
    return next((n for n in nouns if toll and n.lemma_.lower() in _words().means and _is_bare(n)), head)


def by_means(claim: Claim, head: Token, inputs: Inputs) -> Claim:
    """'An attack with four airstrikes': a noun of no certain type has that of the attacks it is said to be made of."""
    leaves, words = load_events().leaves, _words()
    if claim.type != "event" or claim.event_type is None or leaves[claim.event_type].family in words.made_of:
        return claim
    parts = {c.i for prep in head.children if prep.lower_ in words.means_by for c in prep.children if c.dep_ == "pobj"}
    for trigger in inputs.triggers:
        sort = leaves[trigger.leaf].family if trigger.leaf is not None else None
        if trigger.token in parts and trigger.claim_type == "event" and sort in words.made_of:
            return claim.model_copy(update={"event_type": trigger.leaf})
    return claim


def by_what(claim: Claim, told: Sequence[Claim], head: Token) -> Claim:
    """The claim of deaths by no means that is told ('124 people were killed') with the type of the violent events
    before it that they can belong to, the one most told of; else, and where somebody kills or fighters die, the
    claim itself."""
    leaves = load_events().leaves
    if claim.type != "event" or claim.event_type is None or leaves[claim.event_type].family not in _UNSTATED:
        return claim
    same = _of_same_means(claim, told, head)
    if same is not None:
        return claim.model_copy(update={"event_type": same.event_type})
    if leaves[claim.event_type].family != "civilians":
        return claim
    if any(a.role in _KILLERS and a.resolution != "unstated" for a in claim.actors):
        return claim
    before = [c for c in told if c.type == "event" and c.event_type and c.start < claim.start]
    deadly = [c for c in before if leaves[c.event_type or ""].family in VIOLENT and _may_be(claim, c)]
    counts = Counter(c.event_type for c in deadly)
    most = max(deadly, key=lambda c: (counts[c.event_type], c.start, c.end), default=None)
    return claim if most is None else claim.model_copy(update={"event_type": most.event_type})


def _of_same_means(claim: Claim, told: Sequence[Claim], head: Token) -> Claim | None:
    """'raids killed 16', 'five more were killed in the next town': by the means told last, wherever it was."""
    before = [c for c in told if c.type == "event" and c.event_type and c.start < claim.start]
    nouns = [c for c in head.children if c.dep_ in ("nsubj", "nsubjpass", "dobj")]
    words = _words()
    for noun in nouns:
        means = words.means.get(noun.lemma_.lower())
        if means and noun.dep_ == "nsubj":
            return next((c for c in reversed(before) if c.event_type in means), None)
    more = any(c.lower_ in words.further for noun in nouns for c in noun.subtree if c.i < noun.i)
    leaves = load_events().leaves
    deadly = [c for c in before if leaves[c.event_type or ""].family in VIOLENT]
    return deadly[-1] if more and deadly and deadly[-1].news_role == claim.news_role else None


def by_means_below(inputs: Inputs, told: Sequence[Claim], generic: Collection[str]) -> list[Claim]:
    """'Army kills commander. On Monday the army struck his car from the air.': claims of a headline or first sentence
    that tell of a killing by no means (`generic`: their ids) have the type of the explosion or strike by the same
    doer that the sentences just below tell of; so have those of a headline that names no doer."""
    leaves = load_events().leaves
    events = [c for c in told if c.type == "event" and c.event_type]
    means = [c for c in events if leaves[c.event_type or ""].family == "explosion"]
    return [_with_means(inputs, c, means) if c.id in generic else c for c in told]


def _with_means(inputs: Inputs, claim: Claim, means: Sequence[Claim]) -> Claim:
    here = inputs.parsed.sentence_at(claim.start)
    doers = {a.id or a.text for a in claim.actors if a.role in _KILLERS}
    if here is None or (here.kind != "headline" and (here.index > 0 or not doers)) or claim.type != "event":
        return claim
    for event in means:
        there = inputs.parsed.sentence_at(event.start)
        near = there is not None and 0 < there.index - here.index <= _REACH
        others = {a.id or a.text for a in event.actors if a.role in _KILLERS}
        if near and (doers & others or not doers) and _may_be(claim, event):
            return claim.model_copy(update={"event_type": event.event_type})
    return claim


def typed_by_their_events(inputs: Inputs, told: Sequence[Claim]) -> list[Claim]:
    """Role claims with the type of the violent event whose doers or parties they name: of their own sentence the
    nearest, else the last one of the two before."""
    leaves = load_events().leaves
    deadly = [c for c in told if c.type == "event" and c.event_type and leaves[c.event_type].family in VIOLENT]
    return [_typed(inputs, c, deadly) if c.type == "role" and c.event_type is None else c for c in told]


def _typed(inputs: Inputs, role: Claim, events: Sequence[Claim]) -> Claim:
    here = inputs.parsed.sentence_at(role.start)
    near = []
    for event in events:
        there = inputs.parsed.sentence_at(event.start)
        if here is not None and there is not None and 0 <= here.index - there.index <= _REACH:
            near.append((here.index - there.index, abs(event.start - role.start), event.start, event))
    return role.model_copy(update={"event_type": min(near, key=lambda row: row[:3])[3].event_type}) if near else role


#: Sentences back in which the event may stand whose doer is named.
_REACH = 2
_KILLERS = ("attacker", "perpetrator", "party")
#: Families of what kills by no means that is told.
_UNSTATED = ("civilians", "battle")


def _is_bare(head: Token) -> bool:
    left = [c for c in head.children if c.i < head.i]
    empty = _words().ordinals
    return any(c.lower_ in _words().definite for c in left) and all(c.dep_ in _EMPTY or c.lower_ in empty for c in left)


def _may_be(noun: Claim, told: Claim) -> bool:
    """Neither their days nor their places exclude that they are one event."""
    a, b = noun.time, told.time
    if (
        noun.time.basis != "inherited_peg"
        and a.from_
        and b.from_
        and a.to
        and b.to
        and (a.from_ > b.to or b.from_ > a.to)
    ):
        return False
    own = {p.id for p in noun.places if p.id and p.resolution != "topic"}
    return not own or not told.places or bool(own & {p.id for p in told.places})
