"""A desk with accounts for tests: three people, passwords that cost little to hash, and a clock that can be moved."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from dateline.desk.accounts import Accounts
from dateline.desk.accounts_file import beside
from dateline.desk.app import make_app
from dateline.desk.guard import HERE, Reach
from dateline.desk.passwords import Cost
from desk_ledger import HEADERS, Client, desk_on

PASSWORD = "four words of no sentence"
#: Who there is, and in which role.
PEOPLE = {"ana": "editor", "ben": "analyst", "bo": "analyst", "cara": "reader"}
CHEAP = Cost(4, 1, 1)


@dataclass
class Clock:
    """Seconds since 1970, moved by hand."""

    at: float = 1_750_000_000.0

    def __call__(self) -> float:
        return self.at


@dataclass(frozen=True)
class House:
    """A ledger with accounts. `http(name)`: a client; signed in where a name is given."""

    path: Path
    accounts: Accounts
    clock: Clock
    reach: Reach = HERE
    app: Any = field(default=None)

    def http(self, name: str | None = None, base: str = "http://127.0.0.1:8484", **given: Any) -> TestClient:
        client = TestClient(self.app, base_url=base, follow_redirects=False, **given)
        if name is not None:
            assert sign_in(client, name).status_code == 201
        return client

    def client(self, name: str) -> Client:
        return Client(self.http(name))

    def log(self, *what: str) -> list[tuple[str | None, str, str | None]]:
        """Who did what about what, oldest first."""
        rows = self.client("ana").get("/audit", limit=500)["items"][::-1]
        return [(r["who"], r["what"], r["about"]) for r in rows if r["what"] in what]


def house(path: Path, reach: Reach = HERE) -> House:
    """The accounts of PEOPLE beside a ledger that there is."""
    clock = Clock()
    accounts = Accounts(beside(path), clock, CHEAP)
    for name, role in PEOPLE.items():
        accounts.add(name, role, PASSWORD, by="root")  # type: ignore[arg-type]
    return House(path, accounts, clock, reach, make_app(desk_on(path), accounts, reach))


def sign_in(client: TestClient, name: str, password: str = PASSWORD, **headers: str) -> Any:
    return client.post(
        "/api/v1/session", json={"name": name, "password": password}, headers={**HEADERS, **headers}
    )  # fmt: skip
