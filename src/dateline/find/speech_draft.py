"""An attribution in the making: sets of tokens, turned into spans at the end."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from dateline.mentions import Sentence
from dateline.text.grammar import text_of

Span = tuple[int, int]
SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
CUE_PARTS = ("aux", "auxpass", "neg", "prt")
#: 'KYIV, Ukraine (Reuters) - ', 'GOMA, March 3 — ', 'Beirut: ': no part of what is said.
_DATELINE = re.compile(
    r"(?:[A-Z][\w.'’/ -]*(?:,\s*[\w.' ]+){0,3}\s*)?\([^()\n]{2,40}\)\s*(?:[-–—:]+|--)\s*"
    r"|[A-Z][A-Z'’ .-]{2,}(?:,\s*[\w.' ]+){0,3}\s*(?:[-–—:]+|--)\s+"
    r"|[A-Z][a-z]+(?: [A-Z][a-z]+)?:\s"
)
_TRIM = {",", ".", ";", ":", "-", "–", "—", "--", "―", "|"}


@dataclass(slots=True)
class Draft:
    """Token indices of source, cue and content. `at` is the index of the word that gives the cue."""

    at: int
    stance: str
    kind: str = ""
    source: set[int] = field(default_factory=set)
    cue: set[int] = field(default_factory=set)
    content: set[int] = field(default_factory=set)
    carriers: list[set[int]] = field(default_factory=list)
    quotable: bool = False


def subtree(token: Token, *, without: tuple[str, ...] = ()) -> set[int]:
    """Indices of a token's subtree, branches with a dependency in `without` left out."""
    keep: set[int] = set()
    stack = [token]
    while stack:
        current = stack.pop()
        keep.add(current.i)
        stack.extend(c for c in current.children if c.dep_ not in without)
    return keep


def noun_phrase(head: Token, *, clauses: bool = False) -> set[int]:
    """A source's noun phrase with its appositions; relative clauses only with `clauses`. One run around the head."""
    without = ("advcl", "parataxis") if clauses else ("relcl", "advcl", "parataxis", "acl")
    keep = subtree(head, without=without)
    return _run_around(head.i, keep, head.doc)


def _run_around(at: int, keep: set[int], doc: Doc) -> set[int]:
    first = last = at
    while first - 1 in keep or (first > 1 and doc[first - 1].is_space and first - 2 in keep):
        first -= 1
    while last + 1 in keep or (last + 2 in keep and doc[last + 1].is_space):
        last += 1
    while last > at and doc[last].text in _TRIM:
        last -= 1
    return set(range(first, last + 1))


def spans_of(doc: Doc, tokens: Iterable[int]) -> tuple[Span, ...]:
    """Character spans of a token set: gaps of mere punctuation bridged, loose punctuation trimmed off the ends."""
    runs: list[list[int]] = []
    for i in sorted(tokens):
        if doc[i].is_space:
            continue
        if runs and all(doc[j].is_punct or doc[j].is_space for j in range(runs[-1][-1] + 1, i)):
            runs[-1].append(i)
        else:
            runs.append([i])
    spans = (_trimmed(doc, run[0], run[-1]) for run in runs)
    return tuple(s for s in spans if s)


def _trimmed(doc: Doc, first: int, last: int) -> Span | None:
    while first <= last and (doc[first].text in _TRIM or doc[first].is_space):
        first += 1
    while last >= first and (doc[last].text in _TRIM or doc[last].is_space):
        last -= 1
    if first > last or not any(c.isalnum() for c in doc[first : last + 1].text):
        return None
    return doc[first].idx, doc[last].idx + len(doc[last])


def opens(doc: Doc, at: int) -> bool:
    """Whether a colon stands right behind a cue: what is said follows, be it in the next paragraph."""
    return at + 1 < len(doc) and doc[at + 1].text == ":"


def body_start(doc: Doc, sentence: Sentence) -> int:
    """Index of the first token behind a dateline; the sentence's own first token where there is none."""
    match = _DATELINE.match(text_of(doc), sentence.start, sentence.end) if sentence.kind == "body" else None
    if match is None:
        return sentence.first
    return next((i for i in range(sentence.first, sentence.last) if doc[i].idx >= match.end()), sentence.first)
