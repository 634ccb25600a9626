"""PROV-O as JSON-LD: claims quoted from documents, events derived from claims, decisions made by people."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TextIO
from urllib.parse import quote

from dateline.products.books import Books
from dateline.products.exporter import Exporter
from dateline.products.loss import Losses
from dateline.products.material import Material, Row, View
from dateline.products.sources_of import group_name

_CONTEXT = {
    "prov": "http://www.w3.org/ns/prov#",
    "dcterms": "http://purl.org/dc/terms/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dl": "urn:dateline:term:",
    "label": "rdfs:label",
    "value": "prov:value",
    "type": "dl:type",
    "start": {"@id": "dl:start", "@type": "xsd:integer"},
    "end": {"@id": "dl:end", "@type": "xsd:integer"},
    "factuality": "dl:factuality",
    "status": "dl:status",
    "action": "dl:action",
    "title": "dcterms:title",
    "issued": {"@id": "dcterms:issued", "@type": "xsd:date"},
    "sha256": "dl:sha256",
    **{
        name: {"@id": f"prov:{name}", "@type": "@id"}
        for name in (
            "wasQuotedFrom", "wasDerivedFrom", "wasGeneratedBy", "wasAttributedTo", "wasAssociatedWith", "used",
            "hadPrimarySource",
        )
    },
    "endedAtTime": {"@id": "prov:endedAtTime", "@type": "xsd:dateTime"},
}  # fmt: skip
#: View -> the list of claims that its rows are derived from.
_DERIVED: dict[View, str] = {"events": "claims", "control": "basis", "figures": "claims"}


def write(material: Material, books: Books, out: TextIO, losses: Losses) -> int:
    """One JSON-LD document, node by node; gives back their number."""
    out.write(json.dumps({"@context": _CONTEXT}, ensure_ascii=False)[:-1] + ', "@graph": [')
    count = 0
    for count, node in enumerate(nodes(material, books, losses), 1):
        out.write(("," if count > 1 else "") + "\n" + json.dumps(node, ensure_ascii=False))
    out.write("\n]}\n")
    return count


def nodes(material: Material, books: Books, losses: Losses) -> Iterator[dict[str, Any]]:
    """Entities, activities and agents. Unknown properties are left out, not guessed."""
    agents: dict[str, str] = {}
    extractors: set[str] = set()
    yield {"@id": _id("agent", "dateline"), "@type": "prov:SoftwareAgent", "label": f"Dateline {material.meta.version}"}
    yield _activity("derivation", "derive", f"policy {material.meta.policy}, rules {material.meta.rules}")
    for document in material.rows("documents"):
        yield _document(document, books, agents)
    for claim in material.rows("claims"):
        extractors.add(claim["extractor"] or "unknown")
        yield _claim(claim, agents)
    for view, basis in _DERIVED.items():
        for row in material.rows(view):
            yield _derived(view.rstrip("s"), row, row[basis])
    for person in material.rows("persons"):
        yield _derived("person", person, [r["claim"] for r in person["reported"] if r["claim"]])
    for review in material.rows("reviews"):
        yield _review(review, agents)
    yield from (_activity("extraction", name, f"read by {name}") for name in sorted(extractors))
    for key, name in sorted(agents.items()):
        yield {"@id": key, "@type": "prov:Agent", "label": name}
    losses.note("values of claims, events and figures", "left out: this is where they come from, not what they say", 1)


def _id(kind: str, key: str) -> str:
    return f"urn:dateline:{kind}:{quote(key, safe='')}"


def _known(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, [], ())}


def _agent(kind: str, key: str, name: str, agents: dict[str, str]) -> str:
    found = _id(kind, key)
    agents.setdefault(found, name)
    return found


def _document(document: Row, books: Books, agents: dict[str, str]) -> dict[str, Any]:
    publisher, agency = document["publisher"], document["agency"]
    by = [_agent("source", v, group_name(v, books), agents) for v in (publisher, agency) if v]
    return {
        "@id": _id("document", document["id"]), "@type": "prov:Entity",
        **_known(title=document["title"], issued=document["published"], sha256=document["text_sha256"]),
        **_known(wasAttributedTo=by),
    }  # fmt: skip


def _claim(claim: Row, agents: dict[str, str]) -> dict[str, Any]:
    by = [
        _agent("source", s["id"] or s["name"], s["name"] or s["id"], agents)
        for s in claim["attribution"]["sources"] if s["role"] == "organisation" and (s["id"] or s["name"])
    ]  # fmt: skip
    return {
        "@id": _id("claim", claim["id"]), "@type": "prov:Entity",
        "wasQuotedFrom": _id("document", claim["document"]),
        "wasGeneratedBy": _id("extraction", claim["extractor"] or "unknown"),
        **_known(type=claim["type"], factuality=claim["factuality"], value=claim["text"], wasAttributedTo=by),
        **_known(start=claim["start"], end=claim["end"]),
    }  # fmt: skip


def _derived(kind: str, row: Row, claims: list[str]) -> dict[str, Any]:
    return {
        "@id": _id(kind, row["id"]), "@type": "prov:Entity", "wasGeneratedBy": _id("derivation", "derive"),
        **_known(type=row.get("type") or row.get("measure"), status=row.get("status")),
        "wasDerivedFrom": [_id("claim", c) for c in claims],
    }  # fmt: skip


def _activity(kind: str, key: str, label: str) -> dict[str, Any]:
    agent = _id("agent", "dateline")
    return {"@id": _id(kind, key), "@type": "prov:Activity", "label": label, "wasAssociatedWith": agent}


def _review(review: Row, agents: dict[str, str]) -> dict[str, Any]:
    return {
        "@id": _id("review", review["id"]), "@type": "prov:Activity", "endedAtTime": review["at"],
        "used": _id(review["target_kind"], review["target"]), "action": review["action"],
        **_known(wasAssociatedWith=_agent("reviewer", review["by"], review["by"], agents) if review["by"] else None),
    }  # fmt: skip


EXPORTER = Exporter(name="prov", title="where everything comes from, PROV-O JSON-LD", suffix=".jsonld", write=write)
