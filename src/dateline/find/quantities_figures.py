"""From linked groups to figures: bounds, sums of disjoint groups, parts, zeros, what is said of the victims."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from dateline.find.quantities_anchors import Anchor
from dateline.find.quantities_chains import Line
from dateline.find.quantities_groups import Group
from dateline.find.quantities_kinds import kind_of
from dateline.find.quantities_vocabulary import (
    figures,
    person_status,
    phrase_index,
    singular,
)
from dateline.find.quantities_words import Number, match_phrase
from dateline.mentions import QuantityMention
from dateline.text.grammar import text_of

_PERSON_MEASURES = frozenset(
    ("killed", "injured", "missing", "detained", "abducted", "released", "surrendered", "ill", "casualties_unspecified")
)
_HARM = frozenset(("killed", "injured", "casualties_unspecified"))


_COUNTABLE = frozenset(("number", "article", "others", "name"))


@dataclass(eq=False)
class Draft:
    """A figure of one sentence before its place in the document's list is known."""

    mention: QuantityMention
    whole: Draft | None = None
    definite: bool = False
    named: bool = False
    looks_back: bool = False


def drafts_of(line: Line) -> list[Draft]:
    """Figures of a sentence's linked groups, with sums and parts. A group that its anchor does not fit is let go."""
    drafts: list[Draft] = []
    wholes: dict[int, Draft] = {}
    for anchor, indices in line.linked.items():
        fitting: dict[str, list[int]] = {}
        for k in indices:
            measure = measure_of(line.groups[k], anchor.measure)
            if measure is None:
                del line.taken[k]
            else:
                fitting.setdefault(measure, []).append(k)
        for measure, rows in fitting.items():
            if measure == anchor.measure or len(fitting) == 1 or anchor.measure == "destroyed_buildings":
                drafts.extend(_anchored(line, anchor, rows, wholes))
    _fold_partitives(line, wholes)
    for k, group in enumerate(line.groups):
        if group.part and k not in line.taken:
            draft = _part(line, k, wholes)
            if draft is not None:
                drafts.append(draft)
                line.taken[k] = _ANYWHERE
    return drafts


def _fold_partitives(line: Line, wholes: dict[int, Draft]) -> None:
    """'30 were killed; three of them were killed by mines': a part where its whole has the same measure."""
    for k, draft in wholes.items():
        if line.groups[k].partitive and draft.whole is None:
            before = [d for j, d in wholes.items() if j < k and d.mention.measure == draft.mention.measure]
            draft.whole = before[-1] if before else None
            draft.looks_back = not before and len(wholes) == 1 and not _of_others(line, draft.mention.start)


def _of_others(line: Line, start: int) -> bool:
    """'hit rescuers as they dug, killing four of them': people of the same sentence, and none counted before it."""
    before = (t for t in line.tokens if t.idx < start and t.tag_ == "NNS" and t.dep_ in ("dobj", "nsubjpass"))
    return any(person_status(singular(t.lower_)) for t in before)


_ANYWHERE = Anchor(0, 0, "", "after")


def measure_of(group: Group, measure: str) -> str | None:
    """The measure that a group takes from an anchor's, or None where they do not go together."""
    counted = group.counted
    if measure == "destroyed_buildings":
        return {"buildings": measure, "objects": "objects", "unknown": "objects" if group.noun else None}.get(counted)
    if counted == "events":
        return None
    if counted in ("objects", "buildings"):
        return None if counted == "buildings" else "objects"
    status = person_status(group.noun or "") if group.noun else None
    if measure == "displaced" and status == "combatant":
        return None
    if measure == "returned" and counted == "households":
        return "households_returned"
    if measure == "combatants" and status != "combatant" and group.noun is not None:
        return None
    if counted == "unknown" and group.noun is not None and not _nameable(group):
        return None
    return measure


def _nameable(group: Group) -> bool:
    """An unknown plural noun after a number may be persons ('12 Houthis'); an article before one says too little."""
    return group.how == "number"


