"""Sentences -> mentions of actors: names of the book, described groups, states that act, bodies and persons.

A mention covers the noun phrase as written ("advisers from Iran's elite Revolutionary Guards"), its `head` is the
token through which the rest of the sentence speaks of it. What it stands for is decided by `resolve.actors`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Token

from dateline.find.actors_persons import find_persons
from dateline.find.actors_words import Lexicon, Piece, lexicon, read_pieces
from dateline.know.actors import ActorBook, Word, words_of
from dateline.mentions import ActorMention, Sentence
from dateline.text.segment import Parsed

_ADJECTIVE = frozenset({"JJ", "JJR", "JJS", "VBN", "VBG", "CD", "RB", "RBR", "VBD"})
_LINKING_NOUNS = frozenset({
    "force", "fighter", "member", "rebel", "jihadist", "gunman", "militia", "state_force", "police", "security", "group", "alliance",
    "office", "government", "weapon", "separatist", "gang", "civil",
})  # fmt: skip


@dataclass
class Chain:
    """A run of pieces that make one noun phrase. `core` is the index of its last noun or name in `pieces`."""

    pieces: list[Piece]
    countries: list[tuple[str, ...]] = field(default_factory=list)

    @property
    def core(self) -> Piece:
        return self.pieces[-1]


@dataclass
class View:
    """A sentence as words and pieces with access to the parse."""

    parsed: Parsed
    sentence: Sentence
    words: list[Word]
    pieces: list[Piece]
    lex: Lexicon
    book: ActorBook

    def token(self, word: int) -> Token:
        return self.parsed.doc[self.parsed.token_at(self.words[word].start) or 0]

    def joined(self, word: int) -> bool:
        return self.words[word].joined


def find_actors(parsed: Parsed, book: ActorBook) -> list[ActorMention]:
    """All mentions of actors in a document, by position; spans may nest only where one phrase names two actors."""
    lex = lexicon()
    found: list[ActorMention] = []
    for sentence in parsed.sentences:
        words = words_of(parsed.text, sentence.start, sentence.end)
        if words:
            view = View(parsed, sentence, words, read_pieces(words, book, lex), lex, book)
            found.extend(_of_sentence(view))
    found.extend(find_persons(parsed, found, book, lex))
    return sorted(found, key=lambda m: (m.start, -m.end, m.head))


def _of_sentence(view: View) -> Iterator[ActorMention]:
    chains = list(_chains(view))
    taken: set[int] = set()
    for i, chain in enumerate(chains):
        if i not in taken:
            yield from _mentions(view, chain, chains, i, taken)
    yield from _implied(view)
    yield from _unknown_names(view, chains)


# --- noun phrases -----------------------------------------------------------------------------------------------


def _chains(view: View) -> Iterator[Chain]:
    """Noun phrases with at least one noun or name for actors, left to right."""
    run: list[Piece] = []
    for n, piece in enumerate(view.pieces):
        if run and (not view.joined(piece.first) or _begins_anew(view, run, piece, n)):
            yield from _closed(view, run)
            run = []
        if _may_stand(view, piece, n):
            run.append(piece)
        else:
            yield from _closed(view, run)
            run = []
    yield from _closed(view, run)


def _begins_anew(view: View, run: list[Piece], piece: Piece, n: int) -> bool:
    """Whether a piece cannot go on with the phrase before it."""
    last = run[-1]
    if piece.determiner:
        return True
    if last.kind == "noun" and piece.kind in ("demonym", "state", "capital", "other"):
        return True
    if last.kind in ("noun", "name") and piece.kind in ("modifier", "filler"):
        following = view.pieces[n + 1] if n + 1 < len(view.pieces) else None
        return following is None or following.kind not in ("noun", "name") or not view.joined(following.first)
    if last.kind == "name" and piece.kind in ("name", "state", "demonym", "other"):
        return True
    return last.kind == "state" and piece.kind in ("state", "name") and piece.kind != "name"


def _may_stand(view: View, piece: Piece, n: int) -> bool:
    """Whether a piece can be part of a phrase at all."""
    if piece.kind in ("modifier", "filler", "demonym", "state", "capital", "name", "poss"):
        return True
    token = view.token(piece.last - 1)
    if piece.kind == "noun":
        word = view.words[piece.first].key
        single = piece.last - piece.first == 1
        return not (single and word in view.lex.words.verbs_too and token.pos_ not in ("NOUN", "PROPN"))
    if piece.kind == "and":
        return _joins_modifiers(view, n)
    if piece.kind == "other":
        text = view.words[piece.first].text
        return token.tag_ in _ADJECTIVE or (text[:1].isupper() and token.pos_ in ("PROPN", "NOUN", "ADJ"))
    return False


def _joins_modifiers(view: View, n: int) -> bool:
    """'Syrian and Iraqi forces', 'allied and auxiliary forces': and between two modifiers of one noun."""
    if not 0 < n < len(view.pieces) - 2:
        return False
    before, after = view.pieces[n - 1], view.pieces[n + 1]
    sort = {"demonym": "land", "state": "land", "modifier": "modifier"}
    if before.kind not in sort or sort.get(after.kind) != sort[before.kind]:
        return False
    rest = view.pieces[n + 2 : n + 5]
    nearest = next((p for p in rest if p.kind not in ("modifier", "filler")), None)
    return nearest is not None and nearest.kind in ("noun", "action") and all(view.joined(p.first) for p in rest[:1])


def _closed(view: View, run: list[Piece]) -> Iterator[Chain]:
    """A run without the modifiers that trail its last noun or name and without unrelated words before."""
    end = max((i for i, p in enumerate(run) if p.kind in ("noun", "name")), default=-1)
    if end < 0:
        yield from _lone_states(run)
        return
    pieces = run[: end + 1]
    first_core = next(i for i, p in enumerate(pieces) if p.kind in ("noun", "name"))
    start = first_core
    while start > 0 and _belongs_left(view, pieces, start):
        start -= 1
    while start < first_core and pieces[start].kind in ("poss", "and"):
        start += 1
    chain = pieces[start:]
    lands = [p.countries for p in chain if p.kind in ("demonym", "state", "capital") and p.countries]
    yield Chain(chain, lands)
    yield from _lone_states(run[end + 1 :])


def _belongs_left(view: View, pieces: list[Piece], start: int) -> bool:
    """Whether the piece before `start` is part of the same phrase."""
    piece, following = pieces[start - 1], pieces[start]
    if piece.kind != "other":
        return True
    if view.token(piece.last - 1).pos_ == "PROPN" and following.kind == "poss":
        return True
    head = view.token(following.last - 1)
    token = view.token(piece.last - 1)
    return token.head.i >= token.i and (token.head.i - head.i <= 3) and token.dep_ not in ("ROOT", "nsubj", "dobj")


def _lone_states(run: list[Piece]) -> Iterator[Chain]:
    for piece in run:
        if piece.kind in ("state", "capital"):
            yield Chain([piece], [piece.countries])


# --- mentions ---------------------------------------------------------------------------------------------------


def _mentions(view: View, chain: Chain, chains: Sequence[Chain], at: int, taken: set[int]) -> Iterator[ActorMention]:
    core = chain.core
    if core.kind in ("state", "capital"):
        if _acts(view, core):
            yield _mention(view, chain, view.words[core.last - 1].end, noun="state")
        return
    end, links, alias, noun_country = _linked(view, chain, chains, at, taken)
    yield from _holders(view, chain)
    lands = chain.countries or ([noun_country] if noun_country else [])
    coordinated = any(p.kind == "and" for p in chain.pieces) and len(chain.countries) > 1
    for land in lands if coordinated else lands[:1] or [()]:
        yield _mention(view, chain, end, noun=core.noun, lands=land, more=links if not coordinated else (), alias=alias)


def _linked(
    view: View, chain: Chain, chains: Sequence[Chain], at: int, taken: set[int]
) -> tuple[int, tuple[str, ...], str | None, tuple[str, ...]]:
    """(end, traits, alias, countries) that a phrase after the noun adds: 'of', 'from', 'loyal to', 'backed by' X."""
    core = chain.core
    end = view.words[core.last - 1].end
    if core.kind != "noun" or core.noun not in _LINKING_NOUNS or at + 1 >= len(chains):
        return end, (), None, ()
    n, relation = view.lex.link(view.words, core.last)
    target = chains[at + 1]
    if relation is None or target.pieces[0].first != core.last + n or not view.joined(core.last):
        return end, (), None, ()
    name = _name_in(target)
    if relation != "belongs":
        labels = [e.actor for e in name.entries] if name else [c for land in target.countries[:1] for c in land]
        return end, tuple(f"{relation}:{label}" for label in labels), None, ()
    if name is not None:
        taken.add(at + 1)
        return view.words[target.core.last - 1].end, (), _text(view, name), ()
    state_noun = target.core.noun in ("state_force", "government", "police", "security") or target.core.kind == "state"
    if state_noun and (core.noun not in ("civil", "group", "alliance") or target.core.kind != "state"):
        if target.core.kind == "state" and core.noun not in ("state_force", "government", "office", "police", "security"):
            return end, (), None, ()
        taken.add(at + 1)
        traits = ("government",) if target.core.noun else ()
        return view.words[target.core.last - 1].end, traits, None, target.countries[0] if target.countries else ()
    return end, (), None, ()


def _name_in(chain: Chain) -> Piece | None:
    """The name that a phrase stands for: the last one, unless only a person's or civilians' phrase follows."""
    names = [p for p in chain.pieces if p.kind == "name"]
    if not names or chain.core.noun in ("civil", "people", "protest"):
        return names[-1] if names and chain.core is names[-1] else None
    return names[-1]


def _text(view: View, piece: Piece) -> str:
    return " ".join(w.key for w in view.words[piece.first : piece.last])


def _traits(chain: Chain) -> tuple[str, ...]:
    return tuple(dict.fromkeys(t for p in chain.pieces for t in p.traits))


def _mention(
    view: View,
    chain: Chain,
    end: int,
    *,
    noun: str | None,
    lands: tuple[str, ...] = (),
    more: tuple[str, ...] = (),
    alias: str | None = None,
) -> ActorMention:
    first = chain.pieces[0].first
    start = view.words[first].start
    name = _name_in(chain)
    if alias is None and name is not None:
        alias = _text(view, name)
    countries = lands or (chain.countries[0] if chain.countries else ())
    kind = view.lex.words.nouns[noun].kind if noun in view.lex.words.nouns else None
    return ActorMention(
        start=start,
        end=end,
        text=view.parsed.text[start:end],
        head=_head(view, chain, end),
        kind="government" if noun == "state" else kind,
        resolution="named" if alias or noun == "state" else "described",
        alias=alias,
        noun=noun,
        country=countries[0] if countries else None,
        traits=(*_traits(chain), *more),
        confidence=0.5,
    )


def _head(view: View, chain: Chain, end: int) -> int:
    """The token of the phrase that is highest in the parse and a noun; else the last word of its core."""
    first = view.token(chain.pieces[0].first).i
    last = view.token(chain.core.last - 1)
    inside = [t for t in view.parsed.doc[first : last.i + 1] if t.pos_ in ("NOUN", "PROPN", "ADJ", "PRON")]
    top = [t for t in inside if not first <= t.head.i <= last.i or t.head is t]
    if top and top[-1].idx < end and top[-1].pos_ != "ADJ":
        return top[-1].i
    return last.i


def _holders(view: View, chain: Chain) -> Iterator[ActorMention]:
    """'IS-held villages', 'rebel-held suburbs': who holds is an actor of its own."""
    return iter(())


# --- states, acts and unknown names -----------------------------------------------------------------------------


def _acts(view: View, piece: Piece) -> bool:
    """Whether the name of a country or its capital stands for its government here."""
    token = view.token(piece.last - 1)
    words = view.lex.words
    while token.dep_ == "conj" and token.head.pos_ in ("PROPN", "NOUN"):
        token = token.head
    verb = token.head
    if piece.kind == "capital":
        return token.dep_ == "nsubj" and verb.lemma_.lower() in words.capital_verbs
    if token.dep_ == "nsubj":
        return verb.pos_ in ("VERB", "AUX") and verb.lemma_.lower() not in words.place_verbs
    if token.dep_ == "pobj":
        if verb.lower_ == "from":
            return verb.head.lemma_.lower() in words.support_nouns
        return verb.lower_ in words.agent_prepositions
    return token.dep_ in ("agent", "dative") or (
        token.dep_ == "dobj" and verb.lemma_.lower() in words.capital_verbs
    )


def _implied(view: View) -> Iterator[ActorMention]:
    """'Russian shelling', "Israel's overnight raids": the nationality stands for that state's forces."""
    for n, piece in enumerate(view.pieces):
        if piece.kind not in ("demonym", "state") and not (piece.holder and piece.holder.kind in ("demonym", "state")):
            continue
        source = piece.holder or piece
        if not piece.holder and not _before_action(view, n):
            continue
        start, end = view.words[source.first].start, view.words[source.last - 1].end
        yield ActorMention(
            start=start, end=end, text=view.parsed.text[start:end], head=view.token(source.last - 1).i,
            kind="state_force", resolution="implied", noun="state_force", country=source.countries[0], confidence=0.5,
        )  # fmt: skip


def _before_action(view: View, n: int) -> bool:
    """Whether the noun that follows, modifiers skipped, is an act of war."""
    for piece in view.pieces[n + 1 : n + 6]:
        if not view.joined(piece.first):
            return False
        if piece.kind == "action":
            return view.token(piece.last - 1).pos_ in ("NOUN", "PROPN")
        if piece.kind == "and" or (piece.kind == "filler" and piece.determiner):
            continue
        if piece.kind in ("modifier", "filler", "poss", "demonym", "state"):
            continue
        if piece.kind == "noun" and piece.noun in ("weapon", "state_force"):
            continue
        if piece.kind == "other" and view.token(piece.first).tag_ in _ADJECTIVE:
            continue
        return False
    return False


def _unknown_names(view: View, chains: Sequence[Chain]) -> Iterator[ActorMention]:
    """Runs of capitalised words with a word for an armed or civil body in them: 'Kachin Defence Brigade'."""
    return iter(())
