"""Guards: language that looks like an event and is none (figures, sport, films), or is not news (denial, forecast)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dateline.find.triggers_frames import Candidate, Scene
from dateline.find.triggers_match import guard_index, match
from dateline.know.events import Guard
from dateline.mentions import Sentence


@dataclass(frozen=True)
class GuardHit:
    """A cue of a guard and the tokens that it covers."""

    guard: Guard
    covered: tuple[int, ...]


def apply_guards(
    scene: Scene, sentence: Sentence, rows: Sequence[Candidate], hits: Sequence[GuardHit]
) -> Iterator[tuple[Candidate, str | None]]:
    """The candidates of a sentence with the note of the first guard that doubts them; dropped ones are left out.

    `hits` are those of the sentence's paragraph, as `guard_hits` gives them.
    """
    for row in rows:
        verdicts = [h.guard for h in hits if _applies(h, hits, row, sentence, scene)]
        if any(g.action == "drop" for g in verdicts):
            continue
        yield row, verdicts[0].id if verdicts else _definite(scene, row)


def _paragraph(scene: Scene, sentence: Sentence) -> tuple[int, int]:
    return scene.parsed.paragraphs[sentence.paragraph]


def guard_hits(scene: Scene, sentence: Sentence) -> list[GuardHit]:
    """Every cue of a guard in the paragraph of a sentence."""
    first, last = _paragraph(scene, sentence)
    return list(_hits(scene, first, last))


def _hits(scene: Scene, first: int, last: int) -> Iterator[GuardHit]:
    index = guard_index(scene.vocabulary)
    for i in range(first, last):
        for pattern in index.candidates(scene.keys[i]):
            covered = match(pattern, scene.keys, i, first, last)
            if covered is not None and pattern.guard is not None:
                yield GuardHit(pattern.guard, covered)


def _applies(hit: GuardHit, hits: Sequence[GuardHit], row: Candidate, sentence: Sentence, scene: Scene) -> bool:
    guard = hit.guard
    if guard.leaves and row.leaf not in guard.leaves:
        return False
    first, last = _paragraph(scene, sentence) if guard.scope == "text" else (sentence.first, sentence.last)
    if guard.unless and any(set(guard.unless) & scene.classes[i] for i in range(first, last)):
        return False
    if guard.least > 1 and len({h.covered for h in hits if h.guard is guard}) < guard.least:
        return False
    if guard.scope == "trigger":
        return row.token in hit.covered
    if guard.scope == "text":
        return True
    if not sentence.first <= hit.covered[0] < sentence.last:
        return False
    return guard.scope == "sentence" or _beside(guard, hit, row)


def _beside(guard: Guard, hit: GuardHit, row: Candidate) -> bool:
    head = row.token
    distance = head - max(hit.covered) if guard.scope == "before" else min(hit.covered) - head
    return 0 < distance <= (guard.near or 1000)


def _definite(scene: Scene, row: Candidate) -> str | None:
    """'the attack', 'this strike': a noun that points back to an event told before."""
    if not row.nominal:
        return None
    doc = scene.parsed.doc
    head = doc[row.token]
    pointed = any(c.dep_ == "det" and c.lower_ in ("the", "this", "that", "these", "those") for c in head.children)
    return "definite" if pointed and not row.args.object and not row.args.subject else None
