"""Judgements and expectations: kept as assessments and forecasts, so that nobody takes them for events (R50, R51)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from dateline.claims.acting import actor_ref
from dateline.claims.attributing import attribution_at, content_around
from dateline.claims.building import EXTRACTOR
from dateline.claims.counting import ARMED
from dateline.claims.inputs import Inputs
from dateline.claims.modality import is_opinion, is_set_off_rank, modality_of
from dateline.claims.placing import mentions_under, narrowed, place_ref
from dateline.claims.spans import clause_span
from dateline.ids import claim_id, text_sha256
from dateline.mentions import Sentence
from dateline.model import ActorRef, Claim, TimeRef

_HEADS = ("ROOT", "conj", "ccomp", "relcl", "advcl", "parataxis")


def assessments(inputs: Inputs, told: Sequence[Claim]) -> list[Claim]:
    """Clauses that judge or expect, and that no trigger has told: at most one claim a clause."""
    taken = {t.token for t in inputs.triggers}
    rows: list[Claim] = []
    for sentence in inputs.parsed.sentences:
        if sentence.kind not in ("body", "headline") or sentence.duplicate_of is not None:
            continue
        for head in _clauses(inputs, sentence):
            if head.i in taken:
                continue
            claim = _judgement(inputs, head, told)
            own = is_set_off_rank(head) is not None  # a phrase behind a comma, even where a told clause goes on
            if claim is not None and (own or not any(_same_words(claim, c) for c in (*told, *rows))):
                rows.append(claim)
    return rows


def _clauses(inputs: Inputs, sentence: Sentence) -> Iterator[Token]:
    for token in inputs.parsed.tokens_of(sentence):
        if token.pos_ in ("VERB", "AUX") and token.dep_ in _HEADS:
            yield token
    for token in inputs.parsed.tokens_of(sentence):
        if token.pos_ in ("NOUN", "PROPN") and (token.dep_ == "appos" or is_set_off_rank(token)):
            yield token


def _same_words(claim: Claim, other: Claim) -> bool:
    return other.type in ("event", "control", "forecast") and other.start <= claim.start and claim.end <= other.end


def _judgement(inputs: Inputs, head: Token, told: Sequence[Claim]) -> Claim | None:
    attribution, speech = attribution_at(inputs, head.idx)
    nominal = head.pos_ in ("NOUN", "PROPN")
    start, end = clause_span(inputs.parsed, head, nominal=nominal, within=content_around(speech, head.idx))
    rank = is_set_off_rank(head) if nominal else None
    start = min(start, rank.idx) if rank is not None else start
    expected = None if nominal else _expected(inputs, head, start, end)
    if expected is None and rank is None and not is_opinion(inputs.parsed.tokens_in(start, end)):
        return None
    kind = "forecast" if expected else "assessment"
    published = inputs.publication.day.isoformat() if inputs.publication.day else None
    time = TimeRef() if expected or published is None else _as_of(published)
    places = narrowed(inputs, [p for p in inputs.located if start <= p.start < end])
    if nominal and not places:  # 'took Bor, the last stronghold': what is judged is Bor
        before = [p for p in inputs.located if inputs.parsed.text[p.end : start].strip() == ","]
        places = before or mentions_under(inputs, head.head)
    refs = tuple(place_ref(inputs, p, "event") for p in places)
    judged = None if expected or refs else _judged(told, start, end)
    if judged is not None:
        refs = tuple(p for p in judged.places if p.role == "event")
        time = judged.time if judged.time.from_ and judged.news_role == "news" else time
    return Claim.model_validate(
        {
            "id": claim_id(inputs.parsed.document.id, text_sha256(inputs.parsed.text), kind, start, end, (head.idx,)),
            "document": inputs.parsed.document.id,
            "start": start,
            "end": end,
            "text": inputs.parsed.text[start:end],
            "type": kind,
            "news_role": "forecast" if expected else "commentary",
            "factuality": "PR+" if expected else "CT+",
            "certainty": "probable_future" if expected else "opinion_or_rank",
            "attribution": attribution,
            "actors": expected or (),
            "places": refs,
            "time": time,
            "extractor": EXTRACTOR,
            "confidence": 0.5,
        }
    )


def _judged(told: Sequence[Claim], start: int, end: int) -> Claim | None:
    """'The outcome of the battle was never in doubt': the event that a judgement is of, with its place and days."""
    return next((c for c in told if c.type == "event" and start <= c.start and c.end <= end), None)


def _as_of(day: str) -> TimeRef:
    return TimeRef.model_validate(
        {"from": day, "to": day, "edtf": day, "granularity": "day", "basis": "inherited_peg",
         "why": "a judgement as of publication"}
    )  # fmt: skip


def _expected(inputs: Inputs, head: Token, start: int, end: int) -> tuple[ActorRef, ...] | None:
    """The armed actors of a clause about the future, or None where it is not one."""
    actors = [a for a in inputs.actors if start <= a.start < end and a.kind in ARMED]
    if not actors or not modality_of(_main_verb(head), inputs.parsed, inputs.speech).future:
        return None
    subject = [inputs.reference.actor_of(c.i) for c in head.children if c.dep_ == "nsubj"]
    parties = [a for a in (*subject, *actors) if a is not None and a.id]
    rows = {a.id: actor_ref(inputs, a, "party") for a in parties}
    return tuple(rows.values()) or None


def _main_verb(head: Token) -> Token:
    """'are likely to encounter' -> encounter: what is expected, not the expecting."""
    for child in head.children:
        if child.dep_ == "acomp":
            return next((c for c in child.children if c.dep_ == "xcomp"), head)
        if child.dep_ == "xcomp" and child.pos_ == "VERB":
            return child
    return head
