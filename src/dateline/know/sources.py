"""The book of sources: who is quoted and who carries, of which type, for which side, in which independence group.

Named sources are the YAML files of data/sources; `patterns.yaml` holds what is described rather than named:
bodies of every state, offices of the UN, anonymous sources. Names are found over folded words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from dateline.errors import ConfigError, NotFoundError
from dateline.know.actors import Country, CountryFile, Word, fold_name, words_of
from dateline.vocabulary import DATA, load_yaml

SourceType = Literal[
    "state", "armed_actor", "state_media", "news_agency", "newspaper", "broadcaster", "monitor_ngo", "ngo", "un_agency",
    "ig_org", "hospital", "civil_defence", "witness", "official_person", "social", "unknown",
]  # fmt: skip
Scale = Literal["local", "subnational", "national", "regional", "international"]
#: Types that pass on what others say.
CARRYING: frozenset[str] = frozenset({"state_media", "news_agency", "newspaper", "broadcaster"})
PATTERNS = "patterns.yaml"


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(_Row):
    """A source. `group` counts as one originator; `side` is the actor it speaks for. Its `short` names need the full
    one beside them, or a text on its country or one of the `areas` (iso2) that it is active in."""

    id: str = Field(pattern=r"^[A-Z][A-Z0-9_]*$")
    name: str
    aliases: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    type: SourceType
    parent: str | None = None
    side: str | None = None
    belligerent: bool = False
    country: str | None = Field(default=None, pattern=r"^[A-Z]{2}$")
    areas: tuple[str, ...] = ()
    based_in: str | None = Field(default=None, pattern=r"^[A-Z]{2}$")
    scale: Scale = "national"
    group: str | None = None

    @property
    def independence_group(self) -> str:
        return self.group or self.id


class SourceFile(_Row):
    """A file of data/sources."""

    sources: tuple[Source, ...]


class Body(_Row):
    """A body that every state has. `independent`: it is not of one independence group with its government."""

    key: str
    name: str
    type: SourceType
    nouns: tuple[str, ...]
    side: Literal["forces", "state"] | None = None
    belligerent: bool = False
    independent: bool = False


class Unit(_Row):
    """An office of a larger body, known by words of which each group of `any` must give one."""

    id: str
    of: str
    any: tuple[tuple[str, ...], ...]


class Anonymous(_Row):
    """A source without a name. `needs`: a modifier, one of which must stand in the phrase."""

    id: str
    name: str
    type: SourceType
    words: frozenset[str]
    needs: frozenset[str] = frozenset()


class Pronouns(_Row):
    """Pronouns that stand for a speaker: a person, a body, whoever spoke last, the speaker of the words around."""

    person: frozenset[str]
    body: frozenset[str]
    any: frozenset[str]
    first: frozenset[str]


class Anaphor(_Row):
    """Nouns that point back to the last speaker of one of `types` (none given: of any).

    `person`: only to somebody, and to no body. `named`: only to a body whose name has the noun in it.
    """

    words: frozenset[str]
    types: frozenset[str]
    person: bool = False
    named: bool = False


class Patterns(_Row):
    """The file of described sources."""

    bodies: tuple[Body, ...]
    bare_not: frozenset[str]
    at_war: frozenset[str]
    units: tuple[Unit, ...]
    voices: frozenset[str]
    anonymous: tuple[Anonymous, ...]
    pronouns: Pronouns
    anaphors: tuple[Anaphor, ...]
    titles: frozenset[str]
    own_forces: frozenset[str]
    certain: frozenset[str]


class Found(NamedTuple):
    """A source in a text. `short`: by a form that holds only beside the full name."""

    start: int
    end: int
    source: Source
    short: bool = False


class BareBody(NamedTuple):
    """'the army', 'the defence ministry': a state body whose state must come from the context."""

    start: int
    end: int
    body: Body
    country: str | None


class SourceBook:
    """All sources with an index over their names. Immutable after construction."""

    def __init__(
        self, sources: Iterable[Source], patterns: Patterns, countries: Sequence[Country], version: str = "sources/0"
    ) -> None:
        self.version = version
        self.patterns = patterns
        self._sources: dict[str, Source] = {}
        self._index: dict[tuple[str, ...], list[tuple[str, str, bool]]] = {}
        self._longest: dict[str, int] = {}
        self._countries = {c.iso2: c for c in countries}
        self._nations = _nations(countries)
        self._bodies = {fold_name(noun): body for body in patterns.bodies for noun in body.nouns}
        for source in sources:
            self._add(source)

    def _add(self, source: Source) -> None:
        if source.id in self._sources:
            raise ConfigError(f"source id {source.id} is used twice", id=source.id)
        self._sources[source.id] = source
        for name in (source.name, *source.aliases):
            self._add_name(name, source.id, short=False)
        for name in source.short:
            self._add_name(name, source.id, short=True)

    def _add_name(self, name: str, source_id: str, *, short: bool) -> None:
        key = fold_name(name)
        if key[:1] == ("the",) and len(key) > 1:
            key = key[1:]
        rows = self._index.get(key, [])
        if not any(row[1] == source_id for row in rows):
            self._index[key] = [*rows, (name, source_id, short)]
        self._longest[key[0]] = max(self._longest.get(key[0], 0), len(key))

    def with_names(self, names: Iterable[tuple[str, str]]) -> SourceBook:
        """The book with further names: (source, name). Names of sources that it has not are left out."""
        made = copy(self)
        made._index, made._longest = dict(self._index), dict(self._longest)
        for source, name in names:
            if source in self._sources and fold_name(name):
                made._add_name(name, source, short=False)
        return made

    def __iter__(self) -> Iterator[Source]:
        return iter(self._sources.values())

    def __len__(self) -> int:
        return len(self._sources)

    def by_id(self, source_id: str) -> Source:
        """The source of an id, state bodies (SDN_MFA) included. Raises NotFoundError."""
        found = self._sources.get(source_id)
        if found is not None:
            return found
        iso3, _, key = source_id.partition("_")
        for country in self._countries.values():
            if country.iso3 == iso3:
                for body in self.patterns.bodies:
                    if body.key == key:
                        return self.body_of(body, country.iso2)
        raise NotFoundError(f"no source {source_id!r} in the book", id=source_id)

    def lookup(self, text: str) -> Source | None:
        """The source that these words as a whole name; None where none or more than one does."""
        words = words_of(text.strip())
        if words and words[0].key == "the":
            words = words[1:]
        if words and words[-1].key == "'s":
            words = words[:-1]
        if not words:
            return None
        n, rows = self._match(words, 0)
        full = {source for source, short in rows if not short} or {source for source, _ in rows}
        if n == len(words) and len(full) == 1:
            return self._sources[full.pop()]
        bodies = list(self._body_at(words, 0))
        if bodies and bodies[0].country and bodies[0].end == words[-1].end:
            return self.body_of(bodies[0].body, bodies[0].country)
        return None

    def find(self, text: str, start: int = 0, end: int | None = None) -> list[Found]:
        """Named sources in text[start:end], longest first, never overlapping. Ambiguous names are left out."""
        words = words_of(text, start, end)
        found: list[Found] = []
        at = 0
        while at < len(words):
            n, rows = self._match(words, at)
            if rows and len({s for s, _ in rows}) == 1:
                source, short = rows[0]
                found.append(Found(words[at].start, words[at + n - 1].end, self._sources[source], short))
            at += max(n, 1)
        return found

    def find_bodies(self, text: str, start: int = 0, end: int | None = None) -> list[BareBody]:
        """State bodies in text[start:end], with the country where it is named there: 'the Malian army', 'the army'."""
        words = words_of(text, start, end)
        found: list[BareBody] = []
        at = 0
        while at < len(words):
            hit = next(self._body_at(words, at), None)
            if hit is None:
                at += 1
                continue
            found.append(hit)
            at = next((i for i in range(at, len(words)) if words[i].start >= hit.end), len(words))
        return found

    def nation_at(self, words: Sequence[Word], at: int) -> tuple[int, str | None]:
        """A country's name, nationality word or capital at word `at`: (how many words, iso2)."""
        if at < len(words) and words[at].text[:1].isupper():
            for n in range(min(5, len(words) - at), 0, -1):
                country = self._nations.get(tuple(w.key for w in words[at : at + n]))
                if country:
                    return n, country
        return 0, None

    def body_of(self, body: Body, iso2: str) -> Source:
        """A state body as a source of its own."""
        country = self._countries[iso2]
        own = self._sources.get(f"{country.iso3}_{body.key}")
        if own is not None:
            return own
        state = f"GOV_{country.iso3}"
        side = country.forces_id if body.side == "forces" else country.state_id if body.side else None
        return Source(
            id=f"{country.iso3}_{body.key}",
            name=f"{country.demonyms[0]} {body.name}",
            type=body.type,
            side=side,
            belligerent=body.belligerent
            or (body.side == "state" and not body.independent and iso2 in self.patterns.at_war),
            country=iso2,
            group=f"{country.iso3}_{body.key}" if body.independent else state,
        )

    def country(self, iso2: str) -> Country | None:
        return self._countries.get(iso2)

    def _match(self, words: Sequence[Word], at: int) -> tuple[int, list[tuple[str, bool]]]:
        for n in range(min(self._longest.get(words[at].key, 0), len(words) - at), 0, -1):
            run = words[at : at + n]
            if n > 1 and not all(w.joined for w in run[1:]):
                continue
            rows = [
                (source, short)
                for name, source, short in self._index.get(tuple(w.key for w in run), ())
                if _written_so(name, run)
            ]
            if rows:
                return n, rows
        return 0, []

    def _body_at(self, words: Sequence[Word], at: int) -> Iterator[BareBody]:
        """A body's noun at or after a nation at word `at`."""
        n, iso = self.nation_at(words, at)
        i = at + n
        if iso and i < len(words) and words[i].key == "'s":
            i += 1
        for skip in range(3 if iso else 1):
            if i + skip >= len(words) or any(w.text[:1].isupper() for w in words[i : i + skip]):
                break
            m, body = self._body_noun(words, i + skip)
            if body:
                last = i + skip + m - 1
                country, last = (iso, last) if iso else self._nation_behind(words, last)
                yield BareBody(words[at].start, words[last].end, body, country)
                return

    def _body_noun(self, words: Sequence[Word], at: int) -> tuple[int, Body | None]:
        for n in range(min(4, len(words) - at), 0, -1):
            body = self._bodies.get(tuple(w.key for w in words[at : at + n]))
            if body:
                return n, body
        return 0, None

    def _nation_behind(self, words: Sequence[Word], last: int) -> tuple[str | None, int]:
        """'ministry of defence of Ukraine', 'the defence ministry in Kyiv'."""
        i = last + 1
        if i + 1 < len(words) and words[i].key in ("of", "in"):
            i += 2 if words[i + 1].key == "the" and i + 2 < len(words) else 1
            n, iso = self.nation_at(words, i)
            if iso:
                return iso, i + n - 1
        return None, last


