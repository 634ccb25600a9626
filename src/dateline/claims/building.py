"""One trigger, one claim: words, source, certainty, actors, places, time, control effect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Token

from dateline.claims.acting import actor_ref, actors_of
from dateline.claims.attributing import attribution_at, content_around
from dateline.claims.counting import own_count
from dateline.claims.dating import time_and_role
from dateline.claims.effects import control_effect
from dateline.claims.inputs import Inputs
from dateline.claims.modality import Modality, modality_of
from dateline.claims.modality_words import modality_words
from dateline.claims.persons import public_figure, status_of
from dateline.claims.placing import places_of
from dateline.claims.spans import clause_span
from dateline.ids import claim_id, text_sha256
from dateline.mentions import LACK, TriggerMention
from dateline.model import Attribution, Certainty, Claim, ClaimType, TextSpan
from dateline.resolve.sources import ResolvedSpeech
from dateline.text.grammar import clause_head, is_ranked, noun_phrase_span

EXTRACTOR = "rules/1"
#: What made a claim, by the origin of its trigger.
MADE_BY = {"rules": EXTRACTOR, "learned": "learned/1", "both": "both/1"}
#: Notes of the vocabulary's guards for what is told beside the news: anniversaries, trials, comment.
_ASIDE = ("history", "courtroom", "commentary")


def claim_of(inputs: Inputs, trigger: TriggerMention, told: Sequence[Claim] = ()) -> Claim | None:
    """The claim that a trigger makes, or None where its words say nothing of the world."""
    parsed = inputs.parsed
    head = parsed.doc[trigger.token]
    attribution, speech = attribution_at(inputs, _said_at(inputs, trigger))
    span = _span_of(inputs, trigger, head, speech)
    modality = _modality(inputs, trigger, head)
    if trigger.note == "definite" and modality.negated and _is_presupposed(head):
        return None  # 'denied that 40 were killed in the air strike': the strike is not what is denied
    counts = (q for q in inputs.quantities if trigger.token in (q.anchor, q.noun) and q.best != 1)
    if any(q.kind in ("cumulative", "stock") for q in counts):
        return None  # a total of many events is a figure, and no event of its own (R29)
    if trigger.nominal and head.dep_ in ("attr", "appos") and is_ranked(head):
        return None  # 'it was the deadliest attack since 2014': a judgement of an event told before (R51)
    person = public_figure(inputs, trigger)
    kind = _kind(trigger, modality, person is not None)
    if kind is None or (kind == "person_status" and person is None):
        return None
    time, news_role = time_and_role(inputs, trigger, span)
    if trigger.note in _ASIDE:
        news_role = "background"
    actors = actors_of(inputs, trigger)
    if kind == "person_status" and person is not None:
        actors = (*(a for a in actors if a.start != person.start), actor_ref(inputs, person, "person"))
    words = parsed.text[span[0] : span[1]]
    return Claim.model_validate(
        {
            "id": claim_id(parsed.document.id, text_sha256(parsed.text), kind, *span, (trigger.start,)),
            "document": parsed.document.id,
            "start": span[0],
            "end": span[1],
            "text": words,
            "type": kind,
            "event_type": trigger.leaf if kind in ("event", "role") else None,
            "outcome": (trigger.outcome or modality.outcome or "completed") if kind == "event" else None,
            "news_role": "forecast" if kind == "forecast" else news_role,
            "factuality": modality.factuality,
            "certainty": _certainty(trigger, modality, attribution, speech),
            "attribution": attribution,
            "actors": actors,
            "places": places_of(inputs, trigger, span, told),
            "time": time,
            "figure": own_count(inputs, trigger) if kind == "event" else None,
            "flags": trigger.flags if kind == "event" else (),
            "control": control_effect(trigger.control, actors, words, route=_is_route(inputs, trigger))
            if kind in ("event", "control", "presence")
            else None,
            "mentions": _conjuncts(inputs, trigger, span) if kind in ("control", "presence") else (),
            "person": status_of(inputs, person, trigger, firm=modality.factuality == "CT+")
            if kind == "person_status" and person
            else None,
            "extractor": MADE_BY[trigger.origin],
            "confidence": round(trigger.confidence * (0.9 if speech else 1.0), 2),
        }
    )


def _modality(inputs: Inputs, trigger: TriggerMention, head: Token) -> Modality:
    """How sure it is that this happened: by the grammar, and by what the kind of event itself makes of that."""
    # 'surrendered without a fight' is as sure as the surrendering: denied where that is, and open where that is.
    modality = modality_of(clause_head(head) if _is_manner(trigger) else head, inputs.parsed, inputs.speech)
    if _is_hearsay(inputs, trigger) and modality.factuality == "CT+":
        modality = replace(modality, factuality="Uu", certainty="unconfirmed_reports")
    if trigger.claim_type == "role" and modality.certainty == "denied":
        modality = replace(modality, factuality="CT-", hypothetical=False)  # 'denied any involvement'
    if trigger.note == LACK and _is_barred(head, modality):
        modality = replace(modality, factuality="CT+", negated=False)
    if modality.future and _is_declared(inputs, trigger, head):
        modality = replace(modality, factuality="CT+", certainty="asserted", future=False, outcome=None)
    return modality


def _is_barred(head: Token, modality: Modality) -> bool:
    """'Nothing enters the town': it is closed in. 'No road is closed' stays a denial."""
    plain = modality.certainty in ("asserted", "asserted_by_party")
    verb = head if head.pos_ in ("VERB", "AUX") else clause_head(head)
    return plain and modality.negated and verb.lemma_.lower() in modality_words().passage


def _is_declared(inputs: Inputs, trigger: TriggerMention, head: Token) -> bool:
    """'announced their merger', 'ordered a curfew', 'announced the capture of X': of some kinds of event the saying is
    the deed, or tells it, if it was said."""
    leaf = inputs.vocabulary.leaves.get(trigger.leaf or "")
    noun = head
    while noun.dep_ == "conj" and noun.head.pos_ in ("NOUN", "PROPN"):
        noun = noun.head
    if leaf is None or leaf.declared == "never" or noun.dep_ not in ("dobj", "nsubjpass"):
        return False
    words, verb = modality_words(), noun.head.lemma_.lower()
    if verb not in (words.declaring if leaf.declared == "always" else words.announcing):
        return False
    if leaf.declared == "definite" and not any(c.dep_ == "det" and c.lower_ == "the" for c in noun.children):
        return False
    saying = modality_of(noun.head, inputs.parsed, inputs.speech)
    return saying.factuality == "CT+" and not (saying.future or saying.hypothetical)


def _is_manner(trigger: TriggerMention) -> bool:
    """'changed hands without a fight': the words of the kind of event say themselves what there was none of."""
    lacking = {word for word, effect in modality_words().prepositions.items() if effect == "negated"}
    return trigger.text.split()[0].lower() in lacking


#: Frames that say who did something, by a verb of saying whose subject says it.
_BLAMES = ("accused", "accused_plainly", "blamed")


def _said_at(inputs: Inputs, trigger: TriggerMention) -> int:
    """Where to ask who says it. 'The ministry blamed X for the attack': at X, for 'blamed' itself says so."""
    named = trigger.roles.get("alleged", ()) if trigger.frame in _BLAMES else ()
    return inputs.parsed.doc[named[0]].idx if named else trigger.start


def _is_presupposed(noun: Token) -> bool:
    """A noun with 'the' beside another verb that is said or denied."""
    return noun.dep_ == "pobj" and clause_head(noun).pos_ in ("VERB", "AUX") and clause_head(noun).dep_ != "ROOT"


def _is_hearsay(inputs: Inputs, trigger: TriggerMention) -> bool:
    """'was reported killed': the trigger's own words say that nobody vouches for it (R61)."""
    return any(
        speech.kind == "unattributed_passive"
        and any(a < trigger.end and trigger.start < b for a, b in speech.mention.cue)
        for speech in inputs.speech
    )


