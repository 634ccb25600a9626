"""What is asked of a mention of a place: its bare name, what its words say it is, and the mentions beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from dateline.know.gazetteer import Match
from dateline.know.gazetteer_words import place_words
from dateline.mentions import PlaceMention
from dateline.text.segment import Parsed

#: What stands between a name and the name, behind it or before it, of what it lies in.
_PARENT_AFTER = re.compile(r"^,\s(?:in\s|the\s)?$|^\s\($|^,?\s(?:\w+\s){0,2}(?:in|of)\s(?:the\s)?(?:[\w-]+\s){0,2}$")
_PARENT_BEFORE = re.compile(r"^['’]s?\s(?:[\w-]+\s){0,4}$")
#: What stands between two names of a list.
LISTED = re.compile(r"^(?:,|,? and|,? or|;| &)\s(?:the\s|in\s|from\s)?$")
#: Where the word after a name ends at the latest, in characters.
WORD = 16
_SITES = frozenset({"facility", "road"})
#: The places of a name with their scores, best first.
Ranked = list[tuple[float, Match]]


@dataclass(frozen=True, slots=True)
class Asked:
    """One mention with its bare name, the kinds that its words say, the mentions that may name what it lies in,
    and those that are listed with it. `site`: 'X mosque', 'X street'; `quarter`: 'the X neighbourhood'."""

    mention: PlaceMention
    name: str
    kinds: frozenset[str]
    parents: tuple[int, ...]
    listed: tuple[int, ...]
    site: bool = False
    quarter: bool = False


def asked_of(parsed: Parsed, mentions: Sequence[PlaceMention], i: int) -> Asked:
    """What is asked of the i-th mention."""
    mention = mentions[i]
    before = parsed.text[mention.start : mention.name_start]
    after = parsed.text[mention.name_end : mention.end]
    name = parsed.text[mention.name_start : mention.name_end]
    left = parsed.text[mentions[i - 1].end : mention.start] if i else None
    right = parsed.text[mention.end : mentions[i + 1].start] if i + 1 < len(mentions) else None
    parents = [i + 1] if right is not None and _PARENT_AFTER.match(right) else []
    parents += [i - 1] if left is not None and _PARENT_BEFORE.match(left) else []
    listed = [i + 1] if right is not None and LISTED.match(right) else []
    listed += [i - 1] if left is not None and LISTED.match(left) else []
    # 'the market of X' is in X, 'X market' may be called so: only the second says what X is.
    kinds = kinds_said(after) | frozenset(k for k in kinds_said(before) if k not in _SITES)
    site = bool(place_words().resolve.namesakes & set(after.casefold().split()))
    words = (*after.casefold().split(), *parsed.text[mention.end : mention.end + WORD].casefold().split()[:1])
    quarter = bool(place_words().resolve.quarters & set(words))
    return Asked(mention, name, kinds, tuple(parents), tuple(listed), site, quarter)


def kinds_said(words: str) -> frozenset[str]:
    """Kinds that the words around a name say: 'province' -> adm1."""
    table = place_words().kind_of
    lower = re.findall(r"[\w-]+", words.casefold())
    pairs = [" ".join(p) for p in pairwise(lower)]
    said = [kind for word in (*pairs, *lower) for kind in table.get(word.removesuffix("s"), table.get(word, ()))]
    return frozenset(said)
