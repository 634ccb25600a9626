"""The named policies of `data/vocabulary/policies.yaml`: thresholds, roles, figure and control rules, all data."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from dateline.errors import ConfigError
from dateline.families import FamilyRules
from dateline.vocabulary import load_data, load_yaml

Share = float
_FILE = "vocabulary/policies.yaml"


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Kin(_Row):
    """Leaves that may tell of one event."""

    leaves: tuple[str, str]
    within: float = Field(ge=0, le=1)
    across: float = Field(ge=0, le=1)


class TypeScore(_Row):
    """`sure`: a leaf names its event if it is told with so much of the confidence of the one that is surest.
    `unstated`: deaths by nothing that is told, beside a fight of the same document."""

    same: float
    sure: float
    unstated: float


class PlaceScore(_Row):
    same: float
    near: float
    part_within: float
    part_across: float
    area_across: float
    country_across: float
    site_across: float
    named_across: float
    unknown: float
    topic: float


class TimeScore(_Row):
    same_day: float
    days: Mapping[int, float]
    longer: float
    unknown: float
    open: float
    other_frame: float
    flow: float
    yearless: float
    undated: float
    weekdays: Mapping[str, int]
    parts: Mapping[str, tuple[int, int]]
    apart_hours: int = Field(gt=0)


class SideScore(_Row):
    same: float
    unknown: float
    victims_differ: float


class TollScore(_Row):
    same: float
    one: float
    apart: float
    ratio: float = Field(gt=1)
    rare: int = Field(gt=1)


class Agreeing(_Row):
    """Bits for what two reports agree in where one tells no day (derive.agreeing), and how many are `asked` about or
    are `enough`. `one`: a toll of one; each doubling of it is `doubled` more, up to `most`."""

    one: float
    doubled: float
    most: float
    weekday: float
    published: float
    published_days: int = Field(ge=0)
    side: float
    quoted: float
    asked: float
    enough: float


class Nearness(_Row):
    gap_chars: int = Field(gt=0)
    one_story_chars: int = Field(ge=0)
    least: float = Field(gt=0, le=1)


class Battle(_Row):
    """What goes on for days at one place: an event of `leaves` that is told from one day to another, with what was told
    of single days there meanwhile as its `parts`. `told`: granularities of a time that is a stretch and no guess."""

    leaves: frozenset[str]
    parts: frozenset[str]
    told: frozenset[str]
    fewest_days: int = Field(gt=1)
    most_days: int = Field(gt=1)


class Identity(_Row):
    """When two reports tell of one event."""

    merge_within: float
    merge_across: float
    suggest: float
    max_days: int = Field(gt=0)
    nearby_km: float
    most_km: float
    type: TypeScore
    kin: tuple[Kin, ...]
    mutual: frozenset[str]
    whole: frozenset[str]
    battle: Battle
    place: PlaceScore
    time: TimeScore
    sides: SideScore
    toll: TollScore
    agreeing: Agreeing
    nearness: Nearness

    @cached_property
    def kinship(self) -> Mapping[tuple[str, str], tuple[float, float]]:
        """(leaf, leaf) -> (weight within a document, weight across documents), both ways round."""
        rows = {}
        for kin in self.kin:
            a, b = kin.leaves
            rows[a, b] = rows[b, a] = (kin.within, kin.across)
        return rows


class Roles(_Row):
    """Which roles of actors make a side, which roles of places say where."""

    side_a: tuple[str, ...]
    side_b: tuple[str, ...]
    either: tuple[str, ...]
    weak: tuple[str, ...]
    places: Mapping[str, tuple[str, ...]]

    def place_order(self, leaf: str | None) -> tuple[str, ...]:
        """Roles of a place in the order in which they say where an event of this leaf happened."""
        return self.places.get(leaf or "default", self.places["default"])


class FigurePolicy(_Row):
    """A named way to make one row of contradicting figures."""

    method: Literal["range", "lowest", "majority", "hierarchy", "latest"]
    words: str
    order: tuple[str, ...] = ()


class FigureWords(_Row):
    """How the words of a text that weighs several sources give one toll. `spread`: see policies.yaml."""

    compilers: tuple[str, ...]
    spread: int = Field(ge=1)
    plural_floor: int = Field(ge=1)
    measures: tuple[str, ...]


class Figures(_Row):
    default: str
    attach_kinds: tuple[str, ...]
    flow_leaves: tuple[str, ...]
    near_chars: int
    behind_chars: int
    words: FigureWords
    policies: Mapping[str, FigurePolicy]
    always: str


class Control(_Row):
    dispute_days: int = Field(ge=0)
    areas: tuple[str, ...]
    at: tuple[str, ...]
    order: Mapping[str, int]


class Ladder(_Row):
    words: str


class Policies(_Row):
    """The whole file."""

    identity: Identity
    roles: Roles
    figures: Figures
    control: Control
    families: FamilyRules
    ladder: Ladder

    def figure_policy(self, name: str | None = None) -> tuple[str, FigurePolicy]:
        """A figure policy by name; the default for None and for `ladder`, which only rules events and control.

        Raises ConfigError for an unknown name.
        """
        wanted = self.figures.default if name is None or name == "ladder" else name
        if wanted not in self.figures.policies:
            known = ", ".join(sorted(self.figures.policies))
            raise ConfigError(f"no figure policy is called {wanted!r}; known: {known}", policy=wanted)
        return wanted, self.figures.policies[wanted]


def load_policies() -> Policies:
    """The package's own policies. Raises ConfigError with file and line on a mistake."""
    policies: Policies = load_data(_FILE, Policies)
    return policies


def read_policies(path: Path) -> Policies:
    """A user's own policies file. Raises ConfigError with file and line on a mistake."""
    return load_yaml(path, Policies)
