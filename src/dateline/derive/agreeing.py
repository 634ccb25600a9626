"""What two reports of one town agree in beside the kind of event, where nobody tells the day of one of them.

Record linkage after Fellegi and Sunter (1969): each thing that agrees speaks for one event by so many bits as it
seldom agrees by chance between two events of one kind in one town (log2 of one in so many). The bits add up.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import log2

from dateline.derive.incident import Incident
from dateline.derive.knowledge import World
from dateline.derive.origin import UNNAMED, originator_of
from dateline.derive.policy import Agreeing
from dateline.derive.sides import shared_sides


def agreeing(a: Incident, b: Incident, world: World) -> float:
    """Bits that speak for one event; 0 where a toll or a weekday that both give differs, or no toll is in both."""
    return sum(agreements(a, b, world).values())


def agreements(a: Incident, b: Incident, world: World) -> dict[str, float]:
    """The same by what agrees, in words for people; what does not is left out."""
    rules = world.policies.identity.agreeing
    tolls = [m for m in a.toll.keys() & b.toll.keys() if a.toll[m][0] > 0 or b.toll[m][0] > 0]
    one, two = a.on_weekdays, b.on_weekdays
    if not tolls or any(a.toll[m] != b.toll[m] for m in tolls) or (one and two and not one & two):
        return {}
    bits = {"tolls": sum(min(rules.one + rules.doubled * log2(a.toll[m][0]), rules.most) for m in tolls)}
    bits["weekday"] = rules.weekday if one & two else 0.0
    bits["in the papers of that day"] = rules.published if _of_one_day(a, b, rules) or _of_one_day(b, a, rules) else 0.0
    bits["one quotes the other's source"] = rules.quoted if _quotes(a, b) else 0.0
    bits["sides"] = rules.side * sum(shared_sides(a.sides, b.sides, world.actors))
    return {name: value for name, value in bits.items() if value}


def _of_one_day(told: Incident, dated: Incident, rules: Agreeing) -> bool:
    """Whether the news of a report that tells no day was published on the day of the other one, or right after it.

    It is no date of the event (R8): it only says that the two stood in the papers together.
    """
    if told.dated or told.background or told.published is None:
        return False
    if dated.time.first is not None and dated.time.last is not None:
        return dated.time.first <= told.published <= dated.time.last + rules.published_days
    if dated.dated or dated.background or dated.published is None:
        return False
    return abs(told.published - dated.published) <= rules.published_days


def _quotes(a: Incident, b: Incident) -> bool:
    """Whether one report is a source's own and the other one quotes that source.

    That both quote one source says little: it may tell of all that happens there.
    """
    one, two = voices(a), voices(b)
    return any(one[v] != two[v] for v in one.keys() & two.keys() if not v.startswith(UNNAMED))


def voices(incident: Incident) -> Mapping[str, bool]:
    """Who stands behind the tellings of an incident, and whether it is the one who tells it himself."""
    found: dict[str, bool] = {}
    for claim in incident.claims:
        origin = originator_of(claim, incident.family or incident.document)
        if origin is not None:
            found[origin.group] = found.get(origin.group, False) or origin.narration
    return found
