"""The shapes of the API beside those of the contract: what the OpenAPI document says of each answer and each write."""

from __future__ import annotations

from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from dateline.model import ChangeRow, Claim, ControlState, DocumentRow, Event, FigureRow, PersonRow

T = TypeVar("T")
Words = Annotated[str, Field(min_length=1, max_length=2000)]
Key = Annotated[str, Field(min_length=1, max_length=2000)]


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ErrorDetail(_Answer):
    code: str
    message: str
    details: dict[str, Any] = {}


class ErrorAnswer(_Answer):
    """Every error has this shape."""

    error: ErrorDetail


class Making(_Answer):
    """How far the making of views is: documents gone through, of how many; null: not known yet."""

    done: int
    of: int | None


class MakingAnswer(_Answer):
    """Whether the views that are kept are of all that the ledger holds (`ready`), and how far newer ones are."""

    ready: bool
    made: bool
    making: Making | None


class Listing(_Answer, Generic[T]):
    """A page of a list. `next`: the cursor of the next page, null at the end. `total`: null where counting would take
    long. `stale`: newer views are being made, `making` says how far; `made` false: there are none yet."""

    items: list[T]
    next: str | None
    total: int | None
    stale: bool = False
    made: bool = True
    making: Making | None = None


class ReviewRow(_Answer):
    """A decision. `holds`: what has become of it, in words; null where that was not asked for."""

    id: str
    at: str
    by: str
    action: str
    target_kind: str
    target: str
    field: str | None
    old: str | None
    new: str | None
    reason: str
    supersedes: str | None
    words: str
    holds: str | None = None


class ClaimAnswer(_Answer):
    """A claim as people left it. `version` goes into the next decision about it. `decided`: the verdict that holds."""

    claim: Claim
    version: str
    decided: Literal["accepted", "rejected", "edited"] | None
    released: bool
    reviews: list[ReviewRow]
    sentence: str | None
    marked: tuple[int, int] | None
    title: str | None
    published: str | None
    event: str | None


class QueueItem(_Answer):
    """A claim that waits, with its sentence; `marked` are the offsets of the claim's words in it."""

    claim: Claim
    version: str
    score: float
    uncertainty: float
    consequence: float
    why: list[str]
    sentence: str | None
    marked: tuple[int, int] | None
    title: str | None
    published: str | None


class PartAnswer(_Answer):
    name: str
    score: float
    words: str


class SuggestionAnswer(_Answer):
    """Two events that may be one, with the score of each part; the versions go into the decision about them."""

    one: Event
    two: Event
    one_version: str
    two_version: str
    score: float
    why: str
    parts: list[PartAnswer]


class EventAnswer(_Answer):
    """An event with the words behind it. `version` goes into the next decision; `asked` is the id asked for; `tells`
    are the claims that can be taken out of it, the others only belong to what these tell."""

    event: Event
    version: str
    asked: str
    sentence: str
    tells: list[str]
    rules: list[str]
    evidence: list[dict[str, Any]]
    against: list[dict[str, Any]]
    contradictions: list[dict[str, Any]]
    together: list[dict[str, Any]]
    near: list[dict[str, Any]]
    figures: list[FigureRow]
    suggestions: list[SuggestionAnswer]
    reviews: list[ReviewRow]
    stale: bool = False
    made: bool = True
    making: Making | None = None


class Stretch(_Answer):
    """A stretch of a text with the claims whose words it belongs to, the shortest first."""

    start: int
    end: int
    text: str
    claims: list[str]


class DocumentAnswer(_Answer):
    """A document with its text and its claims as people left them; `text` null where it is gone, `why` says why."""

    document: DocumentRow
    text: str | None
    why: str | None
    released: bool
    claims: list[ClaimAnswer]
    stretches: list[Stretch]


class PlaceAnswer(_Answer):
    """Who held a place, and what happened there."""

    id: str
    name: str | None
    country: str | None
    lat: float | None
    lon: float | None
    control: list[ControlState]
    events: list[Event]
    more_events: int
    stale: bool = False
    made: bool = True
    making: Making | None = None


class PersonAnswer(_Answer):
    """A public figure with the words behind what is known."""

    person: PersonRow
    evidence: list[dict[str, Any]]
    rules: list[str]


