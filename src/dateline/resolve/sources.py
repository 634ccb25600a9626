"""Who speaks: the sources of each attribution, from speaker to organisation to carriers.

CODEBOOK R41, R45, R47, R71 to R73, R90.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from dateline.know.actors import words_of
from dateline.know.fold import plain
from dateline.know.sources import CARRYING, Anaphor, Anonymous, SourceBook
from dateline.mentions import ActorMention, SpeechMention
from dateline.model import SourceRef
from dateline.resolve.sources_context import (
    Context,
    body_in,
    context_of,
    name_of,
    organisation,
    person_body,
    surname,
)  # fmt: skip
from dateline.resolve.sources_narrator import narrator as narrator
from dateline.text.grammar import noun_phrase_span
from dateline.text.segment import Parsed

_OWN = re.compile(r"\bour\s+(?:own\s+)?(\w+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedSpeech:
    """An attribution with its sources: speaker, then organisation, then carriers. No source = nobody is named."""

    mention: SpeechMention
    sources: tuple[SourceRef, ...]
    kind: str
    stance: str

    @property
    def originator(self) -> SourceRef | None:
        """The organisation that says it; the speaker where no organisation is known."""
        said = [s for s in self.sources if s.role != "carrier"]
        return next((s for s in said if s.role == "organisation"), said[0] if said else None)


def resolve_speech(
    parsed: Parsed,
    speech: Sequence[SpeechMention],
    book: SourceBook,
    actors: Sequence[ActorMention],
    *,
    publisher: str | None,
    writer: tuple[SourceRef, ...] = (),
) -> list[ResolvedSpeech]:
    """The sources of each attribution of a document, in the order of `speech`.

    A person stands beside the body that the document says he speaks for; pronouns and "the statement" take the last
    fitting speaker; bodies that no book knows are kept by name (id None); unnamed ones are typed (ANON_WITNESSES).
    `writer`: who tells the text; its 'we' outside of quotations is theirs.
    """
    context = context_of(parsed, book, actors, publisher)
    context.writer = writer
    rows: list[tuple[SourceRef, ...]] = []
    history: list[tuple[SourceRef, ...]] = []
    for i, mention in enumerate(speech):
        carriers = _carriers(mention, context)
        outer = rows[mention.parent] if mention.parent is not None and mention.parent < i else ()
        around = tuple(s for s in outer if s.role != "carrier")
        said = _speaker(mention, context, history, around, carriers, speech[i + 1 : i + 4])
        if said:
            history.append(said)
        elif carriers and mention.source:
            said, carriers = (carriers[0].model_copy(update={"role": "organisation"}),), carriers[1:]
        known = {s.id for s in said if s.id}
        rows.append((*said, *(c for c in carriers if c.id not in known)))
    return [
        ResolvedSpeech(mention=m, sources=_with_outer(m, rows, i), kind=m.kind, stance=m.stance)
        for i, m in enumerate(speech)
    ]


def _with_outer(mention: SpeechMention, rows: list[tuple[SourceRef, ...]], i: int) -> tuple[SourceRef, ...]:
    """A nested attribution is carried by the speaker of the one around it."""
    if mention.parent is None or mention.parent == i:
        return rows[i]
    known = {(s.id, s.name) for s in rows[i]}
    outer = [s for s in rows[mention.parent] if s.role == "organisation" and (s.id, s.name) not in known]
    return (*rows[i], *(s.model_copy(update={"role": "carrier"}) for s in outer))


# --- carriers


def _carriers(mention: SpeechMention, context: Context) -> tuple[SourceRef, ...]:
    """Outlets that pass it on. Candidates that are no outlet ('told reporters') fall away."""
    found: dict[str, SourceRef] = {}
    for start, end in mention.carriers:
        for hit in context.sources_in(start, end):
            if hit.source.type in CARRYING or hit.source.type == "armed_actor":
                ref = organisation(hit.source, hit.start, hit.end, context.parsed.text, role="carrier")
                found.setdefault(hit.source.id, ref)
        if not found:
            for body in context.book.find_bodies(context.parsed.text, start, end):
                country = body.country or context.country
                if body.body.type in CARRYING and country:
                    source = context.book.body_of(body.body, country)
                    found[source.id] = organisation(source, body.start, body.end, context.parsed.text, role="carrier")
    return tuple(found.values())


# --- speakers


def _speaker(
    mention: SpeechMention,
    context: Context,
    history: list[tuple[SourceRef, ...]],
    around: tuple[SourceRef, ...],
    carriers: tuple[SourceRef, ...],
    ahead: Sequence[SpeechMention],
) -> tuple[SourceRef, ...]:
    """Speaker and organisation of one attribution; of coordinated speakers each."""
    if not mention.source:
        return ()
    start, end = _bare_span(mention, context.parsed)
    country = _country(carriers, context)
    head = _head(context.parsed, start, end)
    back = _by_pronoun(head, context, history, around)
    if back is not None:
        return back
    found: dict[tuple[str | None, str | None, str], SourceRef] = {}
    parts = _parts(head, start, end)
    for part, first, last in parts:
        said = _person(part, first, last, context, country) or _body(first, last, context, carriers, country)
        if not said and found:
            said = (_unnamed(part, first, last, context),)
        for ref in said:
            found.setdefault((ref.id, ref.name, ref.role), ref)
    if found:
        return tuple(found.values())
    issued = _issued_by(mention, context, carriers, country)
    if issued:
        return issued
    own = _own_forces(mention, context, country) or _said_later(head, ahead, context)
    if own:
        return (own,)
    back = _by_anaphor(head, context, history, _anonymous(head, start, end, context))
    if back is not None:
        return back
    if carriers and head.pos_ == "NOUN" and not _anonymous(head, start, end, context):
        return ()
    return tuple(_unnamed(part, first, last, context) for part, first, last in parts)


def _country(carriers: tuple[SourceRef, ...], context: Context) -> str | None:
    """The state whose army is "the army": that of the state agency that carries it, else the document's."""
    for carrier in carriers:
        if carrier.id and carrier.group and carrier.group.startswith("GOV_"):
            return context.book.by_id(carrier.id).country
    return context.country


