"""All views at once. Rebuilding gives what growing day by day gives, in any order of arrival."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from dateline.derive.control import derive_control
from dateline.derive.decisions import EVENT_PREFIX, NONE, Decisions, apply
from dateline.derive.events import Suggestion, Told, derive_events
from dateline.derive.figures import FigureRules, figure_rows
from dateline.derive.incident import published
from dateline.derive.knowledge import World, default_world
from dateline.derive.knowledge import source_kinds as kinds_of_book
from dateline.derive.origin import DocumentInfo, withdrawn
from dateline.derive.persons import derive_persons
from dateline.errors import NotFoundError
from dateline.model import Claim, ControlState, Event, FigureRow, PersonRow


@dataclass(frozen=True)
class Views:
    """Events, control, figures and persons that follow from some claims, with the claims they rest on."""

    events: tuple[Event, ...]
    control: tuple[ControlState, ...]
    figures: tuple[FigureRow, ...]
    persons: tuple[PersonRow, ...]
    suggestions: tuple[Suggestion, ...] = ()
    claims: tuple[Claim, ...] = ()
    home: Mapping[str, str] = field(default_factory=dict)
    documents: Mapping[str, DocumentInfo] = field(default_factory=dict)
    policy: str = "range"

    def event(self, key: str) -> Event:
        """The event of an id, old or new: the one that now holds the claim that the id was made of.

        Raises NotFoundError.
        """
        claim = key.removeprefix(EVENT_PREFIX)
        now = self.home.get(claim) or self.home.get(claim.split(".")[0])
        for event in self.events:
            if event.id == now:
                return event
        raise NotFoundError(f"no event {key}", id=key)

    def event_of(self, claim_id: str) -> str | None:
        """The event that a claim tells of or belongs to; None if none."""
        return self.home.get(claim_id)


def derive_all(
    claims: Iterable[Claim],
    documents: Mapping[str, DocumentInfo],
    policy: str | None = None,
    *,
    decisions: Decisions = NONE,
    world: World | None = None,
    source_kinds: Mapping[str, str] | None = None,
) -> Views:
    """All views of some claims in any order.

    `documents` gives publication day and family; `policy` names a figure policy of policies.yaml (None = the default);
    `source_kinds` maps a source id to its kind, for the policy `hierarchy` (None = the
    book's). Raises ConfigError for an unknown policy.
    """
    known = world or default_world()
    name, _ = known.policies.figure_policy(policy)
    rows = apply(claims, decisions)
    rows.sort(key=lambda c: (published(c.document, documents) or "9999", c.document, c.start, c.end, c.id))
    rules = FigureRules(known, documents, name, kinds_of_book() if source_kinds is None else source_kinds)
    figures = [c for c in rows if c.type == "figure"]
    taken_back = withdrawn(figures, [c for c in figures if c.factuality == "CT-"], documents)
    decisions = replace(decisions, retracted=decisions.retracted | taken_back)
    told = derive_events(rows, documents, rules, decisions)
    standing = [c for c in rows if c.id not in decisions.retracted]
    return Views(
        events=told.events,
        control=tuple(derive_control(standing, documents, told.home, known)),
        figures=tuple(figure_rows(standing, _figure_homes(standing, told), rules)),
        persons=tuple(derive_persons(standing, documents, decisions)),
        suggestions=told.suggestions,
        claims=tuple(_with_event(c, told.home) for c in rows),
        home=told.home,
        documents=documents,
        policy=name,
    )


def _figure_homes(claims: Iterable[Claim], told: Told) -> dict[str, str]:
    """Figure claim -> event, where the figure counts for it. Parts follow the figure that they are part of."""
    return {c.id: told.home[c.id] for c in claims if c.type == "figure" and c.id in told.home}


def _with_event(claim: Claim, home: Mapping[str, str]) -> Claim:
    event = home.get(claim.id)
    return claim if event == claim.event else claim.model_copy(update={"event": event})
