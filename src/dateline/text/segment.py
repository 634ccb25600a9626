"""Paragraphs and sentences with their kinds, over the untouched text."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Doc, Span, Token

from dateline.mentions import Document, Sentence, SentenceKind

_BREAK = re.compile(r"[ \t\r\f\v\u00a0\u200b]*\n\s*")
_TERMINAL = re.compile(r"[.!?:;…][\"'”’»)\]]*$")
_BULLET = re.compile(r"(?:[-–—•*·▪■►]|\d{1,2}[.)])\s")
_BYLINE = re.compile(
    r"^(?:by\s+\S+(?:\s+[^.!?]*\b(?:correspondent|reporter|editor|writer|staff|bureau chief)\b[^.!?]*)?|"
    r"by\s(?-i:[A-Z][\w.'’-]+(?:\s(?:and\s)?[A-Z][\w.'’-]+){1,4})|"
    r"(?:published|updated|posted|last (?:updated|modified)|date)\b.{0,60}\d|"
    r"\D{0,24}\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}\b.{0,40}|"
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?(?:\d{1,2}\s+\w{3,9}|\w{3,9}\.?\s+\d{1,2}),?\s+\d{4}\b.{0,40})$",
    re.IGNORECASE,
)
_CREDIT = re.compile(r"^[-–—(\[]?\s*(?:[A-Z][\w.&/ ]{1,40})\s*[)\]]?$")
_CAPTION = re.compile(r"^(?:file (?:photo|picture)|photo|image|caption|picture|video|illustrat\w+)\b", re.IGNORECASE)
_LEADS = re.compile(
    r"^\W*(?:(?:prev(?:ious)?|next) (?:post|article|story)|read (?:more|also|next)|related(?: \w+)?|see also"
    r"|recommended(?: \w+)?|(?:other|more|latest|further|top) (?:news|stories|headlines|articles)|more (?:in|from) \w+"
    r"|more on this story|editor[’']?s[’']? picks|you may also like|most (?:read|popular))\W*$",
    re.I,
)
#: A line that names another story itself: 'Read More: Two killed in ...', 'list 3 of 4Two killed in ...'.
_LEADS_HERE = re.compile(
    r"\W*(?:(?:read (?:more|also|next)|also read|see also|related|watch|more on this story)\s*[:|»]\s*"
    r"|list \d+ of \d+\s*)\S",
    re.I,
)
#: A line longer than this is no teaser of another story.
_TEASER = 220
#: So many numbered headlines are a list of other stories; so many lines in front of a text are a menu.
_RANKED, _MENU, _HEADLINES = 3, 10, 3
#: A shared beginning of this many characters makes a shorter sentence a truncated copy of a longer one.
_PREFIX = 60


@dataclass(frozen=True)
class Parsed:
    """A document with its tokens and sentences. `doc[i].idx` is the offset of token i in `document.text`."""

    document: Document
    doc: Doc
    sentences: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        return self.document.text

    @cached_property
    def _token_starts(self) -> list[int]:
        return [t.idx for t in self.doc]

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [s.start for s in self.sentences]

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence that covers a character offset (or the last one that begins before it)."""
        i = bisect_right(self._sentence_starts, offset) - 1
        return self.sentences[i] if i >= 0 else None

    def token_at(self, offset: int) -> int | None:
        """Index of the token that covers a character offset; None before the first token."""
        i = bisect_right(self._token_starts, offset) - 1
        return i if i >= 0 else None

    def tokens_in(self, start: int, end: int) -> Span:
        """The tokens that overlap [start, end)."""
        first = self.token_at(start) or 0
        last = self.token_at(max(start, end - 1))
        return self.doc[first : (last if last is not None else first) + 1]

    def tokens_of(self, sentence: Sentence) -> Span:
        return self.doc[sentence.first : sentence.last]

    @cached_property
    def paragraphs(self) -> dict[int, tuple[int, int]]:
        """First and last token (exclusive) of each paragraph's sentences."""
        found: dict[int, tuple[int, int]] = {}
        for sentence in self.sentences:
            first, _ = found.get(sentence.paragraph, (sentence.first, 0))
            found[sentence.paragraph] = (first, sentence.last)
        return found

    @cached_property
    def _entities(self) -> dict[int, list[Span]]:
        found: dict[int, list[Span]] = {}
        for entity in self.doc.ents:
            holder = self.sentence_at(entity.start_char)
            if holder is not None and holder.first <= entity.start and entity.end <= holder.last:
                found.setdefault(holder.index, []).append(entity)
        return found

    def entities_of(self, sentence: Sentence) -> list[Span]:
        """The tagger's names within a sentence. (`Span.ents` goes through the whole text each time.)"""
        return self._entities.get(sentence.index, [])

    def sentence_of(self, token: Token) -> Sentence | None:
        return self.sentence_at(token.idx)


