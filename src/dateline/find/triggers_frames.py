"""Frames over a sentence: which patterns match, whether their conditions hold, which leaf they take."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from dateline.find.triggers_args import (
    Arguments,
    argument_classes,
    as_passive,
    fill_roles,
    noun_arguments,
    verb_arguments,
)
from dateline.find.triggers_match import Kind, Pattern, PatternIndex, frame_index, match
from dateline.find.triggers_tokens import token_classes, word_keys
from dateline.know.events import ControlValue, EventVocabulary, Frame, When
from dateline.mentions import ActorMention, PlaceMention, Sentence
from dateline.text.segment import Parsed

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_LOOSE_COST = 0.1
_READ_AS_PASSIVE_COST = 0.05
#: 'the displaced families': a participle before its noun seldom tells the news.
_MODIFIER_COST = 0.3
#: A trigger in a relative or adverbial clause, or in 'after the fighting', tells the setting more often than the news.
_SETTING_COST = 0.15
#: What is left is too little for an event.
_STATE_COST = 0.6
_SETTING_CLAUSES = frozenset({"relcl", "advcl", "acl"})
_SETTING_PREPOSITIONS = frozenset(
    {"after", "since", "amid", "following", "despite", "because", "before", "fearing", "citing", "until", "from"}
)


@dataclass(frozen=True)
class Scene:
    """A parsed text with what its tokens may be matched by."""

    parsed: Parsed
    vocabulary: EventVocabulary
    classes: Sequence[set[str]]
    keys: Sequence[frozenset[str]]
    index: PatternIndex
    everywhere: frozenset[str]

    @classmethod
    def of(
        cls,
        parsed: Parsed,
        vocabulary: EventVocabulary,
        actors: Sequence[ActorMention],
        places: Sequence[PlaceMention],
    ) -> Scene:
        words = [word_keys(t, vocabulary.forms) for t in parsed.doc]
        classes = token_classes(parsed.doc, words, vocabulary, actors, places)
        for i in _of_backers(parsed.doc, classes):
            classes[i] = {"means_of_backers"} if classes[i] & _MEANS else classes[i]
        keys = [frozenset(own).union("@" + c for c in tags) for own, tags in zip(words, classes, strict=True)]
        everywhere = frozenset(c for own in classes for c in own)
        return cls(parsed, vocabulary, classes, keys, frame_index(vocabulary), everywhere)


#: Classes of what one attacks with.
_MEANS = frozenset({"aircraft", "aircraft_only", "aircraft_strike", "air_word", "drone", "artillery", "artillery_only"})


def _of_backers(doc: Doc, classes: Sequence[set[str]]) -> Iterator[int]:
    """Tokens of what only backs an attack: 'the army, backed by its fighter jets, repelled ...', 'the militia, with the
    support of helicopters, raided ...', 'helicopters helped the militia storm ...'."""
    for token in doc:
        told = "backing_word" in classes[token.i] and token.dep_ in ("acl", "amod", "advcl", "relcl", "conj")
        named = "backing_noun" in classes[token.i] and token.dep_ == "pobj" and token.head.lower_ in _UNDER
        if told or named:
            for agent in (c for c in token.children if c.dep_ in ("agent", "prep")):
                yield from (t.i for t in agent.subtree)
        if named:
            yield from (c.i for c in token.lefts)  # 'with aerial and ground support'
        if "backing_verb" in classes[token.i] and any(_has_doer(c) for c in token.children):
            yield from (t.i for c in token.children if c.dep_ == "nsubj" for t in c.subtree)


def _has_doer(clause: Token) -> bool:
    return clause.dep_ in ("ccomp", "xcomp") and any(c.dep_ == "nsubj" for c in clause.children)


#: What stands before the noun of those who only back an attack.
_UNDER = frozenset({"with", "under"})


