"""Serving the desk: to this machine, or with accounts to those who reach it."""

from __future__ import annotations

import socket
import threading
import webbrowser
from collections.abc import Callable
from contextlib import suppress

from dateline.desk.accounts import Accounts
from dateline.desk.guard import HERE, Reach
from dateline.desk.state import Desk
from dateline.errors import ConfigError


def is_loopback(host: str) -> bool:
    """Whether an address is this machine's own, as seen from itself, by a name that the guard lets through."""
    return host in ("127.0.0.1", "localhost", "::1")


def bound(host: str, port: int) -> socket.socket:
    """A socket that is bound; a context manager. Raises ConfigError where the port is taken."""
    version = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(version, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as err:
        listening.close()
        raise ConfigError(
            f"port {port} of {host} cannot be had ({err.strerror}); is another desk open? --port 0 takes a free one"
        ) from err
    return listening


def serve(
    desk: Desk, listening: socket.socket, *, opened: Callable[[str], None], browser: bool,
    accounts: Accounts | None = None, reach: Reach = HERE, proxy: str | None = None,
) -> None:  # fmt: skip
    """Answer until interrupted. `opened` is told where; with `browser` that is opened once it answers. `proxy`: the
    address of a reverse proxy, whose word on who asks is taken."""
    import uvicorn

    from dateline.desk.app import make_app

    host, port = listening.getsockname()[:2]
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
    config = uvicorn.Config(
        make_app(desk, accounts, reach), log_level="warning", lifespan="off", server_header=False, ws="none",
        proxy_headers=proxy is not None, forwarded_allow_ips=proxy or "",
        timeout_graceful_shutdown=2,
    )  # fmt: skip
    desk.begin()
    whose = "sign in with your account" if accounts else f"decisions by {desk.by}"
    at = reach.origin or address.rstrip("/")
    whose += f"; it listens at {host}, port {port}" if reach.origin else ""
    opened(f"The desk on {desk.settings.ledger} is open at {at}/ ({whose}); Ctrl-C ends it.")
    if browser:
        threading.Timer(0.5, webbrowser.open, (f"{at}/",)).start()
    with suppress(KeyboardInterrupt):  # the usual end, told by Ctrl-C
        uvicorn.Server(config).run(sockets=[listening])
