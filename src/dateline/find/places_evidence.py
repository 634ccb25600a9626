"""Is this name a place here? Evidence for and against, added up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from spacy.tokens import Span, Token

from dateline.find.places_names import Name
from dateline.know.demonyms import countries_of_demonym
from dateline.know.gazetteer_words import FindWords, place_words
from dateline.text.grammar import opens_sentence
from dateline.text.segment import Parsed

_PLACE_ENTITIES = frozenset({"GPE", "LOC", "FAC"})
_DATELINE = re.compile(
    r"^\W{0,3}[A-ZÀ-Þ][\w'’‘`.\- ]{1,40}?(?:,\s*[\w'’.\- ]{2,30})?\s*(?:,\s*\w+\.?\s+\d{1,2}(?:,\s*\d{4})?)?\s*"
    r"(?:\([^)\n]{2,40}\)\s*[-–—:]+|\s[-–—]{1,2}\s|[–—]|:\s)"
)
_DAY = r"(?:\w+day,?\s+)?(?:\d{1,2}\s+\w+|\w+\.?\s+\d{1,2}|\d{1,2}[./]\d{1,2}(?=[./]))"
#: 'PORT SUDAN, Wednesday, 19 February 2025' on a line of its own; '(Bamako, May 22, 2024) - ' before the first words.
_DATELINE_ALONE = re.compile(
    r"^\W{0,3}[A-ZÀ-Þ][\w'’‘`.\- ]{1,40}?(?:,\s*[A-ZÀ-Þ][\w'’.\- ]{2,30}?)?\s*[,(–—-]\s*" + _DAY + r",?\s+\d{4}\W*$"
)
#: '21 September 2021 | Addis Ababa' on a line of its own.
_DATELINE_AFTER_DAY = re.compile(
    r"^\W{0,3}" + _DAY + r",?\s+\d{4}\s*[|/,–—-]\s*[A-ZÀ-Þ][\w'’‘`.\- ]{1,40}?(?:,\s*[A-ZÀ-Þ][\w'’.\- ]{2,30}?)?\W*$"
)
_DATELINE_WITHIN = re.compile(
    r"(?<![A-Z] )\b[A-ZÀ-Þ]{4,}(?:[ -][A-ZÀ-Þ]{2,}){0,2} \([A-Z][A-Za-z]{2,14}\)(?= [A-Z\"“])"
)
_DATELINE_IN_BRACKETS = re.compile(
    r"^\W{0,2}\([A-ZÀ-Þ][\w'’‘`.\- ]{1,40}?(?:,\s*[\w'’.\- ]{2,30})?,\s*" + _DAY + r"(?:,?\s+\d{4})?\)\s*[-–—:]"
)
_DATELINE_REACH = 90
#: A town of so many people says of which country a text speaks.
_KNOWN = 100_000
#: 'the US Army': abbreviated countries stand before nouns like adjectives and still say where.
_SHORT = 4
#: Where 'the towns and villages of' ends, looking back from a name, in characters.
_KIND_REACH = 40
#: Words after a comma that may still say what a name is: ', the second-largest town'.
_SET_OFF = 7
_LISTED = re.compile(r"^(?:,|,? and|,? or|;| &)\s(?:the\s|in\s|from\s)?$")


@dataclass(frozen=True)
class Context:
    """What the evidence needs of the whole text: entities by token, last names of persons, datelines, taken spans.

    `said`: country -> the words that say it; a name does not count for itself.
    """

    parsed: Parsed
    entity_of: dict[int, Span]
    person_words: frozenset[str]
    datelines: tuple[tuple[int, int], ...]
    taken: tuple[tuple[int, int], ...]
    name_at: dict[int, Name]
    said: dict[str, frozenset[str]]

    @classmethod
    def of(cls, parsed: Parsed, names: Sequence[Name], taken: Sequence[tuple[int, int]]) -> Context:
        starts = {name.first: name for name in names}
        whole = {(n.first, n.last) for n in names if n.last - n.first > 1}
        return cls(
            parsed=parsed,
            entity_of={t.i: ent for ent in parsed.doc.ents for t in ent},
            person_words=frozenset(_person_words(parsed, whole)),
            datelines=tuple(_datelines(parsed)),
            taken=tuple(taken),
            name_at=starts,
            said=_countries_said(parsed, names),
        )


def _with_preposition(entity: Span) -> bool:
    """'Near X, two strikes ...': at the head of a sentence the tagger takes both words for one name."""
    first = entity[0]
    return len(entity) > 1 and opens_sentence(first) and first.lower_ in place_words().find.strong_prepositions


def _countries_said(parsed: Parsed, names: Sequence[Name]) -> dict[str, frozenset[str]]:
    """Countries that the text speaks of: by name, by a word of nationality, by a province or a large town of theirs."""
    found: dict[str, set[str]] = {}
    for name in names:
        countries = {m.place.country for m in name.matches if m.exact}
        best = name.matches[0].place if name.matches else None
        if best is None or best.country is None:
            continue
        if (best.kind == "country" and name.matches[0].main) or (
            len(countries) == 1 and (best.kind in ("adm1", "region") or best.population > _KNOWN)
        ):
            found.setdefault(best.country, set()).add(name.text)
    for token in parsed.doc:
        if token.is_title:
            for iso in countries_of_demonym(token.text):
                found.setdefault(iso, set()).add(token.text)
    return {iso: frozenset(words) for iso, words in found.items()}


def _person_words(parsed: Parsed, places: set[tuple[int, int]]) -> set[str]:
    """Last words of persons' names of two words or more, save those that are whole names of places."""
    return {
        ent[-1].text
        for ent in parsed.doc.ents
        if ent.label_ == "PERSON"
        and len(ent) > 1
        and (ent.start, ent.end) not in places
        and ent[-1].is_alpha
        and not _with_preposition(ent)
    }


