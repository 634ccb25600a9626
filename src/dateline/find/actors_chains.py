"""The noun phrases of a sentence that can name an actor, as runs of pieces."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Token

from dateline.find.actors_words import Lexicon, Piece
from dateline.know.actors import ActorBook, Word
from dateline.mentions import Sentence
from dateline.text.segment import Parsed

ADJECTIVE_TAGS = frozenset({"JJ", "JJR", "JJS", "VBN", "VBG", "CD", "RB", "RBR", "VBD"})


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

    def text(self, piece: Piece) -> str:
        """The folded words of a piece, as the book's key."""
        return " ".join(w.key for w in self.words[piece.first : piece.last])


def chains_of(view: View) -> Iterator[Chain]:
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
    if piece.kind in ("other", "action"):
        text = view.words[piece.first].text
        if text[:1].isdigit() or _joins_names(view, piece):
            return True
        verbal = token.tag_.startswith("VB") and token.dep_ not in ("amod", "compound", "nmod")
        return (token.tag_ in ADJECTIVE_TAGS and not verbal) or (
            text[:1].isupper() and token.pos_ in ("PROPN", "NOUN", "ADJ")
        )
    return False


def _joins_names(view: View, piece: Piece) -> bool:
    """'Jaysh al-Asiba fighters': the particle inside a name that no book has."""
    word, after = view.words[piece.first], view.words[piece.last : piece.last + 1]
    return word.key in view.lex.words.name_particles and bool(after) and after[0].text[:1].isupper() and after[0].joined


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
    yield from _lone_states(pieces[:start])
    yield from _lone_states(run[end + 1 :])


def _belongs_left(view: View, pieces: list[Piece], start: int) -> bool:
    """Whether the piece before `start` is part of the same phrase."""
    piece, following = pieces[start - 1], pieces[start]
    if piece.kind != "other":
        return True
    if view.token(piece.last - 1).pos_ == "PROPN" and following.kind == "poss":
        return True
    if view.words[piece.first].text[:1].isdigit():
        return True
    head = view.token(following.last - 1)
    token = view.token(piece.last - 1)
    return token.head.i >= token.i and (token.head.i - head.i <= 3) and token.dep_ not in ("ROOT", "nsubj", "dobj")


def _lone_states(run: list[Piece]) -> Iterator[Chain]:
    for piece in run:
        if piece.kind in ("state", "capital"):
            yield Chain([piece], [piece.countries])
