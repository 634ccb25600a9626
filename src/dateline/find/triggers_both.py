"""Triggers by rules and by the model together: each has a say, and neither is believed against strong evidence.

A short note is judged as a whole, since its examples were; in a longer text each sentence is judged by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from spacy.tokens import Token

from dateline.find.quantities_vocabulary import figures
from dateline.find.speech_vocabulary import speech_words
from dateline.know.events import EventVocabulary, load_events
from dateline.mentions import LACK, Sentence, TriggerMention
from dateline.model import TAKEN_BY_GOVERNMENT, TAKEN_BY_NON_STATE
from dateline.text.segment import Parsed

NONE = "none"
#: Texts of at most so many words are judged as one.
SHORT = 130
#: What a sure trigger of the rules weighs beside the model's probability.
RULES = 0.5
#: A note is of no event where the model says so this surely; where the rules are sure of one, it must be surer.
NO_EVENT, SURELY_NONE = 0.5, 0.8
#: In a sentence of a longer text: how sure the model must be to take an event away, or to change its leaf.
TAKES, CHANGES = 0.8, 0.8
#: From here on a trigger is the name of its leaf ('was evacuated'), whatever the model hears.
NAMED = 0.95
#: How sure the model must be of who takes a place, and the flag of such a claim (derive.codes).
SURE_OF_TAKER = 0.9
TAKERS = {"government": TAKEN_BY_GOVERNMENT, "nonstate": TAKEN_BY_NON_STATE}
#: From here on the model upholds a word of its leaf that says hardly anything alone, and makes a firm trigger of the
#: rules one of a kindred leaf.
UPHOLDS, RETYPES = 0.5, 0.7
#: From here on the model weighs the words for one event; what is left of the confidence of the others.
WEIGHS, BESIDE = 0.75, 0.8
#: How far a trigger is believed for the model's word alone.
LEARNED = 0.8
#: What is left of the confidence of a trigger that the model takes for nothing.
LEFT = 0.15
#: What the model must not think of a leaf that it takes away or changes, and how sure of it the rules may be: in a
#: sentence of a longer text, and in a note, which shows the model all that there is.
UNLIKELY, DOUBTFUL = 0.03, 0.62
UNLIKELY_IN_NOTE, DOUBTFUL_IN_NOTE = 0.05, 0.6
#: A trigger of the rules from which on only so sure a model makes it one of another leaf.
FIRM, SURE = 0.6, 0.9


class Model(Protocol):
    """Leaves of texts; find.types_learned.TypeModel."""

    def probabilities(self, texts: Sequence[str]) -> list[Mapping[str, float]]: ...

    def taker(self, text: str) -> tuple[str, float] | None: ...


@dataclass(frozen=True, slots=True)
class Judged:
    """The triggers, and the leaf of the main event of a short note. `staged`: paragraphs that only tell of a film, a
    match or a drill."""

    triggers: list[TriggerMention]
    main: str | None = None
    staged: frozenset[int] = frozenset()


def judge(
    parsed: Parsed,
    rules: Sequence[TriggerMention],
    model: Model,
    vocabulary: EventVocabulary,
    dropped: frozenset[str] = frozenset(),
) -> Judged:
    """The triggers of a text as rules and model see it together. `dropped`: leaves that the rules know to be a film, a
    drill or a demand here, and that only a sure model brings back."""
    words = len(parsed.text.split())
    if 0 < words <= SHORT:
        return _of_note(parsed, rules, _Without(model, dropped) if dropped else model, vocabulary)
    return Judged(_with_own(parsed, _of_sentences(parsed, rules, model), model, vocabulary))


@dataclass(frozen=True, slots=True)
class _Without:
    """A model that must be sure of some leaves to speak of them at all."""

    model: Model
    dropped: frozenset[str]

    def probabilities(self, texts: Sequence[str]) -> list[Mapping[str, float]]:
        """What the model says of the other leaves, and of these where it is sure."""
        told = self.model.probabilities(texts)
        return [{k: v for k, v in p.items() if k not in self.dropped or v >= SURE} for p in told]

    def taker(self, text: str) -> tuple[str, float] | None:
        return self.model.taker(text)


def learned_only(parsed: Parsed, model: Model) -> Judged:
    """The events that the model alone sees: one a sentence at most."""
    bodies = _bodies(parsed)
    found = [
        _new(parsed, sentence, leaf, p[leaf])
        for sentence, p in zip(bodies, model.probabilities([_words(parsed, s) for s in bodies]), strict=True)
        if (leaf := _best(p)) != NONE and p[leaf] >= NO_EVENT
    ]
    return Judged([t for t in found if t is not None], found[0].leaf if len(found) == 1 and found[0] else None)


def _of_note(parsed: Parsed, rules: Sequence[TriggerMention], model: Model, vocabulary: EventVocabulary) -> Judged:
    (p,) = model.probabilities([parsed.text])
    score = dict(p)
    for trigger in rules:
        if _is_event(trigger) and trigger.leaf and trigger.note in (None, "definite"):
            score[trigger.leaf] = max(
                score.get(trigger.leaf, 0.0), p.get(trigger.leaf, 0.0) + RULES * trigger.confidence
            )
    main = _named(rules, _best(score), vocabulary)
    sure = any(_is_event(t) and t.confidence >= DOUBTFUL for t in rules)
    if main == NONE and (p[NONE] < NO_EVENT or (sure and p[NONE] < SURELY_NONE)):
        return Judged(list(rules))
    if main == NONE:
        # The claims stay for people to look at; no event rests on them.
        return Judged([t if not _is_event(t) or _is_left_open(parsed, t) else _hardly(t) for t in rules])
    if not any(_is_event(t) and t.leaf == main and not _is_any(parsed, t) for t in rules):
        rules = _with_main(parsed, rules, main, model, vocabulary)
    rules = [_upheld(t, p) if t.leaf == main else t for t in rules]
    if vocabulary.leaves[main].lack and p[main] >= SURE:
        rules = [replace(t, note=LACK) if _is_event(t) and t.leaf == main and t.note is None else t for t in rules]
    if main == _TAKING:
        rules = _taken_by(parsed, rules, model)
    doubted = {t.token for t in rules if _is_doubted(t, p, UNLIKELY_IN_NOTE, DOUBTFUL_IN_NOTE) and not _tells(t)}
    rules = [_weighed(t, main, p) for t in rules]
    return Judged([t for t in rules if t.leaf == main or t.token not in doubted or _is_open(parsed, t)], main)


def _weighed(trigger: TriggerMention, main: str, p: Mapping[str, float]) -> TriggerMention:
    """Where the model is sure of the main event, that is believed more, and what it does not think of a little less: of
    two words for one event ('the drone strike killed the commander') the main one names it."""
    if not _is_event(trigger) or p[main] < WEIGHS or trigger.confidence <= LEFT:
        return trigger
    if trigger.leaf == main:
        return replace(trigger, confidence=max(trigger.confidence, round(p[main] * LEARNED, 2)))
    if p.get(trigger.leaf or "", 0.0) >= UNLIKELY_IN_NOTE:
        return trigger
    return replace(trigger, confidence=round(trigger.confidence * BESIDE, 2))


def _taken_by(parsed: Parsed, rules: Sequence[TriggerMention], model: Model) -> list[TriggerMention]:
    """Captures flagged with who takes, where the model is sure: for takers that no book of actors has."""
    told = model.taker(parsed.text)
    if told is None or told[1] < SURE_OF_TAKER:
        return list(rules)
    flag = TAKERS[told[0]]
    return [replace(t, flags=(flag,)) if _is_event(t) and t.leaf == _TAKING else t for t in rules]


def _named(rules: Sequence[TriggerMention], main: str, vocabulary: EventVocabulary) -> str:
    """The main leaf, or another of its family whose own name the note has."""
    family = vocabulary.leaves[main].family if main != NONE else None
    told = [t.leaf for t in rules if _is_event(t) and t.leaf and t.confidence >= NAMED and t.note is None]
    return next((leaf for leaf in told if vocabulary.leaves[leaf].family == family), main)


def _upheld(trigger: TriggerMention, p: Mapping[str, float]) -> TriggerMention:
    """A word that by itself says hardly anything, of a note that the model hears to be of this leaf."""
    chance = p.get(trigger.leaf or "", 0.0)
    if not _is_event(trigger) or trigger.confidence > LEFT or chance < UPHOLDS:
        return trigger
    return replace(trigger, confidence=round(chance * LEARNED, 2), origin="both")


def _with_main(
    parsed: Parsed, rules: Sequence[TriggerMention], main: str, model: Model, vocabulary: EventVocabulary
) -> list[TriggerMention]:
    """The likeliest trigger of a kindred leaf is of the main one; else the sentence that sounds like it tells it."""
    (p,) = model.probabilities([parsed.text])
    chance, family = p[main], vocabulary.leaves[main].family
    events = [t for t in rules if _is_event(t) and t.leaf and not _is_purpose(parsed, t) and t.confidence > LEFT]
    kin = [t for t in events if t.leaf and vocabulary.leaves[t.leaf].family == family and not _is_open(parsed, t)]
    chosen = max(kin, key=lambda t: (t.confidence, -t.token), default=None)
    if chosen is not None and (chosen.confidence < FIRM or chance >= RETYPES):
        same = [t for t in rules if t.token == chosen.token and t.leaf == chosen.leaf]
        return [replace(t, leaf=main, origin="both") if any(t is s for s in same) else t for t in rules]
    new = _anew(parsed, main, chance, model)
    if new is None or (chosen is not None and any(t.token == new.token for t in kin)):
        return list(rules)
    holds = vocabulary.leaves[main].control is not None or main == _TAKING
    if holds and any(t.claim_type == "control" and t.token == new.token for t in rules):
        return list(rules)  # 'the army holds the town': how things stand, whatever the note sounds like
    same = [t for t in rules if _is_event(t) and t.token == new.token]
    if any(t.confidence >= FIRM and t.leaf in _LEAVING for t in same) and main == _TAKING and chance < SURE:
        return list(rules)  # 'the army withdrew': the capture that the model hears is what somebody else did
    if same:
        # The same verb, of another kind: its places and parties stay.
        return [replace(t, leaf=main, origin="both") if any(t is s for s in same) else t for t in rules]
    return sorted([*rules, new], key=lambda t: t.token)


def _anew(parsed: Parsed, main: str, chance: float, model: Model) -> TriggerMention | None:
    """A trigger of the main leaf in the sentence that sounds most like it by itself."""
    bodies = _bodies(parsed)
    if len(bodies) > 1:
        heard = model.probabilities([_words(parsed, s) for s in bodies])
        bodies = [max(zip(bodies, heard, strict=True), key=lambda row: row[1].get(main, 0.0))[0]]
    return _new(parsed, bodies[0], main, chance) if bodies else None


#: Leaves of those who go, and of those who take what they left.
_LEAVING, _TAKING = ("withdrawal", "territory_transferred"), "territory_captured"


def _of_sentences(parsed: Parsed, rules: Sequence[TriggerMention], model: Model) -> list[TriggerMention]:
    """In a longer text the model is asked of the sentences whose events the rules are not sure of."""
    # A sentence by itself does not show that 'the strike' takes up one that was told before.
    sure = frozenset(t.leaf for t in rules if _is_event(t) and t.confidence >= DOUBTFUL)
    doubtful = [t for t in rules if t.leaf not in sure and _may_be_doubted(parsed, t)]
    bodies = [s for s in _bodies(parsed) if any(s.first <= t.token < s.last for t in doubtful)]
    chances = model.probabilities([_words(parsed, s) for s in bodies])
    judged: dict[int, TriggerMention] = {}
    for sentence, p in zip(bodies, chances, strict=True):
        alone = sum(sentence.first <= t.token < sentence.last for t in rules if _is_event(t)) == 1
        for trigger in doubtful:
            if sentence.first <= trigger.token < sentence.last and _is_doubted(trigger, p, UNLIKELY, DOUBTFUL):
                judged[id(trigger)] = _judged(trigger, p, alone)
    return [judged.get(id(t), t) for t in rules]


def _with_own(
    parsed: Parsed, rules: list[TriggerMention], model: Model, vocabulary: EventVocabulary
) -> list[TriggerMention]:
    """In a longer text the model tells a user's type of any sentence where it is sure; rules may know no word of it."""
    own = [t.leaf for t in vocabulary.own]
    if not own:
        return rules
    bodies = _bodies(parsed)
    for sentence, p in zip(bodies, model.probabilities([_words(parsed, s) for s in bodies]), strict=True):
        leaf = max(own, key=lambda name: p.get(name, 0.0))
        events = [t for t in rules if _is_event(t) and sentence.first <= t.token < sentence.last]
        if p.get(leaf, 0.0) < CHANGES or any(t.leaf == leaf for t in events):
            continue
        new = _new(parsed, sentence, leaf, p[leaf])
        same = [t for t in rules if new is not None and t.token == new.token]
        if not same:
            rules = sorted([*rules, *([new] if new else [])], key=lambda t: t.token)
        elif all(_is_event(t) for t in same) and p[leaf] >= SURE:
            rules = [replace(t, leaf=leaf, origin="both") if any(t is s for s in same) else t for t in rules]
    return rules


