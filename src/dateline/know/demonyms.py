"""'Syrian', 'Burkinabe', 'Ukrainians': the country that a word of nationality names."""

from __future__ import annotations

from functools import lru_cache

from dateline.know.actors import actor_book, fold_name


@lru_cache(maxsize=8192)
def country_of_demonym(word: str) -> str | None:
    """ISO code of the one country whose people or adjective this is; None if it is none or could be two."""
    found = actor_book().demonym(fold_name(word))
    return found[0] if len(found) == 1 else None
