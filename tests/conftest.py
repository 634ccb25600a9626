"""Reading for tests: the resources are loaded once, and a text that many tests ask about is read once. And ledgers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ledger_rows import MakeEntry, make_entry

if TYPE_CHECKING:
    from dateline.claims.inputs import Inputs
    from dateline.ledger import Ledger
    from dateline.model import Claim
    from dateline.run.resources import Resources

#: A Thursday.
PUBLISHED = date(2024, 5, 16)


@pytest.fixture(scope="session")
def resources() -> Iterator[Resources]:
    """Books, vocabulary and gazetteer of the package, and the rules alone: what a test says of them holds by them."""
    from dateline.run.resources import load_resources

    loaded = load_resources(extractor="rules")
    yield loaded
    loaded.gazetteer.close()


@pytest.fixture(scope="session")
def inputs(resources: Resources) -> Callable[..., Inputs]:
    """inputs(text, **fields of a document): the mentions of a report published on Thursday, 16 May 2024."""
    from dateline.mentions import Document
    from dateline.run.pipeline import inputs_of

    @cache
    def read(text: str, published: date | None = PUBLISHED, **fields: str) -> Inputs:
        return inputs_of(Document(id="d", text=text, published=published, **fields), resources)

    return read


@pytest.fixture(scope="session")
def claims(inputs: Callable[..., Inputs]) -> Callable[..., tuple[Claim, ...]]:
    """claims(text, **fields of a document): all its claims, in the order of the text."""
    from dateline.claims.rules import extract

    @cache
    def read(text: str, **fields: object) -> tuple[Claim, ...]:
        return tuple(extract(inputs(text, **fields)))

    return read


@pytest.fixture(scope="session")
def claim(claims: Callable[..., tuple[Claim, ...]]) -> Callable[..., Claim]:
    """claim(text, type, words, ...): the only claim of this type that has these words."""

    def read(text: str, kind: str, words: str = "", **fields: object) -> Claim:
        found = [c for c in claims(text, **fields) if c.type == kind and words in c.text]
        assert len(found) == 1, [(c.type, c.text) for c in claims(text, **fields)]
        return found[0]

    return read


@pytest.fixture
def entry() -> MakeEntry:
    """Makes entries of a ledger."""
    return make_entry


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """A new ledger in an empty folder."""
    from dateline.ledger import Ledger

    with Ledger(tmp_path / "war.ledger", create=True) as opened:
        yield opened
