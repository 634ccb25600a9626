"""What stands around a cue clause: quotes against it, the sentence before a trailing cue, the words behind a colon."""

from __future__ import annotations

from spacy.tokens import Token

from dateline.find.speech_draft import SUBJECTS, Draft, body_start, subtree
from dateline.find.speech_quotes import Quote, quote_at
from dateline.mentions import Sentence
from dateline.text.segment import Parsed

_FINITE = ("VBD", "VBZ", "VBP", "MD")


def take_quotes(parsed: Parsed, sentence: Sentence, verb: Token, quotes: tuple[Quote, ...], draft: Draft) -> None:
    """Quotes that stand against the cue clause, and the whole of quotes that the content reaches into."""
    inside = quote_at(quotes, verb.idx)
    for quote in quotes:
        if quote is inside or quote.start >= sentence.end:
            continue
        if quote.end <= sentence.start and not _asked_before(parsed, sentence, quote):
            continue
        tokens = {t.i for t in parsed.tokens_in(quote.start, quote.end)}
        if tokens & draft.source:
            continue
        if tokens & draft.content or _stands_against(tokens, verb, draft):
            draft.content |= tokens


def _asked_before(parsed: Parsed, sentence: Sentence, quote: Quote) -> bool:
    """'"Who did this?" the mayor asked.': the mark ends a sentence for the parser, not for the reader."""
    if parsed.text[quote.end : sentence.start].strip() or "\n" in parsed.text[quote.end : sentence.start]:
        return False
    return parsed.text[quote.start : quote.end].rstrip("\"”’' ")[-1:] in "?!…"


def _stands_against(quote: set[int], verb: Token, draft: Draft) -> bool:
    """Nothing but punctuation between the quote and the cue's own words (speaker, adverbials, addressee)."""
    doc = verb.doc
    left = right = verb.i
    shared = verb.dep_ in ("advcl", "xcomp", "conj", "acl", "pcomp") and not any(
        c.dep_ in SUBJECTS for c in verb.children
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


def heads_quote(draft: Draft, verb: Token, quotes: tuple[Quote, ...]) -> bool:
    """The content is a quote: it ends where its mark stands, not where the sentence begins."""
    return any(quote_at(quotes, verb.doc[i].idx) for i in draft.content)


def take_left(sentence: Sentence, verb: Token, draft: Draft) -> None:
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
    draft.content |= set(range(body_start(verb.doc, sentence), left - 1))


def take_rest(sentence: Sentence, verb: Token, draft: Draft) -> None:
    """'In Idlib, he said, the fighting went on.': what stands before the cue is no clause of its own."""
    doc = verb.doc
    own = [i for i in draft.cue | draft.source if sentence.first <= i < sentence.last]
    if not draft.source or verb.dep_ in ("relcl", "advcl", "acl"):
        return
    left, right = min(own), max(own)
    first = body_start(doc, sentence)
    before, after = doc[first : max(left - 1, first)], doc[right + 2 : sentence.last]
    if not before or doc[left - 1].text != "," or right + 1 >= len(doc) or doc[right + 1].text != ",":
        return
    whole = before[0].dep_ != "mark" and before[0].tag_ != "IN" and any(t.tag_ in _FINITE for t in before)
    opens = next((t for t in after if not t.is_space), None)
    if whole or opens is None or opens.tag_ in ("VBG", "WP", "WDT", "CC", "WRB"):
        return
    if any(t.tag_ in _FINITE for t in after):
        draft.content |= {t.i for t in before} | {t.i for t in after}


def take_colon(sentence: Sentence, verb: Token, draft: Draft) -> None:
    """'The governor added: ...' reports the rest of the sentence."""
    doc = verb.doc
    if verb.i + 1 < sentence.last and doc[verb.i + 1].text == ":":
        draft.content = set(range(verb.i + 2, sentence.last))