def _may_be_doubted(parsed: Parsed, trigger: TriggerMention) -> bool:
    """Not so where somebody 'was killed', which may be news whatever else the sentence is about."""
    harms = not trigger.nominal and "victim" in trigger.roles
    return _is_event(trigger) and trigger.confidence < DOUBTFUL and not harms and not _is_open(parsed, trigger)


def _judged(trigger: TriggerMention, p: Mapping[str, float], alone: bool) -> TriggerMention:
    """A doubted trigger as the model has it: hardly believed, of another leaf if it is alone, or as it was."""
    best = _best(p)
    if p.get(NONE, 0.0) >= TAKES:
        return _hardly(trigger)  # a claim for people to look at; no event rests on it alone
    if alone and best != NONE and p[best] >= CHANGES:
        return replace(trigger, leaf=best, origin="both")
    return trigger


def _hardly(trigger: TriggerMention) -> TriggerMention:
    return replace(trigger, confidence=min(trigger.confidence, LEFT), origin="both")


def _is_doubted(trigger: TriggerMention, p: Mapping[str, float], unlikely: float, doubtful: float) -> bool:
    """The rules are not sure of it, and the model does not think of it."""
    return _is_event(trigger) and trigger.confidence < doubtful and p.get(trigger.leaf or "", 0.0) < unlikely


