"""Reading the words of a sentence as names, nationalities, nouns for people and modifiers, before any grammar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, model_validator

from dateline.know.actors import ActorBook, Entry, Kind, Word, fold_name
from dateline.vocabulary import load_data

PieceKind = Literal[
    "name", "state", "demonym", "capital", "noun", "action", "modifier", "filler", "and", "poss", "other"
]


class NounClass(BaseModel):
    model_config = ConfigDict(extra="forbid")
    kind: Kind | None
    words: tuple[str, ...]


class PeopleWords(BaseModel):
    """data/vocabulary/people.yaml. A noun belongs to one class."""

    model_config = ConfigDict(extra="forbid")
    nouns: dict[str, NounClass]
    actions: tuple[str, ...]
    traits: dict[str, tuple[str, ...]]
    suffixes: dict[str, tuple[str, ...]]
    prefixes: dict[str, tuple[str, ...]]
    links: dict[str, tuple[str, ...]]
    fillers: tuple[str, ...]
    armed_names: frozenset[str]
    body_names: frozenset[str]
    capital_verbs: frozenset[str]
    place_verbs: frozenset[str]
    agent_prepositions: frozenset[str]
    support_nouns: frozenset[str]
    civil_titles: frozenset[str]
    verbs_too: frozenset[str]
    name_particles: frozenset[str]
    determiners: frozenset[str]
    own: frozenset[str]
    sending_verbs: frozenset[str]
    attributive_only: frozenset[str]
    attributive_heads: frozenset[str]

    @model_validator(mode="after")
    def _one_class_a_noun(self) -> PeopleWords:
        seen: dict[str, str] = {}
        for name, group in self.nouns.items():
            for word in group.words:
                if seen.setdefault(word, name) != name:
                    raise ValueError(f"noun {word!r} is in {seen[word]!r} and in {name!r}")
        return self


@dataclass(frozen=True, slots=True)
class Piece:
    """Words first..last (exclusive) read as one thing."""

    kind: PieceKind
    first: int
    last: int
    noun: str | None = None
    entries: tuple[Entry, ...] = ()
    countries: tuple[str, ...] = ()
    traits: tuple[str, ...] = ()
    #: For "IS-held", "rebel-held": the piece that holds.
    holder: Piece | None = None
    #: For "anti-IS", "anti-government": the piece that somebody is against.
    against: Piece | None = None
    determiner: bool = False


class Lexicon:
    """The vocabulary as an index over folded words."""

    def __init__(self, words: PeopleWords) -> None:
        self.words = words
        self._table: dict[tuple[str, ...], tuple[PieceKind, str | None]] = {}
        self._longest: dict[str, int] = {}
        self.suffix = {w: kind for kind, ws in words.suffixes.items() for w in ws}
        self.prefix = {w: kind for kind, ws in words.prefixes.items() for w in ws}
        self.links = sorted(((fold_name(w), k) for k, ws in words.links.items() for w in ws), key=lambda x: -len(x[0]))
        for name, group in words.nouns.items():
            for word in group.words:
                self._put(word, "noun", name)
        for word in words.actions:
            self._put(word, "action", None)
        for trait, ws in words.traits.items():
            for word in ws:
                self._put(word, "modifier", trait)
        for word in words.fillers:
            self._put(word, "and" if word == "and" else "filler", None)
        self._put("'s", "poss", None)

    def _put(self, word: str, kind: PieceKind, value: str | None) -> None:
        key = fold_name(word) or (word,)
        self._table.setdefault(key, (kind, value))
        self._longest[key[0]] = max(self._longest.get(key[0], 0), len(key))

    def match(self, words: Sequence[Word], at: int) -> tuple[int, PieceKind, str | None]:
        """Longest entry at a word: (length, kind, class or trait); length 0 if none."""
        for n in range(min(self._longest.get(words[at].key, 0), len(words) - at), 0, -1):
            run = words[at : at + n]
            if all(w.joined for w in run[1:]) and (hit := self._table.get(tuple(w.key for w in run))):
                return n, *hit
        return 0, "other", None

    def noun_of(self, words: Sequence[str]) -> str | None:
        """The class of a noun given as folded words."""
        kind, value = self._table.get(tuple(words), ("other", None))
        return value if kind == "noun" else None

    def link(self, words: Sequence[Word], at: int) -> tuple[int, str | None]:
        """The phrase that ties a noun to the actor behind it: 'fighters of', 'forces loyal to'."""
        for key, kind in self.links:
            if at + len(key) <= len(words) and all(words[at + i].key == k for i, k in enumerate(key)):
                return len(key), kind
        return 0, None


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The package's own lexicon, loaded once a process."""
    return Lexicon(load_data("vocabulary/people.yaml", PeopleWords))


