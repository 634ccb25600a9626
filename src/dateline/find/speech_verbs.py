"""Attributions by a verb: who is its subject, which of its complements is said."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from dateline.find.speech_draft import Draft, noun_phrase, subtree
from dateline.find.speech_quotes import Quote
from dateline.find.speech_vocabulary import SpeechWords, VerbCue
from dateline.mentions import Sentence
from dateline.text.grammar import by_agents, is_passive, surface_subjects
from dateline.text.segment import Parsed

_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
_CUE_PARTS = ("aux", "auxpass", "neg", "prt")


def verb_drafts(parsed: Parsed, sentence: Sentence, quotes: tuple[Quote, ...], words: SpeechWords) -> Iterator[Draft]:
    """Attributions whose cue is a verb of this sentence."""
    for token in parsed.tokens_of(sentence):
        if not _may_be_cue(token, words):
            continue
        draft = _passive(token, words) if is_passive(token) else _active(parsed, sentence, token, quotes, words)
        if draft and draft.content and not _idle_in_quote(parsed, draft, quotes, words):
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
    return {verb.i, *(c.i for c in verb.children if c.dep_ in _CUE_PARTS)}


# --- active cues


def _active(
    parsed: Parsed, sentence: Sentence, verb: Token, quotes: tuple[Quote, ...], words: SpeechWords
) -> Draft | None:
    entries = words.entries(verb)
    if not entries:
        return None
    source = _speaker(verb, words)
    draft = Draft(at=verb.i, stance=entries[0].stance, source=source, cue=_cue_tokens(verb))
    _relayed(verb, draft, words)
    for entry in entries:
        content = _complements(verb, entry, draft, words)
        if content:
            draft.stance, draft.content = entry.stance, content
            break
    draft.quotable = any("quote" in e.takes for e in entries)
    if draft.quotable:
        _take_quotes(parsed, sentence, verb, quotes, draft)
        if not _heads_quote(draft, verb, quotes):
            _take_left(sentence, verb, draft)
        _take_colon(sentence, verb, draft)
    if not draft.source and not (draft.quotable and _touches_quote(parsed, draft, quotes)):
        return None
    draft.content -= draft.source | draft.cue
    return draft


def _heads_quote(draft: Draft, verb: Token, quotes: tuple[Quote, ...]) -> bool:
    """The content is a quote: it ends where its mark stands, not where the sentence begins."""
    return any(q.holds(verb.doc[i].idx) for i in draft.content for q in quotes)


def _speaker(verb: Token, words: SpeechWords) -> set[int]:
    """The subject's noun phrases; of a relative clause its antecedent and the relative word."""
    if shares_speaker(verb, words):
        verb = verb.head.head
    source: set[int] = set()
    for head in surface_subjects(verb):
        if head.dep_ != "expl":
            source |= noun_phrase(head)
    if verb.dep_ in ("relcl", "acl"):
        source -= subtree(verb)
        source |= {c.i for c in verb.children if c.dep_ == "nsubj" and c.tag_ in ("WP", "WDT")}
    return source


def _touches_quote(parsed: Parsed, draft: Draft, quotes: tuple[Quote, ...]) -> bool:
    first = min(draft.content, default=None)
    return first is not None and any(q.holds(parsed.doc[first].idx) for q in quotes)


def _complements(verb: Token, entry: VerbCue, draft: Draft, words: SpeechWords) -> set[int]:
    """Tokens of the complements that hold the content, by what this class of verbs takes."""
    content: set[int] = set()
    if "clause" in entry.takes:
        content |= _clauses(verb, words)
    for child in verb.children:
        if child.i in draft.source or child.i in content:
            continue
        if _takes_child(child, verb, entry):
            content |= subtree(child)
    return content