def _tells(trigger: TriggerMention) -> bool:
    """A verb with two of these tells of something whatever else does: who does it, to whom it is done, and where."""
    done_to = {"victim", "target", "affected", "person"} & trigger.roles.keys() or "event" in trigger.places
    harmed = "victim" in trigger.roles and "event" in trigger.places
    return not trigger.nominal and (("attacker" in trigger.roles and bool(done_to)) or harmed)


def _is_open(parsed: Parsed, trigger: TriggerMention) -> bool:
    """What may or will happen, or is denied, or is past: no event to the model, and a claim all the same."""
    return trigger.note not in (None, "definite", LACK) or _is_left_open(parsed, trigger)


def _is_left_open(parsed: Parsed, trigger: TriggerMention) -> bool:
    """By its own words: 'may fall', 'did not fall'. No event rests on such a claim as it is."""
    token = parsed.doc[trigger.token]
    verb = token if token.pos_ in ("VERB", "AUX") else token.head
    return any(c.tag_ == "MD" or c.dep_ == "neg" for c in verb.children)


def _is_purpose(parsed: Parsed, trigger: TriggerMention) -> bool:
    """'agreed to lay down their arms': what is meant to be done, which is not what the note tells of."""
    token = parsed.doc[trigger.token]
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in token.children)


