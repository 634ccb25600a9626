"""Incidents of many documents -> groups that tell of one event, and suggestions where only a person can tell."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from dateline.derive.cluster import components, grow, partners, restricted
from dateline.derive.decisions import Decisions
from dateline.derive.identity import Likelihood, across, corrects
from dateline.derive.incident import Incident
from dateline.derive.knowledge import World
from dateline.derive.neighbours import candidate_pairs

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two groups, by position, that may be one event. `pair`: the two incidents that fit best, by position."""

    one: int
    two: int
    score: float
    why: str
    pair: Pair


@dataclass(frozen=True)
class Matched:
    """Groups of positions into the list of incidents, in order of their first; doubts between groups. `components`:
    what was clustered as one, since its incidents are linked. `incidents`: as corrections have left them."""

    groups: tuple[tuple[int, ...], ...]
    doubts: tuple[Doubt, ...]
    components: tuple[tuple[int, ...], ...] = ()
    incidents: tuple[Incident, ...] = ()


@dataclass(frozen=True, slots=True)
class _Paired:
    """Scores of pairs, which of them no day of both holds, and who is paired with whom: by score, by people's merges
    and by their splits."""

    scores: Mapping[Pair, float]
    weak: frozenset[Pair]
    scored: Mapping[int, Sequence[int]]
    merged: Mapping[int, Sequence[int]]
    split: Mapping[int, Sequence[int]]


def match(incidents: Sequence[Incident], world: World, decisions: Decisions) -> Matched:
    """Cluster the incidents, given in canonical order. Each component is clustered whole and for itself."""
    rules = world.policies.identity
    table: dict[Pair, Likelihood] = {}
    for i, j in sorted(candidate_pairs(incidents, rules.max_days)):
        like = across(incidents[i], incidents[j], world)
        if like.score >= rules.suggest:
            table[i, j] = like
    merged, split = _decided(incidents, decisions)
    scores = {p: like.score for p, like in table.items() if not like.barred}
    weak = frozenset(p for p in scores if table[p].weak)
    paired = _Paired(scores, weak, partners(scores), partners(merged), partners(split))
    groups: list[tuple[int, ...]] = []
    found = components(len(incidents), [*scores, *merged])
    dated = list(incidents)
    for component in found:
        moved = _corrected(component, incidents, scores, world)
        for n, incident in moved.items():
            dated[n] = incident
        groups += _clustered(component, dated, paired, world, moved)
    groups.sort()
    return Matched(tuple(groups), _doubts(groups, table, split), tuple(tuple(c) for c in found), tuple(dated))


def _corrected(
    component: Sequence[int], incidents: Sequence[Incident], scores: Mapping[Pair, float], world: World
) -> dict[int, Incident]:
    """The incidents of a component that a later report of the same source dates anew, with the day that it gives.

    The last correction counts. Only what is surely the same event is dated anew.
    """
    found: dict[int, Incident] = {}
    for later in (n for n in component if incidents[n].corrects):
        for n in component:
            pair = (min(n, later), max(n, later))
            sure = scores.get(pair, 0.0) >= world.policies.identity.merge_across
            if n < later and sure and corrects(incidents[later], incidents[n]):
                found[n] = replace(incidents[n], time=incidents[later].time)
    return found


def doubted(a: Incident, b: Incident, world: World) -> Likelihood | None:
    """How likely two incidents are one where that is worth asking a person. Those that are not `barred` are clustered
    together: whatever else there is, they are of one component."""
    like = across(a, b, world)
    return like if like.score >= world.policies.identity.suggest else None


def _clustered(
    component: list[int], incidents: Sequence[Incident], paired: _Paired, world: World, moved: Collection[int]
) -> list[tuple[int, ...]]:
    """The groups of a component. `moved`: incidents that a correction has dated anew, whose old pairs hold no more."""
    if len(component) == 1:
        return [tuple(component)]
    inner = {inside: paired.scores[pair] for inside, pair in restricted(component, paired.scored).items()}
    barred: dict[Pair, bool] = {}

    def is_barred(a: int, b: int) -> bool:
        if (a, b) in inner and component[a] not in moved and component[b] not in moved:
            return False
        if (a, b) not in barred:
            barred[a, b] = across(incidents[component[a]], incidents[component[b]], world).barred
        return barred[a, b]

    least = world.policies.identity.merge_across
    whole = restricted(component, paired.scored)
    weak = [p for p in inner if whole[p] in paired.weak and inner[p] >= least]
    for pair in _torn(weak, is_barred):
        inner.pop(pair)  # a suggestion
    groups = grow(
        len(component),
        inner,
        is_barred,
        least=least,
        merged=restricted(component, paired.merged),
        split=frozenset(restricted(component, paired.split)),
    )
    return [tuple(component[n] for n in group) for group in groups]


def _torn(weak: Sequence[Pair], is_barred: Callable[[int, int], bool]) -> set[Pair]:
    """Links without a day of both of a report that fits two events which exclude each other: it may be of either."""
    mates: dict[int, list[int]] = {}
    for a, b in weak:
        mates.setdefault(a, []).append(b)
        mates.setdefault(b, []).append(a)
    torn = {n for n, row in mates.items() if any(is_barred(min(p), max(p)) for p in combinations(row, 2))}
    return {pair for pair in weak if torn & set(pair)}


def _decided(incidents: Sequence[Incident], decisions: Decisions) -> tuple[list[Pair], frozenset[Pair]]:
    """People's merges and splits as pairs of positions. A decision may name any telling or figure of an incident."""
    home: dict[str, int] = {}
    for n, incident in enumerate(incidents):
        for key in (*incident.keys, *(c.id for c in (*incident.figures, *incident.roles))):
            home.setdefault(key, n)

    def found(rows: frozenset[tuple[str, str]]) -> list[Pair]:
        pairs = [(home[a], home[b]) for a, b in rows if a in home and b in home]
        return sorted((min(p), max(p)) for p in pairs if p[0] != p[1])

    return found(decisions.merged), frozenset(found(decisions.split))


def _doubts(groups: list[tuple[int, ...]], table: dict[Pair, Likelihood], split: frozenset[Pair]) -> tuple[Doubt, ...]:
    home = {n: g for g, group in enumerate(groups) for n in group}
    best: dict[Pair, tuple[Likelihood, Pair]] = {}
    parted = {(min(home[a], home[b]), max(home[a], home[b])) for a, b in split}
    for (i, j), like in sorted(table.items()):
        pair = (min(home[i], home[j]), max(home[i], home[j]))
        if pair[0] != pair[1] and pair not in parted and (pair not in best or like.score > best[pair][0].score):
            best[pair] = like, (i, j)
    return tuple(Doubt(*two, round(like.score, 3), like.why, pair) for two, (like, pair) in sorted(best.items()))
