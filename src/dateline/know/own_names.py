"""Names that people add to the books for one ledger: further names of actors, sources and places, and new places."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Literal

from dateline.errors import ConfigError
from dateline.know.gazetteer_supplement import Entry

Kind = Literal["actor", "source", "place"]
#: Shorter names stand in every text, longer ones are none.
_LEAST, _MOST = 2, 120


@dataclass(frozen=True, slots=True, order=True)
class OwnName:
    """A name of the actor, source or place `of`. A new place has a point instead: then `of` is its own id."""

    kind: Kind
    of: str
    name: str
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    place_kind: str | None = None

    def check(self) -> None:
        """Raises ConfigError where it is no name."""
        words = [w for w in re.split(r"[\W_]+", self.name) if w]
        if not words or not _LEAST <= len(self.name) <= _MOST or any(c in self.name for c in "\n\r\t\0"):
            raise ConfigError(
                f"{self.name!r} is no name: it needs {_LEAST} to {_MOST} characters, with a letter among them"
            )
        if self.is_new_place:
            self.entry().check("the place")

    @property
    def is_new_place(self) -> bool:
        return self.kind == "place" and self.lat is not None

    def entry(self) -> Entry:
        """A name of a place as a row over the gazetteer."""
        if not self.is_new_place:
            return Entry(name=self.name, of=self.of)
        return Entry(
            name=self.name, kind=self.place_kind or "settlement", country=self.country, lat=self.lat, lon=self.lon
        )

    def stands_in(self, folded: str) -> bool:
        """Whether a folded text has the name, as whole words."""
        return _pattern(self.name).search(folded) is not None


def folded(text: str) -> str:
    """A text without accents and case, for `stands_in`."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"['’ʼʻ`‘]", "", bare).casefold()


@lru_cache(maxsize=1024)
def _pattern(name: str) -> re.Pattern[str]:
    words = [re.escape(w) for w in re.split(r"[\W_]+", folded(name)) if w]
    return re.compile(r"(?<![^\W_])" + r"[\W_]+".join(words) + r"(?![^\W_])")


def version_with(version: str, names: Iterable[OwnName], text: str) -> str:
    """The version of what a text is read by: that of the books, and of those own names that stand in the text. So a
    name that is added makes only those documents outdated that it touches."""
    rows = sorted(names)
    if not rows:
        return version
    inside = folded(text)
    found = [row for row in rows if row.stands_in(inside)]
    return f"{version}.{sha256(repr(found).encode()).hexdigest()[:8]}" if found else version
