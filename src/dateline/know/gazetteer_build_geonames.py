"""GeoNames' own files: country dumps, alternate names, and the codes of administrative units.

Each reader gives one item a line, so that a build which was cut off knows by their number which line comes next.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import islice

from dateline.know.gazetteer_build_lines import Bytes, byte_lines
from dateline.know.gazetteer_rows import Alias, Bad, Item, Resumable, Row, Skipped
from dateline.know.gazetteer_words import place_words

Parse = Callable[[int, list[str]], Item]

_DUMP_COLUMNS = 19
_CODE = re.compile(r"[A-Z]{2}(?:\.\w+){1,2}$")
_EMPTY = Skipped("an empty line")
_OTHER_FEATURE = Skipped("a feature that is not kept")
_OTHER_LANGUAGE = Skipped("a link or a code, no name")


def reader_of(head: list[str]) -> Parse | None:
    """How to read a line, by the first lines of the file; None when it is not one of GeoNames'."""
    for line in head:
        c = line.split("\t")
        if len(c) == _DUMP_COLUMNS and c[0].isdigit():
            return dump_line
        if len(c) >= 4 and c[0].isdigit() and c[1].isdigit():
            return alternate_line
        if len(c) == 4 and _CODE.match(c[0]) and c[3].isdigit():
            return code_line
    return None


def rows_of(source: Bytes, parse: Parse) -> Resumable:
    """The file's items, one a line, from any line on."""

    def after(count: int) -> Iterator[Item]:
        for number, raw in enumerate(islice(byte_lines(source), count, None), start=count + 1):
            yield _item(number, raw, parse)

    return Resumable(after)


def _item(number: int, raw: bytes, parse: Parse) -> Item:
    try:
        line = raw.decode().rstrip("\r")
        return parse(number, line.split("\t")) if line else _EMPTY
    except ValueError as err:
        return Bad(number, str(err))


def dump_line(number: int, c: list[str]) -> Item:
    """A line of a country dump or of allCountries: features of vocabulary/places.yaml, `feature_codes`."""
    if len(c) != _DUMP_COLUMNS:
        return Bad(number, f"{len(c)} columns, a GeoNames dump has {_DUMP_COLUMNS}")
    kind = _kind(c[7])
    if kind is None:
        return _OTHER_FEATURE
    lat, lon, country = float(c[4]), float(c[5]), c[8] or None
    if not (abs(lat) <= 90 and abs(lon) <= 180 and c[1]):
        return Bad(number, f"{c[1]!r} at lat {c[4]}, lon {c[5]} is no place on Earth")
    adm1 = f"{c[8]}.{c[10]}" if c[10] not in ("", "00") else None
    adm2 = f"{adm1}.{c[11]}" if adm1 and c[11] else None
    return Row(
        name=c[1], kind=kind, country=country, lat=lat, lon=lon, geonames=int(c[0]), adm1=adm1, adm2=adm2,
        names=tuple(n for n in (c[2], *c[3].split(",")) if n), population=int(c[14] or 0),
        code={"ADM1": adm1, "ADM2": adm2, "PCLI": country}.get(c[7]),
    )  # fmt: skip


@lru_cache(maxsize=4096)
def _kind(code: str) -> str | None:
    codes = place_words().feature_codes
    return next((codes[code[:n]] for n in range(len(code), 1, -1) if code[:n] in codes), None)


def alternate_line(number: int, c: list[str]) -> Item:
    """A line of alternateNames or alternateNamesV2: id of the name, id of the place, language, name."""
    if len(c) < 4 or not c[1].isdigit():
        return Bad(number, "not a line of an alternateNames file")
    if c[2] in place_words().not_languages or not c[3]:
        return _OTHER_LANGUAGE
    return Alias(names=(c[3],), geonames=int(c[1]))


def code_line(number: int, c: list[str]) -> Item:
    """A line of admin1CodesASCII or admin2Codes: code, name, its ASCII form, id of the place."""
    if len(c) != 4 or not _CODE.match(c[0]) or not c[3].isdigit():
        return Bad(number, "not a line of a file of admin codes: code, name, ascii name, id")
    return Alias(names=tuple(n for n in c[1:3] if n), geonames=int(c[3]), code=c[0], country=c[0][:2])
