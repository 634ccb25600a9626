"""Answers of the desk about claims, documents, events, places and persons; pages and API show the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import PurePath
from typing import Any

from dateline.derive.comparison import reports_of
from dateline.derive.decisions import EVENT_PREFIX, claim_of, decisions_of, in_force, keys_of
from dateline.derive.explain import Evidence, Sources, explain, sentence_around
from dateline.derive.knowledge import default_world
from dateline.derive.views import Views
from dateline.desk.marked import stretches
from dateline.desk.queue import Waiting
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
from dateline.model import DocumentRow, Event, PlaceValue
from dateline.products.books import PackageBooks
from dateline.products.words import sentence
from dateline.run.decision_words import what
from dateline.run.releasing import released
from dateline.run.reviewing import Doubtful, doubts, states

_VERDICTS: Mapping[str, str] = {"accept": "accepted", "reject": "rejected", "edit": "edited"}


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
    around, marked = sentence_around((texts or Texts(ledger))(stored.document), stored.start, stored.end)
    document = (titles or Titles(ledger)).get(stored.document)
    return ClaimAnswer.model_validate(
        {
            "claim": as_decided(stored, about),
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


def queue_items(ledger: Ledger, rows: Iterable[Waiting]) -> list[QueueItem]:
    """Claims of the queue with their words."""
    texts, titles = Texts(ledger), Titles(ledger)
    items = []
    for row in rows:
        stored = ledger.claim(row.claim.id)
        around, marked = sentence_around(texts(stored.document), stored.start, stored.end)
        document = titles.get(stored.document)
        items.append(
            QueueItem(
                claim=row.claim, version=version_of_claim(stored, decisions_about(ledger, stored.id)),
                score=row.score, uncertainty=row.uncertainty, consequence=row.consequence, why=list(row.why),
                sentence=around, marked=marked, title=named(document),
                published=document.published if document else None,
            )
        )  # fmt: skip
    return items


def document_answer(ledger: Ledger, key: str, views: Views) -> DocumentAnswer:
    """A document with its words and claims. Raises NotFoundError."""
    row = ledger.document(key)
    texts, titles = Texts(ledger), Titles(ledger)
    claims = [
        claim_answer(ledger, c.id, texts=texts, titles=titles, event=views.event_of(c.id)) for c in ledger.claims(key)
    ]
    why = None
    try:
        text: str | None = ledger.text(key)
    except NotFoundError as err:
        text, why = None, str(err)
    return DocumentAnswer(
        document=row, text=text, why=row.set_aside or why, released=released(ledger, key) is not None, claims=claims,
        stretches=stretches(text, [c.claim for c in claims]) if text is not None else [],
    )  # fmt: skip


def suggestion_answers(views: Views, reviews: Sequence[Review]) -> list[SuggestionAnswer]:
    """Pairs of events that may be one, the likeliest first."""
    return [_suggestion(d) for d in doubts(views, reviews)]


def _suggestion(doubt: Doubtful) -> SuggestionAnswer:
    parts = doubt.comparison.parts if doubt.comparison else ()
    return SuggestionAnswer(
        one=doubt.one, two=doubt.two, one_version=version_of_event(doubt.one),
        two_version=version_of_event(doubt.two), score=doubt.suggestion.score, why=doubt.suggestion.why,
        parts=[PartAnswer(name=p.name, score=p.score, words=p.words) for p in parts],
    )  # fmt: skip


def event_answer(ledger: Ledger, key: str, seen: Seen, books: PackageBooks) -> EventAnswer:
    """An event with all that is behind it. Raises NotFoundError."""
    views, reviews = seen.views, list(ledger.reviews())
    titles, decisions = Titles(ledger), decisions_of(reviews)
    event = views.event(key)
    sources = Sources(titles, Texts(ledger), default_world(), decisions=decisions)
    found = explain(key if key.startswith(EVENT_PREFIX) else event.id, views, sources)
    about = [s for s in suggestion_answers(views, reviews) if event.id in (s.one.id, s.two.id)]
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
        suggestions=about,
        reviews=[review_row(r) for r in _decided_about(event, views, reviews)],
        stale=seen.stale,
    )


def _decided_about(event: Event, views: Views, reviews: Iterable[Review]) -> list[Review]:
    """What people decided about the claims of an event, as far as it holds."""
    about = {key for key, home in views.home.items() if home == event.id} | {*event.claims, *event.against}
    return [
        r
        for r in in_force(reviews)
        if r.action != "undo" and about & {claim_of(r.target), *(keys_of(r.new) if r.field is None else ())}
    ]


def place_answer(views: Views, key: str) -> PlaceAnswer:
    """A place by its id: who held it, in order, and what happened there. Raises NotFoundError."""
    control = [k for k in views.control if k.place.id == key]
    events = [e for e in views.events if any(p.id == key for p in (e.place, *e.places) if p is not None)]
    known: list[PlaceValue] = [k.place for k in control]
    known += [p for e in events for p in (e.place, *e.places) if p is not None and p.id == key]
    if not known:
        raise NotFoundError(f"nothing is told of a place {key!r} in this ledger", id=key)
    place = known[0]
    return PlaceAnswer(
        id=key, name=place.name, country=place.country, lat=place.lat, lon=place.lon, control=control, events=events
    )


def person_answer(ledger: Ledger, views: Views, key: str) -> PersonAnswer:
    """A public figure by id. Raises NotFoundError."""
    row = next((p for p in views.persons if p.id.casefold() == key.casefold()), None)
    if row is None:
        raise NotFoundError(f"no public figure is called {key!r} in this ledger", id=key)
    titles = Titles(ledger)
    found = explain(row.id, views, Sources(titles, Texts(ledger), default_world()))
    return PersonAnswer(person=row, evidence=_evidence(found.evidence, titles), rules=list(found.rules))
