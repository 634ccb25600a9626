"""Counted groups: a number or an article with its noun, and what the noun says of those counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from spacy.tokens import Token

from dateline.find.quantities_nouns import YEAR, Counted, age_before, classify, is_no_count, noun_run, past_age
from dateline.find.quantities_vocabulary import figures, person_status, phrase_index, singular
from dateline.find.quantities_words import Number, match_phrase, number_at

_POSSESSIVES = frozenset(("his", "her", "their", "its", "my", "our"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Tokens first..last (exclusive, in the sentence's own count) that count `noun`.

    `how`: by a number, an article ('a child'), a possessive ('her husband'), 'the', or a name. `part`: the words
    before it make it a part of another figure. `partitive`: 'three of them'. `hint`: measure said by a modifier
    inside ('12 dead civilians'). `other`: 'others', 'another': not those told before.
    """

    first: int
    last: int
    number: Number
    head: int | None
    noun: str | None
    counted: Counted
    how: Literal["number", "article", "possessive", "the", "others", "name"] = "number"
    part: bool = False
    partitive: bool = False
    hint: str | None = None
    other: bool = False


def groups_of(tokens: Sequence[Token], words: Sequence[str]) -> list[Group]:
    """All counted groups of a sentence, left to right, none overlapping."""
    found: list[Group] = []
    at = 0
    while at < len(words):
        group = (
            _numbered(tokens, words, at)
            or _singular(tokens, words, at)
            or _others(words, at)
            or _name(tokens, words, at, found)
        )
        if group is None or (found and group.first < found[-1].last):
            at += 1
            continue
        found.append(group)
        at = max(group.last, at + 1)
    return found


def _numbered(tokens: Sequence[Token], words: Sequence[str], at: int) -> Group | None:
    number = number_at(words, at)
    if number is None or is_no_count(tokens, words, number):
        return None
    begin = number.last
    if begin < len(words) and number_at(words, begin) is not None:
        return None
    if words[begin : begin + 2] == ["-", "strong"] or words[begin : begin + 1] == ["strong"]:
        return _strong(tokens, words, number)
    if begin < len(words) and words[begin] == "of":
        if number.plural or number.approx == "around":
            begin += 1
            if begin < len(words) and words[begin] in ("the", "its", "their", "his", "her", "our"):
                begin += 1
        elif begin + 1 < len(words) and words[begin + 1] in _POSSESSIVES:
            begin += 2
        elif begin + 1 < len(words) and words[begin + 1] in figures().of_what:
            return _partitive(tokens, words, number, begin + 2)
        elif (whole := _whole_after(words, begin)) is not None:
            begin = whole
        else:
            return None
    head, hint, last = noun_run(tokens, words, begin)
    if head is None:
        return _headless(tokens, words, number, hint)
    noun = singular(words[head])
    counted = classify(noun)
    if counted is None:
        return None
    family = _family_of(words, head, noun)
    if family is not None:
        return Group(first=number.first, last=family.last, number=family, head=head, noun="person", counted="persons")
    other = "other" in words[number.first : head] or words[head] == "others"
    return Group(
        first=number.first, last=last, number=number, head=head, noun=noun, counted=counted, hint=hint, other=other
    )


def _whole_after(words: Sequence[str], of: int) -> int | None:
    """'4,400 of 5,000 insurgents', '36 of the 54 posts': where the noun begins behind the number of them all."""
    at = of + 1 + (words[of + 1 : of + 2] == ["the"])
    whole = number_at(words, at) if at < len(words) else None
    return whole.last if whole is not None and whole.last < len(words) else None


def _strong(tokens: Sequence[Token], words: Sequence[str], number: Number) -> Group | None:
    """'a 500-strong force' counts combatants."""
    last = words.index("strong", number.last) + 1
    head, _, end = noun_run(tokens, words, last)
    return Group(
        first=number.first, last=end, number=number, head=head, noun="fighter", counted="persons", hint="combatants"
    )


def _partitive(tokens: Sequence[Token], words: Sequence[str], number: Number, begin: int) -> Group | None:
    """'three of them', 'eight of the dead', 'two of whom': part of a figure told before."""
    pronoun = words[begin - 1] in ("them", "whom", "which")
    if pronoun:
        head, last = None, begin
    else:
        inner = number_at(words, begin)
        head, _, last = noun_run(tokens, words, inner.last if inner else begin)
        if head is not None and classify(singular(words[head])) not in ("persons", "households"):
            return None
    if head is None and not pronoun and last >= len(words):
        return None
    noun = _predicate_noun(words, last) if head is None else singular(words[head])
    return Group(
        first=number.first, last=last, number=number, head=head, noun=noun, counted="persons", part=True, partitive=True
    )


def _predicate_noun(words: Sequence[str], at: int) -> str | None:
    """The noun of 'three of whom were children', '8 of them women'."""
    for word in words[at : at + 3]:
        noun = singular(word)
        if person_status(noun) is not None:
            return noun
    return None