@dataclass(frozen=True)
class Candidate:
    """A frame that matched, before doubles and guards are taken away."""

    frame: Frame
    leaf: str | None
    control: ControlValue | None
    token: int
    covered: tuple[int, ...]
    nominal: bool
    confidence: float
    args: Arguments
    scene: Scene = field(repr=False)

    def classes_of(self, token: Token) -> set[str]:
        return argument_classes(token, self.scene.classes)

    def roles(self) -> tuple[dict[str, tuple[int, ...]], dict[str, tuple[int, ...]]]:
        return fill_roles(self.args, self.frame.roles or {}, self.frame.places or {}, self.scene.classes)

    def span(self) -> tuple[int, int]:
        """Character span of the trigger's own words: the run of covered tokens, at most a dozen words long."""
        doc = self.scene.parsed.doc
        first, last = min(self.covered), max(self.covered)
        if last - first > 12:
            first = last = self.token
        return doc[first].idx, doc[last].idx + len(doc[last])


def read_sentence(scene: Scene, sentence: Sentence) -> list[Candidate]:
    """All frames that match in a sentence and whose conditions hold; for one head the best fit comes first."""
    doc = scene.parsed.doc
    loose = not any(doc[i].tag_ in _FINITE for i in range(sentence.first, sentence.last))
    found: list[Candidate] = []
    known: dict[tuple[int, frozenset[int], bool], Arguments] = {}
    for i in range(sentence.first, sentence.last):
        for pattern in scene.index.candidates(scene.keys[i]):
            covered = match(pattern, scene.keys, i, sentence.first, sentence.last)
            cost = None if covered is None else _gate(doc[i], pattern.kind, loose)
            if covered is not None and cost is not None:
                candidate = _try(scene, sentence, pattern, i, covered, cost, known)
                if candidate is not None:
                    found.append(candidate)
    return found


def _gate(token: Token, kind: Kind, loose: bool) -> float | None:
    """What it costs to read a token as the head of a verb or noun pattern; None = it cannot be."""
    if kind == "phrase":
        return 0.0
    if kind == "verb":
        if token.pos_ == "PROPN" and token.dep_ == "compound" and token.head.pos_ == "PROPN":
            return None  # part of a name: United Nations, Standing Committee
        if token.pos_ in ("VERB", "AUX") or token.tag_.startswith("VB"):
            return _MODIFIER_COST if token.dep_ == "amod" else 0.0
        if token.lower_.endswith("ed") and token.pos_ in ("ADJ", "PROPN", "NOUN", "ADV"):
            return _LOOSE_COST
        if not loose or _is_subject(token):
            return None
        return _LOOSE_COST if token.pos_ in ("NOUN", "PROPN", "ADJ", "X") else None
    if token.pos_ in ("NOUN", "PROPN", "ADJ") or token.tag_ == "VBG":
        return 0.0
    return _LOOSE_COST if loose else None


def _is_subject(token: Token) -> bool:
    """'Coalition Forces Kill Commander': a headline's first noun, though it could be a verb by its form."""
    return token.dep_ in ("nsubj", "nsubjpass") and token.head.i > token.i


def _try(
    scene: Scene,
    sentence: Sentence,
    pattern: Pattern,
    at: int,
    covered: tuple[int, ...],
    cost: float,
    known: dict[tuple[int, frozenset[int], bool], Arguments],
) -> Candidate | None:
    """The candidate of a pattern that matches. Many patterns cover the same words: `known` holds their arguments."""
    frame = pattern.frame
    if frame is None:
        return None
    head = scene.parsed.doc[at]
    nominal = pattern.kind == "noun" or (pattern.kind == "phrase" and head.pos_ in ("NOUN", "PROPN"))
    own = frozenset(covered)
    args = known.get((at, own, nominal))
    if args is None:
        args = known[at, own, nominal] = noun_arguments(head, own) if nominal else verb_arguments(head, own)
    readings = [(args, cost)]
    if not nominal and args.subject and not args.object and head.tag_ in ("VBD", "VBN", "NN", "NNP", "JJ", "VBP"):
        readings.append((as_passive(args, head), cost + _READ_AS_PASSIVE_COST))
    for reading, price in readings:
        view = _View(scene, sentence, reading, own, at)
        if not view.holds(frame.when) or (frame.unless.fields() and view.any_of(frame.unless)):
            continue
        chosen = _choose(frame, view)
        if chosen is None:
            continue
        leaf, control, weight = chosen
        sure = max(
            weight - price - (_SETTING_COST if _is_setting(head) else 0.0) - _state_cost(scene, head, leaf), 0.05
        )
        return Candidate(frame, leaf, control, at, covered, nominal, sure, reading, scene)
    return None


