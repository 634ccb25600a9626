"""Attributions by layout: a headline's colon, the turns of an interview, a quotation signed below."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from spacy.tokens import Token

from dateline.find.speech_draft import Draft, noun_phrase
from dateline.find.speech_quotes import Quote
from dateline.find.speech_vocabulary import SpeechWords
from dateline.text.grammar import agents, patients
from dateline.text.segment import Parsed, paragraph_spans

#: A headline is no longer than this many characters.
_HEADLINE = 160
_TURN = re.compile(r"[\"“”]?([A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){0,3}):\s+(?=\S)")
_SIGNED = re.compile(r"[ \t\u00a0]*\n?[ \t\u00a0]*(?:―|—|–|--)[ \t\u00a0]*([A-Z][^\n,.;:\"“”―—–]{2,48})(?=[\n,.]|$)")


def layout_drafts(parsed: Parsed, quotes: tuple[Quote, ...], words: SpeechWords) -> Iterator[Draft]:
    """Attributions that a document's layout gives. No verb stands in them."""
    paragraphs = paragraph_spans(parsed.text)
    opened = Counter(m[1] for start, end in paragraphs if (m := _TURN.match(parsed.text, start, end)) is not None)
    talk = any(count > 1 for count in opened.values())  # 'NARATHIWAT:' once heads a passage, 'ADAMS:' comes again
    for n, (start, end) in enumerate(paragraphs):
        sentence = parsed.sentence_at(start)
        titled = sentence is not None and sentence.kind in ("headline", "subhead")
        if titled or (n == 0 and len(paragraphs) > 1 and end - start <= _HEADLINE):
            yield from _headline(parsed, start, end, words)
        elif talk:
            yield from _turn(parsed, start, end)
    yield from _signed(parsed, quotes)
    yield from _issued(parsed, words)


def _issued(parsed: Parsed, words: SpeechWords) -> Iterator[Draft]:
    """'The ministry issued the following communique at 09:00:' at the end of a paragraph."""
    for sentence in parsed.sentences:
        tokens = [t for t in parsed.tokens_of(sentence) if not t.is_space]
        if sentence.kind != "body" or len(tokens) < 3 or tokens[-1].text != ":":
            continue
        for verb in (t for t in tokens if t.tag_.startswith("VB") and t.lemma_.lower() in words.issuing):
            papers = [o for o in patients(verb) if o.lemma_.lower() in words.issued]
            heads = agents(verb)
            if papers and heads:
                source = set().union(*(noun_phrase(h) for h in heads))
                yield Draft(at=tokens[-2].i, stance="say", source=source, cue={verb.i, papers[0].i}, quotable=True)
                break


def _tokens(parsed: Parsed, start: int, end: int) -> list[Token]:
    return [t for t in parsed.tokens_in(start, end) if not t.is_space and start <= t.idx < end]


def _headline(parsed: Parsed, start: int, end: int, words: SpeechWords) -> Iterator[Draft]:
    """'Army: 20 rebels killed', '20 rebels killed: army'; not 'Sudan: 20 killed', which names the place."""
    tokens = _tokens(parsed, start, end)
    colons = [k for k, t in enumerate(tokens) if t.text in words.headline_marks]
    if len(colons) != 1:
        return
    left, right = tokens[: colons[0]], tokens[colons[0] + 1 :]
    for speaker, content in ((right, left), (left, right)):
        place = speaker is left and any(t.ent_type_ in ("GPE", "LOC") for t in speaker)
        if len(content) >= 3 and not place and _is_speaker(speaker, words):
            cue = tokens[colons[0]].i
            yield _draft(cue, "headline", speaker, {cue}, content)
            return


def _is_speaker(tokens: list[Token], words: SpeechWords) -> bool:
    bare = [t for t in tokens if not t.is_punct]
    return (
        0 < len(bare) <= 5
        and all(t.lower_ not in words.headline_not for t in bare)
        and all(t.pos_ in ("NOUN", "PROPN", "ADJ", "DET", "ADP", "PART") for t in bare)
        and bare[-1].pos_ in ("NOUN", "PROPN", "PART")
    )


def _turn(parsed: Parsed, start: int, end: int) -> Iterator[Draft]:
    """A turn of a transcript: a name in capitals and a colon open the paragraph."""
    match = _TURN.match(parsed.text, start, end)
    if match is None or end - match.end() < 20:
        return
    name = _tokens(parsed, match.start(1), match.end(1))
    colon = [t.i for t in _tokens(parsed, match.end(1), match.end()) if t.text == ":"]
    if name:
        yield _draft(name[0].i, "direct_quote", name, set(colon), _tokens(parsed, match.end(), end))


def _signed(parsed: Parsed, quotes: tuple[Quote, ...]) -> Iterator[Draft]:
    """A quotation with its speaker behind a dash: '“We fled.” — Amina, Goma'."""
    for quote in quotes:
        match = _SIGNED.match(parsed.text, quote.end) if quote.closed else None
        if match is None:
            continue
        name = _tokens(parsed, match.start(1), match.end(1))
        if name and all(t.text[:1].isupper() or len(t) <= 3 for t in name):
            dash = [t.i for t in _tokens(parsed, quote.end, match.start(1))]
            yield _draft(name[0].i, "direct_quote", name, set(dash), _tokens(parsed, quote.start, quote.end))


def _draft(at: int, kind: str, speaker: list[Token], cue: set[int], content: list[Token]) -> Draft:
    return Draft(at=at, stance="say", kind=kind, source={t.i for t in speaker}, cue=cue, content={t.i for t in content})
