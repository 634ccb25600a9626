"""A compiler's own count: a page that weighs several sources counts once, beside none of those it lists (R90)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from dateline.derive.origin import DocumentInfo, Originator, family_of, hearsay, originator_of
from dateline.derive.policy import FigureWords
from dateline.derive.tolls import Word, subset_of
from dateline.model import Claim

_NARRATED = ("narration", "headline", "unattributed_passive")


def compiled_words(
    claims: Iterable[Claim],
    documents: Mapping[str, DocumentInfo],
    kinds: Mapping[str, str],
    rules: FigureWords,
    beside: Iterable[Claim] = (),
) -> dict[str, Word]:
    """For each compiling document the one word that stands for all that it lists: document -> word.

    `claims` are the tolls of one measure of one event. A document compiles when its own telling comes first, and its
    narrator is of a kind that weighs sources (`rules.compilers`) or nobody that the books know. The first full telling
    rules; what others say fills what it leaves open: the high of 'at least N', the low of 'up to N' (P2). `beside`:
    tolls of the same documents that may be of the event.
    """
    by_document: dict[str, list[Claim]] = {}
    for claim in sorted(claims, key=lambda c: (c.document, c.start, c.end, c.id)):
        if claim.figure is not None and claim.figure.measure in rules.measures:
            by_document.setdefault(claim.document, []).append(claim)
    more: dict[str, list[Claim]] = {}
    measures = {c.figure.measure for rows in by_document.values() for c in rows if c.figure is not None}
    for claim in beside:
        if claim.figure is not None and claim.figure.measure in measures and not claim.figure.of:
            more.setdefault(claim.document, []).append(claim)
    found = {d: _word(rows, more.get(d, []), documents, kinds, rules) for d, rows in by_document.items()}
    return {d: word for d, word in found.items() if word is not None}


def _word(
    rows: Sequence[Claim],
    beside: Sequence[Claim],
    documents: Mapping[str, DocumentInfo],
    kinds: Mapping[str, str],
    rules: FigureWords,
) -> Word | None:
    narrators = {_narrator(c) for c in rows if _narrated(c)}
    if not _narrated(rows[0]) or not all(n is None or kinds.get(n, "unknown") in rules.compilers for n in narrators):
        return None
    words = [_as_word(c, documents) for c in rows]
    numbered = [w for w in words if w.low is not None or w.high is not None]
    if not numbered:
        return None
    first = _fullest(numbered)
    if not _narrated(first.claim) or (_is_vague(first) and len(numbered) > 1):
        return None  # 'dozens' in a lead says less than any number below it
    others = [w for w in numbered if w is not first] + [_as_word(c, documents) for c in beside]
    return _filled(first, others, rules)


def _narrated(claim: Claim) -> bool:
    """Told by the document itself: its narration, or hearsay that it passes on without naming a source."""
    attribution = claim.attribution
    return attribution.kind in _NARRATED and not (
        attribution.kind == "unattributed_passive" and any(s.role != "carrier" for s in attribution.sources)
    )


def _narrator(claim: Claim) -> str | None:
    return next((s.id or s.name for s in claim.attribution.sources), None)


def _as_word(claim: Claim, documents: Mapping[str, DocumentInfo]) -> Word:
    family = family_of(claim, documents)
    origin: Originator = originator_of(claim, family) or hearsay(family)
    figure = claim.figure
    assert figure is not None
    return Word(origin, claim, figure.min, figure.best, figure.max)


def _fullest(numbered: Sequence[Word]) -> Word:
    """The first telling, unless it counts one person, 'others' or a part of the people, and the next counts more."""
    first = numbered[0]
    if _is_slight(first):
        return next((w for w in numbered[1:] if not _is_slight(w) and _narrated(w.claim)), first)
    return first


def _is_slight(word: Word) -> bool:
    return word.best == 1 or _is_vague(word)


def _is_vague(word: Word) -> bool:
    return word.claim.figure is None or word.claim.figure.approx.startswith("vague")


def _filled(first: Word, rest: Sequence[Word], rules: FigureWords) -> Word:
    figure = first.claim.figure
    alike = [w for w in rest if w.claim.figure and figure and subset_of(w.claim.figure) == subset_of(figure)] or rest
    if figure is not None and figure.approx == "lower_bound" and first.min is not None:
        highs = [
            v for w in alike for v in (w.high, w.low) if v is not None and first.min < v <= rules.spread * first.min
        ]
        return replace(first, max=max(highs, default=None))
    if figure is not None and figure.approx == "upper_bound" and first.max is not None:
        lows = [w.low for w in alike if w.low is not None and first.max / 2 <= w.low < first.max]
        return replace(first, min=min(lows, default=None))
    return first
