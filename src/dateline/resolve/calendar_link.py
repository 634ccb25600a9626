"""Which time dates which clause: a trigger's own time words, else the day of the news (CODEBOOK R7-R10, R68)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from spacy.tokens import Token

from dateline.find.times_words import normal, time_words
from dateline.mentions import Publication, Sentence, TimeMention
from dateline.resolve.calendar_clock import NO_DAY
from dateline.resolve.calendar_tense import Relation, head_token
from dateline.text.grammar import is_ranked
from dateline.text.segment import Parsed

#: The peg is a day or a night: at most this many days from first to last.
_PEG_DAYS = 3
_VERBAL = ("VERB", "AUX")
#: Words of a phrase that opens a sentence before its day, at most.
_PHRASE = 8
#: What stands between a verb and the noun in or by which it all happened: 'killed in a 2019 strike'.
_BY = frozenset({"in", "during", "by", "at", "with", "throughout", "under"})
#: Words between two days that are alternatives: 'at night or on the'.
_BETWEEN = 6


def time_for(
    token_index: int, mentions: Sequence[TimeMention], parsed: Parsed, publication: Publication | None = None
) -> TimeMention | None:
    """The time expression that dates the clause of a trigger token; both days of 'on the 9th or on the 10th'."""
    found = _dating(token_index, mentions, parsed, publication)
    return _either(found, mentions, parsed) if found is not None else None


def _either(found: TimeMention, mentions: Sequence[TimeMention], parsed: Parsed) -> TimeMention:
    """A day told with another as its alternative: the interval holds both."""
    for other in mentions:
        one, two = (found, other) if found.start < other.start else (other, found)
        if other.start == found.start or not (one.from_ and one.to and two.from_ and two.to):
            continue
        if not one.end < two.start:
            continue
        between = parsed.tokens_in(one.end, two.start)
        joined = len(between) <= _BETWEEN and any(t.lower_ == "or" for t in between)
        if joined and all(t.pos_ not in _VERBAL for t in between) and _days(one.from_, two.to) <= _PEG_DAYS:
            first, last = min(one.from_, two.from_), max(one.to, two.to)
            return replace(found, from_=first, to=last, edtf=f"[{first},{last}]")
    return found


def _days(first: str, last: str) -> int:
    return abs((date.fromisoformat(last) - date.fromisoformat(first)).days)


def _dating(
    token_index: int, mentions: Sequence[TimeMention], parsed: Parsed, publication: Publication | None = None
) -> TimeMention | None:
    """The time expression that dates the clause of a trigger token, its interval widened by its relation.

    Nearest first: the trigger's own dependents, its clause, a 'since' or 'after' clause below it, the conjunct
    before it (basis `inherited_coordination`, R10), an adverbial that opens the sentence. A time on a verb of
    saying dates the saying alone (R68), so it is never taken. What began 'since' a time lasts until
    `publication`, if that is given. None where nothing dates the clause.
    """
    published = publication.day if publication else None
    trigger = parsed.doc[token_index]
    sentence = parsed.sentence_at(trigger.idx)
    if sentence is None:
        return None
    here = [m for m in mentions if sentence.start <= m.start < sentence.end and m.type != "SET"]
    if sentence.kind == "headline":
        # Its tense is no time (R12) and its weekday is anybody's; a day written out with its year is one.
        here = [m for m in here if m.basis == "explicit" and m.from_ is not None and m.from_ == m.to]
    here = [m for m in here if not _only_compares(m, parsed)]
    attached = [(m, _site(m, parsed)) for m in here]
    own = _best(trigger, [(m, site) for m, site in attached if _dates(site, trigger)])
    if own is not None:
        return over(own, published)
    clause = _clause_time(trigger, attached) or _told_of_it(trigger, attached) or _goes_on(trigger, here)
    if clause is not None:
        return over(clause, published)
    opening = _opening(trigger, sentence, attached, parsed)
    return over(opening, published) if opening else None


def _only_compares(mention: TimeMention, parsed: Parsed) -> bool:
    """'the deadliest attack since 2014', 'the worst defeat of the year': the time of the others, not of this one."""
    prep = head_token(mention, parsed).head
    if mention.relation != "since" and prep.lower_ != "of":
        return False
    return prep.pos_ in ("ADP", "SCONJ") and prep.head.pos_ == "NOUN" and is_ranked(prep.head)


def over(mention: TimeMention, published: date | None = None) -> TimeMention:
    """The interval that the clause covers: 'since March' begins with March, 'until Friday' ends on Friday (R7).

    'since' ends at `published` where it is given, and stays without an end where it is not.
    """
    if mention.relation == "since" and mention.from_ and mention.granularity != "open":
        end = published.isoformat() if published else None
        return replace(mention, to=end, edtf=f"{mention.from_}/{end or '..'}", granularity="open")
    if mention.relation == "until" and mention.to:
        return replace(mention, from_=None, edtf=f"../{mention.to}")
    if mention.relation == "before" and mention.from_:
        last = _shifted(mention.from_, -1)
        return replace(mention, from_=None, to=last, edtf=f"../{last}", granularity="open")
    if mention.relation == "after" and mention.to and mention.type == "DATE":
        return replace(mention, from_=mention.to, to=None, edtf=f"{mention.to}/..", granularity="open")
    return mention


def _shifted(day: str, count: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=count)).isoformat()


def inherit(mentions: Sequence[TimeMention], parsed: Parsed, publication: Publication) -> TimeMention | None:
    """The peg of the news: the first dated day of the first body sentences, for news without time words (R8).

    None where the document has no publication date or its lead names no day.
    """
    if publication.day is None:
        return None
    for sentence in _lead(parsed):
        for mention in mentions:
            if sentence.start <= mention.start < sentence.end and _is_peg(mention, publication.day):
                return replace(mention, basis="inherited_peg", seq=None)
    return None


def _lead(parsed: Parsed) -> list[Sentence]:
    return [s for s in parsed.sentences if s.kind == "body"][:4]


def _is_peg(mention: TimeMention, published: date) -> bool:
    if not (mention.from_ and mention.to and mention.type in ("DATE", "TIME")) or mention.relation in (
        "since",
        "until",
    ):
        return False
    first, last = date.fromisoformat(mention.from_), date.fromisoformat(mention.to)
    return last - first < timedelta(days=_PEG_DAYS) and timedelta(0) <= published - first <= timedelta(days=7)


def _site(mention: TimeMention, parsed: Parsed) -> Token:
    """The word that the time modifies, past its prepositions and the nouns of time around it."""
    token = head_token(mention, parsed)
    while token.head.i != token.i and (token.pos_ not in _VERBAL):
        head = token.head
        if head.dep_ in ("prep", "agent") or head.pos_ in ("ADP", "SCONJ"):
            token = head
            continue
        return head
    return token


def _dates(site: Token, trigger: Token) -> bool:
    return site.i == trigger.i


def dates_a_saying(mention: TimeMention, parsed: Parsed, publication: Publication) -> bool:
    """'said on Tuesday', 'Published 9 March': a day on which something was told, which dates no event (R68).

    A day written out in full that is the day of publication is taken for the latter.
    """
    day = publication.day.isoformat() if publication.day else None
    if mention.basis == "explicit" and day is not None and mention.from_ == mention.to == day:
        return True
    site = _site(mention, parsed)
    return site.pos_ in _VERBAL and _is_saying(site)


def dated_by(mention: TimeMention, parsed: Parsed) -> Token:
    """The word that a time modifies: 'began' of 'which began last Thursday'."""
    return _site(mention, parsed)


def _best(trigger: Token, found: list[tuple[TimeMention, Token]]) -> TimeMention | None:
    """Of several, a date before a length, then the nearest."""
    ranked = sorted(found, key=lambda f: (_rank(f[0]), abs(f[0].start - trigger.idx)))
    return ranked[0][0] if ranked else None


def _rank(mention: TimeMention) -> int:
    if mention.type == "DURATION" and mention.from_ is None:
        return 3
    if (mention.timex or "").endswith("_REF"):
        return 2
    if mention.why == NO_DAY:
        return 2  # an hour of some day: 'on 24 March, at 8:05'
    return 0 if mention.from_ or mention.to or (mention.edtf or "").startswith("XXXX-") else 1


def _clause_time(trigger: Token, attached: list[tuple[TimeMention, Token]]) -> TimeMention | None:
    """A time elsewhere in the clause: on its verb, on the verb's arguments, or in a clause of time below it."""
    inherited = False
    for verb in _verbs_up(trigger):
        same = [(m, s) for m, s in attached if s.i == verb.i or (s.pos_ not in _VERBAL and _clause_of(s) == verb.i)]
        same = [(m, s) for m, s in same if not _only_of_its_noun(m, s, verb)]
        below = [(m, s) for m, s in attached if _by_clause(s, verb)]
        found = _best(trigger, same) or _with_relation(trigger, below)
        if found is not None:
            return replace(found, basis="inherited_coordination") if inherited else found
        if (ever := _since_of_last(verb, attached)) is not None:
            return ever
        if _is_saying(verb) and verb.i != trigger.i:
            return None
        if (told := _before_the_saying(trigger, verb, attached)) is not None:
            return told
        inherited = inherited or verb.dep_ == "conj"
    return None


