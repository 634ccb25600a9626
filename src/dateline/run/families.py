"""Families of a ledger's documents: derived from its texts and people's decisions, kept in it until its log grows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dateline.derive.knowledge import default_world
from dateline.errors import NotFoundError
from dateline.families import Families, FamilyDocument, Link, Prints, decided, families, prints_of
from dateline.families.prints import VERSION
from dateline.ledger import Ledger
from dateline.ledger.query import Moment
from dateline.model import DocumentRow, FamilyMember, FamilyRow

#: The name under which they are kept among the views.
VIEW = "families"
_KEEP_EVERY = 500


def families_of(ledger: Ledger, rows: Iterable[DocumentRow], *, recorded_by: Moment | None = None) -> Families:
    """Families of these documents, found now. Prints of their texts are kept in the ledger for the next time."""
    together, apart = decided(ledger.reviews(recorded_by=recorded_by))
    return families(_documents(ledger, rows), default_world().policies.families, together=together, apart=apart)


def family_rows(ledger: Ledger, version: str) -> list[FamilyRow]:
    """All families of today, those of one document too, by the publication of their first document.

    Kept ones where nothing has changed since; `version` is that of the rules that views follow from.
    """
    kept = ledger.get_view(VIEW, version)
    if kept is not None:
        return [FamilyRow.model_validate(row) for row in kept]
    head = ledger.head()
    documents = list(ledger.documents(set_aside=False))
    rows = _rows(families_of(ledger, documents), documents)
    ledger.put_view(VIEW, version, (row.to_json() for row in rows), head=head)
    return rows


def _documents(ledger: Ledger, rows: Iterable[DocumentRow]) -> Iterator[FamilyDocument]:
    known = dict(ledger.prints(VERSION))
    least = default_world().policies.families.least_chars
    fresh: dict[str, bytes] = {}
    for row in rows:
        if row.text_sha256 is None:
            continue
        prints = _kept(known.get(row.text_sha256))
        if prints is None:
            try:
                prints = prints_of(ledger.text(row.id), least_chars=least)
            except NotFoundError:
                continue  # erased
            fresh[row.text_sha256] = prints.to_bytes()
            if len(fresh) >= _KEEP_EVERY:
                ledger.keep_prints(fresh.items(), VERSION)
                fresh.clear()
        yield FamilyDocument(
            id=row.id, prints=prints, agency=row.agency, publisher=row.publisher, published=row.published
        )
    if fresh:
        ledger.keep_prints(fresh.items(), VERSION)


def _kept(content: bytes | None) -> Prints | None:
    """Prints as they were kept; None where there are none, or a damaged row: they are only a cache."""
    try:
        return None if content is None else Prints.from_bytes(content)
    except ValueError:
        return None


def _rows(found: Families, documents: Iterable[DocumentRow]) -> list[FamilyRow]:
    by_id = {row.id: row for row in documents}
    links: dict[str, list[Link]] = {}
    for link in found.links:
        links.setdefault(link.document, []).append(link)
    rows = []
    for family, members in found.members().items():
        listed = tuple(_member(by_id[key], family, links.get(key, []), found) for key in members)
        agencies = sorted({m.agency for m in listed if m.agency})
        rows.append(
            FamilyRow(
                id=family, size=len(listed), fullest=found.fullest[family], published=listed[0].published,
                agencies=tuple(agencies), documents=listed,
            )
        )  # fmt: skip
    return rows


def _member(row: DocumentRow, family: str, links: list[Link], found: Families) -> FamilyMember:
    own = [k for k in links if found.family_of[k.of] == family]
    best = max(own, key=lambda k: (k.kind == "decided", k.shared, k.score), default=None)
    return FamilyMember(
        document=row.id, of=best.of if best else None, score=best.score if best else None,
        shared=best.shared if best else None, rule=best.kind if best else None,
        also=tuple(k.of for k in links if found.family_of[k.of] != family),
        published=row.published, publisher=row.publisher, agency=row.agency, title=row.title,
    )  # fmt: skip
