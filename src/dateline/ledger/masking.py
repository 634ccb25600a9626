"""A claim without certain words: masked where they stood, unknown where a value came from them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from dateline.model import ActorRef, Attribution, Claim, PersonStatus, PlaceRef, QuotedSpan, SourceRef, TimeRef

#: Stands for one erased character, so that offsets stay.
MASK = "\u2588"
_WHY = "redacted"

R = TypeVar("R", SourceRef, ActorRef, PlaceRef)


def mask_claim(claim: Claim, words: str, text: str) -> Claim:
    """The claim over the masked `text`: what quoted `words` is blocked out, what was named by them is unknown."""
    cue = claim.attribution.cue
    attribution = Attribution(
        kind=claim.attribution.kind,
        cue=cue and QuotedSpan(start=cue.start, end=cue.end, text=text[cue.start : cue.end]),
        sources=_refs(claim.attribution.sources, words, text),
    )
    figure = claim.figure
    if figure is not None and figure.raw is not None and _holds(figure.raw, words):
        figure = figure.model_copy(update={"raw": None})
    return claim.model_copy(
        update={
            "text": text[claim.start : claim.end],
            "attribution": attribution,
            "actors": _refs(claim.actors, words, text),
            "places": _refs(claim.places, words, text),
            "time": _time(claim.time, text),
            "figure": figure,
            "person": _person(claim.person, words),
        }
    )


def _refs(refs: Iterable[R], words: str, text: str) -> tuple[R, ...]:
    return tuple(_ref(ref, words, text) for ref in refs)


def _ref(ref: R, words: str, text: str) -> R:
    shown = text[ref.start : ref.end] if ref.start is not None and ref.end is not None else ref.text
    named = _holds(ref.name, words) or _holds(ref.id, words)
    if shown == ref.text and not named:
        return ref
    if shown is not None and _holds(shown, words):
        shown = None
    update: dict[str, object] = {"text": shown, "id": None, "name": None}
    if isinstance(ref, PlaceRef):
        update |= dict.fromkeys(("adm1", "lat", "lon", "precision", "radius_km")) | {"why": _WHY}
    return ref.model_copy(update=update)


def _time(time: TimeRef, text: str) -> TimeRef:
    if time.start is None or time.end is None or time.text == text[time.start : time.end]:
        return time
    return TimeRef(text=text[time.start : time.end], start=time.start, end=time.end, why=_WHY)


def _person(person: PersonStatus | None, words: str) -> PersonStatus | None:
    if person is None or not (_holds(person.name, words) or _holds(person.id, words)):
        return person
    return person.model_copy(update={"id": None, "name": None})


def _holds(value: str | None, words: str) -> bool:
    """Whether one of the two is part of the other, without case: 'Ahmad Khalil' and 'Khalil'."""
    if not value:
        return False
    a, b = value.casefold(), words.casefold().strip()
    return b in a or a in b
