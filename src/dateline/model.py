"""The public shapes of CONTRACT.md: immutable, typed, with a JSON Schema each (`dateline schema NAME`).

Offsets are Unicode code points into the document's stored text, 0-based, end exclusive. Dates are ISO 8601
strings, intervals closed. None means unknown; where it matters a `why` says the reason. Numbers of people are
integers. In JSON the fields `from_` and `to` are called `from` and `to`.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

ClaimType = Literal[
    "event", "control", "presence", "figure", "role", "person_status", "relation", "forecast", "assessment"
]
NewsRole = Literal["news", "recent", "background", "state", "forecast", "commentary"]
Factuality = Literal["CT+", "PR+", "PS+", "CT-", "PR-", "PS-", "CTu", "Uu"]
Certainty = Literal[
    "asserted",
    "asserted_by_party",
    "confirmed_by_monitor",
    "reported_unattributed",
    "unconfirmed_reports",
    "estimated",
    "probable_future",
    "possible",
    "denied",
    "not_confirmed",
    "unknown",
    "opinion_or_rank",
    "vague",
]
AttributionKind = Literal[
    "direct_quote",
    "partial_quote",
    "indirect_speech",
    "narration",
    "headline",
    "unattributed_passive",
    "ambiguous_continuation",
]
Outcome = Literal["completed", "ongoing", "attempted", "foiled", "planned"]


class Shape(BaseModel):
    """Base of all public shapes: frozen, strict about its fields, written with JSON names."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    def to_json(self) -> dict[str, Any]:
        """A JSON-ready dict with the names of CONTRACT.md."""
        return self.model_dump(mode="json", by_alias=True)


class TextSpan(Shape):
    """A stretch of a document's text."""

    start: int
    end: int


class QuotedSpan(TextSpan):
    """A stretch of text with its words."""

    text: str


class SourceRef(Shape):
    """One link of the relay chain. `group` is the independence group, `side` the actor whose side it speaks for."""

    role: Literal["speaker", "organisation", "carrier"]
    id: str | None = None
    name: str | None = None
    text: str | None = None
    start: int | None = None
    end: int | None = None
    group: str | None = None
    side: str | None = None
    belligerent: bool | None = None


class Attribution(Shape):
    """Who says it, by which words. `sources` run from speaker to organisation to carriers."""

    kind: AttributionKind
    cue: QuotedSpan | None = None
    sources: tuple[SourceRef, ...] = ()


class ActorRef(Shape):
    """An actor in a role. `resolution`: named, described, coref, implied or unstated."""

    role: str
    id: str | None = None
    name: str | None = None
    text: str | None = None
    start: int | None = None
    end: int | None = None
    resolution: Literal["named", "described", "coref", "implied", "unstated"] = "named"
    backers: tuple[str, ...] = ()


#: Why a place is unknown whose name no gazetteer has.
NOT_LISTED = "no place of this name in the gazetteer"
#: The end of why a name of the gazetteer is not believed: where the text plays, no place is called so.
ELSEWHERE = "lies in no country that the text speaks of"
#: A claim's flag: a strike that follows another one on the same place, an event of its own (CODEBOOK R80).
SECOND_STRIKE = "second_strike"
#: A claim's flag: people were killed, and nothing says by what (CODEBOOK R75).
MEANS_UNSTATED = "means_unstated"
#: Flags of a capture: who takes, by the wording alone, where the model is sure.
TAKEN_BY_GOVERNMENT, TAKEN_BY_NON_STATE = "taken_by_government", "taken_by_non_state"


class PlaceRef(Shape):
    """A place in a role. Vague places are areas (`radius_km`), never pins; unknown ones have no coordinates."""

    role: Literal["event", "origin", "destination", "reference_point", "dateline", "comparison"] = "event"
    id: str | None = None
    name: str | None = None
    country: str | None = None
    adm1: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: str | None = None
    radius_km: float | None = None
    relation: str = "at"
    text: str | None = None
    start: int | None = None
    end: int | None = None
    resolution: Literal["named", "coref", "topic"] = "named"
    why: str | None = None


class TimeRef(Shape):
    """When. Closed interval of ISO days, EDTF beside it; `seq` orders claims within a day; `why` if unknown.

    `instead_of`: the ISO day that the same words take back ('on Monday, and not on Tuesday').
    """

    text: str | None = None
    start: int | None = None
    end: int | None = None
    from_: str | None = Field(default=None, alias="from")
    to: str | None = None
    edtf: str | None = None
    granularity: str | None = None
    basis: str = "none"
    seq: int | None = None
    why: str | None = None
    instead_of: str | None = None


