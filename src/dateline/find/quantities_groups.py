"""Counted groups: a number or an article with its noun, and what the noun says of those counted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from spacy.tokens import Token

from dateline.find.quantities_vocabulary import (
    adjective_measures,
    figures,
    person_status,
    phrase_index,
    singular,
    verb_forms,
)
from dateline.find.quantities_words import Number, match_phrase, number_at

Counted = Literal["persons", "households", "buildings", "events", "objects", "unknown"]
_MONEY = frozenset("$€£¥₴₽#")
_YEAR = re.compile(r"(?:19|20)\d\d$")
_AGE_UNIT = re.compile(r"(?:^|-)(?:year|month|week|day)s?(?:-|$)")
_FUNCTION = frozenset(
    ("of", "in", "and", "or", "to", "by", "with", "from", "that", "as", "for", "on", "at", "the", "a", "an", "were", "was", "are",
     "is", "have", "has", "had", "than", "including", "when", "after", "per", "among", "but", "while", "not", "be", "been")
)  # fmt: skip
_NAME_PARTICLES = frozenset(("-", "al", "el", "bin", "bint", "ibn", "abu", "umm", "de", "van", "von", "ould", "ag"))
_POSSESSIVES = frozenset(("his", "her", "their", "its", "my", "our"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Tokens first..last (exclusive, in the sentence's own count) that count `noun`.

    `how`: by a number, an article ('a child'), a possessive ('her husband'), 'the', or a name. `part`: the words
    before it make it a part of another figure. `hint`: measure said by a modifier inside ('12 dead civilians').
    """

    first: int
    last: int
    number: Number
    head: int | None
    noun: str | None
    counted: Counted
    how: Literal["number", "article", "possessive", "the", "others", "name"] = "number"
    part: bool = False
    hint: str | None = None
    other: bool = False


def groups_of(tokens: Sequence[Token], words: Sequence[str]) -> list[Group]:
    """All counted groups of a sentence, left to right, none overlapping."""
    found: list[Group] = []
    at = 0
    while at < len(words):
        group = (
            _numbered(tokens, words, at) or _singular(tokens, words, at) or _others(words, at) or _name(tokens, words, at, found)
        )
        if group is None or (found and group.first < found[-1].last):
            at += 1
            continue
        found.append(group)
        at = max(group.last, at + 1)
    return found


def classify(noun: str) -> Counted | None:
    """What a singular noun counts; None for units, times and places, which count no one."""
    vocabulary = figures()
    if noun in vocabulary.crowd:
        return "persons"
    if person_status(noun) is not None:
        return "persons"
    if noun in vocabulary.households:
        return "households"
    if noun in vocabulary.buildings:
        return "buildings"
    if noun in vocabulary.events:
        return "events"
    if noun in vocabulary.objects:
        return "objects"
    if noun in vocabulary.not_counted or noun in vocabulary.calendar:
        return None
    return "unknown"


def _numbered(tokens: Sequence[Token], words: Sequence[str], at: int) -> Group | None:
    number = number_at(words, at)
    if number is None or _is_no_count(tokens, words, number):
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
        elif begin + 1 < len(words) and words[begin + 1] in figures().of_what:
            return _partitive(tokens, words, number, begin + 2)
        else:
            return None
    head, hint, last = _noun_run(tokens, words, begin)
    if head is None:
        return _headless(tokens, words, number, hint)
    noun = singular(words[head])
    counted = classify(noun)
    if counted is None or (counted == "unknown" and _YEAR.match(words[number.last - 1])):
        return None
    family = _family_of(words, head, noun)
    if family is not None:
        return Group(first=number.first, last=family.last, number=family, head=head, noun="person", counted="persons")
    other = "other" in words[number.first : head] or "others" == words[head]
    return Group(
        first=number.first, last=last, number=number, head=head, noun=noun, counted=counted, hint=hint, other=other
    )


def _is_no_count(tokens: Sequence[Token], words: Sequence[str], number: Number) -> bool:
    """Money, percentages, ages, clock times, dates, ranks and numbers of things ('Resolution 2254')."""
    vocabulary = figures()
    before = words[number.first - 1] if number.first else ""
    after = words[number.last] if number.last < len(words) else ""
    core = words[number.last - 1]
    if before[-1:] in _MONEY or before in ("no.", "nr", "number", "aged", "age", "article", "resolution", "chapter", "@"):
        return True
    if after in ("%", ":", "°", "+") or after[:1] in _MONEY or (after == "." and core.isdigit() and False):
        return True
    month = vocabulary.calendar
    if core.isdigit() and (before in month and before not in ("so", "when", "may", "today", "yesterday")):
        if before[:3].isalpha() and tokens[number.first - 1].text[:1].isupper():
            return True
    if core.isdigit() and after in month and tokens[number.last].text[:1].isupper() and int(core) <= 31:
        return True
    if core.isdigit() and after[:1] == "/" or before[-1:] == "/":
        return True
    if after in ("-", "–") and number.last + 1 < len(words) and words[number.last + 1] != "strong":
        return tokens[number.last].idx == tokens[number.last - 1].idx + len(tokens[number.last - 1])
    return before == "one" or (core == "one" and after in ("another", "day", "of"))


