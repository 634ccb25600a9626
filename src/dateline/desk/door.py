"""The door: who asks is found by the cookie of the session; what the role does not allow is refused before any route.

What is not named here needs a session, and a write that is not named here needs an analyst: a new route is closed
until somebody opens it.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import cookie_parser
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from dateline.desk import sessions
from dateline.desk.accounts import Accounts
from dateline.desk.accounts_file import changing
from dateline.desk.guard import RefusedError, refuse
from dateline.desk.who import Role, Who, asked_by
from dateline.errors import DatelineError

PREFIX = "/api/v1"
SIGN_IN, SIGN_OUT, PASSWORD = f"{PREFIX}/session", f"{PREFIX}/session/end", f"{PREFIX}/password"
LOGIN = "/login"
#: What is answered without a session, and which writes need less than an analyst.
_OPEN = frozenset({("GET", LOGIN), ("GET", f"{LOGIN}.json"), ("POST", SIGN_IN)})
_WRITES: Mapping[str, Role] = {SIGN_IN: "reader", SIGN_OUT: "reader", PASSWORD: "reader"}


def cookie_name(accounts: Accounts, *, secure: bool) -> str:
    """The cookie's name: of each ledger another, since the ports of one machine share their cookies. With TLS browsers
    hold to `__Host-`: set by this host alone, for this host alone."""
    own = sha256(str(accounts.path.resolve()).encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{'__Host-' if secure else ''}dateline-{own}"


class Door:
    """ASGI middleware. Without accounts everybody is `alone`, who may do all."""

    def __init__(self, app: ASGIApp, alone: str, accounts: Accounts | None, *, secure: bool) -> None:
        self.app, self.alone, self.accounts = app, alone, accounts
        self.cookie = cookie_name(accounts, secure=secure) if accounts else ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or self.accounts is None:
            with asked_by(Who(self.alone, "editor")):
                await self.app(scope, receive, send)
            return
        if scope["path"].startswith("/static/"):
            await self.app(scope, receive, send)
            return
        try:
            person = await run_in_threadpool(_person, self.accounts, self.cookie, scope)
        except DatelineError as err:
            await refuse(send, RefusedError(503, "accounts", str(err)))
            return
        method, path = "GET" if scope["method"] == "HEAD" else scope["method"], scope["path"]
        if person is None and (method, path) not in _OPEN:
            await _to_login(scope, receive, send)
            return
        if person is not None and method == "POST" and not person.may(needed(path)):
            await run_in_threadpool(_log_refused, self.accounts, person, path)
            await refuse(send, RefusedError(403, "not_allowed", f"{person.name} is a {person.role} and cannot write"))
            return
        with asked_by(person or Who("", "reader", address=_address(scope))):
            await self.app(scope, receive, send)


def needed(path: str) -> Role:
    """The role that a write at this address needs at least."""
    return _WRITES.get(path, "analyst")


def token_of(headers: Mapping[str, str], name: str) -> str | None:
    """The token of a request's cookie; None where it has none."""
    return cookie_parser(headers.get("cookie", "")).get(name)  # lenient: other programs of this machine set odd ones


def _person(accounts: Accounts, cookie: str, scope: Scope) -> Who | None:
    headers = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in scope["headers"]}
    token = token_of(headers, cookie)
    session = sessions.find(accounts, token) if token else None
    return session.person(_address(scope)) if session else None


def _address(scope: Scope) -> str:
    client = scope.get("client")
    return str(client[0]) if client else "unknown"


def _log_refused(accounts: Accounts, person: Who, path: str) -> None:
    with changing(accounts.path) as db:
        accounts.log(db, person.name, "refused", path[:200], person.address)


async def _to_login(scope: Scope, receive: Receive, send: Send) -> None:
    """A page leads to the login and from there back; a program is told."""
    path = scope["path"]
    if scope["method"] not in ("GET", "HEAD") or path.startswith(("/api/", "/basemap/")) or path.endswith(".json"):
        await refuse(send, RefusedError(401, "sign_in", "sign in first; a session may have ended"))
        return
    query = scope.get("query_string", b"").decode("latin-1")
    back = quote(path) + (f"?{query}" if query else "")
    where = LOGIN if back == "/" else f"{LOGIN}?next={quote(back, safe='')}"
    await RedirectResponse(where, 303)(scope, receive, send)