class FigureValue(Shape):
    """A count. min/best/max None = not stated, never zero. `of` is the claim id of the figure it is part of."""

    measure: str
    unit: str = "persons"
    min: int | None = None
    best: int | None = None
    max: int | None = None
    kind: Literal["incident", "daily", "aggregate", "cumulative", "stock", "flow"] | None = None
    approx: str = "exact"
    period_from: str | None = None
    period_to: str | None = None
    includes: str | None = None
    of: str | None = None
    victim_status: Literal["civilian", "combatant", "mixed", "unknown"] = "unknown"
    sex: str | None = None
    age: str | None = None
    raw: str | None = None


class ControlEffect(Shape):
    """What a claim says of who holds something. `share` 0..1 where stated; `share_note` for '>0.5'.

    `phase`: 'lifted' where a siege or a blockade ends (CODEBOOK B), None for all else.
    """

    object: Literal["place", "route", "facility"] = "place"
    holders_before: tuple[str, ...] = ()
    holders_after: tuple[str, ...] = ()
    state: Literal["held", "contested", "besieged", "presence_only", "evacuated", "lost_by_from", "unknown"] = "unknown"
    extent: Literal["full", "partial", "route", "unknown"] = "unknown"
    share: float | None = None
    share_min: float | None = None
    phase: Literal["lifted"] | None = None


class PersonStatus(Shape):
    """What is said of a public figure. Never `dead` by a machine alone (CODEBOOK R61)."""

    id: str | None = None
    name: str | None = None
    life: Literal["alive", "dead", "unknown"] = "unknown"
    reported: tuple[str, ...] = ()
    whereabouts: Literal["known", "unknown", "custody"] | None = None
    confirmed_by: tuple[str, ...] = ()


class Claim(Shape):
    """The atom: one thing that one source says, with the words (CONTRACT: a claim)."""

    schema_: str = Field(default="claim/1", alias="schema")
    id: str
    document: str
    start: int
    end: int
    text: str
    type: ClaimType
    event_type: str | None = None
    outcome: Outcome | None = None
    news_role: NewsRole = "news"
    factuality: Factuality = "CT+"
    certainty: Certainty = "asserted"
    attribution: Attribution
    actors: tuple[ActorRef, ...] = ()
    places: tuple[PlaceRef, ...] = ()
    time: TimeRef = TimeRef()
    figure: FigureValue | None = None
    control: ControlEffect | None = None
    person: PersonStatus | None = None
    event: str | None = None
    mentions: tuple[TextSpan, ...] = ()
    flags: tuple[str, ...] = ()
    extractor: str
    confidence: float = 0.5
    page: int | None = None

    def to_json(self) -> dict[str, Any]:
        """A JSON-ready dict with the names of CONTRACT.md; `page` is there for claims of documents with pages only."""
        row = super().to_json()
        if self.page is None:
            del row["page"]
        return row


class EventTime(Shape):
    from_: str | None = Field(default=None, alias="from")
    to: str | None = None
    granularity: str | None = None


class PlaceValue(Shape):
    """A place of a view."""

    id: str | None = None
    name: str | None = None
    country: str | None = None
    adm1: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: str | None = None
    radius_km: float | None = None


class Participant(Shape):
    id: str | None = None
    name: str | None = None
    role: str | None = None


class EventFigure(Shape):
    """A figure of an event under a named policy. `originators` are independence groups."""

    measure: str
    unit: str = "persons"
    kind: str | None = None
    min: int | None = None
    best: int | None = None
    max: int | None = None
    policy: str
    claims: tuple[str, ...] = ()
    originators: tuple[str, ...] = ()


class Event(Shape):
    """What happened, by a policy (CONTRACT: events)."""

    schema_: str = Field(default="event/1", alias="schema")
    id: str
    type: str
    outcome: Outcome | None = None
    acled: dict[str, str | None] = {}
    ucdp: dict[str, int | None] = {}
    plover: dict[str, str | None] = {}
    time: EventTime = EventTime()
    place: PlaceValue | None = None
    places: tuple[PlaceValue, ...] = ()
    side_a: tuple[Participant, ...] = ()
    side_b: tuple[Participant, ...] = ()
    figures: tuple[EventFigure, ...] = ()
    status: Literal["reported", "corroborated", "contested", "retracted"] = "reported"
    originators: int = 0
    originator_groups: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    background: bool = False
    clarity: int | None = None
    parent: str | None = None
    policy: str = "ladder"
    first_claim: str | None = None