def _anchored(line: Line, anchor: Anchor, rows: list[int], wholes: dict[int, Draft]) -> list[Draft]:
    parts, rows = _itemised(line, rows)
    rows = _listed(line, rows)
    counted = [k for k in rows if line.groups[k].how in _COUNTABLE or len(rows) > 1]
    if not counted:
        return []
    drafts = [_draft(line, k, anchor) for k in counted]
    for k, draft in zip(counted, drafts, strict=True):
        wholes[k] = draft
    if len(drafts) > 1:
        total = Draft(_sum(line, counted, drafts))
        for draft in drafts:
            draft.whole = total
            draft.definite = draft.named = False
        drafts.insert(0, total)
    for k in parts:
        drafts.append(Draft(mention_of(line, k, anchor), whole=drafts[0]))
        line.taken[k] = anchor
    return drafts


def _listed(line: Line, rows: list[int]) -> list[int]:
    """Leave out what only says who a group is: names after a number, 'Ali Hassan, a baker', 'two men, the cousins'.

    The last two of a list have a coordinator between them; with a comma alone the second is an apposition.
    """
    if rows and line.groups[rows[0]].how in ("number", "the"):
        rows = [k for k in rows if line.groups[k].how != "name"]
    kept: list[int] = []
    for n, k in enumerate(rows):
        group = line.groups[k]
        if kept:
            between = line.words[line.groups[kept[-1]].last : group.first]
            comma = between == [","]
            named = comma and line.groups[kept[-1]].how == "name" and group.how in ("article", "the")
            if named or (comma and n == len(rows) - 1):
                continue
        kept.append(k)
    return kept


def _draft(line: Line, k: int, anchor: Anchor) -> Draft:
    group = line.groups[k]
    return Draft(mention_of(line, k, anchor), definite=group.number.definite, named=group.how == "name")


def _itemised(line: Line, rows: list[int]) -> tuple[list[int], list[int]]:
    """'four people: a woman and her three children' and 'three people were killed, a man and two boys': the rest
    spells the first out where it adds up to no more than it."""
    if len(rows) > 1:
        first, rest = line.groups[rows[0]], [line.groups[k] for k in rows[1:]]
        value = low_of(first.number)
        light = first.noun in figures().subject_light or first.noun is None
        if light and value is not None and value >= 2 and value == sum(low_of(g.number) or 0 for g in rest):
            return rows[1:], rows[:1]
        return [], rows
    return [], rows


def low_of(number: Number) -> int | None:
    return number.best if number.best is not None else number.min if number.min is not None else number.max


def _part(line: Line, k: int, wholes: dict[int, Draft]) -> Draft | None:
    """A part of the nearest whole before it (or after it), else of a figure told in an earlier sentence."""
    group = line.groups[k]
    if group.noun in figures().perpetrators and wholes:
        owner = _nearest(k, wholes)
        owner.mention = replace(owner.mention, includes="perpetrators")
    if group.counted not in ("persons", "unknown") or group.how == "the":
        return None
    value = low_of(group.number)
    fitting = {j: d for j, d in wholes.items() if _can_hold(d, value)}
    if fitting:
        whole = _nearest(k, fitting)
        mention = mention_of(line, k, None, measure=whole.mention.measure, like=whole.mention)
        return Draft(mention, whole=whole)
    if wholes:
        return None
    return Draft(mention_of(line, k, None, measure=None), looks_back=True)


def _nearest(k: int, wholes: dict[int, Draft]) -> Draft:
    before = [j for j in wholes if j < k]
    return wholes[max(before)] if before else wholes[min(wholes)]


def _can_hold(whole: Draft, value: int | None) -> bool:
    highest = whole.mention.max if whole.mention.max is not None else whole.mention.best
    return highest is None or value is None or value <= highest


def _sum(line: Line, rows: list[int], drafts: list[Draft]) -> QuantityMention:
    """CODEBOOK R78: disjoint counted groups in one phrase add up; what one leaves open, the sum leaves open."""
    first, last = drafts[0].mention, drafts[-1].mention
    numbers = [line.groups[k].number for k in rows]
    exact = all(n.best is not None and n.min is None and n.max is None for n in numbers)
    lows = [n.min if n.min is not None else n.best for n in numbers]
    highs = [n.max if n.max is not None else n.best for n in numbers]
    best = sum(n.best or 0 for n in numbers) if all(n.best is not None for n in numbers) else None
    low = None if exact or all(v is None for v in lows) else sum(v or 0 for v in lows)
    high = None if exact or any(v is None for v in highs) else sum(v or 0 for v in highs)
    if best is not None and low == high == best:
        low = high = None
    statuses = {d.mention.victim_status for d in drafts}
    status = statuses.pop() if len(statuses) == 1 else "mixed" if {"civilian", "combatant"} <= statuses else "unknown"
    approx = "exact" if exact else "range" if low is not None and high is not None else "lower_bound"
    document = text_of(line.tokens[0].doc)
    return replace(
        first, end=last.end, text=document[first.start : last.end], min=low, best=best, max=high, approx=approx,
        victim_status=status, sex=None, age=None, derived=True, noun=None,
        clause_start=min(d.mention.clause_start for d in drafts), clause_end=max(d.mention.clause_end for d in drafts),
    )  # fmt: skip