def _state_cost(scene: Scene, head: Token, leaf: str | None) -> float:
    """'the surrounding areas', 'areas besieged by X', 'fighters locked up in Y': how things are, and no news of it."""
    if leaf is None or not scene.vocabulary.leaves[leaf].lasting or head.tag_ not in ("VBN", "VBG", "JJ"):
        return 0.0
    dated = any(c.dep_ == "npadvmod" or c.ent_type_ in ("DATE", "TIME") for c in head.subtree if c.i > head.i)
    return _STATE_COST if head.dep_ in ("amod", "acl") and not dated else 0.0


def _is_setting(head: Token) -> bool:
    """Whether a trigger stands in a clause or phrase that tells the setting of another."""
    token = head
    while token.head.i != token.i:
        if token.dep_ in _SETTING_CLAUSES:
            return True
        if token.dep_ == "pobj" and token.head.lower_ in _SETTING_PREPOSITIONS:
            return True
        if token.dep_ == "prep" and token.lower_ in ("after", "following", "amid"):
            return True
        token = token.head
    return False


def _choose(frame: Frame, view: _View) -> tuple[str | None, ControlValue | None, float] | None:
    """The first case whose conditions hold, else the frame's own leaf; None where an event has no leaf."""
    for case in frame.cases:
        if view.holds(case.when) and not (case.unless.fields() and view.any_of(case.unless)):
            if case.leaf is None:
                return None
            return case.leaf, case.control or _control(frame, case.leaf, view), case.weight or frame.weight
    if frame.leaf is None and frame.claim_type == "event":
        return None
    return frame.leaf, _control(frame, frame.leaf, view), frame.weight


def _control(frame: Frame, leaf: str | None, view: _View) -> ControlValue | None:
    if frame.control is not None or leaf is None:
        return frame.control
    return view.scene.vocabulary.leaves[leaf].control


@dataclass(frozen=True)
class _View:
    """The surroundings of one match, asked by the conditions of a frame."""

    scene: Scene
    sentence: Sentence
    args: Arguments
    covered: frozenset[int]
    at: int

    def holds(self, when: When) -> bool:
        return all(self._has(name, wanted) for name, wanted in when.fields().items())

    def any_of(self, when: When) -> bool:
        return any(self._has(name, wanted) for name, wanted in when.fields().items())

    def _has(self, name: str, wanted: tuple[str, ...]) -> bool:
        want = set(wanted)
        if name == "text":
            return bool(want & self.scene.everywhere)
        if name in ("sentence", "before", "after"):
            return any(want & self.scene.classes[i] for i in self._range(name) if i not in self.covered)
        return any(want & argument_classes(t, self.scene.classes) for t in self._tokens(name))

    def _range(self, name: str) -> range:
        first, last = self.sentence.first, self.sentence.last
        if name == "before":
            return range(max(first, self.at - 8), self.at)
        if name == "after":
            return range(self.at + 1, min(last, self.at + 9))
        return range(first, last)

    def _tokens(self, name: str) -> list[Token]:
        args = self.args
        if name == "subject":
            return [*args.subject, *args.modifier]
        if name == "object":
            return list(args.object)
        if name == "oblique":
            return [t for _, t in args.oblique]
        if name == "modifier":
            return list(args.modifier)
        return [*args.subject, *args.object, *args.modifier, *(t for _, t in args.oblique)]
