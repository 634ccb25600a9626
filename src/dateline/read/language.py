"""A light check of the language: enough to keep what is not English from being read as if it were."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from dateline.vocabulary import load_data

#: Function words are written small and stand alone: 'al' in "Ma'arrat al-Nu'man" is none.
_WORD = re.compile(r"(?<![\w'’‘`-])[^\W\d_]+(?![\w-])")
#: So much of a text decides; the rest would only cost time.
_SAMPLE = 20_000


class _Languages(BaseModel):
    model_config = ConfigDict(extra="forbid")
    enough_words: int
    english_share: float
    other_lead: float
    distinct_words: int
    surely_words: int
    no_english: float
    foreign_letters: float
    scripts: dict[str, str]
    names: dict[str, str]
    function_words: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Guess:
    """`code`: language, None = cannot be told. `readable`: whether it may be read as English. `reason`: if not."""

    code: str | None
    readable: bool
    reason: str | None = None


def language_of(text: str) -> Guess:
    """Look at scripts first, then at the share of function words. Too few words to tell: readable, unknown."""
    table = _table()
    sample = text[:_SAMPLE]
    foreign = _foreign_script(sample, table)
    if foreign is not None:
        return _refused(foreign, table)
    words = _WORD.findall(sample)
    if len(words) < table.enough_words:
        return Guess(None, readable=True)
    found = Counter(w for w in words if w[0].islower())
    shares = {code: sum(n for w, n in found.items() if w in listed) for code, listed in _word_sets().items()}
    english = shares.pop("en") / len(words)
    best = max(shares, key=lambda code: shares[code])
    if _leads(best, shares[best] / len(words), english, found):
        return _refused(best, table)
    if english >= table.english_share:
        return Guess("en", readable=True)
    if len(words) >= table.surely_words and english < table.no_english:
        return _refused(None, table)
    return Guess(None, readable=True)


def _leads(code: str, share: float, english: float, found: Counter[str]) -> bool:
    """Whether a language other than English is the likelier one, by several of its words."""
    table = _table()
    distinct = len(_word_sets()[code] & found.keys())
    return distinct >= table.distinct_words and share > max(english * table.other_lead, table.english_share)


def _refused(code: str | None, table: _Languages) -> Guess:
    name = table.names.get(code, code) if code else "unknown"
    return Guess(code, readable=False, reason=f"unread: not English (looks like {name})")


def _foreign_script(text: str, table: _Languages) -> str | None:
    """The language that most letters' script stands for, when letters of such scripts are too many."""
    letters = Counter(_script(c) for c in text if c.isalpha())
    total = sum(letters.values())
    foreign = {s: n for s, n in letters.items() if s in table.scripts}
    if not total or sum(foreign.values()) <= table.foreign_letters * total:
        return None
    return table.scripts[max(foreign, key=lambda s: foreign[s])]


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    return unicodedata.name(letter, "UNKNOWN").split(" ", 1)[0].split("-", 1)[0]


def _table() -> _Languages:
    table: _Languages = load_data("vocabulary/language.yaml", _Languages)
    return table


@lru_cache(maxsize=1)
def _word_sets() -> dict[str, frozenset[str]]:
    return {code: frozenset(words) for code, words in _table().function_words.items()}
