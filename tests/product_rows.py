"""A ledger for tests of products, made without reading: a small war, told by several, with everything in it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from dateline.ids import claim_id, text_sha256
from dateline.ledger import Entry, Ledger
from dateline.mentions import Document, Publication
from dateline.model import ActorRef, Attribution, Claim, PlaceRef, SourceRef, TimeRef

SINGA: dict[str, Any] = {
    "id": "geonames:366847", "name": "Singa", "country": "SD", "adm1": "SD.58", "lat": 13.14833, "lon": 33.93117,
    "precision": "settlement", "radius_km": 3.0,
}  # fmt: skip
SENNAR: dict[str, Any] = {
    "id": "geonames:408669", "name": "Sinnar", "country": "SD", "adm1": "SD.58", "lat": 13.0, "lon": 34.0,
    "precision": "adm1", "radius_km": 120.0,
}  # fmt: skip
SUDAN: dict[str, Any] = {
    "id": "geonames:366755", "name": "Sudan", "country": "SD", "lat": 16.0, "lon": 30.0, "precision": "country",
    "radius_km": 700.0,
}  # fmt: skip
#: A name that a spreadsheet would run.
HOSTILE = (None, "=cmd|' /C calc'!A0")
SAF, RSF = ("SAF", "Sudanese Armed Forces"), ("RSF_SUDAN", "Rapid Support Forces")
UN = SourceRef(role="organisation", id="UN_OCHA", name="OCHA", group="UN")
ARMY = SourceRef(role="organisation", id="SAF", name="Sudanese army", group="GOV_SDN", side="SAF", belligerent=True)
RSF_SAYS = SourceRef(
    role="organisation", id="RSF_SUDAN", name="RSF", group="RSF_SUDAN", side="RSF_SUDAN", belligerent=True
)
LAWYERS = SourceRef(role="organisation", id="EMERGENCY_LAWYERS", name="Emergency Lawyers", group="EMERGENCY_LAWYERS")


def actor(key: tuple[str | None, str], role: str) -> ActorRef:
    return ActorRef(role=role, id=key[0], name=key[1])


def made(document: str, text: str, words: str, source: SourceRef | None = None, **fields: Any) -> Claim:
    """A claim on words of a text. `place`, `day`, `days`: as below; the rest are fields of a claim."""
    start = text.index(words)
    kind = fields.pop("type", "event")
    places = fields.pop("places", None) or ([PlaceRef(**fields.pop("place"))] if "place" in fields else [])
    first, last = fields.pop("days", (fields.pop("day", None),) * 2)
    time = TimeRef(from_=first, to=last, granularity=fields.pop("granularity", "day"), basis="explicit")
    attribution = Attribution(kind="indirect_speech" if source else "narration", sources=(source,) if source else ())
    return Claim(
        id=claim_id(document, text_sha256(text), kind, start, start + len(words)), document=document, start=start,
        end=start + len(words), text=words, type=kind, attribution=fields.pop("attribution", attribution),
        places=tuple(places), time=fields.pop("time", time), extractor="rules/1", **fields,
    )  # fmt: skip


def told(key: str, text: str, *claims: Claim, published: str | None = "2024-07-01", **given: Any) -> Entry:
    """An entry of a ledger."""
    day = date.fromisoformat(published) if published else None
    return Entry(
        document=Document(id=key, text=text, published=day, **given), claims=claims,
        publication=Publication(day=day, why="given", precision="day" if day else "unknown"), language="en",
    )  # fmt: skip


def figure(measure: str, low: int | None, best: int | None, high: int | None, **more: Any) -> dict[str, Any]:
    return {"measure": measure, "min": low, "best": best, "max": high, "kind": "incident", **more}


def war() -> list[Entry]:
    """Four reports: a capture that is denied, a strike with two tolls, a clash of three days, people who fled."""
    one = "The army said it seized Singa. It killed at least 9 fighters there. OCHA said 55,000 fled Singa."
    two = "Lawyers said shelling of Singa killed 12 civilians on 29 June. The RSF denied that Singa fell."
    three = "Fighting in Singa from 24 to 26 June killed 11 people. A strike hit Sennar state. A plan to take Singa."
    four = "OCHA said the shelling of Singa killed 10 to 15 civilians. Abdel Fattah al-Burhan was reported hurt."
    five = "Gunmen killed people in Sudan this year. Nobody knows where the clash was."
    SourceRef(role="organisation", id="RSF_SUDAN", name="RSF", group="RSF_SUDAN", side="RSF_SUDAN", belligerent=True)
    capture: dict[str, Any] = {
        "event_type": "territory_captured", "place": SINGA, "day": "2024-06-29", "outcome": "completed",
        "actors": (actor(SAF, "controller_new"), actor(RSF, "controller_old")),
        "control": {"state": "held", "extent": "full", "holders_after": ("SAF",), "holders_before": ("RSF_SUDAN",)},
    }  # fmt: skip
    shelling: dict[str, Any] = {
        "event_type": "shelling_missile", "place": SINGA, "day": "2024-06-29",
        "actors": (actor(RSF, "attacker"), actor(("CIVILIANS", "civilians"), "victim")),
    }  # fmt: skip
    killed = {**shelling, "type": "figure"}
    return [
        told(
            "army-1", one,
            made("army-1", one, "seized Singa", ARMY, **capture),
            made("army-1", one, "at least 9 fighters", ARMY, type="figure", place=SINGA, day="2024-06-29",
                 event_type="territory_captured", figure=figure("killed", 9, None, None, approx="lower_bound")),
            made("army-1", one, "55,000 fled Singa", UN, type="figure", place={**SINGA, "role": "origin"},
                 day="2024-06-30", event_type="displacement",
                 figure={**figure("displaced", None, 55000, None), "kind": "flow"}),
            source="Sudan News Agency", title="Army takes Singa", url="https://news.example/singa",
        ),
        told(
            "lawyers-1", two,
            made("lawyers-1", two, "shelling of Singa", LAWYERS, **shelling),
            made("lawyers-1", two, "killed 12 civilians", LAWYERS,
                 figure=figure("killed", 12, 12, 12, victim_status="civilian"), **killed),
            made("lawyers-1", two, "Singa fell", RSF_SAYS, factuality="CT-", **(capture | {"control": None})),
            published="2024-07-02",
        ),
        told(
            "clash-1", three,
            made("clash-1", three, "Fighting in Singa", event_type="armed_clash", place=SINGA,
                 days=("2024-06-24", "2024-06-26"), actors=(actor(SAF, "party"), actor(RSF, "party"))),
            made("clash-1", three, "killed 11 people", type="figure", event_type="armed_clash", place=SINGA,
                 days=("2024-06-24", "2024-06-26"), figure=figure("killed", 11, 11, 11)),
            made("clash-1", three, "strike hit Sennar state", UN, event_type="air_drone_strike", place=SENNAR,
                 days=("2024-06-24", "2024-06-30"), granularity="week", actors=(actor(SAF, "attacker"),)),
            made("clash-1", three, "plan to take Singa", ARMY, event_type="ground_offensive", place=SINGA,
                 day="2024-08-01", outcome="planned", actors=(actor(SAF, "attacker"),)),
        ),
        told(
            "ocha-1", four,
            made("ocha-1", four, "the shelling of Singa", UN, **shelling),
            made("ocha-1", four, "10 to 15 civilians", UN,
                 figure=figure("killed", 10, None, 15, victim_status="civilian"), **killed),
            made("ocha-1", four, "Abdel Fattah al-Burhan was reported hurt", type="person_status", day="2024-06-30",
                 person={"id": "ABDEL_FATTAH_AL_BURHAN", "name": "Abdel Fattah al-Burhan", "reported": ("hurt",)}),
            published="2024-07-03",
        ),
        told(
            "vague-1", five,
            made("vague-1", five, "killed people in Sudan", event_type="attack_on_civilians", place=SUDAN,
                 days=("2024-01-01", "2024-12-31"), granularity="year"),
            made("vague-1", five, "the clash", event_type="armed_clash", actors=(actor(HOSTILE, "party"),)),
            published=None,
        ),
    ]  # fmt: skip


def make_war(path: Path) -> Path:
    """The ledger of this war as a file."""
    with Ledger(path, create=True) as ledger:
        for entry in war():
            ledger.append(entry)
    return path
