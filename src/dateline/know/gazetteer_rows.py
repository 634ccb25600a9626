"""What a source gives to a build: places, further names, better points, and rows that were left out and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

#: So many examples of rows that came to nothing are kept; the rest are counted.
_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One place as a source gives it. `geonames` or None; `names` beside the main one; `adm1` a GeoNames code.

    `code` is its own administrative code, where it is a unit; `country` ISO 2 or a country's name. `basis` says how
    the point came about. `owned` are names that mean this place before any other bearer ('Gaza' the Strip).
    """

    name: str
    kind: str
    country: str | None
    lat: float
    lon: float
    names: tuple[str, ...] = ()
    owned: tuple[str, ...] = ()
    geonames: int | None = None
    adm1: str | None = None
    adm2: str | None = None
    population: int = 0
    radius_km: float | None = None
    basis: str | None = None
    code: str | None = None
    pcode: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """Further names for a place that is there already: by GeoNames id, or by name, country and kind."""

    names: tuple[str, ...]
    owned: tuple[str, ...] = ()
    geonames: int | None = None
    of: str | None = None
    country: str | None = None
    kind: str | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """An administrative unit known by p-code, as COD-AB tables give it; `names` first the main one.

    `level` 1 to 4, `point` (lat, lon) in degrees where the table has one, `above` the units that it lies in, the
    widest first, as its row names them.
    """

    pcode: str
    names: tuple[str, ...]
    level: int
    country: str
    point: tuple[float, float] | None = None
    above: tuple[Unit, ...] = ()

    @property
    def name(self) -> str:
        """The main name."""
        return self.names[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A better point for a place that a source has misplaced; `why` is kept as the point's basis."""

    geonames: int
    lat: float
    lon: float
    why: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that was understood and is not wanted; `reason` in a few words, the same for all of its kind."""

    reason: str


@dataclass(frozen=True, slots=True)
class Bad:
    """A row that cannot be read: the line it stands on (1-based) and why."""

    line: int
    why: str


Item = Row | Alias | Unit | Correction | Skipped | Bad


@dataclass(frozen=True, slots=True)
class Resumable:
    """Items that can be had from the middle: `after(n)` gives those behind the first n without making these."""

    after: Callable[[int], Iterator[Item]]

    def __iter__(self) -> Iterator[Item]:
        return self.after(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A named set of rows. `prefix` of its ids where GeoNames gives none; `join`: look for a twin first.

    `sha256` covers the bytes and what was asked of them: another one is another source. `path` for messages.
    """

    name: str
    sha256: str
    rows: Iterable[Item]
    prefix: str
    origin: str
    licence: str
    join: bool = False
    path: str = ""

    def after(self, count: int) -> Iterator[Item]:
        """The items behind the first `count`."""
        return self.rows.after(count) if isinstance(self.rows, Resumable) else islice(self.rows, count, None)


@dataclass(slots=True)
class Report:
    """What became of the rows of one source."""

    counts: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    unjoined: list[str] = field(default_factory=list)
    bad: list[str] = field(default_factory=list)

    def note(self, outcome: str, label: str) -> None:
        """Count a row; a name that found no place is kept as an example."""
        self.counts[outcome] += 1
        if outcome == "unjoined" and len(self.unjoined) < _SHOWN:
            self.unjoined.append(label)

    def leave_out(self, item: Skipped | Bad) -> None:
        """Count a row that was left out, with its reason or its line."""
        if isinstance(item, Skipped):
            self.counts["skipped"] += 1
            self.skipped[item.reason] += 1
            return
        self.counts["bad"] += 1
        if len(self.bad) < _SHOWN:
            self.bad.append(f"{item.line}: {item.why}")

    def to_json(self) -> dict[str, Any]:
        """Counts by outcome, reasons of the skipped, and the first names and lines that came to nothing."""
        facts: dict[str, Any] = {**self.counts, "unjoined_names": self.unjoined}
        if self.skipped:
            facts["skipped_why"] = dict(sorted(self.skipped.items()))
        return facts | ({"bad_rows": self.bad} if self.bad else {})

    @classmethod
    def from_json(cls, facts: dict[str, Any]) -> Report:
        """The report as it stood at a checkpoint."""
        counts = {k: v for k, v in facts.items() if isinstance(v, int)}
        return cls(
            Counter(counts),
            Counter(facts.get("skipped_why", {})),
            list(facts.get("unjoined_names", [])),
            list(facts.get("bad_rows", [])),
        )