def _parts(head: Token, start: int, end: int) -> list[tuple[Token, int, int]]:
    """Coordinated speakers one by one: 'Radio Okapi and a civil society leader'."""
    others = [c for c in head.conjuncts if start <= c.idx < end and c.pos_ in ("NOUN", "PROPN")]
    if not others or head.pos_ not in ("NOUN", "PROPN"):
        return [(head, start, end)]
    rows = []
    for part in (head, *others):
        first, last = noun_phrase_span(part)
        rows.append((part, max(first, start), min(last, end)))
    return rows


def _body(
    start: int, end: int, context: Context, carriers: tuple[SourceRef, ...], country: str | None
) -> tuple[SourceRef, ...]:
    body = body_in(context, start, end, country)
    return (body,) if body is not None and not any(c.id == body.id for c in carriers) else ()


def _bare_span(mention: SpeechMention, parsed: Parsed) -> tuple[int, int]:
    """The source phrase as one stretch, cut before its relative clause and before what says who carries it."""
    start, end = mention.source[0][0], mention.source[-1][1]
    cuts = [at for at, _ in mention.carriers if start < at < end]
    head = _head(parsed, start, end)
    for token in parsed.tokens_in(start, end):
        if token.i >= head.i or token.pos_ not in ("ADV", "PUNCT") or token.dep_ not in ("advmod", "punct"):
            start = max(start, token.idx)  # 'Earlier the reporter noted'
            break
    for token in parsed.tokens_in(start, end):
        if token.dep_ in ("relcl", "acl") and token.i > head.i:
            cuts.append(parsed.doc[token.left_edge.i].idx)
    return start, min([end, *(at for at in cuts if at > head.idx)])


def _issued_by(
    mention: SpeechMention, context: Context, carriers: tuple[SourceRef, ...], country: str | None
) -> tuple[SourceRef, ...]:
    """'a statement released by the army', 'a study by Airwars': the author stands behind the noun."""
    start, end = mention.source[0][0], mention.source[-1][1]
    for first, last in mention.carriers:
        if start <= first and last <= end:
            said = _body(first, last, context, carriers, country)
            if said:
                return said
    return ()


def _head(parsed: Parsed, start: int, end: int) -> Token:
    """The token of a span whose head lies outside it."""
    tokens = parsed.tokens_in(start, end)
    inside = {t.i for t in tokens}
    return next((t for t in tokens if t.head.i not in inside or t.head == t), tokens[0])


