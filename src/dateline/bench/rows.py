"""Loaders: rows of the sets, checked on the way in. A mistake is an error with file and line.

Offsets count code points of `text`, end exclusive. Fields that are not named here are kept out of the way.
"""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, RootModel, ValidationError, model_validator

from dateline.errors import ConfigError
from dateline.vocabulary import load_yaml

#: A list of [start, end].
Spans = tuple[tuple[int, int], ...]


class Strict(BaseModel):
    """A part of a row."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)


class Row(Strict):
    """One record of a set. Ids are text: numbers are written out."""

    id: Annotated[str, BeforeValidator(str)]


class TextRow(Row):
    """A record with a text to read, and the day it was published where that is known."""

    text: str
    published: str | None = None


class GoldTime(Strict):
    start: int
    end: int
    value: str
    type: str


class TimesRow(TextRow):
    """TIMEX3 expressions with extent, value and type."""

    times: tuple[GoldTime, ...]


class GoldPlace(Strict):
    """A toponym. `country`: two letters where it names a country; then the point is not asked for."""

    start: int
    end: int
    lat: float | None
    lon: float | None
    country: str | None = None


class PlacesRow(TextRow):
    """Toponyms with coordinates."""

    places: tuple[GoldPlace, ...]


class GoldAttribution(Strict):
    source: Spans
    cue: Spans
    content: Spans


class AttributionsRow(TextRow):
    """Who says what: spans of source, cue and content, each perhaps in pieces."""

    attributions: tuple[GoldAttribution, ...]


class GoldIncident(Strict):
    """The coded fields of one incident; None where it was not coded."""

    date_from: str | None = None
    date_to: str | None = None
    lat: float | None = None
    lon: float | None = None
    killed_min: int | None = None
    killed_max: int | None = None
    injured_min: int | None = None
    injured_max: int | None = None


class IncidentRow(TextRow):
    """A text about one incident, and what coders made of it."""

    gold: GoldIncident


class GeocodeRow(Row):
    """A place as a monitor wrote it, with its point. `precision`: the coder's word for it."""

    query: str
    country: str | None = None
    lat: float
    lon: float
    precision: str = "unknown"


class GoldEntity(Strict):
    start: int
    end: int
    type: str


class EntitiesRow(TextRow):
    """Spans that name or mean an organisation, a location, a person and more."""

    entities: tuple[GoldEntity, ...]


class Phrase(Row):
    """A phrase in an invented sentence; the row's other fields say what it must come to."""

    model_config = ConfigDict(extra="forbid")
    text: str
    phrase: str = Field(min_length=1)
    published: date | None = None
    war: str | None = None
    note: str | None = None

    @property
    def span(self) -> tuple[int, int]:
        """Where the phrase first stands in the text."""
        start = self.text.index(self.phrase)
        return start, start + len(self.phrase)

    @model_validator(mode="after")
    def _phrase_stands_in_text(self) -> Phrase:
        if self.phrase not in self.text:
            raise ValueError(f"the phrase {self.phrase!r} is not in the text")
        return self


Interval = tuple[date | None, date | None]


class TimePhrase(Phrase):
    """The closed interval of days that a phrase stands for; None for an end that the text leaves open or unsaid.

    `accept`: further intervals that an honest reader could give.
    """

    from_: date | None = Field(alias="from")
    to: date | None
    accept: tuple[Interval, ...] = ()
    timex: str | None = None

    @property
    def right(self) -> set[tuple[str | None, str | None]]:
        """All intervals that count as right, in ISO."""
        return {(_iso(a), _iso(b)) for a, b in ((self.from_, self.to), *self.accept)}


class PlacePhrase(Phrase):
    """Where a phrase lies. `expect`: place or area (a point, right within `km`), country, none (no place), unknown."""

    expect: str = Field(pattern="^(place|area|country|none|unknown)$")
    lat: float | None = None
    lon: float | None = None
    km: float | None = None
    country: str | None = None
    kind: str | None = None
    why: str | None = None

    @model_validator(mode="after")
    def _says_what_it_expects(self) -> PlacePhrase:
        if self.expect == "country" and self.country is None:
            raise ValueError("a country needs `country`")
        if self.expect in ("place", "area") and None in (self.lat, self.lon, self.km):
            raise ValueError(f"expect: {self.expect} needs lat, lon and km")
        return self


class TimePhrases(RootModel[tuple[TimePhrase, ...]]):
    """The table of temporal phrases."""


class PlacePhrases(RootModel[tuple[PlacePhrase, ...]]):
    """The table of places in phrases."""


R = TypeVar("R", bound=Row)


def load_rows(path: Path, shape: type[R], first: int | None = None) -> tuple[R, ...]:
    """Rows of a JSON Lines file, or only the `first` ones. Raises ConfigError with file and line at a mistake."""
    rows: dict[str, R] = {}
    try:
        with path.open(encoding="utf-8") as lines:
            told = ((n, line) for n, line in enumerate(lines, 1) if line.strip())
            for number, line in islice(told, first):
                row = _row(line, shape, f"{path}:{number}")
                if rows.setdefault(row.id, row) is not row:
                    raise ConfigError(f"{path}:{number}: the id {row.id!r} was there before", path=str(path))
    except (OSError, UnicodeDecodeError) as err:
        raise ConfigError(f"{path}: cannot be read ({err})", path=str(path)) from err
    if not rows:
        raise ConfigError(f"{path}: holds no rows", path=str(path))
    return tuple(rows.values())


def load_time_phrases(path: Path, first: int | None = None) -> tuple[TimePhrase, ...]:
    """The table of temporal phrases, YAML. Raises ConfigError with file and line at a mistake."""
    return load_yaml(path, TimePhrases).root[:first]


def load_place_phrases(path: Path, first: int | None = None) -> tuple[PlacePhrase, ...]:
    """The table of places in phrases, YAML. Raises ConfigError with file and line at a mistake."""
    return load_yaml(path, PlacePhrases).root[:first]


def sha256_of(path: Path) -> str:
    """sha256 of a set's bytes: figures belong to a set as it was."""
    return sha256(path.read_bytes()).hexdigest()


def _row(line: str, shape: type[R], where: str) -> R:
    try:
        value: Any = json.loads(line)
        return shape.model_validate(value)
    except ValidationError as err:
        first = err.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise ConfigError(f"{where}: {name}: {first['msg']}", where=where) from err
    except ValueError as err:
        raise ConfigError(f"{where}: not JSON: {err}", where=where) from err


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