def _is_any(parsed: Parsed, trigger: TriggerMention) -> bool:
    """'after nearly every strike': of many, and not the one that the note tells of."""
    return any(c.dep_ == "det" and c.lower_ in _ANY for c in parsed.doc[trigger.token].children)


#: Articles that speak of whatever there may be.
_ANY = ("every", "each", "any")


def _is_event(trigger: TriggerMention) -> bool:
    return trigger.claim_type == "event"


def _best(p: Mapping[str, float]) -> str:
    return max(sorted(p), key=p.__getitem__)


def _bodies(parsed: Parsed) -> list[Sentence]:
    return [
        s for s in parsed.sentences if s.kind in ("body", "headline") and s.duplicate_of is None and s.last > s.first
    ]


def _words(parsed: Parsed, sentence: Sentence) -> str:
    return parsed.text[sentence.start : sentence.end]


def _new(parsed: Parsed, sentence: Sentence, leaf: str, chance: float) -> TriggerMention | None:
    """A trigger where the rules have none: the sentence's main verb, with its subject and object as parties."""
    if leaf == NONE:
        return None
    head = _main_verb(parsed, sentence)
    if head is None:
        return None
    return TriggerMention(
        start=head.idx,
        end=head.idx + len(head),
        text=head.text,
        token=head.i,
        frame="learned",
        leaf=leaf,
        claim_type="event",
        nominal=head.pos_ in ("NOUN", "PROPN"),
        roles=_roles(head, leaf),
        confidence=round(chance * LEARNED, 2),
        origin="learned",
    )


