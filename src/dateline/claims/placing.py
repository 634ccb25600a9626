"""Where a claim is: its own place words, what they refer to, else the place that the passage is about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Token

from dateline.claims.attributing import speech_over
from dateline.claims.inputs import Inputs
from dateline.claims.spans import set_off
from dateline.know.gazetteer_words import place_words
from dateline.mentions import PlaceMention, Sentence, TriggerMention
from dateline.model import Claim, PlaceRef
from dateline.text.grammar import noun_phrase_span

#: Sentences back whose place a passage without one stays in.
_REACH = 2
WIDE = ("adm1", "adm2", "country", "part_of_adm1")
_COORDINATES = re.compile(r"\b(?:and|or|as well as|to|near|from)\b|;")
_LISTED = re.compile(r"^(?: [a-z]+)?(?:,? and|,) (?:the (?:[a-z]+ of )?)?$")
INSIDE = ("in", "across", "inside", "throughout", "within", "over", "into", "around")
_BY_ROLE = ("event", "origin", "destination", "reference_point")


def places_of(
    inputs: Inputs, trigger: TriggerMention, span: tuple[int, int], told: Sequence[Claim] = ()
) -> tuple[PlaceRef, ...]:
    """Places of a claim by role. Without any of its own it takes the passage's, marked `resolution: topic`.

    `told` are the claims before it: an event without a place happens where the one just told of happened.
    """
    found: dict[str, list[PlaceMention]] = {}
    for role in _BY_ROLE:
        for token in trigger.places.get(role, ()):
            found.setdefault(role, []).extend(mentions_under(inputs, inputs.parsed.doc[token]))
    if not found.get("event") and not found.get("origin"):
        used = {p.start for row in found.values() for p in row}
        found["event"] = [p for p in _in_span(inputs, trigger, span) if p.start not in used]
    event = found["event"] = _whole_list(inputs, found.get("event", []))
    if event and all(p.precision in WIDE for p in event):
        # 'hit a hospital in Misrata, in Libya': the parser hangs only the wider place on the verb.
        finer = [p for p in _in_span(inputs, trigger, span) if any(holds(w, p) for w in event)]
        found["event"] = finer or event
    refs = [place_ref(inputs, p, role) for role, rows in found.items() for p in narrowed(inputs, rows)]
    wide = [p for role in ("event", "origin") for p in found.get(role, ())]
    if all(p.precision in WIDE for p in wide):
        site = _site(inputs, trigger, wide)
        refs = [place_ref(inputs, site, "event"), *(r for r in refs if r.role != "event")] if site else refs
    if not any(r.role in ("event", "origin") for r in refs):
        refs.extend(_unlisted(inputs, trigger))
    if not any(r.role in ("event", "origin") for r in refs):
        refs.extend(from_context(inputs, trigger.start, refs, told))
    return tuple({(r.role, r.start, r.id): r for r in refs}.values())


def _site(inputs: Inputs, trigger: TriggerMention, wide: Sequence[PlaceMention]) -> PlaceMention | None:
    """'A rocket attack on a church. The church is located in the town of X': where the thing stands."""
    here = inputs.parsed.sentence_at(trigger.start)
    if here is None:
        return None
    names = {t.i for p in wide for t in inputs.parsed.tokens_in(p.start, p.end)}
    nouns = [t for t in inputs.parsed.tokens_of(here) if t.pos_ in ("NOUN", "PROPN") and t.i not in names]
    told = {t.lemma_.lower() for t in nouns}
    for sentence in inputs.parsed.sentences[here.index + 1 : here.index + 1 + _REACH]:
        root = inputs.parsed.tokens_of(sentence).root
        if root.lemma_.lower() not in place_words().find.lies or not _reaches(inputs, here, sentence):
            continue
        subjects = [c for c in root.children if c.dep_ in ("nsubj", "nsubjpass") and c.pos_ == "NOUN"]
        if not any(c.lemma_.lower() in told and c.left_edge.lower_ in ("the", "this") for c in subjects):
            continue
        preps = [c for c in root.children if c.dep_ == "prep" and c.lower_ in _AT]
        places = [p for prep in preps for c in prep.children if c.dep_ == "pobj" for p in mentions_under(inputs, c)]
        fine = [p for p in places if p.precision not in WIDE and (not wide or any(holds(w, p) for w in wide))]
        return fine[0] if fine else None
    return None


def _unlisted(inputs: Inputs, trigger: TriggerMention) -> list[PlaceRef]:
    """'burned houses in X', of an X that nobody knows: it was there, and not where the passage was before (R19)."""
    head = inputs.parsed.doc[trigger.token]
    nouns = [c for c in head.children if c.dep_ in ("dobj", "nsubjpass")]
    preps = [c for t in (head, *nouns) for c in t.children if c.dep_ == "prep" and c.lower_ in _AT]
    for noun in (c for prep in preps for c in prep.children if c.dep_ == "pobj"):
        start, end = noun_phrase_span(noun)
        words = inputs.parsed.text[start:end]
        taken = [(m.start, m.end) for m in inputs.times] + [(m.start, m.end) for m in inputs.actors]
        if not _is_name(inputs, start, end) or any(a < end and start < b for a, b in taken):
            continue
        row = {"role": "event", "name": words, "text": words, "start": start, "end": end}
        return [PlaceRef.model_validate({**row, "why": "no place that is known by this name"})]
    return []


def _is_name(inputs: Inputs, start: int, end: int) -> bool:
    """A name of one or two words with capitals, and none that the tagger takes for a day's, a feast's or a people's."""
    tokens = [t for t in inputs.parsed.tokens_in(start, end) if not t.is_punct]
    proper = all(t.text[:1].isupper() and not t.is_upper and t.pos_ in ("PROPN", "NOUN") for t in tokens)
    return proper and 0 < len(tokens) <= _NAME_WORDS and not any(t.ent_type_ in _NO_PLACES for t in tokens)


