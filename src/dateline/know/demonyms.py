"""'Syrian', 'Burkinabe', 'Ukrainians': the country that a word of nationality names."""

from __future__ import annotations

from functools import lru_cache

from dateline.know.actors import actor_book, fold_name


@lru_cache(maxsize=8192)
def countries_of_demonym(word: str) -> tuple[str, ...]:
    """ISO codes of the countries whose people or adjective this is: two for 'Congolese', none for other words."""
    return tuple(actor_book().demonym(fold_name(word)))


def country_of_demonym(word: str) -> str | None:
    """The one country of a word of nationality; None if it is none or could be two."""
    found = countries_of_demonym(word)
    return found[0] if len(found) == 1 else None
