"""Clustering with bars: the surest pairs first, and no cluster holds two that exclude each other.

Everything runs in the canonical order of the items and depends on nothing but their pairs, so that any order of arrival
gives the same clusters, and what shares no pair with a group of items cannot change it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

Pair = tuple[int, int]


def grow(
    count: int,
    scores: Mapping[Pair, float],
    barred: Callable[[int, int], bool],
    *,
    least: float,
    merged: Iterable[Pair] = (),
    split: frozenset[Pair] = frozenset(),
) -> list[list[int]]:
    """Groups of item numbers, each sorted, in order of their first item.

    `scores` holds pairs (i < j); those of at least `least` join, best first, unless any two of the groups are barred.
    People's `merged` pairs join whatever is barred, save what they split; their `split` pairs never do. Merged groups
    are whole ones: what had joined either by its score stays, though the other bars it.
    """
    group = {i: i for i in range(count)}
    members = {i: [i] for i in range(count)}

    def join(a: int, b: int) -> None:
        low, high = sorted((group[a], group[b]))
        for item in members.pop(high):
            group[item] = low
            members[low].append(item)

    def parted(a: int, b: int, *, forced: bool) -> bool:
        cross = ((min(x, y), max(x, y)) for x in members[group[a]] for y in members[group[b]])
        return any(p in split or (not forced and barred(*p)) for p in cross)

    ranked = sorted(((-round(s, 6), p) for p, s in scores.items() if s >= least))
    for _, (a, b) in ranked:
        if group[a] != group[b] and not parted(a, b, forced=False):
            join(a, b)
    for a, b in sorted(merged):
        if group[a] != group[b] and not parted(a, b, forced=True):
            join(a, b)
    return sorted((sorted(m) for m in members.values()), key=lambda m: m[0])


def components(count: int, pairs: Iterable[Pair]) -> list[list[int]]:
    """Connected components of item numbers, each sorted, in order of their first item."""
    parent = list(range(count))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for a, b in pairs:
        low, high = sorted((root(a), root(b)))
        parent[high] = low
    groups: dict[int, list[int]] = {}
    for i in range(count):
        groups.setdefault(root(i), []).append(i)
    return [groups[k] for k in sorted(groups)]


def partners(pairs: Iterable[Pair]) -> dict[int, list[int]]:
    """The higher numbers that each number is paired with."""
    found: dict[int, list[int]] = {}
    for a, b in pairs:
        found.setdefault(a, []).append(b)
    return found


def restricted(group: Sequence[int], paired: Mapping[int, Sequence[int]]) -> dict[Pair, Pair]:
    """The pairs inside a group, renumbered by position in it, each with its old numbers. `paired`: `partners`."""
    place = {item: n for n, item in enumerate(group)}
    return {(place[a], place[b]): (a, b) for a in group for b in paired.get(a, ()) if b in place}
