"""When a claim holds: its own time words, else what the news peg or the publication date allows (R3-R12, R53, R63)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from pydantic import BaseModel, ConfigDict
from spacy.tokens import Token

from dateline.claims.inputs import Inputs
from dateline.find.quantities_vocabulary import figures
from dateline.mentions import QuantityMention, Sentence, TimeMention, TriggerMention
from dateline.model import Claim, NewsRole, TimeRef
from dateline.resolve.calendar_clock import NO_DAY
from dateline.resolve.calendar_link import dated_by, over, time_for
from dateline.vocabulary import load_data

#: A dated incident of at most this many days before publication is news, then recent, then background (R63).
NEWS_DAYS, RECENT_DAYS = 3, 30
_WEEK = 7
#: Sentences back that a day reaches within a paragraph.
_SENTENCES = 2
#: Events of a sentence that are asked for their day: a text without a full stop must not cost the square of its length.
_EVENTS = 8
#: Words before a day that opens a paragraph: 'On', 'Late on'.
_OPENS = 2
#: Characters that may stand between a day and the one that it corrects.
_CORRECTION = 40
#: What an item of a list begins with.
_BULLETS = ("-", "–", "—", "*", "•", "·", "▪")
STATES = ("control", "presence", "relation")


class NewsWords(BaseModel):
    """The words of data/vocabulary/newsrole.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    background: tuple[str, ...]
    apart: tuple[str, ...]
    after: tuple[str, ...]
    afterwards: tuple[str, ...]
    news: tuple[str, ...]
    wounds: tuple[str, ...]
    dies: tuple[str, ...]
    ends: tuple[str, ...]
    begins: tuple[str, ...]
    starts: tuple[str, ...]
    instead: tuple[str, ...]
    lasting: frozenset[str]
    sees: frozenset[str]


@cache
def _news_words() -> NewsWords:
    words: NewsWords = load_data("vocabulary/newsrole.yaml", NewsWords)
    return words


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    words = getattr(_news_words(), kind)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, words)) + r")(?!\w)", re.IGNORECASE)


def time_and_role(inputs: Inputs, trigger: TriggerMention, span: tuple[int, int]) -> tuple[TimeRef, NewsRole]:
    """The time of a claim and its place in the news. Unknown stays None with a `why`."""
    token = inputs.parsed.doc[trigger.token]
    own = time_for(trigger.token, inputs.telling_times, inputs.parsed, inputs.publication)
    if own is not None and (own.from_ or own.to):
        own = _until_now(inputs, trigger, own)
        time = time_ref(inputs, own).model_copy(update={"instead_of": _corrected_day(inputs, own)})
        return time, role_of_time(inputs, own, trigger)
    state = trigger.claim_type in STATES
    if own is not None and own.why and own.type in ("DATE", "TIME") and not _is_hour(own):
        # The words do date it, only the anchor is missing: nothing may be put in their place.
        return time_ref(inputs, own), _undated_role(inputs, token, span, state=state)
    role = _undated_role(inputs, token, span, state=state)
    if role == "news" and not state and _is_standing(inputs, trigger):
        role = "background"
    follows = role == "news" or trigger.claim_type == "role"  # who did it is asked of what was told just before
    if follows and not state and (before := _told_before(inputs, trigger)) is not None:
        words = {"text": own.text, "start": own.start, "end": own.end} if own is not None else {}
        told = {"from": before.from_, "to": before.to, "edtf": before.edtf, "granularity": before.granularity}
        return TimeRef.model_validate(
            {**words, **told, "basis": "inherited_peg", "why": "the day told just before"}
        ), role
    return _inherited(inputs, role, state=state, own=own), role


