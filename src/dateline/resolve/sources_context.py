"""What a whole document says of its speakers: the state it is about, and which body each named person speaks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from spacy.tokens import Token

from dateline.know.actors import ActorBook, actor_book, words_of
from dateline.know.fold import plain
from dateline.know.sources import Found, Source, SourceBook
from dateline.mentions import ActorMention
from dateline.model import SourceRef
from dateline.text.grammar import noun_phrase_span
from dateline.text.segment import Parsed

#: Kinds of actors that bear arms: what they say of the war is a belligerent's word.
ARMED = frozenset(
    {"state_force", "rebel", "political_militia", "identity_militia", "external", "government", "umbrella"}
)


@dataclass(slots=True)
class Context:
    """The document as the resolver sees it. `people` maps a surname to the body that the person speaks for."""

    parsed: Parsed
    book: SourceBook
    actors: Sequence[ActorMention]
    named: list[Found]
    country: str | None
    people: dict[str, SourceRef] = field(default_factory=dict)
    writer: tuple[SourceRef, ...] = ()

    def sources_in(self, start: int, end: int) -> list[Found]:
        return [f for f in self.named if start <= f.start and f.end <= end]

    def actors_in(self, start: int, end: int) -> list[ActorMention]:
        return [a for a in self.actors if start <= a.start and a.end <= end and a.id is not None]


def context_of(parsed: Parsed, book: SourceBook, actors: Sequence[ActorMention], publisher: str | None) -> Context:
    """Reads the document once: its named sources, its state, its spokespeople."""
    found = book.find(parsed.text)
    own = book.lookup(publisher) if publisher else None
    country = topic_country(parsed.text, book) or (own.country if own and own.scale != "international" else None)
    found = [f for f in found if not (f.short and _is_part_of_a_name(parsed, f))]
    full = {f.source.id for f in found if not f.short}
    named = [
        f
        for f in found
        if not f.short or f.source.id in full or (country and country in (f.source.country, *f.source.areas))
    ]
    context = Context(parsed, book, actors, named, country)
    for token in parsed.doc:
        if token.pos_ == "PROPN" and token.dep_ not in ("compound", "nmod", "amod"):
            _learn_person(token, context)
    return context


def _is_part_of_a_name(parsed: Parsed, found: Found) -> bool:
    """'the Syrian Coalition', 'the Shiite coalition': another's name, and not 'the coalition' for short."""
    at = parsed.token_at(found.start)
    before = parsed.doc[at - 1] if at and parsed.doc[at].lower_ != "the" else None
    return before is not None and before.text[:1].isupper() and before.pos_ in ("ADJ", "PROPN")


def topic_country(text: str, book: SourceBook) -> str | None:
    """The state that the text speaks of most; None where two are named equally often."""
    words = words_of(text)
    counts: Counter[str] = Counter()
    at = 0
    while at < len(words):
        n, iso = book.nation_at(words, at)
        if iso:
            counts[iso] += 1
        at += max(n, 1)
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


def _state_of(actor: ActorMention) -> str | None:
    """The country of an actor that is a state, its army or its police; its ministries are told apart by the book."""
    book = actor_book()
    return book.get(actor.id).country if actor.id is not None and actor.id in state_groups(book) else None


# --- bodies and persons


def organisation(source: Source, start: int, end: int, text: str, *, role: str = "organisation") -> SourceRef:
    """A source of the book as a link of the chain."""
    return SourceRef(
        role="carrier" if role == "carrier" else "organisation",
        id=source.id, name=source.name, text=text[start:end], start=start, end=end,
        group=source.independence_group, side=source.side, belligerent=source.belligerent,
    )  # fmt: skip


def actor_reference(actor: ActorMention) -> SourceRef:
    """An actor that speaks for itself. Its independence group is that of its government or movement."""
    group, armed = _actor_group(actor.id or ""), actor.kind in ARMED
    return SourceRef(
        role="organisation", id=actor.id, name=actor.name, text=actor.text, start=actor.start, end=actor.end,
        group=group, side=actor.id, belligerent=armed,
    )  # fmt: skip


