"""PDFs: the text of all pages in reading order, and where each page begins, so that a claim knows its page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256

from dateline.errors import DocumentError
from dateline.mentions import Document
from dateline.read.blob import Blob
from dateline.read.cell import shared
from dateline.read.front import author_of
from dateline.read.item import Item, ReadOptions, bytes_id
from dateline.read.page_title import is_title
from dateline.read.plain import unfit

_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]\n(?=[a-z])")
_SPACES = re.compile(r"[ \t\u00a0]+")
_NUMBER = re.compile(r"\W*(?:page\s*)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?\W*", re.IGNORECASE)
#: A block that is found on so large a part of the pages is a running head or foot.
_RUNNING, _PAGES = 0.5, 3
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_ENDS = re.compile(r"[.!?:;…”\"')\]]$")

#: The blocks of a page, and whether each stands at its edge.
Page = list[tuple[str, bool]]


def read_pdf(blob: Blob, options: ReadOptions) -> Iterator[Item]:
    """Reader of `.pdf`. `extra.pages` holds the offset in the text at which each page begins.

    Raises DocumentError: encrypted, broken, a scan without a text layer.
    """
    content = blob.read(options.max_file)
    info: dict[str, str] = {}
    pages: list[Page] = []
    images, heading = 0, None
    with blob.on_disk() as path:
        for row in shared().ask("pdf", path):
            info = row.get("info", info)
            if "page" in row:
                pages.append([(_block(b), i in row["edges"]) for i, b in enumerate(row["blocks"])])
                images += row["images"]
                heading = row["heading"] if len(pages) == 1 else heading
    text, starts = joined(_without_running(pages))
    if not text.strip():
        kind = "a scan: pictures without a text layer; recognise its text (OCR) first" if images else "no text in it"
        raise DocumentError(f"{kind} ({len(pages)} pages)")
    title = (info.get("Title") or "").strip()
    info["Title"] = title if is_title(title) else heading or ""
    yield _item(blob, options, content, text, starts, info)


def _item(blob: Blob, options: ReadOptions, content: bytes, text: str, starts: list[int], info: dict[str, str]) -> Item:
    author = info.get("Author")
    known = {"byline": author, "author": author_of(author), "created": info.get("CreationDate")}
    context = blob.context
    extra: dict[str, object] = {"pages": starts, **{k: v for k, v in known.items() if v}}
    extra |= {"published_how": context.why} if context.published and context.why else {}
    document = Document(
        id=bytes_id(content),
        text=text,
        title=context.title or info.get("Title") or None,
        published=context.published or options.published,
        source=context.publisher or options.source,
        url=context.url,
        path=blob.path,
        bytes_sha256=sha256(content).hexdigest(),
        extra=extra,
    )
    reason = unfit(text, options)
    at = context.fetched_at
    return Item(document=document, where=blob.where, content=content, set_aside=reason, fetched_at=at)


def _block(raw: str) -> str:
    """The words of one block: lines joined, words that were broken at a line's end made whole."""
    text = _HYPHEN.sub("", raw.replace("\r", "\n").strip("\n"))
    lines = [_SPACES.sub(" ", line).strip() for line in text.split("\n")]
    return " ".join(line for line in lines if line)


def _without_running(pages: list[Page]) -> list[list[str]]:
    """The pages without page numbers and without what stands on most of them, of two pages at the edge of both.

    On the first page it may be a title or the only date: there only what stands at the edge and has no year goes.
    """
    pages = [[(b, edge) for b, edge in page if b and not _NUMBER.fullmatch(b)] for page in pages]
    few = len(pages) < _PAGES
    seen = Counter(key for page in pages for key in {_key(b) for b, edge in page if edge or not few})
    often = {key for key, n in seen.items() if n > 1 and n > _RUNNING * len(pages)}
    kept: list[list[str]] = []
    for number, page in enumerate(pages):
        kept.append([b for b, edge in page if _key(b) not in often or _stays(b, edge, first=number == 0, few=few)])
    return kept


def _stays(block: str, edge: bool, *, first: bool, few: bool) -> bool:
    return (not edge or bool(_YEAR.search(block))) if first else (few and not edge)


def _key(block: str) -> str:
    return re.sub(r"\d+", "#", block)[:200]


def joined(pages: list[list[str]]) -> tuple[str, list[int]]:
    """One text and the offset at which each page begins; a paragraph that runs over a page's end stays whole."""
    text, starts = "", []
    for page in pages:
        for number, block in enumerate(page):
            runs_on = number == 0 and text and block[:1].islower() and not _ENDS.search(text)
            text += (" " if runs_on else "\n\n") if text else ""
            if number == 0:
                starts.append(len(text))
            text += block
        if not page:
            starts.append(len(text))
    return text, starts