def _until_now(inputs: Inputs, trigger: TriggerMention, own: TimeMention) -> TimeMention:
    """'The siege began last Thursday': what lasts goes on from the day on which it began (R7)."""
    noun = inputs.parsed.doc[trigger.token]
    leaf = inputs.vocabulary.leaves.get(trigger.leaf or "")
    lasts = trigger.nominal and leaf is not None and leaf.lasting
    if not lasts or own.from_ is None or own.from_ != own.to or not _begins(inputs, own):
        return own
    begun = dated_by(own, inputs.parsed)
    if noun.head.i != begun.i or noun.dep_ not in ("nsubj", "nsubjpass"):
        return own
    return over(replace(own, relation="since"), inputs.publication.day)


def _told_before(inputs: Inputs, trigger: TriggerMention) -> TimeMention | None:
    """'On Tuesday hundreds marched. Police fired at the crowd.': the day that the event told last has, in words of its
    own and the same paragraph, at most `_SENTENCES` back."""
    sentence = inputs.parsed.sentence_at(trigger.start)
    if sentence is None or sentence.kind != "body":
        return None
    intro = _introduced_by(inputs, sentence)
    rows = list(range(sentence.index, max(-1, sentence.index - _SENTENCES - 1), -1))
    for index in [*rows, *([intro] if intro is not None and intro not in rows else [])]:
        if inputs.parsed.sentences[index].paragraph != sentence.paragraph and index != intro:
            if intro is None:
                return None
            continue
        earlier = [t for t in inputs.triggers_by_sentence.get(index, []) if t.start < trigger.start]
        for other in sorted(earlier, key=lambda t: -t.start)[:_EVENTS]:
            own = time_for(other.token, inputs.telling_times, inputs.parsed, inputs.publication)
            if other.claim_type == "event" and own is not None and own.from_ and own.to:
                days = (date.fromisoformat(own.to) - date.fromisoformat(own.from_)).days
                goes_on = days > NEWS_DAYS or _begins(inputs, own)
                return None if goes_on or role_of_time(inputs, own, other) == "background" else own
    return _opening_day(inputs, sentence)


def _opening_day(inputs: Inputs, here: Sentence) -> TimeMention | None:
    """'On 2 February, troops searched the town. ... Six men were killed.': the day that opens a paragraph, where it
    names no other."""
    first = next(s for s in inputs.parsed.sentences if s.paragraph == here.paragraph)
    if first.index == here.index:
        return None
    days = [t for t in inputs.telling_times if first.start <= t.start < here.end and t.from_]
    if len({(t.from_, t.to) for t in days}) != 1 or days[0].from_ != days[0].to or days[0].relation != "in":
        return None
    lead = inputs.parsed.text[first.start : days[0].start].split()
    opens = len(lead) <= _OPENS and inputs.parsed.text[days[0].end : days[0].end + 1] == ","
    return days[0] if opens else None


def _introduced_by(inputs: Inputs, item: Sentence) -> int | None:
    """'On Oct. 26 jets made nine strikes:', then a list: the index of the sentence that opens an item's list."""
    text = inputs.parsed.text
    if text[item.start : item.end].lstrip()[:1] not in _BULLETS:
        return None
    for sentence in reversed(inputs.parsed.sentences[: item.index]):
        words = text[sentence.start : sentence.end].strip()
        if words.endswith(":"):
            return sentence.index
        if words[:1] not in _BULLETS and sentence.paragraph != item.paragraph:
            return None
    return None


@cache
def _instead() -> re.Pattern[str]:
    words = "|".join(map(re.escape, load_data("vocabulary/newsrole.yaml", NewsWords).instead))
    return re.compile(rf"[^.;:]{{0,{_CORRECTION}}}\b(?:{words})\s+(?:on\s+)?", re.IGNORECASE)


def _corrected_day(inputs: Inputs, own: TimeMention) -> str | None:
    """'on Monday, and not on Tuesday': the day that the same words take back; None where they take none back."""
    for other in inputs.telling_times:
        single = other.from_ is not None and other.from_ == other.to and own.from_ == own.to != other.from_
        if single and other.start >= own.end and _instead().fullmatch(inputs.parsed.text, own.end, other.start):
            return other.from_
    return None


