"""Who acts in a claim and to whom it is done: the arguments of its trigger, named, described or taken up again."""

from __future__ import annotations

from spacy.tokens import Token

from dateline.claims.effects import is_contrast
from dateline.claims.inputs import Inputs
from dateline.claims.reference_words import reference_words
from dateline.claims.spans import dateline_before
from dateline.mentions import ActorMention, QuantityMention, TriggerMention
from dateline.model import ActorRef
from dateline.text.grammar import is_passive, noun_phrase_span

#: Words that open a clause but that the parser may take for prepositions.
_OPENERS = ("as", "while", "after", "before", "since", "until", "because")


def actors_of(inputs: Inputs, trigger: TriggerMention) -> tuple[ActorRef, ...]:
    """Actors by role, in the order of the text. A backer is never a party: it stands in `backers` (R38)."""
    found: list[ActorRef] = []
    seen: set[tuple[str, int | None, str | None]] = set()
    roles = dict(trigger.roles)
    subject = _adjacent_subject(inputs, trigger)
    if subject is not None:
        roles[subject[0]] = (subject[1].head,)
    doc = inputs.parsed.doc
    line, begins = dateline_before(inputs.parsed, doc[trigger.token])
    for role, tokens in roles.items():
        for index in (i for i in tokens if not line <= doc[i].idx < begins):  # the agency of a dateline does nothing
            for ref in _refs(inputs, role, inputs.parsed.doc[index]):
                key = (ref.role, ref.start, ref.id)
                if key not in seen:
                    seen.add(key)
                    found.append(ref)
    found.extend(_itself(inputs, trigger, found))
    found.extend(_lesser(inputs, found))
    return tuple(sorted(found, key=lambda r: (r.start if r.start is not None else -1, r.role)))


def _itself(inputs: Inputs, trigger: TriggerMention, found: list[ActorRef]) -> list[ActorRef]:
    """'Protests broke out': the noun is of those who do it, where nobody else is named."""
    frame = inputs.frames.get(trigger.frame)
    role = (frame.roles or {}).get("subject") if frame and frame.people else None
    if role is None or not trigger.nominal or any(r.role == role for r in found):
        return []
    return [actor_ref(inputs, m, role) for m in inputs.reference.actors_of(trigger.token) if m.head == trigger.token]


def _lesser(inputs: Inputs, found: list[ActorRef]) -> list[ActorRef]:
    """'by A rather than B': B took the lesser part, whatever role the grammar gave it (R42)."""
    rows = []
    for main in (r for r in found if r.role in ("main_force", "lead") and r.end is not None):
        after = [a for a in inputs.actors if main.end is not None and a.start >= main.end]
        other = min(after, key=lambda a: a.start, default=None)
        if other is not None and is_contrast(inputs.parsed.text[main.end : other.start]):
            rows.append(actor_ref(inputs, other, "lesser_role"))
            found[:] = [r for r in found if r.start != other.start]
    return rows


def _adjacent_subject(inputs: Inputs, trigger: TriggerMention) -> tuple[str, ActorMention] | None:
    """The actor right before a verb, where the parser gave the verb no subject or one that stands further off."""
    frame = inputs.frames.get(trigger.frame)
    head = inputs.parsed.doc[trigger.token]
    role = (frame.roles or {}).get("subject") if frame else None
    if role is None or trigger.nominal or head.pos_ not in ("VERB", "AUX") or is_passive(head) or head.tag_ == "VBG":
        return None
    before = [a for a in inputs.actors if a.end <= head.idx and a.end >= head.idx - 40]
    actor = max(before, key=lambda a: a.end, default=None)
    if actor is None or any(
        t.i in trigger.roles.get(role, ()) for t in inputs.parsed.tokens_in(actor.start, actor.end)
    ):
        return None
    last = inputs.parsed.tokens_in(actor.start, actor.end)[-1]
    between = [t for t in inputs.parsed.doc[last.i + 1 : head.i] if not t.is_space]
    free = all(t.pos_ in ("ADV", "AUX", "PART") or t.dep_ in ("npadvmod", "amod") for t in between)
    taken = inputs.parsed.doc[actor.head]
    governed = (
        taken.dep_ in ("pobj", "poss", "compound") and taken.head.i < taken.i and taken.head.lower_ not in _OPENERS
    )
    known = [inputs.parsed.doc[i] for i in trigger.roles.get(role, ())]
    if not free or governed or (known and all(k.i > last.i for k in known)):
        return None
    return role, actor


