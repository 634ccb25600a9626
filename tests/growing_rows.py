"""Made-up reports of one small war, in which everything touches everything: towns near each other and their province,
days, weekdays and weeks, denials, tolls, control, persons, copies and the same words twice."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

from dateline.ids import claim_id, text_sha256
from dateline.ledger import Entry
from dateline.mentions import Document
from dateline.model import Claim

_PLACES: tuple[dict[str, Any], ...] = (
    {"id": "test:sake", "name": "Sake", "lat": -1.57, "lon": 29.04, "precision": "settlement", "radius_km": 4.0},
    {"id": "test:near", "name": "Mubambiro", "lat": -1.59, "lon": 29.06, "precision": "settlement", "radius_km": 4.0},
    {"id": "test:goma", "name": "Goma", "lat": -1.68, "lon": 29.23, "precision": "settlement", "radius_km": 5.0},
    {"id": "test:kivu", "name": "North Kivu", "lat": -0.7, "lon": 29.0, "precision": "adm1", "radius_km": 150.0},
    {"id": None, "name": "Hill", "lat": -1.571, "lon": 29.041, "precision": "exact"},
    {"id": None, "name": "Kabashari", "why": "no place of this name in the gazetteer"},
)
#: Of reports that nobody dates: days of the week, of which two are those of `_DAYS`.
_WEEKDAYS = (None, "on Thursday", "on Friday", "on Sunday")
_DAYS = ("2025-01-22", "2025-01-23", "2025-01-24", None)
_LEAVES = (
    "shelling_missile", "air_drone_strike", "territory_captured", "armed_clash", "siege_blockade", "evacuation"
)  # fmt: skip
_HOURS = (None, None, None, "in the morning", "in the evening")
_SIDES = ("M23", "FARDC", "FDLR")
_LONG = "the shelling of the town went on for hours and many people fled along the road in sentence"


def story(seed: int, number: int, reading: int = 0) -> Entry:
    """Report `number` of the war `seed`, as its first or second reading has it. Every fourth copies the one before."""
    copied = number - 1 if number % 4 == 3 else number
    rng = random.Random(f"{seed} {copied} {reading}")
    own = random.Random(f"{seed} {number}")
    count = random.Random(f"{seed} {copied}").randint(1, 5)
    sentences = [f"Of report {copied} {_LONG} {n}." for n in range(count)]
    text = " ".join(sentences)
    key = f"d{number:02}"
    claims = [c for n in range(count) for c in _claims(rng, key, text, sentences[n])]
    day = own.choice([date(2025, 1, 23), date(2025, 1, 24), date(2025, 1, 26), None])
    document = Document(id=key, text=text, published=day, title=f"Report {number}")
    return Entry(document=document, claims=tuple(claims), resources=f"books/{reading}")


def _claims(rng: random.Random, key: str, text: str, words: str) -> list[Claim]:
    start = text.index(words)
    leaf, day, by = rng.choice(_LEAVES), rng.choice(_DAYS), rng.choice(["UN", "M23", "FARDC", "Radio"])
    first = "2025-01-20" if day and rng.random() < 0.25 else day
    actor, other = rng.sample(_SIDES, 2)
    weekday = rng.choice(_WEEKDAYS) if day is None else None
    places = [{**p, "country": "CD", "adm1": "North Kivu"} for p in rng.sample(_PLACES, rng.choice((0, 1, 1, 1, 2)))]
    grain = "day" if first == day else rng.choice(("week", "day"))  # a day of that week, or a stretch
    base: dict[str, Any] = {
        "document": key, "extractor": "rules/1", "event_type": leaf, "places": places,
        "time": {"from": first, "to": day, "granularity": grain if day else None,
                 "text": weekday or rng.choice(_HOURS), "basis": "weekday" if weekday else "explicit",
                 "instead_of": rng.choice((None, None, None, "2025-01-22", "2025-01-23"))},
        "attribution": {"kind": rng.choice(["indirect_speech", "narration"]), "sources": [
            {"role": "organisation", "id": by, "name": by, "group": by, "belligerent": by in _SIDES}]},
        "actors": [{"role": "attacker", "id": actor, "name": actor}, {"role": "target", "id": other, "name": other}][
            : rng.choice((0, 0, 1, 2))],
        "factuality": rng.choice(["CT+", "CT+", "CT+", "CT+", "CT-", "Uu"]),
        "certainty": "asserted", "confidence": 0.8,
    }  # fmt: skip
    effect = {"holders_after": [actor], "holders_before": [other], "state": "held", "extent": "full"}
    if leaf == "territory_captured":
        base["control"] = effect
    if leaf == "siege_blockade":
        base["control"] = {"state": "besieged", "phase": rng.choice([None, "lifted"])}
    rows = [("event", base)] if rng.random() < 0.8 else []
    plain = {**base, "control": None}
    if rng.random() < 0.5:
        kind = rng.choice(["incident", "incident", "cumulative", "flow"])
        figure = {"measure": rng.choice(["killed", "injured"]), "best": rng.choice((2, 9, 30)), "kind": kind}
        rows.append(("figure", {**plain, "event_type": rng.choice([leaf, None]), "figure": figure}))
    elif rng.random() < 0.4:  # one toll for two towns: a wave
        towns = [{**p, "country": "CD", "adm1": "North Kivu"} for p in rng.sample(_PLACES[:3], 2)]
        both = {**plain, "places": towns, "factuality": "CT+"}
        rows = [("event", both), ("figure", {**both, "figure": {"measure": "killed", "best": 40, "kind": "aggregate"}})]
    if rng.random() < 0.2:
        rows.append(("control", {**plain, "event_type": None, "control": {**effect, "holders_before": []}}))
    if rng.random() < 0.2:
        person = {"id": f"p{rng.randint(0, 2)}", "name": "Commander", "reported": ["dead"], "life": "unknown"}
        rows.append(("person_status", {**plain, "event_type": None, "person": person}))
    if rng.random() < 0.2:
        rows.append(("role", plain))
    return [_claim(kind, row, text, start, start + len(words) - n) for n, (kind, row) in enumerate(rows)]


def _claim(kind: str, row: dict[str, Any], text: str, start: int, end: int) -> Claim:
    key = claim_id(row["document"], text_sha256(text), kind, start, end)
    return Claim.model_validate({**row, "id": key, "type": kind, "start": start, "end": end, "text": text[start:end]})
