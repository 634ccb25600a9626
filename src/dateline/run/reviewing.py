"""People's decisions about events and claims, checked against what the ledger holds and stored as reviews of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from dateline.derive.comparison import Comparison, closest, reports_of
from dateline.derive.decisions import EVENT_PREFIX, SPAN, Decisions, claim_of, decisions_of, edited, in_force, keys_of
from dateline.derive.editing import check_whole, checked, span_of, value_at
from dateline.derive.events import Suggestion
from dateline.derive.knowledge import World, default_world
from dateline.derive.views import Views
from dateline.errors import ConfigError, NotFoundError
from dateline.know.events import load_events
from dateline.ledger import Ledger, Review
from dateline.model import Event

#: What has become of a decision: it holds; it holds, and a claim that it names is not read today.
HOLDS, NOT_READ = "in force", "in force, but not every claim of it is read today"

#: Facts of a place or an actor by its id, as fields of a claim's part; None for an unknown id.
Lookup = Callable[[str], Mapping[str, Any] | None]


def merge(ledger: Ledger, views: Views, events: Sequence[str], *, by: str, reason: str) -> Review:
    """Decide that events are one. `events`: ids, old ones too. Raises NotFoundError; ConfigError for fewer than two."""
    rows = _distinct(events, views)
    if len(rows) < 2:
        raise ConfigError(f"these are one event already: {rows[0].id}" if rows else "a merge needs two events")
    keys = [k for k, home in views.home.items() if home in {e.id for e in rows}]
    return stored(
        ledger,
        Review(
            target_kind="event", target=rows[0].id, action="merge", new=" ".join(e.id for e in rows[1:]),
            old=" ".join(sorted(keys)), by=by, reason=reason,
        ),
    )  # fmt: skip


def split(ledger: Ledger, views: Views, event: str, parts: Sequence[str], *, by: str, reason: str) -> Review:
    """Decide that claims do not belong to an event, or that another event is not this one.

    `parts`: ids of claims that tell of the event, to be taken out together, or of other events, to be kept apart.
    Raises NotFoundError, and ConfigError where nothing would be left or a claim does not tell of the event.
    """
    whole = views.event(event)
    decisions = decisions_of(ledger.decided())
    named = [views.event(p) for p in parts if p.startswith(EVENT_PREFIX)]
    told = reports_of([whole, *named], views, default_world(), decisions)
    keys = {e.id: [k for report in told[e.id] for k in report.keys] for e in (whole, *named)}
    out = [k for p in parts for k in _told_by(p, views, whole, keys)]
    rest = sorted(set(keys[whole.id]) - set(out))
    if not out:
        raise ConfigError("a split needs the claims that are to be taken out, or another event")
    if not rest:
        raise ConfigError(f"these are all the claims that tell of {whole.id}: nothing would be left of it")
    return stored(
        ledger,
        Review(
            target_kind="event", target=EVENT_PREFIX + rest[0], action="split", new=" ".join(dict.fromkeys(out)),
            old=" ".join(rest), by=by, reason=reason,
        ),
    )  # fmt: skip


def _distinct(ids: Iterable[str], views: Views) -> list[Event]:
    return list({e.id: e for e in (views.event(key) for key in ids)}.values())


def _told_by(part: str, views: Views, whole: Event, keys: Mapping[str, Sequence[str]]) -> list[str]:
    """The tellings that a word of the command line means."""
    if part.startswith(EVENT_PREFIX):
        other = views.event(part)
        if other.id == whole.id:
            raise ConfigError(f"{part} is {whole.id} itself; name the claims that are to be taken out of it")
        return list(keys[other.id])
    found = [k for k in keys[whole.id] if part in (k, k.split(".")[0])]
    if found:
        return found
    home = views.event_of(part)
    if home == whole.id:
        raise ConfigError(
            f"{part} tells of no event by itself, it only belongs to what its document tells: "
            f"take that out, or `dateline review {part} --reject`"
        )
    raise NotFoundError(
        f"{part} is no claim of {whole.id}; " + (f"it belongs to {home}" if home else "it tells of no event"), id=part
    )


def review_claim(ledger: Ledger, claim: str, action: Literal["accept", "reject"], *, by: str, reason: str) -> Review:
    """Accept or reject a claim of the newest reading. Raises NotFoundError."""
    ledger.claim(claim)
    return stored(ledger, Review(target_kind="claim", target=claim, action=action, by=by, reason=reason))


def edit_claim(
    ledger: Ledger, claim: str, changes: Sequence[tuple[str, str | None]], *, by: str, reason: str,
    place_of: Lookup, actor_of: Lookup,
) -> list[Review]:  # fmt: skip
    """Change what a claim is taken to mean: (dotted field, value; None = unknown). All changes fit, or none is stored.

    `places.N.id` and `actors.N.id` take the name, point and precision of that id along. A field that ends in `span`
    takes offsets into the text, as {"start": N, "end": M}, and only these are stored. Raises NotFoundError (claim,
    place, actor) and ConfigError (a field or a value that does not fit).
    """
    claim_ = ledger.claim(claim)
    now = claim_
    for field, new in decisions_of(ledger.decided()).edits_of(claim):
        now = edited(now, field, new)
    leaves = load_events().leaves
    rows = []
    for given, value in changes:
        field, new = _with_facts(given, value, place_of, actor_of)
        stored_new = new
        if field.split(".")[-1] == SPAN and new is not None:
            stored_new, new = _span(ledger, claim_.document, new)
        old = value_at(now, field) if field != "factuality" else now.factuality
        now = checked(now, field, new, leaves)
        rows.append(
            Review(
                target_kind="claim", target=claim, action="edit", field=field, old=_word(old), new=stored_new, by=by,
                reason=reason,
            )
        )  # fmt: skip
    check_whole(now)
    return [stored(ledger, row) for row in rows]


def _span(ledger: Ledger, document: str, new: str) -> tuple[str, str]:
    """A span as it is stored, and with its words. Raises ConfigError."""
    text = ledger.text(document)
    start, end = span_of(new, len(text))
    kept = {"start": start, "end": end}
    return json.dumps(kept), json.dumps({**kept, "text": text[start:end]}, ensure_ascii=False)


def _with_facts(field: str, new: str | None, place_of: Lookup, actor_of: Lookup) -> tuple[str, str | None]:
    """An id of a place or an actor with all that follows from it, so that no old point stays under a new name."""
    steps = field.split(".")
    if new is None or len(steps) != 3 or steps[0] not in ("places", "actors") or steps[2] != "id":
        return field, new
    facts = (place_of if steps[0] == "places" else actor_of)(new)
    if facts is None:
        raise NotFoundError(f"{field}: no {steps[0][:-1]} is called {new!r}", id=new)
    return ".".join(steps[:2]), json.dumps(dict(facts), ensure_ascii=False, sort_keys=True)


def _word(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)


def undo(ledger: Ledger, review: str, *, by: str, reason: str) -> Review:
    """Take a decision back; returns the decision. Raises NotFoundError, and ConfigError where it holds no more."""
    rows = list(ledger.reviews())
    row = next((r for r in rows if r.id == review), None)
    if row is None:
        raise NotFoundError(f"no decision {review} in this ledger; `dateline review --list` lists them", id=review)
    if row.action == "undo":
        raise ConfigError(f"{review} took a decision back; make that decision again instead", id=review)
    if row.id not in {r.id for r in in_force(rows)}:
        raise ConfigError(f"{review} holds no more: it was taken back or made again", id=review)
    ledger.review(
        Review(
            target_kind=row.target_kind, target=row.target, action="undo", by=by, reason=reason, supersedes=row.id
        )
    )  # fmt: skip
    return row


#: Fields that were mended in one form are stored within so many seconds.
_TOGETHER = 1.0


def stored_together(ledger: Ledger, review: str) -> list[str]:
    """A decision with the fields of its claim that one person mended in the same form, for the same reason, oldest
    first; just the decision itself where it mended none."""
    row = next((r for r in ledger.reviews() if r.id == review), None)
    if row is None or row.action != "edit":
        return [review]
    rows = [r for r in in_force(ledger.reviews(row.target)) if r.action != "undo"]
    at = next((n for n, r in enumerate(rows) if r.id == review), None)
    if at is None:
        return [review]
    first, last = at, at
    while first > 0 and _is_of_one_form(rows[first - 1], rows[first]):
        first -= 1
    while last + 1 < len(rows) and _is_of_one_form(rows[last], rows[last + 1]):
        last += 1
    return [r.id for r in rows[first : last + 1]]


def _is_of_one_form(one: Review, two: Review) -> bool:
    if one.action != "edit" or two.action != "edit" or (one.by, one.reason) != (two.by, two.reason):
        return False
    moments = [datetime.fromisoformat(r.at) for r in (one, two) if r.at]
    return len(moments) == 2 and abs((moments[1] - moments[0]).total_seconds()) <= _TOGETHER


def last_by(ledger: Ledger, by: str) -> Review:
    """The last decision of a person that holds. Raises NotFoundError."""
    rows = [r for r in in_force(ledger.reviews()) if r.by == by and r.action != "undo"]
    if not rows:
        raise NotFoundError(f"{by} has decided nothing in this ledger that could be taken back", by=by)
    return rows[-1]


def stored(ledger: Ledger, review: Review) -> Review:
    """Store a decision. One that was made before and holds no more is made again, as a row that supersedes it."""
    rows = list(ledger.reviews())
    same = [r for r in rows if replace(r, id="", at="", supersedes=None) == review]
    if not same:
        return ledger.review(review)
    if same[-1].id in {r.id for r in _standing(rows)}:
        return same[-1]
    return ledger.review(replace(review, supersedes=same[-1].id))


def _standing(rows: Sequence[Review]) -> list[Review]:
    """The decisions in force that no later one about any of the same claims could have changed."""
    held = in_force(rows)
    return [r for n, r in enumerate(held) if not any(_touches(r) & _touches(other) for other in held[n + 1 :])]


def states(ledger: Ledger) -> list[tuple[Review, str]]:
    """Every decision, oldest first, and what has become of it: in force, replaced, taken back, or without a claim."""
    rows = list(ledger.reviews())
    undone = {r.supersedes for r in rows if r.action == "undo"}
    held, standing = {r.id for r in in_force(rows)}, {r.id for r in _standing(rows)}
    live = ledger.read_today(key for row in rows for key in _named(row))

    def state(row: Review) -> str:
        if row.action == "undo":
            return ""
        if row.id not in held:
            return "taken back" if row.id in undone else "made again"
        if row.id not in standing:
            return "a later one is about the same"
        if row.target_kind in ("claim", "event") and not live.issuperset(_named(row)):
            return NOT_READ
        return HOLDS

    return [(row, state(row)) for row in rows]


def _named(row: Review) -> list[str]:
    """The claims that a decision about claims or events names."""
    return [k.split(".")[0] for k in (claim_of(row.target), *keys_of(row.new if row.field is None else None))]


def _touches(row: Review) -> set[str]:
    if row.action == "undo":
        return set()
    if row.target_kind == "document":
        return {row.target, row.new or ""}
    if row.action == "name":
        return {f"{row.target} is {row.new}"}
    if row.action in ("merge", "split"):
        return {f"event {k}" for k in (claim_of(row.target), *keys_of(row.new), *keys_of(row.old))}
    return {f"{row.target} {row.field or ''}"}


@dataclass(frozen=True, slots=True)
class Doubtful:
    """Two events that may be one, with the two reports of them that come nearest to each other."""

    suggestion: Suggestion
    one: Event
    two: Event
    comparison: Comparison | None


def doubts(views: Views, decisions: Decisions, world: World | None = None) -> list[Doubtful]:
    """What only a person can tell, the likeliest first."""
    known = world or default_world()
    events = {e.id: e for e in views.events}
    asked = [s for s in views.suggestions if s.one in events and s.two in events]
    reports = reports_of([events[key] for s in asked for key in (s.one, s.two)], views, known, decisions)
    rows = [
        Doubtful(s, events[s.one], events[s.two], closest(reports[s.one], reports[s.two], known, decisions))
        for s in asked
    ]
    return sorted(rows, key=lambda d: (-d.suggestion.score, d.one.id, d.two.id))
