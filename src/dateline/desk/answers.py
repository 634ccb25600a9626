"""Answers of the desk about claims, documents, events, places and persons; pages and API show the same."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import PurePath
from typing import Any

from dateline.derive.comparison import reports_of
from dateline.derive.decisions import EVENT_PREFIX, Decisions, claim_of, in_force, keys_of
from dateline.derive.explain import Evidence, Sources, explain, sentence_around
from dateline.derive.knowledge import default_world
from dateline.derive.views import Views
from dateline.desk.local import claims_in, events_of, infos, local_views
from dateline.desk.marked import stretches
from dateline.desk.queue import Weights, uncertainty, why
from dateline.desk.shapes import (
    ClaimAnswer,
    DocumentAnswer,
    EventAnswer,
    PartAnswer,
    PersonAnswer,
    PlaceAnswer,
    QueueItem,
    ReviewRow,
    SuggestionAnswer,
)
from dateline.desk.state import Seen, Titles
from dateline.desk.versions import as_decided, decisions_about, version_of_claim, version_of_event
from dateline.errors import NotFoundError
from dateline.ledger import Ledger, Review
from dateline.ledger.shelf import Shelf, Wanted
from dateline.ledger.waiting import Weighed
from dateline.model import ControlState, DocumentRow, Event, PersonRow, PlaceValue
from dateline.products.books import PackageBooks
from dateline.products.words import sentence
from dateline.run.decision_words import what
from dateline.run.releasing import released
from dateline.run.reviewing import Doubtful, doubts, states
from dateline.vocabulary import load_data

_VERDICTS: Mapping[str, str] = {"accept": "accepted", "reject": "rejected", "edit": "edited"}
#: Rows of the page of a place; and of all persons, who are few.
_STATES, _EVENTS, _PERSONS = 500, 100, 100_000


def review_row(row: Review, holds: str | None = None) -> ReviewRow:
    """A decision for people and programs."""
    return ReviewRow(**asdict(row), words=what(row), holds=holds)


def review_rows(ledger: Ledger) -> list[ReviewRow]:
    """Every decision, the latest first."""
    return [review_row(row, state or None) for row, state in states(ledger)][::-1]


def named(document: DocumentRow | None) -> str | None:
    """What a person knows a document by: its title, or else the name of its file, or its address."""
    if document is None:
        return None
    return document.title or (PurePath(document.path).name if document.path else None) or document.url


def _evidence(rows: Iterable[Evidence], titles: Titles) -> list[dict[str, Any]]:
    return [{**asdict(row), "title": named(titles.get(row.document))} for row in rows]


class Texts:
    """Texts of documents, each read once for one answer; None where it is gone."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._read: dict[str, str | None] = {}

    def __call__(self, key: str) -> str | None:
        if key not in self._read:
            try:
                self._read[key] = self._ledger.text(key)
            except NotFoundError:
                self._read[key] = None
        return self._read[key]


def claim_answer(
    ledger: Ledger, key: str, *, texts: Texts | None = None, titles: Titles | None = None, event: str | None = None
) -> ClaimAnswer:
    """A claim as people left it. Raises NotFoundError."""
    stored = ledger.claim(key)
    about = decisions_about(ledger, key)
    held = [r for r in in_force(about) if r.action in _VERDICTS]
    now = as_decided(stored, about)
    around, marked = sentence_around((texts or Texts(ledger))(stored.document), now.start, now.end)
    document = (titles or Titles(ledger)).get(stored.document)
    return ClaimAnswer.model_validate(
        {
            "claim": now,
            "version": version_of_claim(stored, about),
            "decided": _VERDICTS[held[-1].action] if held else None,
            "released": released(ledger, key) is not None,
            "reviews": [review_row(r) for r in about],
            "sentence": around,
            "marked": marked,
            "title": named(document),
            "published": document.published if document else None,
            "event": event,
        }
    )


def queue_items(ledger: Ledger, shelf: Shelf, rows: Iterable[Weighed]) -> Iterator[tuple[str, QueueItem]]:
    """Claims of the queue with their words, by id; those that were erased since are left out."""
    weights = load_data("desk/queue.yaml", Weights)
    texts, titles, rows = Texts(ledger), Titles(ledger), list(rows)
    events = events_of(ledger, shelf, (row.claim for row in rows))
    for row in rows:
        try:
            stored = ledger.claim(row.claim)
        except NotFoundError:
            continue
        around, marked = sentence_around(texts(stored.document), stored.start, stored.end)
        document = titles.get(stored.document)
        yield stored.id, QueueItem(
            claim=stored.model_copy(update={"event": events.get(stored.id)}),
            version=version_of_claim(stored, decisions_about(ledger, stored.id)),
            score=row.score, uncertainty=round(uncertainty(row, weights), 3), consequence=round(row.weight, 3),
            why=why(row, stored.confidence), sentence=around, marked=marked, title=named(document),
            published=document.published if document else None,
        )  # fmt: skip


def document_answer(ledger: Ledger, key: str, shelf: Shelf) -> DocumentAnswer:
    """A document with its words and claims. Raises NotFoundError."""
    row = ledger.document(key)
    texts, titles = Texts(ledger), Titles(ledger)
    home = ledger.grown(shelf.policy).homes_in([key])
    claims = [claim_answer(ledger, c.id, texts=texts, titles=titles, event=home.get(c.id)) for c in ledger.claims(key)]
    why = None
    try:
        text: str | None = ledger.text(key)
    except NotFoundError as err:
        text, why = None, str(err)
    return DocumentAnswer(
        document=row, text=text, why=row.set_aside or why, released=released(ledger, key) is not None, claims=claims,
        stretches=stretches(text, [c.claim for c in claims]) if text is not None else [],
    )  # fmt: skip


