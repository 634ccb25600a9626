"""What products look up beside the rows: actors, sources, places and countries that the books know."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from pydantic import BaseModel, ConfigDict

from dateline.errors import NotFoundError
from dateline.know.actors import Actor, actor_book
from dateline.know.gazetteer import Gazetteer, Place
from dateline.know.sources import Source, source_book
from dateline.vocabulary import load_data


class CountryCodes(BaseModel):
    """A country in the codes of the field."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    iso3: str
    numeric: int
    name: str


class _CountryFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    countries: dict[str, CountryCodes]


class Books(Protocol):
    """Look-ups by id; None for what no book has."""

    def actor(self, key: str | None) -> Actor | None: ...
    def source(self, key: str | None) -> Source | None: ...
    def source_named(self, text: str) -> Source | None: ...
    def place(self, key: str | None) -> Place | None: ...
    def admin(self, code: str | None) -> Place | None: ...
    def country(self, iso2: str | None) -> CountryCodes | None: ...
    def nation(self, iso3: str) -> str | None: ...


class PackageBooks:
    """The package's books, and a gazetteer file (None = the package's) without anything that a user added to it."""

    def __init__(self, gazetteer: Path | None = None) -> None:
        self._gazetteer = Gazetteer.open(gazetteer)
        self._by_id = lru_cache(maxsize=4096)(self._gazetteer.by_id)
        self._by_code = lru_cache(maxsize=4096)(self._gazetteer.admin)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the gazetteer."""
        self._gazetteer.close()

    def actor(self, key: str | None) -> Actor | None:
        return _actor(key) if key else None

    def source(self, key: str | None) -> Source | None:
        return _source(key) if key else None

    def source_named(self, text: str) -> Source | None:
        return _source_named(text[:200])

    def place(self, key: str | None) -> Place | None:
        return self._by_id(key) if key else None

    def admin(self, code: str | None) -> Place | None:
        return self._by_code(code) if code else None

    def country(self, iso2: str | None) -> CountryCodes | None:
        return _countries().get(iso2 or "")

    def nation(self, iso3: str) -> str | None:
        """The name of a country by its ISO 3166 alpha-3 code."""
        return next((c.name for c in _countries().values() if c.iso3 == iso3), None)


def _countries() -> dict[str, CountryCodes]:
    return load_data("products/countries.yaml", _CountryFile).countries


@lru_cache(maxsize=4096)
def _actor(key: str) -> Actor | None:
    book = actor_book()
    return book.get(key) if key in book else None


@lru_cache(maxsize=4096)
def _source(key: str) -> Source | None:
    try:
        return source_book().by_id(key)
    except NotFoundError:
        return None


@lru_cache(maxsize=4096)
def _source_named(text: str) -> Source | None:
    return source_book().lookup(text)