def _takes_child(child: Token, verb: Token, entry: VerbCue) -> bool:
    takes = entry.takes
    if child.dep_ == "xcomp" or (child.dep_ == "advcl" and _infinitive(child) and child.i > verb.i):
        return "infinitive" in takes or ("gerund" in takes and child.tag_ == "VBG") or "as" in takes
    if child.dep_ in ("ccomp", "pcomp") and child.tag_ == "VBG":
        return "gerund" in takes
    if child.dep_ == "ccomp" and "infinitive" in takes and _infinitive(child):
        return True
    if child.dep_ in ("dobj", "obj", "oprd", "attr") and not entry.addressee:
        return ("object" in takes or "as" in takes) and child.i > verb.i and _object_fits(child, entry)
    if child.dep_ == "prep" and child.i > verb.i:
        return child.lower_ in entry.preps or (child.lower_ == "as" and "as" in takes)
    return False


def _object_fits(child: Token, entry: VerbCue) -> bool:
    """'claimed responsibility' is speech, 'claimed 12 lives' is not; 'denied the raid' is, 'denied access' is not."""
    lemma = child.lemma_.lower()
    return lemma not in entry.not_objects and (entry.objects is None or lemma in entry.objects)


def _infinitive(token: Token) -> bool:
    return token.tag_ == "VB" and any(c.lower_ == "to" and c.i < token.i for c in token.children)


def _clauses(verb: Token, words: SpeechWords) -> set[int]:
    content: set[int] = set()
    finite = [c for c in verb.children if c.dep_ == "ccomp" and not (_infinitive(c) and c.i > verb.i)]
    finite += [
        c for c in verb.children if c.dep_ == "advcl" and c.i > verb.i and any(m.lower_ == "that" for m in c.children)
    ]
    right = [c for c in finite if c.i > verb.i]
    for child in right:
        content |= (subtree(child) | _after(verb, child)) - _own_conjuncts(verb, child, words)
    if not right:
        for child in finite:
            content |= subtree(child) | _before(verb)
    if not content and verb.dep_ == "parataxis" and verb.head.pos_ in ("VERB", "AUX", "NOUN", "PROPN", "ADJ"):
        content = subtree(verb.head) - subtree(verb)
    return content


def _own_conjuncts(verb: Token, clause: Token, words: SpeechWords) -> set[int]:
    """'said that it would leave and warned that ...': the second cue, though hung on the clause, goes with the first."""
    for child in clause.children:
        if child.dep_ == "conj" and shares_speaker(child, words):
            return set(range(child.i, max(subtree(child)) + 1)) | {c.i for c in clause.children if c.dep_ == "cc"}
    return set()


def shares_speaker(verb: Token, words: SpeechWords) -> bool:
    """A coordinated cue with a that-clause of its own and no subject: its speaker is that of the cue before it."""
    if verb.dep_ != "conj" or verb.tag_ not in ("VBD", "VBZ", "VBP") or verb.lemma_.lower() not in words.by_lemma:
        return False
    parts = list(verb.children)
    if any(c.dep_ in _SUBJECTS for c in parts):
        return False
    says = any(c.dep_ == "ccomp" and any(m.lower_ == "that" for m in c.children) for c in parts)
    outer = verb.head.dep_ == "ccomp" and verb.head.head.lemma_.lower() in words.by_lemma
    return says and outer and verb.head.head.tag_ == verb.tag_


def _before(verb: Token) -> set[int]:
    """For "X, the army said": everything of the sentence before the cue's own words."""
    if verb.dep_ != "ROOT":
        return set()
    own = [verb.i]
    for child in verb.children:
        if child.dep_ in _SUBJECTS and child.i < verb.i or child.dep_ in _CUE_PARTS:
            own.extend(subtree(child))
    return set(range(verb.sent.start, min(own)))


def _after(verb: Token, clause: Token) -> set[int]:
    """What the parser hangs on the cue though it stands behind the reported clause: it belongs to that clause."""
    found: set[int] = set()
    for child in verb.children:
        if child.i <= clause.i or child.dep_ not in ("prep", "npadvmod", "advcl", "advmod", "punct", "dep"):
            continue
        part = subtree(child)
        left = verb.doc[min(part) - 1]
        if child.dep_ == "advcl" and (left.text == "," or child.tag_ == "VBG"):
            continue
        if child.dep_ == "prep" and child.tag_ == "VBG":
            continue
        found |= part
    return found