def _by_pronoun(
    head: Token, context: Context, history: list[tuple[SourceRef, ...]], around: tuple[SourceRef, ...]
) -> tuple[SourceRef, ...] | None:
    """The speaker that a pronoun stands for; () where none spoke before; None where it is no pronoun."""
    pronouns = context.book.patterns.pronouns
    word = head.lower_
    if head.pos_ not in ("PRON", "DET") or word not in pronouns.person | pronouns.body | pronouns.any | pronouns.first:
        return None
    if word in pronouns.first and not around and context.writer:
        return context.writer
    if around and (word in pronouns.first or (word in pronouns.person and _is_person(around))):
        return around
    fitting = history
    if word in pronouns.person:
        fitting = [said for said in history if any(s.role == "speaker" for s in said)]
    elif word in pronouns.body:
        fitting = [said for said in history if any(s.role == "organisation" and not _is_anonymous(s) for s in said)]
    return (fitting or history or [()])[-1]


def _is_person(said: tuple[SourceRef, ...]) -> bool:
    return any(s.role == "speaker" or _is_anonymous(s) for s in said)


def _is_anonymous(ref: SourceRef) -> bool:
    return bool(ref.group and ref.group.startswith("anonymous:"))


def _person(head: Token, start: int, end: int, context: Context, country: str | None) -> tuple[SourceRef, ...]:
    """A named person, with the body that the phrase or the rest of the document gives him."""
    public = next((a for a in context.actors_in(start, end) if a.kind == "person"), None)
    name = name_of(head, context) if head.pos_ == "PROPN" else []
    if head.pos_ == "NOUN":  # 'The ombudsman, Davit Sargsyan, said'
        beside = (c for c in head.children if c.dep_ == "appos" and c.ent_type_ == "PERSON" and start <= c.idx < end)
        name = next((found for c in beside if (found := name_of(c, context))), [])
    if not name and public is None:
        return ()
    bodies = [(f.start, f.end) for f in context.named]
    bodies += [(a.start, a.end) for a in context.actors_in(start, end) if a.kind != "person"]
    if name and any(first <= name[-1].idx < last for first, last in bodies):
        return ()
    text = context.parsed.text
    first = name[0].idx if name else (public.start if public else start)
    last = name[-1].idx + len(name[-1]) if name else (public.end if public else end)
    nation = context.book.nation_at(words_of(text, first, last), 0)[1] if name else None
    body = body_in(context, start, end, country) or (context.people.get(surname(name)) if name else None)
    if body is None and public is not None:
        body = person_body(public)
    if public is None and body is None and (nation or not _looks_like_person(name)):
        return ()
    full = public.name if public and public.name else text[first:last]
    speaker = SourceRef(
        role="speaker", id=public.id if public else None, name=full, text=text[first:last], start=first, end=last,
        group=body.group if body else plain(full), side=body.side if body else None,
        belligerent=body.belligerent if body else None,
    )  # fmt: skip
    return (speaker, body) if body else (speaker,)


def _looks_like_person(name: list[Token]) -> bool:
    return any(t.ent_type_ == "PERSON" for t in name) and not any(t.text.isupper() and len(t) > 1 for t in name)


def _own_forces(mention: SpeechMention, context: Context, country: str | None) -> SourceRef | None:
    """R41: 'our armed forces' in a quotation is said by those forces, of the carrier's or the topic's state."""
    if mention.kind not in ("direct_quote", "partial_quote"):
        return None
    for start, end in mention.content:
        for match in _OWN.finditer(context.parsed.text, start, end):
            if match.group(1).lower() in context.book.patterns.own_forces:
                army = next(b for b in context.book.patterns.bodies if b.key == "ARMY_CMD")
                if country:
                    first, last = mention.source[0][0], mention.source[-1][1]
                    return organisation(context.book.body_of(army, country), first, last, context.parsed.text)
    return None


def _said_later(head: Token, ahead: Sequence[SpeechMention], context: Context) -> SourceRef | None:
    """'a statement said ... the army statement said': the next mention of the same paper names its author."""
    if not any(c.lower_ in ("a", "an") for c in head.children):
        return None
    for mention in ahead:
        if not mention.source:
            continue
        start, end = mention.source[0][0], mention.source[-1][1]
        other = _head(context.parsed, start, end)
        if other.lemma_ == head.lemma_ and any(c.lower_ in ("the", "its") for c in other.children):
            return body_in(context, start, end, context.country)
    return None