#: Prepositions before the place where something happens.
_AT = ("in", "at", "near", "inside", "outside", "around", "over")
_NAME_WORDS = 2
_NO_PLACES = ("DATE", "TIME", "EVENT", "LAW", "WORK_OF_ART", "LANGUAGE", "NORP")


def _whole_list(inputs: Inputs, places: list[PlaceMention]) -> list[PlaceMention]:
    """'the villages of A, B, the woods of C and D': a list is one, wherever the parser cuts it."""
    rows = list(places)
    for place in inputs.located:
        if not rows or place in rows or place.start < rows[-1].end:
            continue
        if rows[-1].precision in WIDE or not _LISTED.match(inputs.parsed.text[rows[-1].end : place.start]):
            continue
        root = _root(inputs, place)
        if root.dep_ not in ("nsubj", "nsubjpass", "ROOT"):
            rows.append(place)
    return rows


def mentions_under(inputs: Inputs, token: Token) -> list[PlaceMention]:
    """The place that a token names or refers to, else the places named in its own phrase."""
    direct = inputs.reference.place_of(token.i)
    if direct is not None and direct.usage == "place":
        return [] if inputs.is_no_scene(direct) else [direct]
    left, right = token.left_edge.idx, token.right_edge.idx + len(token.right_edge)
    barred = [
        (t.left_edge.idx, t.right_edge.idx + len(t.right_edge))
        for t in token.subtree
        if t != token
        and (
            t.dep_ in ("relcl", "advcl") or (t.dep_ == "appos" and set_off(t)) or (t.dep_ == "conj" and t.head == token)
        )
    ]
    return [
        p for p in inputs.located if left <= p.start and p.end <= right and not any(a <= p.start < b for a, b in barred)
    ]


def narrowed(inputs: Inputs, places: list[PlaceMention]) -> list[PlaceMention]:
    """Without reference points, and without the province or country that only says where another place lies."""
    kept: list[PlaceMention] = []
    for place in places:
        if is_reference(inputs, place) and any(p != place for p in places):
            continue
        if kept and (_contains(inputs, kept[-1], place) or _says_where(inputs, kept[-1], place)):
            continue
        kept.append(place)
    return [p for p in kept if not any(_opens(inputs, p, q) for q in kept)]


def is_reference(inputs: Inputs, place: PlaceMention) -> bool:
    """'X's twin town', 'down the valley from X', 'on the road to X': a point to measure from (R16)."""
    token = _root(inputs, place)
    if token.dep_ == "poss":
        return True
    head = token.head
    if head.lower_ not in ("from", "to") or head.dep_ != "prep":
        return False
    return _came_from(inputs, place) or head.head.pos_ in ("NOUN", "ADV", "PROPN")


def _came_from(inputs: Inputs, place: PlaceMention) -> bool:
    """'Reinforcements arrived from X': they are no longer there."""
    head = _root(inputs, place).head
    return head.lower_ == "from" and head.head.lemma_.lower() in place_words().find.arrivals


