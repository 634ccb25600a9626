"""Anaphors of places: 'the town', 'the same province', 'there'; and what place a document is about (R17, R82)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Token

from dateline.claims.reference_words import ReferenceWords
from dateline.know.gazetteer_words import place_words
from dateline.mentions import PlaceMention, Sentence
from dateline.text.segment import Parsed

_SETTLEMENT = frozenset({"settlement", "exact", "near_settlement", "neighbourhood", "facility", "camp", "crossing"})
#: Parts of a country that a text may be about where it names towns only in passing.
_AREA = frozenset({"adm1", "part_of_adm1", "adm2"})
_REACH = 3
#: Sentences of the first paragraphs that count more: a page may be one paragraph.
_LEAD = 4


def topic_place(parsed: Parsed, places: Sequence[PlaceMention]) -> PlaceMention | None:
    """The settlement that the document is about: the headline's, else the one that the text names most and first; the
    province that it names before, where it names that settlement once and not at its head.

    It may be one that no gazetteer has: then nothing is located by it, and no other town stands in for it.
    """
    usable = [
        p
        for p in places
        if _is_place(p)
        and (p.precision in _SETTLEMENT or (p.id is None and p.precision != "near_place"))
        and p.text.casefold() not in place_words().find.regions
    ]
    if not usable:
        return None
    headline = [p for p in usable if (s := parsed.sentence_at(p.start)) and s.kind == "headline"]
    if headline and not _is_unlocated(headline[0]):
        return headline[0]
    counts: Counter[str] = Counter()
    for p in usable:
        s = parsed.sentence_at(p.start)
        counts[_key(p)] += 3 if s and s.paragraph <= 1 and s.index < _LEAD else 1
    ids = {p.text.casefold(): p.id for p in usable if p.id is not None}
    for key in [k for k in counts if k in ids]:
        counts[ids[key]] += counts.pop(key)  # 'the X shrine' and 'in X'
    best = max(counts.values())
    most = [p for p in usable if counts[_key(p)] == best]
    topic = next((p for p in most if not _is_unlocated(p)), most[0])
    area = next((p for p in places if _is_place(p) and p.precision in _AREA), None)
    return area if best == 1 and area is not None and area.end <= topic.start else topic


def topic_country(parsed: Parsed, places: Sequence[PlaceMention]) -> str | None:
    """ISO code of the country that most places of the text lie in; the headline counts three, the lead two."""
    votes: Counter[str] = Counter()
    for p in places:
        if p.country is None or p.usage == "dateline":
            continue
        s = parsed.sentence_at(p.start)
        votes[p.country] += 3 if s and s.kind == "headline" else 2 if s and s.paragraph <= 1 else 1
    return votes.most_common(1)[0][0] if votes else None


def resolve_place_anaphors(
    parsed: Parsed, places: Sequence[PlaceMention], words: ReferenceWords
) -> dict[int, PlaceMention]:
    """Token index -> the place that the noun or 'there' at it stands for, with the anaphor's own span."""
    usable = sorted((p for p in places if _is_place(p)), key=lambda p: p.start)
    covered = {t.i for p in places for t in parsed.tokens_in(p.start, p.end)}
    topic = topic_place(parsed, usable)
    found: dict[int, PlaceMention] = {}
    for sentence in parsed.sentences:
        if sentence.kind in ("byline", "caption"):
            continue
        for token in parsed.tokens_of(sentence):
            if token.i in covered:
                continue
            place = _antecedent(parsed, token, sentence, usable, topic, words)
            if place is not None:
                start = _start_of(token)
                end = token.idx + len(token)
                found[token.i] = replace(
                    place, start=start, end=end, text=parsed.text[start:end], name_start=token.idx, name_end=end,
                    name=place.name or parsed.text[place.name_start : place.name_end],
                    relation="at", qualifier=None, confidence=min(place.confidence, 0.6),
                )  # fmt: skip
    return found


def _is_unlocated(p: PlaceMention) -> bool:
    return p.lat is None


def _is_place(p: PlaceMention) -> bool:
    return p.usage == "place"


def _is_village(p: PlaceMention) -> bool:
    """A name that no gazetteer has, be it said to lie somewhere; no mosque and no street."""
    return p.id is None and not p.candidates and p.precision in (None, "near_place", "part_of_adm1")


def _key(p: PlaceMention) -> str:
    return p.id or (p.name or p.text).lower()


def _antecedent(
    parsed: Parsed,
    token: Token,
    sentence: Sentence,
    places: Sequence[PlaceMention],
    topic: PlaceMention | None,
    words: ReferenceWords,
) -> PlaceMention | None:
    before = [p for p in places if p.end <= token.idx]
    if token.lower_ == "there" and token.dep_ != "expl" and token.pos_ == "ADV":
        return _nearest(parsed, sentence, before, _SETTLEMENT | {"adm1", "adm2"}, None, reach=1)
    sort = words.place_class(token.lower_)
    if sort is None or token.pos_ not in ("NOUN", "PROPN") or not _is_definite(token, words):
        return None
    modifiers = {c.lower_ for c in token.children}
    if modifiers & words.qualifiers:
        return _called_so(parsed, before, modifiers & words.qualifiers, words)
    if modifiers & words.others or _names_another(token):
        return None
    precisions = words.places[sort].precisions
    if sort == "province" and (place := _province_of(parsed, sentence, before, topic, modifiers)) is not None:
        return place
    if sort == "country":
        return _nearest(parsed, sentence, before, precisions, None, reach=_REACH)
    return _nearest(parsed, sentence, before, precisions, topic if sort in ("settlement", "area") else None)