def read_pieces(words: Sequence[Word], book: ActorBook, lex: Lexicon) -> list[Piece]:
    """All words of a sentence as pieces, left to right, longest reading first; books before vocabulary."""
    pieces: list[Piece] = []
    at = 0
    while at < len(words):
        piece = _prefixed(words, at, book, lex) or _suffixed(words, _plain_piece(words, at, book, lex), lex)
        pieces.append(piece)
        at = piece.last
    return pieces


def _plain_piece(words: Sequence[Word], at: int, book: ActorBook, lex: Lexicon) -> Piece:
    n_name, entries = book.match(words, at)
    n_noun, kind, value = lex.match(words, at)
    n_land, land, countries = land_at(words, at, book)
    longest = max(n_name, n_noun, n_land)
    if longest == 0:
        return Piece("other", at, at + 1)
    if n_name == longest:
        return Piece("name", at, at + n_name, entries=entries)
    if n_land == longest:
        return Piece(land, at, at + n_land, countries=countries)
    end = at + n_noun
    if kind == "noun":
        return Piece("noun", at, end, noun=value)
    if kind == "modifier":
        return Piece("modifier", at, end, traits=(value,) if value else ())
    return Piece(kind, at, end, determiner=n_noun == 1 and words[at].key in lex.words.determiners)


def land_at(words: Sequence[Word], at: int, book: ActorBook) -> tuple[int, PieceKind, tuple[str, ...]]:
    """A country, a nationality or a capital that begins at a word; each is written with a capital letter."""
    if not words[at].text[:1].isupper():
        return 0, "other", ()
    for n in range(min(book.longest(words[at].key), len(words) - at), 0, -1):
        run = words[at : at + n]
        if not all(w.joined for w in run[1:]):
            continue
        key = [w.key for w in run]
        state = book.state(key)
        if state and (len(key[0]) > 3 or n > 1 or run[0].text.replace(".", "").isupper()):
            return n, "state", (state,)
        if demonym := book.demonym(key):
            return n, "demonym", demonym
        if capital := book.capital(key):
            return n, "capital", (capital,)
    return 0, "other", ()


def _labels(piece: Piece) -> tuple[str, ...]:
    """How a piece is called in a trait: the country, the actor ids, or the trait itself."""
    if piece.countries:
        return piece.countries
    if piece.entries:
        return tuple(dict.fromkeys(e.actor for e in piece.entries))
    return piece.traits or ((piece.noun,) if piece.noun else ())


def _suffixed(words: Sequence[Word], piece: Piece, lex: Lexicon) -> Piece:
    """'US' + '-backed' -> a modifier with the trait backed:US; 'IS' + '-held' keeps IS as the holder."""
    at = piece.last
    if at >= len(words) or not words[at].hyphen:
        return piece
    relation = lex.suffix.get(words[at].key)
    if relation is None:
        based = piece.kind in ("state", "capital", "other") and words[at].text.islower()
        return Piece("modifier", piece.first, at + 1) if based else piece
    labels = _labels(piece)
    if relation == "backed" and labels == ("government",):
        return Piece("modifier", piece.first, at + 1, traits=("allied",))
    traits = tuple(f"{relation}:{label}" for label in labels if relation != "held")
    return Piece("modifier", piece.first, at + 1, traits=traits, holder=piece if relation == "held" else None)


def _prefixed(words: Sequence[Word], at: int, book: ActorBook, lex: Lexicon) -> Piece | None:
    """'anti' + '-IS', 'pro' + '-Russian' -> a modifier with the trait anti:ISLAMIC_STATE, pro:RU."""
    relation = lex.prefix.get(words[at].key)
    if relation is None or at + 1 >= len(words) or not words[at + 1].hyphen:
        return None
    inner = _plain_piece(words, at + 1, book, lex)
    against = inner if relation == "anti" else None
    n, _, value = lex.match(words, at)
    if n > 1 and value:
        return Piece("modifier", at, at + n, traits=(value,), against=against)
    traits = tuple(f"{relation}:{label}" for label in _labels(inner))
    return Piece("modifier", at, inner.last, traits=traits, against=against)
