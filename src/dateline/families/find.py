"""Who copies whom: candidates by shared sentences and by MinHash, judged by the share of words that both have.

The work grows with the number of documents, not with its square: each is compared with a bounded number of earlier
ones, standing phrases of a publisher and sentences that everybody prints lead to no comparison.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Literal

import numpy as np
from rensa import RMinHash, RMinHashLSH

from dateline.families.decided import Pair, ordered
from dateline.families.prints import Hashes, Prints
from dateline.families.rules import FamilyRules

Kind = Literal["same", "copy", "same_wire", "decided"]
_PERMUTATIONS = 128
_BANDS = 32
_SEED = 20_170_101


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyDocument:
    """What is compared of a document. `agency` is the credited wire (an id or a name), `published` an ISO day."""

    id: str
    prints: Prints
    agency: str | None = None
    publisher: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Two documents found to be copies. `document` is the later one. `score`: share of the shorter one's runs of words
    that stand in the other, 0..1; `shared`: how many runs that are; `kind` says by which rule."""

    document: str
    of: str
    score: float
    shared: int
    kind: Kind


@dataclass(frozen=True)
class Families:
    """`family_of`: document -> family, which is 'fm_' and its first document by publication and id. `links`: all pairs
    that were found to be copies, those across families too (a text merged of two). `fullest`: family -> the document
    that holds most of what its members share."""

    family_of: Mapping[str, str]
    links: tuple[Link, ...]
    fullest: Mapping[str, str]

    def members(self) -> dict[str, list[str]]:
        """Family -> documents by publication and id."""
        found: dict[str, list[str]] = defaultdict(list)
        for document, family in self.family_of.items():
            found[family].append(document)
        return dict(found)


def families(
    documents: Iterable[FamilyDocument],
    rules: FamilyRules,
    *,
    together: frozenset[Pair] = frozenset(),
    apart: frozenset[Pair] = frozenset(),
) -> Families:
    """Families of documents, whatever the order they come in. A document that copies nothing is one of its own.

    A document joins the family of the one it shares most with, and only that: a text merged of two stories does not
    make one story of them. `together` and `apart` are people's decisions, pairs of ids in order of the ids; they win.
    """
    rows = sorted(documents, key=lambda d: (d.published or "9999", d.id))
    finder = _Finder(rows, rules)
    family: dict[str, str] = {}
    links: list[Link] = []
    for i, row in enumerate(rows):
        found = [k for k in finder.copies_before(i) if ordered(k.document, k.of) not in apart]
        decided = {o for p in together if row.id in p for o in p if o != row.id and o in family}
        found = [k for k in found if k.of not in decided]
        found += [Link(document=row.id, of=o, score=1.0, shared=0, kind="decided") for o in sorted(decided)]
        links += found
        family[row.id] = _joined(row, found, family, apart)
    return Families(family, tuple(links), _fullest(rows, family))


def _joined(row: FamilyDocument, found: Sequence[Link], family: Mapping[str, str], apart: frozenset[Pair]) -> str:
    """The family of the best link whose first document the row was not taken apart from; else its own."""
    best = sorted(found, key=lambda k: (k.kind != "decided", -k.shared, -k.score, k.of))
    for link in best:
        first = family[link.of]
        if link.kind == "decided" or ordered(row.id, first.removeprefix("fm_")) not in apart:
            return first
    return f"fm_{row.id}"


def _fullest(rows: Sequence[FamilyDocument], family: Mapping[str, str]) -> dict[str, str]:
    """Of each family the document with most sentences that another member has too; the first of equals."""
    members: dict[str, list[FamilyDocument]] = defaultdict(list)
    for row in rows:
        members[family[row.id]].append(row)
    return {key: _fuller(group).id if len(group) > 1 else group[0].id for key, group in members.items()}


def _fuller(group: Sequence[FamilyDocument]) -> FamilyDocument:
    told = Counter(s for row in group for s in row.prints.sentences)
    return max(group, key=lambda row: sum(told[s] > 1 for s in row.prints.sentences))