def paragraph_spans(text: str) -> list[tuple[int, int]]:
    """Spans of paragraphs, white space trimmed. A line wrap or a break inside a sentence makes no paragraph."""
    spans: list[tuple[int, int]] = []
    lines: list[tuple[int, int]] = []
    at = 0
    for match in _BREAK.finditer(text):
        lines.append((at, match.start()))
        at = match.end()
    lines.append((at, len(text.rstrip()) if at <= len(text.rstrip()) else at))
    for start, end in lines:
        while start < end and text[start].isspace():
            start += 1
        if start >= end:
            continue
        if spans and _continues(text, spans[-1], start):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def _continues(text: str, previous: tuple[int, int], start: int) -> bool:
    """Whether the line at `start` goes on with the paragraph before it."""
    before = text[previous[0] : previous[1]]
    gap = text[previous[1] : start]
    if _TERMINAL.search(before) or _BULLET.match(text, start):
        return False
    last_line = before.rsplit("\n", 1)[-1]
    if _is_led_to(last_line) or _LEADS_HERE.match(text, start):
        return False
    if text[start].islower():
        return True
    return gap.count("\n") == 1 and len(last_line) >= 60 and "\n" in text[start : start + 120]


def paragraph_starts(text: str) -> set[int]:
    """Offsets at which a paragraph begins."""
    return {start for start, _ in paragraph_spans(text)}


def sentences_of(document: Document, doc: Doc) -> tuple[Sentence, ...]:
    """Sentences of a parsed text with paragraph, kind and the copy they repeat."""
    spans = paragraph_spans(document.text)
    starts = [s for s, _ in spans]
    kinds = _paragraph_kinds(document, spans)
    rows: list[Sentence] = []
    for span in _merge_fragments(doc):
        first, last = span
        while first < last and doc[first].is_space:
            first += 1
        while last > first and doc[last - 1].is_space:
            last -= 1
        if first == last:
            continue
        paragraph = max(bisect_right(starts, doc[first].idx) - 1, 0)
        end_token = doc[last - 1]
        rows.append(
            Sentence(
                index=len(rows),
                start=doc[first].idx,
                end=end_token.idx + len(end_token),
                first=first,
                last=last,
                paragraph=paragraph,
                kind=kinds[paragraph] if kinds else "body",
            )
        )
    return _mark_duplicates(document.text, rows)


def _merge_fragments(doc: Doc) -> list[tuple[int, int]]:
    """Sentence borders of the parser; a 'sentence' of closing quotes alone belongs to the one before."""
    merged: list[tuple[int, int]] = []
    for sent in doc.sents:
        words = [t for t in sent if not t.is_space]
        if words and all(_BULLET.match(t.text + " ") for t in words):
            continue
        if merged and words and all(t.is_punct or t.is_quote for t in words) and len(words) <= 3:
            merged[-1] = (merged[-1][0], sent.end)
        else:
            merged.append((sent.start, sent.end))
    return merged


