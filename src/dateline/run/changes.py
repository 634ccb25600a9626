"""What changed in a ledger since a moment: its views as recorded by then beside those of now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from dateline.derive.changes import Change, changes
from dateline.derive.views import Views
from dateline.ledger import Ledger
from dateline.run.engine_views import views_of


@dataclass(frozen=True)
class Since:
    """The changes with both views; `documents` and `decisions` count what came in since."""

    rows: tuple[Change, ...]
    then: Views
    now: Views
    documents: int
    decisions: int


def changes_since(ledger: Ledger, moment: datetime, policy: str | None = None) -> Since:
    """Compare the views as the ledger held them at a moment (with a zone) with those of now. Raises ConfigError."""
    at = moment.astimezone(UTC).isoformat(timespec="microseconds")
    then, now = views_of(ledger, policy, recorded_by=at), views_of(ledger, policy)
    return Since(
        rows=tuple(changes(then, now)),
        then=then,
        now=now,
        documents=sum(1 for d in now.documents if d not in then.documents),
        decisions=sum(1 for r in ledger.reviews() if r.at > at),
    )
