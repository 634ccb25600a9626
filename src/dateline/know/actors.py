"""The book of actors: who fights, governs or is harmed, under which names, from when to when.

Sources are the YAML files of data/actors: one a war, and countries.yaml, from which each state with its
forces and police follows. Names are found by longest match over folded words (`ActorBook.match`).
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, model_validator

from dateline.errors import ConfigError, NotFoundError
from dateline.vocabulary import DATA, load_yaml

Kind = Literal[
    "state_force", "rebel", "political_militia", "identity_militia", "external", "civilians",
    "protesters", "government", "organisation", "person", "umbrella", "unidentified",
]  # fmt: skip
_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|\d+(?:[.,]\d+)+|['’]s\b|[^\W_]+(?:['’ʼʻ`‘](?!s\b)[^\W_]+)*")
#: Stages ask for the words of the same text one after the other; those of longer texts are not kept.
_KEPT = 100_000
_CHOICE = re.compile(r"\{([^{}]*)\}")
#: What may stand between two words of one name.
_JOINT = re.compile(r"^(?:[^\S\n]|\n(?!\s*\n)|[-‐-–'’ʼ`\"“”‘])*$")


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Alias(_Row):
    """A name. Dates are those of the document; an ambiguous one needs its country, or the actor named otherwise."""

    text: str
    from_: date | None = Field(default=None, alias="from")
    to: date | None = None
    ambiguous: bool = False
    country: tuple[str, ...] = ()


class Description(_Row):
    """A description by traits: all `traits`, one of `nouns`, the nationality (or the document's country) in `of`."""

    traits: tuple[str, ...] = ()
    nouns: tuple[str, ...]
    of: tuple[str, ...] = ()
    from_: date | None = Field(default=None, alias="from")
    to: date | None = None


class Actor(_Row):
    """An actor. `side` is its independence group, `of` the body that a person speaks or spoke for."""

    id: str = Field(pattern=r"^[A-Z][A-Z0-9_]*$")
    name: str
    kind: Kind
    acled_inter: int | None = Field(default=None, ge=1, le=8)
    country: str | None = Field(default=None, pattern=r"^[A-Z]{2}$")
    aliases: tuple[Alias, ...] = ()
    descriptions: tuple[Description, ...] = ()
    member_of: tuple[str, ...] = ()
    allies: tuple[str, ...] = ()
    parent: str | None = None
    side: str | None = None
    of: str | None = None
    office: str | None = None
    nature: tuple[Literal["jihadist"], ...] = ()
    from_: date | None = Field(default=None, alias="from")
    to: date | None = None

    @model_validator(mode="before")
    @classmethod
    def _plain_aliases(cls, value: object) -> object:
        """An alias may be written as a bare string; {a|b} in it stands for either."""
        if not isinstance(value, dict):
            return value
        given: list[Any] = value.get("aliases") or []
        rows: list[Any] = [{"text": a} if isinstance(a, str) else a for a in given]
        expanded = [v for a in rows for v in (_variants(a) if isinstance(a, dict) else [a])]
        return {**value, "aliases": expanded}


class Person(_Row):
    """A public figure: a holder of public or military office or the leader of an organisation (CODEBOOK R76)."""

    id: str = Field(pattern=r"^[A-Z][A-Z0-9_]*$")
    name: str
    aliases: tuple[str | Alias, ...] = ()
    office: str
    of: str | None = None
    country: str | None = Field(default=None, pattern=r"^[A-Z]{2}$")


class Country(_Row):
    """A state. `state`, `forces` and `police` are actor ids, by default NAME, ISO3_ARMED_FORCES and ISO3_POLICE."""

    iso2: str = Field(pattern=r"^[A-Z]{2}$")
    iso3: str = Field(pattern=r"^[A-Z]{3}$")
    name: str
    names: tuple[str, ...] = ()
    demonyms: tuple[str, ...]
    capital: tuple[str, ...] = ()
    state: str | None = None
    forces: str | None = None
    police: str | None = None

    @property
    def state_id(self) -> str:
        return self.state or re.sub(r"[^A-Z0-9]+", "_", _plain(self.name).upper()).strip("_")

    @property
    def forces_id(self) -> str:
        return self.forces or f"{self.iso3}_ARMED_FORCES"

    @property
    def police_id(self) -> str:
        return self.police or f"{self.iso3}_POLICE"


class CountryFile(_Row):
    countries: tuple[Country, ...]


class ActorFile(_Row):
    """One file of data/actors."""

    war: str
    actors: tuple[Actor, ...] = ()
    persons: tuple[Person, ...] = ()


class Word(NamedTuple):
    """A word of a text. `key` is folded; `joined` says that it may go on with the name that the word before is of."""

    text: str
    key: str
    start: int
    end: int
    joined: bool
    hyphen: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One way to read an alias: the actor, when and where it holds. `upper` = written in capitals, as IS or SAF."""

    actor: str
    from_: date | None = None
    to: date | None = None
    ambiguous: bool = False
    countries: tuple[str, ...] = ()
    upper: bool = False
    proper: bool = False

    def holds(self, day: date | None) -> bool:
        """Whether the name was in use on a day; an unknown day excludes nothing."""
        return day is None or ((self.from_ is None or self.from_ <= day) and (self.to is None or day <= self.to))


def _variants(alias: dict[str, object]) -> Iterator[dict[str, object]]:
    parts = _CHOICE.split(str(alias.get("text", "")))
    options = [part.split("|") if i % 2 else [part] for i, part in enumerate(parts)]
    for choice in itertools.product(*options):
        yield {**alias, "text": " ".join("".join(choice).split())}


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """A word without case, accents, dots and inner apostrophes: Hay'at -> hayat, U.S. -> us; possessive s -> 's."""
    if word in ("'s", "’s"):
        return "'s"
    return re.sub(r"['’ʼʻ`‘.]", "", _plain(word)).lower().replace("ı", "i")


@lru_cache(maxsize=4096)
def fold_name(name: str) -> tuple[str, ...]:
    """The folded words of a name."""
    return tuple(fold(m.group()) for m in _WORD.finditer(name))


def words_of(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """The words of text[start:end] with offsets into the whole text; a hyphen parts words, an apostrophe does not."""
    if start == 0 and end is None and len(text) <= _KEPT:
        return list(_words_of(text))
    return _find_words(text, start, end)


@lru_cache(maxsize=2)
def _words_of(text: str) -> tuple[Word, ...]:
    return tuple(_find_words(text, 0, None))


def _find_words(text: str, start: int, end: int | None) -> list[Word]:
    words: list[Word] = []
    for m in _WORD.finditer(text, start, len(text) if end is None else end):
        gap = text[words[-1].end : m.start()] if words else "."
        hyphen = bool(gap) and gap.strip("-‐‑‒–") == ""
        words.append(Word(m.group(), fold(m.group()), m.start(), m.end(), bool(_JOINT.match(gap)), hyphen))
    return words


class ActorBook:
    """All actors with an index over their names. Immutable after construction."""

    def __init__(self, actors: Iterable[Actor], countries: Sequence[Country], version: str) -> None:
        self.version = version
        self._actors: dict[str, Actor] = {}
        self._index: dict[tuple[str, ...], list[Entry]] = {}
        self._longest: dict[str, int] = {}
        self._countries = {c.iso2: c for c in countries}
        self._demonyms: dict[tuple[str, ...], list[str]] = {}
        self._states: dict[tuple[str, ...], str] = {}
        self._capitals: dict[tuple[str, ...], str] = {}
        for country in countries:
            self._add_country(country)
        for actor in actors:
            if actor.id in self._actors:
                raise ConfigError(f"actor id {actor.id} is used twice", id=actor.id)
            self._actors[actor.id] = actor
            self._add_names(actor)
        for actor in (a for c in countries for a in _state_actors(c)):
            self._actors.setdefault(actor.id, actor)
        self.descriptions = tuple((a.id, d) for a in self._actors.values() for d in a.descriptions)

    def _add_country(self, country: Country) -> None:
        for name in (country.name, *country.names):
            self._states[fold_name(name)] = country.iso2
            self._note_length(fold_name(name))
        for demonym in country.demonyms:
            self._demonyms.setdefault(fold_name(demonym), []).append(country.iso2)
            self._note_length(fold_name(demonym))
        for capital in country.capital:
            self._capitals[fold_name(capital)] = country.iso2
            self._note_length(fold_name(capital))

    def _note_length(self, key: tuple[str, ...]) -> None:
        if key:
            self._longest[key[0]] = max(self._longest.get(key[0], 0), len(key))

    def _add_names(self, actor: Actor) -> None:
        for alias in (Alias(text=actor.name), *actor.aliases):
            self._add_name(actor.id, alias)

    def _add_name(self, actor: str, alias: Alias) -> None:
        key = fold_name(alias.text)
        letters = "".join(c for c in alias.text if c.isalpha())
        upper = letters.isupper() and len(letters) <= 5
        proper = alias.text[:1].isupper() or any(w[:1].isupper() for w in alias.text.split())
        entry = Entry(actor, alias.from_, alias.to, alias.ambiguous, alias.country, upper, proper)
        rows = self._index.get(key, [])
        if entry not in rows:
            self._index[key] = [*rows, entry]
        self._note_length(key)

    def with_names(self, names: Iterable[tuple[str, str]]) -> ActorBook:
        """The book with further names: (actor, name). Names of actors that it has not are left out."""
        made = copy(self)
        made._index, made._longest = dict(self._index), dict(self._longest)
        for actor, name in names:
            if actor in self and fold_name(name):
                made._add_name(actor, Alias(text=name))
        return made

    def __iter__(self) -> Iterator[Actor]:
        return iter(self._actors.values())

    def __len__(self) -> int:
        return len(self._actors)

    def __contains__(self, actor_id: object) -> bool:
        return actor_id in self._actors

    def get(self, actor_id: str) -> Actor:
        """The actor of an id. Raises NotFoundError."""
        try:
            return self._actors[actor_id]
        except KeyError:
            raise NotFoundError(f"no actor {actor_id!r} in the book", id=actor_id) from None

    def country(self, iso2: str) -> Country | None:
        """The country of an ISO 3166 two-letter code."""
        return self._countries.get(iso2)

    def longest(self, first: str) -> int:
        """How many words the longest name that begins with this folded word has; 0 = none."""
        return self._longest.get(first, 0)

    def entries(self, key: Sequence[str]) -> tuple[Entry, ...]:
        """How an exact folded name can be read."""
        return tuple(self._index.get(tuple(key), ()))

    def demonym(self, key: Sequence[str]) -> tuple[str, ...]:
        """Countries whose nationality word this is (Congolese has two)."""
        return tuple(self._demonyms.get(tuple(key), ()))

    def state(self, key: Sequence[str]) -> str | None:
        """The country that has this name."""
        return self._states.get(tuple(key))

    def capital(self, key: Sequence[str]) -> str | None:
        """The country for whose government this name can stand: Kremlin, Kyiv."""
        return self._capitals.get(tuple(key))

    def match(self, words: Sequence[Word], at: int) -> tuple[int, tuple[Entry, ...]]:
        """Longest actor name that begins at word `at`: (how many words, its readings); (0, ()) if none."""
        for n in range(min(self.longest(words[at].key), len(words) - at), 0, -1):
            run = words[at : at + n]
            if n > 1 and not all(w.joined for w in run[1:]):
                continue
            found = tuple(e for e in self.entries([w.key for w in run]) if _written_so(e, run))
            if found:
                return n, found
        return 0, ()

    def find(self, name: str) -> tuple[str, ...]:
        """Ids of all actors that bear a name, in any case: for people who look one up."""
        return tuple(dict.fromkeys(e.actor for e in self.entries(fold_name(name))))


def _written_so(entry: Entry, run: Sequence[Word]) -> bool:
    """'IS' is a name, 'is' is not; 'Front' may be one, 'front' is not."""
    if entry.upper:
        return all(w.text.replace(".", "").isupper() or w.text == w.key == "'s" for w in run)
    return not entry.proper or any(w.text[:1].isupper() for w in run)


def _state_actors(country: Country) -> tuple[Actor, Actor, Actor]:
    """The state, its armed forces and its police, as every country has them."""
    adjective, iso, state = country.demonyms[0], country.iso2, country.state_id
    return (
        Actor(id=state, name=country.name, kind="government", acled_inter=1, country=iso, side=state),
        Actor(id=country.forces_id, name=f"{adjective} armed forces", kind="state_force", acled_inter=1,
              country=iso, parent=state, side=state),
        Actor(id=country.police_id, name=f"{adjective} police", kind="state_force", acled_inter=1,
              country=iso, parent=state, side=state),
    )  # fmt: skip


def load_book(folders: Sequence[Path] = (DATA / "actors",)) -> ActorBook:
    """Read all YAML files of the folders, in order of name. Raises ConfigError naming file and line."""
    actors: list[Actor] = []
    countries: list[Country] = []
    digest = sha256()
    for path in sorted(p for folder in folders for p in folder.glob("*.yaml")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
        if path.name == "countries.yaml":
            countries.extend(load_yaml(path, CountryFile).countries)
            continue
        content = load_yaml(path, ActorFile)
        actors.extend(content.actors)
        actors.extend(_person_actor(p) for p in content.persons)
    book = ActorBook(actors, countries, f"actors/{digest.hexdigest()[:12]}")
    for actor in book:
        for ref in (*actor.member_of, *actor.allies, actor.parent, actor.of, actor.side):
            if ref is not None and ref not in book:
                raise ConfigError(f"actor {actor.id} refers to {ref!r}, which no file defines", id=actor.id, ref=ref)
    return book


def _person_actor(person: Person) -> Actor:
    row = {**person.model_dump(exclude={"aliases"}), "kind": "person", "aliases": list(person.aliases)}
    return Actor.model_validate(row)


@lru_cache(maxsize=1)
def actor_book() -> ActorBook:
    """The package's own book, loaded once a process."""
    return load_book()
