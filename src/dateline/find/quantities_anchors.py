"""The words that give a measure: 'killed', 'dead', 'lost their lives', 'the deaths of', 'death toll'."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from spacy.tokens import Token

from dateline.find.quantities_vocabulary import (
    Phrase,
    adjective_measures,
    count_noun_measures,
    figures,
    nominal_measures,
    person_status,
    phrase_index,
    singular,
    verb_forms,
)
from dateline.find.quantities_words import match_phrase, number_at

Kind = Literal["active", "passive", "either", "subject", "adjective", "after", "nominal", "toll"]
_BE = frozenset(("was", "were", "been", "be", "being", "is", "are", "got", "get", "gets", "getting"))
_HARM = frozenset(("killed", "injured", "missing", "casualties_unspecified"))


@dataclass(frozen=True, slots=True)
class Anchor:
    """Words first..last (exclusive) that say `measure`; `kind` says where the counted group stands.

    active: after it; passive, subject, adjective: before it; either: a bare past form, after or before it;
    after, nominal ('deaths of'), toll: after it.
    """

    first: int
    last: int
    measure: str
    kind: Kind


@lru_cache(maxsize=1)
def _phrases() -> tuple[dict[str, list[tuple[str, ...]]], dict[tuple[str, ...], Phrase]]:
    rows = figures().phrases
    return phrase_index([p.words for p in rows]), {tuple(p.words.split()): p for p in rows}


@lru_cache(maxsize=1)
def _tolls() -> tuple[dict[str, list[tuple[str, ...]]], dict[tuple[str, ...], str]]:
    by_words = {tuple(p.split()): measure for measure, rows in figures().tolls.items() for p in rows}
    return phrase_index([" ".join(w) for w in by_words]), by_words


def anchors_of(tokens: Sequence[Token], words: Sequence[str]) -> list[Anchor]:
    """All anchors of a sentence, left to right; 'killed or wounded' is one anchor of unspecified casualties."""
    found: list[Anchor] = []
    at = 0
    while at < len(words):
        read = (
            _phrase_at(words, at)
            or _toll_at(words, at)
            or _nominal_at(words, at)
            or _around_at(tokens, at)
            or _losing_at(words, at)
            or _word_at(tokens, words, at)
        )
        if read is None:
            at += 1
            continue
        if isinstance(read, Anchor):
            found.append(read)
            at = read.last
        else:
            at = read
    return _fused(found, words)


def _phrase_at(words: Sequence[str], at: int) -> Anchor | int | None:
    index, rows = _phrases()
    words_found = match_phrase(words, at, index)
    if words_found is None:
        return None
    phrase, last = rows[words_found], at + len(words_found)
    if phrase.measure is None:
        return last
    if phrase.slot == "before":
        return Anchor(at, last, phrase.measure, "subject")
    if phrase.slot == "after":
        return Anchor(at, last, phrase.measure, "after")
    return Anchor(at, last, phrase.measure, "passive" if passive_before(words, at) else "either")


def _toll_at(words: Sequence[str], at: int) -> Anchor | None:
    index, rows = _tolls()
    found = match_phrase(words, at, index)
    return Anchor(at, at + len(found), rows[found], "toll") if found else None


def _nominal_at(words: Sequence[str], at: int) -> Anchor | None:
    """'the deaths of', 'the killing and wounding of'."""
    measure = nominal_measures().get(words[at])
    if measure is None:
        return None
    j = at + 1
    if j + 1 < len(words) and words[j] in ("and", "or") and words[j + 1] in nominal_measures():
        measure, j = _mixed(measure, nominal_measures()[words[j + 1]]), j + 2
    while j < len(words) and words[j] in ("(", ")", ",", "in"):
        j += 1
    return Anchor(at, j + 1, measure, "nominal") if j < len(words) and words[j] == "of" else None


def _around_at(tokens: Sequence[Token], at: int) -> Anchor | None:
    """'beat two men to death': a verb and its end, with those to whom it is done between them."""
    verb = tokens[at]
    if verb.pos_ != "VERB" or not any(c.dep_ == "dobj" for c in verb.children):
        return None
    ends = (" ".join(t.lower_ for t in c.subtree) for c in verb.children if c.dep_ == "prep" and c.i > verb.i)
    measure = next((m for said in ends for words, m in figures().around.items() if said.startswith(words)), None)
    return Anchor(at, at + 1, measure, "active") if measure else None


def _losing_at(words: Sequence[str], at: int) -> Anchor | None:
    """'lost 14 men': those who died, where it is people who were lost."""
    number = number_at(words, at + 1) if words[at] in figures().losing and at + 1 < len(words) else None
    if number is None or number.last >= len(words):
        return None
    noun = singular(words[number.last])
    return Anchor(at, at + 1, "killed", "active") if person_status(noun) or noun in figures().male else None


def _word_at(tokens: Sequence[Token], words: Sequence[str], at: int) -> Anchor | None:
    word = words[at]
    adjective = adjective_measures().get(word)
    form = verb_forms().get(word)
    if at and words[at - 1] in ("-", "–"):
        return None
    if form is None:
        return Anchor(at, at + 1, adjective, "adjective") if adjective else None
    if form.form in ("base", "third") and tokens[at].pos_ in ("NOUN", "PROPN", "ADJ"):
        counted = singular(word) in count_noun_measures()
        return Anchor(at, at + 1, form.measure, "after") if form.slot == "object" and not counted else None
    if form.slot == "subject":
        return Anchor(at, at + 1, form.measure, "subject")
    if form.form in ("base", "third"):
        return Anchor(at, at + 1, form.measure, "active")
    if form.form == "ing":
        kind: Kind = "passive" if at and words[at - 1] == "being" else "active"
        return Anchor(at, at + 1, form.measure, kind)
    passive = passive_before(words, at)
    if not passive and tokens[at].tag_ == "VBD" and any(c.dep_ == "dobj" for c in tokens[at].children):
        return Anchor(at, at + 1, form.measure, "active")  # 'Islamic State held the city': nobody is held
    return Anchor(at, at + 1, form.measure, "passive" if passive else "either")


def passive_before(words: Sequence[str], at: int) -> bool:
    """Whether a form of 'be' or 'get' governs the participle at `at`: 'were reportedly killed'."""
    j = at - 1
    while j >= 0 and j >= at - 4:
        if words[j] in _BE:
            return True
        if words[j] not in figures().soft_words and not words[j].endswith("ly"):
            return False
        j -= 1
    return False


def _mixed(one: str, two: str) -> str:
    if one == two:
        return one
    return "casualties_unspecified" if {one, two} <= _HARM else one


def _fused(anchors: list[Anchor], words: Sequence[str]) -> list[Anchor]:
    """'killed or wounded', 'dead and injured', 'killed, wounded or missing' share their victims (CODEBOOK R25)."""
    rows: list[Anchor] = []
    for anchor in anchors:
        if rows and anchor.kind not in ("toll", "nominal"):
            last = rows[-1]
            between = words[last.last : anchor.first]
            joined = 0 < len(between) <= 2 and all(w in ("and", "or", "/", ",", "and/or", "then") for w in between)
            if joined and last.kind not in ("toll", "nominal") and {last.measure, anchor.measure} <= _HARM:
                own_object = last.kind == "adjective" and number_at(words, anchor.last) is not None
                same_side = (last.kind == "active") == (anchor.kind == "active") and not own_object
                if same_side:
                    kind = last.kind if last.kind != "adjective" else anchor.kind
                    rows[-1] = Anchor(last.first, anchor.last, _mixed(last.measure, anchor.measure), kind)
                    continue
        rows.append(anchor)
    return rows
