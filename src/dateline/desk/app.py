"""The desk as an ASGI application."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from math import ceil
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp

from dateline.desk.accounts import Accounts
from dateline.desk.api import router
from dateline.desk.deciding import ChangedError
from dateline.desk.door import PREFIX, Door
from dateline.desk.guard import HERE, UNAUTHENTICATED, Guard, Reach, error_body
from dateline.desk.pages import pages, wants_page
from dateline.desk.passwords import BusyError
from dateline.desk.sessions import WrongError
from dateline.desk.slowing import SlowedError
from dateline.desk.state import Desk
from dateline.desk.who import ForbiddenError
from dateline.errors import ConfigError, DatelineError, LedgerError, NotFoundError
from dateline.products.books import PackageBooks
from dateline.run.facts import gazetteer_of
from dateline.vocabulary import DATA

_LOG = logging.getLogger("dateline.desk")
#: Which error is which status and code.
_KINDS: tuple[tuple[type[DatelineError], int, str], ...] = (
    (ChangedError, 409, "changed"), (ForbiddenError, 403, "not_allowed"), (WrongError, 401, "wrong"),
    (SlowedError, 429, "slowed"), (BusyError, 429, "busy"),
    (NotFoundError, 404, "not_found"), (ConfigError, 400, "does_not_fit"),
    (LedgerError, 503, "ledger"), (DatelineError, 400, "refused"),
)  # fmt: skip
#: Smaller answers are not worth compressing, in bytes.
_COMPRESSED = 2_000


def make_app(desk: Desk, accounts: Accounts | None = None, reach: Reach = HERE) -> ASGIApp:
    """The application on one ledger; with `accounts` for whoever signs in, asked by the names in `reach`.

    Raises NotFoundError and LedgerError where it cannot be opened.
    """
    desk.open().close()
    books, gazetteer = PackageBooks(desk.settings.gazetteer), gazetteer_of(desk.settings)
    app = FastAPI(
        title="Dateline desk", version="1", docs_url=None, redoc_url=None, openapi_url=f"{PREFIX}/openapi.json",
        description="What a ledger holds, and decisions about it. Lists have opaque cursors; errors have one shape.",
    )  # fmt: skip
    api = router(desk, books, gazetteer, accounts, reach)
    app.router.routes.extend(api.routes)  # `include_router` would build them at the first request, in its thread
    app.mount("/static", StaticFiles(directory=DATA / "desk" / "static"), name="static")
    app.mount("/basemap", StaticFiles(directory=DATA / "basemap"), name="basemap")
    show = pages(app, api, books)
    for kind in (DatelineError, RequestValidationError, HTTPException, Exception):
        app.add_exception_handler(kind, _handler(show))
    app.add_middleware(GZipMiddleware, minimum_size=_COMPRESSED)
    return Guard(Door(app, desk.by, accounts, secure=reach.secure), reach)


def _handler(show: Callable[[int, str, str], Response]) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def handle(request: Request, err: Exception) -> Response:
        status, code, message, details = described(err)
        if status == 500:
            _LOG.error("%s %s failed", request.method, request.url.path, exc_info=err)
        if wants_page(request):
            return show(status, code, message)
        headers = err.headers if isinstance(err, HTTPException) else None
        if "wait" in details:
            headers = {"retry-after": str(details["wait"])}
        elif status == 401:
            headers = {"www-authenticate": UNAUTHENTICATED}
        return JSONResponse(error_body(code, message, details), status, headers)

    return handle


def described(err: Exception) -> tuple[int, str, str, dict[str, Any]]:
    """Status, code, message and details of an error. Of an internal one nothing is told but that it is one."""
    match err:
        case DatelineError():
            status, code = next((s, c) for kind, s, c in _KINDS if isinstance(err, kind))
            return status, code, str(err), _details(err)
        case RequestValidationError():
            first = err.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            return 422, "malformed", f"{where}: {first['msg']}", {}
        case HTTPException():
            code = {404: "not_found", 405: "method"}.get(err.status_code, "refused")
            message = "there is nothing at this address" if err.status_code == 404 else str(err.detail)
            return err.status_code, code, message, {}
    return 500, "internal", "this is a fault of the desk; its terminal shows more", {}


def _details(err: DatelineError) -> dict[str, Any]:
    if isinstance(err, ChangedError):
        return dict(err.facts)
    return {"wait": ceil(float(str(err.facts["wait"])))} if isinstance(err, SlowedError | BusyError) else {}
