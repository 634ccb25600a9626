"""The event vocabulary: leaves with definition and rank, frames with their grammar, word classes, crosswalks.

All of it is data under `data/vocabulary`: `events/*.yaml` (leaves and frames), `event_words.yaml` (classes of words),
`nonevents.yaml` (guards) and `crosswalk.yaml` (ACLED, UCDP, PLOVER). A mistake is a ConfigError with file and line.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from dateline.errors import ConfigError, NotFoundError
from dateline.model import Outcome
from dateline.settings import load_settings
from dateline.vocabulary import DATA, load_yaml

Role = Literal[
    "controller_old", "controller_new", "controller", "attacker", "defender", "target", "mover", "lead", "main_force",
    "supporting", "lesser_role", "victim", "perpetrator", "affected", "present", "party", "person", "subject",
    "supporter", "supported", "alleged", "actor", "cause_actor", "alliance", "leader", "former_parent", "rival",
    "speaker_silent",
]  # fmt: skip
PlaceRole = Literal["event", "origin", "destination", "reference_point"]
StateType = Literal["event", "control", "presence", "role", "person_status", "relation"]
ControlValue = Literal[
    "captured", "contested", "lost_by_from", "besieged", "lifted", "presence_only", "evacuated", "held", "transferred"
]
Family = Literal["battle", "explosion", "civilians", "protest", "strategic", "population"]
#: Families of the events that kill and injure.
VIOLENT = frozenset({"battle", "explosion", "civilians", "protest"})

#: Classes that come from the mentions and the tagger, not from a list of words.
DERIVED_CLASSES = frozenset(
    {"place", "name", "actor", "state", "person_name", "number", "past_year", "means_of_backers"}
)


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Leaf(_Row):
    """An event type. `rank` is its row in the table of CODEBOOK B: the highest row names an incident.

    `lack`: it may be told by what does not happen: 'no lorry has reached the town'.
    `declared`: who announces, orders or accepts it has done it ('announced their merger', 'ordered a curfew'), always
    or where a definite one is announced: 'announced the capture of X'.
    `lasting`: its participle beside a noun tells a state and no news: 'areas besieged by', 'locked up in'.
    """

    leaf: str
    rank: int = Field(ge=1)
    family: Family
    definition: str = Field(min_length=20)
    control: ControlValue | None = None
    lasting: bool = False
    lack: bool = False
    declared: Literal["never", "definite", "always"] = "never"


class When(_Row):
    """Classes of words asked of a trigger's surroundings: every field given must hold, by one of its classes."""

    subject: tuple[str, ...] = ()
    object: tuple[str, ...] = ()
    oblique: tuple[str, ...] = ()
    argument: tuple[str, ...] = ()
    modifier: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    sentence: tuple[str, ...] = ()
    text: tuple[str, ...] = ()

    def classes(self) -> Iterable[str]:
        for value in self.fields().values():
            yield from value

    def fields(self) -> dict[str, tuple[str, ...]]:
        return {name: getattr(self, name) for name in type(self).model_fields if getattr(self, name)}


class Case(_Row):
    """A leaf that a frame takes under conditions. Cases are tried in order."""

    leaf: str | None
    when: When = When()
    unless: When = When()
    control: ControlValue | None = None
    weight: float | None = Field(default=None, gt=0, le=1)


class Frame(_Row):
    """Words that tell of one thing, with conditions and the roles of what stands around them.

    Patterns are lemmas in order: `a|b` alternatives, `@class` a word of a class, `~n` up to n words between,
    `^` before the head (else the first element of a verb, the last of a noun). `generic` frames yield to any other
    violent trigger in their sentence ("the strike killed three"). `alone`: a noun of it before another noun names a
    thing ("fighting positions", "siege tactics") and is no trigger. `people`: its nouns can be of people, who yield to
    a surer verb that says what they do ("protesters burned shops").
    """

    id: str
    leaf: str | None = None
    claim_type: StateType = "event"
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    when: When = When()
    unless: When = When()
    cases: tuple[Case, ...] = ()
    roles: Mapping[str, Role] | None = None
    places: Mapping[str, PlaceRole] | None = None
    control: ControlValue | None = None
    outcome: Outcome | None = None
    weight: float = Field(default=0.7, gt=0, le=1)
    generic: bool = False
    alone: bool = False
    people: bool = False


