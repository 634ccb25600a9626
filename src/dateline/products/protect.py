"""Public copies: material through an allow-list. What the policy does not name stays behind, whatever the format.

The rows keep their shape; what may not leave is null or empty. A second report says what was withheld, and why.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Protocol

from dateline.products.books import Books
from dateline.products.codes import day_of
from dateline.products.loss import Losses
from dateline.products.material import Material, Row, View
from dateline.products.protect_checks import Checks
from dateline.products.protect_places import PlaceGuard
from dateline.products.protection import Protection

_NOT_LISTED = "not on the list of what may leave"
_REASONS = {
    "released": "words, offsets and addresses stay until a reviewer releases them",
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
    material: Material, protection: Protection, books: Books, releases: frozenset[str], withheld: Losses
) -> Material:
    """The material of a public copy. `withheld` counts what stays behind, each view once."""
    guard = _Guard(material, protection, books, releases, withheld)
    return Material(
        meta=replace(material.meta, public=True, filters=dict.fromkeys(material.meta.filters or {}, "given")),
        rows=guard.rows,
        claim=lambda key: guard.one("claims", material.claim(key)),
        document=lambda key: guard.one("documents", material.document(guard.checks.known_as.get(key, key))),
    )


class _Guard:
    def __init__(
        self, material: Material, protection: Protection, books: Books, releases: frozenset[str], withheld: Losses
    ) -> None:
        self.material, self.protection, self.releases, self.withheld = material, protection, releases, withheld
        self.checks = Checks(protection, books, material)
        self.places = PlaceGuard(protection, books)
        #: The day that counts as today: of the last thing that the ledger recorded, so that a copy can be made again.
        self.today = day_of((material.meta.recorded_at or "")[:10])
        self.counted: set[View] = set()
        self.counting = False

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
        if view == "documents" and not self.checks.keeps_id(row["id"]):
            if not (row["text_sha256"] or row["bytes_sha256"]):
                self._note("documents of which nothing was read", "withheld: their ids are names or addresses")
                return None
            row = {**row, "text_sha256": None, "bytes_sha256": None}
            self._note("documents: hashes", "withheld where they would show that a guessed id is right")
        row = self._with_book_name(view, row)
        coarse = moves or (row.get("event_type") or row.get("type")) in self.protection.places.coarse_types
        released = row["id"] in self.releases
        if view == "events":
            row = self._without_moves(row)
        spec = self.protection.rows.get(view, {})
        return {k: self._checked(v, spec.get(k), f"{view}.{k}", coarse, released) for k, v in row.items()}

    def _bare(self, row: Row) -> Row:
        """A claim of which nothing leaves but that it is there."""
        spec = self.protection.rows["claims"]
        kept = {"schema": row["schema"], "id": row["id"], "document": row["document"], "type": row["type"]}
        return {k: self._checked(kept.get(k, blank(v)), spec.get(k), k, False, False) for k, v in row.items()}

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

    def _checked(self, value: Any, spec: Any, path: str, coarse: bool, released: bool) -> Any:
        if value is None or value in ([], {}):
            return value
        if spec is None:
            self._note(path, _NOT_LISTED)
            return [] if isinstance(value, list | tuple) else None
        if isinstance(spec, list):
            items = value if isinstance(value, list | tuple) else []
            made = [self._checked(item, spec[0], path, coarse, released) for item in items]
            known = [item for item in made if item is not None]
            return list({json.dumps(item): item for item in known}.values()) if spec[0] == "place" else known
        if isinstance(spec, Mapping):
            return self._inner(value, spec, path, coarse, released)
        return self._value(value, spec, path, coarse, released)

    def _inner(self, value: Any, spec: Mapping[str, Any], path: str, coarse: bool, released: bool) -> dict[str, Any]:
        """The listed fields of a mapping; of the others not even the names, for a mapping may have any."""
        row = value if isinstance(value, Mapping) else {}
        for name, inner in row.items():
            if name not in spec and inner not in (None, [], {}):
                self._note(path, _NOT_LISTED)
        return {k: self._checked(row[k], spec[k], f"{path}.{k}", coarse, released) for k in spec if k in row}

    def _value(self, value: Any, kind: str, path: str, coarse: bool, released: bool) -> Any:
        if kind == "released":
            made = value if released else None
        elif kind == "person_name":  # set from the book before
            return value
        elif kind == "place":
            made, gave_way = self.places.place(value, coarse=coarse)
            if gave_way:
                self._note(path, _REASONS["place"])
            return made
        elif kind in ("actor", "source"):
            made = self.checks.actor(value) if kind == "actor" else self.checks.source(value)
            if made["name"] is None and (value.get("name") or value.get("text")):
                self._note(path, _REASONS[kind])
            return made
        else:
            made = self.checks.check(kind, value)
        if made is None:
            self._note(path, _REASONS.get(kind, "not a value that may leave"))
        return made


def blank(value: Any) -> Any:
    """The same shape without content: null, or empty."""
    if isinstance(value, Mapping):
        return {name: blank(inner) for name, inner in value.items()}
    return [] if isinstance(value, list | tuple) else None
