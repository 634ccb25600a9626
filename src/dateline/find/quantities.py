"""Counts with what is counted (killed, injured, displaced, ...), bounds, unit, kind and whole (R21-R36)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dateline.find.quantities_anchors import Anchor, anchors_of
from dateline.find.quantities_bare import bare_draft, ordinal_drafts, zero_drafts
from dateline.find.quantities_chains import Line
from dateline.find.quantities_figures import Draft, drafts_of, mention_of
from dateline.find.quantities_groups import groups_of
from dateline.find.quantities_links import link
from dateline.find.quantities_vocabulary import figures
from dateline.mentions import QuantityMention, Sentence, TriggerMention
from dateline.text.segment import Parsed

_WHOLES = frozenset(("killed", "injured", "detained", "abducted", "casualties_unspecified"))
_SKIPPED = frozenset(("byline", "credit", "teaser"))


def find_quantities(parsed: Parsed) -> list[QuantityMention]:
    """All figures of a document in order of the text.

    Parts point at their whole by `of`; coordinated groups ('two soldiers and 16 gunmen') get a derived sum whose
    parts are rows of it. A later word for the same victims ('the two men') gives no figure.
    """
    found: list[QuantityMention] = []
    for sentence in parsed.sentences:
        if sentence.kind in _SKIPPED:
            continue
        drafts = _drafts(parsed, sentence)
        _append(found, drafts)
    return found


def counted_by(
    parsed: Parsed, triggers: Sequence[TriggerMention], found: Sequence[QuantityMention]
) -> list[QuantityMention]:
    """Counts of those to whom an event happens whose verb says no measure: 'took 1,700 people to the port'.

    `found` are the counts that have one.
    """
    rows: list[QuantityMention] = []
    for trigger in triggers:
        measure = figures().by_leaf.get(trigger.leaf or "")
        sentence = parsed.sentence_of(parsed.doc[trigger.token])
        heads = {i for role in _SUFFERERS for i in trigger.roles.get(role, ())}
        if measure is None or sentence is None or not heads or trigger.nominal:
            continue
        line = line_of(parsed, sentence)
        for k, group in enumerate(line.groups):
            whole = group.head is not None and line.tokens[group.head].i in heads and not group.part
            if not whole or group.how != "number" or group.counted not in ("persons", "unknown"):
                continue
            mention = mention_of(line, k, Anchor(group.first, group.last, measure, "after"))
            if mention.measure is not None and not any(q.start < mention.end and mention.start < q.end for q in found):
                rows.append(replace(mention, anchor=trigger.token))
    return rows


#: Roles of those to whom an event happens.
_SUFFERERS = ("affected", "victim", "target", "person")


def line_of(parsed: Parsed, sentence: Sentence) -> Line:
    """The sentence with its groups, anchors and links."""
    tokens = [t for t in parsed.tokens_of(sentence) if not t.is_space]
    words = [t.lower_ for t in tokens]
    groups = groups_of(tokens, words)
    partitives = [g for g in groups if g.part]
    anchors = [a for a in anchors_of(tokens, words) if not any(g.first <= a.first < g.last for g in partitives)]
    line = Line(tokens, words, groups, anchors)
    link(line)
    return line


def _drafts(parsed: Parsed, sentence: Sentence) -> list[Draft]:
    line = line_of(parsed, sentence)
    drafts = [*drafts_of(line), *zero_drafts(line), *ordinal_drafts(line)]
    for k in range(len(line.groups)):
        if k not in line.taken:
            draft = bare_draft(line, k)
            if draft is not None:
                drafts.append(draft)
    for draft in drafts:
        draft.mention = _not_one(line, draft.mention)
    return drafts


def _not_one(line: Line, mention: QuantityMention) -> QuantityMention:
    """'not a single soldier was killed', 'not one civilian died': none (CODEBOOK R24)."""
    zero = figures().zero
    at = next((i for i, t in enumerate(line.tokens) if t.idx == mention.start), 0)
    said = any(line.words[at : at + len(p)] == p for p in (w.split() for w in zero.one))
    if mention.best != 1 or not at or not said or line.words[at - 1] not in zero.denial:
        return mention
    start = line.tokens[at - 1].idx
    text = line.tokens[0].doc.text[start : mention.end]
    return replace(mention, start=start, clause_start=start, text=text, best=0)


def _append(found: list[QuantityMention], drafts: list[Draft]) -> None:
    """Add a sentence's drafts in order of the text, sums before their parts, with `of` as document indices."""
    drafts = [d for d in drafts if not _retold(d, found)]
    order = sorted(range(len(drafts)), key=lambda i: (drafts[i].mention.start, -drafts[i].mention.end, i))
    place = {id(drafts[i]): len(found) + n for n, i in enumerate(order)}
    for i in order:
        draft = drafts[i]
        of = place.get(id(draft.whole)) if draft.whole is not None else None
        if of is None and draft.looks_back:
            of = _earlier(found, draft.mention.measure)
        mention = draft.mention
        if draft.looks_back and of is not None and mention.measure is None:
            mention = replace(mention, measure=found[of].measure, kind=found[of].kind)
        found.append(replace(mention, of=of))
    found[:] = _without_unread(found)


def _earlier(found: list[QuantityMention], measure: str | None) -> int | None:
    """The last whole told before, of the same measure where that is known."""
    for i in range(len(found) - 1, max(-1, len(found) - 12), -1):
        row = found[i]
        if row.of is None and row.measure in _WHOLES and measure in (None, row.measure):
            return i
    return None


def _retold(draft: Draft, found: list[QuantityMention]) -> bool:
    """'the two', 'the five dead': victims told before, where an earlier figure has the same value."""
    if draft.named:
        return any(q.measure == draft.mention.measure and (q.best or q.min or q.max or 0) > 1 for q in found)
    if not draft.definite:
        return False
    value = draft.mention.best
    return any(q.best == value and value is not None for q in found) or value is None


def _without_unread(found: list[QuantityMention]) -> list[QuantityMention]:
    """Drop parts that found no whole and no measure; keep indices of the rest right."""
    keep = [i for i, q in enumerate(found) if q.measure is not None]
    if len(keep) == len(found):
        return found
    new = {old: n for n, old in enumerate(keep)}
    return [replace(found[i], of=new.get(of) if (of := found[i].of) is not None else None) for i in keep]