class EventFile(_Row):
    """One file of `events/`: the leaves of a family and its frames; `roles` and `places` are their defaults."""

    leaves: tuple[Leaf, ...] = ()
    roles: Mapping[str, Role] = Field(default_factory=dict)
    places: Mapping[str, PlaceRole] = Field(default_factory=dict)
    frames: tuple[Frame, ...]


class WordClass(_Row):
    """Words of one class. `within` names the classes that contain it. A word all in capitals is matched as written."""

    within: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


class WordFile(_Row):
    """`forms` are irregular forms that lemmatisers miss: 'retook: retake'."""

    classes: Mapping[str, WordClass]
    forms: Mapping[str, str] = Field(default_factory=dict)


class Guard(_Row):
    """Language that looks like an event and is none. `drop`: no trigger; `note`: kept and marked with the guard's id.

    `scope` says where the cue must stand: before the trigger in its clause, in its sentence, in its text.
    `near` limits a guard to triggers within so many words of the cue. `staged`: what it is about did not happen, so
    that its counts are none either.
    """

    id: str
    action: Literal["drop", "note"]
    scope: Literal["before", "after", "sentence", "text", "trigger"]
    cues: tuple[str, ...]
    near: int | None = Field(default=None, gt=0)
    leaves: tuple[str, ...] = ()
    least: int = Field(default=1, ge=1)
    unless: tuple[str, ...] = ()
    staged: bool = False


class GuardFile(_Row):
    guards: tuple[Guard, ...]


class Acled(_Row):
    event_type: str | None
    sub_event_type: str | None


class Plover(_Row):
    event: str | None
    mode: str | None
    context: str | None = None


class Variant(_Row):
    """What replaces a leaf's codes where the facts hold."""

    if_: Mapping[str, str | bool] = Field(alias="if")
    acled: Acled | None = None
    plover: Plover | None = None


class CrosswalkRow(_Row):
    """A leaf in the terms of ACLED, UCDP GED and PLOVER."""

    acled: Acled
    ucdp: tuple[Literal[1, 2, 3], ...]
    plover: Plover
    variants: tuple[Variant, ...] = ()


class CrosswalkFile(_Row):
    crosswalk: Mapping[str, CrosswalkRow]


class OwnType(_Row):
    """An event type of a user: a leaf, its codes where it has any, and the examples that it is told by.

    `rank`: its row in the order of types; without one it comes after those that ship. `near_misses`: texts that sound
    like it and are none. `within`: types of the package that tell of it too, more widely, and do not speak against it.
    """

    leaf: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    family: Family
    definition: str = Field(min_length=20)
    rank: int | None = Field(default=None, ge=1)
    lasting: bool = False
    acled: Acled | None = None
    ucdp: tuple[Literal[1, 2, 3], ...] = ()
    plover: Plover | None = None
    examples: tuple[str, ...]
    near_misses: tuple[str, ...] = ()
    within: tuple[str, ...] = ()


class OwnFile(_Row):
    """A user's file of event types. `frames`, `roles` and `places` are as in `events/*.yaml`."""

    types: tuple[OwnType, ...] = Field(min_length=1)
    roles: Mapping[str, Role] = Field(default_factory=dict)
    places: Mapping[str, PlaceRole] = Field(default_factory=dict)
    frames: tuple[Frame, ...] = ()


@dataclass(frozen=True, eq=False)
class EventVocabulary:
    """Everything that the trigger finder needs, checked. `own` are the types that a user added to `leaves`,
    `own_version` 16 hex digits over their file."""

    leaves: Mapping[str, Leaf]
    frames: tuple[Frame, ...]
    classes: Mapping[str, WordClass]
    forms: Mapping[str, str]
    guards: tuple[Guard, ...]
    own: tuple[OwnType, ...] = ()
    own_version: str = ""

    def rank(self, leaf: str) -> int:
        """Row of the leaf in the codebook's table, 1 = highest."""
        return self.leaves[leaf].rank


def load_events() -> EventVocabulary:
    """The package's vocabulary with the types of the file that the setting `event_types` names.

    Raises ConfigError with file and line on a mistake.
    """
    return events_with(own_types_file())


@lru_cache(maxsize=4)
def events_with(own: Path | None) -> EventVocabulary:
    """The package's vocabulary, with the types of a user's file. Each is read once a process. Raises ConfigError."""
    if own is None:
        return read_events(DATA / "vocabulary")
    from dateline.know.events_own import with_own

    return with_own(events_with(None), own)


