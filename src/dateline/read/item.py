"""What a reader yields, and the options that all readers share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from hashlib import sha256

from dateline.errors import ConfigError
from dateline.ids import content_id
from dateline.issues import Issue
from dateline.mentions import Document
from dateline.read.blob import Context

#: The columns that every reader of tables and records knows.
FIELDS = ("id", "text", "title", "published", "source", "url", "language")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One document as it came in, or the reason why it cannot be read (`set_aside`; the text may then be empty).

    `content`: the bytes as read, None where there are none. `where`: file and line, for messages. `fetched_at`: when
    the bytes were fetched, where that was not now (a web archive).
    """

    document: Document
    where: str
    content: bytes | None = None
    set_aside: str | None = None
    issues: tuple[Issue, ...] = ()
    fetched_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """`mapping`: field of FIELDS -> column of the input. `source`, `published`: for documents that bring none.

    `remembered`: the mapping of dateline.toml, used where a table has such a column. The rest are limits: characters
    of a document, bytes that archives may unpack to, members of an archive, archives within archives.
    """

    mapping: Mapping[str, str] = field(default_factory=dict)
    remembered: Mapping[str, str] = field(default_factory=dict)
    source: str | None = None
    published: date | None = None
    max_chars: int = 2_000_000
    max_unpacked: int = 4 << 30
    max_members: int = 200_000
    max_depth: int = 3

    @property
    def max_bytes(self) -> int:
        """The most bytes that a text of `max_chars` takes, in any encoding read here, with room for JSON's escapes."""
        return 12 * self.max_chars

    @property
    def max_file(self) -> int:
        """The most bytes of a file whose text is a small part of it: PDFs, offices' files, mails."""
        return max(self.max_bytes, 1 << 28) if self.max_chars >= 100_000 else self.max_bytes


def mapping_from(pairs: Iterable[str]) -> dict[str, str]:
    """`field=column` pairs of the command line. Raises ConfigError for an unknown field, with a suggestion."""
    mapping: dict[str, str] = {}
    for pair in pairs:
        name, sign, column = pair.partition("=")
        if not sign or not column:
            raise ConfigError(f"--map takes field=column, not '{pair}'; as in --map text=article_content")
        if name not in FIELDS:
            near = get_close_matches(name, FIELDS, n=1)
            hint = f"did you mean '{near[0]}'?" if near else f"fields are {', '.join(FIELDS)}"
            raise ConfigError(f"--map: unknown field '{name}'; {hint}", field=name)
        mapping[name] = column
    return mapping


def bytes_id(content: bytes) -> str:
    """The id of a document that brings none: by its bytes, so that the same file anywhere is the same document."""
    return "doc_" + sha256(content).hexdigest()[:24]


def unread(
    where: str,
    reason: str,
    *,
    content: bytes | None = None,
    path: str | None = None,
    key: str | None = None,
    context: Context | None = None,
) -> Item:
    """An item that holds no text, only where it was and why it is set aside."""
    digest = sha256(content).hexdigest() if content is not None else None
    url = context.url if context else None
    known = key or (
        bytes_id(content)
        if content is not None and url is None
        else "doc_" + content_id("unread", url or where, digest)
    )
    document = Document(id=known, text="", path=path, url=url, bytes_sha256=digest)
    at = context.fetched_at if context else None
    return Item(document=document, where=where, content=content, set_aside=reason, fetched_at=at)
