"""Do two reports tell of one event? Type, place, days, sides and toll, each with its weight from the policies (R58)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from dateline.derive.agreeing import agreeing, agreements, voices
from dateline.derive.incident import Incident, Occurrence
from dateline.derive.knowledge import World
from dateline.derive.places import is_area, likeness, located
from dateline.derive.policy import Identity
from dateline.derive.sides import Agreement, Sides, agreement, crosswise
from dateline.derive.times import (
    Interval,
    across_score,
    hours_apart,
    hours_of,
    weekday_of,
    within_score,
    yearless_of,
    yearless_score,
)
from dateline.model import MEANS_UNSTATED, PlaceRef


@dataclass(frozen=True, slots=True)
class Likelihood:
    """How likely two reports tell of one event, and why. `barred`: they may not be merged whatever the score.

    `weak`: no day is known in both, and much else agrees; they are one only if no other event fits as well.
    """

    score: float
    barred: bool = False
    weak: bool = False
    why: str = ""


_YEAR = 365
_NEVER = Likelihood(0.0, barred=True)


def within(a: Occurrence, b: Occurrence, world: World) -> Likelihood:
    """Two claims of one document. What one of them leaves out does not part them."""
    rules = world.policies.identity
    kind = max(_kinship(a.claim.event_type, b.claim.event_type, rules, across=False), _unstated(a, b, rules))
    time = within_score(a.time, b.time, rules.time)
    if time > 0.0 and a.claim.event_type in world.policies.figures.flow_leaves:
        time = max(time, rules.time.flow)  # people leave over weeks: one day of them is not another event
    place = _place_within(a, b, rules)
    sides = _sides(_met(a.sides, b.sides, (a.claim.event_type, b.claim.event_type), world), rules)
    if min(kind, time, place, sides) == 0.0 or _other_day(a, b, rules) or _other_hour(a, b, rules):
        return _NEVER
    if _is_one_phrase(a, b) or _long_before(a, b, rules) or _long_before(b, a, rules):
        return _NEVER
    if a.follows != b.follows:
        return _NEVER  # 'a second strike hit the rescuers' (R80)
    if _other_frame(a, b):
        time = min(time, rules.time.other_frame)
    near = 1.0 - (1.0 - rules.nearness.least) * min(_gap(a, b) / rules.nearness.gap_chars, 1.0)
    return Likelihood(kind * time * place * sides * near)


def _other_frame(a: Occurrence, b: Occurrence) -> bool:
    """News beside background, or beside what is only dated by its month or year, where one of the two has no date."""
    if a.time.bounded and b.time.bounded:
        return False
    if (a.claim.news_role == "background") != (b.claim.news_role == "background"):
        return True
    return any(_by_month(one) and not two.time.known for one, two in ((a, b), (b, a)))


def _long_before(told: Occurrence, undated: Occurrence, rules: Identity) -> bool:
    """'A strike in the north in 2017', a few sentences from the undated news of a strike in the north."""
    if not _by_month(told) or undated.time.known or (told.place is not None and not is_area(told.place)):
        return False
    return _gap(told, undated) > rules.nearness.one_story_chars


def _gap(a: Occurrence, b: Occurrence) -> int:
    return max(0, max(a.claim.start, b.claim.start) - min(a.claim.end, b.claim.end))


def _by_month(told: Occurrence) -> bool:
    """'In October 2019', 'in 2016': the news of a report is not dated so."""
    time = told.claim.time
    return time.basis == "explicit" and time.granularity in ("month", "year") and told.time.bounded


def _is_one_phrase(a: Occurrence, b: Occurrence) -> bool:
    """'They took Goma and Bukavu': the places of one phrase are as many events, in one claim or in one each (R69)."""
    if a.claim.id == b.claim.id:
        return a.index != b.index
    same = (a.claim.start, a.claim.end, a.claim.event_type) == (b.claim.start, b.claim.end, b.claim.event_type)
    told = [{p.start for p in x.places if p.start is not None} for x in (a, b)]
    return same and all(told) and not told[0] & told[1]


def across(a: Incident, b: Incident, world: World) -> Likelihood:
    """Two documents' reports. Without a day and a place on both sides nothing is linked, save copies of one story."""
    rules = world.policies.identity
    if a.document != b.document and a.family == b.family and a.wordings & b.wordings:
        return Likelihood(1.0, why="the same words in copies of one story")
    kind = _kinship(a.leaf, b.leaf, rules, across=True)
    time = _time_across(a, b, world)
    if kind == 0.0 or time == 0.0 or a.document == b.document:
        return _NEVER
    place = _place_of_both(a, b, world)
    if place == 0.0:
        return _NEVER
    if a.time.days == 1 and b.time.days == 1 and hours_apart(a.hours, b.hours, rules.time):
        return Likelihood(0.0, barred=True, why="other parts of the day")
    if _is_total_of_days(a, b, world):
        return Likelihood(0.0, barred=True, why="one tells of several days together")
    if a.joint != b.joint:
        return Likelihood(0.0, barred=True, why="one tells of several places at once")
    if a.follows != b.follows:
        return Likelihood(0.0, barred=True, why="one is the strike that followed")
    agreed = met(a, b, world)
    if agreed == "conflict":
        return Likelihood(
            min(kind * time * place, rules.merge_across), barred=True, why="the reports name different actors"
        )
    score = kind * time * place * _sides(agreed, rules) * _toll(a, b, rules)
    basis = _day_of_both(a, b, world)
    enough = basis == "undated" and agreeing(a, b, world) >= rules.agreeing.enough
    weak = enough and place >= rules.place.near and not _in_area(a, b)
    if (basis == "undated" and not weak) or (basis == "stretch" and _in_area(a, b)):
        score = min(score, (rules.suggest + rules.merge_across) / 2)  # a person is asked
    elif weak:
        score = max(score, rules.merge_across)
    return Likelihood(min(score, 1.0), weak=weak, why=_why(kind, time, place))


