"""Folding of names: spellings of one name meet in one key.

Two folds. `plain` undoes what typing changes: case, diacritics, apostrophes, hyphens and spaces. `loose` also undoes
what transliteration changes: articles (al-, ar-, ez-), q and k, ou and u, ee and i, doubled letters, a final h.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from dateline.know.gazetteer_words import FoldRules, place_words


class _Compiled:
    """The rules in the form that folding wants them."""

    def __init__(self, rules: FoldRules) -> None:
        self.letters = str.maketrans({**rules.letters, **dict.fromkeys(rules.silent, "")})
        self.articles = frozenset(rules.articles)
        self.words = {spelling: key for key, spellings in rules.words.items() for spelling in spellings}
        self.rules = tuple((re.compile(pattern), new) for pattern, new in rules.rules)
        self.fixed = frozenset(rules.fixed_spelling)


@lru_cache(maxsize=1)
def _compiled() -> _Compiled:
    return _Compiled(place_words().fold)


_NOT_WORD = re.compile(r"[\W_]+")
_DOUBLED = re.compile(r"(.)\1+")
_ATTACHED = re.compile(r"^[ae](ss|zz|rr|dd|tt|nn|ll)(?=.{2})")


@lru_cache(maxsize=65536)
def plain(name: str) -> str:
    """Case, diacritics, apostrophes, hyphens and runs of white space away: 'Deir ez-Zōr' -> 'deir ez zor'."""
    rules = _compiled()
    text = name.casefold().translate(rules.letters)
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
        text = text.casefold().translate(rules.letters)  # some letters have a case only once they are decomposed
    return _NOT_WORD.sub(" ", text).strip()


def without_articles(name: str) -> str:
    """The plain fold without Arabic articles: 'Al-Bab' -> 'bab'; an article alone stays."""
    words = plain(name).split()
    return " ".join([w for w in words if w not in _compiled().articles] or words)


@lru_cache(maxsize=65536)
def loose(name: str, *, articles: bool = True) -> str:
    """The transliteration-blind key of a name: 'Al-Raqqah', 'Raqa' and 'Ar Rakka' -> 'raka'. May be empty."""
    rules = _compiled()
    words = plain(name).split()
    if articles:
        words = [w for w in words if w not in rules.articles] or words
        words = [w if i == 0 else _ATTACHED.sub(lambda m: m.group(1)[0], w) for i, w in enumerate(words)]
        words = [w.removeprefix("ال") if len(w) > 4 else w for w in words]
    return _DOUBLED.sub(r"\1", "".join(_word(w, rules) for w in words))


def _word(word: str, rules: _Compiled) -> str:
    word = rules.words.get(word, word)
    for pattern, new in rules.rules:
        word = pattern.sub(new, word)
    return word


def spelled_freely(country: str | None) -> bool:
    """Whether names of this country reach English by transliteration, so that its places have loose keys."""
    return country not in _compiled().fixed
