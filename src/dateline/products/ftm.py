"""FollowTheMoney: events, their parties and the articles they are told in, one entity a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TextIO

from dateline.ids import content_id
from dateline.products.books import Books
from dateline.products.codes import figure_of
from dateline.products.exporter import Exporter
from dateline.products.left import leave_out_views
from dateline.products.lines import json_line
from dateline.products.loss import Losses
from dateline.products.material import Material, Row

#: Kind of an actor -> schema.
_SCHEMAS = {"person": "Person", "government": "PublicBody", "state_force": "PublicBody"}


def write(material: Material, books: Books, out: TextIO, losses: Losses) -> int:
    """Entities as JSON Lines; gives back their number."""
    count = 0
    for count, entity in enumerate(entities(material, books, losses), 1):  # noqa: B007 - counted, not used
        out.write(json_line(entity))
    return count


def entities(material: Material, books: Books, losses: Losses) -> Iterator[dict[str, Any]]:
    """Articles, then events, then the parties that a book knows."""
    parties: dict[str, Row] = {}
    for document in material.rows("documents"):
        if document["set_aside"] is None:
            yield _entity(
                document["id"], "Article", title=document["title"], publisher=document["publisher"],
                publishedAt=document["published"], sourceUrl=document["url"], language=None,
            )  # fmt: skip
    for event in material.rows("events"):
        yield _event(event, books, parties, losses)
    for key, party in sorted(parties.items()):
        actor = books.actor(party["id"])
        kind = actor.kind if actor else ""
        country = actor.country.lower() if actor and actor.country else None
        yield _entity(key, _SCHEMAS.get(kind, "Organization"), name=party["name"], country=country)
    leave_out_views(material, losses, "left out: the ontology has no such schema", "control", "figures")


def _event(event: Row, books: Books, parties: dict[str, Row], losses: Losses) -> dict[str, Any]:
    involved = []
    for party in (*event["side_a"], *event["side_b"]):
        if books.actor(party["id"]) is None:
            losses.note("actors that no book has", "left out: a description is nobody's name")
            continue
        key = f"actor-{content_id(party['id'])}"
        parties.setdefault(key, party)
        involved.append(key)
    if event["side_a"] or event["side_b"]:
        losses.note("who acts and whom it befalls", "both are `involved`")
    toll = figure_of(event, "killed")
    if event["figures"]:
        losses.note("figures", "deaths as words in `summary`, the others left out")
    if event["status"] != "corroborated":
        losses.note("how sure an event is", "as words in `summary`")
    place = event["place"] or {}
    country = place.get("country")
    told = "" if toll is None else f" Killed: {toll['min']} / {toll['best']} / {toll['max']} (low / best / high)."
    return _entity(
        event["id"], "Event", name=event["type"].replace("_", " "), startDate=event["time"]["from"],
        endDate=event["time"]["to"], location=place.get("name"), country=country.lower() if country else None,
        summary=f"{event['status']}, {event['originators']} originators.{told}".replace("None", "not stated"),
        involved=involved, proof=list(event["documents"]),
    )  # fmt: skip


def _entity(key: str, schema: str, **properties: Any) -> dict[str, Any]:
    listed = {n: v if isinstance(v, list) else [v] for n, v in properties.items() if v not in (None, "", [])}
    return {"id": key, "schema": schema, "properties": {n: list(dict.fromkeys(v)) for n, v in listed.items()}}


EXPORTER = Exporter(name="followthemoney", title="entities of FollowTheMoney, JSON Lines", suffix=".jsonl", write=write)