def _says_where(inputs: Inputs, place: PlaceMention, other: PlaceMention) -> bool:
    """'in X, east of Y': the second place only says where the first one lies."""
    first = other.text.split(maxsplit=1)[0].casefold()
    beside = inputs.parsed.text[place.end : other.start].strip()
    return beside == "," and first in place_words().find.directions


def _contains(inputs: Inputs, inner: PlaceMention, outer: PlaceMention) -> bool:
    """'Y in X', 'Y, X province': the wider place follows the narrower one and is not coordinated with it."""
    around = outer.precision == "settlement" or (outer.precision == "near_settlement" and outer.relation == "part_of")
    finer = around and inner.precision in ("near_place", "facility", "neighbourhood", "camp")
    if not finer and outer.precision not in (*WIDE, "natural_feature"):
        return False
    if inner.precision == outer.precision or (inner.country and outer.country and inner.country != outer.country):
        return False
    between = inputs.parsed.text[inner.end : outer.start].lower()
    return 0 <= outer.start - inner.end <= 40 and not _COORDINATES.search(between)


def _opens(inputs: Inputs, outer: PlaceMention, inner: PlaceMention) -> bool:
    """'In Mali, gunmen attacked Timbuktu': the wider place comes first, in a phrase of its own."""
    if inner.start < outer.end or not holds(outer, inner):
        return False
    wide, fine = (_head(_root(inputs, p)) for p in (outer, inner))
    return fine not in wide.conjuncts and fine.head not in wide.head.conjuncts


def holds(outer: PlaceMention, inner: PlaceMention) -> bool:
    """A finer place with a point in the province or country."""
    if outer.precision not in WIDE or inner.precision in WIDE or inner.lat is None:
        return False
    return inner.country == outer.country if outer.precision == "country" else inner.adm1 == outer.adm1


def _head(token: Token) -> Token:
    """'Borno' of 'Borno state': the noun that the name belongs to."""
    while token.dep_ in ("compound", "amod", "nmod"):
        token = token.head
    return token


def _in_span(inputs: Inputs, trigger: TriggerMention, span: tuple[int, int]) -> list[PlaceMention]:
    """The place named in the claim's own words, else the one of its sentence that no other trigger stands between."""
    head = inputs.parsed.doc[trigger.token]
    inside = [p for p in inputs.located if span[0] <= p.start < span[1] and _may_hold(inputs, p)]
    rows = inside or [p for p in inputs.located if _beside(inputs, trigger, p)]
    # 'The blast wounded the governor of X at an inn in Y': those hit may be at home, those who stand near need not be.
    offices = {p.start: office for p in rows if (office := office_of(inputs, p)) is not None}
    rows = [p for p in rows if p.start not in offices or offices[p.start].head == head]
    fine = [p for p in rows if p.precision != "country"] or rows
    # 'Soldiers of the base in X killed six people in Y': where the doer comes from is the last guess.
    doers = {t.i for c in head.children if c.dep_ == "nsubj" for t in c.subtree}
    guessed = {p.start for p in fine if _root(inputs, p).i in doers} | offices.keys()
    apart = [p for p in fine if p.start not in guessed]
    chosen = (apart or fine)[:1]
    inner = [p for p in fine for w in chosen if holds(w, p)]  # 'In Wardak, a bomb hit an office in Sayed Abad'
    return inner[:1] or chosen


def office_of(inputs: Inputs, place: PlaceMention) -> Token | None:
    """'The bishop of X', 'the bishops of X, Jean Blanc, and Y, Paul Noir': who holds an office of a place."""
    first = root = _root(inputs, place)
    while first.dep_ == "conj":
        first = first.head
    holder = first.head.head if first.dep_ == "pobj" and first.head.lower_ == "of" else None
    if holder is not None and holder.pos_ == "NOUN" and holder.lemma_.lower() in place_words().find.titles:
        return holder
    named = any(c.dep_ == "appos" and c.ent_type_ == "PERSON" for c in root.children)
    before = [p for p in inputs.located if named and root.sent.start_char <= p.start < place.start]
    return office_of(inputs, before[-1]) if before else None


def _root(inputs: Inputs, place: PlaceMention) -> Token:
    return inputs.parsed.tokens_in(place.name_start, place.name_end).root