def _only_of_its_noun(mention: TimeMention, site: Token, verb: Token) -> bool:
    """'ordered a review of a 2019 strike': a time before a noun by which nothing was done dates it alone."""
    if site.pos_ != "NOUN" or mention.end > site.idx:
        return False
    if site.dep_ == "pobj":
        return site.head.head.i != verb.i or site.head.lower_ not in _BY
    return site.head.i != verb.i


def _since_of_last(verb: Token, attached: list[tuple[TimeMention, Token]]) -> TimeMention | None:
    """'has killed thousands and driven millions out since 2015': a 'since' at the end counts for all that it closes."""
    if not any(c.dep_ == "aux" and c.lower_ in ("has", "have") for c in verb.children):
        return None
    last = verb
    while (after := next((c for c in last.children if c.dep_ == "conj" and c.pos_ == "VERB"), None)) is not None:
        last = after
    if last.i == verb.i or any(c.dep_ in ("nsubj", "nsubjpass") for c in last.children):
        return None
    same = [(m, s) for m, s in attached if s.i == last.i or (s.pos_ not in _VERBAL and _clause_of(s) == last.i)]
    found = _best(verb, same)
    return replace(found, basis="inherited_coordination") if found and found.relation == "since" else None


def _before_the_saying(trigger: Token, verb: Token, attached: list[tuple[TimeMention, Token]]) -> TimeMention | None:
    """'The gang seized nine people near Artibo on Sunday, a union said.': a day told before the speaker is named is
    that of what is told, though a parser hangs it on the verb of saying."""
    saying = verb.head
    if verb.dep_ != "ccomp" or saying.i < verb.i:
        return None
    speaker = next((c for c in saying.children if c.dep_ == "nsubj" and c.i > verb.i), None)
    if speaker is None:
        return None
    first = speaker.left_edge.idx
    return _best(trigger, [(m, s) for m, s in attached if s.i == saying.i and m.end <= first])