def _datelines(parsed: Parsed) -> list[tuple[int, int]]:
    """Spans at the head of paragraphs such as 'KHARTOUM, Sudan (AP) —' and 'Beirut:'."""
    found = []
    seen: set[int] = set()
    for sentence in parsed.sentences:
        if sentence.paragraph in seen:
            continue
        seen.add(sentence.paragraph)
        words = parsed.text[sentence.start : sentence.start + _DATELINE_REACH]
        match = _DATELINE_IN_BRACKETS.match(words) or _DATELINE.match(words)
        line = words.partition("\n")[0].rstrip()
        alone = _DATELINE_ALONE.match(line) or _DATELINE_AFTER_DAY.match(line)
        held = alone or (match if sentence.kind in ("body", "dateline") else None)
        if held:
            found.append((sentence.start, sentence.start + held.end()))
    # 'MOSCOW (Sputnik) At the ...' where a page's lines have run together.
    return found + [(m.start(), m.end()) for m in _DATELINE_WITHIN.finditer(parsed.text)]


def weigh(name: Name, context: Context) -> float:
    """The score of a name: above the threshold it is taken for a place."""
    find = place_words().find
    w = find.weights
    doc = context.parsed.doc
    span = doc[name.first : name.last]
    before, after = _word(doc, name.first - 1, -1), _word(doc, name.last, 1)
    short = name.text.isupper() and len(name.text.replace(".", "")) <= _SHORT
    beside = _before(before, find) + (0.0 if short else _after(name, after, context, find))
    score = _prior(name, w) + _entity(span, context, w) + beside
    told = _clause(span, find)
    if span[0].is_sent_start and len(span) == 1 and not told:
        score += w["sentence_start"]
    if len(span) > 2 or (len(span) == 2 and span[-1].is_alpha):
        score += w["many_words"]
    elif name.text.casefold() in find.not_names:
        score += w["common_word"]
    if all(t.pos_ not in ("PROPN", "NOUN", "X") for t in span) and not told:
        score += w["not_proper"]
    if len(span) > 2 and span[1].lower_ == "of" and span[0].lower_ in find.organisation_heads:
        score += w["organisation_after"] + w["name_around"]
    if len(span) == 1 and name.text in context.person_words:
        score += w["name_around"]
    if _in_dateline(name, context) and not re.match(r"\s+\d", context.parsed.text[name.end : name.end + 4]):
        score += w["preposition"] + w["kind_word"]
    if name.listed:
        score += w["kind_word"]
    return score + _scene(name, context, w) + told


def _scene(name: Name, context: Context, w: dict[str, float]) -> float:
    """A bearer of the name lies in a country that the rest of the text speaks of."""
    said = {iso for iso, words in context.said.items() if words - {name.text}}
    if any(m.exact and m.place.country in said and m.place.kind != "country" for m in name.matches):
        return w["country_said"]
    return w["country_said"] / 2 if any(m.place.country in said for m in name.matches) else 0.0