def _main_verb(parsed: Parsed, sentence: Sentence) -> Token | None:
    """The verb of the sentence; where that is denied or only may be so, the first one that is not."""
    tokens = list(parsed.tokens_of(sentence))
    root = next((t for t in tokens if t.dep_ == "ROOT"), None)
    if root is None:
        return None
    while _only_says(root) and (
        said := next((c for c in root.children if c.dep_ == "ccomp" and c.pos_ in ("VERB", "AUX")), None)
    ):
        root = said  # 'the army said that ...': what is said tells of it, not the saying
    if not _is_open_verb(root):
        return root
    told = (t for t in tokens if t.pos_ == "VERB" and t.dep_ in _CLAUSES and not _is_open_verb(t))
    return next(told, root)


#: How a verb stands to the clause that it goes with, where it is the head of a clause of its own.
_CLAUSES = ("ROOT", "conj", "ccomp", "advcl", "parataxis", "relcl")


def _is_open_verb(verb: Token) -> bool:
    """'did not', 'may', 'nobody came', 'told nothing': what it says did not happen, or not yet."""
    negated = any(c.dep_ == "neg" or c.tag_ == "MD" for c in verb.children)
    return negated or any(c.dep_ in ("nsubj", "nsubjpass", "dobj") and _is_nobody(c) for c in verb.children)


def _is_nobody(subject: Token) -> bool:
    """'nobody', 'none of them', 'no lorry'."""
    zero = figures().zero
    return subject.lower_ in zero.nobody or any(c.lower_ in zero.determiner for c in subject.children)


#: Sayings that are deeds: what an agreement or an order says is still to come.
_DEEDS = ("agree", "promise", "order", "ask", "intend")


def _only_says(verb: Token) -> bool:
    """'said that', 'told us that': a verb of saying that tells of no deed of its own."""
    return any(entry.stance not in _DEEDS for entry in speech_words().entries(verb))


def _roles(head: Token, leaf: str) -> dict[str, tuple[int, ...]]:
    """Who does and who suffers it, as far as the grammar says; of a change of hands it does not say who won."""
    if load_events().leaves[leaf].control is not None or leaf == "territory_captured":
        return {}
    doers = tuple(c.i for c in head.children if c.dep_ == "nsubj") + tuple(
        g.i for c in head.children if c.dep_ == "agent" for g in c.children if g.dep_ == "pobj"
    )
    objects = tuple(c.i for c in head.children if c.dep_ in ("dobj", "nsubjpass"))
    return {k: v for k, v in (("attacker", doers), ("target", objects)) if v}