@dataclass
class _Finder:
    """Indexes over the documents in order of publication, filled as they are asked about."""

    rows: Sequence[FamilyDocument]
    rules: FamilyRules
    holders: dict[int, list[int]] = field(init=False)
    standing: Mapping[str | None, frozenset[int]] = field(init=False)
    shared: frozenset[int] = field(init=False)
    runs: dict[int, Hashes] = field(init=False, default_factory=dict)
    leaders: dict[tuple[int, ...], int] = field(init=False, default_factory=dict)
    lsh: RMinHashLSH = field(init=False)

    def __post_init__(self) -> None:
        by_publisher: dict[str | None, Counter[int]] = defaultdict(Counter)
        for row in self.rows:
            by_publisher[row.publisher].update(row.prints.sentences)
        self.standing = {
            publisher: frozenset(s for s, n in counts.items() if n >= least)
            for publisher, counts in by_publisher.items()
            for least in (self.rules.standing if publisher else self.rules.common,)
        }
        everywhere = Counter(chain.from_iterable(row.prints.sentences for row in self.rows))
        self.shared = frozenset(s for s, n in everywhere.items() if n > 1)  # most stand in one text alone
        self.holders = defaultdict(list)
        self.lsh = RMinHashLSH(threshold=self.rules.likeness, num_perm=_PERMUTATIONS, num_bands=_BANDS)

    def copies_before(self, i: int) -> Iterator[Link]:
        """Links of document i to earlier ones; then it is in the indexes itself."""
        row = self.rows[i]
        own = self._own_runs(row)
        if len(own) < self.rules.least_shingles:
            return
        key = row.prints.sentences
        leader = self.leaders.get(key)
        if leader is not None:
            yield Link(document=row.id, of=self.rows[leader].id, score=1.0, shared=len(own), kind="same")
            return  # whatever else the first of the same words copies, this one copies through it
        minhash = RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
        minhash.update(own.view("V4").tolist())
        for j in self._candidates(row, minhash):
            link = self._judge(row, own, self.rows[j], self.runs[j])
            if link is not None:
                yield link
        self.leaders.setdefault(key, i)
        self.runs[i] = own
        self.lsh.insert(i, minhash)
        for sentence in self._shared_sentences(row):
            if len(self.holders[sentence]) < self.rules.common:
                self.holders[sentence].append(i)

    def _shared_sentences(self, row: FamilyDocument) -> frozenset[int]:
        """The document's sentences that another one has too, without its publisher's standing ones."""
        return self.shared.intersection(row.prints.sentences) - self.standing[row.publisher]

    def _own_runs(self, row: FamilyDocument) -> Hashes:
        """The document's runs of words, without those of its publisher's standing sentences."""
        prints, kept, begin, standing = row.prints, [], 0, self.standing[row.publisher]
        if standing.isdisjoint(prints.sentences):
            return _distinct(prints.runs)
        for sentence, end in zip(prints.sentences, prints.ends, strict=True):
            if sentence not in standing:
                kept.append(prints.runs[begin:end])
            begin = end
        return _distinct(np.concatenate(kept)) if kept else np.array([], np.uint32)

    def _candidates(self, row: FamilyDocument, minhash: RMinHash) -> list[int]:
        """Earlier documents worth comparing: most shared sentences first, then those that MinHash finds alike."""
        shared: Counter[int] = Counter()
        for sentence in self._shared_sentences(row):
            if holders := self.holders.get(sentence):
                shared.update(holders)
        best = [j for j, _ in sorted(shared.items(), key=lambda kv: (-kv[1], kv[0]))]
        alike = sorted(j for j in self.lsh.query(minhash) if j not in shared)
        return [*best, *alike][: self.rules.candidates]

    def _judge(self, row: FamilyDocument, own: Hashes, other: FamilyDocument, others: Hashes) -> Link | None:
        """The link of a document to an earlier one, or None: what both tell, who is credited, and when."""
        rules = self.rules
        common = len(np.intersect1d(own, others, assume_unique=True))
        share, of_longer = common / min(len(own), len(others)), common / max(len(own), len(others))
        later = bool(row.published and other.published and row.published[:10] > other.published[:10])
        lead = _lead_share(row.prints, others) if len(own) <= len(others) else _lead_share(other.prints, own)
        if later and share < rules.share_follow_up:
            # A follow-up repeats the background under a new lead; a daily bulletin repeats its form with new numbers.
            if _lead_share(row.prints, others) < rules.lead and _lead_share(other.prints, own) < rules.lead:
                return None
            if _number_share(row.prints, other.prints) < rules.numbers:
                return None
        score = round(share, 3)
        if share >= rules.contained or (share >= rules.share and of_longer >= rules.share_of_longer):
            return Link(document=row.id, of=other.id, score=score, shared=common, kind="copy")
        if share >= rules.share_same_agency and lead >= rules.lead and self._same_wire(row, other):
            return Link(document=row.id, of=other.id, score=score, shared=common, kind="same_wire")
        return None

    def _same_wire(self, a: FamilyDocument, b: FamilyDocument) -> bool:
        if not a.agency or a.agency != b.agency or not a.published or not b.published:
            return False
        gap = date.fromisoformat(a.published[:10]) - date.fromisoformat(b.published[:10])
        return abs(gap.days) <= self.rules.agency_days


def _distinct(hashes: Hashes) -> Hashes:
    """Each once, in order: what np.unique gives, in a third of its time for so few."""
    rising = np.sort(hashes)
    first = np.ones(len(rising), bool)
    first[1:] = rising[1:] != rising[:-1]
    return rising[first]


def _lead_share(prints: Prints, others: Hashes) -> float:
    """How much of a text's lead stands in another text, 0..1."""
    return len(np.intersect1d(prints.lead, others, assume_unique=True)) / max(1, len(prints.lead))


def _number_share(a: Prints, b: Prints) -> float:
    """How many of the numbers of two texts are the same, 0..1; 1 where there are too few to tell."""
    if min(len(a.numbers), len(b.numbers)) < _FEW:
        return 1.0
    return len(a.numbers & b.numbers) / len(a.numbers | b.numbers)


#: Fewer numbers than this say nothing of two texts.
_FEW = 3
