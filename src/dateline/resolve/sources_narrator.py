"""Who speaks where nobody is quoted: the credited agency, else the publisher."""

from __future__ import annotations

import re

from dateline.know.fold import plain
from dateline.know.sources import CARRYING, SourceBook
from dateline.model import SourceRef
from dateline.resolve.sources_context import organisation
from dateline.text.segment import Parsed

_CREDIT = re.compile(r"\(([^()\n]{2,60})\)\s*(?:[-–—:]|$)|^[-–—©(\[\s]*([^\n()\[\]]{2,60}?)[)\]\s.]*$")
_BY = re.compile(r"^by\b.*?,\s*(.+)$|^\W*(?:©|source:)\s*(.+)$", re.IGNORECASE)


def narrator(parsed: Parsed, book: SourceBook, publisher: str | None) -> tuple[SourceRef, ...]:
    """Who speaks where nobody is quoted: the credited agency, else the publisher (R72), who carries an agency.

    `publisher` as given with the record; the document's own `source` where it is None. () = not known.
    """
    agency = _credited(parsed, book)
    name = publisher or parsed.document.source
    known = book.lookup(name) if name else None
    if known is None and name is None and parsed.document.title:
        tail = re.split(r"\s[|•–—-]\s", parsed.document.title)[-1]
        known = book.lookup(tail)
    own: SourceRef | None = None
    if known is not None:
        own = SourceRef(
            role="organisation", id=known.id, name=known.name, text=name, group=known.independence_group,
            side=known.side, belligerent=known.belligerent,
        )  # fmt: skip
    elif name:
        own = SourceRef(role="organisation", name=name, group=plain(name))
    if agency is None:
        return (own,) if own else ()
    if own is None or own.id == agency.id:
        return (agency,)
    return (agency, own.model_copy(update={"role": "carrier"}))


def _credited(parsed: Parsed, book: SourceBook) -> SourceRef | None:
    """The outlet of a credit line ('- AFP'), a dateline ('KYIV (Reuters) -') or a byline ('By X, Associated Press')."""
    for sentence in parsed.sentences:
        line = parsed.text[sentence.start : sentence.end]
        body = sentence.kind in ("body", "dateline")
        if body and sentence.index > 6 and sentence is not parsed.sentences[-1]:
            continue
        match = _CREDIT.search(line[:120] if body else line) if not body or sentence.index <= 6 else _CREDIT.match(line)
        by = _BY.match(line) if sentence.kind in ("byline", "credit") else None
        for part in (m.group(g) for m in (match, by) if m for g in (1, 2) if m.group(g)):
            source = book.lookup(part.strip(" -–—"))
            if source is not None and source.type in CARRYING:
                at = parsed.text.find(part, sentence.start)
                return organisation(source, at, at + len(part), parsed.text)
    return None
