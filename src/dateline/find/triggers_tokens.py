"""What each token may be matched by: lemma, form, what a capitalised form may be bent from, and word classes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Doc, Token

from dateline.find.triggers_match import _HYPHEN
from dateline.know.events import EventVocabulary
from dateline.mentions import ActorMention, PlaceMention

#: Months that are also verbs or nouns of this vocabulary ('a march', 'may').
_MONTHS = frozenset({"March", "May", "August"})
_PLACE_ENTS = frozenset({"GPE", "LOC", "FAC"})
_ARMED_KINDS = frozenset({"state_force", "rebel", "political_militia", "identity_militia", "external"})


@dataclass(frozen=True)
class Lexicon:
    """Class words by their first word, the longest first. Acronyms stand apart: they are matched as written."""

    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    acronyms: Mapping[str, tuple[str, ...]]
    parents: Mapping[str, frozenset[str]]


@lru_cache(maxsize=4)
def lexicon(vocabulary: EventVocabulary) -> Lexicon:
    """The vocabulary's word classes, indexed once."""
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    acronyms: dict[str, list[str]] = {}
    for name, row in vocabulary.classes.items():
        for word in row.words:
            if word.isupper():
                acronyms.setdefault(word, []).append(name)
            else:
                parts = tuple(_HYPHEN.sub(" - ", word.lower()).split())
                phrases.setdefault(parts[0], []).append((parts, name))
    ordered = {k: tuple(sorted(v, key=lambda row: -len(row[0]))) for k, v in phrases.items()}
    parents = {name: _ancestors(vocabulary, name) for name in vocabulary.classes}
    return Lexicon(ordered, {k: tuple(v) for k, v in acronyms.items()}, parents)


def _ancestors(vocabulary: EventVocabulary, name: str) -> frozenset[str]:
    found = {name}
    row = vocabulary.classes.get(name)
    for parent in row.within if row else ():
        found |= _ancestors(vocabulary, parent)
    return frozenset(found)


def word_keys(token: Token, forms: Mapping[str, str]) -> set[str]:
    """Lemma and form, lower-cased, what the form may be bent from, and '#may' for the auxiliary (not the month)."""
    lower, lemma = token.lower_, token.lemma_.lower()
    if token.text in _MONTHS and token.pos_ == "PROPN":
        return {"#month"}
    keys = {lower, lemma, forms.get(lower, lower)}
    if len(lower) > 3 and lower.isalpha():
        keys |= stems(lower)
    if token.tag_ == "MD":
        keys.add("#" + lower)
    return keys


@lru_cache(maxsize=65536)
def stems(form: str) -> frozenset[str]:
    """What a lower-cased form may be bent from: 'raided' -> raid, raide."""
    found: set[str] = set()
    if form.endswith("s") and not form.endswith("ss"):
        found.add(form[:-1])
        if form.endswith("ies"):
            found.add(form[:-3] + "y")
        if form.endswith("es"):
            found.add(form[:-2])
    for ending in ("ed", "ing"):
        stem = form.removesuffix(ending)
        if stem != form and len(stem) > 2:
            found |= {stem, stem + "e"}
            if stem[-1] == stem[-2]:
                found.add(stem[:-1])
    return frozenset(found)


_SPEAKERS = frozenset({"it", "they"})
_PLACES = frozenset({"place", "place_noun", "settlement"})
_SORTS = frozenset({"actor", "force", "state_force", "armed_group", "state", "person"})


def token_classes(
    doc: Doc,
    words: Sequence[set[str]],
    vocabulary: EventVocabulary,
    actors: Sequence[ActorMention],
    places: Sequence[PlaceMention],
) -> list[set[str]]:
    """The classes of each token, by the words of the vocabulary, by the mentions and by the tagger's entities.

    `words` are the keys of the tokens (`word_keys`).
    """
    lex = lexicon(vocabulary)
    classes: list[set[str]] = [set() for _ in doc]
    i = 0
    while i < len(doc):
        i += _read_words(doc, words, lex, i, classes)
    _add_entities(doc, classes)
    _add_mentions(doc, classes, actors, places)
    _lend_to_pronouns(doc, classes)
    return classes