def _clause(span: Span, find: FindWords) -> float:
    """'X had been liberated', 'X fell': what can only be done to, or be told of, a place."""
    root = span.root
    verb = root.head
    if root.dep_ == "nsubjpass" and verb.lemma_.lower() in find.verbs:
        return find.weights["verb"]
    if root.dep_ == "nsubj" and any(name in find.place_subject_verbs for name in _names_of(verb)):
        return find.weights["verb"]
    return find.weights["set_off"] if _is_set_off(span, find) else 0.0


def _is_set_off(span: Span, find: FindWords) -> bool:
    """'X, a town close to', 'X, the capital of', 'X, west of': the words after the comma say that it is a place."""
    after = span.doc[span.end : span.end + _SET_OFF]
    if len(after) < 2 or after[0].text != ",":
        return False
    words = [t.lower_ for t in after[1:]]
    if words[0] in ("a", "an", "the", "one", "some", "its", "whose"):
        return any(w in place_words().kind_of for w in words)
    return words[0] in find.directions and len(words) > 1 and words[1] == "of"


def _prior(name: Name, w: dict[str, float]) -> float:
    """How well known the best bearer of the name is."""
    places = [m.place for m in name.matches]
    if not places:
        return w["unknown"]
    if any(p.kind in ("country", "continent") for p in places):
        score = w["country"]
    elif any(m.place.kind == "adm1" and (m.main or m.place.population > 200_000) for m in name.matches):
        score = w["adm1"]
    elif any(p.population > 500_000 or (p.id.startswith("dateline:") and p.kind != "settlement") for p in places):
        score = w["large"]
    elif any(p.population > 50_000 or not p.id.startswith("geonames:") for p in places):
        score = w["middle"]
    else:
        score = w["small"]
    if not any(m.exact for m in name.matches):
        return score + w["loose_only"]
    if not any(m.main for m in name.matches) and all(p.population < 100_000 for p in places):
        score += w["alias_only"]
    return score


def _entity(span: Span, context: Context, w: dict[str, float]) -> float:
    """What the tagger says. An entity of another kind counts against, more so if the name is only a part of it."""
    entities = {context.entity_of[t.i] for t in span if t.i in context.entity_of}
    if not entities:
        return w["ner_none"]
    labels = {e.label_ for e in entities}
    if labels & _PLACE_ENTITIES:
        return w["ner_place"]
    entity = max(entities, key=len)
    if entity.label_ == "NORP":
        return w["ner_group"]
    own = entity[1:] if _with_preposition(entity) else entity
    words = [t for t in own if t.text[:1].isupper() and not (span.start <= t.i < span.end)]
    if not words:
        return w["ner_alone"]  # of a lone unknown name the tagger only guesses the kind
    return w["ner_inside"] if entity.label_ == "PERSON" else w["ner_other"]


def _word(doc: object, at: int, step: int) -> Token | None:
    """The next token that is no white space."""
    tokens = doc
    while 0 <= at < len(tokens):  # type: ignore[arg-type]
        token: Token = tokens[at]  # type: ignore[index]
        if not token.is_space:
            return token
        at += step
    return None


def _before(before: Token | None, find: FindWords) -> float:
    before = _past_modifiers(before)
    if before is None:
        return 0.0
    w, word = find.weights, before.lower_
    if word == "of" and before.i > 0 and _describes_a_place(before.nbor(-1).lower_, find):
        return w["named_kind"]
    if before.pos_ == "VERB" and before.lemma_.lower() in find.place_object_verbs:
        return w["only_places"]
    if before.pos_ == "VERB" and any(verb in find.verbs for verb in _names_of(before)):
        return w["verb"]
    if word == "of" and before.i > 0 and _heads_a_body(before.nbor(-1), find):
        return w["organisation_after"]
    if word == "of" and before.i > 0 and before.nbor(-1).lower_ in find.holders:
        return w["holder_of"]
    if word == "for" and before.i > 0 and before.nbor(-1).lemma_.lower() in find.fought_for:
        return w["holder_of"]  # 'the battle for X'
    if word in ("on", "against", "at") and before.i > 0 and _aims(before, find):
        return w["aim"]
    if word in ("into", "to", "from") and before.i > 0 and before.nbor(-1).lemma_.lower() in find.ways:
        return w["way"]  # 'every road into X'
    if word == "between" and before.i > 0 and before.nbor(-1).lemma_.lower() in find.ways:
        return w["way"]
    if word in find.strong_prepositions:
        return w["preposition"]
    if word in find.prepositions:
        return w["weak_preposition"]
    if word.rstrip(".") in find.titles and before.text[:1].isupper():
        return w["title_before"]
    if word in place_words().kind_of and not before.text[:1].isupper():
        return w["kind_word"] / 2
    if before.text[:1].isupper() and before.pos_ == "PROPN" and not before.is_sent_start:
        return 0.0 if word in find.directions or word in place_words().kind_of else w["name_around"]
    return 0.0


