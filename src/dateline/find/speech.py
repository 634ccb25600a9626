"""Attributions: who says what, by which words (CODEBOOK R45 to R50)."""

from __future__ import annotations

from dataclasses import replace

from dateline.find.speech_draft import Draft, spans_of
from dateline.find.speech_follow import continuations, following
from dateline.find.speech_layout import layout_drafts
from dateline.find.speech_phrases import phrase_drafts
from dateline.find.speech_quotes import Quote, find_quotes, quote_at
from dateline.find.speech_verbs import verb_drafts
from dateline.find.speech_vocabulary import SpeechWords, speech_words
from dateline.mentions import SpeechMention
from dateline.text.segment import Parsed


def find_speech(parsed: Parsed) -> list[SpeechMention]:
    """The attributions of a document, ordered by cue. Spans are offsets into the document's text.

    A mention's `parent` is the index, in the list returned, of the attribution whose content holds its cue.
    """
    words = speech_words()
    quotes = find_quotes(parsed)
    drafts: list[Draft] = []
    for sentence in parsed.sentences:
        if sentence.kind in ("byline", "credit", "teaser"):
            continue
        found = list(verb_drafts(parsed, sentence, quotes, words))
        found.extend(phrase_drafts(parsed, sentence, words))
        drafts.extend(sorted(found, key=lambda d: d.at))
    drafts = sorted([*drafts, *layout_drafts(parsed, quotes, words)], key=lambda d: d.at)
    for draft in drafts:
        _over_semicolons(parsed, draft, words)
    drafts = following(parsed, drafts, quotes)
    drafts.extend(continuations(parsed, drafts, quotes))
    drafts.sort(key=lambda d: d.at)
    mentions = [_mention(parsed, d, quotes) for d in drafts if d.content]
    return _nested([m for m in mentions if not _is_taken_back(parsed, m, mentions)])


def _over_semicolons(parsed: Parsed, draft: Draft, words: SpeechWords) -> None:
    """'The ministry said a patrol fought them; one soldier was killed': what a semicolon adds is said as well."""
    home = parsed.sentence_of(parsed.doc[draft.at])
    if home is None or draft.kind or not draft.content or min(draft.content) < draft.at or draft.stance == "deny":
        return
    rest = [t for t in parsed.doc[max(draft.content) + 1 : home.last] if not t.is_space]
    if not rest or rest[0].text != ";" or any(t.is_quote for t in rest):
        return
    if not any(t.tag_.startswith("VB") and t.lemma_.lower() in words.by_lemma for t in rest):
        draft.content |= {t.i for t in rest[1:]}


def _is_taken_back(parsed: Parsed, own: SpeechMention, mentions: list[SpeechMention]) -> bool:
    """'withdrew its report that ...': the report is the speaker's own, and what counts is that it is taken back."""
    said = [parsed.text[a:b].casefold() for a, b in own.source]
    return said in (["its"], ["their"], ["his"], ["her"]) and any(
        m is not own and m.stance == "deny" and any(s <= own.cue[0][0] < e for s, e in m.content) for m in mentions
    )


def _mention(parsed: Parsed, draft: Draft, quotes: tuple[Quote, ...]) -> SpeechMention:
    content = spans_of(parsed.doc, draft.content)
    return SpeechMention(
        source=spans_of(parsed.doc, draft.source),
        cue=spans_of(parsed.doc, draft.cue),
        content=content,
        kind=draft.kind or _kind(parsed, draft.content, quotes),
        stance=draft.stance,
        carriers=tuple(s for part in draft.carriers for s in spans_of(parsed.doc, part)),
    )


def _kind(parsed: Parsed, content: set[int], quotes: tuple[Quote, ...]) -> str:
    letters = [t for t in (parsed.doc[i] for i in content) if t.is_alpha or t.like_num]
    quoted = sum(quote_at(quotes, t.idx) is not None for t in letters)
    if not quoted:
        return "indirect_speech"
    return "direct_quote" if quoted >= len(letters) - 1 else "partial_quote"


def _nested(mentions: list[SpeechMention]) -> list[SpeechMention]:
    return [_with_parent(mentions, i) for i in range(len(mentions))]


def _with_parent(mentions: list[SpeechMention], i: int) -> SpeechMention:
    own = mentions[i]
    if not own.cue:
        return own
    at = own.cue[0][0]
    holders = [
        (sum(e - s for s, e in m.content), j)
        for j, m in enumerate(mentions)
        if j != i and any(s <= at < e for s, e in m.content)
    ]
    return replace(own, parent=min(holders)[1]) if holders else own
