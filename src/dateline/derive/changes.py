"""What is new between two states of the views: the same events, places, counts and persons, then and now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import get_args

from dateline.derive.origin import originators
from dateline.derive.places import place_key
from dateline.derive.views import Views
from dateline.model import (
    ChangeKind,
    ChangeView,
    ControlState,
    Event,
    EventFigure,
    EventTime,
    FigureRow,
    Participant,
    PersonRow,
    PlaceValue,
)

Row = Event | ControlState | FigureRow | PersonRow
_OPEN = 10**12


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that is otherwise now. `row` is as it is now, or as it was for what is gone; `old` as it was.

    `before` and `after` say in words what changed; None = there was nothing. `documents`: those that told it since.
    """

    kind: ChangeKind
    view: ChangeView
    row: Row
    old: Row | None = None
    before: str | None = None
    after: str | None = None
    documents: tuple[str, ...] = ()

    @property
    def place(self) -> PlaceValue | None:
        return None if isinstance(self.row, PersonRow) else self.row.place

    @property
    def time(self) -> EventTime:
        """When it was, in the world."""
        if isinstance(self.row, Event):
            return self.row.time
        if isinstance(self.row, FigureRow):
            return self.row.period
        if isinstance(self.row, ControlState):
            return EventTime.model_validate({"from": self.row.from_, "to": self.row.to})
        return EventTime.model_validate({"from": self.row.since, "to": self.row.since})


def changes(then: Views, now: Views) -> list[Change]:
    """All that changed, by kind in the order of ChangeKind: what was known and is otherwise now before what is new."""
    order = {kind: n for n, kind in enumerate(get_args(ChangeKind))}
    rows = [*_events(then, now), *_control(then, now), *_figures(then, now), *_persons(then, now)]
    return sorted(rows, key=lambda c: order[c.kind])


def _events(then: Views, now: Views) -> Iterator[Change]:
    old = {e.id: e for e in then.events}
    came: dict[str, Counter[str]] = {}
    went: dict[str, Counter[str]] = {}
    for key, home in now.home.items():
        if key in then.home:
            came.setdefault(home, Counter())[then.home[key]] += 1
            went.setdefault(then.home[key], Counter())[home] += 1
    for event in now.events:
        before = came.get(event.id)
        if before is None:
            yield Change(kind="new", view="event", row=event, after=_state(event), documents=event.documents)
            continue
        main = _main(before, event.id)
        if _main(went[main], main) != event.id:
            yield Change(kind="split", view="event", row=event, old=old[main], after=_state(event))
            continue
        joined = sorted(set(before) - {main})
        if joined:
            ids = ", ".join((main, *joined))
            yield Change(kind="merged", view="event", row=event, old=old[main], before=ids, after=event.id)
        yield from _event(old[main], event, _deniers(then, old[main]), _deniers(now, event))
    for event in then.events:
        if event.id not in went:
            yield Change(kind="gone", view="event", row=event, old=event, before=_state(event))


def _main(rows: Counter[str], same: str) -> str:
    """The event that most claims are shared with; the one of the same id where there is one."""
    return same if same in rows else min(rows, key=lambda key: (-rows[key], key))


def _deniers(views: Views, event: Event) -> frozenset[str]:
    """The independent voices that deny an event; a copy of a denial is no further one."""
    if not event.against:
        return frozenset()
    denials = [c for c in views.claims if c.id in event.against]
    return frozenset(originators(denials, views.documents))


def _event(old: Event, new: Event, before: frozenset[str], after: frozenset[str]) -> Iterator[Change]:
    documents = tuple(d for d in new.documents if d not in old.documents)

    def change(kind: ChangeKind, before: str | None, after: str | None) -> Change:
        return Change(kind=kind, view="event", row=new, old=old, before=before, after=after, documents=documents)

    kind = _turn(old, new, is_denied=bool(after - before))
    if kind is not None:
        yield change(kind, _state(old), _state(new))
    fields = {k: (a, b) for k, a, b in _fields(old, new) if a != b}
    if fields:
        yield change(
            "corrected",
            "; ".join(f"{k} {a or 'unknown'}" for k, (a, _) in fields.items()),
            "; ".join(f"{k} {b or 'unknown'}" for k, (_, b) in fields.items()),
        )
    told = {(f.measure, f.unit, f.kind): f for f in old.figures}
    for figure in new.figures:
        was = told.get((figure.measure, figure.unit, figure.kind))
        way = _way(was, figure)
        if way is not None:
            yield change(way, None if was is None else _count(was), _count(figure))


def _turn(old: Event, new: Event, *, is_denied: bool) -> ChangeKind | None:
    """How belief in an event turned."""
    if new.status == "retracted":
        return None if old.status == "retracted" else "retracted"
    if is_denied or (new.status == "contested" and old.status != "contested"):
        return "contradicted"
    if new.status == "corroborated" and (old.status != "corroborated" or new.originators > old.originators):
        return "corroborated"
    return "weakened" if old.status in ("corroborated", "retracted") and new.status != old.status else None


def _fields(old: Event, new: Event) -> Iterator[tuple[str, str | None, str | None]]:
    for name, one, two in (("type", old.type, new.type), ("outcome", old.outcome, new.outcome)):
        yield name, one and one.replace("_", " "), two and two.replace("_", " ")
    yield "days", _days(old.time), _days(new.time)
    yield "place", _where(old.place), _where(new.place)
    yield "by", _names(old.side_a), _names(new.side_a)
    yield "against or of", _names(old.side_b), _names(new.side_b)