def _headless(tokens: Sequence[Token], words: Sequence[str], number: Number, hint: str | None) -> Group | None:
    """A number that stands alone: '12 were killed', 'killing 12'. Years and 'one' need more than that."""
    core = words[number.last - 1]
    if YEAR.match(core) and number.approx == "exact":
        return None
    raised = figures().toll_rises & set(words[max(number.first - 3, 0) : number.first])  # 'risen to nine by evening'
    if tokens[number.last - 1].ent_type_ in ("TIME", "MONEY", "PERCENT", "CARDINAL_TIME") and not raised:
        return None
    after = words[number.last] if number.last < len(words) else ""
    if singular(after) in figures().not_counted or after in figures().not_counted:
        return None
    return Group(
        first=number.first, last=number.last, number=number, head=None, noun=None, counted="unknown", hint=hint
    )


def _family_of(words: Sequence[str], head: int, noun: str) -> Number | None:
    """'a family of five' counts five persons."""
    if noun not in figures().families or words[head + 1 : head + 2] != ["of"]:
        return None
    number = number_at(words, head + 2)
    return replace(number, first=number.first) if number else None


def _singular(tokens: Sequence[Token], words: Sequence[str], at: int) -> Group | None:
    """'a child', 'another soldier', 'her husband', 'the driver', 'one of ...' left out."""
    word = words[at]
    how: Literal["article", "possessive", "the"]
    if word in ("a", "an", "another"):
        how = "article"
    elif word in _POSSESSIVES:
        how = "possessive"
    elif word == "the":
        how = "the"
    else:
        return None
    begin = past_age(words, at + 1)
    if begin == at + 1 and (
        number_at(words, begin) or (words[begin : begin + 1] == ["other"] and number_at(words, begin + 1))
    ):
        return None
    head, hint, last = noun_run(tokens, words, begin)
    if head is None:
        return _pronoun_another(at) if word == "another" else None
    if any(w in figures().ordinals and w != "second" for w in words[begin:head]):
        return None
    noun = singular(words[head])
    family = _family_of(words, head, noun)
    if family is not None and how == "article":
        return Group(first=at, last=family.last, number=family, head=head, noun="person", counted="persons")
    if noun in figures().containers or noun in figures().not_counted:
        return None
    counted = classify(noun)
    if counted is None or counted in ("events", "unknown"):
        return None
    one = Number(first=at, last=at + 1, best=1)
    if noun != words[head] and words[head] not in ("personnel",):
        if how != "possessive":
            return None
        one = Number(first=at, last=at + 1, min=1, approx="vague_plural")
    if counted == "households":
        return None
    return Group(
        first=at,
        last=last,
        number=one,
        head=head,
        noun=noun,
        counted=counted,
        how=how,
        hint=hint,
        other=word == "another",
    )


def _pronoun_another(at: int) -> Group | None:
    return Group(
        first=at, last=at + 1, number=Number(first=at, last=at + 1, best=1), head=None, noun=None,
        counted="persons", how="article", other=True,
    )  # fmt: skip


def _others(words: Sequence[str], at: int) -> Group | None:
    """Bare 'others': an unknown number, one at least (CODEBOOK R93)."""
    if words[at] != "others" or (at and words[at - 1] in ("the", "among", "by", "while", "some", "with", "than")):
        return None
    if at + 1 < len(words) and words[at + 1] in ("said", "say", "reported", "claimed"):
        return None
    number = Number(first=at, last=at + 1, min=1, approx="vague_plural")
    return Group(
        first=at, last=at + 1, number=number, head=None, noun=None, counted="persons", how="others", other=True
    )


def _name(tokens: Sequence[Token], words: Sequence[str], at: int, found: list[Group]) -> Group | None:
    """A person's name of two words or more counts one, unless it names a group just told ('his son Ali Hassan')."""
    last = at
    while last < len(words) and (
        tokens[last].pos_ == "PROPN" or (last > at and words[last] in figures().name_particles)
    ):
        last += 1
    run = tokens[at:last]
    if last - at < 2 or sum(t.ent_type_ == "PERSON" for t in run) < 2 or words[at] in figures().calendar:
        return None
    before = words[at - 1] if at else ""
    if (at and tokens[at - 1].pos_ == "PROPN") or before in ("the", "a", "an", "-", "of", "@", "#"):
        return None
    if any(number_at(words, i) for i in range(at, last)):
        return None
    if "(" in words[:at] and words[:at].count("(") > words[:at].count(")"):
        return None
    if last < len(words) and tokens[last].pos_ in ("NOUN", "PROPN", "PART"):
        return None
    if found and found[-1].how != "name" and at - found[-1].last <= 2 and _names_it(words[found[-1].last : at]):
        return None
    one = Number(first=at, last=last, best=1)
    return Group(
        first=age_before(words, at), last=last, number=one, head=last - 1, noun=None, counted="persons", how="name"
    )


@lru_cache(maxsize=1)
def _part_cues() -> dict[str, list[tuple[str, ...]]]:
    return phrase_index(figures().part_cues)


def _names_it(between: Sequence[str]) -> bool:
    return all(w in (",", "named", "called", "(", "–", "-", "—", "as", "identified") for w in between)


def part_cue_before(words: Sequence[str], first: int) -> bool:
    """Whether the words just before `first` say 'including', 'among them', 'of whom'."""
    for back in range(1, 5):
        start = first - back
        if start < 0:
            return False
        phrase = match_phrase(words, start, _part_cues())
        if phrase is None:
            continue
        between = words[start + len(phrase) : first]
        if len(between) <= 2 and all(
            w in (",", "(", "were", "are", "was", ":", "–", "-", "the", "at", "least") for w in between
        ):
            return True
    return False