def suggestion_answers(
    ledger: Ledger, shelf: Shelf, pairs: Collection[tuple[str, str]], decisions: Decisions
) -> dict[tuple[str, str], SuggestionAnswer]:
    """Pairs of events that may be one. Those that others have just merged are left out."""
    known = events_of(ledger, shelf, {key for pair in pairs for key in pair})
    views = local_views(ledger, shelf, {key for key in known if known[key] == key}, decisions, pairs=pairs)
    return {(d.one.id, d.two.id): _suggestion(d) for d in doubts(views, decisions)}


def _suggestion(doubt: Doubtful) -> SuggestionAnswer:
    parts = doubt.comparison.parts if doubt.comparison else ()
    return SuggestionAnswer(
        one=doubt.one, two=doubt.two, one_version=version_of_event(doubt.one),
        two_version=version_of_event(doubt.two), score=doubt.suggestion.score, why=doubt.suggestion.why,
        parts=[PartAnswer(name=p.name, score=p.score, words=p.words) for p in parts],
    )  # fmt: skip


def event_answer(ledger: Ledger, key: str, seen: Seen, decisions: Decisions, books: PackageBooks) -> EventAnswer:
    """An event with all that is behind it. Raises NotFoundError."""
    views = local_views(ledger, seen.shelf, [key], decisions, around=True)
    reviews, titles = list(ledger.reviews()), Titles(ledger)
    event = views.event(key)
    sources = Sources(titles, Texts(ledger), default_world(), decisions=decisions)
    found = explain(key if key.startswith(EVENT_PREFIX) else event.id, views, sources)
    told = reports_of([event], views, default_world(), decisions)[event.id]
    return EventAnswer(
        event=event,
        version=version_of_event(event),
        asked=key,
        sentence=sentence(event.to_json(), books),
        tells=sorted({k.split(".")[0] for report in told for k in report.keys}),
        rules=list(found.rules),
        evidence=_evidence(found.evidence, titles),
        against=_evidence(found.against, titles),
        contradictions=[asdict(c) for c in found.contradictions],
        together=[asdict(c) for c in found.together],
        near=[asdict(n) for n in found.near],
        figures=[f for f in views.figures if f.event == event.id],
        suggestions=[_suggestion(d) for d in doubts(views, decisions) if event.id in (d.one.id, d.two.id)],
        reviews=[review_row(r) for r in _decided_about(event, views, reviews)],
        stale=seen.stale,
        making=seen.making,
    )


def _decided_about(event: Event, views: Views, reviews: Iterable[Review]) -> list[Review]:
    """What people decided about the claims of an event, as far as it holds."""
    about = {key for key, home in views.home.items() if home == event.id} | {*event.claims, *event.against}
    return [
        r
        for r in in_force(reviews)
        if r.action != "undo" and about & {claim_of(r.target), *(keys_of(r.new) if r.field is None else ())}
    ]


def place_answer(seen: Seen, key: str) -> PlaceAnswer:
    """A place by its id: who held it, in order, and what happened there. Raises NotFoundError."""
    wanted = Wanted(place=key)
    states = (ControlState.model_validate(row) for _, row in seen.shelf.page("control", wanted, None, _STATES))
    control = [k for k in states if k.place.id == key]
    found = seen.shelf.page("events", wanted, None, _EVENTS, down=True)
    told = [Event.model_validate(row) for _, row in found]
    events = [e for e in told if any(p.id == key for p in (e.place, *e.places) if p is not None)]
    known: list[PlaceValue] = [k.place for k in control]
    known += [p for e in events for p in (e.place, *e.places) if p is not None and p.id == key]
    if not known:
        raise NotFoundError(f"nothing is told of a place {key!r} in this ledger", id=key)
    place = known[0]
    more = seen.shelf.count("events", wanted) - len(told)
    return PlaceAnswer(
        id=key, name=place.name, country=place.country, lat=place.lat, lon=place.lon, control=control, events=events,
        more_events=more, stale=seen.stale, made=seen.made, making=seen.making,
    )  # fmt: skip


def person_answer(ledger: Ledger, seen: Seen, key: str, decisions: Decisions) -> PersonAnswer:
    """A public figure by id. Raises NotFoundError."""
    rows = [PersonRow.model_validate(row) for _, row in seen.shelf.page("persons", Wanted(), None, _PERSONS)]
    row = next((p for p in rows if p.id.casefold() == key.casefold()), None)
    if row is None:
        raise NotFoundError(f"no public figure is called {key!r} in this ledger", id=key)
    unit = seen.shelf.units_of("persons", [row.id])[row.id]
    documents = {m.document for m in ledger.grown(seen.shelf.policy).members_in([unit])}
    claims = claims_in(ledger, seen.shelf, documents, decisions)
    views = Views(
        events=(), control=(), figures=(), persons=(row,), claims=tuple(claims),
        documents=infos(ledger, seen.shelf, documents), policy=seen.shelf.policy.split("/")[0],
    )  # fmt: skip
    titles = Titles(ledger)
    found = explain(row.id, views, Sources(titles, Texts(ledger), default_world()))
    return PersonAnswer(person=row, evidence=_evidence(found.evidence, titles), rules=list(found.rules))
