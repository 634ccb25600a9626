"""Where a claim is: its own place words, what they refer to, else the place that the passage is about."""

from __future__ import annotations

from spacy.tokens import Token

from dateline.claims.inputs import Inputs
from dateline.mentions import PlaceMention, QuantityMention, TriggerMention
from dateline.model import Claim, PlaceRef

#: Sentences back whose place a passage without one stays in.
_REACH = 2
_BY_ROLE = ("event", "origin", "destination", "reference_point")


def places_of(inputs: Inputs, trigger: TriggerMention, span: tuple[int, int]) -> tuple[PlaceRef, ...]:
    """Places of a claim by role. Without any of its own it takes the topic's, marked `resolution: topic`."""
    found: list[PlaceRef] = []
    seen: set[tuple[int, str | None]] = set()
    for role in _BY_ROLE:
        for token in trigger.places.get(role, ()):
            for mention in mentions_under(inputs, inputs.parsed.doc[token]):
                key = (mention.start, mention.id)
                if key not in seen:
                    seen.add(key)
                    found.append(place_ref(inputs, mention, role))
    if not any(p.role in ("event", "origin") for p in found):
        found.extend(_in_span(inputs, trigger, span, {s for s, _ in seen}))
    if not any(p.role in ("event", "origin") for p in found):
        found.extend(_from_context(inputs, trigger, found))
    return tuple(found)


def mentions_under(inputs: Inputs, token: Token) -> list[PlaceMention]:
    """The place that a token names or refers to, else the places named in its own phrase."""
    direct = inputs.reference.place_of(token.i)
    if direct is not None:
        return [direct]
    left, right = token.left_edge.idx, token.right_edge.idx + len(token.right_edge)
    barred = [
        (t.left_edge.idx, t.right_edge.idx + len(t.right_edge))
        for t in token.subtree
        if t != token and t.dep_ in ("relcl", "conj", "appos", "advcl")
    ]
    return [
        p
        for p in inputs.places
        if p.usage == "place" and left <= p.start and p.end <= right and not any(a <= p.start < b for a, b in barred)
    ]


def _in_span(inputs: Inputs, trigger: TriggerMention, span: tuple[int, int], used: set[int]) -> list[PlaceRef]:
    inside = [
        p for p in inputs.places if p.usage == "place" and span[0] <= p.start < span[1] and p.start not in used
    ]
    after = [p for p in inputs.places if p.usage == "place" and _ends_sentence_with(inputs, trigger, p)]
    return [place_ref(inputs, p, "event") for p in (inside or after)[:1]]


def _ends_sentence_with(inputs: Inputs, trigger: TriggerMention, place: PlaceMention) -> bool:
    """A place phrase of the same sentence, with no other trigger between it and this one."""
    here, there = inputs.parsed.sentence_at(trigger.start), inputs.parsed.sentence_at(place.start)
    if here is None or there is None or here.index != there.index:
        return False
    low, high = sorted((trigger.start, place.start))
    return not any(low < t.start < high for t in inputs.triggers_by_sentence.get(here.index, []) if t is not trigger)


def _from_context(inputs: Inputs, trigger: TriggerMention, own: list[PlaceRef]) -> list[PlaceRef]:
    mention = context_place(inputs, trigger.start)
    if mention is None or any(p.id == mention.id and p.id is not None for p in own):
        return []
    bare = place_ref(inputs, mention, "event")
    return [bare.model_copy(update={"text": None, "start": None, "end": None, "resolution": "topic"})]


def context_place(inputs: Inputs, offset: int) -> PlaceMention | None:
    """The place of a passage that names none: of the sentences just before in its paragraph, else the text's topic.

    A country is a context only where the text names nothing below one.
    """
    here = inputs.parsed.sentence_at(offset)
    if here is None:
        return None
    usable = [p for p in inputs.places if p.usage == "place"]
    local = [p for p in usable if p.precision != "country"]
    for index in range(here.index, max(-1, here.index - 1 - _REACH), -1):
        sentence = inputs.parsed.sentences[index]
        if here.paragraph - sentence.paragraph > 1:
            break
        named = [p for p in local if sentence.start <= p.start < sentence.end and (index < here.index or p.end <= offset)]
        if inputs.topic is not None and any(p.id == inputs.topic.id for p in named):
            return inputs.topic
        if len({p.id or p.text for p in named}) == 1:
            return named[0]
    if inputs.topic is not None:
        return inputs.topic
    countries = {p.country for p in usable if p.country}
    if not local and len(countries) == 1:
        return next(p for p in usable if p.country)
    return None


def place_ref(inputs: Inputs, mention: PlaceMention, role: str) -> PlaceRef:
    """The public form of a place mention."""
    return PlaceRef.model_validate(
        {
            "role": role,
            "id": mention.id,
            "name": mention.name or mention.text,
            "country": mention.country,
            "adm1": mention.adm1,
            "lat": mention.lat,
            "lon": mention.lon,
            "precision": mention.precision,
            "radius_km": mention.radius_km,
            "relation": mention.relation,
            "text": inputs.parsed.text[mention.start : mention.end],
            "start": mention.start,
            "end": mention.end,
            "why": mention.why,
        }
    )


def figure_places(
    inputs: Inputs, quantity: QuantityMention, cause: Claim | None, span: tuple[int, int]
) -> tuple[PlaceRef, ...]:
    """Where people were counted: the clause's own places, else its event's, else the passage's."""
    moving = quantity.measure in ("displaced", "evacuated")
    inside = [p for p in inputs.places if p.usage == "place" and span[0] <= p.start < span[1]]
    if inside:
        origin = next((p for p in inside if moving and _after_from(inputs, p)), None)
        return (place_ref(inputs, origin, "origin"),) if origin else (place_ref(inputs, inside[0], "event"),)
    if cause is not None and cause.places:
        return tuple(p for p in cause.places if p.role in ("event", "origin"))
    token = quantity.anchor if quantity.anchor is not None else inputs.parsed.token_at(quantity.start) or 0
    stand_in = TriggerMention(
        start=quantity.start, end=quantity.end, text=quantity.text, token=token,
        frame="figure", leaf=None, claim_type="figure",
    )  # fmt: skip
    return tuple(_from_context(inputs, stand_in, []))


def _after_from(inputs: Inputs, place: PlaceMention) -> bool:
    token = inputs.parsed.tokens_in(place.start, place.start + 1)[0]
    return any(t.lower_ == "from" for t in token.ancestors) or (token.i > 0 and token.nbor(-1).lower_ == "from")