def _lend_to_pronouns(doc: Doc, classes: list[set[str]]) -> None:
    """'The army said that it lost the town': the pronoun of what is said is of the sort that the speaker is of.

    'The town changed hands. Rebels took it': 'it' is the place that the clause before is about.
    """
    for token in doc:
        if token.lower_ == "it" and token.dep_ in ("dobj", "nsubjpass"):
            classes[token.i] |= classes[_topic(token)] & _PLACES
        if token.lower_ not in _SPEAKERS or token.dep_ not in ("nsubj", "nsubjpass") or token.head.dep_ != "ccomp":
            continue
        speaker = next((c for c in token.head.head.children if c.dep_ == "nsubj" and c.i < token.i), None)
        if speaker is not None and speaker.pos_ != "PRON":
            classes[token.i] |= classes[speaker.i] & _SORTS


def _topic(pronoun: Token) -> int:
    """What 'it' stands for: the subject of the sentence before its own, or of the clause that its own is joined to."""
    doc, first = pronoun.doc, pronoun.sent.start
    joined = pronoun.head
    while joined.dep_ == "conj" and joined.head.pos_ in ("VERB", "AUX"):
        joined = joined.head
        objects = [c.i for c in joined.children if c.dep_ in ("dobj", "nsubjpass")]
        if objects and doc[objects[0]].pos_ != "PRON":
            return objects[0]
    before = doc[first - 1].sent.root.children if first > 0 else ()
    return next((c.i for c in before if c.dep_ in ("nsubj", "nsubjpass")), pronoun.i)


def _read_words(doc: Doc, words: Sequence[set[str]], lex: Lexicon, at: int, classes: list[set[str]]) -> int:
    """Give the longest class word that begins at `at` its classes, on its last token; how many tokens it covers."""
    longest = 1
    found: set[str] = set()
    for key in words[at]:
        for parts, name in lex.phrases.get(key, ()):
            size = len(parts)
            if size < longest or at + size > len(doc):
                continue
            if size > 1 and doc[at + size - 1].tag_ in ("VBD", "VBZ"):
                continue  # 'missiles struck' is no 'missile strike'
            if all(part in words[at + k] for k, part in enumerate(parts)):
                if size > longest:
                    found, longest = set(), size
                found |= lex.parents[name]
    for name in lex.acronyms.get(doc[at].text, ()) if longest == 1 else ():
        found |= lex.parents[name]
    classes[at + longest - 1] |= found
    return longest


def _add_entities(doc: Doc, classes: list[set[str]]) -> None:
    for token in doc:
        if token.like_num:
            classes[token.i].add("number")
            if token.text.isdigit() and len(token.text) == 4 and 1000 <= int(token.text) < 2000:
                classes[token.i].add("past_year")
        if token.ent_type_ in _PLACE_ENTS:
            classes[token.i].add("place")
        if token.pos_ == "PROPN" and token.is_alpha:
            classes[token.i].add("name")


def _add_mentions(
    doc: Doc, classes: list[set[str]], actors: Sequence[ActorMention], places: Sequence[PlaceMention]
) -> None:
    starts = {t.idx: t.i for t in doc}
    for place in places:
        first = starts.get(place.name_start)
        if first is None or place.usage != "place":
            continue
        i = first
        while i < len(doc) and doc[i].idx < place.name_end:
            classes[i].add("place")
            i += 1
    for actor in actors:
        extra = {"actor"}
        if actor.kind in _ARMED_KINDS:
            extra |= {"force", "person"}
        if actor.kind == "state_force":
            extra.add("state_force")
        elif actor.kind in ("rebel", "political_militia", "identity_militia"):
            extra.add("armed_group")
        elif actor.kind in ("civilians", "protesters"):
            extra |= {"civilian" if actor.kind == "civilians" else "protester", "person"}
        elif actor.kind == "person":
            extra |= {"person", "public_person"}
        elif actor.kind == "government":
            extra.add("state")
        classes[actor.head] |= extra
        classes[actor.head] -= {"place"}