def _is_hour(mention: TimeMention) -> bool:
    """'at 15:40', 'at dawn': an hour of some day names no day, and leaves the news its own."""
    return mention.why == NO_DAY


def time_ref(inputs: Inputs, mention: TimeMention) -> TimeRef:
    """The public form of a time mention."""
    return TimeRef.model_validate(
        {
            "text": inputs.parsed.text[mention.start : mention.end],
            "start": mention.start,
            "end": mention.end,
            "from": mention.from_,
            "to": mention.to,
            "edtf": mention.edtf,
            "granularity": mention.granularity,
            "basis": mention.basis,
            "seq": mention.seq,
            "why": mention.why,
        }
    )


def role_of_time(inputs: Inputs, time: TimeMention, trigger: TriggerMention) -> NewsRole:
    """News, recent or background by how long before publication (or the story's own day) the time ends."""
    anchor = inputs.publication.day or _as_day(_peg(inputs)[1])
    end = _as_day(time.to or time.from_)
    if trigger.claim_type in STATES and end is not None and anchor is not None and (anchor - end).days <= NEWS_DAYS:
        return "state"
    if time.relation == "since" or (time.from_ is None and time.relation != "in"):
        return "background"
    if anchor is None or end is None:
        return "news"
    age = (anchor - end).days
    if age <= NEWS_DAYS:
        return "news" if time.granularity not in ("month", "year") else "recent"
    return "recent" if age <= RECENT_DAYS else "background"


def _as_day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _is_background(words: str) -> bool:
    return _pattern("background").search(_pattern("afterwards").sub("", words)) is not None


def _undated_role(inputs: Inputs, token: Token, span: tuple[int, int], *, state: bool) -> NewsRole:
    sentence = inputs.parsed.sentence_of(token)
    words = inputs.parsed.text[span[0] : span[1]]
    if state:
        past = _is_past(token) and not _is_told_by_somebody(inputs, token)
        return "background" if past or _is_background(words) else "state"
    if sentence is not None and sentence.kind in ("headline", "subhead"):
        return "news"
    if _is_background(words) or _in_relative_clause(token) or _is_to_end(token) or _came_before(token):
        return "background"
    if _is_present_perfect(token):
        return "recent" if sentence is not None and sentence.paragraph > 2 else "news"
    return "news"


def _is_told_by_somebody(inputs: Inputs, token: Token) -> bool:
    """'He said that the militia were in control': the past of what is reported is the present of who reports it."""
    verb = _finite(token)
    had = verb is not None and any(c.lower_ == "had" for c in verb.children)
    return not had and any(a <= token.idx < b for s in inputs.speech for a, b in s.mention.content)


def _is_standing(inputs: Inputs, trigger: TriggerMention) -> bool:
    """'The siege has cut off the town', 'under a siege': a noun of what lasts, of which nobody says that it begins."""
    leaf = inputs.vocabulary.leaves.get(trigger.leaf or "")
    if not trigger.nominal or leaf is None or not leaf.lasting or trigger.leaf != "siege_blockade":
        return False
    noun = inputs.parsed.doc[trigger.token]
    verb = _finite(noun)
    words = {verb.lemma_.lower()} if verb is not None else set()
    words |= {c.lemma_.lower() for c in noun.children if c.pos_ in ("ADJ", "VERB")}
    return not words & set(_news_words().begins)


def _is_to_end(noun: Token) -> bool:
    """'an end to the attacks on towns', 'urged him to stop airstrikes': what goes on, spoken of as a whole."""
    while noun.dep_ == "conj":
        noun = noun.head
    if noun.pos_ != "NOUN" or noun.dep_ not in ("pobj", "dobj"):
        return False
    head = noun.head.head if noun.dep_ == "pobj" else noun.head
    return head.lemma_.lower() in _news_words().ends


