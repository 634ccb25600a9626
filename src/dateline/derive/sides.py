"""The two sides of an event, and whether two reports can be about the same ones. Backers are never a side (R38)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from dateline.derive.knowledge import Actors
from dateline.derive.policy import Roles
from dateline.model import ActorRef, Claim, Participant

Agreement = Literal["same", "unknown", "victims_differ", "conflict"]


@dataclass(frozen=True, slots=True)
class Sides:
    """Ids of who did it, to whom, and of parties whose side is not told. Unnamed actors are left out."""

    a: frozenset[str] = frozenset()
    b: frozenset[str] = frozenset()
    either: frozenset[str] = frozenset()

    @property
    def everyone(self) -> frozenset[str]:
        return self.a | self.b | self.either

    def __or__(self, other: Sides) -> Sides:
        return Sides(self.a | other.a, self.b | other.b, self.either | other.either)


NOBODY = Sides()

#: Ids of umbrellas that only one document has ("anti-junta forces"). They give way to the names they stand for (R37).
LOCAL = "local:"


def sides_of(claim: Claim, roles: Roles) -> Sides:
    """The sides that a claim names by id. Roles that only say who helped do not decide whom it was."""
    strong = set(roles.side_a) - set(roles.weak)
    return Sides(
        frozenset(a.id for a in claim.actors if a.id and a.role in strong),
        frozenset(a.id for a in claim.actors if a.id and a.role in roles.side_b),
        frozenset(a.id for a in claim.actors if a.id and a.role in roles.either),
    )


def agreement(one: Sides, two: Sides, actors: Actors) -> Agreement:
    """Whether two reports can be about the same sides."""
    if one.either or two.either:
        return _pooled(one, two, actors)
    doers, targets = _match(_armed(one.a, actors), _armed(two.a, actors), actors), _match(one.b, two.b, actors)
    if doers == "apart":
        return "conflict"
    if targets == "apart":
        return "victims_differ"
    return "same" if "shared" in (doers, targets) else "unknown"


def shared_sides(one: Sides, two: Sides, actors: Actors) -> tuple[bool, bool]:
    """Whether who did it, and to whom, is known in both reports and the same."""
    if one.either or two.either:
        return _match(one.everyone, two.everyone, actors) == "shared", False
    doers = _match(_armed(one.a, actors), _armed(two.a, actors), actors)
    return doers == "shared", _match(one.b, two.b, actors) == "shared"


def crosswise(one: Sides, two: Sides, actors: Actors) -> bool:
    """A against B in one report, B against A in the other."""
    return all(
        _match(x, y, actors) == "shared" for x, y in ((_armed(one.a, actors), two.b), (_armed(two.a, actors), one.b))
    )


def _armed(side: frozenset[str], actors: Actors) -> frozenset[str]:
    """Whoever can be a doer: 'civilians were hit' is no word on who did it, however it was read."""
    return frozenset(x for x in side if actors.kind(x) != "civilians")


def _told(side: frozenset[str], actors: Actors) -> frozenset[str]:
    """'Armed men' may be anybody: they are no word on who it was."""
    return frozenset(x for x in side if actors.kind(x) != "unidentified")


def _pooled(one: Sides, two: Sides, actors: Actors) -> Agreement:
    """Where one of them only lists the parties, the other's sides must be among them, as far as both are known."""
    met = _match(one.everyone, two.everyone, actors)
    return {"apart": "conflict", "shared": "same", "unknown": "unknown"}[met]  # type: ignore[return-value]


def _match(one: frozenset[str], two: frozenset[str], actors: Actors) -> str:
    """'shared', 'apart' (both sides known to the book and unrelated) or 'unknown'."""
    one, two = _told(one, actors), _told(two, actors)
    if not one or not two:
        return "unknown"
    if one & two or any(related(x, y, actors) for x in one for y in two):
        return "shared"
    return "apart" if all(actors.known(x) for x in one | two) else "unknown"


def related(one: str, two: str, actors: Actors) -> bool:
    """Whether one actor is the other, a part of it, or both are parts of one state."""
    if one == two:
        return True
    above_one, above_two = actors.above(one), actors.above(two)
    return one in above_two or two in above_one or bool(_bodies(above_one, actors) & _bodies(above_two, actors))


def _bodies(above: frozenset[str], actors: Actors) -> frozenset[str]:
    return frozenset(x for x in above if actors.kind(x) in ("government", "state_force"))


def participants(
    claims: Iterable[Claim], roles: Roles, actors: Actors
) -> tuple[tuple[Participant, ...], tuple[Participant, ...]]:
    """Sides a and b of an event over all its claims: actors by id, first named first; the unnamed by their words."""
    refs = [ref for claim in claims for ref in claim.actors if ref.resolution != "unstated"]
    b = [r for r in refs if r.role in roles.side_b]
    a = [r for r in refs if r.role in roles.side_a and r.role not in roles.weak]
    parties = [r for r in refs if r.role in roles.either]
    a, b = _on_one_side_each(a, b, parties)
    for ref in parties:
        _take_side(ref, a, b, actors)
    enemies = {r.id for r in b if r.id}
    a += [r for r in refs if r.role in roles.weak and r.id not in enemies]
    return _rows(a, actors), _rows(b, actors)


def _on_one_side_each(
    a: list[ActorRef], b: list[ActorRef], parties: list[ActorRef]
) -> tuple[list[ActorRef], list[ActorRef]]:
    """In a fight both sides shoot and both have dead: each stands on one side, the first told against the rest."""
    victims = {r.id for r in b if r.id}
    doers = list(dict.fromkeys(r.id for r in (*parties, *a) if r.id))
    both = [x for x in doers if x in victims]
    if not both or len(doers) < 2:
        return a, b
    others = set(both) - {doers[0]}
    return [r for r in a if r.id not in others], [r for r in b if r.id is None or r.id != doers[0]]


def _take_side(ref: ActorRef, a: list[ActorRef], b: list[ActorRef], actors: Actors) -> None:
    """A party goes to the side on which it or its own stand already, else to the emptier one."""
    for side in (a, b):
        if any(_same_ref(ref, other, actors) for other in side):
            side.append(ref)
            return
    (a if not a else b).append(ref)


def _same_ref(one: ActorRef, two: ActorRef, actors: Actors) -> bool:
    if one.id and two.id:
        return related(one.id, two.id, actors)
    return (one.id or one.text) == (two.id or two.text)


def _rows(refs: list[ActorRef], actors: Actors) -> tuple[Participant, ...]:
    """One row an actor. Bare words stand only where nobody on the side has an id."""
    named: dict[str, ActorRef] = {}
    for ref in refs:
        if ref.id:
            named.setdefault(ref.id, ref)
    if len(named) > 1 and not all(k.startswith(LOCAL) for k in named):
        named = {k: r for k, r in named.items() if not k.startswith(LOCAL)}
    if named:
        return tuple(Participant(id=k, name=r.name or actors.name(k) or r.text, role=r.role) for k, r in named.items())
    words: dict[str, ActorRef] = {}
    for ref in refs:
        if ref.text or ref.name:
            words.setdefault((ref.name or ref.text or "").casefold(), ref)
    return tuple(Participant(id=None, name=r.name or r.text, role=r.role) for r in words.values())
