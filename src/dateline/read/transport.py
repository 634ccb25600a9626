"""Fetching: the one door to the network. No private addresses, no more than so many bytes, seconds and redirects."""

from __future__ import annotations

import ipaddress
import socket
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from dateline.errors import DocumentError
from dateline.read.bounded import Budget

if TYPE_CHECKING:
    import httpx

#: How Dateline names itself to servers.
AGENT = "dateline/0.1 (conflict research; reads politely)"
_REDIRECTS = 5
_MOVED = frozenset({301, 302, 303, 307, 308})
Resolve = Callable[[str, int], list[str]]


class FetchError(DocumentError):
    """An address that could not be fetched. Facts: `status`, `retry` (worth trying later), `after` (seconds)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server answered. `url` after redirects; `content` unpacked; header names in lower case."""

    url: str
    status: int
    content: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    fetched_at: str = ""

    @property
    def media_type(self) -> str | None:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower() or None

    @property
    def charset(self) -> str | None:
        _, sign, name = self.headers.get("content-type", "").lower().partition("charset=")
        return name.partition(";")[0].strip("\"' ") or None if sign else None


def addresses_of(host: str, port: int) -> list[str]:
    """The addresses of a host. Raises FetchError when it has none."""
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as err:
        raise FetchError(f"{host}: no such host ({err})", retry=True) from err
    return list(dict.fromkeys(str(row[4][0]) for row in rows))


class Transport:
    """Fetches addresses. `client`: an httpx.Client to be used in place of the own one (in tests: with its transport).

    Addresses of this machine and its networks are refused, also after a redirect, unless `allow_private`; the address
    that was checked is the one that is connected to. Limits: `max_bytes` unpacked, `seconds` in all for one answer.
    """

    def __init__(
        self,
        client: httpx.Client | None = None,
        *,
        allow_private: bool = False,
        max_bytes: int = 64 << 20,
        seconds: float = 60.0,
        resolve: Resolve = addresses_of,
    ) -> None:
        self.allow_private, self.max_bytes, self.seconds, self.resolve = allow_private, max_bytes, seconds, resolve
        self._client = client

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """The answer with status 200 or 304. Raises FetchError for any other, and for what breaks a limit."""
        import httpx

        deadline = time.monotonic() + self.seconds
        for _ in range(_REDIRECTS + 1):
            try:
                answer = self._once(url, headers or {}, deadline)
            except httpx.TimeoutException as err:
                raise FetchError(f"{url}: no answer in time", retry=True) from err
            except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as err:
                raise FetchError(f"{url}: {str(err) or type(err).__name__}", retry=True) from err
            if answer.status not in _MOVED:
                return _good(answer)
            url = str(httpx.URL(url).join(answer.headers.get("location", "")))
        raise FetchError(f"{url}: more than {_REDIRECTS} redirects")

    def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            self._client.close()

    def _once(self, url: str, headers: Mapping[str, str], deadline: float) -> Answer:
        import httpx

        parsed = httpx.URL(url)
        if parsed.scheme not in ("http", "https") or not parsed.host:
            raise FetchError(f"{url}: only http and https addresses are fetched")
        port = parsed.port or (443 if parsed.scheme == "https" else 80)
        address = self._checked(parsed.host, port)
        if self._client is None:
            self._client = httpx.Client(timeout=15.0, trust_env=False, follow_redirects=False)
        request = self._client.build_request(
            "GET",
            parsed.copy_with(host=address),
            headers={
                "User-Agent": AGENT, "Accept-Encoding": "gzip", **headers, "Host": parsed.netloc.decode("ascii"),
            },
            extensions={"sni_hostname": parsed.host, "timeout": httpx.Timeout(min(15.0, self.seconds)).as_dict()},
        )  # fmt: skip
        answer = self._client.send(request, stream=True)
        try:
            names = {k.lower(): v for k, v in answer.headers.items()}
            body = self._body(answer, names, url, deadline) if answer.status_code == 200 else b""
            at = datetime.now(UTC).isoformat(timespec="seconds")
            return Answer(url=url, status=answer.status_code, content=body, headers=names, fetched_at=at)
        finally:
            answer.close()

    def _checked(self, host: str, port: int) -> str:
        """An address of the host that may be connected to. Raises FetchError for private ones."""
        found = self.resolve(host.strip("[]"), port)
        for address in found:
            if not self.allow_private and not ipaddress.ip_address(address.partition("%")[0]).is_global:
                raise FetchError(f"{host} is at {address}, a private address: not fetched (allow_private)")
        if not found:
            raise FetchError(f"{host}: no such host", retry=True)
        return found[0]

    def _body(self, answer: httpx.Response, names: Mapping[str, str], url: str, deadline: float) -> bytes:
        packed = names.get("content-encoding", "").strip().lower()
        if packed not in ("", "identity", "gzip", "x-gzip"):
            raise FetchError(f"{url}: packed as {packed}, which was not asked for")
        unpack = zlib.decompressobj(31) if packed.endswith("gzip") else None
        budget = Budget(packed=0, limit=self.max_bytes)
        content = bytearray()
        for piece in answer.iter_raw():  # as they come: waiting for whole pieces would outwait the deadline
            if time.monotonic() > deadline:
                raise FetchError(f"{url}: not all there after {self.seconds:.0f} seconds: given up", retry=True)
            budget.packed += len(piece)
            for part in _unpacked(piece, unpack, url):
                budget.spend(len(part))
                content += part
        return bytes(content)


def _unpacked(piece: bytes, unpack: zlib._Decompress | None, url: str) -> Iterator[bytes]:
    """The bytes in a piece, at most so many at once that a bomb is seen before it has gone off."""
    if unpack is None:
        yield piece
        return
    try:
        while piece:
            yield unpack.decompress(piece, 1 << 20)
            piece = unpack.unconsumed_tail
    except zlib.error as err:
        raise FetchError(f"{url}: its gzip is broken: {err}", retry=True) from err


def _good(answer: Answer) -> Answer:
    if answer.status in (200, 304):
        return answer
    retry = answer.status in (408, 425, 429) or answer.status >= 500
    raise FetchError(
        f"{answer.url}: the server answered {answer.status}",
        status=answer.status,
        retry=retry,
        after=_seconds(answer.headers.get("retry-after", "")),
    )


def _seconds(value: str) -> float | None:
    """`Retry-After`: seconds, or a date."""
    if value.strip().isdigit():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError):
        return None
    return max(0.0, moment.timestamp() - time.time())
