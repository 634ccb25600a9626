"""Views of a ledger: its claims, families of copies and reviews, as they are known at the times asked for."""

from __future__ import annotations

from collections.abc import Mapping

from dateline.derive.decisions import decisions_of
from dateline.derive.knowledge import World, default_world
from dateline.derive.views import Views, derive_all
from dateline.errors import NotFoundError
from dateline.families import FamilyText, families
from dateline.ledger import Ledger
from dateline.model import DocumentRow


def ledger_views(
    ledger: Ledger,
    policy: str | None = None,
    *,
    known_by: str | None = None,
    recorded_by: str | None = None,
    world: World | None = None,
    source_kinds: Mapping[str, str] | None = None,
) -> Views:
    """All views. `known_by`: documents published by that day; `recorded_by`: as the ledger itself then stood."""
    known = world or default_world()
    documents = ledger_documents(ledger, known, known_by=known_by, recorded_by=recorded_by)
    return derive_all(
        ledger.claims(known_by=known_by, recorded_by=recorded_by),
        documents,
        policy,
        decisions=decisions_of(ledger.reviews(recorded_by=recorded_by)),
        world=known,
        source_kinds=source_kinds,
    )


def ledger_documents(
    ledger: Ledger, world: World, *, known_by: str | None = None, recorded_by: str | None = None
) -> dict[str, DocumentRow]:
    """Documents by id, each with the family of copies that it belongs to among them."""
    rows = {d.id: d for d in ledger.documents(set_aside=False, known_by=known_by, recorded_by=recorded_by)}
    texts = [
        FamilyText(id=d.id, text=_text(ledger, d.id), agency=d.agency, published=d.published) for d in rows.values()
    ]
    found = families(texts, world.policies.families)
    return {key: row.model_copy(update={"family": found[key]}) for key, row in rows.items()}


def _text(ledger: Ledger, document: str) -> str:
    """The text of a document, empty where it was erased."""
    try:
        return ledger.text(document)
    except NotFoundError:
        return ""