class ControlState(Shape):
    """Who holds what, from when to when (`to` None = still).

    `from_latest` is set where the start is only known to lie between two days. `start`: the change is `dated`, the
    state was first `seen` then, it is `inferred` from what ended it, or its start is `unknown`. `against`: claims
    that dispute it.
    """

    schema_: str = Field(default="control/1", alias="schema")
    id: str
    place: PlaceValue
    object: str = "place"
    from_: str | None = Field(default=None, alias="from")
    to: str | None = None
    from_latest: str | None = None
    start: Literal["dated", "seen", "inferred", "unknown"] = "dated"
    holders: tuple[Participant, ...] = ()
    state: str
    extent: str | None = None
    share: float | None = None
    status: Literal["claimed", "corroborated", "disputed"] = "claimed"
    basis: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    policy: str = "ladder"


class OriginatorFigure(Shape):
    """What one independence group says of a figure."""

    id: str
    name: str | None = None
    min: int | None = None
    best: int | None = None
    max: int | None = None
    claim: str
    superseded_by: str | None = None


class FigureRow(Shape):
    """A figure over all that say it, contradicting originators side by side."""

    schema_: str = Field(default="figure/1", alias="schema")
    id: str
    measure: str
    unit: str
    kind: str | None = None
    place: PlaceValue | None = None
    period: EventTime = EventTime()
    min: int | None = None
    best: int | None = None
    max: int | None = None
    policy: str
    by_originator: tuple[OriginatorFigure, ...] = ()
    event: str | None = None
    of: str | None = None
    claims: tuple[str, ...] = ()


class PersonReport(Shape):
    what: str
    by: str | None
    claim: str


class PersonRow(Shape):
    """The status of a public figure."""

    schema_: str = Field(default="person/1", alias="schema")
    id: str
    name: str | None = None
    life: Literal["alive", "dead", "unknown"] = "unknown"
    since: str | None = None
    whereabouts: str | None = None
    reported: tuple[PersonReport, ...] = ()
    confirmed_by: tuple[str, ...] = ()


class DocumentRow(Shape):
    """A document as the ledger knows it."""

    schema_: str = Field(default="document/1", alias="schema")
    id: str
    title: str | None = None
    publisher: str | None = None
    agency: str | None = None
    url: str | None = None
    path: str | None = None
    published: str | None = None
    published_why: str | None = None
    language: str | None = None
    family: str | None = None
    text_sha256: str | None = None
    bytes_sha256: str | None = None
    set_aside: str | None = None
    claims: int = 0


class FamilyMember(Shape):
    """A document of a family. `of`: the earlier document whose copy it was found to be, with the `score` (share of the
    shorter one's runs of words that stand in the other), the number `shared` and the `rule`; None for the first.
    `also`: documents of other families that it copies too, as a text merged of two stories does."""

    document: str
    of: str | None = None
    score: float | None = None
    shared: int | None = None
    rule: Literal["same", "copy", "same_wire", "decided"] | None = None
    also: tuple[str, ...] = ()
    published: str | None = None
    publisher: str | None = None
    agency: str | None = None
    title: str | None = None


class FamilyRow(Shape):
    """Copies of one story: one voice. `fullest`: the document with most of what they share."""

    schema_: str = Field(default="family/1", alias="schema")
    id: str
    size: int
    fullest: str
    published: str | None = None
    agencies: tuple[str, ...] = ()
    documents: tuple[FamilyMember, ...] = ()


ChangeKind = Literal[
    "changed hands", "retracted", "contradicted", "corroborated", "weakened", "toll rose", "toll fell", "toll changed",
    "toll told", "corrected", "merged", "split", "gone", "person", "new",
]  # fmt: skip
ChangeView = Literal["event", "control", "figure", "person"]


class ChangeRow(Shape):
    """What a ledger says now and did not say at some moment. `row` is the event, state, figure or person as it is now,
    or as it was where it is gone; `was` the id that it had; `before` and `after` say what changed, in words."""

    schema_: str = Field(default="change/1", alias="schema")
    kind: ChangeKind
    view: ChangeView
    id: str
    was: str | None = None
    before: str | None = None
    after: str | None = None
    documents: tuple[str, ...] = ()
    row: Event | ControlState | FigureRow | PersonRow