def _by_anaphor(
    head: Token, context: Context, history: list[tuple[SourceRef, ...]], own: Anonymous | None
) -> tuple[SourceRef, ...] | None:
    """'the statement', 'the ministry', 'the group': the last speaker of a fitting type.

    `own`: the kind of unnamed source that the noun tells by itself; 'the governor' is no nurse who spoke before.
    """
    definite = any(c.lower_ in ("the", "this", "that", "these", "its", "his", "her", "their") for c in head.children)
    fits = [a for a in context.book.patterns.anaphors if head.lower_ in a.words]
    if not fits or not (definite or not any(True for _ in head.children)) or _bears_a_name(head):
        return None
    if any(a.person for a in fits):
        history = _holders(head, history, context)
    for said in reversed(history):
        told = own is not None and own.type != "unknown"  # 'the sources' says nothing of its own of who they are
        other = told and own is not None and _is_anonymous(said[-1]) and _type_of(said[-1], context) != own.type
        if not other and any(_may_be_meant(a, head, said, context) for a in fits):
            return said
    return None


def _holders(head: Token, history: list[tuple[SourceRef, ...]], context: Context) -> list[tuple[SourceRef, ...]]:
    """'the governor' after 'Homs Governor Talal Barazi' and 'President Donald Trump': who is told to hold that office,
    else those of whom no other office is told."""
    offices = [_offices(said, context) for said in history]
    holders = [said for said, told in zip(history, offices, strict=True) if head.lower_ in told]
    return holders or [said for said, told in zip(history, offices, strict=True) if not told]


def _offices(said: tuple[SourceRef, ...], context: Context) -> set[str]:
    """The offices that stand before a speaker's name somewhere in the text."""
    words = frozenset(w for a in context.book.patterns.anaphors if a.person for w in a.words)
    names = {n for s in said if s.role == "speaker" for n in (s.name, s.text) if n}
    text = context.parsed.text
    found = (m[1].casefold() for n in names for m in re.finditer(rf"([A-Za-z]+)\.? {re.escape(n)}\b", text))
    return {word for word in found if word in words}


def _may_be_meant(anaphor: Anaphor, head: Token, said: tuple[SourceRef, ...], context: Context) -> bool:
    if head.tag_ == "NNS" and not any((s.text or "").casefold().split()[-1:] == [head.lower_] for s in said):
        return False  # 'the sources': several who were told of as such
    own = {c.lower_ for c in head.children if c.dep_ == "compound" and c.i < head.i}
    if own and "state" in anaphor.types and not own & set(" ".join(s.name or "" for s in said).casefold().split()):
        return False  # 'the disaster prevention office' is not the ministry that spoke before
    if anaphor.person and not any(s.role == "speaker" or _is_anonymous(s) for s in said):
        return False
    if anaphor.named and not any(head.lower_ in (s.name or "").casefold().split() for s in said):
        return False
    return not anaphor.types or _type_of(said[-1], context) in anaphor.types


def _bears_a_name(head: Token) -> bool:
    """'the Goma health office': it says itself which one it is."""
    return any(c.dep_ in ("compound", "nmod", "poss") and c.i < head.i and c.pos_ == "PROPN" for c in head.subtree)


def _type_of(ref: SourceRef, context: Context) -> str:
    if ref.id is None:
        return "unknown"
    anonymous = next((a for a in context.book.patterns.anonymous if a.id == ref.id), None)
    if anonymous:
        return anonymous.type
    try:
        return context.book.by_id(ref.id).type
    except LookupError:
        return "armed_actor"


def _anonymous(head: Token, start: int, end: int, context: Context) -> Anonymous | None:
    words = {w.key for w in words_of(context.parsed.text, start, end)}
    fitting = [
        a for a in context.book.patterns.anonymous if head.lower_ in a.words and (not a.needs or words & a.needs)
    ]
    return max(fitting, key=lambda a: bool(a.needs), default=None)


def _is_named(head: Token) -> bool:
    """'Adigrat hospital', 'the Nasser hospital': a name goes right before the noun, and no 'a'."""
    before = list(head.children)
    return any(c.pos_ == "PROPN" and c.dep_ in ("compound", "nmod") for c in before) and not any(
        c.lower_ in ("a", "an") for c in before
    )


def _unnamed(head: Token, start: int, end: int, context: Context) -> SourceRef:
    """A typed anonymous source, or a body that no book knows, kept by its name."""
    text = context.parsed.text[start:end]
    kind = _anonymous(head, start, end, context)
    name = re.sub(r"^(?:the|a|an)\s+", "", text, flags=re.IGNORECASE).split(",")[0].strip()
    if kind is not None:
        certain = head.lower_ in context.book.patterns.certain and _is_named(head)
        return SourceRef(
            role="organisation", id=kind.id, name=name if certain else kind.name, text=text, start=start, end=end,
            group=plain(name) if certain else f"anonymous:{kind.type}",
        )  # fmt: skip
    return SourceRef(role="organisation", name=name or text, text=text, start=start, end=end, group=plain(name or text))
