"""Attributions without a verb: 'according to', 'SANA quoted X as saying', 'the claim that', 'reportedly', headlines."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from dateline.find.speech_draft import Draft, body_start, noun_phrase, subtree
from dateline.find.speech_vocabulary import Preposition, SpeechWords
from dateline.mentions import Sentence
from dateline.text.grammar import clause_head, surface_subjects
from dateline.text.segment import Parsed


def phrase_drafts(parsed: Parsed, sentence: Sentence, words: SpeechWords) -> Iterator[Draft]:
    """Attributions of this sentence whose cue is no verb of its own."""
    yield from _prepositional(parsed, sentence, words)
    for token in parsed.tokens_of(sentence):
        lemma = token.lemma_.lower()
        if token.lower_ in words.hearsay and token.pos_ == "ADV":
            yield _hearsay(token)
        elif token.pos_ == "NOUN" and lemma in words.noun_stance:
            draft = _nominal(token, words)
            if draft:
                yield draft


def _prepositional(parsed: Parsed, sentence: Sentence, words: SpeechWords) -> Iterator[Draft]:
    lower = [t.lower_ for t in parsed.tokens_of(sentence)]
    here = [cue for cue in words.prepositions if cue.words[0] in lower]
    if not here:
        return
    for i in range(sentence.first, sentence.last):
        at = i - sentence.first
        for cue in here:
            n = len(cue.words)
            if i + n < sentence.last and tuple(lower[at : at + n]) == cue.words:
                draft = _according(parsed, sentence, i, cue)
                if draft:
                    yield draft


def _according(parsed: Parsed, sentence: Sentence, first: int, cue: Preposition) -> Draft | None:
    doc = parsed.doc
    last = first + len(cue.words) - 1
    heads = [c for c in doc[last].children if c.dep_ == "pobj"]
    if not heads:
        return None
    source = {i for i in noun_phrase(heads[0]) if i > last}
    if len(cue.words) == 1 and not any(doc[i].pos_ in ("DET", "PROPN") for i in source):
        return None
    start, end = _bounds(parsed, sentence, first)
    content = set(range(start, end)) - source - set(range(first, last + 1))
    right = max(source)
    if first > start and not _resumes(parsed, right, end):
        content = {i for i in content if i < first}
    return Draft(at=first, stance=cue.stance, source=source, cue=set(range(first, last + 1)), content=content)


def _bounds(parsed: Parsed, sentence: Sentence, at: int) -> tuple[int, int]:
    """The stretch between semicolons that a prepositional cue stands in."""
    doc = parsed.doc
    start, end = body_start(doc, sentence), sentence.last
    for i in range(sentence.first, sentence.last):
        if doc[i].text == ";":
            if i < at:
                start = i + 1
            elif i > at:
                end = i
                break
    return start, end


def _resumes(parsed: Parsed, right: int, end: int) -> bool:
    """', according to X, ...': the sentence goes on behind the source with more of the same clause."""
    after = parsed.doc[right + 1 : end]
    words = [t for t in after if not (t.is_punct or t.is_space)]
    return (
        bool(words)
        and len(after) > 1
        and after[0].text == ","
        and words[0].lower_ not in ("who", "which", "and", "but")
    )


def _hearsay(token: Token) -> Draft:
    clause = clause_head(token)
    content = subtree(clause, without=("parataxis",)) - {token.i}
    return Draft(at=token.i, stance="report", kind="unattributed_passive", cue={token.i}, content=content)


def _nominal(noun: Token, words: SpeechWords) -> Draft | None:
    """'the army's claim that ...', 'reports of clashes'. The possessor or the compound before it speaks."""
    lemma = noun.lemma_.lower()
    content: set[int] = set()
    for child in noun.children:
        if child.i <= noun.i:
            continue
        that = any(m.lower_ == "that" and m.dep_ == "mark" for m in child.children)
        infinitive = child.dep_ in ("acl", "relcl") and child.tag_ == "VB"
        clause = (child.dep_ in ("acl", "ccomp", "relcl") and that) or infinitive
        if clause or (child.dep_ == "prep" and child.lower_ in words.noun_preps.get(lemma, ())):
            content |= subtree(child)
    if not content:
        return None
    source: set[int] = set()
    cue = {noun.i}
    for child in noun.children:
        if child.dep_ == "poss" or (child.dep_ in ("compound", "nmod") and child.pos_ == "PROPN"):
            source |= noun_phrase(child)
        elif child.dep_ == "prep" and child.lower_ in ("by", "from", "of") and not (subtree(child) & content):
            source |= subtree(child) - {child.i}
    direct = noun.dep_ in ("dobj", "obj")
    if not source and direct and noun.head.lemma_.lower() in words.by_lemma:
        return None  # "confirmed reports that", "denied claims that": the verb's own attribution says it all
    if not source and direct and noun.head.lemma_.lower() in words.light:
        cue.add(noun.head.i)
        for head in surface_subjects(noun.head):
            source |= noun_phrase(head)
    governor = noun.head.head if noun.dep_ == "pobj" else None
    if not source and governor is not None and governor.lemma_.lower() in words.by_lemma and _subject_of(governor):
        return None  # "confirmed in a statement that": likewise
    kind = "" if source else "unattributed_passive"
    return Draft(
        at=noun.i, stance=words.noun_stance[lemma], kind=kind, source=source, cue=cue, content=content - source
    )


def _subject_of(verb: Token) -> bool:
    return any(c.dep_ == "nsubj" for c in verb.children)
