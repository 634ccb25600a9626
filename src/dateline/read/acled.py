"""The user's own copy of an ACLED export: rows of events by others. They are read to be compared, never stored.

Columns as ACLED names them (Codebook 2023), in any case and order; a semicolon may part them. Days are ISO or as the
export tool writes them ('02 March 2024').
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from dateline.errors import ConfigError, DocumentError, NotFoundError
from dateline.read.decode import decode

_IDS = ("event_id_cnty", "data_id")
_NEEDED = ("event_date", "event_type", "latitude", "longitude")
_DAYS = ("%d %B %Y", "%d %b %Y", "%d-%B-%Y", "%d-%b-%Y")
#: Exports beyond this are cut by country or year.
_MOST_BYTES = 1 << 29


@dataclass(frozen=True, slots=True, kw_only=True)
class AcledRow:
    """One event of theirs. None = the cell is empty. `fields`: the whole row as it came."""

    id: str
    day: date
    time_precision: int | None
    event_type: str
    sub_event_type: str | None
    actors: tuple[str, ...]
    country: str | None
    location: str | None
    lat: float
    lon: float
    geo_precision: int | None
    fatalities: int | None
    fields: Mapping[str, str]


def read_acled(path: Path) -> tuple[list[AcledRow], list[str]]:
    """The rows, in their order, and what is wrong with those that cannot be read ('FILE:17: no day ...').

    Raises NotFoundError (no such file) and ConfigError (no table with ACLED's columns).
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ConfigError(f"{path}: more than {_MOST_BYTES >> 20} MiB; cut it by country or year", path=str(path))
        text, _ = decode(path.read_bytes())
    except FileNotFoundError:
        raise NotFoundError(f"{path}: no such file", path=str(path)) from None
    except (OSError, DocumentError) as err:
        raise ConfigError(f"{path}: cannot be read: {err}", path=str(path)) from err
    head = text.split("\n", 1)[0]
    try:
        return _rows(text, ";" if head.count(";") > head.count(",") else ",", str(path))
    except csv.Error as err:
        raise ConfigError(f"{path}: not a table: {err}", path=str(path)) from err


def _rows(text: str, delimiter: str, where: str) -> tuple[list[AcledRow], list[str]]:
    table = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    header = [name.strip().casefold() for name in next(table, [])]
    key = next((name for name in _IDS if name in header), None)
    missing = [*([] if key else [_IDS[0]]), *(name for name in _NEEDED if name not in header)]
    if key is None or missing:
        raise ConfigError(f"{where}: no ACLED export: it has no column {', '.join(missing)}", path=where)
    rows: dict[str, AcledRow] = {}
    problems = []
    for cells in table:
        at = f"{where}:{table.line_num}"
        fields = dict(zip(header, (cell.strip() for cell in cells), strict=False))
        if not any(fields.values()):
            continue
        try:
            row = _row(fields, key)
        except ValueError as err:
            problems.append(f"{at}: {err}")
            continue
        if row.id in rows:
            problems.append(f"{at}: the id {row.id} stands in an earlier row, too")
        else:
            rows[row.id] = row
    return list(rows.values()), problems


def _row(fields: Mapping[str, str], key: str) -> AcledRow:
    for name in (key, *_NEEDED):
        if not fields.get(name):
            raise ValueError(f"no {name}")
    lat, lon = _degrees(fields, "latitude", 90), _degrees(fields, "longitude", 180)
    actors = [fields.get(name, "") for name in ("actor1", "actor2")]
    return AcledRow(
        id=fields[key], day=_day(fields["event_date"]), time_precision=_whole(fields, "time_precision"),
        event_type=fields["event_type"], sub_event_type=fields.get("sub_event_type") or None,
        actors=tuple(name for name in actors if name), country=fields.get("country") or None,
        location=fields.get("location") or None, lat=lat, lon=lon, geo_precision=_whole(fields, "geo_precision"),
        fatalities=_whole(fields, "fatalities"), fields=fields,
    )  # fmt: skip


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        pass
    for form in _DAYS:
        try:
            return datetime.strptime(value, form).date()
        except ValueError:
            continue
    raise ValueError(f"event_date {value!r} is no day such as 2024-03-02 or 02 March 2024")


def _degrees(fields: Mapping[str, str], name: str, most: int) -> float:
    try:
        value = float(fields[name])
    except ValueError:
        raise ValueError(f"{name} {fields[name]!r} is no number") from None
    if not -most <= value <= most:
        raise ValueError(f"{name} {fields[name]!r} is outside -{most} to {most}")
    return value


def _whole(fields: Mapping[str, str], name: str) -> int | None:
    value = fields.get(name, "")
    if not value:
        return None
    if not value.isascii() or not value.isdigit():
        raise ValueError(f"{name} {value!r} is no whole number")
    return int(value)
