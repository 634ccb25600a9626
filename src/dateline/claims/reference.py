"""What "it", "they", "the group", "the town" and "there" point back to. No answer is better than a wrong one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.claims.reference_actors import resolve_actor_anaphors
from dateline.claims.reference_places import resolve_place_anaphors, topic_country, topic_place
from dateline.claims.reference_words import reference_words
from dateline.know.actors import ActorBook, actor_book
from dateline.mentions import ActorMention, PlaceMention
from dateline.text.segment import Parsed

__all__ = ["Reference", "resolve_reference", "topic_country", "topic_place"]


@dataclass(frozen=True)
class Reference:
    """Who and where a token stands for. Copies for anaphors keep the anaphor's own span, resolution 'coref'."""

    actors: dict[int, tuple[ActorMention, ...]]
    places: dict[int, PlaceMention]

    def actor_of(self, token_index: int) -> ActorMention | None:
        """The actor that a token stands for: head of a mention, word inside one, or an anaphor."""
        found = self.actors.get(token_index)
        return found[0] if found else None

    def actors_of(self, token_index: int) -> tuple[ActorMention, ...]:
        """All actors of a token: 'Syrian and Iraqi forces' has two under one head."""
        return self.actors.get(token_index, ())

    def place_of(self, token_index: int) -> PlaceMention | None:
        """The place that a token stands for: inside a named place, or an anaphor such as 'the town', 'there'."""
        return self.places.get(token_index)


def resolve_reference(
    parsed: Parsed,
    actors: Sequence[ActorMention],
    places: Sequence[PlaceMention],
    *,
    book: ActorBook | None = None,
) -> Reference:
    """Link pronouns and nominal anaphors of a document to the resolved mentions before them."""
    words = reference_words()
    by_token: dict[int, tuple[ActorMention, ...]] = {}
    for mention in sorted(actors, key=lambda m: m.start - m.end):  # the longest first, inner mentions overwrite
        for token in parsed.tokens_in(mention.start, mention.end):
            same = tuple(m for m in by_token.get(token.i, ()) if (m.start, m.end) == (mention.start, mention.end))
            by_token[token.i] = (*same, mention)
    for mention in actors:
        same = tuple(m for m in actors if m.head == mention.head)
        by_token[mention.head] = same
    by_token.update(resolve_actor_anaphors(parsed, actors, words, book or actor_book()))
    place_by_token: dict[int, PlaceMention] = {}
    for place in sorted(places, key=lambda p: p.start - p.end):
        for token in parsed.tokens_in(place.name_start, place.name_end):
            place_by_token[token.i] = place
    for index, place in resolve_place_anaphors(parsed, places, words).items():
        place_by_token.setdefault(index, place)
    return Reference(actors=by_token, places=place_by_token)