def _told_of_it(trigger: Token, attached: list[tuple[TimeMention, Token]]) -> TimeMention | None:
    """'Strikes that hit X on Friday': what a clause says that the strikes did, it did on their day."""
    if trigger.pos_ != "NOUN":
        return None
    for verb in (c for c in trigger.children if c.dep_ == "relcl" and c.i > trigger.i):
        subjects = [c for c in verb.children if c.dep_ == "nsubj"]
        if any(c.tag_ in ("WDT", "WP") for c in subjects) and not _is_saying(verb):
            return _best(trigger, [(m, s) for m, s in attached if s.i == verb.i or _clause_of(s) == verb.i])
    return None


def _goes_on(trigger: Token, mentions: Sequence[TimeMention]) -> TimeMention | None:
    """'They came on 2 November, where they seized the mill': a clause that 'where' ties to the day before it."""
    verb = next((t for t in (trigger, *trigger.ancestors) if t.pos_ in _VERBAL), None)
    where = next((c for c in verb.children if c.lower_ == "where" and c.i < verb.i), None) if verb is not None else None
    if where is None or verb is None or verb.dep_ not in ("relcl", "advcl", "acl"):
        return None
    before = [m for m in mentions if where.idx - m.end >= 0 and not trigger.doc.text[m.end : where.idx].strip(" ,")]
    return replace(before[-1], basis="inherited_coordination") if before else None


