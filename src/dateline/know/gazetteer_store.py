"""Where the gazetteer lies: shipped compressed in the package, unpacked once into the user's cache.

What follows from the rest, the indexes and the table `near`, is not shipped but made when the file is unpacked.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

from platformdirs import user_cache_dir

from dateline.errors import ConfigError
from dateline.know.gazetteer_schema import CONTENT, FINISH, INDEXES
from dateline.vocabulary import DATA

#: The shipped file and the card that says what it is.
PACKED = DATA / "gazetteer" / "gazetteer.sqlite.xz"
CARD = DATA / "gazetteer" / "gazetteer.json"


def cache_dir() -> Path:
    """DATELINE_CACHE, or the user's cache folder."""
    return Path(os.environ.get("DATELINE_CACHE") or user_cache_dir("dateline"))


def read_card(path: Path = CARD) -> dict[str, Any]:
    """Origin, licence, sha256, counts and versions of a packed gazetteer. Raises ConfigError when it is missing."""
    try:
        card: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as err:
        raise ConfigError(f"{path}: the gazetteer's card cannot be read ({err}); install the package again") from err
    return card


def shipped_file(packed: Path = PACKED, card: Path = CARD, cache: Path | None = None) -> Path:
    """Path of the unpacked gazetteer; unpacks it when this version is not in the cache yet.

    Safe with several processes at once: each unpacks into a file of its own, the last rename wins with the same
    bytes. Raises ConfigError when the unpacked bytes do not have the sha256 that the card gives.
    """
    digest = str(read_card(card)["sqlite_sha256"])
    target = (cache or cache_dir()) / f"gazetteer-{digest[:16]}.sqlite"
    if not target.is_file():
        _unpack(packed, target, digest)
    return target


def _unpack(packed: Path, target: Path, digest: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=target.name, suffix=".part", dir=target.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as out, lzma.open(packed, "rb") as packed_bytes:
            shutil.copyfileobj(packed_bytes, out, 1 << 20)
        found = sha256_file(part)
        if found != digest:
            raise ConfigError(f"{packed}: unpacks to sha256 {found}, the card says {digest}; install the package again")
        _index(part)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _index(part: Path) -> None:
    """Make what was not shipped. The file is nobody's yet, so it needs no journal."""
    with closing(sqlite3.connect(part, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("PRAGMA synchronous = OFF")
        db.execute("BEGIN")
        for statement in FINISH:
            db.execute(statement)
        db.execute("COMMIT")


def content_digest(path: Path) -> str:
    """sha256 over the rows of a gazetteer in their order: the same for the same content, whatever the file's bytes."""
    total = hashlib.sha256()
    with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as db:
        for table in CONTENT:
            width = len(db.execute(f"PRAGMA table_info({table})").fetchall())
            order = ", ".join(str(i + 1) for i in range(width))
            for row in db.execute(f"SELECT * FROM {table} ORDER BY {order}"):
                total.update(json.dumps([table, *row], ensure_ascii=False).encode("utf-8", "surrogatepass"))
    return total.hexdigest()


def sha256_file(path: Path) -> str:
    """sha256 of a file's bytes, 64 hex digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def pack(built: Path, packed: Path, card: Path, info: dict[str, Any]) -> None:
    """Compress a built gazetteer without what can be made again, and write its card beside it, both atomically."""
    slim = packed.with_suffix(".slim")
    shutil.copyfile(built, slim)
    try:
        with closing(sqlite3.connect(slim)) as db:
            for index in INDEXES:
                db.execute(f"DROP INDEX IF EXISTS {index}")
            db.execute("DELETE FROM near")
            db.commit()
            db.execute("VACUUM")
        part = packed.with_suffix(".part")
        with slim.open("rb") as raw, lzma.open(part, "wb", preset=6) as out:
            shutil.copyfileobj(raw, out, 1 << 20)
        facts = {**info, "sqlite_sha256": sha256_file(slim)}
    finally:
        slim.unlink()
    part.replace(packed)
    facts["packed_sha256"] = sha256_file(packed)
    draft = card.with_suffix(".part")
    draft.write_text(json.dumps(facts, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
    draft.replace(card)
