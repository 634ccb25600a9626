"""Which page of a PDF a claim stands on."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from dateline.mentions import Document
from dateline.model import Claim


def with_pages(claims: Iterable[Claim], document: Document) -> list[Claim]:
    """The claims, each with its page (from 1) where the document has pages (`extra.pages`: offsets of their begin)."""
    starts = document.extra.get("pages")
    if not isinstance(starts, list) or not starts:
        return list(claims)
    return [c.model_copy(update={"page": max(bisect_right(starts, c.start), 1)}) for c in claims]
