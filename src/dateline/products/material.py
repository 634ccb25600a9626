"""What products are made of: rows of the views and of the ledger, as JSON-ready mappings, read as they are asked for.

Exporters see nothing else. A public copy is made by giving them protected rows (`dateline.products.protect`), so no
format can let out what the rows do not have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

Row = Mapping[str, Any]
View = Literal["documents", "claims", "events", "control", "figures", "persons", "reviews"]
VIEWS: tuple[View, ...] = get_args(View)


@dataclass(frozen=True, kw_only=True)
class Meta:
    """Of what and by what a product was made. Nothing of it depends on the hour at which it is written.

    `head` and `recorded_at` are the hash and the moment of the last row of the ledger's log that counts; `filters`
    are those that were asked for, by name.
    """

    version: str
    rules: str
    policy: str
    head: str
    recorded_at: str | None
    known_by: str | None = None
    recorded_by: str | None = None
    public: bool = False
    filters: Mapping[str, str] | None = None

    def to_json(self) -> dict[str, Any]:
        """JSON-ready."""
        return {
            "dateline": self.version, "rules": self.rules, "policy": self.policy, "log_head": self.head,
            "recorded_at": self.recorded_at, "known_by": self.known_by, "recorded_by": self.recorded_by,
            "public": self.public, "filters": dict(self.filters or {}),
        }  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Material:
    """Rows by view, anew at each call; `claim` and `document` look one up by id (None where there is none)."""

    meta: Meta
    rows: Callable[[View], Iterable[Row]]
    claim: Callable[[str], Row | None]
    document: Callable[[str], Row | None]


def reach(row: Any, path: str) -> Any:
    """The value under a dotted path; `*` stands for every item of a list. None where the way ends."""
    value = row
    parts = path.split(".")
    for at, part in enumerate(parts):
        if part == "*":
            rest = ".".join(parts[at + 1 :])
            return [reach(item, rest) if rest else item for item in value or ()]
        value = value.get(part) if isinstance(value, Mapping) else None
    return value
