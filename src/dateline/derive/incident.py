"""An incident: what one document tells of one event, put together from its claims (headline, lead, retelling)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from dateline.derive.knowledge import World
from dateline.derive.origin import DocumentInfo
from dateline.derive.places import finest, is_area, level, lies_in, located, place_key, unlisted_name, where
from dateline.derive.sides import NOBODY, Sides, sides_of
from dateline.derive.times import (
    UNKNOWN,
    Interval,
    common,
    day_ordinal,
    hours_of,
    interval_of,
    is_vague,
    weekday_of,
    weekdays_in,
    yearless_of,
)
from dateline.model import SECOND_STRIKE, Claim, PlaceRef

#: Only these make events; what is denied, hedged without a source, or planned does not (R49, R50, R74).
FACTUAL = ("CT+", "PR+")
#: A time that a claim only took over from the news around it dates nothing else.
_NOT_DATED = ("none", "inherited_peg")
#: A claim that is believed less than this makes no event by itself.
LEAST = 0.2
_NO_EVENT = ("opinion_or_rank", "probable_future")
_NOT_WORD = re.compile(r"[\W_]+")
#: Shorter wordings are too common to show that one text copies another.
_WORDING = 40


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A claim at one place (or at all its places, where one toll covers them, R79). `index` numbers its places."""

    claim: Claim
    index: int
    places: tuple[PlaceRef, ...]
    time: Interval
    sides: Sides
    vague: bool = False

    @property
    def key(self) -> str:
        """The claim's id; from its second place on with a number."""
        return self.claim.id if self.index == 0 else f"{self.claim.id}.{self.index + 1}"

    @property
    def place(self) -> PlaceRef | None:
        return self.places[0] if self.places else None

    @property
    def follows(self) -> bool:
        """A strike that followed another one on its place."""
        return SECOND_STRIKE in self.claim.flags


@dataclass(frozen=True)
class Incident:
    """Occurrences of one document that tell of one event, with the figures and roles that belong to it.

    `beside`: tolls told elsewhere in the document that nothing says are of another event. `yearless`: days and months
    ('08-16') of tellings whose year nobody tells, `weekdays` (ISO) of tellings that name nothing else of their day.
    `names`: folded names of villages of its tellings that no gazetteer has. `hours`: the parts of its day that its
    tellings name. `corrects`: days (ordinals) that its tellings take back. `published`: the day of its report.
    """

    document: str
    members: tuple[Occurrence, ...]
    figures: tuple[Claim, ...] = ()
    roles: tuple[Claim, ...] = ()
    denials: tuple[Claim, ...] = ()
    beside: tuple[Claim, ...] = ()
    leaf: str = ""
    place: PlaceRef | None = None
    time: Interval = UNKNOWN
    sides: Sides = NOBODY
    vague: bool = False
    yearless: frozenset[str] = frozenset()
    weekdays: frozenset[int] = frozenset()
    names: frozenset[str] = frozenset()
    hours: frozenset[tuple[int, int]] = frozenset()
    corrects: frozenset[int] = frozenset()
    toll: Mapping[str, tuple[int, int | None]] = field(default_factory=dict)
    family: str = ""
    published: int | None = None
    wordings: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        return self.members[0].key

    @property
    def dated(self) -> bool:
        """Whether anything is told of its day, be it without a year."""
        return self.time.known or bool(self.yearless)

    @property
    def background(self) -> bool:
        """Told beside the news of its document."""
        return all(m.claim.news_role == "background" for m in self.members)

    @property
    def stretch(self) -> Interval | None:
        """Its days where they are told from one to another, and are no week or month in which it happened."""
        return None if self.vague or not self.time.bounded else self.time

    @property
    def spots(self) -> tuple[PlaceRef, ...]:
        """Its place, if it is located, then the other towns and sites that its tellings name."""
        rows = {} if self.place is None else {place_key(self.place): self.place}
        for p in (p for m in self.members for p in m.places if p.resolution != "topic" and not is_area(p)):
            rows.setdefault(place_key(p), p)
        return tuple(p for p in rows.values() if located(p))

    @property
    def on_weekdays(self) -> frozenset[int]:
        """The weekdays that are known of it: of its days, else as told; none where a day without a year is told."""
        if self.dated:
            return weekdays_in(self.time)
        return self.weekdays

    @property
    def follows(self) -> bool:
        """The strike that followed another one on its place (R80)."""
        return all(m.follows for m in self.members)

    @property
    def joint(self) -> bool:
        """One telling for several towns, with one toll (R79): what happened in one of them is a part of it."""
        return all(sum(not is_area(p) for p in m.places) > 1 for m in self.members)

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(m.key for m in self.members)

    @property
    def claims(self) -> tuple[Claim, ...]:
        return tuple(m.claim for m in self.members)

    def with_figures(self, claims: Sequence[Claim]) -> Incident:
        """The incident with its tolls."""
        return replace(self, figures=tuple(claims), toll=_toll(claims)).completed(claims)

    def placed(self, claims: Sequence[Claim], order: tuple[str, ...]) -> Incident:
        """With the finer place that its tolls, or tellings that nobody vouches for, name inside its own area."""
        if self.place is not None and not is_area(self.place) and located(self.place):
            return self
        named = [
            p for c in claims for p in where(c, order) if p.resolution != "topic" and located(p) and not is_area(p)
        ]
        if self.place is not None and located(self.place):
            named = [p for p in named if lies_in(p, self.place)]
        return replace(self, place=finest(named)) if named else self

    def completed(self, claims: Sequence[Claim]) -> Incident:
        """With the day that its tolls, or tellings that nobody vouches for, give where its own words give none."""
        if self.time.known or not claims:
            return self
        told = [(interval_of(c.time), is_vague(c.time)) for c in claims if c.time.basis not in _NOT_DATED]
        days = common([i for i, vague in told if not vague], [i for i, vague in told if vague])
        return replace(self, time=days, vague=all(vague for _, vague in told)) if days.bounded else self