def factors(a: Incident, b: Incident, world: World) -> dict[str, float]:
    """The parts of which `across` is the product: type, place, time, sides and figures, each for itself."""
    rules = world.policies.identity
    return {
        "type": _kinship(a.leaf, b.leaf, rules, across=True),
        "place": _place_of_both(a, b, world),
        "time": _time_across(a, b, world),
        "sides": _sides(met(a, b, world), rules),
        "figures": _toll(a, b, rules),
    }


def met(a: Incident, b: Incident, world: World) -> Agreement:
    """Whether two reports can be about the same sides."""
    return _met(a.sides, b.sides, (a.leaf, b.leaf), world)


def _met(one: Sides, two: Sides, leaves: tuple[str | None, str | None], world: World) -> Agreement:
    """'A killed 40 of B', 'B killed 60 of A': in a fight each side tells of what it did to the other."""
    agreed = agreement(one, two, world.actors)
    mutual = all(leaf in world.policies.identity.mutual for leaf in leaves)
    return "same" if agreed == "conflict" and mutual and crosswise(one, two, world.actors) else agreed


def _time_across(a: Incident, b: Incident, world: World) -> float:
    rules = world.policies.identity
    if corrects(a, b) or corrects(b, a):
        return rules.time.same_day
    basis = _day_of_both(a, b, world)
    if basis == "stretch":
        return rules.time.same_day
    if basis == "day":
        return across_score(a.time, b.time, rules.time, rules.max_days)
    return {"yearless": rules.time.yearless, "undated": rules.time.undated}.get(basis, 0.0)


def else_agreeing(a: Incident, b: Incident, world: World) -> dict[str, float]:
    """What stands in for the day of two reports of which one tells none, in bits; empty where their days decide."""
    return agreements(a, b, world) if _day_of_both(a, b, world) == "undated" else {}


Basis = Literal["day", "stretch", "yearless", "undated", "none"]


