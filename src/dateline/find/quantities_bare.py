"""Figures that need no verb of harm: a noun that says the measure, an ordinal, a zero."""

from __future__ import annotations

import re
from functools import lru_cache

from dateline.find.quantities_anchors import Anchor
from dateline.find.quantities_chains import Line
from dateline.find.quantities_figures import Draft, low_of, mention_of
from dateline.find.quantities_groups import Group
from dateline.find.quantities_vocabulary import count_noun_measures, figures, person_status, phrase_index
from dateline.find.quantities_words import match_phrase
from dateline.mentions import QuantityMention
from dateline.text.grammar import text_of

_ORDINAL = re.compile(r"(\d{1,3})(?:st|nd|rd|th)$")


@lru_cache(maxsize=1)
def _zeros() -> dict[str, list[tuple[str, ...]]]:
    return phrase_index(figures().zero.reported)


def bare_draft(line: Line, k: int) -> Draft | None:
    """A group that no anchor takes: its noun may say the measure ('12 deaths', '40 strikes', '300 fighters')."""
    group = line.groups[k]
    if group.part or group.how != "number" or group.noun is None:
        return None
    number = group.number
    if number.approx == "vague_quantifier" and group.counted != "persons":
        return None
    measure = _bare_measure(line, group)
    if measure is None:
        return None
    mention = mention_of(line, k, None, measure=measure)
    return Draft(mention, definite=number.definite)


def _bare_measure(line: Line, group: Group) -> str | None:
    noun = group.noun or ""
    measure = count_noun_measures().get(noun)
    company = figures().needs_company.get(noun)
    if measure is not None and company is not None:
        near = [*line.words[max(0, group.first - 5) : group.first], *line.words[group.last : group.last + 5]]
        measure = measure if any(w in company for w in near) else None
    if measure is not None:
        return None if low_of(group.number) == 0 else measure
    if group.hint is not None and group.counted == "persons":
        return group.hint
    if group.number.definite or (low_of(group.number) or 0) < 2:
        return "attacks" if group.counted == "events" and not group.number.definite else None
    if group.counted == "events":
        return "attacks"
    if group.counted == "objects" or noun in figures().crowd:
        return "objects"
    if group.counted == "persons" and person_status(noun) == "combatant":
        return "combatants"
    return None


def ordinal_drafts(line: Line) -> list[Draft]:
    """'the 21st attack this year': so many in that period (CODEBOOK R70)."""
    drafts: list[Draft] = []
    tokens, words = line.tokens, line.words
    for i in range(1, len(words)):
        digits = _ORDINAL.match(words[i])
        value = int(digits[1]) if digits else figures().ordinals.get(words[i])
        if value is None or value < 2 or words[i - 1] not in ("the", "a", "its", "their"):
            continue
        noun = next((j for j in range(i + 1, min(i + 6, len(words))) if words[j] in figures().events), None)
        rest = " ".join(words[i:])
        if noun is None or not any(p in rest for p in figures().kinds["ordinal_periods"]):
            continue
        start, end = tokens[i].idx, tokens[noun].idx + len(tokens[noun])
        mention = QuantityMention(
            start=start, end=end, text=text_of(tokens[0].doc)[start:end], measure="attacks", unit="events", best=value,
            kind="cumulative", clause_start=start, clause_end=end, noun=tokens[noun].i,
        )  # fmt: skip
        drafts.append(Draft(mention))
    return drafts


def zero_drafts(line: Line) -> list[Draft]:
    """'no casualties were reported', 'no one was killed' (CODEBOOK R24): the zero is the negation."""
    drafts: list[Draft] = []
    words = line.words
    for i in range(len(words)):
        phrase = match_phrase(words, i, _zeros())
        if phrase is not None:
            drafts.append(_zero(line, i, i + len(phrase), "casualties_unspecified", None))
            continue
        nobody = next((p.split() for p in figures().zero.nobody if words[i : i + len(p.split())] == p.split()), None)
        size = len(nobody) if nobody else 0
        if not nobody and words[i] in figures().zero.determiner and i + 1 < len(words):
            noun = words[i + 1]
            measure = count_noun_measures().get(noun.rstrip("s")) or count_noun_measures().get(
                {"injuries": "injury", "fatalities": "fatality"}.get(noun, noun)
            )
            if measure in ("killed", "injured"):
                drafts.append(_zero(line, i, i + 2, measure, None))
                continue
            size = 2 if person_status(noun.rstrip("s")) or noun in ("people", "civilians") else 0
        anchor = next((a for a in line.anchors if size and i + size <= a.first <= i + size + 4), None)
        if anchor is not None and anchor.kind in ("passive", "subject", "adjective", "either"):
            gap = words[i + size : anchor.first]
            if all(w in figures().soft_words for w in gap):
                drafts.append(_zero(line, i, i + size, anchor.measure, anchor))
    return drafts


def _zero(line: Line, first: int, last: int, measure: str, anchor: Anchor | None) -> Draft:
    tokens = line.tokens
    end_token = tokens[(anchor.last if anchor else last) - 1]
    start, end = tokens[first].idx, tokens[last - 1].idx + len(tokens[last - 1])
    return Draft(
        QuantityMention(
            start=start, end=end, text=text_of(tokens[0].doc)[start:end], measure=measure, unit="persons", best=0,
            kind="incident", clause_start=start, clause_end=end_token.idx + len(end_token),
            anchor=tokens[anchor.first].i if anchor else None,
        )
    )  # fmt: skip
