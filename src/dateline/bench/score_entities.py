"""Names and descriptions of places, bodies and persons in texts on Syria and Iraq, for re3d (Dstl, 2017).

The set marks pronouns, common nouns ('the city', 'she') and names within names; the house marks what it can say
something of. The figures are reported to be compared with each other, not to be held.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dateline.bench.rows import EntitiesRow
from dateline.bench.scoring import Answer, Got, Miss, Score, pairs, prf, spans_of

KINDS = ("Location", "Organisation", "Person")
#: Usages of a toponym that mean the place itself.
_PLACES = ("place", "dateline")


def score_entities(rows: Sequence[EntitiesRow], answers: Sequence[Answer]) -> Score:
    """Overlap of spans, one to one: locations against places, organisations and persons against actors."""
    hit: Counter[str] = Counter()
    got: Counter[str] = Counter()
    gold: Counter[str] = Counter()
    misses: list[Miss] = []
    for row, answer in zip(rows, answers, strict=True):
        for kind in KINDS:
            wanted = [e for e in row.entities if e.type == kind]
            found = _found(kind, answer)
            paired = pairs(wanted, found)
            hit[kind] += len(paired)
            got[kind] += len(found)
            gold[kind] += len(wanted)
            taken, used = {i for i, _ in paired}, {j for _, j in paired}
            left = [e for i, e in enumerate(wanted) if i not in taken]
            more = [s for j, s in enumerate(found) if j not in used]
            name = kind.lower()
            misses += [Miss(id=row.id, what=f"{name} missed", words=row.text[e.start : e.end]) for e in left]
            misses += [Miss(id=row.id, what=f"{name} extra", words=row.text[s.start : s.end]) for s in more]
    figures = {k: v for kind in KINDS for k, v in prf(kind.lower(), hit[kind], got[kind], gold[kind]).items()}
    return Score(figures=figures, counts={k.lower() + "s": gold[k] for k in KINDS}, misses=misses)


def _found(kind: str, answer: Answer) -> list[Got]:
    if kind == "Location":
        return [s for s in spans_of(answer.get("places", ())) if s.said.get("usage") in _PLACES]
    is_person = kind == "Person"
    return [s for s in spans_of(answer.get("actors", ())) if (s.said.get("kind") == "person") is is_person]
