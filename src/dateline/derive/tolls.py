"""One figure from many: what each originator says last, and one row over them by a named policy (P1 to P5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dateline.derive.incident import published
from dateline.derive.knowledge import World
from dateline.derive.origin import DocumentInfo, Originator, family_of, hearsay, originator_of, speaks_for
from dateline.derive.policy import FigurePolicy
from dateline.model import Claim, FigureValue


@dataclass(frozen=True)
class Word:
    """One originator's word on a figure. `day`: of its publication, "" where unknown.

    `stands` is False where a later or fuller word of its own replaces it.
    """

    origin: Originator
    claim: Claim
    min: int | None
    best: int | None
    max: int | None
    day: str = ""
    stands: bool = True
    replaced_by: str | None = None

    @property
    def low(self) -> int | None:
        return self.min if self.min is not None else self.best

    @property
    def high(self) -> int | None:
        return self.max if self.max is not None else (self.best if self.min in (None, self.best) else None)


@dataclass(frozen=True, slots=True)
class Total:
    """A row over several originators."""

    min: int | None
    best: int | None
    max: int | None


def words_of(claims: Iterable[Claim], documents: Mapping[str, DocumentInfo], *, whole: bool = False) -> list[Word]:
    """What each originator says, its superseded words marked (P5, R30), in order of publication.

    With `whole`, figures of part of the people (civilians, children) stand only for those who give no total.

    A document's own narration, headline or crosshead repeats what those that it quotes say (R34, R73): it stands only
    in a family that quotes nobody on this figure.
    """
    rows = sorted(claims, key=lambda c: (published(c.document, documents) or "9999", c.document, c.start, c.end, c.id))
    words: list[Word] = []
    quoting: set[str] = set()
    for claim in rows:
        family = family_of(claim, documents)
        origin = originator_of(claim, family) or hearsay(family)
        if claim.figure is None:
            continue
        if not origin.narration:
            quoting.add(family)
        figure = claim.figure
        day = published(claim.document, documents) or ""
        words.append(Word(origin, claim, figure.min, figure.best, figure.max, day))
    words = [w for w in words if not (w.origin.narration and family_of(w.claim, documents) in quoting)]
    return superseded(_wholes(words) if whole else words, documents)


def _wholes(words: Sequence[Word]) -> list[Word]:
    """Of each originator in each document the word that counts everybody: the total where it gives one, else civilians
    and combatants together (disjoint groups, R78), else the widest group that it counts."""
    groups: dict[tuple[str, str], list[Word]] = {}
    for word in words:
        groups.setdefault((word.origin.group, word.claim.document), []).append(word)
    return [w for rows in groups.values() for w in _whole(rows)]


def _whole(rows: list[Word]) -> list[Word]:
    by_subset: dict[tuple[str, str, str], list[Word]] = {}
    for word in rows:
        if word.claim.figure is not None:
            by_subset.setdefault(subset_of(word.claim.figure), []).append(word)
    everyone = by_subset.get(("all", "all", "all"))
    if everyone:
        return everyone
    civilian, combatant = (by_subset.get((status, "all", "all")) for status in ("civilian", "combatant"))
    if civilian and combatant:
        one, two = max(civilian, key=_fullness), max(combatant, key=_fullness)
        return [replace(one, min=_add(one.min, two.min), best=_add(one.best, two.best), max=_add(one.max, two.max))]
    return civilian or combatant or max(by_subset.values(), key=lambda ws: max(map(_fullness, ws)))


def _add(one: int | None, two: int | None) -> int | None:
    return None if one is None or two is None else one + two


def superseded(words: list[Word], documents: Mapping[str, DocumentInfo]) -> list[Word]:
    """The words with those marked that a later or fuller word of the same originator replaces (P5)."""
    last: dict[str, Word] = {}
    for word in words:
        old = last.get(word.origin.group)
        last[word.origin.group] = word if old is None else _later(old, word, documents)
    rows = []
    for word in words:
        standing = last[word.origin.group]
        if word is standing:
            rows.append(word)
        else:
            rows.append(replace(word, stands=False, replaced_by=standing.claim.id))
    return rows


def _later(old: Word, new: Word, documents: Mapping[str, DocumentInfo]) -> Word:
    """Which word of one originator stands: the later published; of one document the later told, else the fuller one."""
    one, two = (published(w.claim.document, documents) for w in (old, new))
    if old.claim.document != new.claim.document and one and two and one != two:
        return new
    first, second = old.claim.time.seq, new.claim.time.seq
    if first is not None and second is not None and first != second:
        return new if second > first else old
    return max(old, new, key=_fullness)


def _fullness(word: Word) -> tuple[bool, int, bool]:
    """A number before 'dozens'; then the higher one, as tolls rise; then one with a best value. Ties: first told."""
    figure = word.claim.figure
    stated = figure is not None and not figure.approx.startswith("vague")
    return stated, word.low if word.low is not None else -1, word.best is not None


def total(words: Sequence[Word], policy: FigurePolicy, kinds: Mapping[str, str], world: World) -> Total:
    """One row over the words that stand. `kinds` maps a source id to its kind, for the hierarchy of sources.

    Never a mean, never a sum.
    """
    rows = [w for w in words if w.stands]
    if len(rows) == 1:
        return Total(rows[0].min, rows[0].best, rows[0].max)
    lows = [w.low for w in rows if w.low is not None]
    highs = [w.high for w in rows if w.high is not None]
    if policy.method == "lowest":
        return Total(min(lows, default=None), min(lows, default=None), min(lows, default=None))
    if policy.method == "latest":
        return _latest(rows)
    low, high = min(lows, default=None), max(highs, default=None)
    if high is not None and lows and high < max(lows):
        high = None
    best = _agreed(rows)
    if policy.method == "majority" and best is None:
        best = _majority(rows, low)
    if policy.method == "hierarchy" and best is None:
        best = _highest(rows, policy, kinds, world)
    return Total(low, best, high)


def _latest(rows: Sequence[Word]) -> Total:
    """The word published last; where those of one day differ, what they share."""
    last = [w for w in rows if w.day == max(w.day for w in rows)]
    lows, highs = {w.min for w in last}, {w.max for w in last}
    return Total(lows.pop() if len(lows) == 1 else None, _agreed(last), highs.pop() if len(highs) == 1 else None)


def _agreed(rows: Sequence[Word]) -> int | None:
    values = {w.best for w in rows}
    return next(iter(values)) if len(values) == 1 else None


def _majority(rows: Sequence[Word], low: int | None) -> int | None:
    counts = Counter(w.best for w in rows if w.best is not None).most_common(2)
    if not counts:
        return None
    if len(counts) == 2 and counts[0][1] == counts[1][1]:
        return low
    return counts[0][0]


def _highest(rows: Sequence[Word], policy: FigurePolicy, kinds: Mapping[str, str], world: World) -> int | None:
    """The best value of the source that stands highest; None where two of one height differ (P4)."""
    ranked = sorted((_height(w, policy, kinds, world), w.best) for w in rows if w.best is not None)
    if not ranked:
        return None
    top = {value for height, value in ranked if height == ranked[0][0]}
    return ranked[0][1] if len(top) == 1 else None


def _height(word: Word, policy: FigurePolicy, kinds: Mapping[str, str], world: World) -> int:
    """Row in the order of sources. A party that admits its own loss stands above all that it claims of others."""
    order = list(policy.order)
    victims = [a.id for a in word.claim.actors if a.id and a.role in world.policies.roles.side_b]
    if word.origin.belligerent and speaks_for(word.origin, victims, world.actors):
        return order.index("news_agency") if "news_agency" in order else 0
    kind = kinds.get(word.origin.id or "", "armed_actor" if word.origin.belligerent else "unknown")
    return order.index(kind) if kind in order else len(order)


def subset_of(figure: FigureValue) -> tuple[str, str, str]:
    """What part of all people a figure counts: status of the victims, sex, age."""
    status = figure.victim_status if figure.victim_status in ("civilian", "combatant") else "all"
    return status, figure.sex or "all", figure.age or "all"