class HomeAnswer(_Answer):
    """What changed since a moment and what waits. `changes` null: they are being worked out, or, with `too_many` set,
    so many documents came in since that they are not compared."""

    counts: dict[str, int]
    head: str
    since: str
    changes: list[ChangeRow] | None
    more_changes: int
    too_many: int | None
    waiting: int
    first: list[QueueItem]
    suggestions: int
    contested: int
    reviews: list[ReviewRow]
    stale: bool = False
    made: bool = True
    making: Making | None = None


class Candidate(_Answer):
    """A place of the gazetteer."""

    id: str
    name: str
    kind: str
    country: str | None
    adm1: str | None
    lat: float
    lon: float
    population: int


class ActorChoice(_Answer):
    id: str
    name: str
    kind: str
    country: str | None


class SourceChoice(_Answer):
    """A source of the book, with what follows from it in a claim."""

    id: str
    name: str
    type: str
    country: str | None
    group: str
    side: str | None
    belligerent: bool


class Choices(_Answer):
    """What a field of a claim may be set to. `told`: each factuality in words."""

    event_type: dict[str, str]
    certainty: list[str]
    factuality: list[str]
    told: dict[str, str]
    news_role: list[str]
    control_state: list[str]
    actor_role: list[str]
    place_role: list[str]
    source_role: list[str]
    measure: list[str]


class _Write(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    reason: Words


class Verdict(_Write):
    """Accept or reject a claim, as it was when `version` was read."""

    action: Literal["accept", "reject"]
    claim: Key
    version: Key


class Change(BaseModel):
    """A dotted field (`time.from`, `places.0.id`) and its value; null = unknown."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    field: Annotated[str, Field(min_length=1, max_length=200)]
    value: Annotated[str, Field(max_length=10_000)] | None


class Edit(_Write):
    """Change what a claim is taken to mean; all changes fit, or none is stored."""

    action: Literal["edit"]
    claim: Key
    version: Key
    changes: Annotated[list[Change], Field(min_length=1, max_length=50)]


class Versioned(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Key
    version: Key


class Merge(_Write):
    """Decide that events are one."""

    action: Literal["merge"]
    events: Annotated[list[Versioned], Field(min_length=2, max_length=50)]


class Split(_Write):
    """Decide that claims do not tell of an event, or that other events are not this one."""

    action: Literal["split"]
    event: Key
    version: Key
    parts: Annotated[list[Key], Field(min_length=1, max_length=200)]


class Undo(_Write):
    """Take a decision back; without an id the last one of whoever decides at this desk. `together`: with it the other
    fields of the claim that were mended in the same form."""

    action: Literal["undo"]
    review: Key | None = None
    together: bool = False


class Release(_Write):
    """Let the words of a claim, or the title and address of a document, into public copies, or take that back."""

    action: Literal["release", "take_back"]
    target: Key


class Naming(_Write):
    """Add a name to the books for this ledger: of the actor, source or place `of`; or, with a point, a new place."""

    action: Literal["name"]
    kind: Literal["actor", "source", "place"]
    name: Annotated[str, Field(min_length=1, max_length=200)]
    of: Annotated[str, Field(max_length=300)] | None = None
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    country: Annotated[str, Field(pattern="^[A-Z]{2}$")] | None = None
    place_kind: Annotated[str, Field(max_length=40)] | None = None


class FieldChangeAnswer(_Answer):
    """A field of a claim that says otherwise; null: unknown, or not there."""

    field: str
    before: Any
    after: Any


class ClaimChangeAnswer(_Answer):
    """A claim that is new, is read no more, or says otherwise."""

    change: Literal["new", "gone", "changed"]
    claim: str
    document: str
    title: str | None
    text: str
    fields: list[FieldChangeAnswer]


class RereadingAnswer(_Answer):
    """What reading anew because of a name has come to: `done` documents `of` those that have it, and what changed.

    `over`: it has ended; `problem`: why it ended early.
    """

    over: bool
    done: int
    of: int | None
    read: int
    changes: list[ClaimChangeAnswer]
    more: int
    problem: str | None


Decision = Annotated[Verdict | Edit | Merge | Split | Undo | Release | Naming, Field(discriminator="action")]


class DecisionAnswer(_Answer):
    """What was stored, and the claim as it is now where the decision was about one."""

    reviews: list[ReviewRow]
    claim: ClaimAnswer | None
    events: list[str]
