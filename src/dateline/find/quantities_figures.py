"""From linked groups to figures: bounds, sums of disjoint groups, parts, zeros, what is said of the victims."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from dateline.find.quantities_anchors import Anchor
from dateline.find.quantities_groups import Group
from dateline.find.quantities_kinds import kind_of
from dateline.find.quantities_links import Line
from dateline.find.quantities_vocabulary import (
    count_noun_measures,
    figures,
    person_status,
    phrase_index,
)
from dateline.find.quantities_words import Number, match_phrase
from dateline.mentions import QuantityMention

_PERSON_MEASURES = frozenset(
    ("killed", "injured", "missing", "detained", "abducted", "released", "surrendered", "ill", "casualties_unspecified")
)
_PERPETRATORS = frozenset(("bomber", "attacker", "assailant", "gunman", "perpetrator"))


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
    """Figures of all linked groups of a sentence, with sums and parts."""
    drafts: list[Draft] = []
    wholes: dict[int, Draft] = {}
    for anchor, indices in line.linked.items():
        rows = [k for k in indices if _counts(line, line.groups[k], anchor)]
        drafts.extend(_anchored(line, anchor, rows, wholes))
    for k, group in enumerate(line.groups):
        if group.part and k not in line.taken:
            draft = _part(line, k, wholes)
            if draft is not None:
                drafts.append(draft)
                line.taken[k] = _ANYWHERE
    return drafts


_ANYWHERE = Anchor(0, 0, "", "after")


def _counts(line: Line, group: Group, anchor: Anchor) -> bool:
    """Whether a group fits the measure: persons are killed, buildings destroyed."""
    return measure_of(group, anchor.measure) is not None


def measure_of(group: Group, measure: str) -> str | None:
    """The measure that a group takes from an anchor's, or None where they do not go together."""
    counted = group.counted
    if measure == "destroyed_buildings":
        return {"buildings": measure, "objects": "objects", "households": None}.get(counted)
    if counted == "events":
        return "attacks"
    if counted in ("objects", "buildings"):
        return None if counted == "buildings" else "objects"
    status = person_status(group.noun or "") if group.noun else None
    if measure == "displaced" and status == "combatant":
        return None
    if measure == "returned" and counted == "households":
        return "households_returned"
    if measure == "combatants" and status != "combatant":
        return None
    if counted == "unknown" and group.noun is not None and not _nameable(group):
        return None
    return measure


def _nameable(group: Group) -> bool:
    """An unknown plural noun after a number may be persons ('12 Houthis'); an article before one says too little."""
    return group.how == "number"


def _anchored(line: Line, anchor: Anchor, rows: list[int], wholes: dict[int, Draft]) -> list[Draft]:
    parts, rows = _itemised(line, anchor, rows)
    rows = _listed(line, rows)
    counted = [k for k in rows if line.groups[k].how in _COUNTABLE or len(rows) > 1]
    counted = [k for k in counted if measure_of(line.groups[k], anchor.measure) != "objects"] or counted[:1]
    if not counted:
        return []
    drafts = [_draft(line, k, anchor) for k in counted]
    for k, draft in zip(counted, drafts, strict=True):
        wholes[k] = draft
    if len(drafts) > 1:
        total = Draft(_sum(line, anchor, counted, drafts))
        for draft in drafts:
            draft.whole = total
            draft.definite = draft.named = False
        drafts.insert(0, total)
    for k in parts:
        drafts.append(Draft(_mention(line, k, anchor), whole=drafts[0]))
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
    return Draft(_mention(line, k, anchor), definite=group.number.definite, named=group.how == "name")


def _itemised(line: Line, anchor: Anchor, rows: list[int]) -> tuple[list[int], list[int]]:
    """'four people: a woman and her three children' and 'three people were killed, a man and two boys': the rest
    spells the first out where it adds up to no more than it."""
    if len(rows) > 1:
        first, rest = line.groups[rows[0]], [line.groups[k] for k in rows[1:]]
        value = _low(first.number)
        light = first.noun in figures().subject_light or first.noun is None
        if light and value is not None and value >= 2 and value == sum(_low(g.number) or 0 for g in rest):
            return rows[1:], rows[:1]
        return [], rows
    if not rows or anchor.kind not in ("passive", "either", "subject"):
        return [], rows
    return _spelled_after(line, anchor, rows[0]), rows


def _spelled_after(line: Line, anchor: Anchor, k: int) -> list[int]:
    following = [j for j, g in enumerate(line.groups) if g.first > anchor.last and j not in line.taken and not g.part]
    value = _low(line.groups[k].number)
    start = next((j for j in following if line.groups[j].first - anchor.last <= 2), None)
    if start is None or value is None or line.words[anchor.last] not in (",", ":", "(", "–", "-", "—"):
        return []
    rows, total = [], 0
    for j in range(start, len(line.groups)):
        group = line.groups[j]
        if rows and group.first - line.groups[rows[-1]].last > 3:
            break
        total += _low(group.number) or 0
        if group.counted != "persons" or j not in following or total > value:
            break
        rows.append(j)
    return rows


def _low(number: Number) -> int | None:
    return number.best if number.best is not None else number.min if number.min is not None else number.max