def own_types_file() -> Path | None:
    """The user's file of event types, as the settings name it; the settings are read once for each working folder."""
    try:
        folder = Path.cwd()
    except FileNotFoundError:  # the folder is gone
        folder = Path("/")
    return _own_types_file(folder, *(os.environ.get(n) for n in ("DATELINE_CONFIG", "DATELINE_EVENT_TYPES")))


@lru_cache(maxsize=4)
def _own_types_file(folder: Path, config: str | None, named: str | None) -> Path | None:
    given = {"DATELINE_CONFIG": config, "DATELINE_EVENT_TYPES": named}
    found = load_settings(env={k: v for k, v in given.items() if v is not None}, folder=folder).event_types
    return folder / found if found else None


def read_events(folder: Path) -> EventVocabulary:
    """Read and check a vocabulary folder: `events/*.yaml`, `event_words.yaml`, `nonevents.yaml`.

    Raises ConfigError naming file and line: unknown leaf, class or role, missing field, an id given twice.
    """
    words = load_yaml(folder / "event_words.yaml", WordFile)
    guards = load_yaml(folder / "nonevents.yaml", GuardFile)
    files = {path: load_yaml(path, EventFile) for path in sorted((folder / "events").glob("*.yaml"))}
    leaves = {leaf.leaf: leaf for file in files.values() for leaf in file.leaves}
    classes = frozenset(words.classes) | DERIVED_CLASSES
    _check_classes(folder / "event_words.yaml", words, classes)
    seen: set[str] = set()
    frames: list[Frame] = []
    for path, file in files.items():
        for frame in file.frames:
            check_frame(path, frame, leaves, classes, seen)
            frames.append(with_defaults(frame, file))
    for guard in guards.guards:
        _check_guard(folder / "nonevents.yaml", guard, leaves, classes)
    return EventVocabulary(
        leaves=leaves, frames=tuple(frames), classes=words.classes, forms=words.forms, guards=guards.guards
    )


def with_defaults(frame: Frame, file: EventFile | OwnFile) -> Frame:
    """The frame with the roles and places of its file where it has none of its own."""
    roles = file.roles if frame.roles is None else frame.roles
    places = file.places if frame.places is None else frame.places
    return frame.model_copy(update={"roles": roles, "places": places})


def _check_classes(path: Path, words: WordFile, known: frozenset[str]) -> None:
    for name, row in words.classes.items():
        for parent in row.within:
            if parent not in known:
                raise mistake(path, f"class {name}: unknown class {parent!r}", name)


def check_frame(path: Path, frame: Frame, leaves: Mapping[str, Leaf], classes: frozenset[str], seen: set[str]) -> None:
    """Raises ConfigError with file and line for an unknown leaf or class, an id given twice (`seen`), no words."""
    if frame.id in seen:
        raise mistake(path, f"frame id {frame.id!r} is given twice", frame.id)
    seen.add(frame.id)
    if not (frame.verbs or frame.nouns or frame.phrases):
        raise mistake(path, f"frame {frame.id}: no verbs, nouns or phrases", frame.id)
    for leaf in (frame.leaf, *(case.leaf for case in frame.cases)):
        if leaf is not None and leaf not in leaves:
            raise mistake(path, f"frame {frame.id}: unknown leaf {leaf!r}", leaf)
    asked = [frame.when, frame.unless, *(w for case in frame.cases for w in (case.when, case.unless))]
    for name in [*(c for when in asked for c in when.classes()), *_pattern_classes(frame)]:
        if name not in classes:
            raise mistake(path, f"frame {frame.id}: unknown class {name!r}", name)


def _check_guard(path: Path, guard: Guard, leaves: Mapping[str, Leaf], classes: frozenset[str]) -> None:
    for leaf in guard.leaves:
        if leaf not in leaves:
            raise mistake(path, f"guard {guard.id}: unknown leaf {leaf!r}", leaf)
    for pattern in guard.cues:
        for word in pattern.split():
            for part in word.lstrip("^").split("|"):
                if part.startswith("@") and part[1:] not in classes:
                    raise mistake(path, f"guard {guard.id}: unknown class {part[1:]!r}", part)
    for name in guard.unless:
        if name not in classes:
            raise mistake(path, f"guard {guard.id}: unknown class {name!r}", name)


def _pattern_classes(frame: Frame) -> Iterable[str]:
    for pattern in (*frame.verbs, *frame.nouns, *frame.phrases):
        for word in pattern.split():
            for part in word.lstrip("^").split("|"):
                if part.startswith("@"):
                    yield part[1:]


