"""The `rules` extractor: mentions in, claims out. Explainable, always there, no model of its own."""

from __future__ import annotations

from dataclasses import replace

from dateline.claims.acting import counted
from dateline.claims.anaphora import by_means, by_means_below, by_what, taken_up, typed_by_their_events
from dateline.claims.attributing import attribution_at
from dateline.claims.building import EXTRACTOR, claim_of
from dateline.claims.circumstances import with_circumstances
from dateline.claims.continuing import gone_on
from dateline.claims.counting import TOLLS, cause_of, clause_of, counts_place, figure_value, told_status
from dateline.claims.dating import figure_time, may_last
from dateline.claims.inputs import Inputs
from dateline.claims.judging import assessments
from dateline.claims.linking import (
    fold_copies,
    fold_headings,
    fold_nominals,
    parts_with_wholes,
    raised_by_its_source,
    share_parties,
    share_times,
    vouched,
    with_alleged_doer,
    without_bare_tolls,
)
from dateline.claims.modality import Modality, modality_of
from dateline.claims.per_place import one_a_place
from dateline.claims.persons import status_beside
from dateline.claims.placing_counts import figure_places, is_joint
from dateline.ids import claim_id, text_sha256
from dateline.mentions import QuantityMention, TriggerMention
from dateline.model import Claim, Factuality


def extract(inputs: Inputs) -> list[Claim]:
    """All claims of a document, in text order; ids are unique."""
    told: list[Claim] = []
    statuses: list[Claim] = []
    nominal: set[str] = set()
    generic: set[str] = set()
    alleged: set[str] = set()
    lasting: set[str] = set()
    for trigger in inputs.triggers:
        claim = claim_of(inputs, trigger, told)
        if claim is not None and trigger.nominal:
            claim = taken_up(claim, inputs.parsed.doc[trigger.token], told)
            claim = by_means(claim, inputs.parsed.doc[trigger.token], inputs)
        frame = inputs.frames.get(trigger.frame)
        is_generic = frame is not None and frame.generic
        if claim is not None and is_generic:
            claim = by_what(claim, told, inputs.parsed.doc[trigger.token])
        if claim is not None and all(claim.id != c.id for c in told):
            told.append(claim)
            status = status_beside(inputs, trigger, claim)
            if status is not None:
                statuses.append(status)
            if claim.factuality == "Uu" and _only_alleged(inputs, trigger):
                alleged.add(claim.id)
                if _does_asserted(inputs, trigger):
                    told[-1] = with_alleged_doer(claim)
            if trigger.nominal:
                nominal.add(claim.id)
                if may_last(inputs.parsed.doc[trigger.token]):
                    lasting.add(claim.id)
            if is_generic:
                generic.add(claim.id)
    told = without_bare_tolls(inputs, told, generic)
    told = by_means_below(inputs, share_parties(share_times(told, lasting)), generic)
    told = typed_by_their_events(inputs, told)
    counts = figure_claims(inputs, told)
    told = vouched(inputs, told, counts, alleged)
    figures = fold_headings(inputs, counts)
    told = fold_nominals(with_circumstances(inputs, told, generic - nominal), nominal)
    claims = gone_on(inputs, [*told, *figures, *statuses, *assessments(inputs, told)])
    claims = one_a_place(inputs, parts_with_wholes(fold_copies(inputs, claims)))
    return sorted(claims, key=_in_the_text)


def _in_the_text(claim: Claim) -> tuple[int, int, str, int, str]:
    """By their words; claims of the same words by their places, as the text names them."""
    first = claim.places[0].start if claim.places else None
    return claim.start, claim.end, claim.type, first if first is not None else -1, claim.id


def _only_alleged(inputs: Inputs, trigger: TriggerMention) -> bool:
    return modality_of(inputs.parsed.doc[trigger.token], inputs.parsed, inputs.speech).only_alleged