def _strong(tokens: Sequence[Token], words: Sequence[str], number: Number) -> Group | None:
    """'a 500-strong force' counts combatants."""
    last = words.index("strong", number.last) + 1
    head, _, end = _noun_run(tokens, words, last)
    return Group(
        first=number.first, last=end, number=number, head=head, noun="fighter", counted="persons", hint="combatants"
    )


def _partitive(tokens: Sequence[Token], words: Sequence[str], number: Number, begin: int) -> Group | None:
    """'three of them', 'eight of the dead', 'two of whom': part of a figure told before."""
    pronoun = words[begin - 1] in ("them", "whom", "which")
    if pronoun:
        head, hint, last = None, None, begin
    else:
        head, hint, last = _noun_run(tokens, words, begin)
        if head is not None and classify(singular(words[head])) not in ("persons", "households"):
            return None
    if head is None and not pronoun and last >= len(words):
        return None
    noun = _predicate_noun(words, last) if head is None else singular(words[head])
    return Group(
        first=number.first, last=last, number=number, head=head, noun=noun, counted="persons", part=True, hint=None
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
    if _YEAR.match(core) and number.approx == "exact":
        return None
    if tokens[number.last - 1].ent_type_ in ("TIME", "MONEY", "PERCENT", "CARDINAL_TIME"):
        return None
    after = words[number.last] if number.last < len(words) else ""
    if singular(after) in figures().not_counted or after in figures().not_counted:
        return None
    return Group(
        first=number.first, last=number.last, number=number, head=None, noun=None, counted="unknown", hint=hint
    )


def _noun_run(tokens: Sequence[Token], words: Sequence[str], begin: int) -> tuple[int | None, str | None, int]:
    """Head, measure said by a modifier, and end of the noun phrase that begins at `begin`."""
    head: int | None = None
    hint: str | None = None
    i = begin
    while i < len(words) and i < begin + 9:
        token, word = tokens[i], words[i]
        measure = adjective_measures().get(word)
        if measure is None and word in verb_forms() and token.tag_ in ("VBN", "JJ", "VBD"):
            measure = verb_forms()[word].measure if verb_forms()[word].form == "participle" else None
        if measure is not None or (word in verb_forms() and word not in ("others",)):
            if head is not None or not _noun_follows(tokens, words, i + 1):
                break
            hint, i = measure, i + 1
            continue
        if word in ("-", "–", "'s", "’s", "“", "”", '"', "’", "‘", "'") and i + 1 < len(words) and tokens[i + 1].is_alpha:
            if word in ("’", "'", "”", '"') and head is not None:
                break
            i += 1
            continue
        if not _in_noun_phrase(tokens, words, i, head):
            break
        if token.pos_ in ("NOUN", "PROPN") or singular(word) != word or person_status(word):
            head = i
            if _closes(tokens, words, i):
                break
        i += 1
    return head, hint, head + 1 if head is not None else begin


def _noun_follows(tokens: Sequence[Token], words: Sequence[str], i: int) -> bool:
    """Whether a participle at i-1 stands before its own noun: '12 wounded soldiers'."""
    if i >= len(words) or words[i] in figures().calendar:
        return False
    noun = singular(words[i])
    if person_status(noun) or noun in figures().households or noun in figures().buildings:
        return True
    return (
        tokens[i].pos_ in ("NOUN", "ADJ", "PROPN")
        and i + 1 < len(words)
        and person_status(singular(words[i + 1])) is not None
    )


def _in_noun_phrase(tokens: Sequence[Token], words: Sequence[str], i: int, head: int | None) -> bool:
    token, word = tokens[i], words[i]
    if word in figures().calendar:
        return False
    if token.pos_ in ("NOUN", "PROPN", "ADJ"):
        return not (head is not None and token.pos_ == "ADJ" and singular(word) == word and not person_status(word))
    if person_status(singular(word)) or word in ("others", "other", "more", "further", "additional", "-"):
        return True
    if head is not None:
        return False
    if token.is_alpha and i + 1 < len(words) and _plain_person(words[i + 1]) and word not in _FUNCTION:
        return True
    if token.tag_ in ("VBN", "VBG", "RB", "JJ", "CD") and i + 1 < len(words):
        return tokens[i + 1].pos_ in ("NOUN", "PROPN", "ADJ")
    if word in ("and", "or") and i + 1 < len(words):
        return tokens[i - 1].pos_ == "ADJ" and tokens[i + 1].pos_ in ("ADJ", "NOUN")
    return False


def _plain_person(word: str) -> bool:
    return person_status(singular(word)) is not None and word not in ("other", "others", "head", "chief", "major")


def _closes(tokens: Sequence[Token], words: Sequence[str], i: int) -> bool:
    """Whether the noun at i ends its phrase: a plural person noun does, unless another plural noun follows."""
    if i + 1 >= len(words):
        return True
    plural = singular(words[i]) != words[i] or words[i] in ("people", "personnel", "police", "troops")
    if tokens[i].is_lower and tokens[i + 1].pos_ == "PROPN" and person_status(singular(words[i])):
        return True
    if not plural or person_status(singular(words[i])) is None:
        return False
    following = words[i + 1]
    return not (tokens[i + 1].pos_ == "NOUN" and singular(following) != following)


def _family_of(words: Sequence[str], head: int, noun: str) -> Number | None:
    """'a family of five' counts five persons."""
    if noun not in ("family", "crew", "couple") or words[head + 1 : head + 2] != ["of"]:
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
    begin = _past_age(words, at + 1)
    if begin == at + 1 and (number_at(words, begin) or (words[begin : begin + 1] == ["other"] and number_at(words, begin + 1))):
        return None
    head, hint, last = _noun_run(tokens, words, begin)
    if head is None:
        return _pronoun_another(words, at) if word == "another" else None
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
        first=at, last=last, number=one, head=head, noun=noun, counted=counted, how=how, hint=hint, other=word == "another"
    )