def _day_of_both(a: Incident, b: Incident, world: World) -> Basis:
    """What two reports' days have in common. 'undated': one has none, and what else they tell agrees."""
    rules = world.policies.identity
    if _same_stretch(a, b, rules):
        return "stretch"
    if across_score(a.time, b.time, rules.time, rules.max_days):
        return "day"
    if yearless_score(a.time, b.time, a.yearless, b.yearless, rules.time):
        return "yearless"
    if a.dated and b.dated:
        return "none"
    bits = agreeing(a, b, world)
    return "undated" if bits >= rules.agreeing.asked or (bits and _is_rare(a, b, rules)) else "none"


def _same_stretch(a: Incident, b: Incident, rules: Identity) -> bool:
    """'From 3 July to 9 November', told by both: a battle is known by its first and last day, however long it was."""
    long = a.stretch is not None and a.stretch == b.stretch and (a.time.days or 0) > rules.max_days
    return long and {a.leaf, b.leaf} <= rules.battle.leaves


def _in_area(a: Incident, b: Incident) -> bool:
    return any(i.place is not None and is_area(i.place) for i in (a, b))


def _place_of_both(a: Incident, b: Incident, world: World) -> float:
    """Their places' likeness, or that of other towns that they name; villages that no gazetteer has by their names,
    on one day."""
    rules = world.policies.identity
    found = _place_across(a.place, b.place, rules)
    if found < rules.place.near:
        others = (_place_across(p, q, rules) for p in a.spots for q in b.spots if not is_area(p) and not is_area(q))
        found = max(found, min(max(others, default=0.0), rules.place.near))
    named = rules.place.named_across
    if (
        found < named
        and a.names & b.names
        and _day_of_both(a, b, world) in ("day", "yearless")
        and not _two_lands(a, b)
    ):
        return named
    return found


def _two_lands(a: Incident, b: Incident) -> bool:
    """Whether both are placed in towns of the gazetteer, which tell more than a name, or in different countries."""
    listed = [any(p.id is not None and not is_area(p) for p in i.spots) for i in (a, b)]
    lands = [{p.country for m in i.members for p in m.claim.places if p.country} for i in (a, b)]
    return all(listed) or (bool(lands[0]) and bool(lands[1]) and not lands[0] & lands[1])


def _is_rare(a: Incident, b: Incident, rules: Identity) -> bool:
    """Whether a toll of both is one that a town seldom has twice."""
    return any(a.toll[m][0] >= rules.toll.rare for m in a.toll.keys() & b.toll.keys())


def corrects(later: Incident, earlier: Incident) -> bool:
    """'On Monday, and not on Tuesday': the same source's report of Tuesday, and its copies, are meant."""
    day = earlier.time
    return day.days == 1 and day.first in later.corrects and bool(voices(later).keys() & voices(earlier).keys())


def _other_day(a: Occurrence, b: Occurrence, rules: Identity) -> bool:
    """'On 15 August', 'on 16 August', 'on Friday', 'on Sunday': two days, though nobody tells the year."""
    one, two = yearless_of(a.claim.time), yearless_of(b.claim.time)
    if one is not None and two is not None:
        return one != two
    first, second = weekday_of(a.claim.time, rules.time), weekday_of(b.claim.time, rules.time)
    if first is not None and second is not None:
        return first != second
    return (first is not None and _in_some_year(b.time)) or (second is not None and _in_some_year(a.time))


def _in_some_year(time: Interval) -> bool:
    """'In 2019' beside 'on Friday': what is only dated by its year is not the news of the week."""
    return time.days is not None and time.days >= _YEAR


def _is_total_of_days(a: Incident, b: Incident, world: World) -> bool:
    """'4,000 left from 22 to 24 March' beside '1,500 left on 22 March': a sum of days is none of them (R31)."""
    flow = world.policies.figures.flow_leaves
    if a.leaf not in flow or b.leaf not in flow or a.time == b.time or a.vague or b.vague:
        return False
    one, two = _counts(a), _counts(b)
    shared = one.keys() & two.keys()
    return bool(shared) and not any(one[measure] & two[measure] for measure in shared)


