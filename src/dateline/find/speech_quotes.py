"""Quoted stretches of a text: straight and typographic marks, `` and '', quotes that run over paragraphs."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from dateline.text.segment import Parsed, paragraph_spans

_OPEN = {"“", "„", "«", "``", "‟"}
_CLOSE = {"”", "»", "''"}
_DOUBLE = re.compile(r"``|''|[\"“”„«»‟]")
_SINGLE = re.compile(r"(?<![\w’'])['‘](?=[A-Za-z0-9…\[])([^'‘\n]{2,400}?[^\s'‘])['’](?![\w])")


@dataclass(frozen=True, slots=True)
class Quote:
    """A quoted stretch, marks included. `closed`: ends with a mark; `carries_on`: from the paragraph before."""

    start: int
    end: int
    closed: bool
    carries_on: bool = False

    def holds(self, offset: int) -> bool:
        return self.start <= offset < self.end


def quote_at(quotes: Sequence[Quote], offset: int) -> Quote | None:
    """The quote of `find_quotes` that holds an offset."""
    i = bisect_right(quotes, offset, key=lambda q: q.start) - 1
    return quotes[i] if i >= 0 and quotes[i].holds(offset) else None


def find_quotes(parsed: Parsed) -> tuple[Quote, ...]:
    """Quotes in order, never overlapping. Unbalanced marks end with their paragraph."""
    text = parsed.text
    quotes: list[Quote] = []
    for start, end in paragraph_spans(text):
        runs_on = bool(quotes) and not quotes[-1].closed
        found = _in_paragraph(text, start, end)
        if found and runs_on and text[start:end][:1] in '"“„«`‟':
            first = found[0]
            found[0] = Quote(first.start, first.end, first.closed, carries_on=True)
        quotes.extend(found)
        quotes.extend(q for q in _single_quotes(text, start, end) if not any(_overlap(q, d) for d in found))
    return tuple(sorted(quotes, key=lambda q: q.start))


def _in_paragraph(text: str, start: int, end: int) -> list[Quote]:
    quotes: list[Quote] = []
    opened: int | None = None
    for mark in _DOUBLE.finditer(text, start, end):
        sign = mark.group()
        if opened is None:
            if sign in _CLOSE and not _may_open(text, mark.start(), mark.end()):
                continue
            if sign == '"' and not _may_open(text, mark.start(), mark.end()):
                continue
            opened = mark.start()
        elif sign in _OPEN and sign not in _CLOSE:
            continue
        elif mark.start() > opened + len(sign):  # a doubled mark closes nothing
            quotes.append(Quote(opened, mark.end(), closed=True))
            opened = None
    if opened is not None and end - opened > 1:
        quotes.append(Quote(opened, end, closed=False))
    return quotes


def _may_open(text: str, start: int, end: int) -> bool:
    """An opening mark has a word behind it and none before it. Inch marks and stray closers do not."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return not after.isspace() and not before.isalnum() and before not in ".,!?"


def _single_quotes(text: str, start: int, end: int) -> list[Quote]:
    return [Quote(m.start(), m.end(), closed=True) for m in _SINGLE.finditer(text, start, end)]


def _overlap(a: Quote, b: Quote) -> bool:
    return a.start < b.end and b.start < a.end
