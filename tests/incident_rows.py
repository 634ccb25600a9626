"""Ledger entries whose claims make events: one short report a document, one sentence a claim, places and days given."""

from __future__ import annotations

from datetime import date
from typing import Any

from dateline.ids import claim_id, text_sha256
from dateline.ledger import Entry
from dateline.mentions import Document
from dateline.model import Claim

TOWNS = {"Sake": (-1.57, 29.04), "Goma": (-1.68, 29.23), "Masisi": (-1.40, 28.81)}


def place(name: str) -> dict[str, Any]:
    """A town of North Kivu as a claim has it."""
    lat, lon = TOWNS[name]
    return {
        "id": f"test:{name}", "name": name, "country": "CD", "lat": lat, "lon": lon, "precision": "settlement",
        "radius_km": 4.0,
    }  # fmt: skip


def told(
    town: str | None = "Sake", day: str | None = "2025-01-23", leaf: str = "shelling_missile", **more: Any
) -> dict[str, Any]:
    """What one sentence says. `killed`: the toll that it gives; `by`: who says so; `actor`: the attacker."""
    return {"town": town, "day": day, "leaf": leaf, **more}


def report(
    key: str, *sentences: dict[str, Any] | None, published: str = "2025-01-24", resources: str = "books/1"
) -> Entry:
    """A document that tells these, a sentence each (None: one that says nothing of the kind).

    The words depend on nothing but the document and the number of sentences, so that it can be read anew.
    """
    text = " ".join(f"Sentence {n} of report {key}." for n in range(len(sentences) or 1))
    claims = tuple(c for n, row in enumerate(sentences) if row for c in _claims(key, text, n, row))
    document = Document(id=key, text=text, published=date.fromisoformat(published), title=f"Report {key}")
    return Entry(document=document, claims=claims, resources=resources)


def _claims(key: str, text: str, number: int, row: dict[str, Any]) -> list[Claim]:
    words = f"Sentence {number} of report {key}."
    start = text.index(words)
    by = row.get("by", f"MONITOR_{key}")
    base: dict[str, Any] = {
        "document": key,
        "extractor": "rules/1",
        "event_type": row["leaf"],
        "places": [place(row["town"])] if row["town"] else [],
        "time": {"from": row["day"], "to": row["day"], "granularity": "day" if row["day"] else None},
        "attribution": {
            "kind": "indirect_speech",
            "sources": [{"role": "organisation", "id": by, "name": by, "group": by}],
        },
        "actors": [{"role": "attacker", "id": row["actor"], "name": row["actor"]}] if row.get("actor") else [],
        "factuality": row.get("factuality", "CT+"),
    }
    rows = [_claim(base, "event", text, start, start + len(words))]
    if row.get("killed") is not None:
        figure = {"measure": "killed", "best": row["killed"], "kind": "incident"}
        rows.append(_claim({**base, "figure": figure}, "figure", text, start, start + len(words) - 1))
    return rows


def _claim(base: dict[str, Any], kind: str, text: str, start: int, end: int) -> Claim:
    key = claim_id(base["document"], text_sha256(text), kind, start, end)
    return Claim.model_validate({**base, "id": key, "type": kind, "start": start, "end": end, "text": text[start:end]})
