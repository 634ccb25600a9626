"""Attributions by a verb: who is its subject, which of its complements is said."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from dateline.find.speech_around import heads_quote, take_colon, take_left, take_quotes, take_rest
from dateline.find.speech_content import complements
from dateline.find.speech_draft import CUE_PARTS, Draft, body_start, noun_phrase, opens, subtree
from dateline.find.speech_quotes import Quote
from dateline.find.speech_sources import (
    carriers,
    quoted_as_saying,
    relayed,
    speaker_phrase,
    speakers,
    trailing_speaker,
    words_before,
)
from dateline.find.speech_vocabulary import SpeechWords
from dateline.mentions import Sentence
from dateline.text.grammar import by_agents, is_passive, surface_subjects
from dateline.text.segment import Parsed


def verb_drafts(parsed: Parsed, sentence: Sentence, quotes: tuple[Quote, ...], words: SpeechWords) -> Iterator[Draft]:
    """Attributions whose cue is a verb of this sentence."""
    for token in parsed.tokens_of(sentence):
        if not _may_be_cue(token, words):
            continue
        draft = _passive(token, words) if is_passive(token) else _active(parsed, sentence, token, quotes, words)
        if draft is None or _idle_in_quote(parsed, draft, quotes, words):
            continue
        if draft.content or (draft.quotable and opens(parsed.doc, token.i)):
            yield draft


def _idle_in_quote(parsed: Parsed, draft: Draft, quotes: tuple[Quote, ...], words: SpeechWords) -> bool:
    """'I think', 'we want' inside a quotation are the speaker's own words; a third party's words are nested speech."""
    if not any(q.holds(parsed.doc[draft.at].idx) for q in quotes):
        return False
    named = any(parsed.doc[i].pos_ in ("PROPN", "NOUN") for i in draft.source)
    return not named or draft.stance not in words.nested


def _may_be_cue(token: Token, words: SpeechWords) -> bool:
    if not token.tag_.startswith("VB") or token.dep_ in ("aux", "auxpass", "amod", "compound"):
        return False
    lemma = token.lemma_.lower()
    return lemma in words.by_lemma and lemma not in words.never


def _cue_tokens(verb: Token) -> set[int]:
    return {verb.i, *(c.i for c in verb.children if c.dep_ in CUE_PARTS)}


def _active(
    parsed: Parsed, sentence: Sentence, verb: Token, quotes: tuple[Quote, ...], words: SpeechWords
) -> Draft | None:
    entries = words.entries(verb)
    if not entries:
        return None
    heads = _outside(speakers(verb, words), verb, quotes)
    source = speaker_phrase(verb, heads) or words_before(sentence, verb)
    first = body_start(parsed.doc, sentence)  # 'BRUSSELS - European leaders said': the dateline is no speaker
    source = {i for i in source if i < sentence.first or i >= first} or source
    trailing = trailing_speaker(sentence, verb) if any(e.stance == "say" for e in entries) else set()
    misread = bool(trailing) and not (source <= trailing and min(source, default=-1) == min(trailing))
    source = trailing if misread or not source else source
    draft = Draft(at=verb.i, stance=entries[0].stance, source=source, cue=_cue_tokens(verb))
    relayed(verb, draft, words)
    quoted_as_saying(verb, draft, words)
    for entry in entries:
        if entry.subjects is not None and not any(h.lemma_.lower() in entry.subjects for h in heads):
            continue
        if entry.stance == "show" and heads and all(h.lemma_.lower() in words.not_speakers for h in heads):
            continue
        content = complements(verb, entry, draft, words)
        if entry.stance == "say" and _says_nothing(verb):
            content = {i for i in content if i > verb.i}
        if content and "object" in entry.takes and not any(c.dep_ == "ccomp" for c in verb.children):
            content |= _listed_on(sentence, content, verb)
        if content:
            draft.stance, draft.content = entry.stance, content
            break
    draft.quotable = any("quote" in e.takes for e in entries)
    if draft.quotable:
        take_quotes(parsed, sentence, verb, quotes, draft)
        if not _says_nothing(verb) and (misread or not heads_quote(draft, verb, quotes)):
            take_left(sentence, verb, draft)
            take_rest(sentence, verb, draft)
        take_colon(sentence, verb, draft)
    if not draft.source and not (draft.quotable and _touches_quote(parsed, draft, quotes)):
        return None
    draft.content -= draft.source | draft.cue | set(range(sentence.first, body_start(parsed.doc, sentence)))
    draft.carriers.extend(carriers(verb, heads, draft, words))
    return draft


def _says_nothing(verb: Token) -> bool:
    """'The army shelled the town; the rebels did not reply': what stands before it is not what they did not say."""
    return any(c.dep_ == "neg" for c in verb.children)


def _listed_on(sentence: Sentence, content: set[int], verb: Token) -> set[int]:
    """'counted 11 dead, among them three children, and 34 wounded': a list goes on to the end of the sentence."""
    rest = [t for t in verb.doc[max(content) + 1 : sentence.last] if not t.is_space]
    if not rest or rest[0].text not in (",", "and") or any(t.text in ";:" or t.is_quote for t in rest):
        return set()
    if not any(t.pos_ == "NUM" for t in rest):
        return set()
    finite = ("VBD", "VBZ", "VBP", "MD", "WDT", "WP")
    if any(t.tag_ in finite and t.nbor(-1).pos_ != "NUM" for t in rest):  # '34 wounded' is no clause
        return set()
    return {t.i for t in rest}


def _outside(heads: list[Token], verb: Token, quotes: tuple[Quote, ...]) -> list[Token]:
    """Of two subjects the one outside the quotation: '"My answer, that was wrong," the mayor said.'"""
    if len(heads) < 2 or any(q.holds(verb.idx) for q in quotes):
        return heads
    return [h for h in heads if not any(q.holds(h.idx) for q in quotes)] or heads


def _is_told(subject: Token, verb: Token) -> bool:
    """A noun that may tell of something that happened, and is not denied. It stands in the verb's own clause."""
    between = subject.doc[subject.left_edge.i : verb.i]
    clear = all(t.lower_ not in ("no", "not") and (t.pos_ != "VERB" or t.dep_ == "amod") for t in between)
    return subject.pos_ == "NOUN" and clear


