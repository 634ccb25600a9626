"""Guards: language that looks like an event and is none (figures, sport, films), or is not news (denial, forecast)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dateline.find.triggers_frames import Candidate, Scene
from dateline.find.triggers_match import guard_index, match
from dateline.know.events import EventVocabulary, Guard
from dateline.mentions import Sentence


@dataclass(frozen=True)
class GuardHit:
    """A cue of a guard and the tokens that it covers."""

    guard: Guard
    covered: tuple[int, ...]


def apply_guards(
    scene: Scene, sentence: Sentence, rows: Sequence[Candidate], hits: Sequence[GuardHit]
) -> Iterator[tuple[Candidate, str | Guard | None]]:
    """The candidates of a sentence with the note of the first guard that doubts them; a dropped one with its guard.

    `hits` are those of the sentence's paragraph, as `guard_hits` gives them.
    """
    for row in rows:
        verdicts = [h.guard for h in hits if _applies(h, hits, row, sentence, scene)]
        drops = next((g for g in verdicts if g.action == "drop"), None)
        if drops is not None:
            yield row, drops
            continue
        yield row, verdicts[0].id if verdicts else _definite(scene, row)


def dropped_leaves(guard: Guard, vocabulary: EventVocabulary) -> frozenset[str]:
    """The leaves that a text cannot tell of where a guard has dropped a trigger: those that the guard names, else, of
    a guard for whole sentences or texts, all. A figure of speech leaves the rest of the text open."""
    if guard.leaves or guard.scope == "trigger":
        return frozenset(guard.leaves)
    return frozenset(vocabulary.leaves) if guard.scope in ("sentence", "text") else frozenset()


def barred_leaves(scene: Scene, sentence: Sentence, hits: Sequence[GuardHit]) -> frozenset[str]:
    """'parted without an agreement': the leaves of guards for sentences that a sentence bears the words of."""
    named = [h for h in hits if h.guard.action == "drop" and h.guard.scope == "sentence" and h.guard.leaves]
    here = [h.guard for h in named if sentence.first <= h.covered[0] < sentence.last]
    return frozenset(leaf for g in here if not _excused(g, sentence, scene) for leaf in g.leaves)


def _excused(guard: Guard, sentence: Sentence, scene: Scene) -> bool:
    """Whether words stand beside a guard's own that make the text one of events all the same."""
    first, last = _paragraph(scene, sentence) if guard.scope == "text" else (sentence.first, sentence.last)
    return bool(guard.unless) and any(set(guard.unless) & scene.classes[i] for i in range(first, last))


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
    if _excused(guard, sentence, scene):
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
