"""What is said of public figures: killed, wounded, captured, missing, unconfirmed (CODEBOOK R49, R61, R62)."""

from __future__ import annotations

from dateline.claims.inputs import Inputs
from dateline.ids import claim_id, text_sha256
from dateline.know.actors import fold_name
from dateline.know.persons import status_words
from dateline.mentions import ActorMention, TriggerMention
from dateline.model import Claim, PersonStatus

#: A name of fewer words says too little to know a person by in other documents.
_NAME_WORDS = 2
_AFFECTED = ("person", "victim", "target", "affected", "subject")


def person_id(mention: ActorMention) -> str | None:
    """The book's id, else one of the full name of somebody in office; None for private persons (R62, R76)."""
    if mention.id is not None:
        return mention.id
    words = fold_name(mention.name or "")
    return "person:" + "_".join(words) if mention.noun == "office" and len(words) >= _NAME_WORDS else None


def status_beside(inputs: Inputs, trigger: TriggerMention, event: Claim) -> Claim | None:
    """What an event means for the public figure to whom it happens: a claim of its own beside the event's."""
    if event.type != "event" or event.event_type not in status_words().leaves:
        return None
    person = public_figure(inputs, trigger)
    if person is None:
        return None
    status = status_of(inputs, person, trigger, firm=event.factuality == "CT+")
    if not status.reported:
        return None
    document = inputs.parsed.document
    key = claim_id(
        document.id, text_sha256(inputs.parsed.text), "person_status", event.start, event.end, (trigger.start,)
    )
    update = {"id": key, "type": "person_status", "person": status, "figure": None, "control": None, "outcome": None}
    return event.model_copy(update={**update, "event_type": None, "mentions": ()})


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
            if a.kind == "person" and person_id(a) and a.end <= trigger.start
        ),
        key=lambda a: a.end,
    )
    last = known[-1] if known else None
    there = inputs.parsed.sentence_at(last.start) if last else None
    return last if here and there and here.index - there.index <= 1 else None


def _person_at(inputs: Inputs, index: int) -> ActorMention | None:
    direct = inputs.reference.actor_of(index)
    if direct is not None and direct.kind == "person" and (full := _in_full(inputs, direct)) is not None:
        return full
    token = inputs.parsed.doc[index]
    left, right = token.left_edge.i, token.right_edge.i
    sentence = inputs.parsed.sentence_of(token)
    last = min(right, sentence.last - 1) if sentence else right
    rows = (a for a in inputs.actors if a.kind == "person" and left <= a.head <= last)
    return next((full for a in rows if (full := _in_full(inputs, a)) is not None), None)


def _in_full(inputs: Inputs, mention: ActorMention) -> ActorMention | None:
    """The mention, or the full one that a surname takes up; None where neither is of a public figure."""
    if person_id(mention) is not None:
        return mention
    words = fold_name(mention.text)
    named = (a for a in inputs.actors if a.kind == "person" and a.start < mention.start and person_id(a))
    return next((a for a in named if words and set(words) <= set(fold_name(a.name or ""))), None)


def status_of(inputs: Inputs, person: ActorMention, trigger: TriggerMention, *, firm: bool = False) -> PersonStatus:
    """What a trigger says of a person. `life` is never dead: a machine declares nobody dead. `firm`: said as a fact."""
    what = _reports(inputs, trigger)
    words = status_words()
    alive = firm and trigger.frame == "person_alive"
    custody = firm and bool(words.custody & {*what, trigger.leaf})
    return PersonStatus.model_validate(
        {
            "id": person_id(person),
            "name": person.name,
            "life": "alive" if alive else "unknown",
            "reported": () if trigger.frame == "person_alive" else what,
            "whereabouts": "unknown" if trigger.frame == "whereabouts" else "custody" if custody else None,
        }
    )


def _reports(inputs: Inputs, trigger: TriggerMention) -> tuple[str, ...]:
    """The things reported, as the text's own participles: 'was reported killed or wounded' -> killed, wounded."""
    words = inputs.parsed.tokens_in(trigger.start, trigger.end)
    if trigger.nominal or trigger.leaf is not None:
        head = inputs.parsed.doc[trigger.token]
        return (head.lower_,) if head.tag_ in ("VBN", "JJ") else status_words().participle(head.lemma_.lower())
    if trigger.frame == "unconfirmed":
        return tuple(dict.fromkeys(w for t in words for w in status_words().participle(t.lemma_.lower())))
    said = [t for t in words if t.dep_ in ("xcomp", "oprd", "ccomp", "acomp") and t.tag_ in ("VBN", "VBD", "JJ")]
    heads = said or [t for t in words if t.pos_ == "VERB" and t.tag_ in ("VBN", "VBD")][:1]
    return tuple(dict.fromkeys(v.lower_ for h in heads for v in (h, *h.conjuncts) if v.tag_ in ("VBN", "VBD", "JJ")))
