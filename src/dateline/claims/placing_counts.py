"""Where people were counted: the words of the count, the place of its event, else what the passage is about."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.claims.inputs import Inputs
from dateline.claims.placing import INSIDE, WIDE, from_context, holds, mentions_under, narrowed, office_of, place_ref
from dateline.know.gazetteer_words import place_words
from dateline.mentions import PlaceMention, QuantityMention
from dateline.model import Claim, PlaceRef
from dateline.text.grammar import clause_head


def figure_places(
    inputs: Inputs, quantity: QuantityMention, cause: Claim | None, span: tuple[int, int]
) -> tuple[PlaceRef, ...]:
    """Where people were counted: the clause's own places, else its event's, else the passage's."""
    moving = quantity.measure in ("displaced", "evacuated")
    told = [p for p in inputs.located if span[0] <= p.start < span[1]]
    inside = narrowed(inputs, [p for p in told if cause is None or office_of(inputs, p) is None])
    attached = [] if inside else _attached(inputs, quantity)
    wave = [p for p in cause.places if p.role == "event"] if cause is not None else []
    named = [*inside, *attached][:1]
    if len(wave) > 1 and any(p.id is not None and p.id == n.id for p in wave for n in named):
        return tuple(wave)  # one toll for all the places of one event (R79)
    if inside:
        finer = [p for p in wave if p.precision not in WIDE and p.country == inside[0].country]
        if inside[0].precision == "country" and len(inside) == 1 and finer:
            return tuple(finer)  # 'In Mali, gunmen killed eleven near Mopti'
        origin = next((p for p in inside if moving and _after_from(inputs, p)), None)
        return (place_ref(inputs, origin, "origin"),) if origin else (place_ref(inputs, inside[0], "event"),)
    if len(attached) == 1 and (inner := _finer_beside(inputs, quantity, attached[0])) is not None:
        return (place_ref(inputs, inner, "event"),)
    if attached:
        left = [p for p in attached if moving and _after_from(inputs, p)]
        return tuple(place_ref(inputs, p, "origin" if left else "event") for p in left or attached)
    if quantity.kind == "cumulative" or _nationwide(inputs, quantity):
        return _of_the_country(inputs)  # a war's total belongs to no town that the story is about (R29)
    if cause is not None and cause.places:
        return tuple(p for p in cause.places if p.role in ("event", "origin"))
    return tuple(from_context(inputs, quantity.start, []))


def _finer_beside(inputs: Inputs, quantity: QuantityMention, wide: PlaceMention) -> PlaceMention | None:
    """'In Wardak, rescuers dug in the ruins of an office in Sayed Abad, which takes the toll to 19': the town."""
    sentence = inputs.parsed.sentence_at(quantity.start)
    if sentence is None:
        return None
    beside = [p for p in inputs.located if sentence.start <= p.start < quantity.start and holds(wide, p)]
    return beside[0] if len({p.id for p in beside}) == 1 else None


def _nationwide(inputs: Inputs, quantity: QuantityMention) -> bool:
    """'7.2 million remain displaced across the country': of which the text may never write the name."""
    sentence = inputs.parsed.sentence_at(quantity.start)
    words = inputs.parsed.text[quantity.end : sentence.end].casefold() if sentence is not None else ""
    return any(f" {phrase}" in words for phrase in place_words().find.nationwide)


def _of_the_country(inputs: Inputs) -> tuple[PlaceRef, ...]:
    """The country that the text is about; by the topic, so that nobody takes it for told."""
    if inputs.home is None:
        return ()
    update = {"text": None, "start": None, "end": None, "resolution": "topic"}
    return (place_ref(inputs, inputs.home, "event").model_copy(update=update),)


def is_joint(places: Sequence[PlaceRef]) -> bool:
    """Several towns with one toll: it counts them together (R85)."""
    return len({p.id or p.name for p in places if p.role == "event" and p.precision == "settlement"}) > 1


#: Who moves is counted by where they came from or went to.
_WAYS = {"displaced": ("from",), "evacuated": ("from",), "returned": ("to",), "households_returned": ("to",)}


def _attached(inputs: Inputs, quantity: QuantityMention) -> list[PlaceMention]:
    """Places that hang on the verb of a count beyond its own words, or on that verb's subject.

    '38,000 have been killed in Gaza since', 'violence in Mexico has led to 2,300 deaths'.
    """
    at = quantity.anchor if quantity.anchor is not None else quantity.noun
    if at is None:
        return []
    anchor = inputs.parsed.doc[at]
    verb = clause_head(anchor)
    heads = [anchor, *(c for c in verb.children if c.dep_ == "nsubj")]
    way = _WAYS.get(quantity.measure or "", ())
    preps = [c for head in heads for c in head.children if c.dep_ == "prep" and c.lower_ in (*INSIDE, *way)]
    preps += [c for c in verb.children if c.dep_ == "prep" and c.lower_ in (*INSIDE, *way) and c.i > anchor.i]
    preps += [
        c for prep in list(preps) for c in prep.children if c.dep_ == "conj" and c.pos_ == "ADP"
    ]  # 'in and around'
    if anchor.pos_ not in ("VERB", "AUX"):  # 'counts 130 dead in Goma': the place right after it
        preps += [c for c in anchor.head.children if c.dep_ == "prep" and c.lower_ in INSIDE and c.i == anchor.i + 1]
    own = {prep.i: prep for prep in preps}.values()
    found = [p for prep in own for c in prep.children if c.dep_ == "pobj" for p in mentions_under(inputs, c)]
    return narrowed(inputs, found)


def _after_from(inputs: Inputs, place: PlaceMention) -> bool:
    token = inputs.parsed.tokens_in(place.start, place.start + 1)[0]
    return any(t.lower_ == "from" for t in token.ancestors) or (token.i > 0 and token.nbor(-1).lower_ == "from")
