"""Tense and relation of a temporal expression, from the parse: past or future, 'since', 'until', 'after'."""

from __future__ import annotations

from typing import Literal

from spacy.tokens import Token

from dateline.find.times_forms import read_form
from dateline.find.times_words import normal, time_words
from dateline.mentions import TimeMention
from dateline.resolve.calendar_scene import Tense
from dateline.text.segment import Parsed

Relation = Literal["in", "since", "until", "before", "after", "within", "for"]
_CLAUSES = ("VERB", "AUX")


def head_token(mention: TimeMention, parsed: Parsed) -> Token:
    """The token of the mention that hangs on a word outside it."""
    span = parsed.tokens_in(mention.start, mention.end)
    inside = {t.i for t in span}
    outer = [t for t in span if t.head.i not in inside or t.head.i == t.i]
    return (outer or list(span))[0]


def clause_verb(token: Token) -> Token | None:
    """The verb whose clause a token stands in; None in a clause without a verb."""
    current = token
    while current.pos_ not in _CLAUSES:
        if current.head.i == current.i:
            return None
        current = current.head
    return _main(current)


def _main(verb: Token) -> Token:
    return verb.head if verb.dep_ in ("aux", "auxpass") and verb.head.pos_ in _CLAUSES else verb


def tense_at(mention: TimeMention, parsed: Parsed) -> Tense | None:
    """Whether the clause speaks of the past or of what is to come. None where it does not say."""
    token = head_token(mention, parsed)
    if _awaits(token):
        return "future"
    verb = clause_verb(token)
    if verb is None:
        return None
    words = time_words().context
    if token.head.lower_ in words.looking_ahead and token.dep_ == "pobj":
        ahead = verb.lemma_.lower() in words.moving_verbs or tense_of(verb) in ("future", "present")
        return "future" if ahead else None
    return tense_of(verb) if _directly(token, verb) else _vague_tense(verb)


def _directly(token: Token, verb: Token) -> bool:
    """Whether the time modifies the verb itself, not a noun on the way to it."""
    while token.head.i not in (verb.i, token.i):
        token = token.head
        if token.pos_ not in ("ADP", "SCONJ", "ADV", "NUM", "PROPN") and token.dep_ not in ("pobj", "npadvmod"):
            return False
    return True


def _vague_tense(verb: Token) -> Tense | None:
    """A time on a noun need not share the tense of the verb: only the future reaches it."""
    found = tense_of(verb)
    return found if found == "future" else None


def tense_of(verb: Token, depth: int = 0) -> Tense | None:
    """Tense of a verb; infinitives and participles take it from what governs them."""
    words = time_words().context
    auxiliaries = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    if any(c.lower_ in words.future_auxiliaries for c in auxiliaries):
        perfect = any(c.lemma_ == "have" for c in auxiliaries)
        return "past" if perfect else "future"
    if verb.tag_ in ("VB", "VBN") and any(c.lower_ == "to" for c in auxiliaries):
        return _infinitive(verb)
    if any(c.lower_ in ("had", "was", "were", "did", "has", "have", "'ve", "been") for c in auxiliaries):
        return "past"
    if verb.tag_ == "VBD":
        return "past"
    if verb.tag_ == "VBN" and verb.dep_ == "acl" and not auxiliaries:
        return "future" if verb.lemma_.lower() in words.future_governors else "past"
    if verb.tag_ in ("VBZ", "VBP") or any(c.tag_ in ("VBZ", "VBP") for c in auxiliaries):
        return "present"
    governor = verb.head
    if depth < 4 and governor.i != verb.i and governor.pos_ in _CLAUSES:
        return tense_of(governor, depth + 1)
    return "past" if verb.tag_ == "VBN" else None


def _infinitive(verb: Token) -> Tense | None:
    """'to meet' after 'plans' looks ahead, and as a headline of its own; after 'managed' it does not."""
    governor = verb.head
    if governor.i == verb.i or (verb.dep_ == "acl" and governor.dep_ == "ROOT"):
        return "future"
    if governor.lemma_.lower() in time_words().context.future_governors or governor.lemma_ == "be":
        return "future"
    return tense_of(governor, 4) if governor.pos_ in _CLAUSES and governor.i != verb.i else None


def _awaits(token: Token) -> bool:
    """'scheduled for Friday', 'due on Monday', 'the vote planned for May'."""
    prep = token.head
    if prep.lower_ not in ("for", "on", "by", "in", "at"):
        return False
    governor = prep.head
    aimed = prep.lower_ == "for" or governor.lower_ == "due"
    return aimed and governor.lemma_.lower() in time_words().context.future_governors


#: Forms of a part of a day or an hour with its day: what is before the hour is on the day.
_PARTS = ("part_of_day", "hours_of_day", "clock_day", "part_alone", "clock", "hours_of_part")


def relation_of(mention: TimeMention, parsed: Parsed) -> Relation:
    """How the clause stands to the time: the preposition or conjunction right before it."""
    token = parsed.doc[parsed.token_at(mention.start) or 0]
    relations = time_words().context.relations
    for step in range(1, 4):
        i = token.i - step
        if i < 0 or parsed.doc[i].is_space or parsed.doc[i].is_punct:
            break
        found = relations.get(normal(parsed.doc[i].text))
        if found:
            return _fitting(found, mention, parsed.doc[i])
        if parsed.doc[i].pos_ not in ("DET", "ADV", "ADJ"):
            break
    return "in"


def _fitting(relation: Relation, mention: TimeMention, word: Token) -> Relation:
    """'for Friday' is on Friday, a range has both its ends, 'footage from Monday' began and ended on it."""
    dated = mention.type in ("DATE", "TIME")
    if relation == "for" and dated:
        return "in"
    form = read_form(mention.text)
    if form is not None and form.name.endswith("_range"):
        return "in"
    if form is not None and form.name in _PARTS and relation == "before":
        return "in"  # 'before dawn on Wednesday' is on Wednesday
    if normal(word.text) == "from" and word.head.pos_ not in _CLAUSES:
        return "in"
    return relation
