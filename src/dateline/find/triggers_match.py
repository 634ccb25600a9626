"""Patterns over lemmas: compiled once, looked up by their head word, matched in a sentence from left to right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from dateline.know.events import EventVocabulary, Frame, Guard

Kind = Literal["verb", "noun", "phrase"]
#: Keys of a token: its lemma, its form, what its form may be bent from, and its classes as '@class'.
Keys = Sequence[frozenset[str]]

_HYPHEN = re.compile(r"(?<=\w)-(?=\w)")


@dataclass(frozen=True, slots=True)
class Element:
    """One word of a pattern; `gap` is how many words may stand before it (after it, to the left of the head)."""

    keys: frozenset[str]
    gap: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern: the head's keys, the elements after it, and those before it from near to far."""

    kind: Kind
    head: frozenset[str]
    right: tuple[Element, ...]
    left: tuple[Element, ...]
    frame: Frame | None = None
    guard: Guard | None = None


def compile_pattern(text: str, kind: Kind, *, frame: Frame | None = None, guard: Guard | None = None) -> Pattern:
    """Compile 'drop ~4 @air_bomb'. The head is the word with '^', else the first (a noun pattern: the last)."""
    rows: list[tuple[frozenset[str], int, bool]] = []
    gap = 0
    for word in _HYPHEN.sub(" - ", text).split():
        if word.startswith("~"):
            gap = int(word[1:])
            continue
        marked = word.startswith("^")
        rows.append((frozenset(word.lstrip("^").split("|")), gap, marked))
        gap = 0
    head = next((i for i, row in enumerate(rows) if row[2]), len(rows) - 1 if kind == "noun" else 0)
    right = tuple(Element(keys, space) for keys, space, _ in rows[head + 1 :])
    left = tuple(Element(rows[i][0], rows[i + 1][1]) for i in range(head - 1, -1, -1))
    return Pattern(kind, rows[head][0], right, left, frame, guard)


@dataclass(frozen=True)
class PatternIndex:
    """Patterns by every key of their head, each with its place in the vocabulary."""

    by_key: Mapping[str, tuple[tuple[int, Pattern], ...]]

    def candidates(self, keys: frozenset[str]) -> Iterator[Pattern]:
        """The patterns that the keys of a word may head, each once, in the order of the vocabulary."""
        found = [self.by_key[key] for key in keys if key in self.by_key]
        if len(found) > 1:
            rows = dict(row for many in found for row in many)
            found = [tuple((n, rows[n]) for n in sorted(rows))]
        yield from (pattern for many in found for _, pattern in many)


def _index(patterns: Sequence[Pattern]) -> PatternIndex:
    table: dict[str, list[tuple[int, Pattern]]] = {}
    for n, pattern in enumerate(patterns):
        for key in pattern.head:
            table.setdefault(key, []).append((n, pattern))
    return PatternIndex({key: tuple(rows) for key, rows in table.items()})


@lru_cache(maxsize=4)
def frame_index(vocabulary: EventVocabulary) -> PatternIndex:
    """The vocabulary's frames as patterns, compiled once."""
    rows: list[Pattern] = []
    for frame in vocabulary.frames:
        rows += [compile_pattern(p, "verb", frame=frame) for p in frame.verbs]
        rows += [compile_pattern(p, "noun", frame=frame) for p in frame.nouns]
        rows += [compile_pattern(p, "phrase", frame=frame) for p in frame.phrases]
    return _index(rows)


@lru_cache(maxsize=4)
def guard_index(vocabulary: EventVocabulary) -> PatternIndex:
    """The vocabulary's guards as patterns, compiled once."""
    return _index([compile_pattern(c, "phrase", guard=g) for g in vocabulary.guards for c in g.cues])


_QUOTES = frozenset(('"', "\u201c", "\u201d", "``", "''"))


def match(pattern: Pattern, keys: Keys, at: int, first: int, last: int) -> tuple[int, ...] | None:
    """Indices that the pattern covers with its head at `at`, within [first, last); None if it does not match."""
    right = _walk(pattern.right, keys, at, 1, first, last)
    if right is None:
        return None
    left = _walk(pattern.left, keys, at, -1, first, last)
    if left is None:
        return None
    return (*sorted(left), at, *right)


def _walk(elements: Sequence[Element], keys: Keys, at: int, step: int, first: int, last: int) -> tuple[int, ...] | None:
    if not elements:
        return ()
    element, rest = elements[0], elements[1:]
    i, words = at, element.gap + 1
    while words:
        i += step
        if not first <= i < last:
            return None
        if keys[i] & _QUOTES:
            continue  # 'in "full control" of the town': marks are no words
        words -= 1
        if keys[i] & element.keys:
            tail = _walk(rest, keys, i, step, first, last)
            if tail is not None:
                return (i, *tail)
    return None
