"""The gate: whether a raw text can be about conflict at all, before anything is parsed (DESIGN: cheap first).

It looks for words alone. What passes may still hold no claim; what is held back has too few words of the vocabulary
of events, forces, arms and victims for one. Costs about a thousandth of parsing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from pydantic import BaseModel, ConfigDict, Field
from spacy.lang.en.stop_words import STOP_WORDS

from dateline.errors import ConfigError
from dateline.find.quantities_vocabulary import figures
from dateline.find.triggers_match import compile_pattern
from dateline.find.triggers_tokens import stems
from dateline.find.types_learned import NONE
from dateline.find.types_own import examples_of_package
from dateline.issues import Issue
from dateline.know.events import EventVocabulary, OwnType, load_events
from dateline.mentions import Document
from dateline.vocabulary import DATA, load_yaml

#: Code of the issue that a document held back by the gate carries.
HELD_BACK = "run.gated"

#: A word tells of a user's type that this part of its examples has, and no more than that part of texts of no event.
_COMMON, _USUAL = 0.25, 0.01
_WORD = re.compile(r"[^\W\d_]+")


class GateWords(BaseModel):
    """The file `gate.yaml`: which classes count, words and pairs of words beside them, weak words, and how many hits
    let a text pass."""

    model_config = ConfigDict(extra="forbid")
    classes: tuple[str, ...]
    words: tuple[str, ...]
    pairs: tuple[str, ...]
    least: int = Field(ge=1)
    opening: int = Field(ge=0)
    short: int = Field(ge=0)
    weak: frozenset[str]


@dataclass(frozen=True, eq=False)
class Gate:
    """Base forms that count (`strong`), those that count in short texts only (`weak`), pairs that count side by side,
    and the limits."""

    strong: frozenset[str]
    weak: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    forms: Mapping[str, str]
    limits: GateWords

    def passes(self, document: Document) -> bool:
        """Whether the document deserves the parser. A text too short to be judged passes on any word of the events."""
        text = f"{document.title}\n{document.text}" if document.title else document.text
        if len(text) < self.limits.short and any(self._counts(text, self.strong | self.weak)):
            return True
        seen: set[str] = set()
        for start, key in (*self._counts(text, self.strong), *self._paired(text)):
            seen.add(key)
            if start < self.limits.opening or len(seen) >= self.limits.least:
                return True
        return False

    def _paired(self, text: str) -> Iterator[tuple[int, str]]:
        """Offset and base forms of every pair of words that counts."""
        firsts = {one for one, _ in self.pairs}
        for match in _WORD.finditer(text):
            for one in sorted(firsts & _bases(match.group(), self.forms)):
                after = _WORD.match(text, match.end() + 1)
                then = _bases(after.group(), self.forms) if after else frozenset()
                yield from ((match.start(), f"{one} {two}") for two in sorted(then) if (one, two) in self.pairs)

    def issue(self) -> Issue:
        """What a document that is held back carries in the ledger."""
        return Issue(level="info", code=HELD_BACK, message="not about conflict by its words: not parsed")

    def _counts(self, text: str, keys: frozenset[str]) -> Iterator[tuple[int, str]]:
        """Offset and base form of every word of `keys`, in order."""
        known: dict[str, str | None] = {}
        for match in _WORD.finditer(text):
            word = match.group()
            if word not in known:
                known[word] = min(keys & _bases(word, self.forms), default=None)
            key = known[word]
            if key is not None:
                yield match.start(), key


def load_gate() -> Gate:
    """The gate over the vocabulary, compiled once. Raises ConfigError on a mistake in `gate.yaml`."""
    return _gate(load_events())


@lru_cache(maxsize=4)
def _gate(vocabulary: EventVocabulary) -> Gate:
    path = DATA / "vocabulary" / "gate.yaml"
    asked = load_yaml(path, GateWords)
    unknown = sorted(set(asked.classes) - set(vocabulary.classes))
    if unknown:
        raise ConfigError(f"{path}: classes: unknown class {unknown[0]!r}", path=str(path))
    found = {word for row in _sources(vocabulary, asked) for word in _words(row)}
    strong = {w for w in found if not _bases(w, vocabulary.forms) & (asked.weak | STOP_WORDS)} | set(asked.words)
    pairs = frozenset((one, two) for one, _, two in (pair.partition(" ") for pair in asked.pairs))
    return Gate(frozenset(strong), frozenset(found - strong), pairs, vocabulary.forms, asked)


def _sources(vocabulary: EventVocabulary, asked: GateWords) -> Iterator[str]:
    """Words, one or several a string: heads of frames, single words of classes, words that name a measure."""
    for frame in vocabulary.frames:
        rows = [compile_pattern(p, "verb") for p in frame.verbs]
        rows += [compile_pattern(p, "noun") for p in frame.nouns]
        rows += [compile_pattern(p, "phrase") for p in frame.phrases]
        yield from (key for row in rows for key in row.head if not key.startswith("@"))
    for name in asked.classes:
        yield from (w for w in vocabulary.classes[name].words if len(w.split()) == 1)
    for own in vocabulary.own:
        yield from _told_by(own)
    words = figures()
    for verbs in words.verbs.values():
        yield from (*verbs.object, *verbs.subject)
    for nouns in (*words.count_nouns.values(), *words.nominals.values()):
        yield from nouns


def _told_by(own: OwnType) -> Iterator[str]:
    """What the examples of a user's type have in common and texts of no event hardly use."""
    rows = [{w.lower() for w in _words(text)} for text in own.examples]
    counts = Counter(word for row in rows for word in row)
    quiet = [{w.lower() for w in _words(text)} for leaf, text in examples_of_package() if leaf == NONE]
    usual = Counter(word for row in quiet for word in row)
    for word, count in counts.items():
        if count >= _COMMON * len(rows) and usual[word] <= _USUAL * len(quiet):
            yield word


def _words(row: str) -> Iterator[str]:
    """The words of a row in lower case; an acronym stays as written ('PDF' is an army, 'pdf' is none)."""
    for word in _WORD.findall(row):
        key = word if word.isupper() else word.lower()
        if len(key) > 1 and key.lower() not in STOP_WORDS:
            yield key


def _bases(word: str, forms: Mapping[str, str]) -> frozenset[str]:
    """The word as written and in lower case, and what it may be bent from."""
    lower = word.lower()
    return frozenset({word, lower, forms.get(lower, lower)} | (stems(lower) if len(lower) > 3 else set()))
