"""Who speaks by a cue verb, and who may only pass it on."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from dateline.find.speech_content import shares_speaker
from dateline.find.speech_draft import Draft, noun_phrase, subtree
from dateline.find.speech_vocabulary import SpeechWords
from dateline.mentions import Sentence
from dateline.text.grammar import by_agents, is_passive, surface_subjects

_FINITE = ("VBD", "VBZ", "VBP", "MD")
#: Words behind a cue that ends a sentence ('on Monday in a statement'), and words of a speaker that stands before it.
_LONGEST_TAIL, _LONGEST_SPEAKER = 8, 12


def speakers(verb: Token, words: SpeechWords) -> list[Token]:
    """Heads of the subject, shared by coordination or taken from the noun of a relative clause."""
    owner = verb.head.head if shares_speaker(verb, words) else verb
    return [h for h in surface_subjects(owner) if h.dep_ != "expl"]


def speaker_phrase(verb: Token, heads: list[Token]) -> set[int]:
    """The subject's noun phrases; of a relative clause its antecedent and the relative word."""
    source: set[int] = set().union(*(noun_phrase(h, clauses=True) for h in heads))
    if verb.dep_ in ("relcl", "acl"):
        # 'which the army called a crime' has a subject of its own, 'the army, which called it' the noun before it.
        own = [h for h in heads if h.head == verb]
        source -= subtree(verb) - set().union(*(noun_phrase(h, clauses=True) for h in own))
        source |= {c.i for c in verb.children if c.dep_ == "nsubj" and c.tag_ in ("WP", "WDT")}
    return source


def words_before(sentence: Sentence, verb: Token) -> set[int]:
    """The nominal run before a finite cue to which the parser gave no subject, across 'quoting ...,' between commas."""
    doc, i = verb.doc, verb.i - 1
    if verb.tag_ not in ("VBD", "VBZ", "VBP") or verb.dep_ in ("relcl", "acl", "xcomp", "advcl"):
        return set()
    while i > sentence.first and doc[i].pos_ in ("ADV", "AUX", "PART"):
        i -= 1
    if i > sentence.first and doc[i].text == ",":
        i = next((j - 1 for j in range(i - 1, sentence.first, -1) if doc[j].text == ","), -1)
    clause = next((t for t in (doc[i], *doc[i].ancestors) if t.dep_ == "relcl"), None)
    if doc[i].dep_ == "pobj" and clause is not None and clause.head.i < clause.i:
        return noun_phrase(clause.head)  # 'the group, which has people on the ground, said'
    run: set[int] = set()
    while i >= sentence.first and (doc[i].pos_ in ("NOUN", "PROPN", "ADJ", "DET") or doc[i].text[:1].isupper()):
        run.add(i)
        i -= 1
    return run if any(doc[j].pos_ != "DET" for j in run) else set()


def trailing_speaker(sentence: Sentence, verb: Token) -> set[int]:
    """'..., the UN mission UNAMA said on Monday.': who speaks at the end of a sentence, judged by its shape alone.

    A relative clause without its word never stands behind a comma, so that a parser that sees one there is wrong.
    """
    doc = verb.doc
    rest = [t for t in doc[verb.i + 1 : sentence.last] if not (t.is_punct or t.is_space)]
    if verb.tag_ not in _FINITE or len(rest) > _LONGEST_TAIL or any(t.tag_ in (*_FINITE, "WP", "WDT") for t in rest):
        return set()
    if any(t.lower_ == "that" for t in rest) or ":" in doc[verb.i + 1 : verb.i + 2].text:
        return set()
    comma = next((i for i in range(verb.i - 1, sentence.first, -1) if doc[i].text == ","), None)
    if comma is None or not any(t.tag_ in _FINITE for t in doc[sentence.first : comma]):
        return set()
    run = doc[comma + 1 : verb.i]
    if not 0 < len(run) <= _LONGEST_SPEAKER or run[0].pos_ in ("CCONJ", "SCONJ", "ADP", "ADV", "VERB", "PRON"):
        return set()
    if any(t.pos_ in ("VERB", "AUX", "SCONJ") or t.is_quote or t.tag_ in ("WP", "WDT") for t in run):
        return set()
    # 'security and local sources said': coordinated before their noun, and no clause of its own
    if any(t.pos_ == "CCONJ" and t.nbor().pos_ not in ("ADJ", "NOUN", "PROPN") for t in run):
        return set()
    return set(range(comma + 1, verb.i)) if any(t.pos_ in ("NOUN", "PROPN") for t in run) else set()


def _carried(noun: Token) -> Token | None:
    """The participle of 'a statement carried by', judged by form; the caller knows the vocabulary."""
    return next((c for c in noun.children if c.dep_ == "acl" and c.tag_ == "VBN" and c.i > noun.i), None)


def carriers(verb: Token, heads: list[Token], draft: Draft, words: SpeechWords) -> Iterator[set[int]]:
    """Those that may only pass it on: 'carried by SANA', 'told AFP', 'in a statement on Telegram'.

    They are candidates: only who knows the outlets can tell an outlet from an audience.
    """
    for head in heads:
        participle = _carried(head)
        if participle is not None and participle.lemma_.lower() in words.carried:
            yield from _objects_of(participle, words)
    for child in verb.children:
        if child.i in draft.content or child.i in draft.source:
            continue
        if child.dep_ in ("dobj", "dative") and child.pos_ == "PROPN":
            yield noun_phrase(child)
        elif child.dep_ in ("prep", "agent", "dative", "advcl"):
            for token in child.subtree:
                if token.i not in draft.content and token.lower_ in words.carried_on:
                    yield from (noun_phrase(o) for o in token.children if o.dep_ == "pobj" and o.i not in draft.source)


def _objects_of(participle: Token, words: SpeechWords) -> Iterator[set[int]]:
    for prep in participle.children:
        if prep.dep_ in ("agent", "prep") and prep.lower_ in words.carried_on:
            yield from (noun_phrase(o) for o in prep.children if o.dep_ == "pobj")


def relayed(verb: Token, draft: Draft, words: SpeechWords) -> None:
    """'SANA, quoting a military source, said': the quoted one speaks, the subject carries."""
    near = (*verb.children, *(c for i in draft.source for c in verb.doc[i].children))
    for child in near:
        if child.dep_ in ("advcl", "prep", "acl") and child.tag_ == "VBG" and child.lemma_.lower() in words.relay:
            objects = [o for o in child.children if o.dep_ in ("dobj", "obj")]
            if objects and all(o.pos_ == "PROPN" or o.lemma_.lower() in words.quotable for o in objects):
                draft.carriers.append(draft.source - subtree(child))
                draft.source = set().union(*(noun_phrase(o) for o in objects))
                draft.cue.add(child.i)


def quoted_as_saying(verb: Token, draft: Draft, words: SpeechWords) -> None:
    """'TASS quoted the ministry as saying', 'was quoted by TASS as saying': who quotes only carries."""
    prep = verb.head
    quoting = prep.head
    if verb.dep_ != "pcomp" or prep.lower_ != "as" or quoting.lemma_.lower() not in words.relay:
        return
    draft.cue |= {prep.i, quoting.i}
    if is_passive(quoting):
        quoted = surface_subjects(quoting)
        carriers = [h for group in by_agents(quoting) for h in group]
    else:
        quoted = [c for c in quoting.children if c.dep_ in ("dobj", "obj")]
        carriers = surface_subjects(quoting)
    draft.source = set().union(*(noun_phrase(h) for h in quoted))
    draft.carriers.extend(noun_phrase(h) for h in carriers)
