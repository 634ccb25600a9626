"""Copies of one wire story: documents that share most of their sentences are one independence family (R59, R73)."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b

from pydantic import BaseModel, ConfigDict, Field

_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’»)\]]*\s+|\n+")
_NOT_WORD = re.compile(r"[\W_]+")


class FamilyRules(BaseModel):
    """Thresholds of data/vocabulary/policies.yaml, section `families`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    share: float = Field(gt=0, le=1)
    share_same_agency: float = Field(gt=0, le=1)
    agency_days: int = Field(ge=0)
    least_sentences: int = Field(ge=1)
    least_chars: int = Field(ge=1)
    common: int = Field(ge=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyText:
    """What is compared of a document. `agency` is the credited wire (an id or a name), `published` an ISO day."""

    id: str
    text: str
    agency: str | None = None
    published: str | None = None


def normalised_sentences(text: str, *, least_chars: int = 25) -> frozenset[str]:
    """The sentences of a text as words alone, lower case, accents folded; shorter ones are left out."""
    folded = unicodedata.normalize("NFKD", text)
    plain = "".join(c for c in folded if not unicodedata.combining(c)).lower()
    rows = (_NOT_WORD.sub(" ", part).strip() for part in _SENTENCE_END.split(plain))
    return frozenset(row for row in rows if len(row) >= least_chars)


def fingerprint(text: str, *, least_chars: int = 25) -> frozenset[int]:
    """The normalised sentences as 64-bit numbers: small enough to keep beside each document."""
    return frozenset(
        int.from_bytes(blake2b(row.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
        for row in normalised_sentences(text, least_chars=least_chars)
    )


def families(documents: Iterable[FamilyText], rules: FamilyRules) -> dict[str, str]:
    """Family id of each document: 'fm_' and the id of the family's first document by publication and id.

    Independent of the order of `documents`. A document that copies nothing is a family of its own.
    """
    rows = sorted(documents, key=lambda d: (d.published or "9999", d.id))
    prints = {d.id: fingerprint(d.text, least_chars=rules.least_chars) for d in rows}
    by_id = {d.id: d for d in rows}
    parent = {d.id: d.id for d in rows}
    place = {d.id: i for i, d in enumerate(rows)}
    for (a, b), shared in sorted(_shared(prints, rules.common).items()):
        if _is_copy(by_id[a], by_id[b], shared, min(len(prints[a]), len(prints[b])), rules):
            _join(parent, place, a, b)
    return {d.id: "fm_" + _root(parent, d.id) for d in rows}


def _shared(prints: Mapping[str, frozenset[int]], common: int) -> dict[tuple[str, str], int]:
    """How many sentences each pair of documents shares; pairs that share none are left out."""
    holders: dict[int, list[str]] = defaultdict(list)
    for document in sorted(prints):
        for sentence in prints[document]:
            holders[sentence].append(document)
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for documents in holders.values():
        if 1 < len(documents) <= common:
            for i, a in enumerate(documents):
                for b in documents[i + 1 :]:
                    counts[a, b] += 1
    return counts


def _is_copy(a: FamilyText, b: FamilyText, shared: int, shorter: int, rules: FamilyRules) -> bool:
    if shared < min(rules.least_sentences, shorter):
        return False
    share = shared / shorter
    return share >= rules.share or (share >= rules.share_same_agency and _same_wire(a, b, rules.agency_days))


def _same_wire(a: FamilyText, b: FamilyText, days: int) -> bool:
    if not a.agency or a.agency != b.agency or not a.published or not b.published:
        return False
    gap = date.fromisoformat(a.published[:10]) - date.fromisoformat(b.published[:10])
    return abs(gap.days) <= days


def _root(parent: dict[str, str], node: str) -> str:
    while parent[node] != node:
        parent[node] = parent[parent[node]]
        node = parent[node]
    return node


def _join(parent: dict[str, str], place: Mapping[str, int], a: str, b: str) -> None:
    """The root of a family is always its first document, whatever the order of joining."""
    one, two = _root(parent, a), _root(parent, b)
    if one != two:
        first, later = (one, two) if place[one] < place[two] else (two, one)
        parent[later] = first
