"""Answers of the desk that are lists, and its front page."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, get_args

from dateline.derive.changes import Change
from dateline.derive.decisions import apply, decisions_of
from dateline.derive.knowledge import default_world
from dateline.desk.answers import queue_items, review_row, review_rows, suggestion_answers
from dateline.desk.asking import Asked, AskedClaims, AskedControl, AskedDocuments, Paged, Past
from dateline.desk.changing import Changes
from dateline.desk.cursors import Place
from dateline.desk.queue import Weights
from dateline.desk.reading import told
from dateline.desk.shapes import (
    ActorChoice,
    Candidate,
    Choices,
    HomeAnswer,
    Listing,
    QueueItem,
    ReviewRow,
    SourceChoice,
    SuggestionAnswer,
)
from dateline.desk.state import FEW, Desk
from dateline.errors import ConfigError, NotFoundError
from dateline.know.actors import actor_book
from dateline.know.events import load_events
from dateline.know.gazetteer import Gazetteer
from dateline.know.sources import source_book
from dateline.ledger import ClaimFilter, Ledger
from dateline.ledger.shelf import Wanted
from dateline.ledger.waiting import place_of
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
    PlaceRef,
    SourceRef,
)
from dateline.products.words import event_label
from dateline.vocabulary import load_data

#: Changes and decisions of the front page.
_SHOWN, _DECISIONS, _FIRST = 30, 8, 5
_CANDIDATES = 12
#: Of longer lists of claims, and of such as only a part of all claims is asked for, it is not told how long they are.
_COUNTED = 10_000


def events(desk: Desk, ledger: Ledger, asked: Asked) -> Listing[Event]:
    """Events that pass, the latest first."""
    seen = asked.seen(desk, ledger)
    return asked.rows(seen, "events", Event, asked.wanted(seen.shelf), down=True)


def control(desk: Desk, ledger: Ledger, asked: AskedControl) -> Listing[ControlState]:
    """Who holds what."""
    seen = asked.seen(desk, ledger)
    wanted = replace(asked.wanted(seen.shelf, on=asked.as_of), source=None, voices=None)
    return asked.rows(seen, "control", ControlState, wanted)


def figures(desk: Desk, ledger: Ledger, asked: Asked) -> Listing[FigureRow]:
    """How many, originators side by side."""
    seen = asked.seen(desk, ledger)
    return asked.rows(seen, "figures", FigureRow, replace(asked.wanted(seen.shelf), actor=None, status=None))


def persons(desk: Desk, ledger: Ledger, asked: Past) -> Listing[PersonRow]:
    """Public figures."""
    seen = asked.seen(desk, ledger)
    return asked.rows(seen, "persons", PersonRow, Wanted())


def claims(desk: Desk, ledger: Ledger, asked: AskedClaims) -> Listing[Claim]:
    """Claims as people left them, without rejected ones."""
    where = ClaimFilter(
        type=asked.type or None, event_type=asked.event_type or None, actor=asked.actor or None,
        place=asked.place or None, source=asked.source or None, from_=asked.from_ or None, to=asked.to or None,
    )  # fmt: skip
    then = {"known_by": asked.known_by or None, "recorded_by": asked.recorded_by or None}
    past = then["recorded_by"]
    decisions = desk.decided(ledger)[0] if past is None else decisions_of(ledger.decided(recorded_by=past))
    after: Any = asked.after(int, str, str, int, str)
    document = asked.document or None
    rows: list[tuple[Place, Claim]] = []
    while len(rows) <= asked.limit:
        found = ledger.claim_page(after, asked.limit + 1, document=document, where=where, **then)
        for place, claim in found:
            rows += [(place, row) for row in apply([claim], decisions)]
        if len(found) <= asked.limit:
            break
        after = found[-1][0]
    total = ledger.claim_count(_COUNTED, document=document, where=where, **then)
    if total is not None and decisions.rejected:
        total -= _rejected(ledger, decisions.rejected, document, where, then)
    return asked.listing(rows[: asked.limit + 1], total)


def _rejected(
    ledger: Ledger, rejected: Collection[str], document: str | None, where: ClaimFilter, then: Mapping[str, str | None]
) -> int:
    """How many claims of a list people have rejected."""
    if document is None and where == ClaimFilter() and not any(then.values()):
        return len(ledger.read_today(rejected))
    documents = {document} if document else {c.document for c in map(_claim_of(ledger), rejected) if c is not None}
    found = (c for d in documents for c in ledger.claims(d, where=where, **then))
    return sum(1 for c in found if c.id in rejected)


def _claim_of(ledger: Ledger) -> Callable[[str], Claim | None]:
    def find(key: str) -> Claim | None:
        try:
            return ledger.claim(key)
        except NotFoundError:
            return None

    return find


def documents(ledger: Ledger, asked: AskedDocuments) -> Listing[DocumentRow]:
    """Documents, the latest first; `q` are words of title, publisher, path or address."""
    which: Any = {
        "words": (asked.q or "").split(), "set_aside": asked.set_aside, "known_by": asked.known_by or None,
        "recorded_by": asked.recorded_by or None,
    }  # fmt: skip
    after: Any = asked.after(str, str)
    rows = ledger.document_page(after, asked.limit + 1, **which)
    return asked.listing([((d.published or "", d.id), d) for d in rows], ledger.document_count(**which))


def queue(desk: Desk, ledger: Ledger, asked: Paged) -> Listing[QueueItem]:
    """What waits, most pressing first; never what was decided about."""
    seen = desk.rows(ledger)
    _, decided = desk.decided(ledger)
    after: Any = asked.after(float, str, int, str)
    kept = ledger.queue()
    rows = kept.page(after, asked.limit + 1, decided)
    items = dict(queue_items(ledger, seen.shelf, rows[: asked.limit]))
    found = [(place_of(row), items.get(row.claim)) for row in rows]
    page = asked.listing(found, kept.count(decided), seen)
    return Listing[QueueItem](**{**dict(page), "items": [item for item in page.items if item is not None]})


def suggestions(desk: Desk, ledger: Ledger, asked: Paged) -> Listing[SuggestionAnswer]:
    """Pairs of events that may be one."""
    seen = desk.rows(ledger)
    found = seen.shelf.page("suggestions", Wanted(), asked.after(str, str), asked.limit + 1)  # type: ignore[arg-type]
    keys = {(row["one"], row["two"]) for _, row in found[: asked.limit]}
    answers = suggestion_answers(ledger, seen.shelf, keys, desk.decided(ledger)[0])
    rows = [(place, answers.get((row["one"], row["two"]))) for place, row in found]
    page = asked.listing(rows, seen.shelf.count("suggestions", Wanted()), seen)
    return Listing[SuggestionAnswer](**{**dict(page), "items": [s for s in page.items if s is not None]})


def reviews(ledger: Ledger, asked: Paged) -> Listing[ReviewRow]:
    """Every decision, the latest first."""
    after = asked.after(str, str)
    rows = [((r.at, r.id), r) for r in review_rows(ledger)]
    start = 0 if after is None else next((n for n, (place, _) in enumerate(rows) if place < after), len(rows))
    return asked.listing(rows[start : start + asked.limit + 1], len(rows))


def home(desk: Desk, compared: Changes, ledger: Ledger, since: str | None) -> HomeAnswer:
    """What changed since a moment (else about the day before the ledger's last row), and what waits."""
    moment = _moment(ledger, since)
    seen = desk.rows(ledger)
    _, decided = desk.decided(ledger)
    kept = ledger.queue()
    made = list(ledger.reviews())[::-1]
    few = not seen.stale and desk.counts(ledger)["documents"] <= FEW
    at = moment.astimezone(UTC).isoformat(timespec="microseconds")
    found = compared.since(ledger, at, desk.patience if few else 0.0) if seen.made and not seen.stale else None
    rows = None if found is None or found.too_many else [change_row(c) for c in found.rows[:_SHOWN]]
    items = queue_items(ledger, seen.shelf, kept.page(None, _FIRST, decided))
    return HomeAnswer(
        counts=desk.counts(ledger), head=ledger.head(), since=moment.isoformat(timespec="seconds"),
        changes=rows, more_changes=max(len(found.rows) - _SHOWN, 0) if found else 0,
        too_many=found.too_many if found else None,
        waiting=kept.count(decided), first=[item for _, item in items],
        suggestions=seen.shelf.count("suggestions", Wanted()),
        contested=seen.shelf.count("events", Wanted(status="contested")),
        reviews=[review_row(r) for r in made[:_DECISIONS]],
        stale=seen.stale, made=seen.made, making=seen.making,
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


def sources_named(words: str) -> list[SourceChoice]:
    """Sources of the book whose id, name or alias has these words; whose name begins so come first."""
    asked = words.casefold().strip()
    found = [(key, row) for key, row in _names_of_sources() if asked in key]
    found.sort(key=lambda f: (not f[1].name.casefold().startswith(asked), len(f[1].name), f[1].id))
    return [row for _, row in found[:_CANDIDATES]]


@lru_cache(maxsize=1)
def _names_of_sources() -> tuple[tuple[str, SourceChoice], ...]:
    return tuple(
        (
            " | ".join((s.id, s.name, *s.aliases, *s.short)).casefold(),
            SourceChoice(
                id=s.id, name=s.name, type=s.type, country=s.country, group=s.independence_group, side=s.side,
                belligerent=s.belligerent,
            ),
        )
        for s in source_book()
    )  # fmt: skip


def choices() -> Choices:
    """What fields may be set to."""
    roles = default_world().policies.roles
    return Choices(
        event_type={leaf: event_label(leaf).name for leaf in load_events().leaves},
        certainty=list(get_args(Certainty)),
        factuality=[*get_args(Factuality), "retracted"],
        told={key: told(key) for key in (*get_args(Factuality), "retracted")},
        news_role=list(get_args(NewsRole)),
        control_state=list(get_args(ControlEffect.model_fields["state"].annotation)),
        actor_role=[*roles.side_a, *roles.side_b, *roles.either],
        place_role=list(get_args(PlaceRef.model_fields["role"].annotation)),
        source_role=list(get_args(SourceRef.model_fields["role"].annotation)),
        measure=sorted(load_data("desk/queue.yaml", Weights).measures),
    )
