"""Whole views that a format has no room for."""

from __future__ import annotations

from collections.abc import Mapping

from dateline.products.loss import Losses
from dateline.products.material import Material, View

_CALLED: Mapping[View, str] = {
    "control": "states of control", "figures": "figures of no event", "persons": "status of persons",
    "reviews": "people's decisions",
}  # fmt: skip


def leave_out_views(material: Material, losses: Losses, choice: str, *views: View) -> None:
    """Count the rows of some views as left out; figures of events are not counted, they go with their event."""
    for view in views:
        losses.note(_CALLED[view], choice, sum(1 for row in material.rows(view) if not row.get("event")))