def mention_of(
    line: Line, k: int, anchor: Anchor | None, *, measure: str | None = None, like: QuantityMention | None = None
) -> QuantityMention:
    group = line.groups[k]
    tokens = line.tokens
    if anchor is not None:
        measure = measure_of(group, anchor.measure)
    start = tokens[group.first].idx
    end = tokens[group.last - 1].idx + len(tokens[group.last - 1])
    first = min(group.first, anchor.first) if anchor else group.first
    last = max(group.last, anchor.last) if anchor else group.last
    number = group.number
    kind = like.kind if like else None
    if kind is None and measure is not None:
        numeric = (low_of(number) or 0) > 1 or number.approx == "vague_quantifier"
        kind = kind_of(tokens, measure, first=first, last=last, numeric=numeric)
        if measure in _HARM and kind in ("incident", "aggregate") and _beyond_incident(number):
            kind = "cumulative"
        if kind == "incident" and measure in _PERSON_MEASURES and numeric and _several_attacks(line):
            kind = "aggregate"
    approx = number.approx
    if approx == "exact" and _is_preliminary(line.words):
        approx = "preliminary"
    low, best = number.min, number.best
    found = group.noun in figures().remains or (anchor is not None and line.words[anchor.first] in figures().remains)
    if found and best is not None and approx == "exact":
        low, best, approx = best, None, "lower_bound"
    status, sex, age = _said_of(line, group)
    return QuantityMention(
        start=start, end=end, text=text_of(tokens[0].doc)[start:end], measure=measure, unit=_unit(group, measure),
        min=low, best=best, max=number.max, approx=approx, kind=kind,
        clause_start=tokens[first].idx, clause_end=tokens[last - 1].idx + len(tokens[last - 1]),
        anchor=tokens[anchor.first].i if anchor else like.anchor if like else None,
        noun=tokens[group.head].i if group.head is not None else None,
        victim_status=status,
        sex=sex,
        age=age,
    )  # fmt: skip


def _unit(group: Group, measure: str | None) -> str:
    if measure == "attacks":
        return "events"
    if measure == "objects":
        return "objects"
    if measure == "destroyed_buildings":
        return "buildings"
    return "households" if group.counted == "households" else "persons"


def _beyond_incident(number: Number) -> bool:
    return (low_of(number) or 0) > figures().incident_ceiling


def _several_attacks(line: Line) -> bool:
    """'killed in three air strikes': a joint total (CODEBOOK R85)."""
    return any(
        g.counted == "events"
        and (low_of(g.number) or 0) > 1
        and line.words[g.first - 1] in ("in", "by", "after", "from", "when")
        for g in line.groups
        if g.first
    )


Status = Literal["civilian", "combatant", "mixed", "unknown"]


def _said_of(line: Line, group: Group) -> tuple[Status, str | None, str | None]:
    """Status, sex and age as far as the group's own words say them."""
    vocabulary = figures()
    noun = group.noun or ""
    inside = line.words[group.first : group.last]
    status: Status = "unknown"
    known = person_status(noun)
    if "civilian" in inside or "civilians" in inside or known == "civilian":
        status = "civilian"
    elif known == "combatant":
        status = "combatant"
    sex = "female" if noun in vocabulary.female else "male" if noun in vocabulary.male else None
    age = next((name for name, nouns in vocabulary.ages.items() if noun in nouns), None)
    return status, sex, age


@lru_cache(maxsize=1)
def _preliminary() -> dict[str, list[tuple[str, ...]]]:
    return phrase_index(figures().preliminary)


def _is_preliminary(words: Sequence[str]) -> bool:
    return any(match_phrase(words, i, _preliminary()) for i in range(len(words)))


def _zeros() -> dict[str, list[tuple[str, ...]]]:
    return phrase_index(figures().zero.reported)
