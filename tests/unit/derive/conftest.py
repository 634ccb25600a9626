"""A small reporter's desk: claims of invented but plausible reports about many wars, and a world to derive them in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from dateline.derive.decisions import NONE, Decisions
from dateline.derive.knowledge import PlainActors, PlainLeaves, World
from dateline.derive.policy import load_policies
from dateline.derive.views import Views, derive_all
from dateline.ids import content_id
from dateline.model import Claim, DocumentRow

LEAVES = (
    "territory_captured", "armed_clash", "ground_offensive", "air_drone_strike", "shelling_missile",
    "attack_on_civilians", "targeted_killing", "agreement", "withdrawal", "siege_blockade", "displacement",
)  # fmt: skip
KINDS = {
    "SAF": "state_force", "RSF": "rebel", "UKR": "state_force", "RUS": "state_force", "ISR": "state_force",
    "HAMAS": "rebel", "TATMADAW": "state_force", "AA": "rebel", "M23": "rebel", "FARDC": "state_force",
    "WAZALENDO": "political_militia", "CIVILIANS": "civilians", "IS": "rebel", "JNIM": "rebel", "FAMA": "state_force",
    "SUDAN": "government", "GUNMEN": "unidentified", "JOINT_FORCES": "political_militia",
}  # fmt: skip
COUNTRIES = {
    "SAF": "SD",
    "UKR": "UA",
    "RUS": "RU",
    "ISR": "IL",
    "TATMADAW": "MM",
    "FARDC": "CD",
    "FAMA": "ML",
    "SUDAN": "SD",
}
PLACES: Mapping[str, tuple[str, str, float, float, str, float]] = {
    "Singa": ("SD", "Sennar", 13.15, 33.93, "settlement", 4),
    "Sennar State": ("SD", "Sennar", 13.0, 34.0, "adm1", 120),
    "El Fasher": ("SD", "North Darfur", 13.63, 25.35, "settlement", 8),
    "Robotyne": ("UA", "Zaporizhzhia", 47.44, 35.84, "settlement", 2),
    "Verbove": ("UA", "Zaporizhzhia", 47.43, 35.95, "settlement", 2),
    "Gaza City": ("PS", "Gaza", 31.52, 34.45, "settlement", 7),
    "Al-Shati camp": ("PS", "Gaza", 31.53, 34.445, "camp", 1),
    "Rafah": ("PS", "Gaza", 31.29, 34.25, "settlement", 4),
    "Ann": ("MM", "Rakhine", 19.78, 94.03, "settlement", 3),
    "Goma": ("CD", "North Kivu", -1.68, 29.23, "settlement", 8),
    "Sake": ("CD", "North Kivu", -1.57, 29.04, "settlement", 3),
    "Kidal": ("ML", "Kidal", 18.44, 1.41, "settlement", 5),
    "Sudan": ("SD", "", 15.0, 30.0, "country", 900),
}
#: name -> (kind of source, belligerent side or None)
SOURCES: Mapping[str, tuple[str, str | None]] = {
    "Sudanese army": ("SUDAN", "SAF"), "SUNA": ("SUDAN", "SAF"), "RSF": ("RSF", "RSF"), "Wire": ("Wire", None),
    "Other Wire": ("Other Wire", None), "Monitor": ("Monitor", None), "UN": ("UN", None),
    "Russian MoD": ("RUSSIA", "RUS"),
    "Ukrainian staff": ("UKRAINE", "UKR"), "Health ministry": ("HAMAS", "HAMAS"), "IDF": ("ISRAEL", "ISR"),
    "Civil defence": ("Civil defence", None), "Arakan Army": ("AA", "AA"), "FARDC": ("DRC", "FARDC"),
    "M23": ("M23", "M23"),
}  # fmt: skip


def place(name: str, role: str = "event", **more: Any) -> dict[str, Any]:
    """A place of the little gazetteer, or an unknown one by its name."""
    if name not in PLACES:
        return {"role": role, "name": name, "why": "not in the gazetteer", **more}
    country, adm1, lat, lon, precision, radius = PLACES[name]
    row = {"id": f"pl:{name}", "country": country, "adm1": adm1 or None, "lat": lat, "lon": lon}
    return {"role": role, "name": name, **row, "precision": precision, "radius_km": radius, **more}


def said(by: str | None, carrier: str | None = None, *, narrated: bool = False) -> dict[str, Any]:
    """An attribution. `by` None is hearsay."""
    sources: list[dict[str, Any]] = []
    if by is not None:
        group, side = SOURCES.get(by, (None, None))
        known = by if by in SOURCES else None
        sources.append(
            {
                "role": "organisation",
                "id": known,
                "name": by,
                "group": group,
                "side": side,
                "belligerent": side is not None,
            }
        )
    if carrier is not None:
        sources.append({"role": "carrier", "id": carrier, "name": carrier, "group": carrier})
    kind = "narration" if narrated else "indirect_speech" if by else "unattributed_passive"
    return {"kind": kind, "sources": sources}


@dataclass
class Desk:
    """Collects claims and documents. Offsets follow the order of telling."""

    world: World
    claims: list[Claim] = field(default_factory=list)
    documents: dict[str, DocumentRow] = field(default_factory=dict)

    def document(self, id: str, published: str | None = None, family: str | None = None) -> str:
        self.documents[id] = DocumentRow(id=id, published=published, family=family)
        return id

    def claim(self, document: str, type: str = "event", **fields: Any) -> Claim:
        """One more claim. `at`: place names; `day`: a day or (from, to); `a`, `b`: ids by role; `by`: who says it."""
        start = 100 * len(self.claims)
        who, at, day = fields.pop("by", "Wire"), fields.pop("at", ()), fields.pop("day", None)
        narrated, carrier = fields.pop("narrated", False), fields.pop("carrier", None)
        a, b = fields.pop("a", {}), fields.pop("b", {})
        first, last = (day, day) if day is None or isinstance(day, str) else day
        names = (at,) if isinstance(at, str) else at
        row = {
            "id": "cl_" + content_id(document, start),
            "document": document,
            "start": start,
            "end": start + 60,
            "text": "x" * 60,
            "type": type,
            "attribution": said(who, carrier, narrated=narrated),
            "places": [n if isinstance(n, dict) else place(n) for n in names],
            "actors": [
                {"role": role, "id": x, "name": x} for side in (a, b) for role, ids in side.items() for x in ids.split()
            ],
            "time": {
                "from": first,
                "to": last,
                "seq": fields.pop("seq", None),
                "granularity": fields.pop("precision", "day"),
            },
            "extractor": "test",
            **fields,
        }
        claim = Claim.model_validate(row)
        self.claims.append(claim)
        return claim

    def figure(self, document: str, measure: str, **fields: Any) -> Claim:
        """A figure claim: min, best, max, kind and the like go into the figure."""
        names = (
            "min",
            "best",
            "max",
            "kind",
            "unit",
            "approx",
            "victim_status",
            "of",
            "period_from",
            "period_to",
            "age",
            "sex",
        )
        value = {n: fields.pop(n) for n in names if n in fields}
        return self.claim(document, "figure", figure={"measure": measure, "kind": "incident", **value}, **fields)

    def views(
        self, policy: str | None = None, decisions: Decisions = NONE, claims: Iterable[Claim] | None = None
    ) -> Views:
        rows = self.claims if claims is None else claims
        return derive_all(rows, self.documents, policy, decisions=decisions, world=self.world)


@pytest.fixture(scope="session")
def world() -> World:
    actors = PlainActors(KINDS, COUNTRIES, {"SAF": ("SUDAN",), "JOINT_FORCES": ()})
    return World(leaves=PlainLeaves(LEAVES), actors=actors, policies=load_policies())


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)
