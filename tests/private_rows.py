"""A ledger full of what must not get out: private names, shelters, hospitals, fresh routes, numbers and addresses."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from dateline.ledger import Entry, Ledger, Review
from dateline.model import ActorRef, Attribution, PlaceRef, SourceRef
from product_rows import RSF, SINGA, actor, figure, made, told

#: None of these may stand anywhere in a public copy, in any case.
SECRETS = (
    "fatima", "hassan", "912 345", "912345", "mail.example", "al-noor", "noor", "abu shouk", "zamzam", "wadi road",
    "haj yousif", "13.4912", "25.3141", "13.49,", "25.31,", "ana petrova", "petrova", "secret", "token", "/home/",
    "hideout", "blue gate", "old mill", "bint", "cmd|", "<script", "\u202e", "rosa", "2019-abc",
)  # fmt: skip
HOSTILE = "<script>alert(1)</script> \u202eSECRET"
PRIVATE = (None, "Fatima Hassan")
HOSPITAL: dict[str, Any] = {
    "id": "dateline:00000000deadbeef", "name": "Al-Noor Hospital", "country": "SD", "adm1": "SD.58", "lat": 13.4912,
    "lon": 25.3141, "precision": "facility", "radius_km": 0.2, "why": "told by Fatima Hassan",
}  # fmt: skip
CAMP: dict[str, Any] = {
    "id": "dateline:f3f4d6ba57b9ba29", "name": "Zamzam camp", "country": "SD", "lat": 13.49, "lon": 25.31,
    "precision": "camp", "radius_km": 2.0,
}  # fmt: skip
SHELTER: dict[str, Any] = {**SINGA, "name": "Abu Shouk shelter", "lat": 13.4912, "lon": 25.3141}
ROUTE: dict[str, Any] = {
    "id": None, "name": "wadi road", "country": "SD", "adm1": "SD.58", "lat": 13.4912, "lon": 25.3141,
    "precision": "exact",
}  # fmt: skip
SPEAKER = SourceRef(role="speaker", id=None, name="Rosa bint Hassan", group="rosa bint hassan")
BLOG = SourceRef(role="organisation", id="local:fatima-blog", name="Fatima's Blog", group="fatima's blog")
CLINIC = SourceRef(role="organisation", id=None, name="Al-Noor Hospital", group="anonymous:secret hospital")


def private_war() -> list[Entry]:
    """Reports as nobody should publish them."""
    today = date.today()
    fresh, old = (today - timedelta(days=2)).isoformat(), "2024-01-10"
    one = (
        "Fatima Hassan, 34, of Haj Yousif (+249 912 345 678, fatima@mail.example) said RSF shelled Al-Noor Hospital. "
        "The attack killed her neighbour Rosa bint Hassan. She was hiding at the old mill behind the blue gate."
    )
    two = "Families fled along the wadi road to Zamzam camp; 300 people shelter at Abu Shouk. Call 0912345678."
    three = "Gunmen raped Fatima Hassan in Singa. Fatima Hassan was reported killed. " + HOSTILE
    words = Attribution(kind="direct_quote", sources=(SPEAKER, BLOG, CLINIC))
    hit: dict[str, Any] = {"event_type": "shelling_missile", "place": HOSPITAL, "day": old, "attribution": words}
    flight: dict[str, Any] = {"event_type": "displacement", "attribution": words}
    person = {"id": "FATIMA_HASSAN", "name": "Fatima Hassan", "reported": ("killed", "secret hideout")}
    return [
        told(
            "fatima@mail.example", one,
            made("fatima@mail.example", one, one.split(". ")[0], actors=(
                actor(RSF, "attacker"), actor(PRIVATE, "victim"),
                ActorRef(role="victim", id="local:fatima-hassan", name="=cmd|'Fatima'"),
            ), flags=("fatima",), confidence=0.5, page=7, **hit),
            made("fatima@mail.example", one, "killed her neighbour Rosa bint Hassan", type="figure",
                 figure=figure("killed", 1, 1, 1, includes="Rosa bint Hassan", raw="Rosa", age="Rosa's age"), **hit),
            title="Fatima Hassan speaks", source="Fatima Hassan", url="https://mail.example/?token=secret",
            path="/home/ana/fatima.txt", published="2024-01-11",
        ),
        told(
            "+249912345678", two,
            made("+249912345678", two, "Families fled along the wadi road", places=(
                PlaceRef(**{**ROUTE, "role": "origin"}), PlaceRef(**{**CAMP, "role": "destination"}),
            ), day=fresh, **flight),
            made("+249912345678", two, "wadi road", type="control", place=ROUTE, day=fresh, event_type="siege_blockade",
                 control={"object": "route", "state": "held", "holders_after": ("local:fatima",)}, attribution=words),
            made("+249912345678", two, "300 people shelter at Abu Shouk", type="figure", place=SHELTER, day=old,
                 figure={**figure("displaced", 300, 300, 300), "kind": "stock"}, **flight),
            published=fresh,
        ),
        told(
            "2019-abc", three,
            made("2019-abc", three, "raped Fatima Hassan in Singa", event_type="sexual_violence", place=SINGA, day=old,
                 actors=(actor(PRIVATE, "victim"),), attribution=words),
            made("2019-abc", three, "Fatima Hassan was reported killed", type="person_status", place=SINGA, day=old,
                 person=person, actors=(actor(("FATIMA_HASSAN", "Fatima Hassan"), "person"),), attribution=words),
            made("2019-abc", three, HOSTILE, event_type="armed_clash", place=SINGA, day=old,
                 actors=(actor((None, HOSTILE), "attacker"),), attribution=words),
            title="<script>alert('fatima')</script>", published="2024-01-12",
        ),
    ]  # fmt: skip


def make_private_war(path: Path) -> Path:
    """The ledger as a file, with reviews that name people too."""
    with Ledger(path, create=True) as ledger:
        for entry in private_war():
            ledger.append(entry)
        first = next(ledger.claims())
        ledger.review(Review(
            target_kind="claim", target=first.id, action="rate", field="fatima", old="secret", new="Fatima Hassan",
            by="Ana Petrova", reason="called Fatima on 0912345678",
        ))  # fmt: skip
        ledger.review(Review(
            target_kind="document", target="fatima@mail.example", action="rate", by="Ana Petrova", reason="token"
        ))  # fmt: skip
    return path
