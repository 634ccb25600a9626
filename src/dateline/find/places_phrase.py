"""The phrase around a name: 'the southern province of Daraa', '27 km from Homs', 'the outskirts of Goma'."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from dateline.find.places_names import Name
from dateline.know.gazetteer_words import place_words
from dateline.text.segment import Parsed

_REACH = 80
_NEAR = 40
_DISTANCE = (
    r"(?:some |about |around |roughly |nearly )?\d[\d.,]*\s?(?:-\s?)?(?:km|kms|kilomet(?:er|re)s?|miles?|mi)\b"
    r"(?:\s\([^()]{1,16}\))?"
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Span of the described place, its relation to the name and the words that qualify it."""

    start: int
    end: int
    relation: str
    qualifier: str | None


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words = place_words()
    kinds = _either(words.kind_of)
    directions = _either(words.find.directions)
    parts = _either(words.find.part_nouns)
    distance = re.compile(
        rf"({_DISTANCE}(?:\s(?:to the )?({directions}))?\s(?:of|from|outside))\s(?:the )?(?:{kinds} of )?$", re.I
    )
    part = re.compile(
        rf"(?:the )?((?:(?:{directions})(?:ern)?\s)?(?:{parts})|{directions})\s(?:of|from)\s(?:the )?"
        rf"(?:(?:{directions})\s)?(?:{kinds} of )?$",
        re.I,
    )
    descriptor = re.compile(
        rf"(?:the\s|a\s)?((?:[\w-]+\s){{0,2}})((?:{kinds})(?:s)?)\sof\s$|(?:the\s)?((?:{directions})\s)$", re.I
    )
    after = re.compile(
        rf"^(?:['’]s|['’\"”]+)?\s((?:{directions})\s)?((?:{kinds}|{parts}))\b(?!\s*(?:of\b|(?-i:[A-Z])))", re.I
    )
    return distance, part, descriptor, after


def _either(words: object) -> str:
    found = sorted({str(w) for w in words}, key=len, reverse=True)  # type: ignore[attr-defined]
    return "(?:" + "|".join(re.escape(w) for w in found) + ")"


def describe(name: Name, parsed: Parsed) -> Phrase:
    """The phrase of a name. A plain name is its own phrase with relation 'at'."""
    text = parsed.text
    sentence = parsed.sentence_at(name.start)
    floor = max(sentence.start if sentence else 0, name.start - _REACH)
    ceiling = min(sentence.end if sentence else len(text), name.end + _REACH)
    left, right = text[floor : name.start], text[name.end : ceiling]
    start, end, relation, qualifier = name.start, name.end, "at", None
    distance, part, descriptor, after = _patterns()
    if match := after.match(right):
        end = name.end + match.end()
        qualifier = " ".join(w for w in match.groups() if w).replace("  ", " ").strip() or None
        noun = match.group(2).casefold()
        relation = place_words().find.part_nouns.get(noun, "at") if noun in place_words().find.part_nouns else "at"
        if match.group(1):
            relation = "part_of" if relation == "at" else relation
    tail = left[-_NEAR:]
    if any(c.isdigit() for c in left) and (match := distance.search(left)):
        start, qualifier = floor + match.start(), match.group(1)
        direction = match.group(2)
        relation = f"{place_words().find.directions[direction.casefold()]}_of" if direction else "near"
    elif (" of" in tail or " from" in tail) and (match := part.search(left)):
        start, qualifier = floor + match.start(), match.group(1)
        noun = match.group(1).split()[-1].casefold()
        relation = place_words().find.part_nouns.get(noun, "part_of")
    elif _may_describe(left) and (match := descriptor.search(left)):
        start, relation, qualifier = _described(match, floor, relation, qualifier)
    else:
        relation = _preposition(left, relation)
    return Phrase(start, end, relation, qualifier)


def _may_describe(left: str) -> bool:
    """Whether words end as a descriptor must, with 'of' or a direction: spares most names the search."""
    last = left[-_NEAR:].split()[-1:]
    return bool(last) and (last[0].casefold() == "of" or last[0].casefold().endswith(_direction_ends()))


@lru_cache(maxsize=1)
def _direction_ends() -> tuple[str, ...]:
    return tuple(direction.split()[-1].casefold() for direction in place_words().find.directions)


def _described(match: re.Match[str], floor: int, relation: str, qualifier: str | None) -> tuple[int, str, str | None]:
    """'the southern province of Daraa' describes the whole province; 'eastern Ghouta', 'southern Gaza' a part."""
    if match.group(3):
        return floor + match.start(3), "part_of", match.group(3).strip()
    start = match.start()
    lead = match.group(1).split()
    keep = [w for w in lead if w.casefold() in place_words().find.directions]
    if len(keep) < len(lead):
        start = match.start(2)
    return floor + start, relation, " ".join([*keep, match.group(2)]) or qualifier


def _preposition(left: str, relation: str) -> str:
    words = left.casefold().rstrip()
    for found, phrases in place_words().find.relations.items():
        if any(words == p or words.endswith(" " + p) for p in phrases):
            return found if relation == "at" else relation
    return relation
