"""Mails and mailbox exports: one message, one document; what is attached are documents too."""

from __future__ import annotations

import mailbox
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
from hashlib import sha256
from typing import cast

from dateline.errors import DocumentError
from dateline.issues import Issue
from dateline.mentions import Document
from dateline.read.blob import Blob, blob_of_bytes
from dateline.read.decode import decode_page
from dateline.read.dispatch import read_blob
from dateline.read.item import Item, ReadOptions, bytes_id, unread
from dateline.read.plain import unfit

#: Attachments and parts of one message that are looked at.
_PARTS = 200


def read_eml(blob: Blob, options: ReadOptions) -> Iterator[Item]:
    """Reader of `.eml` and of pages saved as `.mht`."""
    yield from _message(blob.read(options.max_file), blob, blob.where, options)


def read_mbox(blob: Blob, options: ReadOptions) -> Iterator[Item]:
    """Reader of `.mbox`: one message is held at a time. Raises DocumentError when it holds no message."""
    with blob.on_disk() as path:
        box = mailbox.mbox(path, create=False)
        try:
            number = 0
            for number, key in enumerate(box.iterkeys(), 1):
                where = f"{blob.where}[{number}]"
                start, stop = cast("tuple[int, int]", box._toc[key])  # type: ignore[attr-defined]  # its size before it is read
                if stop - start > options.max_file:
                    yield unread(where, f"too large: a message of {stop - start:,} bytes", path=blob.path)
                    continue
                yield from _message(box.get_bytes(key), blob, where, options)
        finally:
            box.close()
        if not number:
            raise DocumentError("not a mailbox: no line begins with 'From '")


def _message(content: bytes, blob: Blob, where: str, options: ReadOptions) -> Iterator[Item]:
    try:
        message = message_from_bytes(content, policy=policy.default)
        text, issues, title = _body(message)
        document = _document(message, content, text, blob, options, title)
    except (MessageError, LookupError, ValueError, TypeError, AttributeError, RecursionError) as err:
        yield unread(where, f"not a mail that can be read: {type(err).__name__}: {str(err)[:120]}", content=content)
        return
    reason = unfit(text, options)
    reason = "no words in the mail" if reason == "empty" else reason
    yield Item(document=document, where=where, content=content, set_aside=reason, issues=issues)
    yield from _attachments(message, blob, where, options)


def _document(
    message: EmailMessage, content: bytes, text: str, blob: Blob, options: ReadOptions, title: str | None
) -> Document:
    name, address = parseaddr(_header(message, "From") or "")
    moment = _sent(message)
    known = {"byline": name or address, "message_id": _header(message, "Message-ID")}
    extra: dict[str, object] = {k: v for k, v in known.items() if v}
    if moment is not None:
        extra["published_how"] = "the mail's Date header"
        extra |= {"published_at": moment.isoformat()} if moment.tzinfo else {}
    return Document(
        id=bytes_id(content),
        text=text,
        title=_header(message, "Subject") or title,
        published=moment.date() if moment else options.published,
        source=options.source or name or address.rpartition("@")[2] or None,
        url=_header(message, "Snapshot-Content-Location"),
        path=blob.path,
        bytes_sha256=sha256(content).hexdigest(),
        extra=extra,
    )


def _header(message: EmailMessage, name: str) -> str | None:
    """A header as Unicode on one line; None where it is missing or cannot be read."""
    try:
        value = message.get(name)
    except (MessageError, ValueError, LookupError, AttributeError, IndexError, TypeError):
        return None
    text = str(value) if value is not None else ""
    return " ".join(text.encode("utf-8", "replace").decode().split()) or None


def _sent(message: EmailMessage) -> datetime | None:
    try:
        return parsedate_to_datetime(_header(message, "Date") or "")
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _body(message: EmailMessage) -> tuple[str, tuple[Issue, ...], str | None]:
    """The words of a mail: its plain part, else the article of its page; then that page's title too."""
    plain = message.get_body(("plain",))
    if plain is not None:
        text, issues = _decoded(cast("EmailMessage", plain))
        if text.strip():
            return text.replace("\r\n", "\n"), issues, None
    page = message.get_body(("html",))
    if page is None:
        return "", (), None
    from dateline.read.html import article_of, parse_tree

    markup, issues = _decoded(cast("EmailMessage", page))
    if not markup.strip():
        return "", issues, None
    tree = parse_tree(markup)
    title, _, text = article_of(tree, None)
    return text or "\n".join(" ".join(s.split()) for s in tree.itertext() if s.strip()), issues, title


def _decoded(part: EmailMessage) -> tuple[str, tuple[Issue, ...]]:
    """A part's text. An unknown or wrong charset is assumed anew, and said."""
    raw = part.get_payload(decode=True)
    content = raw if isinstance(raw, bytes) else b""
    return decode_page(content, part.get_content_charset())


def _attachments(message: EmailMessage, blob: Blob, where: str, options: ReadOptions) -> Iterator[Item]:
    """What is attached, where there is a reader for it; pictures and the like are passed over."""
    if blob.depth >= options.max_depth:
        return
    for number, part in enumerate(message.walk()):
        if number > _PARTS:
            return
        name = part.get_filename()
        if not name or part.is_multipart() or part.get_content_maintype() in ("image", "audio", "video", "font"):
            continue
        raw = part.get_payload(decode=True)
        if isinstance(raw, bytes) and raw:
            safe = name.replace("\\", "/").rsplit("/", 1)[-1]
            inner = blob_of_bytes(raw, safe, f"{where}!/{safe}")
            yield from read_blob(replace(inner, path=f"{blob.path or where}!/{safe}", depth=blob.depth + 1), options)
