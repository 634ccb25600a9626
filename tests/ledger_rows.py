"""Entries of a ledger for tests: a document, its bytes and one claim for each stretch of words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from hashlib import sha256

from dateline.ids import claim_id, text_sha256
from dateline.ledger import Entry, Evidence
from dateline.mentions import Document
from dateline.model import ActorRef, Attribution, Claim, SourceRef

MakeEntry = Callable[..., Entry]


def make_claim(document: str, text: str, words: str, actor: str | None = None) -> Claim:
    start = text.index(words)
    at = text.index(actor) if actor else 0
    return Claim(
        id=claim_id(document, text_sha256(text), "event", start, start + len(words)),
        document=document,
        start=start,
        end=start + len(words),
        text=words,
        type="event",
        event_type="armed_clash",
        attribution=Attribution(
            kind="narration", sources=(SourceRef(role="organisation", id="REUTERS", name="Reuters"),)
        ),
        actors=(ActorRef(role="attacker", name=actor, text=actor, start=at, end=at + len(actor)),) if actor else (),
        extractor="rules/1",
    )


def make_entry(
    key: str,
    text: str,
    *words: str,
    actor: str | None = None,
    published: date | None = None,
    resources: str = "books/1",
    **given: str,
) -> Entry:
    content = text.encode()
    return Entry(
        document=Document(id=key, text=text, published=published, bytes_sha256=sha256(content).hexdigest(), **given),
        claims=tuple(make_claim(key, text, w, actor) for w in words),
        evidence=Evidence(content=content),
        resources=resources,
    )
