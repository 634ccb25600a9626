"""How rows of another event data set are read beside ours: weights, reaches, and their names of actors."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field

from dateline.know.actors import ActorBook, fold_name
from dateline.vocabulary import load_data

_YEARS = re.compile(r"\s*\([^()]*\)\s*$")


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Time(_Row):
    same: float
    slip: float
    slip_days: int = Field(ge=0)


class _Place(_Row):
    at: float
    edge: float
    area: float


class _Type(_Row):
    same: float
    family: float
    other: float


class _Names(_Row):
    forces: tuple[str, ...]
    police: tuple[str, ...]
    government: tuple[str, ...]


class Rules(_Row):
    """When a row of theirs tells of an event of ours; data/vocabulary/beside.yaml."""

    least: float
    time: _Time
    spread_days: Mapping[int, int]
    longest_days: int = Field(gt=0)
    reach_km: Mapping[int, float]
    place: _Place
    type: _Type
    figures_same: float
    apart_km: float
    actors: _Names


class _File(_Row):
    acled: Rules


def acled_rules() -> Rules:
    """The package's own rules."""
    return load_data("vocabulary/beside.yaml", _File).acled


def actor_ids(name: str, book: ActorBook, rules: Rules) -> tuple[str, ...]:
    """The actors of the book that a name of theirs can mean: 'Military Forces of Sudan (2019-)', 'JNIM: Group for ...'.

    Empty where the book knows none.
    """
    bare = _YEARS.sub("", name)
    for words, kind in ((w, k) for k, ws in rules.actors.model_dump().items() for w in ws):
        if bare.casefold().startswith(words.casefold() + " "):
            country = book.country(book.state(fold_name(_YEARS.sub("", bare[len(words) :]))) or "")
            if country is None:
                return ()
            return ({"forces": country.forces_id, "police": country.police_id}.get(kind, country.state_id),)
    found = [x for part in (bare, *bare.split(":")) for x in book.find(part.strip())]
    return tuple(dict.fromkeys(found))