def _with_relation(trigger: Token, found: list[tuple[TimeMention, Token]]) -> TimeMention | None:
    best = _best(trigger, found)
    if best is None:
        return None
    site = next(s for m, s in found if m is best)
    relation = _conjunction(site)
    return replace(best, relation=relation) if relation in ("since", "until", "before", "after") else None


def _verbs_up(trigger: Token) -> Iterator[Token]:
    """The trigger's verb, then the verbs whose time it may share: not past a verb of saying (R68)."""
    token = trigger
    if token.dep_ == "nsubj" and token.tag_ == "VBG":
        token = token.head  # 'Fighting continued on Monday': a noun, whatever the tagger calls it
    while token.pos_ not in _VERBAL and token.head.i != token.i:
        token = token.head
    yield token
    while token.dep_ in ("conj", "xcomp", "acl", "advcl", "pcomp", "auxpass", "aux") and token.head.i != token.i:
        subordinate = token.dep_ in ("advcl", "acl") and _conjunction(token) is not None
        token = token.head
        while token.pos_ not in _VERBAL and token.head.i != token.i:
            token = token.head
        if _is_saying(token) or subordinate:
            return
        yield token


def _clause_of(token: Token) -> int:
    while token.pos_ not in _VERBAL and token.head.i != token.i:
        token = token.head
    return token.i


def _by_clause(site: Token, verb: Token) -> bool:
    """'since the war began in 2011': the date stands in a clause of time that hangs on the verb."""
    return site.dep_ in ("advcl", "pcomp") and site.head.i == verb.i and _conjunction(site) is not None


def _conjunction(verb: Token) -> Relation | None:
    relations = time_words().context.relations
    for child in verb.children:
        if child.dep_ in ("mark", "prep", "advmod") and child.i < verb.i:
            found = relations.get(normal(child.text))
            if found in ("since", "until", "before", "after"):
                return found
    return None


def _is_saying(verb: Token) -> bool:
    """A verb that governs a reported clause or stands beside one."""
    if any(c.dep_ == "ccomp" for c in verb.children):
        return True
    return verb.dep_ == "parataxis"


def _opening(
    trigger: Token, sentence: Sentence, attached: list[tuple[TimeMention, Token]], parsed: Parsed
) -> TimeMention | None:
    """'On Monday, ...' counts for every clause of its sentence, unless the main verb is one of saying."""
    for mention, site in attached:
        lead = parsed.text[sentence.start : mention.start].strip(" \t\n\"'“”‘’(-–—")
        short = len(lead) <= 12 and lead.count(" ") <= 1
        if not (short or _is_phrase(parsed, sentence, mention)) or (_is_saying(site) and site.i != trigger.i):
            continue
        if mention.from_ or mention.to or mention.why:
            return mention
    return None


def _is_phrase(parsed: Parsed, sentence: Sentence, mention: TimeMention) -> bool:
    """'In a separate operation on Tuesday night, ...': a phrase with a preposition and no verb opens the sentence."""
    lead = parsed.tokens_in(sentence.start, mention.start)
    words = [t for t in lead if not t.is_space]
    if not words or words[0].pos_ != "ADP" or len(words) > _PHRASE:
        return False
    after = parsed.text[mention.end : mention.end + 1]
    return after == "," and not any(t.pos_ in _VERBAL or t.text == "," for t in words)
