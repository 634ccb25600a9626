"""A record -> Document: the columns that are known, the others kept; dates read only where they can be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from dateline.errors import DocumentError
from dateline.ids import content_id
from dateline.issues import Issue
from dateline.mentions import Document
from dateline.read.item import FIELDS, Item, ReadOptions, unread
from dateline.read.plain import unfit
from dateline.read.published import Order, is_numeric, parse_published


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """A record as it stood in its file: the fields, the bytes, the place."""

    fields: Mapping[str, object]
    content: bytes
    path: str | None
    where: str
    issues: tuple[Issue, ...] = field(default=())


def column_of(name: str, options: ReadOptions) -> str:
    """The input's column for a known field."""
    return options.mapping.get(name) or options.remembered.get(name) or name


def read_record(raw: Raw, options: ReadOptions, order: Order | None) -> Item:
    """The document of a record, or why there is none. `order`: of day and month in its column of dates."""
    try:
        text = _text(raw, options)
        key = _key(raw, options)
        if text is None:
            columns = ", ".join(str(k) for k in raw.fields)[:200]
            name = column_of("text", options)
            reason = f"no text: the record has no '{name}' (it has {columns}); name it with --map text=COLUMN"
            return unread(raw.where, reason, content=raw.content, path=raw.path, key=key)
        return _item(raw, options, order, text, key)
    except DocumentError as err:
        return unread(raw.where, str(err), content=raw.content, path=raw.path)


def _item(raw: Raw, options: ReadOptions, order: Order | None, text: str, key: str | None) -> Item:
    value = raw.fields.get(column_of("published", options))
    published = parse_published(value, order)
    issues = raw.issues
    extra = _extra(raw, options)
    if published.why is not None:
        extra |= {"published": value, "published_why": published.why}
        issues += (Issue(level="warning", code="read.published_unclear", message=published.why, facts={}),)
    if is_numeric(value):
        extra["published_raw"] = str(value).strip()  # its publisher's habit may tell what the column does not
    document = Document(
        id=key or _made_id(raw, options, text),
        text=text,
        title=_string(raw, "title", options),
        published=published.day or (options.published if published.why is None else None),
        source=_string(raw, "source", options) or options.source,
        url=_string(raw, "url", options),
        path=raw.path,
        language=_string(raw, "language", options),
        bytes_sha256=sha256(raw.content).hexdigest(),
        extra=extra,
    )
    reason = "binary, not text" if "\0" in text else unfit(text, options)
    return Item(document=document, where=raw.where, content=raw.content, set_aside=reason, issues=issues)


def _text(raw: Raw, options: ReadOptions) -> str | None:
    value = raw.fields.get(column_of("text", options))
    if value is None:
        return None
    if not isinstance(value, str):
        raise DocumentError(f"the text is not text but {type(value).__name__}")
    return _whole(value)


def _string(raw: Raw, name: str, options: ReadOptions) -> str | None:
    """A known field as text; None for what is missing, empty or of another kind."""
    value = raw.fields.get(column_of(name, options))
    return _whole(value.strip()) or None if isinstance(value, str) else None


def _key(raw: Raw, options: ReadOptions) -> str | None:
    value = raw.fields.get(column_of("id", options))
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise DocumentError(f"the id must be text or a number, not {type(value).__name__}")
    return _whole(str(value))


def _made_id(raw: Raw, options: ReadOptions, text: str) -> str:
    known = (str(raw.fields.get(column_of(name, options))) for name in ("title", "published", "source", "url"))
    return "doc_" + content_id("record", text, *known)


def _extra(raw: Raw, options: ReadOptions) -> dict[str, object]:
    used = {column_of(name, options) for name in FIELDS}
    return {_whole(str(k)): v for k, v in raw.fields.items() if k not in used and v not in (None, "")}


def _whole(value: str) -> str:
    """The string, when it is Unicode. Raises DocumentError for half of a surrogate pair."""
    try:
        value.encode()
    except UnicodeEncodeError as err:
        raise DocumentError("half of a surrogate pair: not Unicode") from err
    return value
