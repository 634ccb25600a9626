"""The shape of an annotated document (CONTRACT: `annotate`), from the mentions and claims of one reading."""

from __future__ import annotations

from typing import Any

from dateline.claims.inputs import Inputs
from dateline.mentions import ActorMention, PlaceMention, QuantityMention, TimeMention
from dateline.model import Claim
from dateline.resolve.sources import ResolvedSpeech


def annotated(inputs: Inputs, claims: list[Claim]) -> dict[str, Any]:
    """All mentions and claims as JSON-ready values; `events` are added by `derive`, above this room."""
    day = inputs.publication.day
    return {
        "id": inputs.parsed.document.id,
        "published": day.isoformat() if day else None,
        "published_why": inputs.publication.why,
        "sentences": [{"start": s.start, "end": s.end, "kind": s.kind} for s in inputs.parsed.sentences],
        "times": [_time(t) for t in inputs.times],
        "places": [_place(p) for p in inputs.places],
        "actors": [_actor(a) for a in inputs.actors],
        "quantities": [_quantity(q) for q in inputs.quantities if q.measure is not None],
        "attributions": [_speech(s) for s in inputs.speech],
        "claims": [c.to_json() for c in claims],
    }


def _time(t: TimeMention) -> dict[str, Any]:
    return {
        "start": t.start, "end": t.end, "text": t.text, "timex": t.timex, "type": t.type,
        "from": t.from_, "to": t.to, "granularity": t.granularity, "basis": t.basis, "why": t.why,
    }  # fmt: skip


def _place(p: PlaceMention) -> dict[str, Any]:
    return {
        "start": p.name_start, "end": p.name_end, "text": p.text, "id": p.id, "name": p.name, "country": p.country,
        "lat": p.lat, "lon": p.lon, "precision": p.precision, "radius_km": p.radius_km, "confidence": p.confidence,
        "usage": p.usage, "why": p.why,
    }  # fmt: skip


def _actor(a: ActorMention) -> dict[str, Any]:
    return {
        "start": a.start, "end": a.end, "text": a.text, "id": a.id, "name": a.name, "kind": a.kind,
        "resolution": a.resolution, "backers": list(a.backers),
    }  # fmt: skip


def _quantity(q: QuantityMention) -> dict[str, Any]:
    return {
        "start": q.start, "end": q.end, "text": q.text, "measure": q.measure, "unit": q.unit,
        "min": q.min, "best": q.best, "max": q.max, "kind": q.kind, "approx": q.approx,
    }  # fmt: skip


def _speech(s: ResolvedSpeech) -> dict[str, Any]:
    organisation = next((x for x in s.sources if x.role != "carrier"), None)
    return {
        "source": _spans(s.mention.source, id=organisation.id if organisation else None),
        "cue": _spans(s.mention.cue),
        "content": _spans(s.mention.content),
        "kind": s.kind,
        "stance": s.stance,
    }


def _spans(spans: tuple[tuple[int, int], ...], **extra: str | None) -> Any:
    """One span as an object, several as a list, none as null."""
    rows = [{"start": a, "end": b, **extra} for a, b in spans]
    return rows[0] if len(rows) == 1 else rows or None