def _way(old: EventFigure | FigureRow | None, new: EventFigure | FigureRow) -> ChangeKind | None:
    """Whether a toll rose, fell, or spread."""
    if (new.min, new.best, new.max) == (None, None, None):
        return None
    if old is None or (old.min, old.best, old.max) == (None, None, None):
        return "toll told"
    (low, high), (low2, high2) = _range(old), _range(new)
    if (low, high) == (low2, high2):
        return None
    if low2 >= low and high2 >= high:
        return "toll rose"
    return "toll fell" if low2 <= low and high2 <= high else "toll changed"


def _range(row: EventFigure | FigureRow) -> tuple[int, int]:
    """Lowest and highest; 'at least 12' has no highest."""
    values = [v for v in (row.min, row.best, row.max) if v is not None]
    is_open = row.max is None and row.best is None
    return (0 if row.min is None and row.best is None else min(values)), (_OPEN if is_open else max(values))


def _control(then: Views, now: Views) -> Iterator[Change]:
    """Who holds each place last, by what was known then and is known now."""
    before, after = _last(then.control), _last(now.control)
    for key in sorted(after):
        for new, old in _paired(before.get(key, []), after[key]):
            if new is None:
                continue  # that nobody holds it any more follows from who does
            if old is None:
                yield Change(kind="new", view="control", row=new, after=_held(new))
            elif _holders(old) != _holders(new):
                yield Change(
                    kind="changed hands", view="control", row=new, old=old, before=_held(old), after=_held(new)
                )
            elif (old.status, old.state, old.extent) != (new.status, new.state, new.extent):
                turns: Mapping[str, ChangeKind] = {"corroborated": "corroborated", "disputed": "contradicted"}
                kind = turns.get(new.status, "weakened") if old.status != new.status else "corrected"
                yield Change(kind=kind, view="control", row=new, old=old, before=_held(old), after=_held(new))
    for key in sorted(before.keys() - after.keys()):
        yield from (Change(kind="gone", view="control", row=k, old=k, before=_held(k)) for k in before[key])


def _last(rows: Iterable[ControlState]) -> dict[tuple[str, str], list[ControlState]]:
    """The states of each place, route or facility that hold still."""
    found: dict[tuple[str, str], list[ControlState]] = {}
    for row in rows:
        if row.to is None:
            found.setdefault((place_key(row.place) or row.place.name or "?", row.object), []).append(row)
    return found


def _paired(
    before: list[ControlState], after: list[ControlState]
) -> Iterator[tuple[ControlState | None, ControlState | None]]:
    """(new, old): the same holders together, then the rest in order."""
    old, new = list(before), []
    for row in after:
        same = next((k for k in old if _holders(k) == _holders(row)), None)
        if same is None:
            new.append(row)
        else:
            old.remove(same)
            yield row, same
    for n in range(max(len(new), len(old))):
        yield (new[n] if n < len(new) else None), (old[n] if n < len(old) else None)


def _figures(then: Views, now: Views) -> Iterator[Change]:
    """Counts that belong to no event: totals, stocks, flows."""
    before = {f.id: f for f in then.figures if f.event is None}
    for row in now.figures:
        if row.event is not None:
            continue
        old = before.get(row.id)
        way: ChangeKind | None = "new" if old is None else _way(old, row)
        if way is not None:
            count = None if old is None else _count(old)
            yield Change(kind=way, view="figure", row=row, old=old, before=count, after=_count(row))


def _persons(then: Views, now: Views) -> Iterator[Change]:
    before = {p.id: p for p in then.persons}
    for row in now.persons:
        old = before.get(row.id)
        if old is None or _told(old) != _told(row):
            told = None if old is None else _told(old)
            yield Change(kind="person", view="person", row=row, old=old, before=told, after=_told(row))


def _told(row: PersonRow) -> str:
    reports = sorted({f"{r.what.replace('_', ' ')} by {r.by or 'nobody who is named'}" for r in row.reported})
    return "; ".join([row.life, *reports])


def _state(event: Event) -> str:
    return f"{event.status} ({event.originators})"


def _held(row: ControlState) -> str:
    state = row.state.replace("_", " ") + (" in part" if row.extent == "partial" else "")
    return f"{_names(row.holders) or 'holder unknown'}, {state}, {row.status}"


def _holders(row: ControlState) -> frozenset[str]:
    return frozenset(h.id or h.name or "?" for h in row.holders)


def _names(rows: Iterable[Participant]) -> str | None:
    return ", ".join(sorted({r.name or r.id or "?" for r in rows})) or None


def _where(place: PlaceValue | None) -> str | None:
    return None if place is None else place.name or place.id


def _days(time: EventTime) -> str | None:
    if time.from_ is None and time.to is None:
        return None
    return time.from_ if time.from_ == time.to else f"{time.from_ or '?'} to {time.to or '?'}"


def _count(row: EventFigure | FigureRow) -> str:
    """'22+ killed', '9-19 killed'."""
    low, high = _range(row)
    number = f"{low:,}+" if high == _OPEN else f"{low:,}" if low == high else f"{low:,}-{high:,}"
    unit = f"{row.unit} " if row.unit == "households" else ""
    return f"{number} {unit}{row.measure.replace('_', ' ')}"