def _relayed(verb: Token, draft: Draft, words: SpeechWords) -> None:
    """'SANA, quoting a military source, said': the quoted one speaks, the subject carries."""
    for child in verb.children:
        if child.dep_ in ("advcl", "prep", "acl") and child.tag_ == "VBG" and child.lemma_.lower() in words.relay:
            objects = [o for o in child.children if o.dep_ in ("dobj", "obj")]
            if objects:
                draft.carriers.append(draft.source - subtree(child))
                draft.source = set().union(*(noun_phrase(o) for o in objects))
                draft.cue.add(child.i)


# --- quotes of an active cue


def _take_quotes(parsed: Parsed, sentence: Sentence, verb: Token, quotes: tuple[Quote, ...], draft: Draft) -> None:
    """Quotes that stand against the cue clause, and the whole of quotes that the content reaches into."""
    inside = next((q for q in quotes if q.holds(verb.idx)), None)
    for quote in quotes:
        if quote is inside or quote.end <= sentence.start or quote.start >= sentence.end:
            continue
        tokens = {t.i for t in parsed.tokens_in(quote.start, quote.end)}
        if tokens & draft.source:
            continue
        if tokens & draft.content or _stands_against(tokens, verb, draft):
            draft.content |= tokens


def _stands_against(quote: set[int], verb: Token, draft: Draft) -> bool:
    """Nothing but punctuation between the quote and the cue's own words (speaker, adverbials, addressee)."""
    doc = verb.doc
    left = right = verb.i
    shared = verb.dep_ in ("advcl", "xcomp", "conj", "acl", "pcomp") and not any(
        c.dep_ in _SUBJECTS for c in verb.children
    )
    own = draft.cue | _modifiers(verb, draft) | (set() if shared else draft.source)
    while left - 1 in own or (left > 0 and (doc[left - 1].is_space or doc[left - 1].text == ",") and left - 2 in own):
        left -= 1
    while right + 1 in own or (right + 2 in own and (doc[right + 1].is_space or doc[right + 1].text == ",")):
        right += 1
    if max(quote) < left and not shared:
        gap = range(max(quote) + 1, left)
    elif min(quote) > verb.i:
        gap = range(min(right, min(quote)) + 1, min(quote))
    else:
        return False
    return all(doc[i].is_punct or doc[i].is_space or doc[i].lower_ in ("that", "and", "but") for i in gap)


def _modifiers(verb: Token, draft: Draft) -> set[int]:
    """The cue's own adverbials: 'on Monday', 'in a statement', 'reporters'."""
    own: set[int] = set()
    for child in verb.children:
        if child.dep_ in ("prep", "npadvmod", "advmod", "dative", "dobj", "agent") and child.i not in draft.content:
            own |= subtree(child)
    return own - draft.content


def _take_left(sentence: Sentence, verb: Token, draft: Draft) -> None:
    """A trailing cue ("..., the army said on Monday.") reports the whole sentence before its comma.

    The parser often sees only the last of several coordinated clauses there, or none at all.
    """
    doc = verb.doc
    own = [i for i in draft.cue | draft.source if sentence.first <= i < sentence.last]
    if not draft.source or any(i > verb.i for i in draft.content):
        return
    left, right = min(own), max(own)
    rest = [t for t in doc[right + 1 : sentence.last] if not (t.is_punct or t.is_space)]
    if left <= sentence.first + 3 or doc[left - 1].text != "," or len(rest) > 8:
        return
    draft.content |= set(range(sentence.first, left - 1))


def _take_colon(sentence: Sentence, verb: Token, draft: Draft) -> None:
    """'The governor added: ...' reports the rest of the sentence."""
    doc = verb.doc
    if verb.i + 1 < sentence.last and doc[verb.i + 1].text == ":":
        draft.content = set(range(verb.i + 2, sentence.last))


# --- passive cues


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
    if not content:
        return None
    subject = [h for h in surface_subjects(verb) if h.lower_ not in words.expletives]
    for head in subject:
        content |= subtree(head) if verb.dep_ != "relcl" else noun_phrase(head)
    source = set().union(*(noun_phrase(a) for a in agents)) if agents else set()
    kind = "" if agents else "unattributed_passive"
    cue = _cue_tokens(verb)
    return Draft(at=verb.i, stance=entries[0].stance, kind=kind, source=source, cue=cue, content=content - cue - source)
