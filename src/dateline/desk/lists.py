"""Answers of the desk that are lists, and its front page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import get_args

from dateline.derive import filters as choose
from dateline.derive.changes import Change, changes
from dateline.derive.decisions import apply, decisions_of
from dateline.desk.answers import queue_items, review_row, review_rows, suggestion_answers
from dateline.desk.asking import Asked, AskedClaims, AskedControl, AskedDocuments, Paged, Past
from dateline.desk.queue import waiting
from dateline.desk.shapes import (
    ActorChoice,
    Candidate,
    Choices,
    HomeAnswer,
    Listing,
    QueueItem,
    ReviewRow,
    SuggestionAnswer,
)
from dateline.desk.state import Desk
from dateline.errors import ConfigError
from dateline.know.actors import actor_book
from dateline.know.events import load_events
from dateline.know.gazetteer import Gazetteer
from dateline.ledger import ClaimFilter, Ledger
from dateline.model import (
    Certainty,
    ChangeRow,
    Claim,
    ControlEffect,
    ControlState,
    DocumentRow,
    Event,
    Factuality,
    FigureRow,
    NewsRole,
    PersonRow,
)
from dateline.products.words import event_label

#: Changes and decisions of the front page.
_SHOWN, _DECISIONS, _FIRST = 30, 8, 5
_CANDIDATES = 12


def events(desk: Desk, ledger: Ledger, asked: Asked) -> Listing[Event]:
    """Events that pass, the latest first."""
    seen = asked.seen(desk, ledger)
    rows = [e for e in choose.events(seen.views, asked.filters()) if asked.status in (None, "", e.status)]
    rows.sort(key=lambda e: (e.time.to or e.time.from_ or "", e.id), reverse=True)
    return asked.listing(rows, lambda e: e.id, stale=seen.stale)


def control(desk: Desk, ledger: Ledger, asked: AskedControl) -> Listing[ControlState]:
    """Who holds what."""
    seen = asked.seen(desk, ledger)
    found = choose.control(seen.views, asked.filters(as_of=asked.as_of))
    rows = [k for k in found if asked.status in (None, "", k.status)]
    return asked.listing(rows, lambda k: k.id, stale=seen.stale)


def figures(desk: Desk, ledger: Ledger, asked: Asked) -> Listing[FigureRow]:
    """How many, originators side by side."""
    seen = asked.seen(desk, ledger)
    return asked.listing(list(choose.figures(seen.views, asked.filters())), lambda f: f.id, stale=seen.stale)


def persons(desk: Desk, ledger: Ledger, asked: Past) -> Listing[PersonRow]:
    """Public figures."""
    seen = asked.seen(desk, ledger)
    return asked.listing(list(seen.views.persons), lambda p: p.id, stale=seen.stale)


def claims(ledger: Ledger, asked: AskedClaims) -> Listing[Claim]:
    """Claims as people left them, without rejected ones."""
    where = ClaimFilter(
        type=asked.type or None, event_type=asked.event_type or None, actor=asked.actor or None,
        place=asked.place or None, source=asked.source or None, from_=asked.from_ or None, to=asked.to or None,
    )  # fmt: skip
    then = {"known_by": asked.known_by or None, "recorded_by": asked.recorded_by or None}
    decisions = decisions_of(ledger.reviews(recorded_by=then["recorded_by"]))
    rows = apply(ledger.claims(asked.document or None, where=where, **then), decisions)
    return asked.listing(rows, lambda c: c.id)


def documents(ledger: Ledger, asked: AskedDocuments) -> Listing[DocumentRow]:
    """Documents, the latest first; `q` are words of title, publisher, path or address."""
    found = ledger.documents(
        set_aside=asked.set_aside, known_by=asked.known_by or None, recorded_by=asked.recorded_by or None
    )
    words = (asked.q or "").casefold().split()
    rows = [d for d in found if all(w in _searched(d) for w in words)]
    rows.sort(key=lambda d: (d.published or "", d.id), reverse=True)
    return asked.listing(rows, lambda d: d.id)


def _searched(row: DocumentRow) -> str:
    return " ".join(v for v in (row.id, row.title, row.publisher, row.agency, row.path, row.url) if v).casefold()


def queue(desk: Desk, ledger: Ledger, asked: Paged) -> Listing[QueueItem]:
    """What waits, most pressing first. Of views a moment old, but never what was decided since."""
    seen = desk.views(ledger)
    page = asked.listing(waiting(desk.ranked(seen), ledger.reviews()), lambda w: w.claim.id, stale=seen.stale)
    items = queue_items(ledger, page.items)
    return Listing(items=items, next=page.next, total=page.total, stale=page.stale)


def suggestions(desk: Desk, ledger: Ledger, asked: Paged) -> Listing[SuggestionAnswer]:
    """Pairs of events that may be one."""
    seen = desk.views(ledger)
    rows = suggestion_answers(seen.views, list(ledger.reviews()))
    return asked.listing(rows, lambda s: f"{s.one.id} {s.two.id}", stale=seen.stale)


def reviews(ledger: Ledger, asked: Paged) -> Listing[ReviewRow]:
    """Every decision, the latest first."""
    return asked.listing(review_rows(ledger), lambda r: r.id)


def home(desk: Desk, ledger: Ledger, since: str | None) -> HomeAnswer:
    """What changed since a moment (else about the day before the ledger's last row), and what waits."""
    moment = _moment(ledger, since)
    now = desk.views(ledger)
    then = desk.views(ledger, recorded_by=moment.isoformat())
    found = list(changes(then.views, now.views))
    waits = waiting(desk.ranked(now), ledger.reviews())
    made = list(ledger.reviews())[::-1]
    return HomeAnswer(
        counts=ledger.counts(), head=ledger.head(), since=moment.isoformat(timespec="seconds"),
        changes=[change_row(c) for c in found[:_SHOWN]], more_changes=max(len(found) - _SHOWN, 0),
        waiting=len(waits), first=queue_items(ledger, waits[:_FIRST]), suggestions=len(now.views.suggestions),
        contested=sum(e.status == "contested" for e in now.views.events),
        reviews=[review_row(r) for r in made[:_DECISIONS]],
        stale=now.stale or then.stale,
    )  # fmt: skip


def _moment(ledger: Ledger, since: str | None) -> datetime:
    if since:
        try:
            given = datetime.fromisoformat(since)
        except ValueError as err:
            raise ConfigError(f"since: {since!r} is no moment; write it as 2017-11-09T17:00") from err
        return given if given.tzinfo else given.replace(tzinfo=UTC)
    _, last = ledger.last()
    until = datetime.fromisoformat(last) if last else datetime.now(UTC)
    return (until - timedelta(days=1)).replace(minute=0, second=0, microsecond=0)


def change_row(change: Change) -> ChangeRow:
    """A change with the whole row that it is about."""
    return ChangeRow(
        kind=change.kind, view=change.view, id=change.row.id, was=change.old and change.old.id, before=change.before,
        after=change.after, documents=change.documents, row=change.row,
    )  # fmt: skip


def candidates(gazetteer: Gazetteer, words: str, country: str | None) -> list[Candidate]:
    """Places of a name, written alike or otherwise, the likeliest first."""
    found = [m.place for m in (*gazetteer.lookup(words), *gazetteer.lookup_loose(words))]
    known = gazetteer.by_id(words.strip())
    found = [known, *found] if known else found
    if not found:
        found = [m.place for m in gazetteer.fuzzy(words, country)]
    rows = {p.id: p for p in found if country is None or p.country == country}
    return [
        Candidate(
            id=p.id, name=p.name, kind=p.kind, country=p.country, adm1=_unit(gazetteer, p.adm1), lat=p.lat, lon=p.lon,
            population=p.population,
        )
        for p in list(rows.values())[:_CANDIDATES]
    ]  # fmt: skip


def _unit(gazetteer: Gazetteer, code: str | None) -> str | None:
    unit = gazetteer.admin(code)
    return unit.name if unit else None


def actors_named(words: str) -> list[ActorChoice]:
    """Actors of the book whose id, name or alias has these words; whose name begins so come first."""
    asked = words.casefold().strip()
    found = [(key, row) for key, row in _names_of_actors() if asked in key]
    found.sort(key=lambda f: (not f[1].name.casefold().startswith(asked), len(f[1].name), f[1].id))
    return [row for _, row in found[:_CANDIDATES]]


@lru_cache(maxsize=1)
def _names_of_actors() -> tuple[tuple[str, ActorChoice], ...]:
    return tuple(
        (
            " | ".join((a.id, a.name, *(alias.text for alias in a.aliases))).casefold(),
            ActorChoice(id=a.id, name=a.name, kind=a.kind, country=a.country),
        )
        for a in actor_book()
    )


def choices() -> Choices:
    """What fields may be set to."""
    return Choices(
        event_type={leaf: event_label(leaf).name for leaf in load_events().leaves},
        certainty=list(get_args(Certainty)),
        factuality=[*get_args(Factuality), "retracted"],
        news_role=list(get_args(NewsRole)),
        control_state=list(get_args(ControlEffect.model_fields["state"].annotation)),
    )