def _nations(countries: Sequence[Country]) -> dict[tuple[str, ...], str]:
    nations: dict[tuple[str, ...], str] = {}
    for country in countries:
        for name in (country.name, *country.names, *country.demonyms, *country.capital):
            nations.setdefault(fold_name(name), country.iso2)
    return nations


def _written_so(name: str, run: Sequence[Word]) -> bool:
    """'WHO' is a source, 'who' is not; 'Dawn' may be one, 'dawn' is not."""
    letters = "".join(c for c in name if c.isalpha())
    if letters.isupper() and len(letters) <= 5:
        return all(w.text.replace(".", "").isupper() or w.key == "'s" for w in run)
    proper = any(w[:1].isupper() for w in name.removeprefix("the ").split())
    return not proper or any(w.text[:1].isupper() for w in run)


def load_sources(folder: Path = DATA / "sources", countries: Path = DATA / "actors" / "countries.yaml") -> SourceBook:
    """Read all files of a folder of sources. Raises ConfigError naming file and line."""
    digest = sha256()
    sources: list[Source] = []
    for path in sorted(folder.glob("*.yaml")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
        if path.name != PATTERNS:
            sources.extend(load_yaml(path, SourceFile).sources)
    patterns = load_yaml(folder / PATTERNS, Patterns)
    states = load_yaml(countries, CountryFile).countries
    book = SourceBook(sources, patterns, states, f"sources/{digest.hexdigest()[:12]}")
    for ref in (*(s.parent for s in book), *(u.id for u in patterns.units), *(u.of for u in patterns.units)):
        if ref is not None and ref not in {s.id for s in book}:
            raise ConfigError(f"the sources refer to {ref!r}, which no file defines", ref=ref)
    return book


@lru_cache(maxsize=1)
def source_book() -> SourceBook:
    """The package's own book, loaded once a process."""
    return load_sources()
