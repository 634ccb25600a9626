"""What all scorers share: precision, recall and F1, pairing of spans, figures and the mistakes behind them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

#: What the house answered to one row: its `annotate` row, a `geocode` answer, or the mentions of a phrase. An empty
#: mapping stands for no answer.
Answer = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """One mistake: in which row, of what sort, at which words, what was wanted and what came."""

    id: str
    what: str
    words: str
    wanted: str | None = None
    got: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Figures by name, 0 to 1 unless the name has a unit; how many things they rest on; the mistakes in order."""

    figures: dict[str, float]
    counts: dict[str, int]
    misses: list[Miss] = field(default_factory=list)
    details: dict[str, float] = field(default_factory=dict)


class Spanned(Protocol):
    """Anything with offsets, end exclusive."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Got:
    """A span of an answer, with all that the answer says of it."""

    start: int
    end: int
    said: Answer


S = TypeVar("S", bound=Spanned)


def spans_of(rows: Iterable[Answer]) -> list[Got]:
    """Rows of an answer that have `start` and `end`."""
    return [Got(row["start"], row["end"], row) for row in rows]


def overlap(a: tuple[int, int], b: tuple[int, int]) -> int:
    """Characters that two spans share."""
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def ratio(part: float, whole: float) -> float:
    """A share; 0 of nothing is 0."""
    return part / whole if whole else 0.0


def prf(name: str, right: int, answered: int, gold: int) -> dict[str, float]:
    """Precision, recall and F1 of `right` hits, as `name_p`, `name_r`, `name_f1`."""
    p, r = ratio(right, answered), ratio(right, gold)
    return {f"{name}_p": p, f"{name}_r": r, f"{name}_f1": ratio(2 * p * r, p + r)}


def pairs(gold: Sequence[S], got: Sequence[Got]) -> list[tuple[int, int]]:
    """One-to-one pairing of spans that overlap, the largest overlap first: indices into `gold` and `got`.

    Of equal overlaps the later gold span goes first, and with it the later answer.
    """
    found = ((overlap((g.start, g.end), (s.start, s.end)), i, j) for i, g in enumerate(gold) for j, s in enumerate(got))
    taken_gold, taken_got, out = set(), set(), []
    for _, i, j in sorted((c for c in found if c[0]), reverse=True):
        if i not in taken_gold and j not in taken_got:
            taken_gold.add(i)
            taken_got.add(j)
            out.append((i, j))
    return out


def span_misses(
    row: str, text: str, gold: Sequence[S], got: Sequence[Got], paired: list[tuple[int, int]]
) -> list[Miss]:
    """Gold spans that no answer touches (`missed`) and answers that touch no gold span (`extra`)."""
    hit, used = {i for i, _ in paired}, {j for _, j in paired}
    missed = [Miss(id=row, what="missed", words=text[g.start : g.end]) for i, g in enumerate(gold) if i not in hit]
    extra = [Miss(id=row, what="extra", words=text[s.start : s.end]) for j, s in enumerate(got) if j not in used]
    return [*missed, *extra]
