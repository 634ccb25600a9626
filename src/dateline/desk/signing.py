"""Signing in and out over the API, and the page of the login: only at a desk with accounts."""

from __future__ import annotations

import re
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field, StrictBool

from dateline.desk import passwords, sessions
from dateline.desk.accounts import Accounts
from dateline.desk.door import PASSWORD, PREFIX, SIGN_IN, SIGN_OUT, cookie_name, token_of
from dateline.desk.guard import Reach
from dateline.desk.shapes import ErrorAnswer
from dateline.desk.who import Role, who

#: An address of this desk alone: no other host, by no trick of slashes.
_LOCAL = re.compile(r"/(?![/\\])[^\x00-\x20\\]*")
_Name = Annotated[str, Field(min_length=1, max_length=200)]
_Password = Annotated[str, Field(min_length=1, max_length=passwords.MOST)]
Next = Annotated[str | None, Query(max_length=4000, description="The address to go to afterwards.")]
#: What the OpenAPI document says of a write; the guard looks at it.
DESK_HEADER: dict[str, Any] = {
    "parameters": [
        {
            "name": "X-Dateline", "in": "header", "required": True, "schema": {"type": "string", "const": "desk"},
            "description": "A page of another site cannot send it.",
        }
    ]
}  # fmt: skip


class SignIn(BaseModel):
    """A name and its password."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: _Name
    password: _Password


class NewPassword(BaseModel):
    """One's password and the one that is to replace it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    old: _Password
    new: _Password


class SignOut(BaseModel):
    """End this session, or all of the account's."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    everywhere: StrictBool = False


class SessionAnswer(BaseModel):
    """Who is signed in, and what that role may do."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    role: Role
    may: list[str]
    idle_minutes: int = round(sessions.IDLE / 60)
    longest_minutes: int = round(sessions.LONGEST / 60)


class EndedAnswer(BaseModel):
    """The session has ended."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    ended: bool = True


class LoginAnswer(BaseModel):
    """Where the login leads, and who is signed in already."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    next: str
    name: str | None


_MAY = {
    "reader": ["read"],
    "analyst": ["read", "decide", "undo own decisions"],
    "editor": ["read", "decide", "undo any decision", "release words for public copies", "see the audit page"],
}
_SLOWED: dict[int | str, dict[str, Any]] = {
    401: {"model": ErrorAnswer, "description": "The name or the password is wrong."},
    403: {"model": ErrorAnswer, "description": "The write does not come from the desk."},
    413: {"model": ErrorAnswer, "description": "The body is too long."},
    415: {"model": ErrorAnswer, "description": "The body is no JSON."},
    429: {
        "model": ErrorAnswer,
        "description": "Too many failed attempts; `Retry-After` says for how many seconds.",
    },
}


def add_signing(api: APIRouter, accounts: Accounts, reach: Reach) -> None:
    """Add the session's routes."""
    cookie = cookie_name(accounts, secure=reach.secure)

    @api.post(
        SIGN_IN.removeprefix(PREFIX), status_code=201, tags=["session"], responses=_SLOWED, openapi_extra=DESK_HEADER
    )
    def post_session(given: SignIn, request: Request, response: Response) -> SessionAnswer:
        """Sign in: the answer sets a cookie. Needs the header `X-Dateline: desk`."""
        old = token_of(request.headers, cookie)
        token, session = sessions.sign_in(accounts, given.name, given.password, who().address)
        if old and who().name:
            sessions.sign_out(accounts, old, who())
        response.set_cookie(cookie, token, path="/", secure=reach.secure, httponly=True, samesite="strict")
        return SessionAnswer(name=session.name, role=session.role, may=_MAY[session.role])

    @api.get(SIGN_IN.removeprefix(PREFIX), tags=["session"])
    def get_session() -> SessionAnswer:
        """Who is signed in."""
        person = who()
        return SessionAnswer(name=person.name, role=person.role, may=_MAY[person.role])

    @api.post(SIGN_OUT.removeprefix(PREFIX), tags=["session"], responses=_SLOWED, openapi_extra=DESK_HEADER)
    def post_session_end(given: SignOut, request: Request, response: Response) -> EndedAnswer:
        """Sign out: the session ends at the desk, not only in the browser."""
        token = token_of(request.headers, cookie)
        if token:
            sessions.sign_out(accounts, token, who(), everywhere=given.everywhere)
        response.delete_cookie(cookie, path="/", secure=reach.secure, httponly=True, samesite="strict")
        return EndedAnswer()

    @api.post(PASSWORD.removeprefix(PREFIX), tags=["session"], responses=_SLOWED, openapi_extra=DESK_HEADER)
    def post_password(given: NewPassword, response: Response) -> EndedAnswer:
        """Set one's own password. Every session of the account ends, this one too."""
        sessions.change_password(accounts, who(), given.old, given.new)
        response.delete_cookie(cookie, path="/", secure=reach.secure, httponly=True, samesite="strict")
        return EndedAnswer()


def login(next: Next = None) -> LoginAnswer:
    """Where the login leads: to a page of this desk, whatever the address says."""
    return LoginAnswer(next=next if next and _LOCAL.fullmatch(next) else "/", name=who().name or None)
