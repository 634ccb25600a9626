"""Persons: the book's public figures come with the names; here, persons with a stated office and private ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dateline.find.actors_words import Lexicon
from dateline.know.actors import ActorBook
from dateline.mentions import ActorMention
from dateline.text.segment import Parsed


def find_persons(
    parsed: Parsed, found: Sequence[ActorMention], book: ActorBook, lex: Lexicon
) -> Iterator[ActorMention]:
    """Persons that the book does not know."""
    return iter(())