def _refs(inputs: Inputs, role: str, token: Token) -> list[ActorRef]:
    direct = inputs.reference.actors_of(token.i)
    if direct:
        return [actor_ref(inputs, m, role) for m in direct]
    under = _mentions_under(inputs, token)
    if under:
        return [actor_ref(inputs, _known(inputs, m), role) for m in under]
    if token.pos_ not in ("NOUN", "PROPN", "PRON", "NUM", "ADJ"):
        return []
    start, end = noun_phrase_span(token)
    words = inputs.parsed.text[start:end]
    if token.pos_ != "PRON":
        if _is_no_party(inputs, role, token):
            return _owner(inputs, role, token)
        start = _past_numbers(inputs, start, token)
        words = inputs.parsed.text[start:end]
    if token.pos_ == "PRON":
        return [
            ActorRef.model_validate({"role": role, "text": words, "start": start, "end": end, "resolution": "unstated"})
        ]
    return [
        ActorRef.model_validate({"role": role, "text": words, "start": start, "end": end, "resolution": "described"})
    ]


def _owner(inputs: Inputs, role: str, token: Token) -> list[ActorRef]:
    """'A drone, believed to belong to the coalition, struck a car': whose the weapon is that does something."""
    if role not in _DOERS:
        return []
    end = token.idx + len(token)
    after = min((m for m in inputs.actors if m.start > end), key=lambda m: m.start, default=None)
    if after is None:
        return []
    words = " ".join(inputs.parsed.text[end : after.start].lower().replace(",", " ").split()).removesuffix(" the")
    owners = reference_words().owners
    if words in owners.alleged:
        return [actor_ref(inputs, after, "alleged")]
    return [actor_ref(inputs, after, role)] if words in owners.plain else []


#: Roles of those who do something.
_DOERS = frozenset({"attacker", "perpetrator", "controller_new", "controller", "mover", "actor", "alleged"})


def _is_no_party(inputs: Inputs, role: str, token: Token) -> bool:
    """'The number', 'two attacks', and as doers 'rockets', 'a jet': words in an actor's place that are none."""
    nouns = {token.lower_, token.lemma_.lower()}
    return bool(nouns & inputs.no_parties) or (role in _DOERS and bool(nouns & inputs.no_doers))


def _past_numbers(inputs: Inputs, start: int, head: Token) -> int:
    """Where the noun of 'around twenty gunmen', '61 fighters' begins: how many they were is a figure of its own."""
    words = [t for t in inputs.parsed.tokens_in(start, head.idx) if t.i < head.i]
    last = max((t.i for t in words if t.pos_ == "NUM" or t.like_num), default=None)
    if last is None or any(t.pos_ in ("ADP", "CCONJ", "PUNCT") for t in words if t.i < last):
        return start
    return inputs.parsed.doc[last + 1].idx


def _mentions_under(inputs: Inputs, token: Token) -> list[ActorMention]:
    """Actors that the phrase of a token is made of: 'fighters from mostly Shiite militias', 'units of the army'."""
    left, right = token.left_edge.i, token.right_edge.i
    rows = [m for m in inputs.actors if left <= m.head <= right and m.kind != "person"]
    barred = {t.i for c in token.subtree if c != token and c.dep_ in ("relcl", "acl", "appos") for t in c.subtree}
    rows = [m for m in rows if m.head not in barred and _is_part(inputs.parsed.doc[m.head], token)]
    return rows[:1]


def _known(inputs: Inputs, mention: ActorMention) -> ActorMention:
    """A mention without an actor of its own takes the one that its head refers to."""
    again = inputs.reference.actor_of(mention.head) if mention.id is None else None
    return again if again is not None and again.id is not None else mention


def _is_part(head: Token, token: Token) -> bool:
    """Whether `head` hangs on `token` as its membership ('of', 'from', 'with', a compound, a possessor)."""
    while head != token:
        if head.dep_ == "pobj" and head.head.lower_ not in ("of", "from", "in"):
            return False
        if head.head == head:
            return False
        head = head.head
    return True


def counted(inputs: Inputs, quantity: QuantityMention) -> tuple[ActorRef, ...]:
    """Those who were counted: the actor of the counted noun, else its words."""
    if quantity.noun is None:
        return ()
    role = "affected" if quantity.measure in ("displaced", "evacuated", "returned", "affected") else "victim"
    return tuple(_refs(inputs, role, inputs.parsed.doc[quantity.noun]))


def actor_ref(inputs: Inputs, mention: ActorMention, role: str) -> ActorRef:
    """The public form of an actor mention."""
    return ActorRef.model_validate(
        {
            "role": role,
            "id": mention.id,
            "name": mention.name,
            "text": inputs.parsed.text[mention.start : mention.end],
            "start": mention.start,
            "end": mention.end,
            "resolution": mention.resolution,
            "backers": mention.backers,
        }
    )


def expand_locals(inputs: Inputs, refs: tuple[ActorRef, ...]) -> dict[str, tuple[str, ...]]:
    """Members of the document-local umbrellas among `refs`: id -> ids (R37)."""
    members = {m.id: m.members for m in inputs.actors if m.doc_local and m.id and m.members}
    return {r.id: members[r.id] for r in refs if r.id in members}
