"""What stands before every request: the right host, no foreign writes, small bodies, and headers that let nothing run.

Without accounts the desk answers this machine only; with them also the names that it was opened for. A page of another
site that the user has open must neither read from it (names that lead here by a trick of DNS are refused) nor write to
it (no simple form can send the header that a write needs, and the browser says where a request comes from).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: The header that every write carries; a page of another site cannot add it without being asked first.
WRITE_HEADER, WRITE_VALUE = "x-dateline", "desk"
#: The names by which this machine may be called.
LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
#: What an answer of 401 has to say: by which means one signs in.
UNAUTHENTICATED = 'Cookie realm="dateline"'
#: The longest body of a request, in bytes.
MOST_BYTES = 256 * 1024

_READING = frozenset({"GET", "HEAD"})
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "worker-src 'self' blob:; font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'; object-src 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


@dataclass(frozen=True, slots=True)
class Reach:
    """By which names the desk may be asked, hosts without port, and by which address people reach it, if it has one of
    its own, like https://desk.example.org."""

    names: frozenset[str] = LOOPBACK
    origin: str | None = None

    @property
    def secure(self) -> bool:
        """Whether people reach it by TLS alone."""
        return (self.origin or "").startswith("https://")


#: A desk that answers this machine only.
HERE = Reach()


class RefusedError(Exception):
    """Why a request is not answered."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code = status, code


class Guard:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp, reach: Reach = HERE) -> None:
        self.app, self.reach = app, reach

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        headers = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in scope["headers"]}
        try:
            check_host(headers, self.reach)
            if scope["method"] == "POST":
                check_write(headers, self.reach)
            elif scope["method"] not in _READING:
                raise RefusedError(405, "method", "only GET, HEAD and POST are answered")
        except RefusedError as err:
            await refuse(send, err)
            return
        await self.app(scope, _bounded(receive), _with_headers(send, static=scope["path"].startswith("/static/")))


def check_host(headers: Mapping[str, str], reach: Reach = HERE) -> None:
    """Raises RefusedError for a request that was sent to another name than the desk's own."""
    if _name_of(headers.get("host", "")) not in reach.names:
        only = "127.0.0.1 and localhost" if reach.names == LOOPBACK else "its own names"
        raise RefusedError(421, "wrong_host", f"the desk answers to {only} only")


def _name_of(host: str) -> str:
    """A host without its port."""
    name, colon, port = host.strip().lower().rpartition(":")
    return name if colon and port.isdigit() else host.strip().lower()


def check_write(headers: Mapping[str, str], reach: Reach = HERE) -> None:
    """Raises RefusedError for a write that does not come from the desk's own pages or from a program that knows it."""
    if headers.get(WRITE_HEADER) != WRITE_VALUE:
        raise RefusedError(403, "foreign_write", f"a write needs the header {WRITE_HEADER}: {WRITE_VALUE}")
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise RefusedError(403, "foreign_write", "a page of another site cannot write here")
    if not _own(headers.get("origin"), headers.get("host", ""), reach):
        raise RefusedError(403, "foreign_write", "a page of another site cannot write here")
    if headers.get("content-type", "").split(";")[0].strip().lower() != "application/json":
        raise RefusedError(415, "not_json", "a write is JSON (content-type: application/json)")
    length = headers.get("content-length", "0")
    if not length.isdigit() or int(length) > MOST_BYTES:
        raise RefusedError(413, "too_large", f"a body has {MOST_BYTES} bytes at most")


def _own(origin: str | None, host: str, reach: Reach) -> bool:
    """Whether a request comes from a page of the desk's, or from no page. A proxy may have put its own name as host."""
    if origin is None or (reach.origin is not None and origin.lower() == reach.origin):
        return True
    if reach.secure and _name_of(host) not in LOOPBACK:
        return False
    return urlsplit(origin).netloc.lower() == host.strip().lower()


def error_body(code: str, message: str, details: Mapping[str, object] | None = None) -> dict[str, object]:
    """The one shape of an error."""
    return {"error": {"code": code, "message": message, "details": dict(details or {})}}


async def refuse(send: Send, err: RefusedError) -> None:
    """Answer with the error alone."""
    body = json.dumps(error_body(err.code, str(err))).encode()
    own = {"content-type": "application/json", "content-length": str(len(body)), "cache-control": "no-store"}
    own |= {"allow": "GET, HEAD, POST"} if err.status == 405 else {}
    own |= {"www-authenticate": UNAUTHENTICATED} if err.status == 401 else {}
    await send({"type": "http.response.start", "status": err.status, "headers": _raw((HEADERS | own).items())})
    await send({"type": "http.response.body", "body": body})


def _bounded(receive: Receive) -> Receive:
    """A body that is sent in pieces, without a length, is cut off where it becomes too long."""
    taken = 0

    async def take() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        return {"type": "http.disconnect"} if taken > MOST_BYTES else message

    return take


def _with_headers(send: Send, *, static: bool) -> Send:
    own = HEADERS | {"cache-control": "no-cache" if static else "no-store"}

    async def put(message: Message) -> None:
        if message["type"] == "http.response.start":
            kept = [(k, v) for k, v in message["headers"] if k.lower().decode("latin-1") not in own]
            message = {**message, "headers": [*kept, *_raw(own.items())]}
        await send(message)

    return put


def _raw(headers: Iterable[tuple[str, str]]) -> list[tuple[bytes, bytes]]:
    return [(k.encode("latin-1"), v.encode("latin-1")) for k, v in headers]
