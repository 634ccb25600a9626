"""Places in a text: toponyms and described places, before anyone asks which place in the world is meant.

The gazetteer comes first, the parser's entities are a hint. Each name is weighed: what stands before and after it,
how well known it is, whether the name belongs to a person or a body. Weights are in vocabulary/places.yaml.
"""

from __future__ import annotations

from collections.abc import Sequence

from dateline.find.places_evidence import Context, support_each_other, usage_of, weigh
from dateline.find.places_names import Name, names_in, unknown_names
from dateline.find.places_phrase import describe
from dateline.know.gazetteer import Gazetteer
from dateline.know.gazetteer_words import place_words
from dateline.mentions import PlaceMention
from dateline.text.segment import Parsed

_SILENT_KINDS = frozenset({"byline", "credit", "teaser"})


def find_places(parsed: Parsed, gazetteer: Gazetteer, taken: Sequence[tuple[int, int]] = ()) -> list[PlaceMention]:
    """Places by offset. `taken`: spans of actors, persons and bodies; a name inside one is not a place of its own.

    `start`/`end` cover the phrase ('the southern province of Daraa'), `name_start`/`name_end` the bare name. Nothing
    is resolved here: id, lat and lon stay None. `usage` is 'place', 'dateline' or 'organisation'.
    """
    names = [
        name
        for sentence in parsed.sentences
        if sentence.kind not in _SILENT_KINDS
        for name in names_in(parsed.tokens_of(sentence), parsed.text, gazetteer)
    ]
    names.sort(key=lambda n: n.start)
    limit = place_words().find.threshold
    context = Context.of(parsed, names, taken)
    scores = support_each_other(names, [weigh(name, context) for name in names], parsed.text)
    # A known name inside a longer unknown one ('Kubra' of 'X al-Kubra') keeps it out only where it is a place itself.
    refused = {(n.start, n.end) for n, score in zip(names, scores, strict=True) if score < limit}
    sure = [n for n in names if (n.start, n.end) not in refused]
    new = [
        n for n in unknown_names(parsed, sure) if (n.start, n.end) not in refused and not _is_silent(parsed, n.start)
    ]
    names = sorted([n for n in names if not any(u.start <= n.start and n.end <= u.end for u in new)] + new, key=_start)
    context = Context.of(parsed, names, taken)
    scores = support_each_other(names, [weigh(name, context) for name in names], parsed.text)
    found = [_mention(n, score, context) for n, score in zip(names, scores, strict=True) if score >= limit]
    return [m for m in found if not _is_only_a_direction(m, found)]


def _is_silent(parsed: Parsed, offset: int) -> bool:
    sentence = parsed.sentence_at(offset)
    return sentence is not None and sentence.kind in _SILENT_KINDS


def _is_only_a_direction(mention: PlaceMention, all_of_them: Sequence[PlaceMention]) -> bool:
    """'Northwest Syria': towns are called Northwest, but here it says where in Syria."""
    if mention.text.casefold() not in place_words().find.directions:
        return False
    return any(m is not mention and m.start <= mention.start and mention.end <= m.name_start for m in all_of_them)


def _start(name: Name) -> int:
    return name.start


def _mention(name: Name, score: float, context: Context) -> PlaceMention:
    phrase = describe(name, context.parsed)
    text = context.parsed.text
    return PlaceMention(
        start=phrase.start,
        end=phrase.end,
        text=text[phrase.start : phrase.end],
        name_start=name.start,
        name_end=name.end,
        relation=phrase.relation,
        qualifier=phrase.qualifier,
        confidence=round(min(1.0, max(0.0, 0.4 + score / 10)), 2),
        usage=usage_of(name, context),
    )
