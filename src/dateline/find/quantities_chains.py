"""A sentence laid out for reading figures, and which of its counted groups are coordinated."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Token

from dateline.find.quantities_anchors import Anchor
from dateline.find.quantities_groups import Group
from dateline.find.quantities_vocabulary import figures


@dataclass
class Line:
    """A sentence laid out: tokens without white space, their lower-case words, groups, anchors and what links them."""

    tokens: Sequence[Token]
    words: Sequence[str]
    groups: list[Group]
    anchors: list[Anchor]
    #: anchor -> indices of groups, in order of the text
    linked: dict[Anchor, list[int]] = field(default_factory=dict)
    taken: dict[int, Anchor] = field(default_factory=dict)

    def starting(self, at: int) -> int | None:
        return next((k for k, g in enumerate(self.groups) if g.first == at), None)

    def ending(self, at: int) -> int | None:
        return next((k for k, g in enumerate(self.groups) if g.last == at), None)

    def take(self, anchor: Anchor, indices: Iterable[int]) -> None:
        rows = [k for k in indices if k not in self.taken]
        if rows:
            self.linked[anchor] = sorted({*self.linked.get(anchor, []), *rows})
            self.taken.update(dict.fromkeys(rows, anchor))


def joined(line: Line, left: int, right: int) -> bool:
    """Whether two neighbouring groups are coordinated: ',', 'and', 'as well as' between them, or a name in commas."""
    between = line.words[line.groups[left].last : line.groups[right].first]
    if not between:
        return False
    if len(between) <= 4 and all(w in figures().chain_words for w in between):
        return "as" not in between or "well" in between
    if _with_phrase(line, line.groups[left].last, line.groups[right].first):
        return True
    return _apposition(line, line.groups[left].last, line.groups[right].first)


def _with_phrase(line: Line, start: int, end: int) -> bool:
    """'seven members of the Osman family along with 18 others': a prepositional phrase and a coordinator between."""
    words, tokens = line.words, line.tokens
    stop = end
    while stop > start and words[stop - 1] in (
        "and",
        "along",
        "together",
        "with",
        "as",
        "well",
        "plus",
        "alongside",
        ",",
    ):
        stop -= 1
    tail = words[stop:end]
    if not tail or tail in ([","], ["with"]) or not 2 <= stop - start <= 8 or tokens[start].pos_ != "ADP":
        return False
    if words[start] in ("by", "after", "during", "since", "before", "including", "than"):
        return False
    return all(tokens[i].pos_ in ("ADP", "DET", "PROPN", "NOUN", "ADJ", "PART") for i in range(start, stop))


def _apposition(line: Line, start: int, end: int) -> bool:
    """'a woman, Ola Abdel Aziz (also written ...), and' : names and brackets between two coordinated groups."""
    words, tokens = line.words, line.tokens
    if end - start > 30 or words[end - 1] not in ("and", ",", "plus", "with"):
        return False
    depth = 0
    for i in range(start, end):
        word = words[i]
        depth += word == "("
        if depth == 0 and not (
            tokens[i].pos_ in ("PROPN", "PUNCT", "NUM")
            or word in figures().chain_words
            or word
            in ("named", "called", "as", "old", "year", "years", "aged", "-", "identified", "the", "their", "(", ")")
            or tokens[i].text[:1].isupper()
        ):
            return False
        depth -= word == ")"
    return any(tokens[i].text[:1].isupper() for i in range(start, end))


def least(group: Group) -> int | None:
    """The lowest number that a group's words state."""
    number = group.number
    return number.best if number.best is not None else number.min if number.min is not None else number.max


def conjunct_in_parse(line: Line, left: int, right: int) -> bool:
    one, two = line.groups[left].head, line.groups[right].head
    if one is None or two is None or two - one > 14:
        return False
    if line.words[line.groups[right].first - 1] not in ("and", ",", "plus", "with"):
        return False
    return line.tokens[two] in line.tokens[one].conjuncts
