"""Which counted groups an anchor speaks of. Surface order first; the parse helps where words stand apart."""

from __future__ import annotations

from dataclasses import replace

from dateline.find.quantities_anchors import Anchor
from dateline.find.quantities_chains import Line, conjunct_in_parse, joined, least
from dateline.find.quantities_groups import Group, part_cue_before
from dateline.find.quantities_vocabulary import count_noun_measures, figures
from dateline.text import grammar

_HARM = frozenset(("killed", "injured", "missing", "casualties_unspecified"))
_RIGHT = frozenset(("active", "either", "after", "nominal"))
_LEFT = frozenset(("passive", "either", "subject", "adjective"))


def link(line: Line) -> None:
    """Fill `linked`: objects after their verbs, then groups before participles, then what only the parse sees."""
    _mark_parts(line)
    line.anchors[:] = [a for a in line.anchors if not _only_describes(line, a)]
    for anchor in line.anchors:
        _link_hinted(line, anchor)
    for anchor in line.anchors:
        _link_right(line, anchor)
    for anchor in line.anchors:
        if anchor.kind in _LEFT and anchor not in line.linked:
            _link_left(line, anchor)
            _mark_spelled(line, anchor)
    for anchor in line.anchors:
        if anchor not in line.linked:
            _link_parsed(line, anchor)
    for anchor in line.anchors:
        if anchor.measure == "killed" and anchor.kind == "subject" and anchor not in line.linked:
            _link_outcome(line, anchor)
    for anchor in line.anchors:
        if anchor.kind in ("passive", "subject", "adjective") and anchor not in line.linked:
            _link_nearest(line, anchor)
        if anchor.kind in ("passive", "subject", "either") and anchor in line.linked:
            _link_company(line, anchor)


def _only_describes(line: Line, anchor: Anchor) -> bool:
    """'Six displaced people were killed', 'killed six displaced people': the verb says what befell them."""
    if anchor.measure != "displaced":
        return False
    for k, group in enumerate(line.groups):
        if not (group.first <= anchor.first and anchor.last <= group.last):
            continue
        if any(a.measure in _HARM and a.kind in _RIGHT and a.last == group.first for a in line.anchors):
            return True
        ceiling = line.groups[k + 1].first if k + 1 < len(line.groups) else len(line.words)
        after = [a for a in line.anchors if group.last <= a.first < ceiling]
        if after and after[0].measure in _HARM and after[0].kind in _LEFT:
            return True
    return False


def _mark_parts(line: Line) -> None:
    """A group after 'including', and those coordinated with it, are parts."""
    for k, group in enumerate(line.groups):
        part = group.part or part_cue_before(line.words, group.first)
        if not part and k:
            before = line.groups[k - 1]
            same = before.part and joined(line, k - 1, k) and not group.other
            part = same and _owner_after(line, group) is None
        if part:
            line.groups[k] = replace(group, part=True)


def _owner_after(line: Line, group: Group) -> Anchor | None:
    """The participle or adjective that directly follows a group and takes it: '30 wounded', 'three were killed'."""
    at = group.last
    while at < len(line.words) and at < group.last + 6:
        for anchor in line.anchors:
            if anchor.first == at and anchor.kind in _LEFT:
                return anchor if anchor.kind != "either" or not _object_start(line, anchor) else None
        if line.words[at] not in figures().soft_words and not line.words[at].endswith("ly"):
            return None
        at += 1
    return None


def _object_start(line: Line, anchor: Anchor) -> int | None:
    """Index of the group that begins right after the anchor."""
    at = anchor.last
    while at < len(line.words) and at <= anchor.last + 4:
        k = line.starting(at)
        if k is not None:
            return k
        if line.words[at] not in figures().object_soft:
            return None
        at += 1
    return None


def _link_hinted(line: Line, anchor: Anchor) -> None:
    """'12 dead civilians', 'three wounded soldiers': the measure stands inside the group."""
    for k, group in enumerate(line.groups):
        inside = group.first <= anchor.first and anchor.last <= group.last
        if inside and group.hint is not None and group.how == "number":
            line.take(anchor, [k])


def _chain(line: Line, first: int) -> list[int]:
    """The group and what is coordinated to its right, up to one that a later anchor owns."""
    rows = [first]
    k = first
    while k + 1 < len(line.groups):
        following = line.groups[k + 1]
        if following.part:
            k += 1
            continue
        crossed = any(line.groups[rows[-1]].last <= a.first < following.first for a in line.anchors)
        parsed = conjunct_in_parse(line, rows[-1], k + 1)
        if crossed or not (joined(line, k, k + 1) or parsed) or _owner_after(line, following):
            break
        rows.append(k + 1)
        k += 1
    return rows


