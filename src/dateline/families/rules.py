"""Thresholds of data/vocabulary/policies.yaml, section `families`."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class FamilyRules(BaseModel):
    """Each is explained where it stands in the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    share: float = Field(gt=0, le=1)
    contained: float = Field(gt=0, le=1)
    share_of_longer: float = Field(ge=0, le=1)
    share_same_agency: float = Field(gt=0, le=1)
    share_follow_up: float = Field(gt=0, le=1)
    lead: float = Field(gt=0, le=1)
    numbers: float = Field(ge=0, le=1)
    agency_days: int = Field(ge=0)
    least_chars: int = Field(ge=1)
    least_shingles: int = Field(ge=1)
    standing: int = Field(ge=2)
    common: int = Field(ge=2)
    likeness: float = Field(gt=0, lt=1)
    candidates: int = Field(ge=1)
