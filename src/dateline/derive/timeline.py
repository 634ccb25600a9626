"""One place through time: marks in order become intervals; a later change opens a new one, nothing is overwritten."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from dateline.derive.marks import Mark
from dateline.derive.policy import Control
from dateline.model import Claim

Start = Literal["dated", "seen", "inferred", "unknown"]
Related = Callable[[str, str], bool]
Groups = Callable[[Iterable[Claim]], set[str]]


#: Roles of those who lay a siege.
_BESIEGERS = ("attacker", "controller_new", "perpetrator")


@dataclass
class Stretch:
    """A state of a place while it lasts. Days are ordinals; `last_start`: the latest day on which it can have begun."""

    state: str
    holders: tuple[str, ...]
    first: int | None
    last_start: int | None
    start: Start
    extent: str
    share: float | None
    claims: list[Claim]
    before: tuple[str, ...] = ()
    to: int | None = None
    ordered: bool = False
    against: list[Claim] = field(default_factory=list)


def stretches(marks: Sequence[Mark], rules: Control, related: Related, groups: Groups) -> list[Stretch]:
    """The timeline of one place. `groups` gives the originators behind claims."""
    walk = _Walk(rules, related, groups)
    told = [m for m in marks if m.kind != "denial"]
    changes: dict[int | None, list[Mark]] = {}
    for mark in told:
        if mark.kind == "change":
            changes.setdefault(mark.time.first, []).append(mark)
    for mark in sorted(told, key=lambda m: _order(m, changes.get(m.time.first, ()), rules, related)):
        walk.take(mark)
    for mark in marks:
        if mark.kind == "denial":
            walk.deny(mark)
    walk.part_rivals()
    return walk.rows


def _order(
    mark: Mark, changes: Sequence[Mark], rules: Control, related: Related
) -> tuple[int, int, int, int, str, int, str]:
    """By day; in the day by the order that the text gives, else half before whole and old before new.

    `changes`: those of the mark's own first day.
    """
    rank = rules.order.get(mark.state, rules.order["held"])
    if _is_past(mark, changes, related):
        rank = rules.order["held_before"]
    first = mark.time.first
    day = first if first is not None else 0 if mark.kind == "state" else (mark.time.last or 0)
    claim = mark.claims[0]
    change = 0 if mark.kind == "change" else 1
    return day, mark.seq if mark.seq is not None else rank, rank, change, claim.document, claim.start, claim.id


def _is_past(mark: Mark, changes: Sequence[Mark], related: Related) -> bool:
    """A state of those who lose the place on the very day ('still held'), told beside the change."""
    if mark.kind != "state":
        return False
    if mark.past:
        return True
    return mark.seq is None and any(_meet(m.before, mark.after, related) for m in changes)


def _meet(one: Sequence[str], two: Sequence[str], related: Related) -> bool:
    return any(related(x, y) for x in one for y in two)


@dataclass
class _Walk:
    rules: Control
    related: Related
    groups: Groups
    rows: list[Stretch] = field(default_factory=list)

    @property
    def current(self) -> Stretch | None:
        return self.rows[-1] if self.rows else None

    def take(self, mark: Mark) -> None:
        if mark.kind == "state":
            self._state(mark)
        elif mark.state in ("lost_by_from", "evacuated"):
            self._loss(mark)
        elif mark.state == "lifted":
            self._lift(mark)
        else:
            self._change(mark)

    def _state(self, mark: Mark) -> None:
        now = self.current
        if now is None:
            self._open(mark, mark.after, "unknown" if mark.time.first is None else "seen")
        elif self._agrees(now, mark):
            self._attest(now, mark)
        elif mark.past or mark.time.first is None:
            self._attest_earlier(mark)
        elif now.state == "besieged" and mark.state == "held" and self._holds_out(now, mark):
            now.claims.extend(mark.claims)  # 'the army still holds the town': the siege goes on around it
            now.holders = now.holders or mark.after
        elif self._disputes(now, mark):
            now.against.extend(mark.claims)
        else:
            self._close(mark)
            self._open(mark, mark.after, "seen")

    def _holds_out(self, siege: Stretch, mark: Mark) -> bool:
        """Whether who is said to hold the place may be those inside, and is not who lies around it."""
        around = {a.id or a.name for c in siege.claims for a in c.actors if a.role in _BESIEGERS}
        return not around & set(mark.after) and (not siege.holders or _meet(siege.holders, mark.after, self.related))

    def _change(self, mark: Mark) -> None:
        now = self.current
        if now is not None and self._agrees(now, mark):
            self._attest(now, mark)
            return
        earlier: list[Claim] = []
        if now is not None and now.state == "lost_by_from" and now.first == mark.time.first and mark.state == "held":
            earlier = self.rows.pop().claims  # who left and who came, on one day, are one change
            now = self.current
        self._infer(mark)
        self._close(mark)
        kept = now.holders if now is not None and mark.state == "besieged" else ()
        self._open(mark, mark.after or kept, "dated" if mark.time.first is not None else "unknown")
        self.rows[-1].claims.extend(earlier)

    def _loss(self, mark: Mark) -> None:
        """Somebody leaves: who holds the place then is unknown unless it is told."""
        now = self.current
        gone = mark.before or mark.after
        if now is not None and gone and now.state != "contested" and not _meet(now.holders, gone, self.related):
            self._attest(now, mark)
            return
        if now is not None and now.state == mark.state:
            self._attest(now, mark)
            return
        self._infer(mark)
        left = () if now is None else tuple(h for h in now.holders if not _meet((h,), gone, self.related))
        self._close(mark)
        self._open(mark, left if gone else (), "dated" if mark.time.first is not None else "unknown")

    def _lift(self, mark: Mark) -> None:
        """The end of a siege leaves the place to those who held it; where nobody was besieged it changes nothing."""
        now = self.current
        if now is None or now.state != "besieged":
            return
        self._close(mark)
        if now.holders:
            held = replace(mark, state="held", after=now.holders, before=(), extent="full")
            self._open(held, now.holders, "dated" if mark.time.first is not None else "unknown")

    def _infer(self, mark: Mark) -> None:
        """A capture from somebody implies that they held the place before (R55)."""
        if self.current is None and mark.before:
            row = Stretch("held", mark.before, None, None, "inferred", "unknown", None, list(mark.claims))
            self.rows.append(row)

    def _open(self, mark: Mark, holders: tuple[str, ...], start: Start) -> None:
        first, last = mark.time.first, mark.time.last
        if mark.kind == "state":
            last = first
        row = Stretch(
            mark.state, holders, first, last, start, mark.extent, mark.share, list(mark.claims), mark.before,
            ordered=mark.seq is not None,
        )  # fmt: skip
        self.rows.append(row)

    def _close(self, mark: Mark) -> None:
        if self.rows:
            first = mark.time.first
            self.rows[-1].to = first if first is not None else mark.time.last

    def _agrees(self, row: Stretch, mark: Mark) -> bool:
        if row.state != mark.state:
            return mark.kind == "state" and row.state == "held" and mark.state == "held"
        if row.state == "contested" or not mark.after or not row.holders:
            return row.state in ("contested", "besieged")
        return _meet(row.holders, mark.after, self.related)

    def _attest(self, row: Stretch, mark: Mark) -> None:
        row.claims.extend(mark.claims)
        row.share = row.share if row.share is not None else mark.share
        row.extent = mark.extent if row.extent == "unknown" else row.extent
        if mark.state == row.state:
            row.holders = tuple(dict.fromkeys((*row.holders, *mark.after)))

    def _attest_earlier(self, mark: Mark) -> None:
        """A state before the first known one: it joins that of the same holders, or comes before all."""
        for row in self.rows:
            if row.state == mark.state and _meet(row.holders, mark.after, self.related):
                row.claims.extend(mark.claims)
                return
        to = self.rows[0].first if self.rows[0].first is not None else self.rows[0].last_start
        row = Stretch(mark.state, mark.after, None, None, "unknown", mark.extent, mark.share, list(mark.claims), to=to)
        self.rows.insert(0, row)

    def _disputes(self, row: Stretch, mark: Mark) -> bool:
        """Within some days of a change, the other word of another originator is a dispute, not a new change."""
        if row.start != "dated" or row.first is None or mark.time.first is None:
            return False
        soon = mark.time.first - (row.last_start or row.first) <= self.rules.dispute_days
        return soon and not self.groups(mark.claims) <= self.groups(row.claims)

    def deny(self, mark: Mark) -> None:
        """A denied change stands against the stretch that the change would have begun.

        Who denies that a side lost a place does not dispute that this very side holds it.
        """
        for row in self.rows:
            if mark.before and row.holders and _meet(row.holders, mark.before, self.related):
                continue
            same = not mark.after or not row.holders or _meet(row.holders, mark.after, self.related)
            day = mark.time.first if mark.time.first is not None else mark.time.last
            near = day is None or row.first is None or abs(day - row.first) <= self.rules.dispute_days
            if row.state in ("held", "lost_by_from") and row.start == "dated" and same and near:
                row.against.extend(mark.claims)

    def part_rivals(self) -> None:
        """Two sides that take a place on one day, without a word on the order, dispute each other."""
        for one, two in zip(self.rows, self.rows[1:], strict=False):
            rivals = one.state == two.state == "held" and one.start == two.start == "dated" and one.first == two.first
            if rivals and not (one.ordered and two.ordered):
                one.against.extend(two.claims)
                two.against.extend(one.claims)
