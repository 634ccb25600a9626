"""Whose word a claim is: the innermost reported speech that covers it, else the document's narrator."""

from __future__ import annotations

from dateline.claims.inputs import Inputs
from dateline.model import Attribution, QuotedSpan
from dateline.resolve.sources import ResolvedSpeech

#: Stances by which nobody says that something happened.
_NOT_SAYING = {"intend", "ask", "promise", "order"}


def speech_over(inputs: Inputs, offset: int) -> ResolvedSpeech | None:
    """The innermost reported speech whose content covers a character, or None for narration."""
    best: tuple[int, ResolvedSpeech] | None = None
    for speech in inputs.speech:
        if speech.stance in _NOT_SAYING:
            continue
        if any(start <= offset < end for start, end in speech.mention.content):
            size = sum(end - start for start, end in speech.mention.content)
            if best is None or size < best[0]:
                best = (size, speech)
    return best[1] if best else None


def content_around(speech: ResolvedSpeech | None, offset: int) -> tuple[int, int] | None:
    """The stretch of the reported content that holds a character."""
    if speech is None:
        return None
    return next(((s, e) for s, e in speech.mention.content if s <= offset < e), None)


def attribution_at(inputs: Inputs, offset: int) -> tuple[Attribution, ResolvedSpeech | None]:
    """The attribution of a claim whose head stands at `offset`."""
    speech = speech_over(inputs, offset)
    if speech is None:
        sentence = inputs.parsed.sentence_at(offset)
        heading = sentence is not None and sentence.kind in ("headline", "subhead")
        return Attribution(kind="headline" if heading else "narration", sources=inputs.narrator), None
    sources = speech.sources
    if not any(s.role != "carrier" for s in sources):
        # Nobody named: the reporter passes on hearsay and is no originator of it.
        sources = tuple(s.model_copy(update={"role": "carrier"}) for s in inputs.narrator)
    return Attribution(kind=speech.kind, cue=_cue(inputs, speech), sources=sources), speech


def _cue(inputs: Inputs, speech: ResolvedSpeech) -> QuotedSpan | None:
    if not speech.mention.cue:
        return None
    start, end = speech.mention.cue[0]
    return QuotedSpan(start=start, end=end, text=inputs.parsed.text[start:end])