def _pronoun_another(words: Sequence[str], at: int) -> Group | None:
    return Group(
        first=at, last=at + 1, number=Number(first=at, last=at + 1, best=1), head=None, noun=None,
        counted="persons", how="article", other=True,
    )  # fmt: skip


def _past_age(words: Sequence[str], i: int) -> int:
    """Index after '23-year-old', '64 year old', '8-month-old' (one token or several)."""
    j = i
    while j < len(words) and j < i + 7:
        word = words[j]
        if word.endswith("-old") and _AGE_UNIT.search(word):
            return j + 1
        if word == "old" and any(_AGE_UNIT.search(w) for w in words[i:j]):
            return j + 1
        j += 1
    return i


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
    while last < len(words) and (tokens[last].pos_ == "PROPN" or (last > at and words[last] in _NAME_PARTICLES)):
        last += 1
    run = tokens[at:last]
    if last - at < 2 or sum(t.ent_type_ == "PERSON" for t in run) < 2 or words[at] in figures().calendar:
        return None
    before = words[at - 1] if at else ""
    if tokens[at - 1].pos_ == "PROPN" and at or before in ("the", "a", "an", "-", "of", "@", "#"):
        return None
    if last < len(words) and tokens[last].pos_ in ("NOUN", "PROPN", "PART"):
        return None
    if found and found[-1].how != "name" and at - found[-1].last <= 2 and _names_it(words[found[-1].last : at]):
        return None
    one = Number(first=at, last=last, best=1)
    return Group(
        first=_age_before(words, at), last=last, number=one, head=last - 1, noun=None, counted="persons", how="name"
    )


def _names_it(between: Sequence[str]) -> bool:
    return all(w in (",", "named", "called", "(", "–", "-", "—", "as", "identified") for w in between)


def _age_before(words: Sequence[str], at: int) -> int:
    """Take in '36-year-old' before a name."""
    if at == 0 or not words[at - 1].endswith("old"):
        return at
    j = at - 1
    while j > max(0, at - 6) and not words[j][:1].isdigit():
        j -= 1
    return j if words[j][:1].isdigit() else at - 1


_PARTS: dict[str, dict[str, list[tuple[str, ...]]]] = {}


def part_cue_before(words: Sequence[str], first: int) -> bool:
    """Whether the words just before `first` say 'including', 'among them', 'of whom'."""
    if "cues" not in _PARTS:
        _PARTS["cues"] = phrase_index(figures().part_cues)
    for back in range(1, 5):
        start = first - back
        if start < 0:
            return False
        phrase = match_phrase(words, start, _PARTS["cues"])
        if phrase is None:
            continue
        between = words[start + len(phrase) : first]
        if len(between) <= 2 and all(w in (",", "(", "were", "are", "was", ":", "–", "-", "the", "at", "least") for w in between):
            return True
    return False
