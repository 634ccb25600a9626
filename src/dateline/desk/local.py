"""The part of the views that is about some events: put together from what the ledger keeps, never derived."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable

from dateline.derive.decisions import EVENT_PREFIX, Decisions, apply, claim_of, ordered
from dateline.derive.events import Suggestion
from dateline.derive.knowledge import default_world
from dateline.derive.times import day_ordinal, iso
from dateline.derive.together import NEAR_DAYS, NEAR_KM, near
from dateline.derive.views import Views
from dateline.errors import NotFoundError
from dateline.ledger import Ledger
from dateline.ledger.shelf import Shelf
from dateline.model import Claim, Event, FigureRow
from dateline.run.engine_views import Info


def events_of(ledger: Ledger, shelf: Shelf, keys: Iterable[str]) -> dict[str, str]:
    """Id of an event, old or new, or of a claim -> the event that holds it now. Unknown ones are left out."""
    claims = {key: claim_of(key) for key in keys}
    asked = {name for claim in claims.values() for name in (claim, claim.split(".")[0])}
    held = ledger.grown(shelf.policy).events_of(asked)
    found = {key: held.get(claim) or held.get(claim.split(".")[0]) for key, claim in claims.items()}
    return {key: event for key, event in found.items() if event is not None}


def local_views(
    ledger: Ledger, shelf: Shelf, keys: Iterable[str], decisions: Decisions, *, around: bool = False,
    pairs: Collection[tuple[str, str]] | None = None,
) -> Views:  # fmt: skip
    """Views of these events, of those that may be one with them and, with `around`, of those near them and the wholes
    that they are part of: their rows, the figures of the first, and the claims of all documents that tell of any.
    `pairs`: of what may be one, these only. Raises NotFoundError."""
    wanted = list(keys)
    home = events_of(ledger, shelf, wanted)
    missing = [key for key in wanted if key not in home]
    if missing:
        raise NotFoundError(f"no event {missing[0]}", id=missing[0])
    grown = ledger.grown(shelf.policy)
    suggestions = [_suggestion(raw) for raw in grown.suggested(home.values())]
    if pairs is not None:
        suggestions = [s for s in suggestions if (s.one, s.two) in pairs]
    ids = dict.fromkeys([*home.values(), *(key for s in suggestions for key in (s.one, s.two))])
    events = {key: Event.model_validate(row) for key, row in shelf.rows("events", ids).items()}
    if around:
        near_ones = [e for key in dict.fromkeys(home.values()) if key in events for e in _near(shelf, events[key])]
        events |= {e.id: e for e in near_ones}
        wholes = {p for key in home.values() if key in events and (p := events[key].parent) and p not in events}
        events |= {key: Event.model_validate(row) for key, row in shelf.rows("events", wholes).items()}
    units = shelf.units_of("events", home.values())
    figures = [FigureRow.model_validate(row) for row in shelf.of_unit("figures", units.values())]
    documents = {d for e in events.values() for d in e.documents}
    claims = claims_in(ledger, shelf, documents, decisions)
    return Views(
        events=tuple(events.values()), control=(), figures=tuple(figures), persons=(),
        suggestions=tuple(s for s in suggestions if s.one in events and s.two in events),
        claims=tuple(claims), home=grown.homes_in(documents), documents=infos(ledger, shelf, documents),
        policy=shelf.policy.split("/")[0],
    )  # fmt: skip


def claims_in(ledger: Ledger, shelf: Shelf, documents: Iterable[str], decisions: Decisions) -> list[Claim]:
    """The claims of some documents as people left them, in canonical order."""
    known = infos(ledger, shelf, documents)
    rows = apply((c for d in sorted(documents) for c in ledger.claims(d)), decisions)
    return ordered(rows, {key: info.published for key, info in known.items()})


def infos(ledger: Ledger, shelf: Shelf, documents: Iterable[str]) -> dict[str, Info]:
    """What deriving knew of some documents."""
    return {key: Info(*state) for key, state in ledger.grown(shelf.policy).states_of(documents).items()}


def _near(shelf: Shelf, event: Event) -> list[Event]:
    """Events near one, the nearest first: no more than are compared."""
    first, last = day_ordinal(event.time.from_), day_ordinal(event.time.to, end=True)
    place = event.place
    if first is None or last is None or place is None or place.lat is None or place.lon is None:
        return []
    days = iso(first - NEAR_DAYS) or "", iso(last + NEAR_DAYS) or ""
    ids = shelf.around(place.lat, place.lon, NEAR_KM, *days, place.id)
    rows = tuple(Event.model_validate(row) for row in shelf.rows("events", ids).values())
    return near(event, Views(events=rows, control=(), figures=(), persons=()), default_world())


def _suggestion(raw: str) -> Suggestion:
    row = json.loads(raw)
    return Suggestion(row["one"], row["two"], row["score"], row["why"])


def is_event(key: str) -> bool:
    """Whether an id is one of an event."""
    return key.startswith(EVENT_PREFIX)