def _paragraph_kinds(document: Document, spans: list[tuple[int, int]]) -> list[SentenceKind]:
    texts = [document.text[s:e] for s, e in spans]
    kinds: list[SentenceKind] = ["body"] * len(texts)
    for i, para in enumerate(texts):
        bare = not _TERMINAL.search(para) and not para.rstrip().endswith((",", ";"))
        if i <= 3 and len(para) <= 90 and _BYLINE.match(para):
            kinds[i] = "byline"
        elif (
            i > 1
            and len(para) <= _TEASER
            and (
                para.rstrip().endswith(("…", "..."))
                or _LEADS_HERE.match(para)
                or _is_led_to(texts[i - 1])
                or (bare and kinds[i - 1] == "teaser" and not _is_led_to(para))
            )
        ):
            kinds[i] = "teaser"
        elif _CAPTION.match(para) and len(para) < 240:
            kinds[i] = "caption"
        elif bare and i == len(texts) - 1 and i > 0 and len(para) <= 40 and _CREDIT.match(para):
            kinds[i] = "credit"
        elif bare and len(para) <= 220 and len(texts) > 1 and all(k in ("headline", "byline") for k in kinds[:i]):
            kinds[i] = "headline"
        elif bare and len(para) <= 90 and 0 < i < len(texts) - 1:
            kinds[i] = "subhead"
    for i in (*_ranked(texts), *_menu(kinds)):
        kinds[i] = "teaser"
    return kinds


def _ranked(texts: list[str]) -> set[int]:
    """A page's list of what is read most: a number on a line of its own, a headline, the next number, to the end."""
    numbers = [i for i, para in enumerate(texts) if para.strip().isdigit()]
    found: set[int] = set()
    for first in (i for i in numbers if texts[i].strip() == "1"):
        last = first
        while last + 2 < len(texts) and texts[last + 2].strip() == str(int(texts[last].strip()) + 1):
            last += 2
        between = [texts[i] for i in range(first + 1, min(last + 2, len(texts)), 2)]
        bare = sum(not _TERMINAL.search(para) and len(para) <= _TEASER for para in between)
        if len(between) >= _RANKED and len(between) - bare <= len(between) // 4:
            found.update(range(first, min(last + 2, len(texts))))
    return found


def _menu(kinds: list[SentenceKind]) -> range:
    """The names of a site's sections, in front of the headline: so many short lines that they are no headlines."""
    leading = next((i for i, kind in enumerate(kinds) if kind not in ("headline", "byline")), len(kinds))
    return range(leading - _HEADLINES if leading > _MENU and leading < len(kinds) else 0)


def _is_led_to(before: str) -> bool:
    """A line of a page's furniture that leads to another story: 'Next Post', 'Read more:'."""
    return _LEADS.match(before) is not None


def _mark_duplicates(text: str, rows: list[Sentence]) -> tuple[Sentence, ...]:
    """CODEBOOK R59: the same sentence twice, or a truncated copy of a fuller one, is a mention of it."""
    keys = [re.sub(r"\W+", " ", text[s.start : s.end]).strip().lower() for s in rows]
    seen: dict[str, int] = {}
    twin: dict[int, int] = {}
    for i, key in enumerate(keys):
        if len(key) < 25:
            continue
        if key in seen:
            twin[i] = seen[key]
            continue
        seen[key] = i
    by_prefix: dict[str, list[int]] = {}
    for i, key in enumerate(keys):
        if len(key) >= _PREFIX and i not in twin:
            by_prefix.setdefault(key[:_PREFIX], []).append(i)
    for group in by_prefix.values():
        longest = max(group, key=lambda j: len(keys[j]))
        for j in group:
            if j != longest and keys[longest].startswith(keys[j]):
                twin[j] = longest
    return tuple(
        Sentence(
            index=s.index, start=s.start, end=s.end, first=s.first, last=s.last,
            paragraph=s.paragraph, kind=s.kind, duplicate_of=twin.get(s.index),
        )
        for s in rows
    )  # fmt: skip
