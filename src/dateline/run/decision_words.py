"""What was decided, in words."""

from __future__ import annotations

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
            "edit": f"{target}: {row.field} was {row.old or 'unknown'}, is {row.new or 'unknown'}",
        }
    words |= {
        "release": f"{target} released for public copies",
        "undo": f"{short_id(row.supersedes or '')} taken back",
    }
    return words.get(row.action, f"{row.action} {target}")