def is_factual(claim: Claim) -> bool:
    """Whether a claim says that something was so."""
    return claim.factuality in FACTUAL and claim.certainty not in _NO_EVENT and claim.outcome != "planned"


def makes_event(claim: Claim) -> bool:
    """Whether an event can rest on this claim."""
    return claim.type == "event" and claim.event_type is not None and is_factual(claim) and claim.confidence >= LEAST


def occurrences_of(claim: Claim, world: World, *, together: bool = False) -> list[Occurrence]:
    """A claim's occurrences: one a place (R69), all places in one with `together`, one without a place if it has none.

    Areas are not split: 'in Darfur and Kordofan' stays one; nor is what is one act for all its places ('a truce for
    Foua and Madaya').
    """
    places = where(claim, world.policies.roles.place_order(claim.event_type))
    time, sides, vague = interval_of(claim.time), sides_of(claim, world.policies.roles), is_vague(claim.time)
    together = together or claim.event_type in world.policies.identity.whole
    if together or len(places) < 2 or any(is_area(p) for p in places):
        ordered = tuple(sorted(places, key=level)) if not together else places
        return [Occurrence(claim, 0, ordered, time, sides, vague)]
    return [Occurrence(claim, i, (place,), time, sides, vague) for i, place in enumerate(places)]


def incident_of(members: Sequence[Occurrence], world: World) -> Incident:
    """Puts the tellings of one document together: highest leaf, finest place, common days, all sides."""
    rows = tuple(sorted(members, key=lambda m: (m.claim.start, m.claim.end, m.key)))
    sides = Sides()
    for row in rows:
        sides = sides | row.sides
    return Incident(
        document=rows[0].claim.document,
        members=rows,
        leaf=naming_leaf((row.claim for row in rows), world),
        place=finest(p for row in rows for p in row.places[:1]),
        time=common([r.time for r in rows if not r.vague], [r.time for r in rows if r.vague]),
        sides=sides,
        vague=all(r.vague for r in rows),
        yearless=frozenset(day for row in rows if (day := yearless_of(row.claim.time)) is not None),
        weekdays=frozenset(
            iso for row in rows if (iso := weekday_of(row.claim.time, world.policies.identity.time)) is not None
        ),
        names=frozenset(v for row in rows for p in row.claim.places if (v := unlisted_name(p)) is not None),
        hours=frozenset(h for row in rows if (h := hours_of(row.claim.time, world.policies.identity.time)) is not None),
        corrects=frozenset(d for row in rows if (d := day_ordinal(row.claim.time.instead_of)) is not None),
        wordings=frozenset(w for row in rows if len(w := wording(row.claim)) >= _WORDING),
    )


def naming_leaf(claims: Iterable[Claim], world: World) -> str:
    """The leaf that names what some claims tell of: that which stands highest in the codebook's (ACLED's) table, of
    those that are surely told. A bare 'battle' beside an air strike that is told in full does not make it a battle."""
    told = [c for c in claims if c.event_type]
    sure = max(c.confidence for c in told) * world.policies.identity.type.sure
    leaves = {c.event_type for c in told if c.event_type and c.confidence >= sure}
    return min(leaves, key=lambda leaf: (world.leaves.rank(leaf), leaf))


def places_of(incident: Incident) -> tuple[PlaceRef, ...]:
    """All located places of an incident's members."""
    return tuple(p for m in incident.members for p in m.places if located(p))


def wording(claim: Claim) -> str:
    """A claim's type and words, without case, marks and spaces: the same in every copy of a story (R59)."""
    return f"{claim.event_type}: {' '.join(_NOT_WORD.split(claim.text.casefold())).strip()}"


def _toll(figures: Sequence[Claim]) -> dict[str, tuple[int, int | None]]:
    """(lowest, highest or None) of the killed and injured that an incident's figures give, parts left out."""
    rows: dict[str, tuple[int, int | None]] = {}
    for claim in figures:
        figure = claim.figure
        if figure is None or figure.of or figure.measure not in ("killed", "injured"):
            continue
        low = figure.min if figure.min is not None else figure.best
        high = figure.max if figure.max is not None else figure.best
        if low is None:
            continue
        old = rows.get(figure.measure)
        rows[figure.measure] = (low, high) if old is None else (min(old[0], low), _most(old[1], high))
    return rows


def _most(one: int | None, two: int | None) -> int | None:
    return None if one is None or two is None else max(one, two)


def published(document: str, documents: Mapping[str, DocumentInfo]) -> str | None:
    """Publication day of a document."""
    info = documents.get(document)
    return info.published if info else None
