"""What speaks against what, typed by aspect: reports may agree on who holds a town and differ on who fought (R60)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from dateline.derive.knowledge import World
from dateline.derive.marks import effect_of
from dateline.derive.origin import DocumentInfo, family_of, originator_of
from dateline.derive.places import likeness, where
from dateline.derive.sides import agreement, related, sides_of
from dateline.derive.times import interval_of, overlap
from dateline.derive.tolls import Word, words_of
from dateline.model import Claim

Aspect = Literal["control", "actor_role", "number", "date", "place", "status"]

#: Roles that cannot both be an actor's in one fight.
_MAIN, _MINOR = ("main_force", "lead"), ("lesser_role", "supporting")


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two claims that cannot both be right on one aspect."""

    aspect: Aspect
    one: str
    two: str
    words: str


def contradictions(
    claims: Sequence[Claim], documents: Mapping[str, DocumentInfo], world: World
) -> tuple[Contradiction, ...]:
    """Contradictions among the claims of one event, between different originators, in canonical order."""
    found: list[Contradiction] = []
    for one, two in combinations(claims, 2):
        if not _same_voice(one, two, documents):
            found.extend(_between(one, two, world))
    found.extend(_numbers(claims, documents))
    return tuple(sorted(set(found), key=lambda c: (c.aspect, c.one, c.two)))


def _same_voice(one: Claim, two: Claim, documents: Mapping[str, DocumentInfo]) -> bool:
    a, b = (originator_of(c, family_of(c, documents)) for c in (one, two))
    return a is not None and b is not None and a.group == b.group


def _between(one: Claim, two: Claim, world: World) -> Iterable[Contradiction]:
    if _told(one) != _told(two) and "event" in (one.type, two.type) and one.type == two.type:
        yield Contradiction("status", one.id, two.id, "one says that it happened, the other denies it")
    yield from _roles(one, two, world)
    if one.type != "event" or two.type != "event":
        return
    if agreement(sides_of(one, world.policies.roles), sides_of(two, world.policies.roles), world.actors) == "conflict":
        yield Contradiction("actor_role", one.id, two.id, "they name different actors")
    if not overlap(interval_of(one.time), interval_of(two.time)):
        yield Contradiction("date", one.id, two.id, "they give days that exclude each other")
    order = world.policies.roles.place_order(one.event_type)
    here, there = where(one, order), where(two, order)
    if here and there and all(likeness(p, q, world.policies.identity) == "apart" for p in here for q in there):
        yield Contradiction("place", one.id, two.id, "they name places apart from each other")
    yield from _control(one, two, world)


def _told(claim: Claim) -> bool:
    return not claim.factuality.endswith("-")


def _roles(one: Claim, two: Claim, world: World) -> Iterable[Contradiction]:
    """Who did most of it: the main force of one is only a helper for the other."""
    for a in one.actors:
        for b in two.actors:
            if a.id is None or b.id is None or not related(a.id, b.id, world.actors):
                continue
            if (a.role in _MAIN and b.role in _MINOR) or (a.role in _MINOR and b.role in _MAIN):
                name = a.name or a.text or a.id
                words = f"{name}: {a.role.replace('_', ' ')} for one, {b.role.replace('_', ' ')} for the other"
                yield Contradiction("actor_role", one.id, two.id, words)


def _control(one: Claim, two: Claim, world: World) -> Iterable[Contradiction]:
    a, b = effect_of(one), effect_of(two)
    if a is None or b is None or a.state != "held" or b.state != "held" or not a.holders_after or not b.holders_after:
        return
    if not any(related(x, y, world.actors) for x in a.holders_after for y in b.holders_after):
        yield Contradiction("control", one.id, two.id, "they name different holders")


def _numbers(claims: Sequence[Claim], documents: Mapping[str, DocumentInfo]) -> Iterable[Contradiction]:
    """Figures of one measure whose ranges do not meet, between originators."""
    measures = sorted({c.figure.measure for c in claims if c.figure is not None and not c.figure.of})
    for measure in measures:
        rows = [c for c in claims if c.figure is not None and c.figure.measure == measure and not c.figure.of]
        words = [w for w in words_of(rows, documents, whole=True) if w.stands]
        for one, two in combinations(words, 2):
            if _exclude(one, two):
                yield Contradiction(
                    "number", one.claim.id, two.claim.id, f"{measure}: {_range(one)} against {_range(two)}"
                )


def _exclude(one: Word, two: Word) -> bool:
    return any(a.high is not None and b.low is not None and a.high < b.low for a, b in ((one, two), (two, one)))


def _range(word: Word) -> str:
    low, high = word.low, word.high
    if high is None:
        return f"at least {low}"
    return str(high) if low in (None, high) else f"{low} to {high}"
