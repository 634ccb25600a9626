"""People's decisions as deriving sees them: they win over any score and stay until a person undoes them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol, TypeVar

from pydantic import ValidationError

from dateline.errors import ConfigError
from dateline.families.decided import Decision
from dateline.model import Claim

EVENT_PREFIX = "ev_"
#: The last step of a field that says where in the text a part of a claim stands; `span` alone: the claim itself.
SPAN = "span"


class ReviewRow(Decision, Protocol):
    """A review; ledger.Review has these."""

    @property
    def field(self) -> str | None: ...

    @property
    def old(self) -> str | None: ...


Row = TypeVar("Row", bound=Decision)


_SETS = ("merged", "split", "accepted", "rejected", "retracted")


@dataclass(frozen=True)
class Decisions:
    """`merged` and `split` are pairs of claim ids, sorted within the pair; the rest are claim ids."""

    merged: frozenset[tuple[str, str]] = frozenset()
    split: frozenset[tuple[str, str]] = frozenset()
    accepted: frozenset[str] = frozenset()
    rejected: frozenset[str] = frozenset()
    retracted: frozenset[str] = frozenset()
    edits: tuple[tuple[str, str, str | None], ...] = ()

    def among(self, keys: Collection[str]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        """The pairs merged and the pairs split, both of whose claims are among these."""
        merged, split = ([(a, b) for a in keys for b in rows.get(a, ()) if b in keys] for rows in self._paired)
        return merged, split

    @cached_property
    def _paired(self) -> tuple[Mapping[str, Sequence[str]], Mapping[str, Sequence[str]]]:
        merged: dict[str, list[str]] = {}
        split: dict[str, list[str]] = {}
        for pairs, found in ((self.merged, merged), (self.split, split)):
            for a, b in sorted(pairs):
                found.setdefault(a, []).append(b)
        return merged, split

    def edits_of(self, claim: str) -> list[tuple[str, str | None]]:
        """What people changed in a claim, in order: (field, value)."""
        return list(self.edited.get(claim, ()))

    @cached_property
    def edited(self) -> Mapping[str, Sequence[tuple[str, str | None]]]:
        """Claim -> what people changed in it, in order: (field, value)."""
        found: dict[str, list[tuple[str, str | None]]] = {}
        for target, field, new in self.edits:
            found.setdefault(target, []).append((field, new))
        return found

    def changed(self, other: Decisions) -> set[str]:
        """Claims of which the other decisions say something else."""
        found: set[str] = set()
        for name in ("accepted", "rejected", "retracted"):
            found |= getattr(self, name) ^ getattr(other, name)
        pairs = (self.merged ^ other.merged) | (self.split ^ other.split)
        found |= {key.split(".")[0] for two in pairs for key in two}
        return found | {c for c in self.edited.keys() | other.edited.keys() if self.edits_of(c) != other.edits_of(c)}

    def to_json(self) -> str:
        """For keeping; `from_json` reads it back."""
        fields = {name: sorted(getattr(self, name)) for name in _SETS}
        return json.dumps({**fields, "edits": self.edits}, separators=(",", ":"))

    @classmethod
    def from_json(cls, raw: str) -> Decisions:
        """Decisions as `to_json` wrote them."""
        data = json.loads(raw)
        return cls(
            merged=frozenset((a, b) for a, b in data["merged"]),
            split=frozenset((a, b) for a, b in data["split"]),
            accepted=frozenset(data["accepted"]),
            rejected=frozenset(data["rejected"]),
            retracted=frozenset(data["retracted"]),
            edits=tuple((target, name, new) for target, name, new in data["edits"]),
        )


NONE = Decisions()


def in_force(reviews: Iterable[Row]) -> list[Row]:
    """The rows, oldest first, that no later one supersedes. What an undone row superseded stands again."""
    void: set[str] = set()
    kept: list[Row] = []
    for row in reversed(list(reviews)):
        if row.id in void:
            continue
        kept.append(row)
        if row.supersedes:
            void.add(row.supersedes)
    return kept[::-1]


def decisions_of(reviews: Iterable[ReviewRow]) -> Decisions:
    """Reviews in the order in which they were made -> what holds now.

    merge: target and `new` are events; split: `new` are claims to be taken out of the event `target`; accept, reject:
    a claim; edit: `field` of a claim becomes `new` (a dotted path; `factuality` = 'retracted' takes it back).
    `new` may name several, with spaces between; `old` says what else belonged to the events at that time: a split
    parts its claims from all of it, a merge voids every earlier split inside it. A later merge or split of the same
    two voids the earlier one. `undo` voids the row that it supersedes.
    """
    linked: dict[tuple[str, str], bool] = {}
    verdict: dict[str, str] = {}
    edits: list[tuple[str, str, str | None]] = []
    for row in in_force(reviews):
        if row.action == "undo" or row.target_kind == "document":
            continue  # what is decided of documents is which are copies of one story (dateline.families)
        if row.action in ("merge", "split") and row.new:
            _link(linked, row)
        elif row.target_kind == "person" and row.new:
            verdict[row.new] = row.action
        elif row.action in ("accept", "reject"):
            verdict[row.target] = row.action
        elif row.action == "edit" and row.field:
            edits.append((row.target, row.field, row.new))
    certainty = {t: new for t, f, new in edits if f == "factuality"}
    return Decisions(
        merged=frozenset(k for k, v in linked.items() if v),
        split=frozenset(k for k, v in linked.items() if not v),
        accepted=frozenset(k for k, v in verdict.items() if v == "accept"),
        rejected=frozenset(k for k, v in verdict.items() if v == "reject"),
        retracted=frozenset(t for t, new in certainty.items() if new == "retracted"),
        edits=tuple(e for e in edits if e[1:] != ("factuality", "retracted")),
    )


def _link(linked: dict[tuple[str, str], bool], row: ReviewRow) -> None:
    target, named, others = claim_of(row.target), keys_of(row.new), keys_of(row.old)
    if row.action == "split":
        for rest in {target, *others} - set(named):
            linked.update(dict.fromkeys((pair(rest, key) for key in named), False))
        return
    together = {target, *named, *others}
    for two in [k for k, is_merge in linked.items() if not is_merge and together.issuperset(k)]:
        del linked[two]
    linked.update(dict.fromkeys((pair(target, key) for key in named), True))


def keys_of(words: str | None) -> tuple[str, ...]:
    """The claims that a field of a review names, by their own ids or by those of events."""
    return tuple(claim_of(word) for word in (words or "").split())


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
    edits = decisions.edited
    rows = [_edited(c, edits.get(c.id, [])) for c in claims if c.id not in decisions.rejected]
    return [_believed(c) if c.id in decisions.accepted else c for c in rows]


def _believed(claim: Claim) -> Claim:
    """What a person has accepted is sure, however little the machine believed it."""
    return claim if claim.confidence == 1.0 else claim.model_copy(update={"confidence": 1.0})


def _edited(claim: Claim, edits: Sequence[tuple[str, str | None]]) -> Claim:
    for field, new in edits:
        claim = edited(claim, field, new)
    return claim


def edited(claim: Claim, field: str, new: str | None) -> Claim:
    """A claim with one field changed; the claim itself where it has no such field. `new` is a value as a word, or a
    JSON object whose fields take the place of those of the part that `field` names.

    Raises ConfigError when the value does not fit the shape of a claim.
    """
    data = claim.to_json()
    if not _set(data, field.split("."), new):
        return claim
    try:
        return Claim.model_validate(data)
    except ValidationError as err:
        first = err.errors()[0]
        raise ConfigError(
            f"an edit of claim {claim.id} does not fit: {first['loc']}: {first['msg']}", claim=claim.id
        ) from err


def _set(data: Any, path: list[str], new: str | None) -> bool:
    """Follow a dotted path and set its end. False where the way ends before. Lists take numbers (`places.0.id`); the
    number after the last adds an entry."""
    *way, last = path
    for step in way:
        data = _at(data, step)
    if last == SPAN:
        return _set_span(data, new)
    if isinstance(_at(data, last), dict) and new is not None:
        _at(data, last).update(json.loads(new))
    elif isinstance(data, list) and last.isdigit() and int(last) == len(data) and new is not None:
        data.append(json.loads(new))
    elif isinstance(data, list) and last.isdigit() and int(last) < len(data):
        data[int(last)] = new
    elif isinstance(data, dict):
        data[last] = new
    else:
        return False
    return True


def _set_span(part: Any, new: str | None) -> bool:
    """Where a part of a claim stands in the text, and with which words; a count has words only. A part whose words are
    not known (erased) keeps its own."""
    if not isinstance(part, dict):
        return False
    span = {"start": None, "end": None, "text": None} if new is None else json.loads(new)
    words = "raw" if "raw" in part else "text"
    if "start" in part:
        part["start"], part["end"] = span["start"], span["end"]
    if new is None or span.get("text") is not None:
        part[words] = span["text"]
    return True


def _at(data: Any, step: str) -> Any:
    if isinstance(data, list):
        return data[int(step)] if step.isdigit() and int(step) < len(data) else None
    return data.get(step) if isinstance(data, dict) else None


def ordered(claims: Iterable[Claim], published: Mapping[str, str | None]) -> list[Claim]:
    """Claims in canonical order: by publication (unknown last), document, offset, id."""
    return sorted(claims, key=lambda c: (published.get(c.document) or "9999", c.document, c.start, c.end, c.id))