def mistake(path: Path, message: str, word: str) -> ConfigError:
    """An error that names the first line on which the word stands."""
    lines = path.read_text(encoding="utf-8").splitlines()
    line = next((n for n, text in enumerate(lines, 1) if word in text), 1)
    return ConfigError(f"{path}:{line}: {message}", path=str(path), line=line)


def read_crosswalk(path: Path, leaves: Iterable[str]) -> Mapping[str, CrosswalkRow]:
    """Read a crosswalk and check that it covers exactly the vocabulary's leaves. Raises ConfigError."""
    rows = load_yaml(path, CrosswalkFile).crosswalk
    known = set(leaves)
    for name in rows:
        if name not in known:
            raise mistake(path, f"crosswalk: unknown leaf {name!r}", name)
    missing = sorted(known - set(rows))
    if missing:
        raise mistake(path, f"crosswalk: no row for {', '.join(missing)}", "crosswalk")
    return rows


def load_crosswalk() -> Mapping[str, CrosswalkRow]:
    """The package's own crosswalk, checked against its leaves, with the codes of the user's types."""
    return _crosswalk(load_events())


@lru_cache(maxsize=4)
def _crosswalk(vocabulary: EventVocabulary) -> Mapping[str, CrosswalkRow]:
    rows = read_crosswalk(DATA / "vocabulary" / "crosswalk.yaml", events_with(None).leaves)
    return {**rows, **{own.leaf: codes_of_own(own) for own in vocabulary.own}}


@lru_cache(maxsize=1)
def load_crosswalk_terms() -> frozenset[tuple[str, str]]:
    """Event and sub-event types of ACLED that the package's crosswalk reaches: all of them."""
    rows = read_crosswalk(DATA / "vocabulary" / "crosswalk.yaml", events_with(None).leaves).values()
    codes = [row.acled for row in rows] + [v.acled for row in rows for v in row.variants if v.acled]
    return frozenset((c.event_type, c.sub_event_type) for c in codes if c.event_type and c.sub_event_type)


def codes_of_own(own: OwnType) -> CrosswalkRow:
    """The codes of a user's type; those that it does not name are unknown."""
    return CrosswalkRow(
        acled=own.acled or Acled(event_type=None, sub_event_type=None),
        ucdp=own.ucdp,
        plover=own.plover or Plover(event=None, mode=None),
    )


def crosswalk(
    leaf: str,
    *,
    taker_kind: Literal["government", "non_state", "foreign"] | None = None,
    deaths: int | None = None,
    civilian_victims: bool | None = None,
    state_side: bool | None = None,
    **facts: str | bool,
) -> dict[str, dict[str, str | int | None]]:
    """The codes of a leaf: {'acled': {...}, 'ucdp': {...}, 'plover': {...}}.

    `taker_kind` says who took a place ('foreign' counts as non-state for ACLED); unknown leaves the sub-event None.
    UCDP has a type only where at least one death is known (`deaths`), by whether the victims are civilians and whether
    a state stands on a side. Other `facts` as in crosswalk.yaml: exchange, contact, replaced, agreed, lifted,
    announced, combatants, denied, means. Raises NotFoundError for an unknown leaf.
    """
    row = load_crosswalk().get(leaf)
    if row is None:
        raise NotFoundError(f"no leaf {leaf!r} in the crosswalk", leaf=leaf)
    if taker_kind is not None:
        facts["taker"] = taker_kind
    acled, plover = row.acled, row.plover
    for variant in row.variants:
        if all(facts.get(name) == value for name, value in variant.if_.items()):
            acled, plover = variant.acled or acled, variant.plover or plover
            break
    kind = _violence_type(row.ucdp, deaths, civilian_victims, state_side)
    return {
        "acled": {"event_type": acled.event_type, "sub_event_type": acled.sub_event_type},
        "ucdp": {"type_of_violence": kind},
        "plover": {"event": plover.event, "mode": plover.mode},
    }


def _violence_type(
    allowed: tuple[int, ...], deaths: int | None, civilian_victims: bool | None, state_side: bool | None
) -> int | None:
    """UCDP: 1 state-based, 2 non-state, 3 one-sided; None without a known death or where the sides are unknown."""
    if not deaths or not allowed:
        return None
    if allowed == (3,):
        return 3
    if civilian_victims and 3 in allowed:
        return 3
    if state_side is None:
        return None
    wanted = 1 if state_side else 2
    return wanted if wanted in allowed else None
