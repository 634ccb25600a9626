"""What was decided, in words."""

from __future__ import annotations

import json

from dateline.ids import short_id
from dateline.ledger import Review


def what(row: Review) -> str:
    """'ev_889f62b6 and ev_1c40aa03 are one event'."""
    named = ", ".join(short_id(word) for word in (row.new or "").split())
    target = short_id(row.target)
    if row.target_kind == "document":
        words = {
            "merge": f"{target} and {named} are one story", "split": f"{target} and {named} are two stories",
        }  # fmt: skip
    else:
        words = {
            "merge": f"{target} and {named} are one event",
            "split": f"{named} not of {target}",
            "accept": f"{target} accepted",
            "reject": f"{target} rejected",
            "edit": f"{target}: {_field(row.field)} was {_value(row.field, row.old)}, is {_value(row.field, row.new)}",
        }
    if row.action == "name":
        return f"“{json.loads(row.new or '{}').get('name')}” is a name of {row.target_kind} {row.target}"
    words |= {
        "release": f"{target} released for public copies",
        "undo": f"{short_id(row.supersedes or '')} taken back",
    }
    return words.get(row.action, f"{row.action} {target}")


def _field(field: str | None) -> str:
    """'places.0.id' as 'place 1 id', 'time.from' as 'time from'."""
    steps = (field or "").removeprefix("attribution.").split(".")
    lists = {"places": "place", "actors": "actor", "sources": "source"}
    return " ".join(str(int(s) + 1) if s.isdigit() else lists.get(s, s.replace("_", " ")) for s in steps)


def _value(field: str | None, value: str | None) -> str:
    """A value; of a span its words, where they are there, and its offsets."""
    if value is None:
        return "unknown"
    if field is None or field.split(".")[-1] != "span":
        return _part(value)
    span = json.loads(value)
    if span.get("start") is None:
        return "unknown"
    words = f"“{span['text']}” " if span.get("text") else ""
    return f"{words}at {span['start']}-{span['end']}"


def _part(value: str) -> str:
    """A value as it is; of a whole place, actor or source its name, of a place also its point."""
    if not value.startswith("{"):
        return value
    part = json.loads(value)
    named = part.get("name") or part.get("text")
    point = f"{part['lat']}, {part['lon']}" if part.get("lat") is not None else None
    told = [f"“{named}”" if named else None, point, part.get("country"), None if named or point else part.get("role")]
    return ", ".join(str(t) for t in told if t) or "unknown"
