"""Names and places that a user adds: a table of its own that is read over the gazetteer, without a rebuild.

Rows are only ever appended: each says what was done, when and by whom, and a removal is a row too. The bytes of the
file are the version of the supplement.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_config_dir

from dateline.errors import ConfigError, NotFoundError
from dateline.ids import content_id
from dateline.know.gazetteer_words import place_words

FIELDS = ("action", "id", "name", "kind", "country", "lat", "lon", "radius_km", "aliases", "of", "at", "by")
_ACTIONS = ("add", "remove")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One addition: a place with a point, or, with `of`, further names of the place of that id.

    `country` ISO 2, `lat` and `lon` degrees WGS84, `radius_km` None where its kind says it, `at` ISO 8601 in UTC.
    """

    name: str
    kind: str = "settlement"
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None
    aliases: tuple[str, ...] = ()
    of: str | None = None
    at: str = ""
    by: str = ""

    @property
    def id(self) -> str:
        """The id that a build would give the place; for further names a hash of place and name."""
        if self.of is not None:
            return f"name:{content_id(self.of, self.name)[:16]}"
        return f"user:{content_id(self.name, self.country, f'{self.lat:.3f}', f'{self.lon:.3f}')[:16]}"

    def check(self, where: str) -> None:
        """Raises ConfigError, beginning with `where`, when the entry says too little or what cannot be."""
        kinds = place_words().radius
        if not self.name.strip():
            raise ConfigError(f"{where}: an entry needs a name")
        if self.kind not in kinds:
            raise ConfigError(f"{where}: kind {self.kind!r} is none of {', '.join(sorted(kinds))}")
        if self.country is not None and not (len(self.country) == 2 and self.country.isalpha()):
            raise ConfigError(f"{where}: country {self.country!r} is not an ISO code of two letters")
        if self.of is None and (self.lat is None or self.lon is None):
            raise ConfigError(f"{where}: a place needs lat and lon; further names need the id of their place in `of`")
        if self.lat is not None and self.lon is not None and not (abs(self.lat) <= 90 and abs(self.lon) <= 180):
            raise ConfigError(f"{where}: lat {self.lat}, lon {self.lon} is no point on Earth")


@dataclass(frozen=True, slots=True)
class Supplement:
    """The entries in force, by id in the order of their rows, and the sha256 of the file."""

    entries: dict[str, Entry]
    sha256: str


def default_supplement() -> Path:
    """The user's own table, in the configuration folder of the user's account."""
    return Path(user_config_dir("dateline")) / "places.csv"


def supplement_in_use(chosen: Path | None) -> Path | None:
    """The chosen table, else the user's own where there is one. NotFoundError when the chosen one is not there."""
    if chosen is None:
        own = default_supplement()
        return own if own.is_file() else None
    if not chosen.is_file():
        raise NotFoundError(f"{chosen}: no such supplement; `dateline gazetteer add` begins one", path=str(chosen))
    return chosen


def read_supplement(path: Path) -> Supplement:
    """Read the table. Raises ConfigError with file and line when a row is not of its shape."""
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as err:
        raise ConfigError(f"{path}: the supplement cannot be read: {err}", path=str(path)) from err
    entries: dict[str, Entry] = {}
    for where, row in _rows(path, text):
        if row["action"] == "remove":
            entries.pop(row["id"] or "", None)
            continue
        entry = _entry(where, row)
        entries[entry.id] = entry
    return Supplement(entries, hashlib.sha256(raw).hexdigest())


def _rows(path: Path, text: str) -> Iterator[tuple[str, dict[str, str]]]:
    reader = csv.DictReader(io.StringIO(text, newline=""))
    if tuple(reader.fieldnames or ()) != FIELDS:
        raise ConfigError(f"{path}:1: a supplement has the columns {','.join(FIELDS)}", path=str(path))
    try:
        for row in reader:
            where = f"{path}:{reader.line_num}"
            if None in row or None in row.values() or row["action"] not in _ACTIONS:
                raise ConfigError(f"{where}: not a row of {len(FIELDS)} cells that begins with add or remove")
            yield where, row
    except csv.Error as err:
        raise ConfigError(f"{path}:{reader.line_num}: {err}", path=str(path)) from err


def _entry(where: str, row: dict[str, str]) -> Entry:
    try:
        lat, lon, radius = (float(row[k]) if row[k] else None for k in ("lat", "lon", "radius_km"))
    except ValueError as err:
        raise ConfigError(f"{where}: {err}") from err
    entry = Entry(
        name=row["name"], kind=row["kind"] or "settlement", country=row["country"].upper() or None, lat=lat, lon=lon,
        radius_km=radius, aliases=tuple(a for a in row["aliases"].split("|") if a), of=row["of"] or None,
        at=row["at"], by=row["by"],
    )  # fmt: skip
    entry.check(where)
    return entry


def add_entry(path: Path, entry: Entry) -> None:
    """Append an entry; begins the file where there is none. Raises ConfigError when the entry cannot be."""
    entry.check("the entry")
    cells = {
        "action": "add", "id": entry.id, "name": entry.name, "kind": entry.kind, "country": entry.country or "",
        "lat": _cell(entry.lat), "lon": _cell(entry.lon), "radius_km": _cell(entry.radius_km),
        "aliases": "|".join(entry.aliases), "of": entry.of or "", "at": entry.at, "by": entry.by,
    }  # fmt: skip
    _append(path, cells)


def remove_entry(path: Path, entry_id: str, *, at: str, by: str) -> Entry:
    """Append the removal of an entry and return it. Raises NotFoundError when no entry of this id is in force."""
    entry = read_supplement(path).entries.get(entry_id) if path.is_file() else None
    if entry is None:
        raise NotFoundError(f"{path}: no entry {entry_id} is in force", path=str(path), id=entry_id)
    _append(path, dict.fromkeys(FIELDS, "") | {"action": "remove", "id": entry_id, "at": at, "by": by})
    return entry


def _append(path: Path, cells: dict[str, str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    line = io.StringIO()
    writer = csv.DictWriter(line, FIELDS, lineterminator="\n")
    if not path.is_file() or path.stat().st_size == 0:
        writer.writeheader()
    writer.writerow(cells)
    with path.open("a", encoding="utf-8", newline="") as file:
        file.write(line.getvalue())


def _cell(value: float | None) -> str:
    return "" if value is None else repr(value)
