"""Noun phrases after a number or an article: their head, and whether the number counts anything at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from spacy.tokens import Token

from dateline.find.quantities_vocabulary import adjective_measures, figures, person_status, singular, verb_forms
from dateline.find.quantities_words import Number

Counted = Literal["persons", "households", "buildings", "events", "objects", "unknown"]
_MONEY = frozenset("$€£¥₴₽#")
YEAR = re.compile(r"(?:19|20)\d\d$")
_AGE_UNIT = re.compile(r"(?:^|-)(?:year|month|week|day)s?(?:-|$)")


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


def is_no_count(tokens: Sequence[Token], words: Sequence[str], number: Number) -> bool:
    """Money, percentages, ages, clock times, dates, ranks and numbers of things ('Resolution 2254')."""
    vocabulary = figures()
    before = words[number.first - 1] if number.first else ""
    after = words[number.last] if number.last < len(words) else ""
    core = words[number.last - 1]
    if (
        number.approx == "exact"
        and YEAR.match(core)
        and not (after and tokens[number.last].is_lower and after.isalpha())
    ):
        return True
    if number.approx == "exact" and YEAR.match(core) and _dates_a_noun(tokens, words, number):
        return True
    if before == "of" and number.first > 1 and words[number.first - 2] in vocabulary.shares:
        return True
    if core.isdigit() and before in vocabulary.labels and tokens[number.first - 1].text[:1].isupper():
        return True
    if after in vocabulary.dimensions or singular(after) in vocabulary.dimensions:
        return True
    if before[-1:] in _MONEY or before in vocabulary.no_count_after:
        return True
    if after in ("%", ":", "°", "+") or after[:1] in _MONEY:
        return True
    month = vocabulary.calendar
    if core.isdigit() and before in month and tokens[number.first - 1].text[:1].isupper():
        return True
    if core.isdigit() and after in month and tokens[number.last].text[:1].isupper() and int(core) <= 31:
        return True
    if (core.isdigit() and after[:1] == "/") or before[-1:] == "/":
        return True
    if after in ("-", "–") and number.last + 1 < len(words) and words[number.last + 1] != "strong":
        return tokens[number.last].idx == tokens[number.last - 1].idx + len(tokens[number.last - 1])
    return before == "one" or (core == "one" and after in ("another", "day", "of"))


def _dates_a_noun(tokens: Sequence[Token], words: Sequence[str], number: Number) -> bool:
    """'A 2019 airstrike', 'the 2014 war', 'its 2016 defeat': a year before what happened in it, and no count of it."""
    year = number.last - 1  # 'its 2016': the number begins with the word before it
    before = tokens[year - 1] if year else None
    after = tokens[number.last] if number.last < len(words) else None
    if after is None or not after.is_lower or not words[year].isdigit():
        return False
    told = before is not None and (before.tag_ in ("DT", "PRP$", "POS") and before.lower_ not in ("some", "all"))
    return told or after.tag_ == "NN"


def noun_run(tokens: Sequence[Token], words: Sequence[str], begin: int) -> tuple[int | None, str | None, int]:
    """Head, measure said by a modifier, and end of the noun phrase that begins at `begin`."""
    head: int | None = None
    hint: str | None = None
    i = begin
    while i < len(words) and i < begin + 9:
        token, word = tokens[i], words[i]
        measure = adjective_measures().get(word)
        verbal = word in verb_forms() and not (token.pos_ == "NOUN" and person_status(singular(word)))
        if measure is None and word in verb_forms() and token.tag_ in ("VBN", "JJ", "VBD"):
            measure = verb_forms()[word].measure if verb_forms()[word].form == "participle" else None
        compound = i > begin and words[i - 1] in ("-", "–") and word in verb_forms()
        if not compound and (measure is not None or verbal):
            if head is not None or not _noun_follows(tokens, words, i + 1):
                break
            hint, i = measure, i + 1
            continue
        if (
            word in ("-", "–", "'s", "’s", "“", "”", '"', "’", "‘", "'")
            and i + 1 < len(words)
            and tokens[i + 1].is_alpha
        ):
            if i + 1 < len(words) and words[i + 1] in verb_forms() and word in ("-", "–"):
                i += 2
                continue
            if word in ("’", "'", "”", '"') and head is not None:
                break
            head = None if word in ("'s", "’s") else head
            i += 1
            continue
        if word == "(" and words[i + 2 : i + 3] == [")"] and head is not None and _noun_follows(tokens, words, i + 3):
            i += 3
            continue
        if not _in_noun_phrase(tokens, words, i, head):
            break
        if token.pos_ in ("NOUN", "PROPN") or token.text.isupper() or singular(word) != word or person_status(word):
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
    if token.pos_ in ("NOUN", "PROPN", "ADJ") or (token.text.isupper() and len(word) > 1):
        return not (head is not None and token.pos_ == "ADJ" and singular(word) == word and not person_status(word))
    if person_status(singular(word)) or word in ("others", "other", "more", "further", "additional", "-"):
        return True
    if head is not None:
        shared = word in ("and", "or", "&") and i + 2 < len(words) and person_status(singular(words[head])) is None
        return shared and tokens[i + 1].pos_ in ("NOUN", "PROPN") and _plain_person(words[i + 2])
    if token.is_alpha and i + 1 < len(words) and _plain_person(words[i + 1]) and word not in figures().function_words:
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
    if words[i] == "police" and tokens[i + 1].pos_ == "NOUN":
        return False
    plural = singular(words[i]) != words[i] or words[i] in ("people", "personnel", "police", "troops")
    if tokens[i].is_lower and tokens[i + 1].pos_ == "PROPN" and person_status(singular(words[i])):
        return True
    if not plural or person_status(singular(words[i])) is None:
        return False
    following = words[i + 1]
    return not (tokens[i + 1].pos_ == "NOUN" and singular(following) != following)


def past_age(words: Sequence[str], i: int) -> int:
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


def age_before(words: Sequence[str], at: int) -> int:
    """Take in '36-year-old' before a name."""
    if at == 0 or not words[at - 1].endswith("old"):
        return at
    j = at - 1
    while j > max(0, at - 6) and not words[j][:1].isdigit():
        j -= 1
    return j if words[j][:1].isdigit() else at - 1
