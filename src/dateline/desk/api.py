"""The API under /api/v1. Each answer has a model, so the OpenAPI document says what comes; each page has the same."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Security
from fastapi.security import APIKeyCookie

from dateline.desk import answers, lists
from dateline.desk.accounts import Accounts
from dateline.desk.asking import Ask, AskClaims, AskControl, AskDocuments, AskPaged, AskPast
from dateline.desk.audit import add_audit
from dateline.desk.changing import Changes
from dateline.desk.deciding import decide
from dateline.desk.door import PREFIX, cookie_name
from dateline.desk.guard import Reach
from dateline.desk.local import events_of
from dateline.desk.mapping import AskMap, MapAnswer, Maps
from dateline.desk.naming import Rereadings
from dateline.desk.shapes import (
    ActorChoice,
    Candidate,
    Choices,
    ClaimAnswer,
    Decision,
    DecisionAnswer,
    DocumentAnswer,
    ErrorAnswer,
    EventAnswer,
    HomeAnswer,
    Listing,
    MakingAnswer,
    PersonAnswer,
    PlaceAnswer,
    QueueItem,
    RereadingAnswer,
    ReviewRow,
    SourceChoice,
    SuggestionAnswer,
)
from dateline.desk.signing import DESK_HEADER, add_signing
from dateline.desk.state import Desk
from dateline.desk.who import who
from dateline.know.gazetteer import Gazetteer
from dateline.model import Claim, ControlState, DocumentRow, Event, FigureRow, PersonRow
from dateline.products.books import PackageBooks

Since = Annotated[str | None, Query(max_length=40, description="A moment; the day before the last row without it.")]
Name = Annotated[str, Query(min_length=2, max_length=200)]
Country = Annotated[str | None, Query(pattern="^[A-Z]{2}$")]
_ERRORS: dict[int | str, dict[str, Any]] = {
    400: {"model": ErrorAnswer, "description": "A filter, a cursor or a value does not fit."},
    404: {"model": ErrorAnswer, "description": "Nothing of this id."},
    422: {"model": ErrorAnswer, "description": "The request has not the shape that this document gives."},
    503: {"model": ErrorAnswer, "description": "The ledger cannot be used now."},
}
_ACCOUNT_ERRORS: dict[int | str, dict[str, Any]] = {
    401: {"model": ErrorAnswer, "description": "Nobody is signed in, or the session has ended."},
    403: {"model": ErrorAnswer, "description": "The role does not allow it."},
}
_WRITE_ERRORS: dict[int | str, dict[str, Any]] = {
    403: {"model": ErrorAnswer, "description": "The write does not come from the desk, or the role does not allow it."},
    409: {
        "model": ErrorAnswer,
        "description": "It has changed since; `details.current` is as it is now.",
    },
    413: {"model": ErrorAnswer, "description": "The body is too long."},
    415: {"model": ErrorAnswer, "description": "The body is no JSON."},
}


def router(desk: Desk, books: PackageBooks, gazetteer: Gazetteer, accounts: Accounts | None, reach: Reach) -> APIRouter:
    """All that can be asked and decided; with accounts also signing in and the audit."""
    api = APIRouter(prefix=PREFIX, responses=_ERRORS | (_ACCOUNT_ERRORS if accounts else {}))
    if accounts:
        cookie = APIKeyCookie(name=cookie_name(accounts, secure=reach.secure), scheme_name="session", auto_error=False)
        api.dependencies.append(Security(cookie))  # for the OpenAPI document; the door has looked at it before
        add_signing(api, accounts, reach)
        add_audit(api, desk, accounts)
    rereadings = Rereadings(desk)
    _lists(api, desk)
    _one(api, desk, books)
    _help(api, gazetteer)

    @api.post("/reviews", status_code=201, tags=["deciding"], responses=_WRITE_ERRORS, openapi_extra=DESK_HEADER)
    def post_review(decision: Decision) -> DecisionAnswer:
        """Accept, reject, edit, merge, split, undo, release, take back. Needs the header `X-Dateline: desk`."""
        with desk.open() as ledger:
            done = decide(desk, ledger, decision, who())
            for row in done.reviews:
                if row.action == "name":
                    rereadings.begin(next(r for r in ledger.reviews() if r.id == row.id))
            return done

    @api.get("/rereadings/{key}", tags=["deciding"])
    def get_rereading(key: str) -> RereadingAnswer:
        """What reading anew because of a name has come to; the key is that of the decision that added it."""
        with desk.open() as ledger:
            return rereadings.answer(ledger, key)

    return api


def _lists(api: APIRouter, desk: Desk) -> None:
    compared, maps = Changes(desk), Maps(desk)

    @api.get("/home", tags=["lists"])
    def get_home(since: Since = None) -> HomeAnswer:
        """What changed and what waits."""
        with desk.open() as ledger:
            return lists.home(desk, compared, ledger, since)

    @api.get("/events", tags=["lists"])
    def get_events(asked: Ask) -> Listing[Event]:
        """What happened, the latest first."""
        with desk.open() as ledger:
            return lists.events(desk, ledger, asked)

    @api.get("/control", tags=["lists"])
    def get_control(asked: AskControl) -> Listing[ControlState]:
        """Who holds what, from when to when."""
        with desk.open() as ledger:
            return lists.control(desk, ledger, asked)

    @api.get("/figures", tags=["lists"])
    def get_figures(asked: Ask) -> Listing[FigureRow]:
        """How many, originators side by side."""
        with desk.open() as ledger:
            return lists.figures(desk, ledger, asked)

    @api.get("/persons", tags=["lists"])
    def get_persons(asked: AskPast) -> Listing[PersonRow]:
        """Public figures and what is said of them."""
        with desk.open() as ledger:
            return lists.persons(desk, ledger, asked)

    @api.get("/claims", tags=["lists"])
    def get_claims(asked: AskClaims) -> Listing[Claim]:
        """Who said what, word for word, as people left it."""
        with desk.open() as ledger:
            return lists.claims(desk, ledger, asked)

    @api.get("/documents", tags=["lists"])
    def get_documents(asked: AskDocuments) -> Listing[DocumentRow]:
        """What was read, the latest first."""
        with desk.open() as ledger:
            return lists.documents(ledger, asked)

    @api.get("/queue", tags=["lists"])
    def get_queue(asked: AskPaged) -> Listing[QueueItem]:
        """Claims that wait for a person, by uncertainty times consequence."""
        with desk.open() as ledger:
            return lists.queue(desk, ledger, asked)

    @api.get("/suggestions", tags=["lists"])
    def get_suggestions(asked: AskPaged) -> Listing[SuggestionAnswer]:
        """Pairs of events that may be one."""
        with desk.open() as ledger:
            return lists.suggestions(desk, ledger, asked)

    @api.get("/reviews", tags=["lists"])
    def get_reviews(asked: AskPaged) -> Listing[ReviewRow]:
        """Every decision, the latest first, and what has become of it."""
        with desk.open() as ledger:
            return lists.reviews(ledger, asked)

    @api.get("/making", tags=["lists"])
    def get_making() -> MakingAnswer:
        """Whether the views are of all that the ledger holds, and how far newer ones are."""
        with desk.open() as ledger:
            return desk.state(ledger)

    @api.get("/map", tags=["lists"])
    def get_map(asked: AskMap) -> MapAnswer:
        """Events and control of a box on a day as GeoJSON, those of one cell as one feature."""
        with desk.open() as ledger:
            return maps.answer(ledger, asked)


def _one(api: APIRouter, desk: Desk, books: PackageBooks) -> None:
    @api.get("/events/{key}", tags=["one"])
    def get_event(key: str) -> EventAnswer:
        """An event with all that is behind it; an old id leads to the event that holds its claim now."""
        with desk.open() as ledger:
            return answers.event_answer(ledger, key, desk.rows(ledger), desk.decided(ledger)[0], books)

    @api.get("/claims/{key}", tags=["one"])
    def get_claim(key: str) -> ClaimAnswer:
        """A claim as people left it, with its `version`."""
        with desk.open() as ledger:
            event = events_of(ledger, desk.rows(ledger).shelf, [key]).get(key)
            return answers.claim_answer(ledger, key, event=event)

    @api.get("/documents/{key:path}", tags=["one"])
    def get_document(key: str) -> DocumentAnswer:
        """A document with its text and its claims."""
        with desk.open() as ledger:
            return answers.document_answer(ledger, key, desk.rows(ledger).shelf)

    @api.get("/places/{key:path}", tags=["one"])
    def get_place(key: str) -> PlaceAnswer:
        """Who held a place, and what happened there."""
        with desk.open() as ledger:
            return answers.place_answer(desk.rows(ledger), key)

    @api.get("/persons/{key}", tags=["one"])
    def get_person(key: str) -> PersonAnswer:
        """A public figure."""
        with desk.open() as ledger:
            return answers.person_answer(ledger, desk.rows(ledger), key, desk.decided(ledger)[0])


def _help(api: APIRouter, gazetteer: Gazetteer) -> None:
    @api.get("/gazetteer", tags=["help"])
    def get_gazetteer(q: Name, country: Country = None) -> list[Candidate]:
        """Places of a name, to mend a claim with."""
        return lists.candidates(gazetteer, q, country)

    @api.get("/actors", tags=["help"])
    def get_actors(q: Name) -> list[ActorChoice]:
        """Actors of the book."""
        return lists.actors_named(q)

    @api.get("/sources", tags=["help"])
    def get_sources(q: Name) -> list[SourceChoice]:
        """Sources of the book."""
        return lists.sources_named(q)

    @api.get("/choices", tags=["help"])
    def get_choices() -> Choices:
        """What fields of a claim may be set to."""
        return lists.choices()