def _is_route(inputs: Inputs, trigger: TriggerMention) -> bool:
    """'kept one road open': a route is held, not the place it leads from (R20)."""
    words = set(inputs.vocabulary.classes["route"].words)
    head = inputs.parsed.doc[trigger.token]
    return any(c.dep_ in ("dobj", "obj", "nsubjpass") and c.lemma_.lower() in words for c in head.children)


def _conjuncts(inputs: Inputs, trigger: TriggerMention, span: tuple[int, int]) -> tuple[TextSpan, ...]:
    """Place phrases of a state that repeat their preposition ('in A, in B and in C'): the same said of each (R69)."""
    head = inputs.parsed.doc[trigger.token]
    preps = [t for t in head.subtree if t.dep_ in ("prep", "conj") and t.pos_ == "ADP" and span[0] <= t.idx < span[1]]
    same = (
        [t for t in preps if t.lower_ == preps[0].lower_ and any(c.dep_ == "pobj" for c in t.children)] if preps else []
    )
    rows = []
    for prep in same[1:]:
        start, end = noun_phrase_span(prep)
        if any(start <= p.start and p.end <= end for p in inputs.located):
            rows.append(TextSpan(start=start, end=end))
    return tuple(rows)


def _span_of(inputs: Inputs, trigger: TriggerMention, head: Token, speech: ResolvedSpeech | None) -> tuple[int, int]:
    if trigger.start > head.idx + len(head) or trigger.end < head.idx:
        return trigger.start, trigger.end  # a second by-phrase stands for its own claim (R44)
    within = content_around(speech, head.idx)
    start, end = clause_span(inputs.parsed, head, nominal=trigger.nominal, within=within)
    return min(start, trigger.start), max(end, trigger.end)


def _kind(trigger: TriggerMention, modality: Modality, of_person: bool) -> ClaimType | None:
    """Only what somebody asserts has happened stays an event; the future is a forecast (R50).

    What befalls a public figure by hearsay is a status claim and no event (R61).
    """
    if trigger.claim_type == "event" and (modality.future or trigger.outcome == "planned"):
        return "forecast"
    if modality.hypothetical:
        return None
    if trigger.claim_type == "event" and of_person and modality.factuality == "Uu":
        return "person_status"
    if trigger.frame == "unconfirmed" and not modality.negated:
        return None  # a confirmation tells its own event; only silence is a status of its own (R49)
    return trigger.claim_type  # type: ignore[return-value]


def _certainty(
    trigger: TriggerMention, modality: Modality, attribution: Attribution, speech: ResolvedSpeech | None
) -> Certainty:
    """The modality's certainty; an assertion by a party to the war of its own doing is marked as such (R47)."""
    if trigger.frame == "unconfirmed":
        return "not_confirmed"  # 'has never confirmed his death' keeps silent, and denies nothing (R49)
    if modality.certainty != "asserted":
        return modality.certainty
    originator = next((s for s in attribution.sources if s.role != "carrier"), None)
    if originator is not None and originator.belligerent:
        return "asserted_by_party"  # also where the page is the party's own and nobody else speaks (R72)
    if speech is None:
        return "asserted"
    if speech.stance == "confirm" and originator is not None:
        return "confirmed_by_monitor"
    return "asserted"
