"""The words of a claim: the clause of a verb, or the phrase of a noun, without what belongs to other claims."""

from __future__ import annotations

import re

from spacy.tokens import Token

from dateline.text.segment import Parsed

#: 'GOMA, 4 April 2025 (Agency) - ': a town in capitals, and what stands between it and a dash.
_DATELINE = re.compile(r"[A-Z][A-Z'’. -]{2,30}(?:[,/(][^–—\n]{0,70}?)?\s?[-–—]+\s")
#: Branches of a clause that are claims of their own, or none of its words.
_OTHER_CLAUSES = {"advcl", "parataxis", "mark", "cc", "discourse", "intj", "punct", "meta"}
_OTHER_PHRASES = {"relcl", "appos", "parataxis", "cc", "conj", "punct", "advcl"}


def clause_span(
    parsed: Parsed, head: Token, *, nominal: bool, within: tuple[int, int] | None = None
) -> tuple[int, int]:
    """Character span of the claim that `head` carries; `within` (a reported content) clips it."""
    kept = _phrase(head) if nominal or head.pos_ in ("NOUN", "PROPN") else _clause(head)
    first, last = min(kept, default=head.i), max(kept, default=head.i)
    first, last = _inside_sentence(parsed, head, first, last)
    start, end = _trimmed(head, first, last)
    if within is not None and within[0] <= head.idx < within[1]:
        start, end = max(start, within[0]), min(end, within[1])
    return start, max(end, head.idx + len(head))


def _clause(head: Token) -> list[int]:
    kept = [head.i]
    for child in head.children:
        if child.dep_ in ("nsubj", "nsubjpass") and any(t.dep_ in ("acl", "relcl") for t in child.children):
            continue  # a subject that is told of in a clause of its own
        if child.dep_ in _OTHER_CLAUSES or (child.dep_ == "conj" and child.pos_ in ("VERB", "AUX")):
            continue
        if child.dep_ == "ccomp" and child.i < head.i:
            continue
        kept.extend(_branch(child))
    return kept


def _phrase(head: Token) -> list[int]:
    kept = [head.i]
    for child in head.children:
        if child.dep_ not in _OTHER_PHRASES:
            kept.extend(_branch(child))
    return kept


def _branch(token: Token) -> list[int]:
    """A branch without the relative clauses and appositions that end it."""
    kept = [token.i]
    for child in token.children:
        trailing = child.dep_ in ("relcl", "parataxis", "advcl") and child.i > token.i
        trailing = trailing or (child.dep_ == "appos" and set_off(child))
        if not trailing and child.dep_ != "punct":
            kept.extend(_branch(child))
    return kept


def set_off(token: Token) -> bool:
    """Whether a comma or dash stands before a phrase: 'Bor, a town', not 'the provincial capital Bor'."""
    first = token.left_edge
    return first.i == 0 or token.doc[first.i - 1].is_punct


def dateline_before(parsed: Parsed, head: Token) -> tuple[int, int]:
    """Where the line of a word begins and where its report does: behind 'GOMA, 4 April (Agency) - ', else the same."""
    line = parsed.text.rfind("\n", 0, head.idx) + 1
    after = _DATELINE.match(parsed.text[line : head.idx])
    return line, line + after.end() if after else line


def _inside_sentence(parsed: Parsed, head: Token, first: int, last: int) -> tuple[int, int]:
    sentence = parsed.sentence_of(head)
    if sentence is None:
        return first, last
    begins = max(dateline_before(parsed, head)[1], sentence.start)
    while first < head.i and head.doc[first].idx < begins:
        first += 1  # 'GOMA, 4 April (Agency) - Rebels left': where and when it was written is none of what it says
    return max(first, sentence.first), min(last, sentence.last - 1)


def _trimmed(head: Token, first: int, last: int) -> tuple[int, int]:
    doc = head.doc
    while first < head.i and (doc[first].is_punct or doc[first].is_space or doc[first].dep_ in ("mark", "cc")):
        first += 1
    while last > head.i and (doc[last].is_punct or doc[last].is_space):
        last -= 1
    return doc[first].idx, doc[last].idx + len(doc[last])