def _link_right(line: Line, anchor: Anchor) -> None:
    if anchor in line.linked or anchor.kind in ("passive", "subject", "adjective"):
        return
    if anchor.kind == "toll":
        _link_toll(line, anchor)
        return
    k = _object_start(line, anchor)
    if k is None or k in line.taken:
        return
    owner = _owner_after(line, line.groups[k])
    left = _adjacent_left(line, anchor) if anchor.kind == "either" else None
    if owner is not None and (left is not None or anchor.kind == "either"):
        return
    line.take(anchor, _chain(line, k))


def _link_toll(line: Line, anchor: Anchor) -> None:
    """'death toll of 25', 'the toll rose from 18 to 25', 'bringing the number of dead to at least 40'."""
    for k, group in enumerate(line.groups):
        between = line.words[anchor.last : group.first]
        # A toll that rises may be told of at length before its number: 'the toll from ... has risen to 18'.
        reach = 30 if figures().toll_rises & set(between[-3:]) else 12
        if not 0 <= len(between) <= reach or group.first < anchor.last or k in line.taken or group.how != "number":
            continue
        if any(anchor.last <= a.first < group.first for a in line.anchors):
            return
        if between and between[-1] == "from" and "to" in line.words[group.last : group.last + 3]:
            continue
        if between and any(w in figures().toll_links for w in between) and group.counted in ("persons", "unknown"):
            owner = _owner_after(line, group)
            if owner is None or owner.measure == anchor.measure:
                line.take(anchor, _left_chain(line, k))
            return


def _mark_spelled(line: Line, anchor: Anchor) -> None:
    """'three people were killed, a man and two boys, and': what spells the number out are its parts."""
    taken = line.linked.get(anchor, [])
    value = least(line.groups[taken[0]]) if len(taken) == 1 else None
    if value is None or line.words[anchor.last : anchor.last + 1] not in ([","], [":"], ["("], ["–"], ["-"], ["—"]):
        return
    total, end = 0, anchor.last
    for k, group in enumerate(line.groups):
        if group.first <= anchor.last or k in line.taken:
            continue
        total += least(group) or 0
        owned = _owner_after(line, group) is not None or any(end < a.first < group.first for a in line.anchors)
        if group.counted != "persons" or group.part or group.other or owned or total > value or group.first - end > 3:
            return
        end = group.last
        line.groups[k] = replace(group, part=True)


def _adjacent_left(line: Line, anchor: Anchor) -> int | None:
    """Index of the group that stands right before the anchor, soft words between."""
    at = anchor.first
    while at >= 0 and at >= anchor.first - 16:
        k = line.ending(at)
        if k is not None:
            return k
        word = line.words[at - 1] if at else ""
        if word == ")" and "(" in line.words[max(0, at - 12) : at]:
            at = max(i for i in range(at) if line.words[i] == "(")
            continue
        if word not in figures().soft_words and not word.endswith("ly"):
            return None
        at -= 1
    return None


def _link_left(line: Line, anchor: Anchor) -> None:
    k = _adjacent_left(line, anchor)
    if k is None or k in line.taken:
        return
    group = line.groups[k]
    if group.part and not group.partitive:
        return
    if group.partitive and anchor.kind == "adjective" and anchor.measure != "missing":
        return
    if group.counted == "events" or (group.counted == "objects" and anchor.measure in _HARM):
        return
    before = line.words[group.first - 1] if group.first else ""
    if before in _PREPOSITIONS:
        head = _phrase_head(line, k)
        if head is None and before != "of":
            return
        k = head if head is not None else k
    line.take(anchor, _with_total(line, _left_chain(line, k)))


def _with_total(line: Line, rows: list[int]) -> list[int]:
    """'Twelve people - eight men, three women and a child - were killed': the total stands before its items."""
    k = rows[0] - 1
    if len(rows) < 2 or k < 0 or k in line.taken or line.groups[k].part:
        return rows
    between = line.words[line.groups[k].last : line.groups[rows[0]].first]
    adds_up = least(line.groups[k]) == sum(least(line.groups[j]) or 0 for j in rows)
    return [k, *rows] if adds_up and len(between) <= 2 and not any(w.isalpha() for w in between) else rows


_PREPOSITIONS = frozenset(("from", "of", "in", "at", "near", "on", "for", "between", "inside"))


def _phrase_head(line: Line, k: int) -> int | None:
    """'12 civilians from two families': the group that a prepositional phrase with a group in it hangs on."""
    if k == 0 or k - 1 in line.taken or line.groups[k - 1].counted != "persons" or line.groups[k - 1].part:
        return None
    start, end = line.groups[k - 1].last, line.groups[k].first
    if end - start > 8 or line.tokens[start].pos_ != "ADP":
        return None
    return (
        k - 1 if all(line.tokens[i].pos_ not in ("VERB", "AUX", "PUNCT", "CCONJ") for i in range(start, end)) else None
    )


