"""What is said of public figures: killed, wounded, captured, missing, unconfirmed (CODEBOOK R49, R61, R62)."""

from __future__ import annotations

from dateline.claims.inputs import Inputs
from dateline.mentions import ActorMention, TriggerMention
from dateline.model import PersonStatus

_AFFECTED = ("person", "victim", "target", "affected", "subject")


def public_figure(inputs: Inputs, trigger: TriggerMention) -> ActorMention | None:
    """The public figure to whom a trigger's event happens, or None. Private persons are counted, never named."""
    for role in _AFFECTED:
        for index in trigger.roles.get(role, ()):
            found = _person_at(inputs, index)
            if found is not None:
                return found
    return _told_of(inputs, trigger) if trigger.claim_type == "person_status" else None


def _told_of(inputs: Inputs, trigger: TriggerMention) -> ActorMention | None:
    """The public figure of a status phrase that names none in its roles: in its phrase, else the last told of."""
    own = _person_at(inputs, trigger.token)
    if own is not None:
        return own
    here = inputs.parsed.sentence_at(trigger.start)
    known = sorted(
        (
            a
            for row in inputs.reference.actors.values()
            for a in row
            if a.kind == "person" and a.id and a.end <= trigger.start
        ),
        key=lambda a: a.end,
    )
    last = known[-1] if known else None
    there = inputs.parsed.sentence_at(last.start) if last else None
    return last if here and there and here.index - there.index <= 1 else None


def _person_at(inputs: Inputs, index: int) -> ActorMention | None:
    direct = inputs.reference.actor_of(index)
    if direct is not None and direct.kind == "person" and direct.id:
        return direct
    token = inputs.parsed.doc[index]
    left, right = token.left_edge.i, token.right_edge.i
    sentence = inputs.parsed.sentence_of(token)
    last = min(right, sentence.last - 1) if sentence else right
    return next((a for a in inputs.actors if a.kind == "person" and a.id and left <= a.head <= last), None)


def status_of(inputs: Inputs, person: ActorMention, trigger: TriggerMention) -> PersonStatus:
    """What a trigger says of a person. `life` stays unknown: a machine declares nobody dead."""
    what = _reports(inputs, trigger)
    return PersonStatus.model_validate(
        {
            "id": person.id,
            "name": person.name,
            "life": "unknown",
            "reported": what,
            "whereabouts": "unknown" if trigger.frame == "whereabouts" else None,
        }
    )


def _reports(inputs: Inputs, trigger: TriggerMention) -> tuple[str, ...]:
    """The things reported, as the text's own participles: 'was reported killed or wounded' -> killed, wounded."""
    words = inputs.parsed.tokens_in(trigger.start, trigger.end)
    said = [t for t in words if t.dep_ in ("xcomp", "oprd", "ccomp", "acomp") and t.tag_ in ("VBN", "VBD", "JJ")]
    heads = said or [t for t in words if t.pos_ == "VERB" and t.tag_ in ("VBN", "VBD")][:1]
    return tuple(dict.fromkeys(v.lower_ for h in heads for v in (h, *h.conjuncts) if v.tag_ in ("VBN", "VBD", "JJ")))
