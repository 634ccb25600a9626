"""What `find` and `resolve` hand to `claims`: mentions of times, places, actors, numbers, speech and events.

All offsets are code points into the document's text. Mentions are values: frozen, comparable, without
behaviour. `find` fills what the words say, `resolve` returns copies with the values (`dataclasses.replace`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

DateOrder = Literal["DMY", "MDY", "YMD", "unknown"]
SentenceKind = Literal["headline", "byline", "body", "subhead", "credit", "caption", "dateline", "teaser"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text to be read. `published` is as given with the record; None = to be looked for in the text."""

    id: str
    text: str
    title: str | None = None
    published: date | None = None
    source: str | None = None
    url: str | None = None
    path: str | None = None
    language: str | None = None
    bytes_sha256: str | None = None
    extra: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence. `first`/`last` are token indices (last exclusive) into the parsed text."""

    index: int
    start: int
    end: int
    first: int
    last: int
    paragraph: int
    kind: SentenceKind = "body"
    duplicate_of: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """When the document was published, and how that is known. `day` None = unknown, `why` says the reason."""

    day: date | None
    why: str
    raw: str | None = None
    start: int | None = None
    end: int | None = None
    order: DateOrder = "unknown"
    precision: Literal["minute", "day", "month", "year", "unknown"] = "unknown"


@dataclass(frozen=True, slots=True)
class DateMark:
    """What a document shows of its publisher's habit. `order` None: its date reads both ways and nothing decided.

    `basis`: 'number' (one is above 12) and 'weekday' are evidence; 'profile' was decided by the habit itself.
    """

    raw: str
    order: DateOrder | None
    basis: Literal["number", "weekday", "profile"] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeMention:
    """A temporal expression. `timex` and `type` as TIMEX3; from_/to closed ISO days, None = unanchored."""

    start: int
    end: int
    text: str
    timex: str | None
    type: Literal["DATE", "TIME", "DURATION", "SET"]
    from_: str | None = None
    to: str | None = None
    edtf: str | None = None
    granularity: str | None = None
    basis: Literal["explicit", "weekday", "relative", "inherited_peg", "inherited_coordination", "none"] = "none"
    relation: Literal["in", "since", "until", "before", "after", "within", "for"] = "in"
    seq: int | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMention:
    """A toponym or a described place. Without lat/lon it is unresolved and `why` says the reason."""

    start: int
    end: int
    text: str
    name_start: int
    name_end: int
    id: str | None = None
    name: str | None = None
    country: str | None = None
    adm1: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: str | None = None
    radius_km: float | None = None
    relation: str = "at"
    qualifier: str | None = None
    confidence: float = 0.0
    why: str | None = None
    candidates: tuple[str, ...] = ()
    usage: Literal["place", "adjective", "dateline", "organisation"] = "place"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorMention:
    """A group, force, body or public person named or described. `head` is the head token's index.

    `kind` as CODEBOOK actor.kind (state_force, rebel, ..., person, civilians, unidentified).
    `backers` are ids of actors that only back it ("Turkish-backed rebels"). What resolving needs of the words:
    `alias` is the folded key found in the actor book, `noun` the class of the head noun (data/vocabulary/people.yaml),
    `country` the ISO code of its nationality word, `traits` what its modifiers say (backed:TR, led:kurdish, allied).
    """

    start: int
    end: int
    text: str
    head: int
    id: str | None = None
    name: str | None = None
    kind: str | None = None
    resolution: Literal["named", "described", "coref", "implied", "unstated"] = "named"
    backers: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    doc_local: bool = False
    confidence: float = 0.0
    alias: str | None = None
    noun: str | None = None
    country: str | None = None
    traits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class QuantityMention:
    """A count with what is counted. start/end cover the number and its noun; clause_* the words that say it.

    `anchor` is the token index of the verb or noun that gives the measure ("killed"), `noun` that of the counted
    noun, or None. `of` is the index in the document's quantity list of the figure this one is part of.
    """

    start: int
    end: int
    text: str
    measure: str | None
    unit: str
    min: int | None = None
    best: int | None = None
    max: int | None = None
    approx: str = "exact"
    kind: Literal["incident", "daily", "aggregate", "cumulative", "stock", "flow"] | None = None
    clause_start: int = 0
    clause_end: int = 0
    anchor: int | None = None
    noun: int | None = None
    of: int | None = None
    includes: str | None = None
    victim_status: Literal["civilian", "combatant", "mixed", "unknown"] = "unknown"
    sex: str | None = None
    age: str | None = None
    derived: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechMention:
    """An attribution: who says (`source`), by which words (`cue`), what (`content`); each a tuple of spans.

    `kind` as CODEBOOK attribution_kind. `stance`: the class of the cue (say, claim, confirm, deny, warn, report...).
    `carriers` are spans of outlets that only pass it on. `parent` is the index of the attribution it is nested in.
    """

    source: tuple[tuple[int, int], ...]
    cue: tuple[tuple[int, int], ...]
    content: tuple[tuple[int, int], ...]
    kind: str
    stance: str = "say"
    carriers: tuple[tuple[int, int], ...] = ()
    parent: int | None = None


#: The note of a trigger whose leaf is told by what does not happen ('no lorry has reached the town').
LACK = "lack"


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerMention:
    """Words that tell of an event or a state, with its grammar.

    `token` is the head token's index. `leaf` is the event type, or None for states. `roles` maps a role of the
    vocabulary (attacker, target, controller_new, ...) to token indices of argument heads; `places` maps a
    place role (event, origin, destination) to token indices of place-bearing argument heads. `origin`: whether the
    rules, the model or both made it. `flags`: circumstances that its claim bears.
    """

    start: int
    end: int
    text: str
    token: int
    frame: str
    leaf: str | None
    claim_type: str
    nominal: bool = False
    roles: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    places: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    control: str | None = None
    outcome: str | None = None
    confidence: float = 0.5
    note: str | None = None
    flags: tuple[str, ...] = ()
    origin: Literal["rules", "learned", "both"] = "rules"
