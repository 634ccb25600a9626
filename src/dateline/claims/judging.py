"""Ranks, evaluations and praise are kept as assessments, so that nobody takes them for events (CODEBOOK R51)."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.claims.attributing import attribution_at
from dateline.claims.building import EXTRACTOR
from dateline.claims.inputs import Inputs
from dateline.claims.modality import is_opinion
from dateline.ids import claim_id, text_sha256
from dateline.mentions import Sentence
from dateline.model import Claim


def assessments(inputs: Inputs, told: Sequence[Claim]) -> list[Claim]:
    """An assessment for each sentence that judges and tells no event of its own."""
    rows = []
    for sentence in inputs.parsed.sentences:
        if sentence.kind not in ("body", "headline") or any(sentence.start <= c.start < sentence.end for c in told):
            continue
        if is_opinion(inputs.parsed.tokens_of(sentence)):
            rows.append(_assessment(inputs, sentence))
    return rows


def _assessment(inputs: Inputs, sentence: Sentence) -> Claim:
    parsed = inputs.parsed
    attribution, speech = attribution_at(inputs, sentence.start + 1)
    start, end = sentence.start, sentence.end
    if speech is not None:
        content = next(((s, e) for s, e in speech.mention.content if s <= sentence.start + 1 < e), (start, end))
        start, end = max(start, content[0]), min(end, content[1])
    return Claim.model_validate(
        {
            "id": claim_id(parsed.document.id, text_sha256(parsed.text), "assessment", start, end),
            "document": parsed.document.id,
            "start": start,
            "end": end,
            "text": parsed.text[start:end],
            "type": "assessment",
            "news_role": "commentary",
            "certainty": "opinion_or_rank",
            "attribution": attribution,
            "extractor": EXTRACTOR,
            "confidence": 0.5,
        }
    )
