"""By which names people reach a desk that answers other machines too."""

from __future__ import annotations

from urllib.parse import urlsplit

from dateline.desk.guard import LOOPBACK, Reach
from dateline.errors import ConfigError

#: Addresses that mean every address of this machine; by them nobody can be asked.
_EVERY = ("0.0.0.0", "::", "")


def reach_of(host: str, origin: str | None) -> Reach:
    """The names of a desk that listens at `host` and is reached at `origin`. Raises ConfigError for what is no origin,
    and where it listens everywhere without one: any name that leads here would be answered."""
    names = set(LOOPBACK)
    if origin is None:
        if host in _EVERY:
            raise ConfigError(
                f"--host {host} listens at every address; say with --origin by which one people reach it, "
                "like --origin https://desk.example.org"
            )
        names.add(f"[{host}]" if ":" in host else host.lower())
        return Reach(frozenset(names))
    parts = urlsplit(origin.strip().rstrip("/").lower())
    try:
        port = parts.port
    except ValueError:
        port = -1
    whole = parts.scheme in ("http", "https") and parts.hostname and not parts.username
    if not whole or port == -1 or parts.path or parts.query or parts.fragment:
        raise ConfigError(f"--origin {origin}: write it as https://desk.example.org, with a port where it has one")
    name = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else str(parts.hostname)
    names.add(name)
    if host not in _EVERY:
        names.add(f"[{host}]" if ":" in host else host.lower())
    usual = {"http": 80, "https": 443}[parts.scheme]
    return Reach(frozenset(names), f"{parts.scheme}://{name}{'' if port in (None, usual) else f':{port}'}")