def _part(line: Line, k: int, wholes: dict[int, Draft]) -> Draft | None:
    """A part of the nearest whole before it (or after it), else of a figure told in an earlier sentence."""
    group = line.groups[k]
    if group.noun in _PERPETRATORS and wholes:
        owner = _nearest(k, wholes)
        owner.mention = replace(owner.mention, includes="perpetrators")
    if group.counted not in ("persons", "unknown") or group.how == "the":
        return None
    value = _low(group.number)
    fitting = {j: d for j, d in wholes.items() if _can_hold(d, value)}
    if fitting:
        whole = _nearest(k, fitting)
        mention = _mention(line, k, None, measure=whole.mention.measure, like=whole.mention)
        return Draft(mention, whole=whole)
    if wholes:
        return None
    return Draft(_mention(line, k, None, measure=None), looks_back=True)


def _nearest(k: int, wholes: dict[int, Draft]) -> Draft:
    before = [j for j in wholes if j < k]
    return wholes[max(before)] if before else wholes[min(wholes)]


def _can_hold(whole: Draft, value: int | None) -> bool:
    highest = whole.mention.max if whole.mention.max is not None else whole.mention.best
    return highest is None or value is None or value <= highest


def _sum(line: Line, anchor: Anchor, rows: list[int], drafts: list[Draft]) -> QuantityMention:
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
    document = line.tokens[0].doc.text
    return replace(
        first, end=last.end, text=document[first.start : last.end], min=low, best=best, max=high, approx=approx,
        victim_status=status, sex=None, age=None, derived=True, noun=None,
        clause_start=min(d.mention.clause_start for d in drafts), clause_end=max(d.mention.clause_end for d in drafts),
    )  # fmt: skip


def _mention(
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
        numeric = (_low(number) or 0) > 1 or number.approx == "vague_quantifier"
        kind = kind_of(tokens, measure, first=first, last=last, numeric=numeric)
    approx = number.approx
    if approx == "exact" and _is_preliminary(line.words):
        approx = "preliminary"
    low, best = number.min, number.best
    if group.noun in ("body", "corpse") and best is not None and approx == "exact":
        low, best, approx = best, None, "lower_bound"
    return QuantityMention(
        start=start, end=end, text=tokens[0].doc.text[start:end], measure=measure, unit=_unit(group, measure),
        min=low, best=best, max=number.max, approx=approx, kind=kind,
        clause_start=tokens[first].idx, clause_end=tokens[last - 1].idx + len(tokens[last - 1]),
        anchor=tokens[anchor.first].i if anchor else like.anchor if like else None,
        noun=tokens[group.head].i if group.head is not None else None,
        **_said_of(line, group),
    )  # fmt: skip


def _unit(group: Group, measure: str | None) -> str:
    if measure == "attacks":
        return "events"
    if measure == "objects":
        return "objects"
    if measure == "destroyed_buildings":
        return "buildings"
    return "households" if group.counted == "households" else "persons"


Status = Literal["civilian", "combatant", "mixed", "unknown"]


def _said_of(line: Line, group: Group) -> dict[str, object]:
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
    return {"victim_status": status, "sex": sex, "age": age}


@lru_cache(maxsize=1)
def _preliminary() -> dict[str, list[tuple[str, ...]]]:
    return phrase_index(figures().preliminary)


def _is_preliminary(words: Sequence[str]) -> bool:
    return any(match_phrase(words, i, _preliminary()) for i in range(len(words)))


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
    mention = _mention(line, k, None, measure=measure)
    return Draft(mention, definite=number.definite)


def _bare_measure(line: Line, group: Group) -> str | None:
    noun = group.noun or ""
    measure = count_noun_measures().get(noun)
    company = figures().needs_company.get(noun)
    if measure is not None and company is not None:
        near = line.words[max(0, group.first - 5) : group.first] + line.words[group.last : group.last + 5]
        measure = measure if any(w in company for w in near) else None
    if measure is not None:
        return None if _low(group.number) == 0 else measure
    if group.hint is not None and group.counted == "persons":
        return group.hint
    if group.number.definite or (_low(group.number) or 0) < 2:
        return "attacks" if group.counted == "events" and not group.number.definite else None
    if group.counted == "events":
        return "attacks"
    if group.counted == "objects" or noun in figures().crowd:
        return "objects"
    if group.counted == "persons" and person_status(noun) == "combatant":
        return "combatants"
    return None


@lru_cache(maxsize=1)
def _zeros() -> dict[str, list[tuple[str, ...]]]:
    return phrase_index(figures().zero.reported)


def zero_drafts(line: Line) -> list[Draft]:
    """'no casualties were reported', 'no one was killed' (CODEBOOK R24): the zero is the negation."""
    drafts: list[Draft] = []
    tokens, words = line.tokens, line.words
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
    del tokens
    return drafts


def _zero(line: Line, first: int, last: int, measure: str, anchor: Anchor | None) -> Draft:
    tokens = line.tokens
    end_token = tokens[(anchor.last if anchor else last) - 1]
    start, end = tokens[first].idx, tokens[last - 1].idx + len(tokens[last - 1])
    return Draft(
        QuantityMention(
            start=start, end=end, text=tokens[0].doc.text[start:end], measure=measure, unit="persons", best=0,
            kind="incident", clause_start=start, clause_end=end_token.idx + len(end_token),
            anchor=tokens[anchor.first].i if anchor else None,
        )
    )  # fmt: skip
