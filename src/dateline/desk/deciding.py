"""Decisions made at the desk: on the version that the person saw, or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, assert_never

from dateline.derive.decisions import EVENT_PREFIX, claim_of, keys_of
from dateline.derive.views import Views
from dateline.desk.answers import claim_answer, review_row
from dateline.desk.local import is_event, local_views
from dateline.desk.naming import decide_name
from dateline.desk.shapes import (
    Change,
    Decision,
    DecisionAnswer,
    Edit,
    Merge,
    Naming,
    Release,
    Split,
    Undo,
    Verdict,
    Versioned,
)
from dateline.desk.state import Desk
from dateline.desk.versions import decisions_about, version_of_claim, version_of_event
from dateline.desk.who import Who
from dateline.errors import DatelineError
from dateline.ledger import Ledger, Review
from dateline.run import releasing, reviewing
from dateline.run.facts import actor_of, place_of

#: How often a merge is tried where decisions of others come in between looking and storing.
_TRIES = 4


class ChangedError(DatelineError):
    """What was to be decided about is not what the person saw: nothing was stored. `facts.current`: what it is now."""


def decide(desk: Desk, ledger: Ledger, decision: Decision, person: Who) -> DecisionAnswer:
    """Store a decision of this person's. Raises ForbiddenError, ChangedError, NotFoundError, ConfigError."""
    person.need("analyst", "deciding")
    match decision:
        case Verdict() | Edit():
            rows = _about_claim(desk, ledger, decision, person.name)
        case Merge() | Split():
            rows = _about_events(desk, ledger, decision, person.name)
        case Undo():
            with ledger.deciding():
                key = decision.review or reviewing.last_by(ledger, person.name).id
                keys = reviewing.stored_together(ledger, key) if decision.together else [key]
                for each in keys:
                    _check_undo(ledger, each, person)
                rows = [reviewing.undo(ledger, k, by=person.name, reason=decision.reason) for k in reversed(keys)]
        case Naming():
            rows = [decide_name(desk, ledger, decision, person.name)]
        case Release():
            person.need("editor", "releasing words for public copies")
            act = releasing.release if decision.action == "release" else releasing.take_back
            with ledger.deciding():
                rows = [act(ledger, decision.target, by=person.name, reason=decision.reason)]
        case _:
            assert_never(decision)
    return _answer(ledger, rows)


def _check_undo(ledger: Ledger, review: str, person: Who) -> None:
    """Raises ForbiddenError for another's decision, and for a release, where the person is no editor."""
    row = next((r for r in ledger.reviews() if r.id == review), None)
    if row is None:
        return  # said by whoever takes it back
    if row.action == "release":
        person.need("editor", "taking a release back")
    if not person.undoes(row.by):
        person.need("editor", f"taking back what {row.by} decided")


def _about_claim(desk: Desk, ledger: Ledger, decision: Verdict | Edit, by: str) -> list[Review]:
    with ledger.deciding():
        stored = ledger.claim(decision.claim)
        if version_of_claim(stored, decisions_about(ledger, stored.id)) != decision.version:
            now = claim_answer(ledger, stored.id)
            last = f": {now.reviews[-1].words} by {now.reviews[-1].by}" if now.reviews else ""
            raise ChangedError(
                f"this claim has changed since you saw it{last}; look at it as it is now and decide again",
                current=now.model_dump(mode="json", by_alias=True),
            )
        if isinstance(decision, Verdict):
            verdict = reviewing.review_claim(ledger, stored.id, decision.action, by=by, reason=decision.reason)
            return [verdict]
        return reviewing.edit_claim(
            ledger, stored.id, [_pair(c) for c in decision.changes], by=by, reason=decision.reason,
            place_of=place_of(desk.settings), actor_of=actor_of,
        )  # fmt: skip


def _pair(change: Change) -> tuple[str, str | None]:
    return change.field, change.value


def _about_events(desk: Desk, ledger: Ledger, decision: Merge | Split, by: str) -> list[Review]:
    """Views are brought up before the transaction, so a run is not kept waiting; decisions that came in between
    count."""
    named = [e.id for e in decision.events] if isinstance(decision, Merge) else [decision.event]
    named += [p for p in decision.parts if is_event(p)] if isinstance(decision, Split) else []
    for _ in range(_TRIES):
        made = _number_of_decisions(ledger)
        seen = desk.fresh(ledger)
        views = local_views(ledger, seen.shelf, named, desk.decided(ledger)[0])
        _check_versions(views, decision)
        with ledger.deciding():
            if _number_of_decisions(ledger) == made:
                return [_store(ledger, views, decision, by)]
    raise ChangedError("others are deciding about events at this moment; try again", current=None)


def _number_of_decisions(ledger: Ledger) -> int:
    return sum(1 for _ in ledger.reviews())


def _check_versions(views: Views, decision: Merge | Split) -> None:
    asked: Sequence[Versioned] = (
        decision.events if isinstance(decision, Merge) else [Versioned(id=decision.event, version=decision.version)]
    )
    changed = [views.event(a.id) for a in asked if version_of_event(views.event(a.id)) != a.version]
    if changed:
        current: list[dict[str, Any]] = [{"event": e.to_json(), "version": version_of_event(e)} for e in changed]
        raise ChangedError(
            f"{', '.join(e.id for e in changed)} changed since you saw it; look at it as it is now and decide again",
            current=current,
        )


def _store(ledger: Ledger, views: Views, decision: Merge | Split, by: str) -> Review:
    if isinstance(decision, Merge):
        return reviewing.merge(ledger, views, [e.id for e in decision.events], by=by, reason=decision.reason)
    return reviewing.split(ledger, views, decision.event, decision.parts, by=by, reason=decision.reason)


def _answer(ledger: Ledger, rows: list[Review]) -> DecisionAnswer:
    claims = {r.target for r in rows if r.target_kind == "claim"}
    events = [
        key if key.startswith(EVENT_PREFIX) else EVENT_PREFIX + key
        for r in rows
        if r.target_kind == "event"
        for key in (claim_of(r.target), *keys_of(r.new))
    ]
    return DecisionAnswer(
        reviews=[review_row(r) for r in rows],
        claim=claim_answer(ledger, claims.pop()) if len(claims) == 1 else None,
        events=events,
    )