def _says_itself(group: Group) -> bool:
    """'three martyrs and nine wounded': the noun of the first says its own measure."""
    return group.noun in count_noun_measures() and group.noun not in ("casualty", "victim")


def _left_chain(line: Line, k: int) -> list[int]:
    """The group and what is coordinated before it, in order of the text."""
    rows, part = [k], line.groups[k].part
    while k - 1 >= 0 and k - 1 not in line.taken and joined(line, k - 1, k):
        before = line.groups[k - 1]
        if before.part != part or before.counted in ("events", "objects") or _says_itself(before):
            break
        k -= 1
        rows.append(k)
    return rows[::-1]


def _link_parsed(line: Line, anchor: Anchor) -> None:
    """Subjects and objects by the parse, through containers ('a group of 12 people')."""
    token = line.tokens[anchor.first]
    if token.pos_ not in ("VERB", "AUX", "ADJ", "NOUN"):
        return
    if anchor.kind in ("passive", "subject"):
        heads = grammar.surface_subjects(token)
    elif anchor.kind in ("active", "either"):
        heads = grammar.patients(token)
    else:
        return
    rows = []
    for head in heads:
        inner = [head, *(c for p in head.children if p.lower_ == "of" for c in p.children if c.dep_ == "pobj")]
        for k, group in enumerate(line.groups):
            covers = any(line.tokens[i] in inner for i in range(group.first, group.last))
            if covers and k not in line.taken and not (group.part or _predicate(line, k)) and _harmed(group, anchor):
                rows.append(k)
    if rows and not _crossed(line, rows[0], anchor):
        line.take(anchor, rows if anchor.kind == "passive" else _chain(line, rows[0]))


def _link_outcome(line: Line, anchor: Anchor) -> None:
    """'was wounded and later died of his injuries': who died of wounds is counted among the dead alone."""
    near = " ".join(line.words[max(0, anchor.first - 1) : anchor.last + 1])
    before = [a for a in line.anchors if a.last <= anchor.first and a.measure == "injured" and a in line.linked]
    if not before or not any(p in near for p in figures().dying_after):
        return
    between = range(before[-1].last, anchor.first)
    if any(g.first in between and g.counted == "persons" and g.how != "name" for g in line.groups):
        return
    rows = line.linked.pop(before[-1])
    line.linked[anchor] = rows
    line.taken.update(dict.fromkeys(rows, anchor))


def _link_company(line: Line, anchor: Anchor) -> None:
    """'was killed along with his three children': those in company died too."""
    at = anchor.last
    phrase = next((p.split() for p in figures().company if line.words[at : at + len(p.split())] == p.split()), None)
    k = line.starting(at + len(phrase)) if phrase else None
    if k is not None and k not in line.taken and line.groups[k].counted == "persons":
        line.take(anchor, _chain(line, k))


def _predicate(line: Line, k: int) -> bool:
    """'one was a nine-month-old infant': the group says what someone is, it is no subject."""
    first = line.groups[k].first
    return (
        first > 0
        and line.groups[k].how == "article"
        and line.words[first - 1] in ("was", "were", "is", "are", "as", "of")
    )


def _harmed(group: Group, anchor: Anchor) -> bool:
    return anchor.measure not in _HARM or group.counted in ("persons", "households", "unknown")


def _crossed(line: Line, k: int, anchor: Anchor) -> bool:
    """Whether another group's own anchor stands between: then the parse is not to be trusted."""
    low, high = sorted((line.groups[k].first, anchor.first))
    return any(low < a.first < high and a in line.linked for a in line.anchors)


def _link_nearest(line: Line, anchor: Anchor) -> None:
    """'12 people, among them three children, were killed': the nearest whole before a passive, same clause."""
    for k in range(len(line.groups) - 1, -1, -1):
        group = line.groups[k]
        if group.last > anchor.first or k in line.taken or group.part or _predicate(line, k):
            continue
        between = line.words[group.last : anchor.first]
        broken = any(
            w in (";", ":", "that", "who", "whose", "said", "after", "when", "but", "while", "as") for w in between
        )
        verbs = sum(line.tokens[i].tag_ in ("VBD", "VBZ", "VBP") for i in range(group.last, anchor.first))
        auxiliary = sum(w in ("was", "were", "have", "has", "is", "are", "had") for w in between)
        if (
            broken
            or verbs > max(auxiliary, 1)
            or len(between) > 40
            or any(group.last <= a.first < anchor.first for a in line.anchors)
        ):
            return
        if group.how in ("number", "article") and group.counted == "persons":
            line.take(anchor, _left_chain(line, k))
            return
