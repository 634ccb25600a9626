"""The loss report: what a format could not hold, how many rows it touched, and which choice was made."""

from __future__ import annotations

from typing import Any

#: A battle and its days, a wave and its strikes: who sums the tolls of both counts the dead twice.
PART = ("events that are part of another one", "both are rows: do not add the tolls of those with a dateline_parent")


class Losses:
    """Counts of rows by what was lost and what was done instead."""

    def __init__(self, product: str) -> None:
        self.product = product
        self._rows: dict[tuple[str, str], int] = {}

    def note(self, what: str, choice: str, rows: int = 1) -> None:
        """Count rows of which the format could not hold `what`; `choice` says what was done."""
        if rows:
            self._rows[what, choice] = self._rows.get((what, choice), 0) + rows

    def __len__(self) -> int:
        return len(self._rows)

    def count(self, what: str) -> int:
        """How many rows were noted under these words."""
        return sum(rows for (name, _), rows in self._rows.items() if name == what)

    def to_json(self) -> dict[str, Any]:
        """JSON-ready, in a fixed order."""
        rows = sorted(self._rows.items())
        return {
            "product": self.product,
            "losses": [{"what": what, "choice": choice, "rows": count} for (what, choice), count in rows],
        }

    def lines(self) -> list[str]:
        """As people read it."""
        if not self._rows:
            return [f"{self.product}: nothing was lost"]
        head = f"{self.product} could not hold all of it:"
        return [head, *(f"  {count:>6} × {what}: {choice}" for (what, choice), count in sorted(self._rows.items()))]
