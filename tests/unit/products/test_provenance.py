"""PROV-O and FollowTheMoney."""

from __future__ import annotations

import json
from collections.abc import Callable

from dateline.products.loss import Losses
from dateline.products.material import Material

Exported = Callable[..., tuple[str, Losses]]


def test_every_row_leads_to_its_words(exported: Exported, material: Material) -> None:
    graph = {node["@id"]: node for node in json.loads(exported("prov")[0])["@graph"]}
    claims = {c["id"]: c for c in material.rows("claims")}
    for event in material.rows("events"):
        node = graph[f"urn:dateline:event:{event['id']}"]
        assert node["wasDerivedFrom"] == [f"urn:dateline:claim:{c}" for c in event["claims"]]
    for key, claim in claims.items():
        node = graph[f"urn:dateline:claim:{key}"]
        assert (node["value"], node["start"], node["end"]) == (claim["text"], claim["start"], claim["end"])
        assert node["wasQuotedFrom"] in graph
        assert node["wasGeneratedBy"] in graph
        assert all(agent in graph for agent in node.get("wasAttributedTo", ()))
    assert len(graph) == len(json.loads(exported("prov")[0])["@graph"])


def test_entities_of_follow_the_money(exported: Exported, material: Material) -> None:
    entities = {e["id"]: e for e in map(json.loads, exported("followthemoney")[0].splitlines())}
    for event in material.rows("events"):
        made = entities[event["id"]]["properties"]
        assert made.get("startDate") == ([event["time"]["from"]] if event["time"]["from"] else None)
        assert all(key in entities for key in (*made.get("involved", ()), *made["proof"]))
    assert exported("followthemoney")[1].count("actors that no book has") == 1