def _touches_quote(parsed: Parsed, draft: Draft, quotes: tuple[Quote, ...]) -> bool:
    first = min(draft.content, default=None)
    return first is not None and any(q.holds(parsed.doc[first].idx) for q in quotes)


def _passive(verb: Token, words: SpeechWords) -> Draft | None:
    """'was reported killed', 'it is believed that': said by nobody, unless a by-phrase names one."""
    entries = words.entries(verb)
    lemma = verb.lemma_.lower()
    if not entries or verb.dep_ in ("acl", "amod"):
        return None
    agents = [h for group in by_agents(verb) for h in group]
    if not agents and lemma not in words.passive:
        return None
    content: set[int] = set()
    for child in verb.children:
        if child.dep_ in ("ccomp", "xcomp", "oprd", "attr", "acomp") or (child.dep_ == "prep" and child.lower_ == "as"):
            content |= subtree(child)
    # 'The strike was confirmed by an official': what the verb takes for its object stands as its subject.
    subject = [h for h in surface_subjects(verb) if h.lower_ not in words.expletives]
    taken = bool(agents) and any("object" in e.takes and not e.pair and e.objects is None for e in entries)
    # 'Fighting was reported in X': nobody says by whom. 'No casualties were reported' is a finding (CODEBOOK R24).
    taken |= lemma in words.passive_of_events and any(_is_told(h, verb) for h in subject)
    if not content and not taken:
        return None
    for head in subject:
        content |= subtree(head) if verb.dep_ != "relcl" else noun_phrase(head)
    source = set().union(*(noun_phrase(a) for a in agents)) if agents else set()
    before = [t.i for t in verb.doc[verb.sent.start : verb.i] if t.text == ";"]
    content = {i for i in content if not before or i > before[-1]}  # '...; no casualties were reported'
    kind = "" if agents else "unattributed_passive"
    cue = _cue_tokens(verb)
    return Draft(at=verb.i, stance=entries[0].stance, kind=kind, source=source, cue=cue, content=content - cue - source)