def _came_before(token: Token) -> bool:
    """'The attack comes two days after bombings killed seven', 'a week after the fall of the town'; not 'died two days
    after the strike', which is of the strike."""
    words = _news_words()
    if any(t.lemma_.lower() in (*words.wounds, *words.dies) for t in token.sent):
        return False
    for word in (token, *token.ancestors):
        links = [word.head] if word.dep_ in ("pobj", "pcomp") else []
        links += [c for c in word.children if c.dep_ in ("mark", "prep") and c.i < word.i]
        for link in links:
            unit = link.nbor(-1) if link.i else None
            if link.lower_ in words.after and unit is not None and unit.lemma_.lower() in words.apart:
                return True
    return False


def _inherited(inputs: Inputs, role: NewsRole, *, state: bool, own: TimeMention | None) -> TimeRef:
    """The time of a claim without a dated phrase (R8): the peg for news, an open end for what is older."""
    published = inputs.publication.day.isoformat() if inputs.publication.day else None
    text = {"text": own.text, "start": own.start, "end": own.end} if own is not None else {}
    if role in ("background", "recent"):
        if published is None:
            return TimeRef.model_validate({**text, "why": "undated, and the publication date is unknown"})
        return TimeRef.model_validate(
            {**text, "to": published, "edtf": f"../{published}", "granularity": "open", "why": "undated past"}
        )
    if state:
        if published is None:
            return TimeRef.model_validate({**text, "why": "a state as of publication, whose date is unknown"})
        return TimeRef.model_validate(
            {**text, "from": published, "to": published, "edtf": published, "granularity": "day",
             "basis": "inherited_peg", "why": "a state as of publication"}
        )  # fmt: skip
    start, end = _peg(inputs)
    if end is None:
        return TimeRef.model_validate({**text, "why": "no time words, and no dated news to inherit from"})
    edtf = end if start == end else f"{start or '..'}/{end}"
    return TimeRef.model_validate(
        {**text, "from": start, "to": end, "edtf": edtf, "granularity": "day", "basis": "inherited_peg"}
    )


def _peg(inputs: Inputs) -> tuple[str | None, str | None]:
    """The day of the news: of the first dated clause of the lead that is at most NEWS_DAYS wide.

    A lead that only names a week ('fighting broke out last week') dates what is told after it from that week until
    publication: no narrower interval is known to hold. Else None.
    """
    published = inputs.publication.day
    for mention in inputs.pegs:
        first, last = _as_day(mention.from_), _as_day(mention.to)
        if published and first and first > published + timedelta(days=1):
            continue  # what is announced, or the feast that a page's appeal speaks of, dates no news
        few = first and last and timedelta(0) <= last - first <= timedelta(days=NEWS_DAYS)
        if few and not _begins(inputs, mention):
            return mention.from_, mention.to
    for mention in inputs.pegs:
        first, last = _as_day(mention.from_), _as_day(mention.to)
        if not (first and last and published and timedelta(0) <= last - first < timedelta(days=_WEEK)):
            continue
        if last <= published <= last + timedelta(days=_WEEK):
            return _first_day(inputs, first, last) or mention.from_, published.isoformat()
    begun = next((m for m in inputs.pegs if _begins(inputs, m) and m.from_ == m.to), None)
    return (begun.from_, published.isoformat()) if begun is not None and published is not None else (None, None)


def _begins(inputs: Inputs, mention: TimeMention) -> bool:
    """'which began last Thursday': a day from which something goes on."""
    return dated_by(mention, inputs.parsed).lemma_.lower() in _news_words().starts


def _first_day(inputs: Inputs, first: date, last: date) -> str | None:
    """'The attack, which began last Thursday': the day of the week of the lead on which it all began."""
    for mention in inputs.telling_times:
        day = _as_day(mention.from_)
        if day is None or mention.from_ != mention.to or not first <= day <= last:
            continue
        if _begins(inputs, mention):
            return mention.from_
    return None