def _may_hold(inputs: Inputs, place: PlaceMention) -> bool:
    """Whether an event may be at a place by position alone: a country only where something is said to be in it."""
    if is_reference(inputs, place):
        return False
    if place.precision != "country":
        return True
    token = _root(inputs, place)
    while token.dep_ == "conj":
        token = token.head
    return token.dep_ == "pobj" and token.head.lower_ in INSIDE


def _beside(inputs: Inputs, trigger: TriggerMention, place: PlaceMention) -> bool:
    """A place phrase of the same sentence, with no other trigger between it and this one."""
    here, there = inputs.parsed.sentence_at(trigger.start), inputs.parsed.sentence_at(place.start)
    if here is None or there is None or here.index != there.index or not _may_hold(inputs, place):
        return False
    low, high = sorted((trigger.start, place.start))
    return not any(low < t.start < high for t in inputs.triggers_by_sentence.get(here.index, []) if t != trigger)


def from_context(inputs: Inputs, offset: int, own: list[PlaceRef], told: Sequence[Claim] = ()) -> list[PlaceRef]:
    home = _of_who_tells(inputs, offset)
    before = [place_ref(inputs, home, "event")] if home is not None else _told_places(inputs, offset, told)
    if not before and (mention := context_place(inputs, offset)) is not None:
        before = [place_ref(inputs, mention, "event")]
    have = {p.id for p in own if p.id is not None}
    update = {"text": None, "start": None, "end": None, "resolution": "topic"}
    return [p.model_copy(update=update) for p in before if p.id is None or p.id not in have]


def _of_who_tells(inputs: Inputs, offset: int) -> PlaceMention | None:
    """'Residents of X accused the army of bombing a wedding': those who live there tell of what happened there."""
    speech = speech_over(inputs, offset)
    if speech is None or not speech.mention.source:
        return None
    start, end = speech.mention.source[0][0], speech.mention.source[-1][1]
    root = inputs.parsed.tokens_in(start, end).root
    if root.lemma_.lower() not in place_words().find.locals:
        return None
    homes = [p for p in inputs.located if start <= p.start and p.end <= end and p.precision not in WIDE]
    return homes[0] if len(homes) == 1 else None


def _told_places(inputs: Inputs, offset: int, told: Sequence[Claim]) -> list[PlaceRef]:
    """Where the last event with places of its own happened, if that was told in this paragraph or just before it."""
    here = inputs.parsed.sentence_at(offset)
    for claim in sorted((c for c in told if c.type == "event" and c.start < offset), key=lambda c: -c.start):
        there = inputs.parsed.sentence_at(claim.start)
        if here is None or there is None or not _reaches(inputs, there, here):
            break
        named = [p for p in claim.places if p.role == "event" and p.resolution != "topic" and p.precision != "country"]
        if named and claim.news_role != "background":
            return named
    return []


def _reaches(inputs: Inputs, there: Sentence, here: Sentence) -> bool:
    """Whether a passage goes on: in its paragraph, or for two sentences into the next, and never past a heading."""
    if there.paragraph == here.paragraph:
        return True
    if here.index - there.index > _REACH or here.paragraph - there.paragraph > 1:
        return False
    return not any(there.index < s.index <= here.index for s, _ in inputs.headings)


def _heading(inputs: Inputs, here: Sentence) -> PlaceMention | None:
    """The place that stands over a passage as its heading; None where a heading that is no place stands between."""
    above = [(s, p) for s, p in inputs.headings if s.index < here.index]
    return above[-1][1] if above else None


def context_place(inputs: Inputs, offset: int) -> PlaceMention | None:
    """The place of a passage that names none: of the sentences just before in its paragraph, else the text's topic.

    A country is a context only where the text names nothing below one.
    """
    here = inputs.parsed.sentence_at(offset)
    if here is None:
        return None
    usable = inputs.located
    local = [p for p in usable if p.precision != "country"]
    for index in range(here.index, -1, -1):
        sentence = inputs.parsed.sentences[index]
        if not _reaches(inputs, sentence, here):
            break
        named = [
            p
            for p in local
            if sentence.start <= p.start < sentence.end
            and (index < here.index or p.end <= offset)
            and not _came_from(inputs, p)
        ]
        if inputs.topic is not None and any(p.id == inputs.topic.id for p in named):
            return inputs.topic
        fine = narrowed(inputs, named)
        if len({p.id or p.text for p in fine}) == 1:
            return fine[0]
    if (heading := _heading(inputs, here)) is not None:
        return heading
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
            "name": mention.name or inputs.parsed.text[mention.name_start : mention.name_end] or mention.text,
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
