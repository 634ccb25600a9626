"""Public copies: material through an allow-list. What the policy does not name stays behind, whatever the format.

The rows keep their shape; what may not leave is null or empty. A second report says what was withheld, and why.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Protocol

from dateline.products.books import Books
from dateline.products.codes import day_of
from dateline.products.loss import Losses
from dateline.products.material import Material, Row, View
from dateline.products.protect_checks import Checks
from dateline.products.protect_places import PlaceGuard
from dateline.products.protection import Protection
from dateline.products.public_ids import PublicIds

#: A value, whether its place is to be coarse, whether its words are released -> the value as it may leave.
_Check = Callable[[Any, bool, bool], Any]

_NOT_LISTED = "not on the list of what may leave"
_REASONS = {
    "released": "words, offsets, addresses and hashes stay until a reviewer releases them",
    "actor": "no name: the book of actors has none",
    "source": "no name: the book of sources has none that may be named",
    "place": "its province stands for it: finer than a settlement, sensitive, or not in the gazetteer",
    "publisher": "not a source of the book",
    "agency": "not a source of the book",
    "source_name": "not a source of the book that may be named",
}


class ReviewRow(Protocol):
    """A review, as far as releases go; ledger.Review has these."""

    @property
    def id(self) -> str: ...
    @property
    def action(self) -> str: ...
    @property
    def target(self) -> str: ...
    @property
    def supersedes(self) -> str | None: ...


class Withheld(Losses):
    """What a public copy does not have, and why."""

    def to_json(self) -> dict[str, Any]:
        """JSON-ready, in a fixed order."""
        made = super().to_json()
        return {"product": self.product, "withheld": made["losses"]}

    def lines(self) -> list[str]:
        """As people read it."""
        rest = super().lines()[1:]
        return [f"{self.product}, public copy: {'withheld' if rest else 'nothing was withheld'}", *rest]


def releases_of(reviews: Iterable[ReviewRow]) -> frozenset[str]:
    """Ids of the claims and documents whose words a reviewer released and nobody took back."""
    rows = list(reviews)
    void = {r.supersedes for r in rows if r.supersedes}
    return frozenset(r.target for r in rows if r.action == "release" and r.id not in void)


def protect(
    material: Material,
    protection: Protection,
    books: Books,
    releases: frozenset[str],
    withheld: Losses,
    ids: PublicIds,
) -> Material:
    """The material of a public copy. `withheld` counts what stays behind, each view once."""
    guard = _Guard(material, protection, books, releases, withheld, ids)
    return Material(
        meta=replace(material.meta, public=True, filters=dict.fromkeys(material.meta.filters or {}, "given")),
        rows=guard.rows,
        claim=lambda key: guard.one("claims", material.claim(guard.checks.own_id(key))),
        document=lambda key: guard.one("documents", material.document(guard.checks.own_id(key))),
    )


class _Guard:
    def __init__(
        self,
        material: Material,
        protection: Protection,
        books: Books,
        releases: frozenset[str],
        withheld: Losses,
        ids: PublicIds,
    ) -> None:
        self.material, self.protection, self.releases, self.withheld = material, protection, releases, withheld
        self.checks = Checks(protection, books, material, ids)
        self.places = PlaceGuard(protection, books)
        #: The day that counts as today: of the last thing that the ledger recorded, so that a copy can be made again.
        self.today = day_of((material.meta.recorded_at or "")[:10])
        self.counted: set[View] = set()
        self.counting = False
        self._fields: dict[tuple[View, str], _Check] = {}

    def rows(self, view: View) -> Iterator[Row]:
        counting = view not in self.counted
        self.counted.add(view)
        for row in self.material.rows(view):
            self.counting = counting
            made = self._row(view, row)
            if made is not None:
                yield made

    def one(self, view: View, row: Row | None) -> Row | None:
        self.counting = False
        return None if row is None else self._row(view, row)

    def _note(self, what: str, why: str) -> None:
        if self.counting:
            self.withheld.note(what, why)

    def _row(self, view: View, row: Row) -> Row | None:
        moves = self.protection.is_movement(view, row)
        if moves and self.protection.is_fresh(view, row, self.today):
            delay = f"newer than {self.protection.delay_days} days, or without an end"
            self._note(f"{view}: people on the move", delay)
            return self._bare(row) if view == "claims" else None
        if not self._is_of_public_figure(view, row):
            self._note(f"{view}: on persons who are no public figures", "withheld")
            return self._bare(row) if view == "claims" else None
        row = self._with_book_name(view, row)
        coarse = moves or (row.get("event_type") or row.get("type")) in self.protection.places.coarse_types
        released = row["id"] in self.releases
        if view == "events":
            row = self._without_moves(row)
        return {k: v if v is None else self._checked(view, k, v, coarse, released) for k, v in row.items()}

    def _checked(self, view: View, name: str, value: Any, coarse: bool, released: bool) -> Any:
        return _unless_empty(self._field(view, name), value, coarse, released)

    def _bare(self, row: Row) -> Row:
        """A claim of which nothing leaves but that it is there."""
        kept = {"schema": row["schema"], "id": row["id"], "document": row["document"], "type": row["type"]}
        return {k: self._checked("claims", k, kept.get(k, blank(v)), False, False) for k, v in row.items()}

    def _is_of_public_figure(self, view: View, row: Row) -> bool:
        """Whether the person that a row is about, if it is about one, is a public figure of the book."""
        if view == "claims":
            return row["person"] is None or self.checks.public_figure(row["person"]["id"]) is not None
        return view != "persons" or self.checks.public_figure(row["id"]) is not None

    def _with_book_name(self, view: View, row: Row) -> Row:
        """The row with the book's name for its public figure."""
        person = row["person"] if view == "claims" else row if view == "persons" else None
        figure = self.checks.public_figure(person["id"]) if person is not None else None
        if person is None or figure is None:
            return row
        named = {**person, "name": figure.name}
        return named if view == "persons" else {**row, "person": named}

    def _without_moves(self, event: Row) -> Row:
        """An event without its counts of people on the move, while it is fresh."""
        if not self.protection.is_fresh("events", event, self.today):
            return event
        kept = [f for f in event["figures"] if f["measure"] not in self.protection.movements.measures]
        if len(kept) < len(event["figures"]):
            self._note("events: figures of people on the move", f"newer than {self.protection.delay_days} days")
        return {**event, "figures": kept}

    def _field(self, view: View, name: str) -> _Check:
        """What checks a field of a view, made once."""
        found = self._fields.get((view, name))
        if found is None:
            spec = self.protection.rows.get(view, {}).get(name)
            found = self._fields[view, name] = self._check_of(spec, f"{view}.{name}")
        return found

    def _check_of(self, spec: Any, path: str) -> _Check:
        """What checks a value under a piece of the policy: nothing, a kind, a list of one, or fields with theirs."""
        if spec is None:
            return self._dropped(path)
        if isinstance(spec, list):
            return self._listed(self._check_of(spec[0], path), once=spec[0] == "place")
        if isinstance(spec, Mapping):
            return self._mapped({name: self._check_of(inner, f"{path}.{name}") for name, inner in spec.items()}, path)
        return self._of_kind(spec, path)

    def _dropped(self, path: str) -> _Check:
        def check(value: Any, _coarse: bool, _released: bool) -> Any:
            self._note(path, _NOT_LISTED)
            return [] if isinstance(value, list | tuple) else None

        return check

    def _listed(self, inner: _Check, *, once: bool) -> _Check:
        def check(value: Any, coarse: bool, released: bool) -> Any:
            items = value if isinstance(value, list | tuple) else []
            known = [v for v in (_unless_empty(inner, item, coarse, released) for item in items) if v is not None]
            if not once or len(known) < 2:
                return known
            return list({json.dumps(item): item for item in known}.values())

        return check

    def _mapped(self, fields: Mapping[str, _Check], path: str) -> _Check:
        """The listed fields of a mapping; of the others not even the names, for a mapping may have any."""

        def check(value: Any, coarse: bool, released: bool) -> dict[str, Any]:
            row = value if isinstance(value, Mapping) else {}
            for name, inner in row.items():
                if name not in fields and inner not in (None, [], {}):
                    self._note(path, _NOT_LISTED)
            return {k: _unless_empty(made, row[k], coarse, released) for k, made in fields.items() if k in row}

        return check

    def _of_kind(self, kind: str, path: str) -> _Check:
        reason = _REASONS.get(kind, "not a value that may leave")
        if kind == "person_name":  # set from the book before
            return lambda value, _coarse, _released: value
        if kind == "place":

            def place(value: Any, coarse: bool, _released: bool) -> Any:
                made, gave_way = self.places.place(value, coarse=coarse)
                if gave_way:
                    self._note(path, reason)
                return made

            return place
        if kind in ("actor", "source"):
            named = self.checks.actor if kind == "actor" else self.checks.source

            def name(value: Any, _coarse: bool, _released: bool) -> Any:
                made = named(value)
                if made["name"] is None and (value.get("name") or value.get("text")):
                    self._note(path, reason)
                return made

            return name
        allowed = self.checks.check_of(kind)

        def check(value: Any, _coarse: bool, released: bool) -> Any:
            made = (value if released else None) if kind == "released" else allowed(value)
            if made is None:
                self._note(path, reason)
            return made

        return check


def _unless_empty(check: _Check, value: Any, coarse: bool, released: bool) -> Any:
    """A value as it may leave; what is empty may."""
    return value if value is None or value == [] or value == {} else check(value, coarse, released)


def blank(value: Any) -> Any:
    """The same shape without content: null, or empty."""
    if isinstance(value, Mapping):
        return {name: blank(inner) for name, inner in value.items()}
    return [] if isinstance(value, list | tuple) else None
