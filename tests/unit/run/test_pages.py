"""A claim of a PDF knows its page."""

from __future__ import annotations

import pytest

from dateline.mentions import Document
from dateline.model import Attribution, Claim
from dateline.run.pages import with_pages


def claim(start: int) -> Claim:
    return Claim(
        id=f"cl_{start}", document="d", start=start, end=start + 1, text="x", type="event",
        attribution=Attribution(kind="narration"), extractor="rules/1",
    )  # fmt: skip


@pytest.mark.parametrize(("start", "page"), [(0, 1), (9, 1), (10, 2), (29, 2), (30, 4)])
def test_the_page_on_which_a_claim_begins(start: int, page: int) -> None:
    document = Document(id="d", text="x" * 50, extra={"pages": [0, 10, 30, 30]})
    (found,) = with_pages([claim(start)], document)
    assert found.page == page
    assert found.to_json()["page"] == page


def test_other_documents_have_none() -> None:
    (found,) = with_pages([claim(3)], Document(id="d", text="x"))
    assert "page" not in found.to_json()
