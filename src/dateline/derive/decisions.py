"""People's decisions as deriving sees them: they win over any score and stay until a person undoes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from pydantic import ValidationError

from dateline.errors import ConfigError
from dateline.families.decided import Decision
from dateline.model import Claim

EVENT_PREFIX = "ev_"


class ReviewRow(Decision, Protocol):
    """A review; ledger.Review has these."""

    @property
    def field(self) -> str | None: ...


@dataclass(frozen=True)
class Decisions:
    """`merged` and `split` are pairs of claim ids, sorted within the pair; the rest are claim ids."""

    merged: frozenset[tuple[str, str]] = frozenset()
    split: frozenset[tuple[str, str]] = frozenset()
    accepted: frozenset[str] = frozenset()
    rejected: frozenset[str] = frozenset()
    retracted: frozenset[str] = frozenset()
    edits: tuple[tuple[str, str, str | None], ...] = ()


NONE = Decisions()


def decisions_of(reviews: Iterable[ReviewRow]) -> Decisions:
    """Reviews in the order in which they were made -> what holds now.

    merge: target and `new` are events; split: `new` is a claim to be taken out of the event `target`; accept, reject:
    a claim; edit: `field` of a claim becomes `new` (a dotted path; `factuality` = 'retracted' takes it back).
    A later merge or split of the same two voids the earlier one. `undo` voids the row that it supersedes.
    """
    rows = list(reviews)
    void = {r.supersedes for r in rows if r.supersedes}
    linked: dict[tuple[str, str], bool] = {}
    verdict: dict[str, str] = {}
    edits: list[tuple[str, str, str | None]] = []
    for row in rows:
        if row.id in void or row.action == "undo" or row.target_kind == "document":
            continue  # what is decided of documents is which are copies of one story (dateline.families)
        if row.action in ("merge", "split") and row.new:
            linked[pair(claim_of(row.target), claim_of(row.new))] = row.action == "merge"
        elif row.target_kind == "person" and row.new:
            verdict[row.new] = row.action
        elif row.action in ("accept", "reject"):
            verdict[row.target] = row.action
        elif row.action == "edit" and row.field:
            edits.append((row.target, row.field, row.new))
    return Decisions(
        merged=frozenset(k for k, v in linked.items() if v),
        split=frozenset(k for k, v in linked.items() if not v),
        accepted=frozenset(k for k, v in verdict.items() if v == "accept"),
        rejected=frozenset(k for k, v in verdict.items() if v == "reject"),
        retracted=frozenset(t for t, f, new in edits if f == "factuality" and new == "retracted"),
        edits=tuple(e for e in edits if e[1:] != ("factuality", "retracted")),
    )


def pair(one: str, two: str) -> tuple[str, str]:
    """Two ids in canonical order."""
    return (one, two) if one <= two else (two, one)


def claim_of(event_id: str) -> str:
    """The claim that gave an event its id. `ev_X.2` (the second place of claim X) keeps its suffix."""
    return event_id.removeprefix(EVENT_PREFIX)


def apply(claims: Iterable[Claim], decisions: Decisions) -> list[Claim]:
    """The claims as people left them: rejected ones gone, edited fields changed.

    Raises ConfigError when an edit does not fit the shape of a claim.
    """
    edits: dict[str, list[tuple[str, str | None]]] = {}
    for target, field, new in decisions.edits:
        edits.setdefault(target, []).append((field, new))
    return [_edited(c, edits.get(c.id, [])) for c in claims if c.id not in decisions.rejected]


def _edited(claim: Claim, edits: list[tuple[str, str | None]]) -> Claim:
    if not edits:
        return claim
    data = claim.to_json()
    for field, new in edits:
        _set(data, field.split("."), new)
    try:
        return Claim.model_validate(data)
    except ValidationError as err:
        first = err.errors()[0]
        raise ConfigError(
            f"an edit of claim {claim.id} does not fit: {first['loc']}: {first['msg']}", claim=claim.id
        ) from err


def _set(data: Any, path: list[str], new: str | None) -> None:
    """Follow a dotted path (`places.0.id`) and set its end; lists take numbers."""
    *way, last = path
    for step in way:
        data = data[int(step)] if isinstance(data, list) else data.get(step)
        if not isinstance(data, (dict, list)):
            return
    if isinstance(data, list):
        if last.isdigit() and int(last) < len(data):
            data[int(last)] = new
    elif isinstance(data, dict):
        data[last] = new


def ordered(claims: Iterable[Claim], published: Mapping[str, str | None]) -> list[Claim]:
    """Claims in canonical order: by publication (unknown last), document, offset, id."""
    return sorted(claims, key=lambda c: (published.get(c.document) or "9999", c.document, c.start, c.end, c.id))