def _is_definite(token: Token, words: ReferenceWords) -> bool:
    """'the town', 'the group's last stronghold', not 'a town', nor 'town' before another noun."""
    if token.dep_ == "compound":
        return False
    return any(c.dep_ == "det" and c.lower_ in words.determiners for c in token.children) or any(
        c.dep_ == "poss" for c in token.children
    )


def _names_another(token: Token) -> bool:
    """'the town of X', 'the northern town X', 'the towns and villages in X': not the one spoken of."""
    if any(c.dep_ in ("compound", "nmod", "appos") and c.pos_ == "PROPN" for c in token.children):
        return True
    if token.dep_ == "compound" or (token.i + 1 < len(token.doc) and token.nbor().pos_ == "PROPN"):
        return True
    return any(c.lower_ == "of" and any(g.pos_ == "PROPN" for g in c.children) for c in token.children)


def _start_of(token: Token) -> int:
    det = [c for c in token.children if c.dep_ in ("det", "poss") and c.i < token.i]
    return min([token.idx, *(next(iter(d.subtree)).idx for d in det)])


def _nearest(
    parsed: Parsed,
    here: Sentence,
    before: Sequence[PlaceMention],
    precisions: frozenset[str],
    topic: PlaceMention | None,
    reach: int = _REACH,
) -> PlaceMention | None:
    """The place of the nearest sentence that names one; several at once, or a far one, leave the topic."""
    unlisted = precisions <= _SETTLEMENT or "settlement" in precisions
    fitting = [p for p in before if p.precision in precisions or (unlisted and _is_village(p))]
    for sentence in reversed(parsed.sentences[: here.index + 1]):
        distance = here.paragraph - sentence.paragraph
        if distance > reach:
            break
        own = [p for p in fitting if sentence.start <= p.start < sentence.end]
        events = [p for p in own if p.relation == "at" and not _is_reference(parsed, p)] or own
        events = [p for p in events if not _is_left(parsed, p, events)]
        names = {_key(p) for p in events}
        if topic is not None and _key(topic) in names:
            return topic
        if len(names) == 1 and (distance <= 1 or topic is None):
            return events[-1]
        if len(names) > 1 and topic is None and sentence.index == here.index:
            return events[-1]
        if names and topic is None:
            return None
    return topic if topic is not None and topic.precision in precisions and topic.end <= here.end else None


def _is_reference(parsed: Parsed, p: PlaceMention) -> bool:
    """'10 km from X', 'down the valley from X', 'near X': a point to measure from."""
    i = parsed.token_at(p.start)
    if i is None or i == 0:
        return False
    prep = parsed.doc[i - 1]
    return prep.lower_ == "from" and prep.head.pos_ in ("NOUN", "ADV", "ADP")


def _is_left(parsed: Parsed, p: PlaceMention, others: Sequence[PlaceMention]) -> bool:
    """'rode from X to Y': whoever arrives at Y is no longer at X."""
    prep = _preposition(parsed, p)
    goals = (_preposition(parsed, other) for other in others if other.start > p.end)
    return prep is not None and prep.lower_ == "from" and any(g and g.lower_ in _GOAL for g in goals)


def _preposition(parsed: Parsed, p: PlaceMention) -> Token | None:
    i = parsed.token_at(p.start)
    return parsed.doc[i - 1] if i else None


#: Prepositions before the place that somebody goes to.
_GOAL = ("to", "into", "towards", "toward")


def _province_of(
    parsed: Parsed,
    here: Sentence,
    before: Sequence[PlaceMention],
    topic: PlaceMention | None,
    modifiers: set[str],
) -> PlaceMention | None:
    """'the same province': that of the last settlement when no province was named since."""
    last = next((p for p in reversed(before) if p.adm1 and p.precision in (*_SETTLEMENT, "adm1")), None)
    if last is None or last.precision == "adm1" or not last.adm1:
        return None
    s = parsed.sentence_at(last.start)
    if (
        s is None
        or here.paragraph - s.paragraph > 1
        or ("same" not in modifiers and topic is not None and last != topic)
    ):
        return None
    named = next((p for p in before if p.precision == "adm1" and p.name and p.name == last.adm1), None)
    if named is not None:
        return named
    return replace(last, id=None, name=last.adm1, precision="adm1", lat=None, lon=None, radius_km=None,
                   why="province of the settlement named before")  # fmt: skip


def _called_so(
    parsed: Parsed, before: Sequence[PlaceMention], qualifiers: set[str], words: ReferenceWords
) -> PlaceMention | None:
    """'the group's last urban stronghold' is the place that the text called 'the last ... bastion' before."""
    hits: dict[str, PlaceMention] = {}
    for p in before:
        i = parsed.token_at(p.end)
        if i is None:
            continue
        after = [t.lower_ for t in parsed.doc[i : i + 8]]
        if after[:1] == [","] and set(after) & qualifiers and any(words.place_class(w) == "settlement" for w in after):
            hits[_key(p)] = p
    return next(iter(hits.values())) if len(hits) == 1 else None
