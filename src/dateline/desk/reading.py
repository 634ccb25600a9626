"""How answers are laid out for people: sentences with marks, evidence by document, a claim in a line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dateline.model import Claim
from dateline.products import words
from dateline.products.books import PackageBooks

Row = Mapping[str, Any]
_TOLD = {
    "CT+": "told as a fact", "PR+": "told as probable", "PS+": "told as possible", "CT-": "denied",
    "PR-": "told as unlikely", "PS-": "told as perhaps not so", "CTu": "left open whether so", "Uu": "left open",
    "retracted": "taken back by its source",
}  # fmt: skip
NOBODY = "The report itself"


def told(factuality: str) -> str:
    """How a claim is told: as a fact, as probable, denied."""
    return _TOLD.get(factuality, factuality)


def moment(value: str | None) -> str:
    """A moment of the log, to the minute, in UTC."""
    return f"{value[:16].replace('T', ' ')} UTC" if value else "?"


def web_address(url: str | None) -> str | None:
    """An address that a browser may follow; nothing but the web's own."""
    return url if url is not None and url.startswith(("https://", "http://")) else None


def parted(sentence: str | None, marked: Sequence[int] | None, words: str) -> tuple[str, str, str]:
    """A sentence as what stands before the words, the words, and what comes after."""
    if sentence is None or marked is None:
        return "", words, ""
    start, end = marked
    return sentence[:start], sentence[start:end], sentence[end:]


def chain(row: Row) -> str:
    """Who says so: 'spokesman > army > carried by an agency'."""
    names: dict[str, None] = dict.fromkeys(x for x in (row["speaker"], row["organisation"]) if x)
    return " > ".join([*names, *(f"carried by {c}" for c in row["carriers"] if c not in names)]) or NOBODY


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence with the claims that stand in it; the widest gives the mark."""

    widest: Row
    claims: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What one document says of something."""

    document: str
    title: str | None
    published: str | None
    passages: tuple[Passage, ...]


def by_document(rows: Iterable[Row]) -> list[Told]:
    """Evidence side by side: a document each, in the order of its words, each sentence once."""
    documents: dict[str, dict[Any, list[Row]]] = {}
    for row in sorted(rows, key=lambda r: (r["published"] or "9999", r["document"], r["start"])):
        sentence = row["sentence"] or row["words"]
        documents.setdefault(row["document"], {}).setdefault(sentence, []).append(row)
    return [_told(key, sentences.values()) for key, sentences in documents.items()]


def _told(key: str, sentences: Iterable[list[Row]]) -> Told:
    passages = [Passage(max(rows, key=lambda r: r["end"] - r["start"]), tuple(rows)) for rows in sentences]
    first = passages[0].widest
    return Told(key, first["title"], first["published"], tuple(passages))


def differences(contradictions: Iterable[Row], evidence: Iterable[Row]) -> list[str]:
    """Contradictions by who contradicts whom, each once; the report itself gives way to those it names."""
    who: dict[str, str] = {row["claim"]: chain(row) for row in evidence}
    found: dict[str, dict[str, bool]] = {}
    for row in contradictions:
        sides = sorted(who.get(key, key) for key in (str(row["one"]), str(row["two"])))
        key = f"{words.plainly(row['aspect'])}: {row['words']}"
        found.setdefault(key, {})[" / ".join(sides)] = NOBODY not in sides
    return [
        f"{key} ({'; '.join([pair for pair, named in pairs.items() if named] or list(pairs))})"
        for key, pairs in found.items()
    ]


def claim_line(claim: Claim, books: PackageBooks) -> str:
    """What a claim is taken to mean, in a line: 'Air or drone strike · in Khan Younis · 13 July 2024 · 90 killed'."""
    row = claim.to_json()
    parts = [words.event_label(claim.event_type).name if claim.event_type else words.plainly(claim.type).capitalize()]
    if claim.type not in ("event", "figure"):
        parts.append(words.plainly(claim.type))
    if claim.places:
        parts.append(words.where(row["places"][0], books))
    parts.append(words.days(claim.time.from_, claim.time.to))
    if row["figure"] is not None:
        parts.append(f"{words.amount(row['figure'])} {words.plainly(row['figure']['measure'])}")
    if claim.person is not None:
        parts.append(f"{claim.person.name or claim.person.id}: {claim.person.life}")
    acting = ", ".join(f"{a.name or a.text or '?'} ({words.plainly(a.role)})" for a in claim.actors)
    return " · ".join(filter(None, (*parts, acting)))
