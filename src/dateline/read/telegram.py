"""A chat exported by Telegram Desktop as HTML: one message, one document, each with its own time and zone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone

from lxml import etree
from lxml.html import HtmlElement

from dateline.ids import content_id
from dateline.issues import Issue
from dateline.mentions import Document
from dateline.read.blob import Blob
from dateline.read.item import Item, ReadOptions, bytes_id
from dateline.read.plain import unfit

_STAMP = re.compile(r"(\d\d)\.(\d\d)\.(\d{4}) (\d\d):(\d\d):(\d\d)(?: UTC([+-])(\d\d):(\d\d))?")


def is_telegram(tree: HtmlElement) -> bool:
    """Whether a page is such an export."""
    return bool(tree.xpath("boolean(//div[@class='history']/div[starts-with(@id,'message')])"))


def read_telegram(tree: HtmlElement, blob: Blob, options: ReadOptions, issues: tuple[Issue, ...]) -> Iterator[Item]:
    """The messages that have words. Evidence of each is its own markup."""
    channel = _words(tree, "//div[contains(@class,'page_header')]//div[contains(@class,'text')]")
    sender = channel
    for message in tree.xpath("//div[@class='history']/div[starts-with(@id,'message')]"):
        sender = _words(message, ".//div[@class='from_name']") or sender
        parts = message.xpath("./div[@class='body']//div[@class='text']")
        text = "\n".join(_lines(part) for part in parts).strip()
        if text:
            yield _message(message, text, channel, sender, blob, options, issues)


def _message(
    message: HtmlElement,
    text: str,
    channel: str | None,
    sender: str | None,
    blob: Blob,
    options: ReadOptions,
    issues: tuple[Issue, ...],
) -> Item:
    markup = etree.tostring(message, encoding="utf-8", with_tail=False)
    day, at = _stamp(" ".join(message.xpath(".//div[contains(@class,'date')]/@title")))
    number = str(message.get("id")).removeprefix("message")
    extra: dict[str, object] = {"message": number}
    extra |= {"published_how": "the message's own time"} if day else {}
    extra |= {"published_at": at} if at else {}
    extra |= {"byline": sender} if sender and sender != channel else {}
    document = Document(
        id="doc_" + content_id("message", channel, number, text, at),
        text=text,
        published=day,
        source=options.source or channel,
        path=blob.path,
        bytes_sha256=bytes_id(markup).removeprefix("doc_"),
        extra=extra,
    )
    where = f"{blob.where}#{number}"
    return Item(document=document, where=where, content=markup, set_aside=unfit(text, options), issues=issues)


def _stamp(title: str) -> tuple[date | None, str | None]:
    """The day as Telegram writes it (day first, always), and the moment where its zone is told."""
    match = _STAMP.search(title)
    if match is None:
        return None, None
    day, month, year, hour, minute, second = (int(match[i]) for i in range(1, 7))
    try:
        moment = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None, None
    if match[7] is None:
        return moment.date(), None
    shift = timedelta(hours=int(match[8]), minutes=int(match[9])) * (1 if match[7] == "+" else -1)
    return moment.date(), moment.replace(tzinfo=timezone(shift)).isoformat()


def _lines(part: HtmlElement) -> str:
    for br in part.iter("br"):
        br.tail = "\n" + (br.tail or "")
    return "\n".join(" ".join(line.split()) for line in part.text_content().splitlines()).strip()


def _words(tree: HtmlElement, path: str) -> str | None:
    found = tree.xpath(path)
    return " ".join(found[0].text_content().split()) or None if found else None
