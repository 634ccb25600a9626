"""What changed since a moment, for the front page: worked out beside the requests, of the documents that it touches."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field

from dateline.derive.changes import Change, changes
from dateline.derive.decisions import claim_of, decisions_of, keys_of
from dateline.derive.views import Views, derive_all
from dateline.desk.state import Desk
from dateline.ledger import Ledger
from dateline.run.collecting import no_collecting
from dateline.run.engine_views import Info, rules_version

#: Of more documents than these nothing is compared; `dateline changes` compares them all.
MOST = 4_000
_KEPT = 4


@dataclass(frozen=True)
class Found:
    """Changes since a moment; `too_many`: so many documents would have to be compared that they are not."""

    rows: tuple[Change, ...] = ()
    too_many: int | None = None


@dataclass
class Changes:
    """The changes that were asked for last."""

    desk: Desk
    _found: OrderedDict[tuple[str, str], Found] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def since(self, ledger: Ledger, moment: str, seconds: float) -> Found | None:
        """What changed since a moment (UTC, ISO) up to now; None where that is not known within some seconds."""
        key = (moment, ledger.head())
        found = self._get(key)
        if found is not None:
            return found
        job = self.desk.maker.ask(f"changes {moment}", lambda _: self._work(moment), again=True)
        job.over.wait(seconds)
        return self._get(key)

    def _get(self, key: tuple[str, str]) -> Found | None:
        with self._lock:
            return self._found.get(key)

    def _work(self, moment: str) -> None:
        with self.desk.open() as ledger:
            key = (moment, ledger.head())
            if self._get(key) is not None:
                return
            found = _compare(ledger, moment, self.desk.settings.policy)
        with self._lock:
            self._found[key] = found
            while len(self._found) > _KEPT:
                self._found.popitem(last=False)


def _compare(ledger: Ledger, moment: str, policy: str) -> Found:
    documents = _touched(ledger, moment, policy)
    if len(documents) > MOST:
        return Found(too_many=len(documents))
    if not documents:
        return Found()
    with no_collecting():
        return Found(tuple(changes(_views(ledger, documents, policy, moment), _views(ledger, documents, policy))))


def _touched(ledger: Ledger, moment: str, policy: str) -> set[str]:
    """Documents that came, were read anew or decided about since, with all that their events, places and persons are
    told by."""
    since = [r for r in ledger.reviews() if r.at > moment]
    claims = {
        k.split(".")[0] for r in since for k in (claim_of(r.target), *keys_of(r.new if r.field is None else None))
    }
    grown = ledger.grown(f"{policy}/{rules_version()}")
    found = {*ledger.logged_since(moment), *grown.documents_of(claims)}
    if len(found) > MOST:
        return found
    whole = found | grown.documents_in({n.component for n in grown.nodes_of(found)})
    if len(whole) > MOST:
        return whole
    return whole | {m.document for m in grown.members_in({m.unit for m in grown.members_of(found)})}


def _views(ledger: Ledger, documents: set[str], policy: str, recorded_by: str | None = None) -> Views:
    known = ledger.grown(f"{policy}/{rules_version()}").states_of(documents)
    claims = [c for d in sorted(documents) for c in ledger.claims(d, recorded_by=recorded_by)]
    return derive_all(
        claims, {d: Info(*state) for d, state in known.items()}, policy,
        decisions=decisions_of(ledger.decided(recorded_by=recorded_by)),
    )  # fmt: skip
