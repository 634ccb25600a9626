"""What may stand in a field of a public copy, kind by kind: closed lists and the books, never free text."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from typing import Any

from dateline.know.actors import Actor
from dateline.know.events import load_crosswalk, load_events
from dateline.know.sources import Source
from dateline.products.books import Books
from dateline.products.codes import day_of
from dateline.products.material import Material, Row
from dateline.products.protection import Protection
from dateline.products.public_ids import PublicIds

_ID = re.compile(r"(?:(?:ev|fg|ct|re|cl|doc)_)+[0-9a-f]{24}(?:\.\d{1,3})?")
_DOCUMENT = re.compile(r"doc_[0-9a-f]{24}")
_EDTF_PART = r"(?:\.\.|\d{4}(?:-[0-9X]{2}){0,2}[~?%]?)?"
_PATTERNS = {
    "edtf": re.compile(rf"{_EDTF_PART}(?:/{_EDTF_PART})?"),
    "language": re.compile(r"[a-z]{2,3}(?:-[A-Za-z]{2,4})?"),
    "extractor": re.compile(r"(?:rules|learned|both)/\d{1,3}(?:\.\d{1,3})*"),
}
_UNLISTED = "unlisted"
#: No war has counted more people.
_MOST = 100_000_000
#: Of counts with more digits than this, which may be telephone numbers, three figures leave.
_EXACT_DIGITS = 5


class Checks:
    """One method a kind: the value that may leave, or None. Ids are turned with the ledger's key."""

    def __init__(self, protection: Protection, books: Books, material: Material, ids: PublicIds) -> None:
        self.protection, self.books, self.material, self.ids = protection, books, material, ids
        #: Ids of documents to which a person gave their own, as a public copy has them -> those.
        self._given: dict[str, str] = {}

    def check(self, kind: str, value: Any) -> Any:
        """The value as it may leave under a kind of the policy, such as 'day' or 'word measure'; None if it may not."""
        return self.check_of(kind)(value)

    def check_of(self, kind: str) -> Callable[[Any], Any]:
        """What checks values of a kind."""
        name, _, words = kind.partition(" ")
        if name == "word":
            allowed = self.protection.allowed[words]
            return lambda value: value if value in allowed else None
        if name in _PATTERNS:
            pattern = _PATTERNS[name]
            return lambda value: value if isinstance(value, str) and pattern.fullmatch(value) else None
        found: Callable[[Any], Any] | None = getattr(self, f"_{name}", None)
        return found if found is not None else lambda _: None

    # Plain values

    def _integer(self, value: Any) -> int | None:
        return value if isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _MOST else None

    def _count(self, value: Any) -> int | None:
        """A count of people or things. A long one may be a telephone number that was read as one: three figures of it
        leave, and nothing of one greater than any count of people."""
        whole = self._integer(value)
        digits = len(str(abs(whole))) if whole is not None else 0
        return whole if whole is None or digits <= _EXACT_DIGITS else round(whole, 3 - digits)

    def _number(self, value: Any) -> float | None:
        return value if isinstance(value, int | float) and not isinstance(value, bool) else None

    def _flag(self, value: Any) -> bool | None:
        return value if isinstance(value, bool) else None

    def _day(self, value: Any) -> str | None:
        return value if day_of(value) is not None and len(value) == 10 else None

    def _moment(self, value: Any) -> str | None:
        try:
            return datetime.fromisoformat(value).isoformat(timespec="microseconds")
        except (TypeError, ValueError):
            return None

    # Ids

    def _id(self, value: Any) -> str | None:
        if not isinstance(value, str):
            return None
        if _ID.fullmatch(value):
            return self.ids.public(value)
        return self._document(value) if self.material.document(value) is not None else None

    def _document(self, value: Any) -> str | None:
        if not isinstance(value, str):
            return None
        if _DOCUMENT.fullmatch(value):
            return self.ids.public(value)
        made = f"doc_{self.ids.of_name(value)}"
        self._given[made] = value
        return made

    def own_id(self, key: str) -> str:
        """The ledger's id for one of this copy."""
        return self._given.get(key) or self.ids.private(key)

    def _family(self, value: Any) -> str | None:
        made = self._document(value.removeprefix("fm_")) if isinstance(value, str) else None
        return f"fm_{made}" if made else None

    # The vocabulary

    def _leaf(self, value: Any) -> str | None:
        return value if value in load_events().leaves else None

    @cached_property
    def _terms(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {"acled": set(), "plover": set()}
        for code in load_crosswalk().values():
            for row in (code.model_dump(), *(v.model_dump() for v in code.variants)):
                for name, terms in found.items():
                    terms.update(v for v in (row[name] or {}).values() if isinstance(v, str))
        return {name: frozenset(terms) for name, terms in found.items()}

    def _acled(self, value: Any) -> str | None:
        return value if value in self._terms["acled"] else None

    def _plover(self, value: Any) -> str | None:
        return value if value in self._terms["plover"] else None

    # The books

    def listed_source(self, key: Any) -> Source | None:
        """A source of the book that may be named."""
        found = self.books.source(key) if isinstance(key, str) else None
        return found if found is not None and found.type not in self.protection.unnamed_sources else None

    def _named(self, text: Any) -> Source | None:
        found = self.books.source_named(text) if isinstance(text, str) else None
        return found if found is not None and found.type not in self.protection.unnamed_sources else None

    def _agency(self, value: Any) -> str | None:
        found = self.listed_source(value)
        return found.id if found else None

    def _publisher(self, value: Any) -> str | None:
        found = self.listed_source(value) or self._named(value)
        return found.name if found else None

    def _source_name(self, value: Any) -> str | None:
        found = self._named(value)
        return found.name if found else None

    def _group(self, value: Any) -> str | None:
        """An independence group: of a book, of a state, or of what kind an unnamed one is."""
        if not isinstance(value, str):
            return None
        kind = value.removeprefix("anonymous:").split(" in ")[0]
        if value.startswith("anonymous"):
            return f"anonymous:{kind}" if kind in self.protection.allowed["anonymous"] else "anonymous"
        actor = self.books.actor(value)
        state = value.startswith("GOV_") and self.books.nation(value[4:]) is not None
        if state or self.listed_source(value) is not None or (actor is not None and actor.kind != "person"):
            return value
        return _UNLISTED

    def listed_actor(self, key: Any) -> Actor | None:
        """An actor of the book."""
        return self.books.actor(key) if isinstance(key, str) else None

    def _actor_id(self, value: Any) -> str | None:
        found = self.listed_actor(value)
        return found.id if found else None

    def public_figure(self, key: Any) -> Actor | None:
        """A person of the book."""
        found = self.listed_actor(key)
        return found if found is not None and found.kind == "person" else None

    def _person_id(self, value: Any) -> str | None:
        found = self.public_figure(value)
        return found.id if found else None

    def source(self, row: Row) -> dict[str, Any]:
        """A link of the relay chain, named only where the book of sources names it."""
        found = self.listed_source(row.get("id"))
        return {
            "role": self.check("word source_role", row.get("role")), "id": found.id if found else None,
            "name": found.name if found else None, "text": None, "start": None, "end": None,
            "group": self._group(row.get("group")), "side": self._actor_id(row.get("side")),
            "belligerent": self._flag(row.get("belligerent")),
        }  # fmt: skip

    def actor(self, row: Row) -> dict[str, Any]:
        """An actor in a role, named only where the book of actors names it."""
        found = self.listed_actor(row.get("id"))
        made = {
            "id": found.id if found else None, "name": found.name if found else None,
            "role": self.check("word actor_role", row.get("role")),
        }  # fmt: skip
        if "resolution" in row:
            backers = [b for b in map(self._actor_id, row.get("backers") or ()) if b]
            resolution = self.check("word resolution", row["resolution"])
            made |= {"text": None, "start": None, "end": None, "resolution": resolution, "backers": backers}
        return made