def person_body(actor: ActorMention) -> SourceRef | None:
    """The body that a public person of the actor book speaks for."""
    book = actor_book()
    if actor.kind != "person" or actor.id is None or actor.id not in book:
        return None
    of = book.get(actor.id).of
    if of is None or of not in book:
        return None
    body = book.get(of)
    return SourceRef(
        role="organisation", id=body.id, name=body.name, group=_actor_group(body.id), side=body.id,
        belligerent=body.kind in ARMED,
    )  # fmt: skip


@lru_cache(maxsize=1024)
def _actor_group(actor_id: str) -> str:
    """GOV_<ISO3> for whatever belongs to a state, else the side's or the actor's own id."""
    book = actor_book()
    if actor_id not in book:
        return actor_id
    actor = book.get(actor_id)
    side = actor.side or actor.parent or actor.id
    return state_groups(book).get(side, side)


@lru_cache(maxsize=4)
def state_groups(book: ActorBook) -> dict[str, str]:
    """Independence group of each state's actor id: SUDAN -> GOV_SDN."""
    groups: dict[str, str] = {}
    for actor in book:
        country = book.country(actor.country) if actor.country else None
        if country and actor.id in (country.state_id, country.forces_id, country.police_id):
            groups[actor.id] = f"GOV_{country.iso3}"
    return groups


def name_of(head: Token, context: Context) -> list[Token]:
    """The tokens of a person's name that ends at `head`: proper nouns, less ranks, bodies and voices."""
    patterns = context.book.patterns
    start, _ = noun_phrase_span(head)
    named = [(f.start, f.end) for f in context.sources_in(start, head.idx + len(head))]
    tokens: list[Token] = []
    for i in range(head.i, max(head.i - 6, -1), -1):
        token = head.doc[i]
        word = token.lower_.rstrip(".")
        inside = any(s <= token.idx < e for s, e in named)
        if token.text == "-" and tokens:
            tokens.append(token)
        elif token.pos_ != "PROPN" or word in patterns.voices | patterns.titles or inside:
            break
        else:
            tokens.append(token)
    return tokens[::-1]


def surname(name: Sequence[Token]) -> str:
    return plain(name[-1].text)


def _learn_person(head: Token, context: Context) -> None:
    """'Observatory chief Rami Abdel Rahman', 'Hassan Ali, a spokesman for the police'."""
    name = name_of(head, context)
    if not name or surname(name) in context.people:
        return
    keep = [c for c in head.children if c.dep_ == "appos"]
    spans = [noun_phrase_span(head), *(noun_phrase_span(c) for c in keep)]
    voices = context.book.patterns.voices
    for start, end in spans:
        words = {w.key for w in words_of(context.parsed.text, start, end)}
        if not words & voices:
            continue
        body = body_in(context, start, end, context.country)
        if body is not None:
            context.people[surname(name)] = body
            return


def body_in(context: Context, start: int, end: int, country: str | None) -> SourceRef | None:
    """The body named within a phrase: an office of the UN, a named source, a body of a state, an actor."""
    text, book = context.parsed.text, context.book
    words = {w.key for w in words_of(text, start, end)}
    for found in context.sources_in(start, end):
        unit = next(
            (u for u in book.patterns.units if u.of == found.source.id and all(words & set(g) for g in u.any)), None
        )
        source = book.by_id(unit.id) if unit else found.source
        return organisation(source, start if unit else found.start, end if unit else found.end, text)
    actors = [a for a in context.actors_in(start, end) if a.kind not in ("person", "civilians", "unidentified")]
    for body in book.find_bodies(text, start, end):
        over = [a for a in actors if a.start < body.end and body.start < a.end]
        states = [_state_of(a) for a in over]
        if None in states:
            break  # a force of its own, such as the Syrian Democratic Forces
        bare = text[body.start : body.end].lower() in book.patterns.bare_not or len(over) < len(actors)
        carried = country if country != context.country else None
        state = body.country or carried or next(iter(states), None) or (None if bare else country)
        if state:
            return organisation(book.body_of(body.body, state), body.start, body.end, text)
    return actor_reference(actors[0]) if actors else None
