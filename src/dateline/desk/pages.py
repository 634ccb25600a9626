"""The pages: each is an answer of the API as a person reads it, and has that answer beside it under `.json`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from importlib.metadata import version
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, FastAPI, Request
from fastapi.routing import APIRoute
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pydantic import BaseModel
from starlette.responses import HTMLResponse, Response

from dateline.desk import reading
from dateline.desk.answers import named
from dateline.desk.audit import WORDS
from dateline.desk.signing import login
from dateline.desk.who import who
from dateline.ids import short_id
from dateline.products import words
from dateline.products.books import PackageBooks
from dateline.products.sources_of import group_name
from dateline.vocabulary import DATA

#: Address of a page -> its template, its name, and the answer of the API that it shows.
PAGES: tuple[tuple[str, str, str, str], ...] = (
    ("/", "home.html", "Home", "/home"),
    ("/queue", "queue.html", "Queue", "/queue"),
    ("/events", "events.html", "Events", "/events"),
    ("/events/{key}", "event.html", "Event", "/events/{key}"),
    ("/map", "map.html", "Map", "/map"),
    ("/documents", "documents.html", "Documents", "/documents"),
    ("/documents/{key:path}", "document.html", "Document", "/documents/{key:path}"),
    ("/control", "control.html", "Control", "/control"),
    ("/places/{key:path}", "place.html", "Place", "/places/{key:path}"),
    ("/figures", "figures.html", "Figures", "/figures"),
    ("/persons", "persons.html", "Persons", "/persons"),
    ("/persons/{key}", "person.html", "Person", "/persons/{key}"),
    ("/claims", "claims.html", "Claims", "/claims"),
    ("/claims/{key}", "claim.html", "Claim", "/claims/{key}"),
    ("/suggestions", "suggestions.html", "Suggestions", "/suggestions"),
    ("/reviews", "reviews.html", "Decisions", "/reviews"),
)  # fmt: skip
#: The same, only at a desk with accounts.
ACCOUNT_PAGES: tuple[tuple[str, str, str, str], ...] = (
    ("/audit", "audit.html", "Audit", "/audit"),
    ("/account", "account.html", "Account", "/session"),
    ("/login", "login.html", "Sign in", "/login"),
)
#: What stands in the bar of every page.
BAR = ("/", "/queue", "/events", "/map", "/control", "/figures", "/persons", "/documents", "/suggestions", "/reviews")


def pages(app: FastAPI, api: APIRouter, books: PackageBooks) -> Callable[[int, str, str], Response]:
    """Add the pages and their twins to the application; gives back how an error is shown to a person."""
    environment = _environment(books)
    answers = {
        r.path.removeprefix(api.prefix): r.endpoint
        for r in api.routes
        if isinstance(r, APIRoute) and "GET" in (r.methods or ())
    }
    with_accounts = "/session" in answers
    answers["/login"] = login
    rows = (*PAGES, *(ACCOUNT_PAGES if with_accounts else ()))
    names = {path: name for path, _, name, _ in rows}

    def shown(template: str, status: int = 200, **content: Any) -> Response:
        person = who()
        bar = [(path, names[path]) for path in (*BAR, *(("/audit",) if with_accounts and person.edits else ()))]
        given = {
            "bar": bar if person.name else [], "who": person, "with_accounts": with_accounts,
            "version": version("dateline"), "here": None, "twin": None, **content,
        }  # fmt: skip
        return HTMLResponse(environment.get_template(template).render(given), status)

    for path, template, name, answer in rows:
        _add(app, path, template, name, answers[answer], shown)

    def error(status: int, code: str, message: str) -> Response:
        return shown("error.html", status, title="Not shown", code=code, message=message)

    return error


def _add(
    app: FastAPI, path: str, template: str, name: str, answer: Callable[..., Any], shown: Callable[..., Response]
) -> None:
    twin = "/home.json" if path == "/" else f"{path}.json"

    @wraps(answer)
    def page(**given: Any) -> Response:
        found = answer(**given)
        asked = _asked(given)
        address = _filled(path, given)
        where = twin if path == "/" else f"{address}.json"
        query = urlencode(asked)
        return shown(
            template, title=name, here=path, answer=found, asked=asked, address=address, query=query,
            twin=where + (f"?{query}" if query else ""),
        )  # fmt: skip

    # The twin is asked first: a key that ends so is a document's name only where no other document has the rest.
    app.add_api_route(twin, answer, include_in_schema=False)
    app.add_api_route(path, page, include_in_schema=False, response_model=None)


def _asked(given: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters of the address as they were given, without the cursor."""
    asked: dict[str, Any] = {}
    for name, value in given.items():
        if isinstance(value, BaseModel):
            rows = value.model_dump(by_alias=True, exclude_defaults=True, exclude={"cursor"})
            asked |= {k: v for k, v in rows.items() if v not in (None, "")}
        elif name != "key" and value is not None:
            asked[name] = value
    return asked


def _filled(path: str, given: Mapping[str, Any]) -> str:
    key = quote(str(given.get("key", "")), safe="")
    return path.replace("{key:path}", key).replace("{key}", key)


def wants_page(request: Request) -> bool:
    """Whether an error is shown to a person: a page was asked for, not the API or a twin."""
    path = request.url.path
    return request.method == "GET" and not path.startswith(("/api/", "/static/")) and not path.endswith(".json")


def _environment(books: PackageBooks) -> Environment:
    made = Environment(
        loader=FileSystemLoader(DATA / "desk" / "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    filters: dict[str, Callable[..., Any]] = {
        "short": short_id, "segment": lambda key: quote(str(key), safe=""), "plainly": words.plainly,
        "web": reading.web_address, "moment": reading.moment, "state": words.state,
    }  # fmt: skip
    functions: dict[str, Any] = {
        "day": words.day, "days": words.days, "amount": words.amount, "parties": words.parties, "toll": words.toll,
        "voices": words.voices, "where": lambda place: words.where(place, books),
        "label": lambda leaf: words.event_label(leaf).name, "telling": lambda event: words.sentence(event, books),
        "group": lambda key: group_name(key, books), "claim_line": lambda claim: reading.claim_line(claim, books),
        "by_document": reading.by_document, "chain": reading.chain, "told": reading.told, "parted": reading.parted,
        "differences": reading.differences, "named": named, "did": WORDS,
    }  # fmt: skip
    made.filters |= filters
    made.globals |= functions
    return made
