"""An event in the terms of ACLED, UCDP and PLOVER, as far as its type, place, sides and deaths tell (CODEBOOK B)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

from pydantic import BaseModel, ConfigDict, Field

from dateline.derive.knowledge import Actors
from dateline.know.events import load_crosswalk
from dateline.model import TAKEN_BY_GOVERNMENT, TAKEN_BY_NON_STATE, Participant, PlaceValue
from dateline.vocabulary import load_data

_STATE = frozenset({"state_force", "government"})
_GROUPS = frozenset({"rebel", "political_militia", "identity_militia", "external"})
_UNARMED = frozenset({"civilians", "protesters"})


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Variant(_Row):
    """Codes that hold under conditions: all facts of `when` must be so."""

    when: Mapping[str, str | bool] = Field(alias="if")
    acled: Mapping[str, str | None] | None = None
    plover: Mapping[str, str | None] | None = None


class Entry(_Row):
    """The codes of one leaf. `ucdp`: the types of violence that it can be."""

    acled: Mapping[str, str | None]
    ucdp: tuple[int, ...]
    plover: Mapping[str, str | None]
    variants: tuple[Variant, ...] = ()


class Crosswalk(_Row):
    """data/vocabulary/crosswalk.yaml."""

    crosswalk: Mapping[str, Entry]


@dataclass(frozen=True)
class Facts:
    """What the crosswalk asks of an event. `flags` are those of its claims ('agreed', 'lifted', 'drone', ...)."""

    leaf: str
    place: PlaceValue | None
    side_a: Sequence[Participant]
    side_b: Sequence[Participant]
    killed: int | None
    actors: Actors
    leaves: Set[str] = frozenset()
    flags: Set[str] = frozenset()


@dataclass(frozen=True)
class Codes:
    """The fields `acled`, `ucdp` and `plover` of an event. None where the facts do not tell."""

    acled: dict[str, str | None] = field(default_factory=dict)
    ucdp: dict[str, int | None] = field(default_factory=dict)
    plover: dict[str, str | None] = field(default_factory=dict)


def codes_of(facts: Facts) -> Codes:
    """The codes of an event; an unknown leaf has none. Raises ConfigError on a mistake in the crosswalk."""
    book: Crosswalk = load_data("vocabulary/crosswalk.yaml", Crosswalk)
    entry = book.crosswalk.get(facts.leaf) or _own(facts.leaf)
    if entry is None:
        return Codes(ucdp={"type_of_violence": None})
    known = dict(_known(facts))
    acled, plover = entry.acled, entry.plover
    for variant in entry.variants:
        if all(known.get(name) == value for name, value in variant.when.items()):
            acled, plover = variant.acled or acled, variant.plover or plover
            break
    violence = type_of_violence(facts)
    return Codes(
        acled=dict(acled),
        ucdp={"type_of_violence": violence if violence in entry.ucdp else None},
        plover=dict(plover),
    )


def _own(leaf: str) -> Entry | None:
    """The codes of a user's type."""
    row = load_crosswalk().get(leaf)
    if row is None:
        return None
    return Entry(acled=row.acled.model_dump(), ucdp=row.ucdp, plover=row.plover.model_dump())


def _known(facts: Facts) -> Iterator[tuple[str, str | bool]]:
    yield from ((flag, True) for flag in facts.flags)
    taker = _taker(facts) or _told_taker(facts)
    if taker is not None:
        yield "taker", taker
    if "drone" in facts.flags:
        yield "means", "drone"
    else:
        means = sorted(facts.leaves & {"air_drone_strike", "ied_mine_uxo"})
        if means:
            yield "means", means[0]
    if _kinds(facts.side_b, facts.actors) & (_STATE | _GROUPS):
        yield "combatants", True


def _taker(facts: Facts) -> str | None:
    """Who takes: the state itself, a state from abroad, or somebody else; None where nobody is known."""
    ids = [p.id for p in facts.side_a if p.id and facts.actors.kind(p.id)]
    if not ids:
        return None
    states = [i for i in ids if facts.actors.kind(i) in _STATE]
    here = facts.place.country if facts.place else None
    if states:
        homes = {facts.actors.country(i) for i in states}
        if here is None or None in homes:
            return None
        return "government" if here in homes else "foreign"
    return "non_state"


#: Flags of claims by which the model says who takes a place, and what they say.
_TOLD_TAKERS = {TAKEN_BY_GOVERNMENT: "government", TAKEN_BY_NON_STATE: "non_state"}


def _told_taker(facts: Facts) -> str | None:
    """By the wording alone, where none who takes is in a book; None where the tellings differ.

    A taker in the book whose home is unknown stays unknown.
    """
    told = {_TOLD_TAKERS[flag] for flag in facts.flags if flag in _TOLD_TAKERS}
    known = any(p.id and facts.actors.kind(p.id) for p in facts.side_a)
    return told.pop() if len(told) == 1 and not known else None


def _kinds(side: Sequence[Participant], actors: Actors) -> set[str]:
    return {kind for p in side if p.id and (kind := actors.kind(p.id)) is not None}


def type_of_violence(facts: Facts) -> int | None:
    """UCDP: 1 a state is a party, 2 none is, 3 against civilians; None without a death or with a side unknown."""
    one, two = _kinds(facts.side_a, facts.actors), _kinds(facts.side_b, facts.actors)
    if not facts.killed or not one or not two:
        return None
    if two <= _UNARMED or one <= _UNARMED:
        return 3
    armed = _STATE | _GROUPS
    if not (one & armed and two & armed):
        return None
    return 1 if (one | two) & _STATE else 2