def _does_asserted(inputs: Inputs, trigger: TriggerMention) -> bool:
    """'An alleged strike hit the house': that the house was hit is asserted, only whose strike it was is not (R88)."""
    noun = inputs.parsed.doc[trigger.token]
    verb = noun.head
    if noun.dep_ != "nsubj" or verb.tag_ != "VBD" or not any(c.dep_ == "dobj" for c in verb.children):
        return False
    return modality_of(verb, inputs.parsed, inputs.speech).factuality == "CT+"


#: What people are counted for tells the kind of event, of a war's total too.
_LEAVES = {
    "displaced": "displacement",
    "returned": "return",
    "households_returned": "return",
    "evacuated": "evacuation",
}


#: Kinds of event in which people are taken.
_HOLDING = ("detention_arrest", "abduction_disappearance")


def figure_claims(inputs: Inputs, told: list[Claim]) -> list[Claim]:
    """A claim for each count that has a measure; parts name their whole in `of`."""
    events = [c for c in told if c.type == "event"]
    ids: dict[int, str] = {}
    claims: list[Claim] = []
    for index, quantity in enumerate(inputs.quantities):
        if quantity.measure is None or counts_place(inputs, quantity):
            continue
        quantity = told_status(inputs, quantity)
        claim = _figure_claim(inputs, quantity, events, ids.get(quantity.of) if quantity.of is not None else None)
        claim = raised_by_its_source(inputs, claim, quantity, claims)
        ids[index] = claim.id
        if all(claim.id != c.id for c in claims):
            claims.append(claim)
    return claims


def _of_count(quantity: QuantityMention, modality: Modality) -> Factuality:
    """'no one was killed' asserts a zero: the zero is the negation (CODEBOOK R24)."""
    zero: dict[Factuality, Factuality] = {"CT-": "CT+", "PR-": "PR+", "PS-": "PS+"}
    return zero.get(modality.factuality, modality.factuality) if quantity.best == 0 else modality.factuality


def _figure_claim(inputs: Inputs, quantity: QuantityMention, events: list[Claim], of: str | None) -> Claim:
    parsed = inputs.parsed
    start, end = clause_of(inputs, quantity)
    head = parsed.doc[quantity.anchor if quantity.anchor is not None else parsed.token_at(quantity.start) or 0]
    attribution, _ = attribution_at(inputs, quantity.start)
    modality = modality_of(head, parsed, inputs.speech)
    cause = cause_of(inputs, quantity, events)
    if (
        modality.future
        and cause is not None
        and cause.start <= start
        and end <= cause.end
        and cause.factuality == "CT+"
    ):
        # 'announced the arrest of three men': what the announcing tells of the event, it tells of its number.
        modality = replace(modality, factuality="CT+", certainty="asserted", future=False)
    time, role = figure_time(inputs, quantity, cause, (start, end))
    value = figure_value(quantity, of=of)
    places = figure_places(inputs, quantity, cause, (start, end))
    if value.kind == "incident" and value.measure in TOLLS and is_joint(places):
        value = value.model_copy(update={"kind": "aggregate"})
    leaf = _LEAVES.get(quantity.measure or "") or (cause.event_type if cause and value.kind != "cumulative" else None)
    if quantity.measure == "detained" and leaf not in _HOLDING and (cause is not None or value.kind == "stock"):
        leaf = "detention_arrest"
    period = {"period_from": time.from_, "period_to": time.to} if value.kind in ("cumulative", "flow", "daily") else {}
    return Claim.model_validate(
        {
            "id": claim_id(
                parsed.document.id, text_sha256(parsed.text), "figure", start, end, (quantity.start, quantity.end)
            ),
            "document": parsed.document.id,
            "start": start,
            "end": end,
            "text": parsed.text[start:end],
            "type": "figure",
            "event_type": leaf,
            "news_role": role,
            "factuality": _of_count(quantity, modality),
            "certainty": "estimated" if value.approx == "estimated" else modality.certainty,
            "attribution": attribution,
            "actors": counted(inputs, quantity),
            "places": places,
            "time": time,
            "figure": value.model_copy(update=period),
            "extractor": EXTRACTOR,
            "confidence": 0.7,
        }
    )
