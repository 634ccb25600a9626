"""A desk for tests: a ledger of a few short reports, and a client that speaks as its pages do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from dateline.desk.app import make_app
from dateline.desk.state import Desk
from dateline.ledger import Ledger
from dateline.settings import load_settings
from incident_rows import report, told

HEADERS = {"x-dateline": "desk"}
#: What runs if a page lets it.
SCRIPT = "<script>window.ran = 1</script><img src=x onerror='window.ran = 1'>\"'>"


def fill(path: Path) -> Path:
    """Two reports that may tell of one strike, one of a capture, one of hostile names."""
    with Ledger(path, create=True) as ledger:
        ledger.append(report("a", told(killed=12, actor="M23"), told("Goma", leaf="territory_captured", actor="M23")))
        ledger.append(report("b", told(killed=15), published="2025-01-25"))
        ledger.append(report("c", told("Masisi", None, leaf="attack_on_civilians"), published="2025-01-26"))
        ledger.append(report("d", told(leaf="armed_clash"), published="2025-01-25"))
        entry = report(f"x{SCRIPT}", told("Masisi", leaf="armed_clash", by=SCRIPT, actor=SCRIPT))
        named = replace(entry.document, title=f"Headline {SCRIPT}", path=f"/tmp/'; DROP TABLE claims; --{SCRIPT}.txt",
                        url="javascript:window.ran=1")  # fmt: skip
        ledger.append(replace(entry, document=named))
    return path


def desk_on(path: Path, by: str = "ana", **given: Any) -> Desk:
    """A desk on a ledger."""
    return Desk(load_settings({"ledger": str(path)}, env={}, folder=path.parent), by, **given)


@dataclass(frozen=True)
class Client:
    """A client of one desk. `get` and `decide` give back status and JSON."""

    http: TestClient

    def get(self, path: str, **params: Any) -> Any:
        answer = self.http.get(f"/api/v1{path}", params=params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def decide(self, action: str, reason: str = "because", **more: Any) -> tuple[int, Any]:
        answer = self.http.post("/api/v1/reviews", json={"action": action, "reason": reason, **more}, headers=HEADERS)
        return answer.status_code, answer.json()

    def claim(self, document: str, kind: str = "event") -> Any:
        """The first claim of a document of this type, with its version."""
        found = next(c for c in self.get("/claims", document=document)["items"] if c["type"] == kind)
        return self.get(f"/claims/{found['id']}")

    def event(self, type_: str, **params: Any) -> Any:
        """The first event of a type, whole."""
        return self.get(f"/events/{self.get('/events', type=type_, **params)['items'][0]['id']}")


def client_on(path: Path, by: str = "ana", **given: Any) -> Client:
    return Client(TestClient(make_app(desk_on(path, by, **given)), base_url="http://127.0.0.1:8484"))


def decided(path: Path) -> list[tuple[str, str]]:
    """The decisions in a ledger: action and target."""
    with Ledger(path) as ledger:
        return [(r.action, r.target) for r in ledger.reviews()]