def _names_of(verb: Token) -> tuple[str, ...]:
    """The verb alone, and with its particle or object: 'handed X over', 'changed hands' -> hand over, change hands."""
    lemma = verb.lemma_.lower()
    return (lemma, *(f"{lemma} {c.lower_}" for c in verb.children if c.dep_ in ("prt", "dobj")))


def _aims(preposition: Token, find: FindWords) -> bool:
    """'its attack on', 'dropped barrel bombs on': the noun before, or its verb, tells of force."""
    noun = preposition.nbor(-1)
    return noun.lemma_.lower() in find.aims or noun.head.lemma_.lower() in find.aims


def _describes_a_place(noun: str, find: FindWords) -> bool:
    """'town of', 'villages of', 'west of', 'outskirts of'."""
    kinds = place_words().kind_of
    many = noun.removesuffix("s") in kinds or (noun.endswith("ies") and noun[:-3] + "y" in kinds)
    return noun in kinds or many or noun in find.part_nouns or noun in find.directions


def _past_modifiers(before: Token | None) -> Token | None:
    """The word that governs: 'in the', 'in regional', 'of central' -> 'in', 'of'."""
    for _ in range(2):
        if before is None or before.i == 0 or before.text[:1].isupper() or before.pos_ not in ("DET", "ADJ"):
            break
        before = before.nbor(-1)
    return before


def _heads_a_body(noun: Token, find: FindWords) -> bool:
    """'University of', 'Voice of', 'Times of'."""
    return noun.text[:1].isupper() and noun.lower_ in find.organisation_heads


def _after(name: Name, after: Token | None, context: Context, find: FindWords) -> float:
    if after is None:
        return 0.0
    w, word = find.weights, after.lower_
    kinds = place_words().kind_of
    if (word in kinds and word not in find.organisation_heads) or _long_kind(after):
        return w["kind_word"]
    if _thing_named(after) in find.not_places_after or word in find.not_places_after or after.text.startswith("$"):
        return w["thing_after"]
    if word == "," and _parent_follows(name, after, context, find):
        return w["parent_after"]
    if after.text[:1].isupper() and not after.is_sent_start:
        if word in find.organisation_heads:
            return w["organisation_after"]
        if after.pos_ == "PROPN" and after.i not in context.name_at:
            return w["name_around"] / 2
    if after.pos_ == "NOUN" and context.parsed.doc[name.last - 1].dep_ == "compound":
        return w["modifier"]
    if word == "-" and not after.whitespace_ and after.i + 1 < len(context.parsed.doc):
        return w["name_around"] / 2 if after.nbor(1).pos_ in ("VERB", "ADJ") else 0.0
    return 0.0


def _long_kind(after: Token) -> bool:
    """'Local Government Area', 'Rural Commune': a kind of unit of two or three words behind a name."""
    words = [t.lower_ for t in after.doc[after.i : after.i + 3]]
    return any(" ".join(words[:n]) in place_words().kind_of for n in (2, 3) if len(words) >= n)


def _parent_follows(name: Name, comma: Token, context: Context, find: FindWords) -> bool:
    """'Pandi, Bulacan': the name after the comma is a country or a unit that has a bearer of this name inside."""
    after = _word(context.parsed.doc, comma.i + 1, 1)
    for _ in range(6):  # ', in the far north-eastern ...'
        if after is not None and (
            after.lower_ in ("in", "the", "far", "-", "of") or after.lower_.removesuffix("ern") in find.directions
        ):
            after = _word(context.parsed.doc, after.i + 1, 1)
    parent = context.name_at.get(after.i) if after is not None else None
    if parent is None:
        return False
    codes = {m.place.adm1 for m in parent.matches if m.place.kind == "adm1"}
    countries = {m.place.country for m in parent.matches if m.place.kind == "country"}
    return any(m.place.adm1 in codes or m.place.country in countries for m in name.matches)


