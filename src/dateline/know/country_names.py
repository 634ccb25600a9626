"""Countries by the names that people use for them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

#: Names longer than this give way to a shorter one.
_LONG_NAME = 20


@lru_cache(maxsize=1)
def countries() -> Mapping[str, tuple[str, ...]]:
    """Two letters -> the names of a country, the usual one first."""
    from dateline.know.actors import CountryFile
    from dateline.vocabulary import DATA, load_yaml

    rows = load_yaml(DATA / "actors" / "countries.yaml", CountryFile).countries
    return {row.iso2: (row.name, *row.names) for row in rows}


def country_name(code: str | None) -> str | None:
    """The name of a country by its two letters, a shorter one where the usual one is long; the letters if unknown."""
    names = countries().get(code or "")
    if names is None:
        return code
    return next((n for n in names if len(n) <= _LONG_NAME and not n.isupper()), names[0])


def country_code(name: str) -> str | None:
    """The two letters of a country's name; None if it is none."""
    wanted = name.casefold()
    return next((code for code, names in countries().items() if wanted in (n.casefold() for n in names)), None)
