"""What a claim says of who holds a place: state, holders, extent (CODEBOOK R28, R54, R55)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from pydantic import BaseModel, ConfigDict

from dateline.model import ActorRef, ControlEffect
from dateline.vocabulary import load_data

_TAKERS = ("controller_new",)
_HOLDERS = ("controller", "present")
_LOSERS = ("controller_old",)
_PERCENT = re.compile(r"\b(\d{1,3}(?:\.\d+)?)\s*(?:%|percent|per cent)\s+of\b")


class Extent(BaseModel):
    """The words of data/vocabulary/extent.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    full: tuple[str, ...]
    shares: dict[str, float]
    most: tuple[str, ...]
    partial: tuple[str, ...]
    contrast: tuple[str, ...]


@cache
def _words() -> Extent:
    words: Extent = load_data("vocabulary/extent.yaml", Extent)
    return words


@cache
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(
        r"(?<!\w)(?:" + "|".join(re.escape(p) for p in sorted(phrases, key=len, reverse=True)) + r")(?!\w)"
    )


def extent_of(words: str) -> tuple[str | None, float | None, float | None]:
    """(extent, share, share_min) that a claim's words state; None where they state nothing."""
    vocabulary, lowered = _words(), " ".join(words.lower().split())
    percent = _PERCENT.search(lowered)
    if percent and float(percent.group(1)) <= 100:
        share = float(percent.group(1)) / 100
        return ("full" if share == 1 else "partial"), share, None
    found = _pattern(tuple(vocabulary.shares)).search(lowered)
    if found:
        return "partial", vocabulary.shares[found.group()], None
    if _pattern(vocabulary.most).search(lowered):
        return "partial", None, 0.5
    if _pattern(vocabulary.full).search(lowered):
        return "full", 1.0, None
    if _pattern(vocabulary.partial).search(lowered):
        return "partial", None, None
    return None, None, None


def is_contrast(words: str) -> bool:
    """Whether the words between two parties set the second against the first: 'by A rather than B' (R42)."""
    return " ".join(words.lower().split()).removesuffix(" the") in _words().contrast


def control_effect(
    effect: str | None, actors: Sequence[ActorRef], words: str, *, route: bool = False
) -> ControlEffect | None:
    """The control effect of a claim, or None for a trigger that changes and states no control.

    `effect` is the vocabulary's: captured, held, contested, besieged, lifted, presence_only, evacuated, lost_by_from or
    transferred.
    """
    if effect is None:
        return None
    holders = _ids(actors, _TAKERS + _HOLDERS)
    losers = _ids(actors, _LOSERS)
    extent, share, share_min = extent_of(words)
    state = _STATES.get(effect, "unknown")
    if effect in ("captured", "transferred") and not holders and losers:
        state = "lost_by_from"
    if effect == "evacuated":
        losers, holders = losers or _ids(actors, ("mover",)), ()
    if effect == "contested":
        losers, holders = losers or _ids(actors, ("target", "defender")), ()
    if state == "held" and extent == "partial" and share == 0.5 and effect == "held":
        state = "contested"
    default = "full" if effect in ("captured", "held", "transferred", "lost_by_from") else "unknown"
    return ControlEffect.model_validate(
        {
            "object": "route" if route else "place",
            "holders_before": losers,
            "holders_after": holders,
            "state": state,
            "extent": "route" if route else extent or default,
            "share": share,
            "share_min": share_min,
            "phase": "lifted" if effect == "lifted" else None,
        }
    )


_STATES = {
    "captured": "held",
    "transferred": "held",
    "held": "held",
    "contested": "contested",
    "besieged": "besieged",
    "lifted": "besieged",
    "presence_only": "presence_only",
    "evacuated": "evacuated",
    "lost_by_from": "lost_by_from",
}


def _ids(actors: Sequence[ActorRef], roles: tuple[str, ...]) -> tuple[str, ...]:
    """Ids (or, for unknown actors, the words) of the actors in some roles."""
    rows = [a.id or a.text for a in actors if a.role in roles and a.resolution != "unstated"]
    return tuple(dict.fromkeys(r for r in rows if r))