def _thing_named(after: Token) -> str:
    """'vehicles' of 'Bradley armoured fighting vehicles': the noun that a name and what stands between them go with."""
    token, head = after, after
    while token.text == "-" or (
        token.is_lower and token.is_alpha and (token.pos_ in ("ADJ", "NOUN") or token.tag_ in ("VBG", "VBN"))
    ):
        head = token if token.pos_ == "NOUN" else head
        if token.i + 1 >= len(token.doc):
            break
        token = token.nbor()
    return head.lower_ if head.pos_ == "NOUN" else ""


def _in_dateline(name: Name, context: Context) -> bool:
    return any(start <= name.start and name.end <= end for start, end in context.datelines)


#: People of a town that may stand for who governs from it.
_TOWN = 50_000


def _opens_a_seat(name: Name, after: Token | None, context: Context) -> bool:
    """'The Tampa, Florida-based command': where somebody sits, in two names."""
    holder = context.name_at.get(name.last + 1)
    if after is None or after.text != "," or holder is None or name.first == 0:
        return False
    doc = context.parsed.doc
    told = doc[name.first - 1].lower_ in ("the", "a", "an")
    return told and [t.lower_ for t in doc[holder.last : holder.last + 2]] == ["-", "based"]


def usage_of(name: Name, context: Context) -> Literal["place", "adjective", "dateline", "organisation"]:
    """What the name does here: it says where, it heads the story, or it is part of a body's name."""
    if _in_dateline(name, context):
        return "dateline"
    doc = context.parsed.doc
    after = doc[name.last] if name.last < len(doc) else None
    if after is not None and after.text == "-" and not after.whitespace_ and name.last + 1 < len(doc):
        return "adjective" if doc[name.last + 1].pos_ in ("VERB", "ADJ") else "place"
    if _opens_a_seat(name, after, context):
        return "adjective"
    # A body and a country or a capital may have one name; 'al-Qaida' is no village, though there is one.
    own = [m.place for m in name.matches if m.exact and (m.main or m.owns)]
    large = any(place.kind != "settlement" or place.population > _TOWN for place in own)
    spans = [t for t in context.taken if not large or t != (name.start, name.end)]
    inside = any(s <= name.start and name.end <= e for s, e in spans)
    if not inside:
        return "place"
    before = doc[name.first - 1] if name.first else None
    governed = before is not None and (
        before.lower_ in place_words().find.strong_prepositions
        or (before.lower_ == "of" and before.i > 0 and before.nbor(-1).text in place_words().kind_of)
    )
    possessive = after is not None and after.tag_ == "POS"
    return "place" if governed or possessive else "organisation"


@lru_cache(maxsize=1)
def _plural_kinds() -> re.Pattern[str]:
    many = (re.sub("(?<![aeiou])y$", "ie", kind) + "s" for kind in place_words().kind_of)
    kinds = "|".join(sorted(map(re.escape, many), key=len, reverse=True))
    return re.compile(rf"\b(?:{kinds}) (?:of )?(?:the )?$", re.IGNORECASE)


def _opens_list(before: str) -> bool:
    """'the towns and villages of': all names that follow in one list are such places."""
    # A look at the end spares most names the search.
    if not before.rstrip("\n").lower().removesuffix("the ").removesuffix("of ").endswith("s "):
        return False
    return _plural_kinds().search(before) is not None


def support_each_other(names: Sequence[Name], scores: Sequence[float], text: str) -> list[float]:
    """Scores with what names lend each other: 'Rogaland, Vestfold and Buskerud', and the same name elsewhere."""
    w, limit = place_words().find.weights, place_words().find.threshold
    sure = {n.text for n, s in zip(names, scores, strict=True) if s >= limit}
    raised = [s + (w["repeated"] if n.text in sure else 0.0) for n, s in zip(names, scores, strict=True)]
    open_list = False  # a list of places that 'the villages of' has opened
    for i, name in enumerate(names):
        listed = i > 0 and _LISTED.match(text[names[i - 1].end : name.start]) is not None
        if open_list and listed and raised[i] < limit:
            raised[i] += w["kind_word"]
        open_list = (open_list and listed) or _opens_list(text[max(0, name.start - _KIND_REACH) : name.start])
    for order in (range(1, len(names)), range(len(names) - 2, -1, -1)):
        for i in order:
            j = i - 1 if order.step > 0 else i + 1
            left, right = (names[j], names[i]) if j < i else (names[i], names[j])
            if raised[i] < limit <= raised[j] and _LISTED.match(text[left.end : right.start]):
                raised[i] += w["listed"]
    return raised
