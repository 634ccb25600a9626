"""Counts become figure claims: what was counted, by whom, where, when, and which event caused it."""

from __future__ import annotations

from dataclasses import replace

from dateline.claims.attributing import attribution_at
from dateline.claims.inputs import Inputs
from dateline.find.quantities_vocabulary import figures
from dateline.know.events import VIOLENT, load_events
from dateline.mentions import QuantityMention, Sentence, TriggerMention
from dateline.model import Claim, FigureValue
from dateline.text.grammar import agents

#: Kinds of actors that fight.
ARMED = ("state_force", "rebel", "political_militia", "identity_militia", "external", "umbrella", "unidentified")

#: What an attack does to people: one number over several towns is an aggregate (R85).
TOLLS = ("killed", "injured", "casualties_unspecified", "missing")
#: Sentences back in which the event that a figure belongs to may stand.
_REACH = 2


def counts_place(inputs: Inputs, quantity: QuantityMention) -> bool:
    """'hold Lashkar Gah': one that was only counted since the tagger takes the name of a town for a person's."""
    if quantity.best != 1 or quantity.noun is None:
        return False
    at = inputs.parsed.doc[quantity.noun].idx
    return any(p.usage == "place" and p.name_start <= at < p.name_end for p in inputs.places)


def cause_of(inputs: Inputs, quantity: QuantityMention, events: list[Claim]) -> Claim | None:
    """The event claim that a figure belongs to: of its own sentence, the nearest; else of the sentences before.

    Of the dead and injured one that can kill: an arrest or a surrender told beside them comes last.
    """
    sentence = inputs.parsed.sentence_at(quantity.start)
    if sentence is None:
        return None
    here = [e for e in events if sentence.start <= e.start < sentence.end]
    before = [e for e in events if e.end <= sentence.start and _near(inputs, e, sentence)]
    if quantity.measure == "killed" and (deadly := _nearest(quantity, *_deadly(here, before))):
        return deadly
    return _nearest(quantity, here, before)


def _deadly(*rows: list[Claim]) -> list[list[Claim]]:
    leaves = load_events().leaves
    return [[e for e in row if e.event_type and leaves[e.event_type].family in VIOLENT] for row in rows]


def _nearest(quantity: QuantityMention, here: list[Claim], before: list[Claim]) -> Claim | None:
    if here:
        return min(here, key=lambda e: (_distance(e, quantity), e.start))
    return max(before, key=lambda e: (e.start, e.end), default=None)


def _distance(event: Claim, quantity: QuantityMention) -> int:
    if event.start <= quantity.start < event.end:
        return 0
    return min(abs(event.start - quantity.end), abs(quantity.start - event.end))


def _near(inputs: Inputs, event: Claim, sentence: Sentence) -> bool:
    other = inputs.parsed.sentence_at(event.start)
    return other is not None and 0 < sentence.index - other.index <= _REACH


def told_status(inputs: Inputs, quantity: QuantityMention) -> QuantityMention:
    """The count as one of combatants where an armed side is counted: 'killing six of them', 'the army lost 14 men'."""
    if quantity.victim_status != "unknown" or quantity.measure not in TOLLS:
        return quantity
    words = inputs.parsed.tokens_in(quantity.start, quantity.end)
    whose = [t for t in words if t.dep_ == "pobj" and t.pos_ == "PRON"]
    if quantity.anchor is not None and inputs.parsed.doc[quantity.anchor].lower_ in figures().losing:
        whose += agents(inputs.parsed.doc[quantity.anchor])
    sides = [inputs.reference.actor_of(t.i) for t in whose]
    armed = bool(sides) and all(side is not None and side.kind in ARMED for side in sides)
    return replace(quantity, victim_status="combatant") if armed else quantity


def figure_value(quantity: QuantityMention, *, of: str | None) -> FigureValue:
    """The public form of a count."""
    return FigureValue.model_validate(
        {
            "measure": quantity.measure,
            "unit": quantity.unit,
            "min": quantity.min,
            "best": quantity.best,
            "max": quantity.max,
            "kind": quantity.kind,
            "approx": quantity.approx,
            "includes": quantity.includes,
            "of": of,
            "victim_status": quantity.victim_status,
            "sex": quantity.sex,
            "age": quantity.age,
            "raw": quantity.text,
        }
    )


def clause_of(inputs: Inputs, quantity: QuantityMention) -> tuple[int, int]:
    """The words of a figure claim, kept inside the reported content that it stands in."""
    start = min(quantity.clause_start, quantity.start) if quantity.clause_end else quantity.start
    end = max(quantity.clause_end, quantity.end)
    _, speech = attribution_at(inputs, quantity.start)
    if speech is not None:
        for left, right in speech.mention.content:
            if left <= quantity.start < right:
                return max(start, left), min(end, right)
    return start, end


#: Measures that are claims of their own; beside that an event claim has one only where its very verb counts it.
_APART = ("killed", "injured", "casualties_unspecified", "displaced", "missing")


def own_count(inputs: Inputs, trigger: TriggerMention) -> FigureValue | None:
    """The count that an event's own words give: 'five strikes', 'arrested three men', 'have killed eleven people'."""
    arguments = {i for row in (*trigger.roles.values(), *trigger.places.values()) for i in row} | {trigger.token}
    for quantity in inputs.quantities:
        if quantity.measure is None or quantity.of is not None or counts_place(inputs, quantity):
            continue
        counted = quantity.anchor == trigger.token
        if quantity.measure in _APART and not (counted and not trigger.nominal and quantity.kind == "incident"):
            continue
        if counted or quantity.noun in arguments:
            return figure_value(quantity, of=None)
    return None
