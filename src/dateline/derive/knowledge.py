"""What deriving needs to know of the world beside the claims: the order of leaves, kinds of actors, crosswalks.

Small protocols, so that `derive` takes the package's books or any other. The books of `know` are the default.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Protocol

from dateline.derive.policy import Policies, load_policies
from dateline.know.actors import actor_book
from dateline.know.events import EventVocabulary, load_events
from dateline.know.sources import source_book


class Leaves(Protocol):
    """The order of the event types."""

    def rank(self, leaf: str) -> int:
        """Row of a leaf in the codebook's table, 1 = highest; unknown leaves come last."""


class Actors(Protocol):
    """The actor book, as far as sides go."""

    def kind(self, actor: str) -> str | None:
        """Kind of an actor (CODEBOOK A), None if unknown."""

    def country(self, actor: str) -> str | None:
        """ISO2 of the state it belongs to, None if unknown or none."""

    def above(self, actor: str) -> frozenset[str]:
        """The actor itself and all that it is part of."""

    def known(self, actor: str) -> bool:
        """Whether two different ids of it and another actor are surely two actors."""

    def name(self, actor: str) -> str | None:
        """Its name in the book."""


@dataclass(frozen=True)
class PlainLeaves:
    """Leaves ranked by the order of a list."""

    order: tuple[str, ...]

    @cached_property
    def _ranks(self) -> Mapping[str, int]:
        return {leaf: i for i, leaf in enumerate(self.order, 1)}

    def rank(self, leaf: str) -> int:
        return self._ranks.get(leaf, len(self.order) + 1)


@dataclass(frozen=True)
class PlainActors:
    """Kinds, countries and memberships given as mappings; an actor that no mapping has is unknown."""

    kinds: Mapping[str, str]
    countries: Mapping[str, str]
    parents: Mapping[str, tuple[str, ...]]
    names: Mapping[str, str] = field(default_factory=dict)

    def kind(self, actor: str) -> str | None:
        return self.kinds.get(actor)

    def country(self, actor: str) -> str | None:
        return self.countries.get(actor)

    def above(self, actor: str) -> frozenset[str]:
        found, todo = {actor}, [actor]
        while todo:
            for parent in self.parents.get(todo.pop(), ()):
                if parent not in found:
                    found.add(parent)
                    todo.append(parent)
        return frozenset(found)

    def known(self, actor: str) -> bool:
        return actor in self.kinds and self.kinds[actor] != "umbrella"

    def name(self, actor: str) -> str | None:
        return self.names.get(actor)


@dataclass(frozen=True)
class World:
    """The books and policies that a derivation uses."""

    leaves: Leaves
    actors: Actors
    policies: Policies


@lru_cache(maxsize=1)
def source_kinds() -> Mapping[str, str]:
    """Kind of each source in the book (state, monitor_ngo, news_agency ...), by id."""
    return {source.id: source.type for source in source_book()}


def default_world(policies: Policies | None = None) -> World:
    """The package's own books with the package's (or the given) policies."""
    rules = policies or load_policies()
    leaves, actors = _books(load_events())
    return World(leaves, actors, rules)


@lru_cache(maxsize=4)
def _books(vocabulary: EventVocabulary) -> tuple[PlainLeaves, PlainActors]:
    book = actor_book()
    states = {a.id for a in book if a.kind == "government"}
    order = tuple(sorted(vocabulary.leaves, key=lambda leaf: vocabulary.leaves[leaf].rank))
    actors = PlainActors(
        kinds={a.id: a.kind for a in book},
        countries={a.id: a.country for a in book if a.country},
        # 'A coalition strike', 'a US strike': whom a state leads abroad is its own in one report and not in the next.
        parents={
            a.id: tuple(
                x for x in (*a.member_of, a.parent, a.side if a.kind == "external" and a.side in states else None) if x
            )
            for a in book
        },
        names={a.id: a.name for a in book},
    )
    return PlainLeaves(order), actors