def _is_past(token: Token) -> bool:
    verb = _finite(token)
    return verb is not None and (verb.tag_ == "VBD" or any(c.lower_ in ("had", "was", "were") for c in verb.children))


def _is_present_perfect(token: Token) -> bool:
    verb = _finite(token)
    while verb is not None and verb.dep_ == "conj" and verb.tag_ == "VBN" and not any(_helps(c) for c in verb.children):
        verb = verb.head  # 'has killed thousands and uprooted millions'
    return verb is not None and any(_helps(c) and c.lower_ in ("has", "have", "'ve") for c in verb.children)


def _helps(token: Token) -> bool:
    return token.dep_ in ("aux", "auxpass")


def _finite(token: Token) -> Token | None:
    while token.pos_ not in ("VERB", "AUX"):
        if token.head == token:
            return None
        token = token.head
    return token


def may_last(noun: Token) -> bool:
    """'fighting', 'the battle': a fight that may go on for days, by its noun."""
    return noun.lemma_.lower() in _news_words().lasting


def _in_relative_clause(token: Token) -> bool:
    """'the town, which it lost in the rains': told beside the news, not as the news."""
    while token.head != token:
        if token.dep_ == "relcl":
            return not any(c.lower_ == "where" and c.dep_ == "advmod" for c in token.children)
        if token.dep_ in ("ccomp", "ROOT", "conj") and token.pos_ == "VERB" and not _is_seen(token):
            return False
        token = token.head
    return False


def _is_seen(verb: Token) -> bool:
    """'a war that saw the rebels lose two towns': no clause of its own that somebody says."""
    return verb.dep_ == "ccomp" and verb.tag_ in ("VB", "VBP") and verb.head.lemma_.lower() in _news_words().sees


def _dies_of_wounds(verb: Token) -> bool:
    """'died of his wounds on Friday': the day of the death is not the day of what killed him."""
    wounds = load_data("vocabulary/newsrole.yaml", NewsWords).wounds
    preps = [c for c in verb.children if c.dep_ == "prep" and c.lower_ in ("of", "from")]
    return any(c.lemma_.lower() in wounds for prep in preps for c in prep.children)


def is_raised(noun: Token) -> bool:
    """'raised the toll to nine on Sunday': the day of the new count is not the day of what killed them."""
    toll = noun.head if noun.dep_ == "compound" else noun
    return toll.pos_ == "NOUN" and toll.dep_ in ("nsubj", "dobj") and toll.head.lower_ in figures().toll_rises


def figure_time(
    inputs: Inputs, quantity: QuantityMention, cause: Claim | None, span: tuple[int, int]
) -> tuple[TimeRef, NewsRole]:
    """The time of a count: its own words', else its event's, else what its clause allows."""
    trigger = TriggerMention(
        start=quantity.start,
        end=quantity.end,
        text=quantity.text,
        token=quantity.anchor if quantity.anchor is not None else inputs.parsed.token_at(quantity.start) or 0,
        frame="figure",
        leaf=None,
        claim_type="figure",
    )
    own = time_for(trigger.token, inputs.telling_times, inputs.parsed, inputs.publication)
    counted = inputs.parsed.doc[trigger.token]
    if own is None and counted.dep_ == "amod" and counted.head.pos_ in ("NOUN", "PROPN"):
        # '230,000 displaced people were sheltering there as of 17 September': the clause of those who are counted.
        trigger = replace(trigger, token=counted.head.i)
        own = time_for(trigger.token, inputs.telling_times, inputs.parsed, inputs.publication)
    if cause is not None and (
        _dies_of_wounds(inputs.parsed.doc[trigger.token]) or is_raised(inputs.parsed.doc[trigger.token])
    ):
        return cause.time, cause.news_role
    if cause is not None and quantity.kind not in ("cumulative", "stock") and not (own and (own.from_ or own.to)):
        return cause.time, cause.news_role
    time, role = time_and_role(inputs, trigger, span)
    return time, "background" if quantity.kind == "cumulative" else role
