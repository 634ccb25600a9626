"""What went wrong or stayed unknown while reading, as values: collected per document, listed by the run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

Level = Literal["info", "warning", "error"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One finding. `code` is stable and dotted (`time.no_publication_date`); `facts` says where and what."""

    level: Level
    code: str
    message: str
    facts: dict[str, str | int | float | None] = field(default_factory=dict)


class Issues:
    """Collects the issues of one document. Never global."""

    def __init__(self) -> None:
        self._rows: list[Issue] = []

    def __iter__(self) -> Iterator[Issue]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def add(self, level: Level, code: str, message: str, **facts: str | int | float | None) -> None:
        self._rows.append(Issue(level=level, code=code, message=message, facts=facts))
