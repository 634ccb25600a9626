"""What products are made of, taken from a ledger: views as filtered, claims as reviewed, read as they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from functools import cached_property
from importlib.metadata import version
from typing import Any

from dateline.derive import filters as choose
from dateline.derive.decisions import Decisions, apply, decisions_of
from dateline.derive.filters import Filters
from dateline.derive.knowledge import default_world
from dateline.derive.views import Views
from dateline.errors import NotFoundError
from dateline.ledger import ClaimFilter, Ledger
from dateline.model import Claim, DocumentRow
from dateline.products.material import Material, Meta, Row, View
from dateline.run.engine_views import rules_version, view_rows, views_of
from dateline.run.families import families_of

_DERIVED = ("events", "control", "figures", "persons")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Of what a product is to be made. `only`: the one view that it is of; None where it shows several.

    `area`: the name of the area of interest that `filters` has.
    """

    policy: str | None = None
    known_by: str | None = None
    recorded_by: str | None = None
    filters: Filters = field(default_factory=Filters)
    area: str | None = None
    only: View | None = None

    @property
    def named(self) -> dict[str, str]:
        """The filters that were given, by name."""
        given = {f.name: getattr(self.filters, f.name) for f in fields(self.filters) if f.name != "area"}
        named = {name.strip("_"): str(value) for name, value in given.items() if value is not None}
        area = self.filters.area
        return named if area is None else {**named, "area": f"{self.area or 'without a name'}: {area}"}


def material_of(ledger: Ledger, asked: Asked) -> Material:
    """The material of a product. Nothing is derived before a view is asked for. Raises ConfigError (no such policy)."""
    policy, _ = default_world().policies.figure_policy(asked.policy)
    taken = _Taken(ledger, replace(asked, policy=policy))
    head, at = ledger.last(recorded_by=asked.recorded_by)
    return Material(
        meta=Meta(
            version=version("dateline"), rules=rules_version(), policy=policy, head=head, recorded_at=at,
            known_by=asked.known_by, recorded_by=asked.recorded_by, filters=asked.named,
        ),
        rows=taken.rows, claim=taken.claim, document=taken.document,
    )  # fmt: skip


class _Taken:
    def __init__(self, ledger: Ledger, asked: Asked) -> None:
        self.ledger, self.asked = ledger, asked
        self.past = asked.known_by is not None or asked.recorded_by is not None

    def rows(self, view: View) -> Iterable[Row]:
        if view in _DERIVED:
            return (row.to_json() for row in getattr(self.chosen, view))
        made: Mapping[View, Callable[[], Iterator[Row]]] = {
            "claims": self._claims, "documents": self._documents, "reviews": self._reviews,
        }  # fmt: skip
        return made[view]()

    def claim(self, key: str) -> Row | None:
        found = self._told(key)
        return found.to_json() if found else None

    def _told(self, key: str) -> Claim | None:
        if self.past:
            return self._claims_then.get(key)
        try:
            return next(self._reviewed([self.ledger.claim(key)]), None)
        except NotFoundError:
            return None

    def document(self, key: str) -> Row | None:
        try:
            return self._with_family(self.ledger.document(key))
        except NotFoundError:
            return None

    @cached_property
    def views(self) -> Views:
        if self.past:
            asked = self.asked
            return views_of(self.ledger, asked.policy, known_by=asked.known_by, recorded_by=asked.recorded_by)
        rows = {name: tuple(view_rows(self.ledger, name, self.asked.policy)) for name in _DERIVED}
        return Views(**rows)  # type: ignore[arg-type]

    @cached_property
    def chosen(self) -> Views:
        """The views as filtered. Of several views `type` chooses among events only, and persons are not filtered."""
        asked, filters = self.asked, self.asked.filters
        if not asked.named:
            return self.views
        rest = filters if asked.only else replace(filters, type=None)
        about = filters if asked.only else Filters(area=filters.area)
        return replace(
            self.views,
            events=tuple(choose.events(self.views, filters)),
            control=tuple(choose.control(self.views, rest)),
            figures=tuple(choose.figures(self.views, rest, self._told)),
            persons=tuple(choose.persons(self.views, about, self._told)),
        )

    @cached_property
    def decisions(self) -> Decisions:
        return decisions_of(self.ledger.decided(recorded_by=self.asked.recorded_by))

    @cached_property
    def _touched(self) -> frozenset[str]:
        touched = self.decisions.rejected | self.decisions.accepted
        return touched | {target for target, _, _ in self.decisions.edits}

    @cached_property
    def _claims_then(self) -> dict[str, Claim]:
        return {c.id: c for c in self.views.claims}

    @cached_property
    def _behind(self) -> frozenset[str]:
        """The claims that the chosen rows rest on, or that speak against them."""
        views = self.chosen
        found = {c for e in views.events for c in (*e.claims, *e.against)}
        found |= {c for k in views.control for c in (*k.basis, *k.against)}
        found |= {c for f in views.figures for c in f.claims}
        return frozenset(found | {r.claim for p in views.persons for r in p.reported})

    def _claims(self) -> Iterator[Row]:
        asked = self.asked
        where, behind, area = None, None, None
        if asked.only == "claims":
            where, area = _claim_filter(asked.filters), asked.filters.area
        elif asked.named:
            behind = self._behind
        rows = self.ledger.claims(where=where, known_by=asked.known_by, recorded_by=asked.recorded_by)
        for claim in self._reviewed(rows):
            if (behind is None or claim.id in behind) and (area is None or area.has_claim(claim)):
                yield claim.to_json()

    def _reviewed(self, claims: Iterable[Claim]) -> Iterator[Claim]:
        for claim in claims:
            yield from apply([claim], self.decisions) if claim.id in self._touched else (claim,)

    def _documents(self) -> Iterator[Row]:
        asked = self.asked
        behind = {row["document"] for row in self._claims()} if asked.named else None
        for row in self.ledger.documents(known_by=asked.known_by, recorded_by=asked.recorded_by):
            if behind is None or row.id in behind:
                yield self._with_family(row)

    def _with_family(self, row: DocumentRow) -> dict[str, Any]:
        return {**row.to_json(), "family": self._families.get(row.id)}

    @cached_property
    def _families(self) -> Mapping[str, str]:
        asked = self.asked
        rows = list(self.ledger.documents(set_aside=False, known_by=asked.known_by, recorded_by=asked.recorded_by))
        return families_of(self.ledger, rows, recorded_by=asked.recorded_by).family_of

    def _reviews(self) -> Iterator[Row]:
        for review in self.ledger.reviews(recorded_by=self.asked.recorded_by):
            yield asdict(review)


def _claim_filter(filters: Filters) -> ClaimFilter:
    from typing import get_args

    from dateline.model import ClaimType

    kind = filters.type if filters.type in get_args(ClaimType) else None
    return ClaimFilter(
        type=kind, event_type=None if kind else filters.type, actor=filters.actor, place=filters.place,
        source=filters.source, from_=filters.from_, to=filters.to,
    )  # fmt: skip
