"""The JSON Schemas of the public shapes, by name."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from dateline.errors import NotFoundError
from dateline.model import ChangeRow, Claim, ControlState, DocumentRow, Event, FamilyRow, FigureRow, PersonRow


class _Part(BaseModel):
    model_config = ConfigDict(extra="allow")


class _Span(_Part):
    start: int
    end: int


class AnnotatedSentence(_Span):
    kind: str


class AnnotatedTime(_Span):
    text: str
    timex: str | None
    type: str
    from_: str | None = Field(alias="from")
    to: str | None
    granularity: str | None


class AnnotatedPlace(_Span):
    text: str
    id: str | None
    name: str | None
    country: str | None
    lat: float | None
    lon: float | None
    precision: str | None
    radius_km: float | None
    confidence: float
    why: str | None


class AnnotatedActor(_Span):
    text: str
    id: str | None
    name: str | None
    kind: str | None


class AnnotatedQuantity(_Span):
    text: str
    measure: str | None
    unit: str
    min: int | None
    best: int | None
    max: int | None


class AnnotatedSource(_Span):
    id: str | None = None


class AnnotatedAttribution(_Part):
    """A part that is discontinuous is a list of spans."""

    source: AnnotatedSource | list[AnnotatedSource] | None
    cue: _Span | list[_Span] | None
    content: _Span | list[_Span]
    kind: str


class AnnotatedDocument(_Part):
    """What `annotate` writes for a record that could be read."""

    id: str
    published: str | None
    sentences: list[AnnotatedSentence]
    times: list[AnnotatedTime]
    places: list[AnnotatedPlace]
    actors: list[AnnotatedActor]
    quantities: list[AnnotatedQuantity]
    attributions: list[AnnotatedAttribution]
    claims: list[Claim]
    events: list[Event]


class AnnotateError(_Part):
    """What `annotate` writes for a record that could not be read."""

    id: str | None
    error: str


SHAPES: dict[str, type[BaseModel]] = {
    "claim": Claim,
    "event": Event,
    "control": ControlState,
    "figure": FigureRow,
    "person": PersonRow,
    "document": DocumentRow,
    "family": FamilyRow,
    "change": ChangeRow,
    "annotated": AnnotatedDocument,
    "annotate-error": AnnotateError,
}


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema of a shape, with the names that its JSON has. Raises NotFoundError with a suggestion."""
    if name not in SHAPES:
        near = get_close_matches(name, SHAPES, n=1)
        hint = f"did you mean '{near[0]}'?" if near else f"there are {', '.join(SHAPES)}"
        raise NotFoundError(f"no shape '{name}'; {hint}", name=name)
    made = SHAPES[name].model_json_schema(by_alias=True, mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}