def _counts(incident: Incident) -> dict[str, set[int | None]]:
    """The numbers of people that an incident's figures give, by measure; parts left out."""
    found: dict[str, set[int | None]] = {}
    for claim in (*incident.figures, *incident.claims):
        figure = claim.figure
        if figure is not None and not figure.of:
            found.setdefault(figure.measure, set()).add(figure.min if figure.min is not None else figure.best)
    return found


def _other_hour(a: Occurrence, b: Occurrence, rules: Identity) -> bool:
    """'At the station in the morning', 'at the works in the evening': two of one day."""
    one, two = (hours_of(x.claim.time, rules.time) for x in (a, b))
    return one is not None and two is not None and hours_apart(frozenset([one]), frozenset([two]), rules.time)


def _kinship(one: str | None, two: str | None, rules: Identity, *, across: bool) -> float:
    if one is None or two is None:
        return 0.0
    if one == two:
        return rules.type.same
    return rules.kinship.get((one, two), (0.0, 0.0))[across]


def _unstated(a: Occurrence, b: Occurrence, rules: Identity) -> float:
    """'They took the town. 21 soldiers were killed.': deaths by nothing that is told are those of the fight told."""
    unstated = any(MEANS_UNSTATED in o.claim.flags for o in (a, b))
    violent = all(o.claim.event_type in rules.battle.parts for o in (a, b))
    return rules.type.unstated if unstated and violent else 0.0


def _sides(agreed: str, rules: Identity) -> float:
    scores = {"same": rules.sides.same, "unknown": rules.sides.unknown, "victims_differ": rules.sides.victims_differ}
    return scores.get(agreed, 0.0)


def _place_within(a: Occurrence, b: Occurrence, rules: Identity) -> float:
    if not a.places or not b.places:
        return rules.place.unknown
    best = max(_one_place_within(p, q, a, rules) for p in a.places for q in b.places)
    if best == 0.0 and any(p.resolution == "topic" for p in (*a.places, *b.places)):
        return rules.place.topic
    return best


def _one_place_within(p: PlaceRef, q: PlaceRef, a: Occurrence, rules: Identity) -> float:
    like = likeness(p, q, rules)
    if like == "part" and a.claim.event_type == "territory_captured":
        return 0.0  # a province's fall is not its town's (R57)
    scores = {
        "same": rules.place.same,
        "near": rules.place.near,
        "site": rules.place.near,
        "part": rules.place.part_within,
        "unknown": rules.place.unknown,
        "other_name": rules.place.topic,
    }
    return scores.get(like, 0.0)


def _place_across(a: PlaceRef | None, b: PlaceRef | None, rules: Identity) -> float:
    if a is None or b is None or not located(a) or not located(b):
        return 0.0
    like = likeness(a, b, rules)
    if like == "same" and is_area(a):
        return rules.place.country_across if "country" in (a.precision, b.precision) else rules.place.area_across
    scores = {
        "same": rules.place.same,
        "near": rules.place.near,
        "site": rules.place.site_across,
        "part": rules.place.part_across,
    }
    return scores.get(like, 0.0)


def _toll(a: Incident, b: Incident, rules: Identity) -> float:
    """Equal tolls speak for one event, far apart ones against it."""
    weight = 1.0
    for measure in sorted(a.toll.keys() & b.toll.keys()):
        (low, high), (low2, high2) = a.toll[measure], b.toll[measure]
        if low == low2:
            weight *= rules.toll.same if low > 1 else rules.toll.one
        elif _far(low, high, low2, rules.toll.ratio) or _far(low2, high2, low, rules.toll.ratio):
            return rules.toll.apart
    return weight


def _far(low: int, high: int | None, other: int, ratio: float) -> bool:
    return high is not None and other > max(high, 1) * ratio and other > low


def _why(kind: float, time: float, place: float) -> str:
    doubts = [word for word, value in (("type", kind), ("time", time), ("place", place)) if value < 0.9]
    return "unsure: " + ", ".join(doubts) if doubts else ""


def strongest(scores: Sequence[Likelihood]) -> Likelihood:
    """The best of several likelihoods."""
    return max(scores, key=lambda s: s.score, default=_NEVER)
